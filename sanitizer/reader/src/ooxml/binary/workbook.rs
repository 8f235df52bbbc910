//! The main part ([MS-XLSB] 2.1.7.61): its properties, the list of its sheets, its names.

use sekisho_ir::{Limits, Reason};

use super::book::{Book, full_name};
use super::fields::{Fields, number};
use super::formula::{self, Stand};
use super::id;
use super::records::Records;
use super::xml::{Pieces, Xml};

/// The pieces of a workbook, in the order of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Properties,
    Protection,
    Views,
    Sheets,
    Names,
    Calculation,
}

/// The workbook as XML has it.
pub(super) fn workbook(bytes: &[u8], book: &Book, limits: &Limits) -> Result<String, Reason> {
    let (mut records, _) = Records::open(bytes, id::BEGIN_BOOK)?;
    let mut pieces = Pieces::new(limits.document_bytes);
    while let Some(mut record) = records.within(id::END_BOOK)? {
        let fields = &mut record.fields;
        match record.id {
            id::WB_PROP => {
                if let Some(xml) = pieces.once(Place::Properties) {
                    properties(fields, xml)?;
                }
            }
            id::BOOK_PROTECTION => {
                if let Some(xml) = pieces.once(Place::Protection) {
                    protection(fields, xml)?;
                }
            }
            id::BEGIN_BOOK_VIEWS => {
                let xml = pieces.at(Place::Views);
                xml.open("bookViews");
                while let Some(mut record) = records.within(id::END_BOOK_VIEWS)? {
                    if record.id == id::BOOK_VIEW {
                        view(&mut record.fields, xml)?;
                    }
                }
                xml.close();
            }
            id::BUNDLE_SH => {
                let xml = pieces.at(Place::Sheets);
                if xml.is_empty() {
                    xml.open("sheets");
                }
                sheet(fields, xml)?;
            }
            id::NAME => {
                let xml = pieces.at(Place::Names);
                if xml.is_empty() {
                    xml.open("definedNames");
                }
                name(fields, book, xml)?;
            }
            id::CALC_PROP => {
                if let Some(xml) = pieces.once(Place::Calculation) {
                    calculation(fields, xml)?;
                }
            }
            _ => {}
        }
        pieces.check()?;
    }
    Ok(pieces.finish("workbook"))
}

/// BrtWbProp, 2.4.859.
fn properties(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let flags = fields.u32()?;
    let theme = fields.u32()?;
    let set = |bit: u32| flags & bit != 0;
    xml.open("workbookPr").flag("date1904", set(0x01));
    xml.unless("showBorderUnselectedTables", !set(0x04))
        .flag("filterPrivacy", set(0x08));
    xml.unless("showInkAnnotation", set(0x20))
        .flag("backupFile", set(0x40));
    xml.flag("hidePivotFieldList", set(0x400))
        .flag("checkCompatibility", set(0x1000));
    let objects = match flags >> 13 & 3 {
        1 => Some("placeholders"),
        2 => Some("none"),
        _ => None,
    };
    xml.maybe("showObjects", objects)
        .flag("showPivotChartFilter", set(0x8000));
    xml.unless("autoCompressPictures", set(0x1_0000));
    xml.maybe(
        "defaultThemeVersion",
        Some(theme).filter(|theme| *theme != 0),
    )
    .close();
    Ok(())
}

/// BrtBookProtection, 2.4.305.
fn protection(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let (book, revisions) = (fields.u16()?, fields.u16()?);
    let flags = fields.u16()?;
    let verifier = |value: u16| (value != 0).then(|| format!("{value:04X}"));
    xml.open("workbookProtection")
        .maybe("workbookPassword", verifier(book));
    xml.maybe("revisionsPassword", verifier(revisions));
    xml.flag("lockStructure", flags & 1 != 0)
        .flag("lockWindows", flags & 2 != 0);
    xml.flag("lockRevision", flags & 4 != 0).close();
    Ok(())
}

/// BrtBookView, 2.4.306.
fn view(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    xml.open("workbookView")
        .attr("xWindow", fields.i32()?)
        .attr("yWindow", fields.i32()?);
    xml.attr("windowWidth", fields.u32()?)
        .attr("windowHeight", fields.u32()?);
    xml.attr("tabRatio", fields.u32()?);
    xml.attr("firstSheet", fields.u32()?)
        .attr("activeTab", fields.u32()?);
    let flags = fields.u8()?;
    let visibility = match flags & 5 {
        0 => None,
        1 => Some("hidden"),
        _ => Some("veryHidden"),
    };
    xml.maybe("visibility", visibility)
        .flag("minimized", flags & 2 != 0);
    xml.unless("showHorizontalScroll", flags & 8 != 0);
    xml.unless("showVerticalScroll", flags & 0x10 != 0);
    xml.unless("showSheetTabs", flags & 0x20 != 0);
    xml.unless("autoFilterDateGrouping", flags & 0x40 != 0)
        .close();
    Ok(())
}

/// BrtBundleSh, 2.4.310.
fn sheet(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let state = match fields.u32()? {
        0 => None,
        1 => Some("hidden"),
        _ => Some("veryHidden"),
    };
    let number = fields.u32()?;
    let relation = fields.nullable()?.unwrap_or_default();
    xml.open("sheet")
        .attr("name", fields.wide()?)
        .attr("sheetId", number);
    xml.maybe("state", state).attr("r:id", relation).close();
    Ok(())
}

/// A defined name (BrtName, 2.4.711). Names that only stand for newer functions are none of the book's own.
fn name(fields: &mut Fields<'_>, book: &Book, xml: &mut Xml) -> Result<(), Reason> {
    const HIDDEN: u16 = 0x01;
    const FUTURE_FUNCTION: u16 = 0x02;
    let flags = fields.u16()?;
    let more = fields.u16()?;
    fields.u8()?;
    let sheet = fields.u32()?;
    let name = full_name(flags, &fields.wide()?);
    let text = formula::read(fields, Stand::range((0, 0)), book)?.into_text();
    let comment = fields
        .nullable()
        .ok()
        .flatten()
        .filter(|comment| !comment.is_empty());
    if more & FUTURE_FUNCTION != 0
        || name.to_lowercase().starts_with("_xl") && !name.starts_with("_xlnm.")
        || text.is_empty()
    {
        return Ok(());
    }
    xml.open("definedName")
        .attr("name", name)
        .maybe("comment", comment);
    xml.maybe(
        "localSheetId",
        Some(sheet).filter(|sheet| *sheet != u32::MAX),
    );
    xml.flag("hidden", flags & HIDDEN != 0).text(&text).close();
    Ok(())
}

/// BrtCalcProp, 2.4.319.
fn calculation(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let version = fields.u32()?;
    let mode = match fields.u32()? {
        0 => Some("manual"),
        2 => Some("autoNoTable"),
        _ => None,
    };
    let (count, delta) = (fields.u32()?, fields.f64()?);
    fields.u32()?;
    let flags = fields.u16()?;
    xml.open("calcPr")
        .attr("calcId", version)
        .maybe("calcMode", mode);
    xml.flag("fullCalcOnLoad", flags & 1 != 0);
    xml.maybe("refMode", (flags & 2 == 0).then_some("R1C1"));
    if flags & 4 != 0 {
        xml.attr("iterate", 1).attr("iterateCount", count);
        xml.maybe("iterateDelta", number(delta));
    }
    xml.unless("fullPrecision", flags & 8 != 0).close();
    Ok(())
}
