//! Strings with runs of fonts and with ruby ([MS-XLSB] 2.5.119, RichStr), and the part that shares them.

use sekisho_ir::{Limits, Reason};

use super::book::Book;
use super::fields::{Fields, spell};
use super::id;
use super::records::Records;
use super::xml::{Pieces, Xml};

/// The shared strings as XML has them.
pub(super) fn shared(bytes: &[u8], book: &Book, limits: &Limits) -> Result<String, Reason> {
    let (mut records, _) = Records::open(bytes, id::BEGIN_SST)?;
    let mut pieces = Pieces::new(limits.document_bytes);
    while let Some(mut record) = records.within(id::END_SST)? {
        if record.id == id::SST_ITEM {
            let xml = pieces.at(());
            xml.open("si");
            rich(&mut record.fields, book, xml)?;
            xml.close();
            pieces.check()?;
        }
    }
    Ok(pieces.finish("sst"))
}

/// A string with its runs and ruby, as the content of `si`, `is` or `text`.
pub(super) fn rich(fields: &mut Fields<'_>, book: &Book, xml: &mut Xml) -> Result<(), Reason> {
    let flags = fields.u8()?;
    let text = fields.units()?;
    if flags & 1 == 0 {
        said(xml, &text);
    } else {
        let mut runs = Vec::new();
        for _ in 0..fields.count(4)? {
            runs.push((usize::from(fields.u16()?), usize::from(fields.u16()?)));
        }
        let starts =
            std::iter::once((0, None)).chain(runs.iter().map(|(at, font)| (*at, Some(*font))));
        let ends = runs.iter().map(|(at, _)| *at).chain([text.len()]);
        for ((from, font), to) in starts.zip(ends) {
            let Some(run) = text.get(from..to).filter(|run| !run.is_empty()) else {
                continue;
            };
            xml.open("r");
            if let Some(font) = font.and_then(|font| book.fonts.get(font)) {
                xml.open("rPr").markup(font).close();
            }
            said(xml, run);
            xml.close();
        }
    }
    if flags & 2 != 0 {
        ruby(fields, xml)?;
    }
    Ok(())
}

fn said(xml: &mut Xml, units: &[u16]) {
    xml.open("t")
        .attr("xml:space", "preserve")
        .text(&spell(units))
        .close();
}

/// The reading of a text, over the characters it belongs to (PhRun, 2.5.103).
fn ruby(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let text = fields.units()?;
    let count = fields.count(6)?;
    // Some writers say font and type with each run, some once after all of them.
    let each = fields.len() >= count.saturating_mul(10);
    let mut runs = Vec::new();
    let mut shown = None;
    for _ in 0..count {
        let (from, base, length) = (fields.u16()?, fields.u16()?, fields.u16()?);
        runs.push((usize::from(from), base, base.saturating_add(length)));
        if each {
            let own = (fields.u16()?, fields.u16()?);
            shown = shown.or(Some(own));
        }
    }
    if !each && fields.len() >= 4 {
        shown = Some((fields.u16()?, fields.u16()?));
    }
    let ends = runs
        .iter()
        .skip(1)
        .map(|(from, ..)| *from)
        .chain([text.len()]);
    for ((from, start, end), to) in runs.iter().zip(ends) {
        let Some(reading) = text.get(*from..to).filter(|reading| !reading.is_empty()) else {
            continue;
        };
        xml.open("rPh").attr("sb", start).attr("eb", end);
        xml.leaf("t", &spell(reading)).close();
    }
    if let Some((font, flags)) = shown {
        phonetic(xml, font, u32::from(flags & 3), u32::from(flags >> 2 & 3));
    }
    Ok(())
}

/// How readings are shown (ECMA-376 part 1, 18.4.3).
pub(super) fn phonetic(xml: &mut Xml, font: u16, kind: u32, alignment: u32) {
    let kind = match kind {
        0 => "halfwidthKatakana",
        2 => "Hiragana",
        3 => "noConversion",
        _ => "fullwidthKatakana",
    };
    let alignment = match alignment {
        0 => "noControl",
        2 => "center",
        3 => "distributed",
        _ => "left",
    };
    xml.open("phoneticPr").attr("fontId", font);
    xml.attr("type", kind).attr("alignment", alignment).close();
}
