//! Tables ([MS-XLSB] 2.1.7.53): a range with a name, named columns and a style.

use sekisho_ir::{Limits, Reason};

use super::book::{Book, Table};
use super::fields::{Fields, Range};
use super::formula::{self, Stand};
use super::records::Records;
use super::xml::{self, Pieces, Xml};
use super::{filters, id};

/// The pieces of a table, in the order of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Filter,
    Columns,
    Style,
}

/// What formulas must know of a table: its number, its name and its columns.
pub(super) fn outline(bytes: &[u8]) -> Result<(u32, Table), Reason> {
    let (mut records, mut fields) = Records::open(bytes, id::BEGIN_LIST)?;
    let head = Head::read(&mut fields)?;
    let mut table = Table {
        name: head.shown,
        columns: Vec::new(),
    };
    while let Some(mut record) = records.within(id::END_LIST)? {
        if record.id == id::BEGIN_LIST_COL {
            table.columns.push(Column::read(&mut record.fields)?.name);
        }
    }
    Ok((head.number, table))
}

/// A table as XML has it.
pub(super) fn table(bytes: &[u8], book: &Book, limits: &Limits) -> Result<String, Reason> {
    let (mut records, mut fields) = Records::open(bytes, id::BEGIN_LIST)?;
    let head = Head::read(&mut fields)?;
    let first_row = head.cells.rows.0.saturating_add(head.headers);
    let stand = Stand::cell(first_row, head.cells.columns.0);
    let mut root = xml::root("table");
    head.say(&mut root);
    let mut pieces = Pieces::new(limits.document_bytes);
    while let Some(mut record) = records.within(id::END_LIST)? {
        match record.id {
            id::BEGIN_AFILTER => match pieces.once(Place::Filter) {
                Some(xml) => filters::auto_filter(&mut record.fields, &mut records, xml)?,
                None => records.skip(id::END_AFILTER)?,
            },
            id::BEGIN_SORT_STATE => records.skip(id::END_SORT_STATE)?,
            id::BEGIN_LIST_COL => {
                let xml = pieces.at(Place::Columns);
                if xml.is_empty() {
                    xml.open("tableColumns");
                }
                Column::read(&mut record.fields)?.say(xml);
                while let Some(mut record) = records.within(id::END_LIST_COL)? {
                    let name = match record.id {
                        id::LIST_CC_FMLA => "calculatedColumnFormula",
                        id::LIST_TR_FMLA => "totalsRowFormula",
                        _ => continue,
                    };
                    let array = record.fields.u8()? & 1 != 0;
                    let text = formula::read(&mut record.fields, stand, book)?.into_text();
                    xml.open(name).flag("array", array).text(&text).close();
                }
                xml.close();
            }
            id::TABLE_STYLE_CLIENT => {
                if let Some(xml) = pieces.once(Place::Style) {
                    let flags = record.fields.u16()?;
                    let name = record.fields.nullable()?;
                    let bit = |bit: u16| u8::from(flags & bit != 0);
                    xml.open("tableStyleInfo").maybe("name", name);
                    xml.attr("showFirstColumn", bit(1))
                        .attr("showLastColumn", bit(2));
                    xml.attr("showRowStripes", bit(4))
                        .attr("showColumnStripes", bit(8))
                        .close();
                }
            }
            _ => {}
        }
        pieces.check()?;
    }
    Ok(pieces.finish_in(root))
}

/// BrtBeginList, 2.4.98.
struct Head {
    cells: Range,
    number: u32,
    headers: u32,
    totals: u32,
    flags: u32,
    /// Header, data, totals, border, header border, totals border.
    formats: [u32; 6],
    name: String,
    shown: String,
    comment: Option<String>,
    /// Of header, data and totals.
    styles: [Option<String>; 3],
}

