//! The printed page and what is protected: margins, paper, headers, breaks ([MS-XLSB] 2.4.707 and on), and the rules
//! of sheet protection.

use std::fmt::Write;

use sekisho_ir::Reason;

use super::fields::{Fields, list, number};
use super::id;
use super::records::{Record, Records};
use super::xml::Xml;

/// BrtPrintOptions, 2.4.733.
pub(super) fn options(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let flags = fields.u16()?;
    xml.open("printOptions")
        .flag("horizontalCentered", flags & 1 != 0);
    xml.flag("verticalCentered", flags & 2 != 0)
        .flag("headings", flags & 4 != 0);
    xml.flag("gridLines", flags & 8 != 0).close_if_said();
    Ok(())
}

/// BrtMargins, 2.4.707.
pub(super) fn margins(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    xml.open("pageMargins");
    for name in ["left", "right", "top", "bottom", "header", "footer"] {
        xml.attr(
            name,
            number(fields.f64()?).unwrap_or_else(|| "0".to_owned()),
        );
    }
    xml.close();
    Ok(())
}

/// BrtPageSetup, 2.4.711.
pub(super) fn setup(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let [paper, scale, across, down, copies] = [
        fields.u32()?,
        fields.u32()?,
        fields.u32()?,
        fields.u32()?,
        fields.u32()?,
    ];
    let first = fields.i32()?;
    let (wide, high) = (fields.u32()?, fields.u32()?);
    let flags = fields.u16()?;
    let set = |bit: u16| flags & bit != 0;
    let unknown = set(0x04);
    let known = |value: u32, usual: u32| Some(value).filter(|value| !unknown && *value != usual);
    xml.open("pageSetup")
        .maybe("paperSize", known(paper, 1).filter(|paper| *paper != 0));
    xml.maybe(
        "scale",
        known(scale, 100).filter(|scale| (10..=400).contains(scale)),
    );
    xml.maybe("firstPageNumber", Some(first).filter(|_| set(0x80)));
    xml.maybe("fitToWidth", Some(wide).filter(|pages| *pages != 1));
    xml.maybe("fitToHeight", Some(high).filter(|pages| *pages != 1));
    xml.maybe("pageOrder", set(0x01).then_some("overThenDown"));
    if !set(0x40) && !unknown {
        xml.attr(
            "orientation",
            if set(0x02) { "landscape" } else { "portrait" },
        );
    }
    xml.flag("blackAndWhite", set(0x08))
        .flag("draft", set(0x10));
    if set(0x20) {
        xml.attr(
            "cellComments",
            if set(0x100) { "atEnd" } else { "asDisplayed" },
        );
    }
    xml.flag("useFirstPageNumber", set(0x80));
    let errors = match flags >> 9 & 3 {
        1 => Some("blank"),
        2 => Some("dash"),
        3 => Some("NA"),
        _ => None,
    };
    xml.maybe("errors", errors)
        .maybe("horizontalDpi", known(across, 600));
    xml.maybe("verticalDpi", known(down, 600))
        .maybe("copies", known(copies, 1))
        .close();
    Ok(())
}

/// BrtCsPageSetup, 2.4.356.
pub(super) fn chart_setup(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let paper = fields.u32()?;
    fields.take(8)?;
    let copies = fields.u32()?;
    let first = fields.u16()?;
    let flags = fields.u16()?;
    let set = |bit: u16| flags & bit != 0;
    let known = |value: u32| Some(value).filter(|value| !set(0x02) && *value > 1);
    xml.open("pageSetup").maybe("paperSize", known(paper));
    xml.maybe("firstPageNumber", Some(first).filter(|_| set(0x10)));
    if !set(0x08) && !set(0x02) {
        xml.attr(
            "orientation",
            if set(0x01) { "landscape" } else { "portrait" },
        );
    }
    xml.flag("blackAndWhite", set(0x04))
        .flag("draft", set(0x20));
    xml.flag("useFirstPageNumber", set(0x10))
        .maybe("copies", known(copies))
        .close();
    Ok(())
}

/// BrtBeginHeaderFooter, 2.4.76.
pub(super) fn header_footer(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let flags = fields.u16()?;
    xml.open("headerFooter")
        .flag("differentOddEven", flags & 1 != 0);
    xml.flag("differentFirst", flags & 2 != 0);
    xml.unless("scaleWithDoc", flags & 4 != 0)
        .unless("alignWithMargins", flags & 8 != 0);
    for name in [
        "oddHeader",
        "oddFooter",
        "evenHeader",
        "evenFooter",
        "firstHeader",
        "firstFooter",
    ] {
        if let Some(text) = fields.nullable()?.filter(|text| !text.is_empty()) {
            xml.leaf(name, &text);
        }
    }
    xml.close();
    Ok(())
}

