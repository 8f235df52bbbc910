//! The styles part ([MS-XLSB] 2.1.7.50): number formats, fonts, fills, borders, cell formats and their names.

use sekisho_ir::{Limits, Reason};

use super::colour::{self, Colour};
use super::fields::{Fields, number};
use super::records::Records;
use super::xml::{Pieces, Xml};
use super::{dxf, id};

/// The pieces of a style sheet, in the order of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Formats,
    Fonts,
    Fills,
    Borders,
    StyleXfs,
    CellXfs,
    Styles,
    Dxfs,
    TableStyles,
    Colors,
}

/// The styles as XML has them.
pub(super) fn styles(bytes: &[u8], limits: &Limits) -> Result<String, Reason> {
    let (mut records, _) = Records::open(bytes, id::BEGIN_STYLE_SHEET)?;
    let mut pieces = Pieces::new(limits.document_bytes);
    while let Some(mut record) = records.within(id::END_STYLE_SHEET)? {
        let (place, name, end) = match record.id {
            id::BEGIN_FMTS => (Place::Formats, "numFmts", id::END_FMTS),
            id::BEGIN_FONTS => (Place::Fonts, "fonts", id::END_FONTS),
            id::BEGIN_FILLS => (Place::Fills, "fills", id::END_FILLS),
            id::BEGIN_BORDERS => (Place::Borders, "borders", id::END_BORDERS),
            id::BEGIN_CELL_STYLE_XFS => (Place::StyleXfs, "cellStyleXfs", id::END_CELL_STYLE_XFS),
            id::BEGIN_CELL_XFS => (Place::CellXfs, "cellXfs", id::END_CELL_XFS),
            id::BEGIN_STYLES => (Place::Styles, "cellStyles", id::END_STYLES),
            id::BEGIN_DXFS => (Place::Dxfs, "dxfs", id::END_DXFS),
            id::BEGIN_TABLE_STYLES => (Place::TableStyles, "tableStyles", id::END_TABLE_STYLES),
            id::BEGIN_COLOR_PALETTE => (Place::Colors, "colors", id::END_COLOR_PALETTE),
            _ => continue,
        };
        let Some(xml) = pieces.once(place) else {
            records.skip(end)?;
            continue;
        };
        xml.open(name);
        if place == Place::TableStyles {
            record.fields.u32()?;
            xml.maybe("defaultTableStyle", record.fields.nullable()?);
            xml.maybe("defaultPivotStyle", record.fields.nullable()?);
        }
        while let Some(mut record) = records.within(end)? {
            let fields = &mut record.fields;
            match record.id {
                id::FMT => {
                    xml.open("numFmt").attr("numFmtId", fields.u16()?);
                    xml.attr("formatCode", fields.wide()?).close();
                }
                id::FONT => {
                    xml.open("font");
                    Font::read(fields)?.say(xml, "name");
                    xml.close();
                }
                id::FILL => fill(fields, xml)?,
                id::BORDER => border(fields, xml)?,
                id::XF => xf(fields, xml, place == Place::CellXfs)?,
                id::STYLE => style(fields, xml)?,
                id::DXF => dxf::say(fields, xml)?,
                id::BEGIN_TABLE_STYLE => table_style(fields, &mut records, xml)?,
                id::BEGIN_INDEXED_COLORS => {
                    xml.open("indexedColors");
                    while let Some(mut record) = records.within(id::END_INDEXED_COLORS)? {
                        if record.id == id::INDEXED_COLOR {
                            let rgb = colour::argb(record.fields.u32()?);
                            xml.open("rgbColor").attr("rgb", rgb).close();
                        }
                    }
                    xml.close();
                }
                id::BEGIN_MRU_COLORS => records.skip(id::END_MRU_COLORS)?,
                _ => {}
            }
        }
        xml.close();
        pieces.check()?;
    }
    Ok(pieces.finish("styleSheet"))
}

/// The fonts as properties of runs of text, in order: strings refer to them.
pub(super) fn run_fonts(bytes: &[u8], limits: &Limits) -> Result<Vec<String>, Reason> {
    let (mut records, _) = Records::open(bytes, id::BEGIN_STYLE_SHEET)?;
    let mut fonts = Vec::new();
    let mut size = 0_usize;
    while let Some(mut record) = records.within(id::END_STYLE_SHEET)? {
        if record.id == id::FONT {
            let mut xml = Xml::default();
            Font::read(&mut record.fields)?.say(&mut xml, "rFont");
            let font = xml.finish();
            size = size.saturating_add(font.len());
            if size > limits.text_bytes {
                return Err(Reason::TooLarge);
            }
            fonts.push(font);
        }
    }
    Ok(fonts)
}

