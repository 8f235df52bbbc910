//! Worksheets and chart sheets ([MS-XLSB] 2.1.7.62 and 2.1.7.7): which record goes where. What the records of one kind
//! say stands in the modules beside.

use sekisho_ir::{Limits, Reason};

use super::book::Book;
use super::colour::Colour;
use super::fields::{self, Fields, Range, number};
use super::records::{Record, Records};
use super::xml::{Pieces, Xml};
use super::{cells, conditional, filters, id, page, strings, validation, views};

/// The pieces of a sheet, in the order of the schema (ECMA-376 part 1, 18.3.1.99).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Properties,
    Dimension,
    Views,
    Format,
    Columns,
    Data,
    Protection,
    ProtectedRanges,
    AutoFilter,
    Merged,
    Phonetic,
    Conditional,
    Validations,
    Links,
    PrintOptions,
    Margins,
    PageSetup,
    HeaderFooter,
    RowBreaks,
    ColumnBreaks,
    IgnoredErrors,
    Drawing,
    LegacyDrawing,
    LegacyDrawingHeader,
    Picture,
    Tables,
    Extensions,
}

/// A sheet as XML has it; `root` tells worksheets from chart sheets.
pub(super) fn sheet(
    bytes: &[u8],
    root: &'static str,
    book: &Book,
    limits: &Limits,
) -> Result<String, Reason> {
    let (mut records, _) = Records::open(bytes, id::BEGIN_SHEET)?;
    let mut sheet = Sheet {
        pieces: Pieces::new(limits.document_bytes),
        book,
        password: None,
    };
    while let Some(record) = records.within(id::END_SHEET)? {
        sheet.record(record, &mut records)?;
        sheet.pieces.check()?;
    }
    Ok(sheet.pieces.finish(root))
}

struct Sheet<'b> {
    pieces: Pieces<Place>,
    book: &'b Book,
    /// A password that is only known by its hash, said in front of the protection it belongs to.
    password: Option<page::Password>,
}