/// BrtBrk, 2.4.309.
pub(super) fn page_break(
    record: &mut Record<'_>,
    _: &mut Records<'_>,
    xml: &mut Xml,
) -> Result<(), Reason> {
    if record.id == id::BRK {
        let fields = &mut record.fields;
        xml.open("brk").attr("id", fields.u32()?);
        let (first, last) = (fields.u32()?, fields.u32()?);
        xml.maybe("min", Some(first).filter(|first| *first != 0))
            .attr("max", last);
        xml.flag("man", fields.bool32()?)
            .flag("pt", fields.bool32()?)
            .close();
    }
    Ok(())
}

/// Errors that are not pointed at (BrtCellIgnoreEC, 2.4.322).
pub(super) fn ignored(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    const KINDS: [&str; 9] = [
        "evalError",
        "emptyCellReference",
        "numberStoredAsText",
        "formulaRange",
        "formula",
        "twoDigitTextYear",
        "unlockedFormula",
        "listDataValidation",
        "calculatedColumn",
    ];
    let flags = fields.u32()?;
    let ranges = fields.ranges()?;
    if ranges.is_empty() {
        return Ok(());
    }
    xml.open("ignoredError").attr("sqref", list(&ranges));
    for (bit, name) in KINDS.into_iter().enumerate() {
        xml.flag(name, flags >> bit & 1 != 0);
    }
    xml.close();
    Ok(())
}

/// A password known by its hash.
#[derive(Debug)]
pub(super) struct Password {
    spins: u32,
    hash: String,
    salt: String,
    algorithm: String,
}

impl Password {
    /// Reads BrtSheetProtectionIso, 2.4.784: the switches it repeats follow in a record of their own.
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let spins = fields.u32().ok()?;
        fields.take(SWITCHES.len().checked_mul(4)?).ok()?;
        let mut bytes = || {
            let size = fields.count(1).ok()?;
            fields.take(size).ok().map(base64)
        };
        let (hash, salt) = (bytes()?, bytes()?);
        let algorithm = fields.wide().ok()?;
        Some(Self {
            spins,
            hash,
            salt,
            algorithm,
        })
    }
}

/// The switches of sheet protection, and what each is where nothing is said.
const SWITCHES: [(&str, bool); 16] = [
    ("sheet", false),
    ("objects", false),
    ("scenarios", false),
    ("formatCells", true),
    ("formatColumns", true),
    ("formatRows", true),
    ("insertColumns", true),
    ("insertRows", true),
    ("insertHyperlinks", true),
    ("deleteColumns", true),
    ("deleteRows", true),
    ("selectLockedCells", false),
    ("sort", true),
    ("autoFilter", true),
    ("pivotTables", true),
    ("selectUnlockedCells", false),
];

/// BrtSheetProtection, 2.4.783: all but the first say what is allowed, where XML says what is locked.
pub(super) fn protection(
    fields: &mut Fields<'_>,
    password: Option<Password>,
    xml: &mut Xml,
) -> Result<(), Reason> {
    let verifier = fields.u16()?;
    xml.open("sheetProtection");
    match password {
        Some(password) => {
            xml.attr("algorithmName", password.algorithm)
                .attr("hashValue", password.hash);
            xml.attr("saltValue", password.salt)
                .attr("spinCount", password.spins);
        }
        None if verifier != 0 => drop(xml.attr("password", format!("{verifier:04X}"))),
        None => {}
    }
    for (name, usual) in SWITCHES {
        let said = fields.bool32()?;
        let locked = if name == "sheet" { said } else { !said };
        if locked != usual {
            xml.attr(name, u8::from(locked));
        }
    }
    xml.close_if_said();
    Ok(())
}

/// BrtCsProtection, 2.4.358.
pub(super) fn chart_protection(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let verifier = fields.u16()?;
    xml.open("sheetProtection");
    xml.maybe(
        "password",
        (verifier != 0).then(|| format!("{verifier:04X}")),
    );
    xml.flag("content", fields.bool32()?)
        .flag("objects", fields.bool32()?)
        .close();
    Ok(())
}

/// BrtRangeProtection, 2.4.746.
pub(super) fn protected_range(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let verifier = fields.u16()?;
    let ranges = fields.ranges()?;
    let name = fields.wide()?;
    xml.open("protectedRange");
    xml.maybe(
        "password",
        (verifier != 0).then(|| format!("{verifier:04X}")),
    );
    xml.attr("sqref", list(&ranges)).attr("name", name).close();
    Ok(())
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let sign = usize::try_from(bits >> (18_u32.saturating_sub(6 * place)) & 63).ok();
            let sign = sign
                .and_then(|sign| SIGNS.get(sign))
                .copied()
                .unwrap_or(b'=');
            let there = usize::try_from(place).is_ok_and(|place| place <= three.len());
            // Writing to a string cannot fail.
            let _ = text.write_char(if there { char::from(sign) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn bytes_are_spelled_with_sixty_four_signs() {
        assert_eq!(base64(b""), "");
        assert_eq!(base64(b"M"), "TQ==");
        assert_eq!(base64(b"Ma"), "TWE=");
        assert_eq!(base64(b"Man\xff"), "TWFu/w==");
    }
}
