//! What may be entered into cells ([MS-XLSB] 2.4.371, BrtDVal).

use sekisho_ir::Reason;
use sekisho_ir::vocabulary::Space;

use super::book::Book;
use super::fields::{Fields, Range, list};
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
        if let Some(rule) = Rule::read(&mut record.fields, long, book)? {
            rule.say(&mut said, false);
        }
        if said.len() > MOST {
            return Err(Reason::TooLarge);
        }
    }
    if !said.is_empty() {
        xml.open("dataValidations").markup(&said.finish()).close();
    }
    Ok(())
}

/// Says those that stand in future records, as the extension that xlsx has for them (BrtDVal14, 2.4.354).
pub(super) fn future(records: &mut Records<'_>, book: &Book, xml: &mut Xml) -> Result<(), Reason> {
    let mut said = Xml::default();
    while let Some(mut record) = records.within(id::END_DVALS14)? {
        if record.id == id::DVAL14
            && let Ok(Some(rule)) = Rule::read_future(&mut record.fields, book)
        {
            rule.say(&mut said, true);
        }
        if said.len() > MOST {
            return Err(Reason::TooLarge);
        }
    }
    if !said.is_empty() {
        xml.open("extLst")
            .open("ext")
            .attr("xmlns:x14", Space::Sheet2010.uri());
        xml.attr("uri", "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}");
        xml.open("x14:dataValidations")
            .attr("xmlns:xm", Space::SheetMain.uri());
        xml.markup(&said.finish()).close().close().close();
    }
    Ok(())
}

/// One rule.
struct Rule {
    flags: u32,
    ranges: Vec<Range>,
    /// Title and text of the error and of the prompt.
    strings: [Option<String>; 4],
    formulas: [String; 2],
}

impl Rule {
    fn read(
        fields: &mut Fields<'_>,
        long: Option<String>,
        book: &Book,
    ) -> Result<Option<Self>, Reason> {
        let flags = fields.u32()?;
        let ranges = fields.ranges()?;
        let strings = strings(fields)?;
        let stand = Stand::range(sheet::corner(&ranges));
        let first = formula::read(fields, stand, book)?.into_text();
        let second = formula::read(fields, stand, book)?.into_text();
        let first = match long {
            Some(list) if list.len() <= 255 => format!("\"{}\"", list.replace('"', "\"\"")),
            _ => first,
        };
        let rule = Self {
            flags,
            ranges,
            strings,
            formulas: [first, second],
        };
        Ok(rule.if_it_says_something())
    }

    /// The header says where it applies and what it computes (FRTHeader, 2.5.61).
    fn read_future(fields: &mut Fields<'_>, book: &Book) -> Result<Option<Self>, Reason> {
        let header = fields.u32()?;
        if header & 0x0b != 0x02 {
            return Ok(None);
        }
        let mut ranges = Vec::new();
        for _ in 0..fields.count(8)? {
            fields.u32()?;
            ranges.extend(fields.ranges()?);
        }
        let stand = Stand::range(sheet::corner(&ranges));
        let mut found = Vec::new();
        if header & 0x04 != 0 {
            for _ in 0..fields.count(12)? {
                fields.u32()?;
                found.push(formula::read_future(fields, stand, book)?.into_text());
            }
        }
        let flags = fields.u32()?;
        let mut found = found.into_iter();
        let mut there = |bit: u32| {
            let formula = (flags & bit != 0).then(|| found.next());
            formula.flatten().unwrap_or_default()
        };
        let formulas = [there(0x0100_0000), there(0x0200_0000)];
        let rule = Self {
            flags,
            ranges,
            strings: strings(fields)?,
            formulas,
        };
        Ok(rule.if_it_says_something())
    }

    fn if_it_says_something(self) -> Option<Self> {
        let [first, _] = &self.formulas;
        let silent = self.ranges.is_empty() || self.kind() == Some("list") && first.is_empty();
        (!silent).then_some(self)
    }

    fn named(&self, names: &'static [&str], shift: u32, mask: u32) -> Option<&'static str> {
        let at = usize::try_from(self.flags >> shift & mask)
            .ok()
            .filter(|at| *at != 0)?;
        names.get(at).copied()
    }

    fn kind(&self) -> Option<&'static str> {
        self.named(&KINDS, 0, 0xf)
    }

    /// Says it, in the words of the extension where it came from a future record.
    fn say(self, xml: &mut Xml, future: bool) {
        let set = |bit: u32| self.flags & bit != 0;
        xml.open(if future {
            "x14:dataValidation"
        } else {
            "dataValidation"
        });
        xml.maybe("type", self.kind());
        xml.maybe(
            "errorStyle",
            self.named(&["stop", "warning", "information"], 4, 7),
        );
        xml.maybe("imeMode", self.named(&INPUTS, 10, 0xff));
        xml.maybe("operator", self.named(&OPERATORS, 20, 0xf));
        xml.flag("allowBlank", set(0x100))
            .flag("showDropDown", set(0x200));
        xml.flag("showInputMessage", set(0x4_0000))
            .flag("showErrorMessage", set(0x8_0000));
        let names = ["errorTitle", "error", "promptTitle", "prompt"];
        for (name, text) in names.into_iter().zip(self.strings) {
            xml.maybe(name, text);
        }
        let cells = list(&self.ranges);
        if !future {
            xml.attr("sqref", &cells);
        }
        let names = if future {
            ["x14:formula1", "x14:formula2"]
        } else {
            ["formula1", "formula2"]
        };
        for (name, formula) in names.into_iter().zip(self.formulas) {
            if formula.is_empty() {
                continue;
            }
            if future {
                xml.open(name).leaf("xm:f", &formula).close();
            } else {
                xml.leaf(name, &formula);
            }
        }
        if future {
            xml.leaf("xm:sqref", &cells);
        }
        xml.close();
    }
}

fn strings(fields: &mut Fields<'_>) -> Result<[Option<String>; 4], Reason> {
    let mut said = || Ok(fields.nullable()?.filter(|text| !text.is_empty()));
    Ok([said()?, said()?, said()?, said()?])
}

/// More than all validations of a sheet ever say.
const MOST: usize = 64 * 1024 * 1024;

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