impl Sheet<'_> {
    fn record(&mut self, record: Record<'_>, records: &mut Records<'_>) -> Result<(), Reason> {
        let Record { id, mut fields } = record;
        let fields = &mut fields;
        let book = self.book;
        match id {
            id::WS_PROP => self.once(Place::Properties, |xml| properties(fields, xml)),
            id::CS_PROP => self.once(Place::Properties, |xml| {
                fields.u16()?;
                xml.open("sheetPr");
                tab(Colour::read(fields)?, xml);
                xml.close();
                Ok(())
            }),
            id::WS_DIM => self.once(Place::Dimension, |xml| {
                xml.open("dimension").attr("ref", fields.range()?).close();
                Ok(())
            }),
            id::BEGIN_WS_VIEWS => self.collect(
                Place::Views,
                "sheetViews",
                records,
                id::END_WS_VIEWS,
                views::view,
            ),
            id::BEGIN_CS_VIEWS => self.collect(
                Place::Views,
                "sheetViews",
                records,
                id::END_CS_VIEWS,
                views::chart_view,
            ),
            id::WS_FMT_INFO => self.once(Place::Format, |xml| format(fields, xml)),
            id::BEGIN_COL_INFOS => self.collect(
                Place::Columns,
                "cols",
                records,
                id::END_COL_INFOS,
                |record, _, xml| {
                    if record.id == id::COL_INFO {
                        column(&mut record.fields, xml)
                    } else {
                        Ok(())
                    }
                },
            ),
            id::BEGIN_SHEET_DATA => cells::data(records, &mut self.pieces, book),
            id::BEGIN_MERGE_CELLS => self.collect(
                Place::Merged,
                "mergeCells",
                records,
                id::END_MERGE_CELLS,
                |record, _, xml| {
                    if record.id == id::MERGE_CELL {
                        xml.open("mergeCell")
                            .attr("ref", record.fields.range()?)
                            .close();
                    }
                    Ok(())
                },
            ),
            id::SHEET_PROTECTION_ISO => {
                self.password = page::Password::read(fields);
                Ok(())
            }
            id::SHEET_PROTECTION => {
                let password = self.password.take();
                self.once(Place::Protection, |xml| {
                    page::protection(fields, password, xml)
                })
            }
            id::CS_PROTECTION => {
                self.once(Place::Protection, |xml| page::chart_protection(fields, xml))
            }
            id::RANGE_PROTECTION => {
                let xml = self.listed(Place::ProtectedRanges, "protectedRanges");
                page::protected_range(fields, xml)
            }
            id::BEGIN_AFILTER => {
                let Some(xml) = self.pieces.once(Place::AutoFilter) else {
                    return records.skip(id::END_AFILTER);
                };
                filters::auto_filter(fields, records, xml)
            }
            id::BEGIN_SORT_STATE => records.skip(id::END_SORT_STATE),
            id::PHONETIC_INFO => self.once(Place::Phonetic, |xml| {
                strings::phonetic(xml, fields.u16()?, fields.u32()?, fields.u32()?);
                Ok(())
            }),
            id::BEGIN_CONDITIONAL_FORMATTING => {
                conditional::formatting(fields, records, book, self.pieces.at(Place::Conditional))
            }
            id::BEGIN_DVALS => {
                let Some(xml) = self.pieces.once(Place::Validations) else {
                    return records.skip(id::END_DVALS);
                };
                validation::validations(records, book, xml)
            }
            id::BEGIN_DVALS14 => {
                let Some(xml) = self.pieces.once(Place::Extensions) else {
                    return records.skip(id::END_DVALS14);
                };
                validation::future(records, book, xml)
            }
            id::HLINK => link(fields, self.listed(Place::Links, "hyperlinks")),
            id::PRINT_OPTIONS => self.once(Place::PrintOptions, |xml| page::options(fields, xml)),
            id::MARGINS => self.once(Place::Margins, |xml| page::margins(fields, xml)),
            id::PAGE_SETUP => self.once(Place::PageSetup, |xml| page::setup(fields, xml)),
            id::CS_PAGE_SETUP => self.once(Place::PageSetup, |xml| page::chart_setup(fields, xml)),
            id::BEGIN_HEADER_FOOTER => {
                records.skip(id::END_HEADER_FOOTER)?;
                self.once(Place::HeaderFooter, |xml| page::header_footer(fields, xml))
            }
            id::BEGIN_RW_BRK => self.collect(
                Place::RowBreaks,
                "rowBreaks",
                records,
                id::END_RW_BRK,
                page::page_break,
            ),
            id::BEGIN_COL_BRK => self.collect(
                Place::ColumnBreaks,
                "colBreaks",
                records,
                id::END_COL_BRK,
                page::page_break,
            ),
            id::CELL_IGNORE_EC => {
                page::ignored(fields, self.listed(Place::IgnoredErrors, "ignoredErrors"))
            }
            id::DRAWING => self.related(Place::Drawing, "drawing", fields),
            id::LEGACY_DRAWING => self.related(Place::LegacyDrawing, "legacyDrawing", fields),
            id::LEGACY_DRAWING_HF => {
                self.related(Place::LegacyDrawingHeader, "legacyDrawingHF", fields)
            }
            id::BK_HIM => self.related(Place::Picture, "picture", fields),
            id::LIST_PART => {
                let relation = fields.wide()?;
                let xml = self.listed(Place::Tables, "tableParts");
                xml.open("tablePart").attr("r:id", relation).close();
                Ok(())
            }
            // Views that one of several users left behind; they repeat all of the above.
            id::BEGIN_USER_SH_VIEWS => records.skip(id::END_USER_SH_VIEWS),
            id::BEGIN_USER_CS_VIEWS => records.skip(id::END_USER_CS_VIEWS),
            _ => Ok(()),
        }
    }

    fn once(
        &mut self,
        place: Place,
        say: impl FnOnce(&mut Xml) -> Result<(), Reason>,
    ) -> Result<(), Reason> {
        self.pieces.once(place).map_or(Ok(()), say)
    }

    /// A list that its first member opens.
    fn listed(&mut self, place: Place, name: &'static str) -> &mut Xml {
        let xml = self.pieces.at(place);
        if xml.is_empty() {
            xml.open(name);
        }
        xml
    }

    /// A list between two records; a second one of the kind is passed over.
    fn collect(
        &mut self,
        place: Place,
        name: &'static str,
        records: &mut Records<'_>,
        end: u16,
        say: impl Fn(&mut Record<'_>, &mut Records<'_>, &mut Xml) -> Result<(), Reason>,
    ) -> Result<(), Reason> {
        let Some(xml) = self.pieces.once(place) else {
            return records.skip(end);
        };
        let mut list = Xml::default();
        while let Some(mut record) = records.within(end)? {
            say(&mut record, records, &mut list)?;
        }
        if !list.is_empty() {
            xml.open(name).markup(&list.finish()).close();
        }
        Ok(())
    }

    fn related(
        &mut self,
        place: Place,
        name: &'static str,
        fields: &mut Fields<'_>,
    ) -> Result<(), Reason> {
        self.once(place, |xml| {
            xml.open(name).attr("r:id", fields.wide()?).close();
            Ok(())
        })
    }
}