/// A font; what it does not say is none (BrtFont, 2.4.683).
#[derive(Debug, Default)]
pub(super) struct Font {
    pub(super) name: Option<String>,
    /// Twentieths of a point.
    pub(super) height: Option<u32>,
    pub(super) bold: Option<bool>,
    pub(super) underline: Option<u8>,
    pub(super) script: Option<u16>,
    /// Italic, strike, condense, extend, outline, shadow: in the order XML has them.
    pub(super) marks: [Option<bool>; 6],
    pub(super) colour: Option<Colour>,
    pub(super) family: Option<u8>,
    pub(super) charset: Option<u8>,
    pub(super) scheme: Option<u8>,
}

impl Font {
    fn read(fields: &mut Fields<'_>) -> Result<Self, Reason> {
        let height = Some(u32::from(fields.u16()?));
        let flags = fields.u16()?;
        let mark = |bit: u16| (flags & bit != 0).then_some(true);
        let marks = [
            mark(0x02),
            mark(0x08),
            mark(0x40),
            mark(0x80),
            mark(0x10),
            mark(0x20),
        ];
        let bold = (fields.u16()? >= 600).then_some(true);
        let script = Some(fields.u16()?).filter(|script| *script != 0);
        let underline = Some(fields.u8()?).filter(|line| *line != 0);
        let family = Some(fields.u8()?).filter(|family| *family != 0);
        let charset = Some(fields.u8()?).filter(|charset| *charset != 0);
        fields.u8()?;
        let colour = Some(Colour::read(fields)?);
        let scheme = Some(fields.u8()?).filter(|scheme| *scheme != 0);
        let name = Some(fields.wide()?);
        Ok(Self {
            name,
            height,
            bold,
            underline,
            script,
            marks,
            colour,
            family,
            charset,
            scheme,
        })
    }

    /// Says it as the content of `font` or `rPr`, whose names for the name differ.
    pub(super) fn say(&self, xml: &mut Xml, name: &'static str) {
        let mut mark = |name: &'static str, mark: Option<bool>| {
            if let Some(mark) = mark {
                xml.open(name).unless("val", mark).close();
            }
        };
        let [italic, strike, condense, extend, outline, shadow] = self.marks;
        mark("b", self.bold);
        mark("i", italic);
        mark("strike", strike);
        mark("condense", condense);
        mark("extend", extend);
        mark("outline", outline);
        mark("shadow", shadow);
        if let Some(line) = self.underline {
            let kind = match line {
                0 => "none",
                2 => "double",
                0x21 => "singleAccounting",
                0x22 => "doubleAccounting",
                _ => "single",
            };
            xml.val("u", kind);
        }
        if let Some(script) = self.script {
            let place = ["baseline", "superscript", "subscript"];
            xml.val(
                "vertAlign",
                place.get(usize::from(script)).unwrap_or(&"baseline"),
            );
        }
        if let Some(height) = self.height {
            let points = number(f64::from(height) / 20.0).unwrap_or_default();
            xml.val("sz", points);
        }
        if let Some(colour) = self.colour {
            colour.say(xml, "color");
        }
        if let Some(font) = self.name.as_deref().filter(|name| !name.is_empty()) {
            xml.val(name, font);
        }
        if let Some(family) = self.family {
            xml.val("family", family);
        }
        if let Some(charset) = self.charset {
            xml.val("charset", charset);
        }
        if let Some(scheme) = self.scheme {
            let scheme = ["none", "major", "minor"].get(usize::from(scheme));
            xml.val("scheme", scheme.unwrap_or(&"none"));
        }
    }
}

fn fill(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let pattern = fields.u32()?;
    let (front, back) = (Colour::read(fields)?, Colour::read(fields)?);
    let shape = colour::Gradient::read(fields)?;
    let mut stops = Vec::new();
    for _ in 0..fields.count(16)? {
        stops.push((Colour::read(fields)?, fields.f64()?));
    }
    xml.open("fill");
    if pattern == colour::GRADIENT {
        shape.say(xml, stops);
    } else {
        xml.open("patternFill")
            .attr("patternType", colour::pattern(pattern));
        if pattern != 0 && pattern != 17 {
            front.say(xml, "fgColor");
            back.say(xml, "bgColor");
        }
        xml.close();
    }
    xml.close();
    Ok(())
}

fn border(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let flags = fields.u8()?;
    let mut sides = Vec::new();
    for name in ["top", "bottom", "left", "right", "diagonal"] {
        let line = fields.u8()?;
        fields.u8()?;
        sides.push((name, line, Colour::read(fields)?));
    }
    xml.open("border");
    xml.flag("diagonalUp", flags & 2 != 0)
        .flag("diagonalDown", flags & 1 != 0);
    for name in ["left", "right", "top", "bottom", "diagonal"] {
        let side = sides.iter().find(|(side, ..)| *side == name);
        if let Some((name, line, colour)) = side {
            colour::line(xml, name, u16::from(*line), Some(*colour));
        }
    }
    xml.close();
    Ok(())
}

