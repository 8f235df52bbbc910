//! What may be entered into cells ([MS-XLSB] 2.4.371, BrtDVal).

use sekisho_ir::Reason;

use super::book::Book;
use super::fields::{Fields, list};
use super::formula::{self, Stand};
use super::records::Records;
use super::xml::Xml;
use super::{id, sheet};

/// Says all of a sheet, up to their end.
pub(super) fn validations(
    records: &mut Records<'_>,
    book: &Book,
    xml: &mut Xml,
) -> Result<(), Reason> {
    let mut said = Xml::default();
    while let Some(mut record) = records.within(id::END_DVALS)? {
        if record.id != id::DVAL {
            continue;
        }
        // A long list of choices stands in a record of its own.
        let long = match records.peek() {
            Some(id::DVAL_LIST) => match records.within(id::END_DVALS)? {
                Some(mut list) => Some(list.fields.wide()?),
                None => None,
            },
            _ => None,
        };
        validation(&mut record.fields, long, book, &mut said)?;
        if said.len() > 64 * 1024 * 1024 {
            return Err(Reason::TooLarge);
        }
    }
    if !said.is_empty() {
        xml.open("dataValidations").markup(&said.finish()).close();
    }
    Ok(())
}

fn validation(
    fields: &mut Fields<'_>,
    long: Option<String>,
    book: &Book,
    xml: &mut Xml,
) -> Result<(), Reason> {
    const KINDS: [&str; 8] = [
        "none",
        "whole",
        "decimal",
        "list",
        "date",
        "time",
        "textLength",
        "custom",
    ];
    const OPERATORS: [&str; 8] = [
        "between",
        "notBetween",
        "equal",
        "notEqual",
        "greaterThan",
        "lessThan",
        "greaterThanOrEqual",
        "lessThanOrEqual",
    ];
    const INPUTS: [&str; 11] = [
        "noControl",
        "on",
        "off",
        "disabled",
        "hiragana",
        "fullKatakana",
        "halfKatakana",
        "fullAlpha",
        "halfAlpha",
        "fullHangul",
        "halfHangul",
    ];
    let flags = fields.u32()?;
    let ranges = fields.ranges()?;
    let mut said = || Ok(fields.nullable()?.filter(|text| !text.is_empty()));
    let (error_title, error, prompt_title, prompt) = (said()?, said()?, said()?, said()?);
    let stand = Stand::range(sheet::corner(&ranges));
    let first = formula::read(fields, stand, book)?.into_text();
    let second = formula::read(fields, stand, book)?.into_text();
    let first = match long {
        Some(list) if list.len() <= 255 => format!("\"{}\"", list.replace('"', "\"\"")),
        _ => first,
    };
    let named = |names: &'static [&str], shift: u32, mask: u32| {
        let at = usize::try_from(flags >> shift & mask)
            .ok()
            .filter(|at| *at != 0)?;
        names.get(at).copied()
    };
    let set = |bit: u32| flags & bit != 0;
    let kind = named(&KINDS, 0, 0xf);
    if ranges.is_empty() || kind == Some("list") && first.is_empty() {
        return Ok(());
    }
    xml.open("dataValidation").maybe("type", kind);
    xml.maybe(
        "errorStyle",
        named(&["stop", "warning", "information"], 4, 7),
    );
    xml.maybe("imeMode", named(&INPUTS, 10, 0xff));
    xml.maybe("operator", named(&OPERATORS, 20, 0xf));
    xml.flag("allowBlank", set(0x100))
        .flag("showDropDown", set(0x200));
    xml.flag("showInputMessage", set(0x4_0000))
        .flag("showErrorMessage", set(0x8_0000));
    xml.maybe("errorTitle", error_title).maybe("error", error);
    xml.maybe("promptTitle", prompt_title)
        .maybe("prompt", prompt);
    xml.attr("sqref", list(&ranges));
    if !first.is_empty() {
        xml.leaf("formula1", &first);
    }
    if !second.is_empty() {
        xml.leaf("formula2", &second);
    }
    xml.close();
    Ok(())
}