fn tab(colour: Colour, xml: &mut Xml) {
    if !colour.is_automatic() {
        colour.say(xml, "tabColor");
    }
}

/// BrtWsProp, 2.4.861.
fn properties(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let flags = fields.u16()?;
    let more = fields.u8()?;
    xml.open("sheetPr").flag("filterMode", more & 1 != 0);
    xml.unless("enableFormatConditionsCalculation", more & 2 != 0);
    tab(Colour::read(fields)?, xml);
    let set = |bit: u16| flags & bit != 0;
    xml.open("outlinePr")
        .flag("applyStyles", set(0x20))
        .unless("summaryBelow", set(0x40))
        .unless("summaryRight", set(0x80))
        .unless("showOutlineSymbols", set(0x400))
        .close_if_said();
    xml.open("pageSetUpPr")
        .unless("autoPageBreaks", set(0x01))
        .flag("fitToPage", set(0x100))
        .close_if_said();
    xml.close();
    Ok(())
}

/// BrtWsFmtInfo, 2.4.863.
fn format(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let width = fields.u32()?;
    let base = fields.u16()?;
    let height = fields.u16()?;
    let flags = fields.u16()?;
    let (rows, columns) = (fields.u8()?, fields.u8()?);
    xml.open("sheetFormatPr");
    xml.maybe("baseColWidth", Some(base).filter(|base| *base != 8));
    if width != u32::MAX {
        xml.maybe("defaultColWidth", number(f64::from(width) / 256.0));
    }
    xml.maybe("defaultRowHeight", number(f64::from(height) / 20.0));
    xml.flag("customHeight", flags & 1 != 0)
        .flag("zeroHeight", flags & 2 != 0);
    xml.flag("thickTop", flags & 4 != 0)
        .flag("thickBottom", flags & 8 != 0);
    xml.maybe("outlineLevelRow", Some(rows).filter(|level| *level != 0));
    xml.maybe("outlineLevelCol", Some(columns).filter(|level| *level != 0))
        .close();
    Ok(())
}

/// BrtColInfo, 2.4.332.
fn column(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let (first, last) = (fields.column()?, fields.column()?);
    let width = fields.u32()?;
    let style = fields.u32()?;
    let flags = fields.u16()?;
    if first > last {
        return Err(Reason::Malformed);
    }
    xml.open("col")
        .attr("min", first.saturating_add(1))
        .attr("max", last.saturating_add(1));
    xml.maybe("width", number(f64::from(width) / 256.0));
    xml.maybe("style", Some(style).filter(|style| *style != 0));
    xml.flag("hidden", flags & 1 != 0)
        .flag("bestFit", flags & 4 != 0);
    xml.flag("customWidth", flags & 2 != 0)
        .flag("phonetic", flags & 8 != 0);
    xml.maybe(
        "outlineLevel",
        Some(flags >> 8 & 7).filter(|level| *level != 0),
    );
    xml.flag("collapsed", flags & 0x1000 != 0).close();
    Ok(())
}

/// BrtHLink, 2.4.699.
fn link(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let cells: Range = fields.range()?;
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    let relation = said(fields.nullable()?);
    let location = said(fields.nullable()?);
    let (tip, display) = (said(fields.nullable()?), said(fields.nullable()?));
    xml.open("hyperlink")
        .attr("ref", cells)
        .maybe("r:id", relation);
    xml.maybe("location", location)
        .maybe("tooltip", tip)
        .maybe("display", display)
        .close();
    Ok(())
}

/// The corner at the top left of several ranges: what formulas about them count from.
pub(super) fn corner(ranges: &[fields::Range]) -> (u32, u32) {
    let row = ranges.iter().map(|range| range.rows.0).min();
    let column = ranges.iter().map(|range| range.columns.0).min();
    (row.unwrap_or(0), column.unwrap_or(0))
}