/// A cell format (BrtXF, 2.4.862).
fn xf(fields: &mut Fields<'_>, xml: &mut Xml, of_cells: bool) -> Result<(), Reason> {
    let parent = fields.u16()?;
    let [format, font, fill, border] = [fields.u16()?, fields.u16()?, fields.u16()?, fields.u16()?];
    let (rotation, indent) = (fields.u8()?, fields.u8()?);
    let flags = fields.u16()?;
    let own = fields.u16()?;
    xml.open("xf").attr("numFmtId", format).attr("fontId", font);
    xml.attr("fillId", fill).attr("borderId", border);
    if of_cells {
        xml.attr("xfId", if parent == u16::MAX { 0 } else { parent });
    }
    xml.flag("quotePrefix", flags & 0x8000 != 0);
    // Set for a cell: its own, not its style's. Set for a style: not of the style.
    let applies = [
        "applyNumberFormat",
        "applyFont",
        "applyAlignment",
        "applyBorder",
        "applyFill",
        "applyProtection",
    ];
    for (bit, name) in applies.into_iter().enumerate() {
        let set = own >> bit & 1 != 0;
        if of_cells {
            xml.flag(name, set);
        } else {
            xml.unless(name, !set);
        }
    }
    let alignment = colour::Alignment {
        horizontal: Some(flags & 7).filter(|place| *place != 0),
        vertical: Some(flags >> 3 & 7).filter(|place| *place != 2),
        rotation: Some(u16::from(rotation)).filter(|turn| *turn != 0),
        indent: Some(u16::from(indent)).filter(|indent| *indent != 0),
        wrap: (flags & 0x40 != 0).then_some(true),
        justify_last: (flags & 0x80 != 0).then_some(true),
        shrink: (flags & 0x100 != 0).then_some(true),
        order: Some(flags >> 10 & 3).filter(|order| *order != 0),
        ..colour::Alignment::default()
    };
    alignment.say(xml);
    let (locked, hidden) = (flags & 0x1000 != 0, flags & 0x2000 != 0);
    if !locked || hidden {
        xml.open("protection")
            .unless("locked", locked)
            .flag("hidden", hidden)
            .close();
    }
    xml.close();
    Ok(())
}

/// The name of a style (BrtStyle, 2.4.798).
fn style(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let xf = fields.u32()?;
    let flags = fields.u16()?;
    let (built_in, level) = (fields.u8()?, fields.u8()?);
    xml.open("cellStyle")
        .attr("name", fields.wide()?)
        .attr("xfId", xf);
    if flags & 1 != 0 {
        xml.attr("builtinId", built_in);
        if matches!(built_in, 1 | 2) {
            xml.attr("iLevel", level);
        }
        xml.flag("customBuiltin", flags & 4 != 0);
    }
    xml.flag("hidden", flags & 2 != 0).close();
    Ok(())
}

/// A style for tables (BrtBeginTableStyle, 2.4.250).
fn table_style(
    fields: &mut Fields<'_>,
    records: &mut Records<'_>,
    xml: &mut Xml,
) -> Result<(), Reason> {
    const ELEMENTS: [&str; 28] = [
        "wholeTable",
        "headerRow",
        "totalRow",
        "firstColumn",
        "lastColumn",
        "firstRowStripe",
        "secondRowStripe",
        "firstColumnStripe",
        "secondColumnStripe",
        "firstHeaderCell",
        "lastHeaderCell",
        "firstTotalCell",
        "lastTotalCell",
        "firstSubtotalColumn",
        "secondSubtotalColumn",
        "thirdSubtotalColumn",
        "firstSubtotalRow",
        "secondSubtotalRow",
        "thirdSubtotalRow",
        "blankRow",
        "firstColumnSubheading",
        "secondColumnSubheading",
        "thirdColumnSubheading",
        "firstRowSubheading",
        "secondRowSubheading",
        "thirdRowSubheading",
        "pageFieldLabels",
        "pageFieldValues",
    ];
    let flags = fields.u16()?;
    fields.u32()?;
    xml.open("tableStyle").attr("name", fields.wide()?);
    xml.unless("pivot", flags & 2 != 0)
        .unless("table", flags & 4 != 0);
    while let Some(mut record) = records.within(id::END_TABLE_STYLE)? {
        if record.id != id::TABLE_STYLE_ELEMENT {
            continue;
        }
        let fields = &mut record.fields;
        let kind = usize::try_from(fields.u32()?).ok();
        let size = fields.u32()?;
        let format = fields.u32()?;
        if let Some(kind) = kind.and_then(|kind| ELEMENTS.get(kind)) {
            xml.open("tableStyleElement").attr("type", kind);
            xml.maybe("size", Some(size).filter(|size| *size > 1));
            xml.attr("dxfId", format).close();
        }
    }
    xml.close();
    Ok(())
}
