//! Rows and cells ([MS-XLSB] 2.1.7.62, SHEETDATA): values of every type, and the formulas that gave them.

use std::collections::BTreeMap;

use sekisho_ir::Reason;

use super::book::Book;
use super::fields::{COLUMNS, Fields, ROWS, Range, number};
use super::formula::{self, Formula, Stand};
use super::id;
use super::records::{Record, Records};
use super::sheet::Place;
use super::strings;
use super::xml::{Pieces, Xml};

/// Says the data of a sheet.
pub(super) fn data(
    records: &mut Records<'_>,
    pieces: &mut Pieces<Place>,
    book: &Book,
) -> Result<(), Reason> {
    if pieces.once(Place::Data).is_none() {
        return records.skip(id::END_SHEET_DATA);
    }
    pieces.at(Place::Data).open("sheetData");
    let mut data = Data {
        book,
        row: None,
        column: None,
        together: BTreeMap::new(),
    };
    while let Some(mut record) = records.within(id::END_SHEET_DATA)? {
        if record.id == id::ROW_HDR {
            pieces.check()?;
        }
        let xml = pieces.at(Place::Data);
        match record.id {
            id::ROW_HDR => data.row(&mut record.fields, xml)?,
            id::CELL_BLANK..=id::FMLA_ERROR | id::CELL_RSTRING => {
                data.cell(&mut record, records, xml)?;
            }
            _ => {}
        }
    }
    let xml = pieces.at(Place::Data);
    if data.row.is_some() {
        xml.close();
    }
    xml.close();
    Ok(())
}

/// How cells share a formula.
#[derive(Clone, Copy, Debug)]
enum Together {
    Shared(usize),
    /// The first cell says it for all.
    First,
}

struct Data<'b> {
    book: &'b Book,
    row: Option<u32>,
    column: Option<u32>,
    /// By the cell that holds the formula for several.
    together: BTreeMap<(u32, u32), Together>,
}