impl Head {
    fn read(fields: &mut Fields<'_>) -> Result<Self, Reason> {
        let cells = fields.range()?;
        fields.u32()?;
        let number = fields.u32()?;
        let (headers, totals, flags) = (fields.u32()?, fields.u32()?, fields.u32()?);
        let mut formats = [u32::MAX; 6];
        for format in &mut formats {
            *format = fields.u32()?;
        }
        fields.u32()?;
        let name = fields.nullable()?.unwrap_or_default();
        let shown = fields.nullable()?.unwrap_or_else(|| name.clone());
        let comment = fields.nullable()?;
        let styles = [fields.nullable()?, fields.nullable()?, fields.nullable()?];
        Ok(Self {
            cells,
            number,
            headers,
            totals,
            flags,
            formats,
            name,
            shown,
            comment,
            styles,
        })
    }

    fn say(self, xml: &mut Xml) {
        let name = if self.name.is_empty() {
            self.shown.clone()
        } else {
            self.name
        };
        xml.attr("id", self.number)
            .attr("name", name)
            .attr("displayName", self.shown);
        xml.maybe(
            "comment",
            self.comment.filter(|comment| !comment.is_empty()),
        );
        xml.attr("ref", self.cells);
        xml.maybe(
            "headerRowCount",
            Some(self.headers).filter(|rows| *rows != 1),
        );
        xml.maybe(
            "totalsRowCount",
            Some(self.totals).filter(|rows| *rows != 0),
        );
        xml.unless("totalsRowShown", self.flags & 1 != 0)
            .flag("published", self.flags & 0x10 != 0);
        let formats = [
            "headerRowDxfId",
            "dataDxfId",
            "totalsRowDxfId",
            "tableBorderDxfId",
            "headerRowBorderDxfId",
            "totalsRowBorderDxfId",
        ];
        for (name, format) in formats.into_iter().zip(self.formats) {
            xml.maybe(name, Some(format).filter(|format| *format != u32::MAX));
        }
        let styles = ["headerRowCellStyle", "dataCellStyle", "totalsRowCellStyle"];
        for (name, style) in styles.into_iter().zip(self.styles) {
            xml.maybe(name, style.filter(|style| !style.is_empty()));
        }
    }
}

/// BrtBeginListCol, 2.4.99.
struct Column {
    number: u32,
    total: u32,
    /// Header, data, totals.
    formats: [u32; 3],
    name: String,
    label: Option<String>,
    /// Of header, data and totals.
    styles: [Option<String>; 3],
}

impl Column {
    fn read(fields: &mut Fields<'_>) -> Result<Self, Reason> {
        let (number, total) = (fields.u32()?, fields.u32()?);
        let formats = [fields.u32()?, fields.u32()?, fields.u32()?];
        fields.u32()?;
        let unique = fields.nullable()?;
        let caption = fields.nullable()?;
        let label = fields.nullable()?;
        let styles = [fields.nullable()?, fields.nullable()?, fields.nullable()?];
        Ok(Self {
            number,
            total,
            formats,
            name: caption.or(unique).unwrap_or_default(),
            label,
            styles,
        })
    }

    fn say(self, xml: &mut Xml) {
        const TOTALS: [&str; 10] = [
            "none",
            "average",
            "count",
            "countNums",
            "max",
            "min",
            "sum",
            "stdDev",
            "var",
            "custom",
        ];
        xml.open("tableColumn")
            .attr("id", self.number)
            .attr("name", self.name);
        let total = usize::try_from(self.total).ok().filter(|total| *total != 0);
        xml.maybe(
            "totalsRowFunction",
            total.and_then(|total| TOTALS.get(total)),
        );
        xml.maybe(
            "totalsRowLabel",
            self.label.filter(|label| !label.is_empty()),
        );
        let formats = ["headerRowDxfId", "dataDxfId", "totalsRowDxfId"];
        for (name, format) in formats.into_iter().zip(self.formats) {
            xml.maybe(name, Some(format).filter(|format| *format != u32::MAX));
        }
        let styles = ["headerRowCellStyle", "dataCellStyle", "totalsRowCellStyle"];
        for (name, style) in styles.into_iter().zip(self.styles) {
            xml.maybe(name, style.filter(|style| !style.is_empty()));
        }
    }
}
