//! Conditional formats ([MS-XLSB] 2.4.23, BrtBeginCFRule): rules, colour scales, data bars and icon sets.

use sekisho_ir::Reason;

use super::book::Book;
use super::colour::Colour;
use super::fields::{Fields, list, number};
use super::formula::{self, Stand};
use super::records::Records;
use super::xml::Xml;
use super::{id, sheet};

/// Says the rules of some cells, up to their end.
pub(super) fn formatting(
    fields: &mut Fields<'_>,
    records: &mut Records<'_>,
    book: &Book,
    xml: &mut Xml,
) -> Result<(), Reason> {
    fields.u32()?;
    let pivot = fields.bool32()?;
    let ranges = fields.ranges()?;
    let stand = Stand::range(sheet::corner(&ranges));
    let mut rules = Xml::default();
    while let Some(mut record) = records.within(id::END_CONDITIONAL_FORMATTING)? {
        if record.id == id::BEGIN_CF_RULE {
            rule(&mut record.fields, records, stand, book, &mut rules)?;
        }
    }
    if !rules.is_empty() && !ranges.is_empty() {
        xml.open("conditionalFormatting")
            .flag("pivot", pivot)
            .attr("sqref", list(&ranges));
        xml.markup(&rules.finish()).close();
    }
    Ok(())
}

/// What a rule compares by, as its template and parameter tell (CFTemp, 2.5.17).
fn kind(template: u32, parameter: u32) -> &'static str {
    match (template, parameter) {
        (0, _) => "cellIs",
        (2, _) => "colorScale",
        (3, _) => "dataBar",
        (4, _) => "iconSet",
        (5, _) => "top10",
        (7, _) => "uniqueValues",
        (8, 0) => "containsText",
        (8, 1) => "notContainsText",
        (8, 2) => "beginsWith",
        (8, _) => "endsWith",
        (9, _) => "containsBlanks",
        (10, _) => "notContainsBlanks",
        (11, _) => "containsErrors",
        (12, _) => "notContainsErrors",
        (15..=24, _) => "timePeriod",
        (25 | 26 | 29 | 30, _) => "aboveAverage",
        (27, _) => "duplicateValues",
        _ => "expression",
    }
}

fn rule(
    fields: &mut Fields<'_>,
    records: &mut Records<'_>,
    stand: Stand,
    book: &Book,
    xml: &mut Xml,
) -> Result<(), Reason> {
    fields.u32()?;
    let (template, format, priority, parameter) =
        (fields.u32()?, fields.u32()?, fields.u32()?, fields.u32()?);
    fields.take(8)?;
    let flags = fields.u16()?;
    let sizes = [fields.u32()?, fields.u32()?, fields.u32()?];
    let text = fields.nullable()?;
    let kind = kind(template, parameter);
    xml.open("cfRule").attr("type", kind);
    xml.maybe("dxfId", Some(format).filter(|format| *format != u32::MAX));
    xml.attr("priority", priority)
        .flag("stopIfTrue", flags & 2 != 0);
    match kind {
        "cellIs" => drop(xml.maybe("operator", operator(parameter))),
        "top10" => {
            xml.flag("percent", flags & 0x10 != 0)
                .flag("bottom", flags & 8 != 0);
            xml.attr("rank", parameter);
        }
        "containsText" | "beginsWith" | "endsWith" => {
            xml.attr("operator", kind)
                .attr("text", text.unwrap_or_default());
        }
        "notContainsText" => {
            xml.attr("operator", "notContains")
                .attr("text", text.unwrap_or_default());
        }
        "timePeriod" => drop(xml.attr("timePeriod", period(template))),
        "aboveAverage" => {
            xml.unless("aboveAverage", matches!(template, 25 | 29));
            xml.maybe(
                "stdDev",
                Some(parameter).filter(|deviation| *deviation != 0),
            );
            xml.flag("equalAverage", matches!(template, 29 | 30));
        }
        _ => {}
    }
    for size in sizes {
        if size > 0 {
            let formula = formula::read(fields, stand, book)?.into_text();
            xml.leaf("formula", &formula);
        }
    }
    while let Some(mut record) = records.within(id::END_CF_RULE)? {
        let fields = &mut record.fields;
        let end = match record.id {
            id::BEGIN_COLOR_SCALE => {
                xml.open("colorScale");
                id::END_COLOR_SCALE
            }
            id::BEGIN_DATABAR => {
                let (least, most) = (fields.u8()?, fields.u8()?);
                xml.open("dataBar")
                    .maybe("minLength", Some(least).filter(|least| *least != 10));
                xml.maybe("maxLength", Some(most).filter(|most| *most != 90));
                xml.unless("showValue", fields.u8()? != 0);
                id::END_DATABAR
            }
            id::BEGIN_ICON_SET => {
                let set = icon_set(fields.u32()?).unwrap_or("3TrafficLights1");
                let flags = fields.u16()?;
                xml.open("iconSet")
                    .attr("iconSet", set)
                    .unless("showValue", flags & 2 == 0);
                xml.flag("reverse", flags & 4 != 0);
                id::END_ICON_SET
            }
            _ => continue,
        };
        while let Some(mut record) = records.within(end)? {
            match record.id {
                id::CFVO => threshold(&mut record.fields, stand, book, xml)?,
                id::COLOR => Colour::read(&mut record.fields)?.say(xml, "color"),
                _ => {}
            }
        }
        xml.close();
    }
    xml.close();
    Ok(())
}

/// BrtCFVO, 2.4.329.
fn threshold(
    fields: &mut Fields<'_>,
    stand: Stand,
    book: &Book,
    xml: &mut Xml,
) -> Result<(), Reason> {
    let kind = fields.u32()?;
    let value = fields.f64()?;
    let says = fields.bool32()?;
    let reaches = fields.bool32()?;
    let formula = match fields.u32()? {
        0 => None,
        _ => Some(formula::read(fields, stand, book)?.into_text()),
    };
    let name = match kind {
        2 => "min",
        3 => "max",
        4 => "percent",
        5 => "percentile",
        7 => "formula",
        _ => "num",
    };
    xml.open("cfvo").attr("type", name);
    if !matches!(kind, 2 | 3) {
        xml.maybe("val", formula.or_else(|| number(value)));
    }
    xml.unless("gte", !says || reaches).close();
    Ok(())
}

fn operator(number: u32) -> Option<&'static str> {
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
    let at = usize::try_from(number.checked_sub(1)?).ok()?;
    OPERATORS.get(at).copied()
}

fn period(template: u32) -> &'static str {
    match template {
        16 => "tomorrow",
        17 => "yesterday",
        18 => "last7Days",
        19 => "lastMonth",
        20 => "nextMonth",
        21 => "thisWeek",
        22 => "nextWeek",
        23 => "lastWeek",
        24 => "thisMonth",
        _ => "today",
    }
}

/// The name of a set of icons (KPISets, 2.5.82).
pub(super) fn icon_set(number: u32) -> Option<&'static str> {
    const SETS: [&str; 17] = [
        "3Arrows",
        "3ArrowsGray",
        "3Flags",
        "3TrafficLights1",
        "3TrafficLights2",
        "3Signs",
        "3Symbols",
        "3Symbols2",
        "4Arrows",
        "4ArrowsGray",
        "4RedToBlack",
        "4Rating",
        "4TrafficLights",
        "5Arrows",
        "5ArrowsGray",
        "5Rating",
        "5Quarters",
    ];
    SETS.get(usize::try_from(number).ok()?).copied()
}