impl Data<'_> {
    /// BrtRowHdr, 2.4.763. Rows come in order.
    fn row(&mut self, fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
        let row = fields.row()?;
        let style = fields.u32()?;
        let height = fields.u16()?;
        let (edges, flags, more) = (fields.u8()?, fields.u8()?, fields.u8()?);
        match self.row {
            Some(before) if before >= row => return Err(Reason::Malformed),
            Some(_) => drop(xml.close()),
            None => {}
        }
        self.row = Some(row);
        self.column = None;
        xml.open("row").attr("r", row.saturating_add(1));
        if flags & 0x40 != 0 {
            xml.attr("s", style).attr("customFormat", 1);
        }
        xml.maybe("ht", number(f64::from(height) / 20.0))
            .flag("hidden", flags & 0x10 != 0);
        xml.flag("customHeight", flags & 0x20 != 0);
        xml.maybe("outlineLevel", Some(flags & 7).filter(|level| *level != 0));
        xml.flag("collapsed", flags & 8 != 0);
        xml.flag("thickTop", edges & 1 != 0)
            .flag("thickBot", edges & 2 != 0);
        xml.flag("ph", more & 1 != 0);
        Ok(())
    }

    /// A cell; what its formula is may stand in the record behind it.
    fn cell(
        &mut self,
        record: &mut Record<'_>,
        records: &mut Records<'_>,
        xml: &mut Xml,
    ) -> Result<(), Reason> {
        let fields = &mut record.fields;
        let row = self.row.ok_or(Reason::Malformed)?;
        let column = fields.column()?;
        if self.column.is_some_and(|before| before >= column) {
            return Err(Reason::Malformed);
        }
        self.column = Some(column);
        let flags = fields.u32()?;
        xml.open("c").attr("r", Range::cell(row, column));
        xml.maybe("s", Some(flags & 0x00ff_ffff).filter(|style| *style != 0));
        xml.flag("ph", flags & 0x0100_0000 != 0);
        let (kind, value) = match record.id {
            id::CELL_RK => numeric(rk(fields.u32()?)),
            id::CELL_REAL | id::FMLA_NUM => numeric(fields.f64()?),
            id::CELL_BOOL | id::FMLA_BOOL => ("b", u8::from(fields.u8()? != 0).to_string()),
            id::CELL_ERROR | id::FMLA_ERROR => ("e", formula::error(fields.u8()?).to_owned()),
            id::CELL_ISST => ("s", fields.u32()?.to_string()),
            id::FMLA_STRING => ("str", fields.wide()?),
            id::CELL_ST => ("inlineStr", fields.wide()?),
            id::CELL_RSTRING => ("inlineStr", String::new()),
            _ => ("n", String::new()),
        };
        if kind != "n" {
            xml.attr("t", kind);
        }
        match record.id {
            id::CELL_BLANK => {}
            id::CELL_RSTRING => {
                xml.open("is");
                strings::rich(fields, self.book, xml)?;
                xml.close();
            }
            id::CELL_ST => {
                xml.open("is")
                    .open("t")
                    .attr("xml:space", "preserve")
                    .text(&value);
                xml.close().close();
            }
            _ => {
                if matches!(record.id, id::FMLA_STRING..=id::FMLA_ERROR) {
                    self.formula(fields, (row, column), records, xml)?;
                }
                xml.leaf("v", &value);
            }
        }
        xml.close();
        Ok(())
    }

    fn formula(
        &mut self,
        fields: &mut Fields<'_>,
        cell: (u32, u32),
        records: &mut Records<'_>,
        xml: &mut Xml,
    ) -> Result<(), Reason> {
        const ALWAYS: u16 = 2;
        let flags = fields.u16()?;
        let master = match formula::read(fields, Stand::cell(cell.0, cell.1), self.book)? {
            Formula::Text(text) => {
                if !text.is_empty() {
                    xml.open("f")
                        .flag("ca", flags & ALWAYS != 0)
                        .text(&text)
                        .close();
                }
                return Ok(());
            }
            Formula::With(row, column) => (row, column),
        };
        if matches!(
            records.peek(),
            Some(id::ARR_FMLA | id::SHR_FMLA | id::TABLE)
        ) && let Some(mut record) = records.within(id::END_SHEET_DATA)?
        {
            let together = self.define(&mut record, cell, xml)?;
            self.together.insert(master, together);
        } else if let Some(Together::Shared(number)) = self.together.get(&master) {
            xml.open("f").attr("t", "shared").attr("si", number).close();
        }
        Ok(())
    }

    /// The formula of several cells, said at the first of them (BrtArrFmla, BrtShrFmla, BrtTable).
    fn define(
        &mut self,
        record: &mut Record<'_>,
        cell: (u32, u32),
        xml: &mut Xml,
    ) -> Result<Together, Reason> {
        let fields = &mut record.fields;
        let range = fields.range()?;
        let stand = Stand::cell(cell.0, cell.1);
        match record.id {
            id::SHR_FMLA => {
                let number = self.together.len();
                let text = formula::read(fields, stand, self.book)?.into_text();
                xml.open("f")
                    .attr("t", "shared")
                    .attr("ref", range)
                    .attr("si", number);
                xml.text(&text).close();
                Ok(Together::Shared(number))
            }
            id::ARR_FMLA => {
                let flags = fields.u8()?;
                let text = formula::read(fields, stand, self.book)?.into_text();
                xml.open("f")
                    .attr("t", "array")
                    .attr("ref", range)
                    .flag("aca", flags & 1 != 0);
                xml.text(&text).close();
                Ok(Together::First)
            }
            _ => {
                let inputs = [
                    (fields.u32()?, fields.u32()?),
                    (fields.u32()?, fields.u32()?),
                ];
                let flags = fields.u8()?;
                let [first, second] =
                    inputs.map(|(row, column)| Range::cell(row % ROWS, column % COLUMNS));
                let two = flags & 2 != 0;
                xml.open("f").attr("t", "dataTable").attr("ref", range);
                xml.flag("dt2D", two).flag("dtr", flags & 1 != 0);
                xml.flag("del1", flags & 4 != 0)
                    .flag("del2", flags & 8 != 0);
                xml.attr("r1", first)
                    .maybe("r2", two.then_some(second))
                    .close();
                Ok(Together::First)
            }
        }
    }
}

/// A number as a cell says it; what is none is an error.
fn numeric(value: f64) -> (&'static str, String) {
    number(value).map_or_else(|| ("e", "#NUM!".to_owned()), |number| ("n", number))
}

/// A number in four bytes (RkNumber, 2.5.122).
fn rk(bits: u32) -> f64 {
    let value = if bits & 2 != 0 {
        // Thirty bits with a sign.
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & !3) << 32)
    };
    if bits & 1 != 0 { value / 100.0 } else { value }
}

#[cfg(test)]
mod tests {
    use super::rk;

    #[test]
    fn numbers_in_four_bytes_are_whole_or_halved_and_may_count_hundredths() {
        let bits = |value: i32, flags: u32| (value << 2).cast_unsigned() | flags;
        let same = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
        same(rk(bits(-5, 2)), -5.0);
        same(rk(bits(1_234, 3)), 12.34);
        same(rk(0x3ff0_0000), 1.0);
        same(rk(0x4059_0001), 1.0);
    }
}
