//! Auto filters of sheets and tables ([MS-XLSB] 2.4.4, BrtBeginAFilter): which rows are shown, by column.

use sekisho_ir::Reason;

use super::fields::{Fields, number};
use super::records::{Record, Records};
use super::xml::Xml;
use super::{conditional, id};

/// Says one, up to its end.
pub(super) fn auto_filter(
    fields: &mut Fields<'_>,
    records: &mut Records<'_>,
    xml: &mut Xml,
) -> Result<(), Reason> {
    xml.open("autoFilter").attr("ref", fields.range()?);
    while let Some(mut record) = records.within(id::END_AFILTER)? {
        match record.id {
            id::BEGIN_FILTER_COLUMN => column(&mut record.fields, records, xml)?,
            id::BEGIN_SORT_STATE => records.skip(id::END_SORT_STATE)?,
            _ => {}
        }
    }
    xml.close();
    Ok(())
}

/// BrtBeginFilterColumn, 2.4.74. A column filters by one thing.
fn column(fields: &mut Fields<'_>, records: &mut Records<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let number = fields.u32()?;
    let flags = fields.u16()?;
    let mut said = Xml::default();
    while let Some(mut record) = records.within(id::END_FILTER_COLUMN)? {
        let first = said.is_empty();
        let mut spare = Xml::default();
        let to = if first { &mut said } else { &mut spare };
        criterion(&mut record, records, to)?;
    }
    xml.open("filterColumn").attr("colId", number);
    xml.flag("hiddenButton", flags & 1 != 0)
        .unless("showButton", flags & 2 == 0);
    xml.markup(&said.finish()).close();
    Ok(())
}

fn criterion(
    record: &mut Record<'_>,
    records: &mut Records<'_>,
    xml: &mut Xml,
) -> Result<(), Reason> {
    let fields = &mut record.fields;
    match record.id {
        id::BEGIN_FILTERS => {
            xml.open("filters").flag("blank", fields.bool32()?);
            while let Some(mut record) = records.within(id::END_FILTERS)? {
                match record.id {
                    id::FILTER => {
                        xml.val("filter", record.fields.wide()?);
                    }
                    id::AFILTER_DATE_GROUP_ITEM => date(&mut record.fields, xml)?,
                    _ => {}
                }
            }
            xml.close();
        }
        id::BEGIN_CUSTOM_FILTERS => {
            // Zero means that both must hold.
            xml.open("customFilters").flag("and", !fields.bool32()?);
            while let Some(mut record) = records.within(id::END_CUSTOM_FILTERS)? {
                if record.id == id::CUSTOM_FILTER {
                    custom(&mut record.fields, xml)?;
                }
            }
            xml.close();
        }
        id::COLOR_FILTER => {
            let format = fields.u32()?;
            xml.open("colorFilter").attr("dxfId", format);
            xml.unless("cellColor", fields.bool32()?).close();
        }
        id::ICON_FILTER => {
            let (set, icon) = (fields.u32()?, fields.u32()?);
            if let Some(set) = conditional::icon_set(set) {
                xml.open("iconFilter").attr("iconSet", set);
                xml.maybe("iconId", Some(icon).filter(|icon| *icon != u32::MAX))
                    .close();
            }
        }
        id::TOP10_FILTER => {
            let flags = fields.u8()?;
            let (value, limit) = (fields.f64()?, fields.f64()?);
            xml.open("top10")
                .unless("top", flags & 1 != 0)
                .flag("percent", flags & 2 != 0);
            xml.maybe("val", number(value))
                .maybe("filterVal", number(limit))
                .close();
        }
        id::DYNAMIC_FILTER => {
            let kind = dynamic(fields.u32()?);
            let (value, most) = (fields.f64()?, fields.f64()?);
            let said = |value: f64| number(value).filter(|_| value != 0.0);
            xml.open("dynamicFilter").attr("type", kind);
            xml.maybe("val", said(value))
                .maybe("maxVal", said(most))
                .close();
        }
        _ => {}
    }
    Ok(())
}

/// BrtCustomFilter, 2.4.357.
fn custom(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let (kind, sign) = (fields.u8()?, fields.u8()?);
    let mut value = fields.part(8)?;
    let value = match kind {
        4 => number(value.f64()?).unwrap_or_default(),
        6 => fields.wide()?,
        8 => u8::from(value.u8()? != 0).to_string(),
        _ => return Ok(()),
    };
    let operator = match sign {
        1 => Some("lessThan"),
        3 => Some("lessThanOrEqual"),
        4 => Some("greaterThan"),
        5 => Some("notEqual"),
        6 => Some("greaterThanOrEqual"),
        _ => None,
    };
    xml.open("customFilter")
        .maybe("operator", operator)
        .attr("val", value)
        .close();
    Ok(())
}

/// BrtAFilterDateGroupItem, 2.4.5.
fn date(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    const GROUPS: [&str; 6] = ["year", "month", "day", "hour", "minute", "second"];
    let (year, month) = (fields.u16()?, fields.u16()?);
    let day = fields.u32()?;
    let [hour, minute, second] = [fields.u16()?, fields.u16()?, fields.u16()?];
    fields.take(6)?;
    let group = usize::try_from(fields.u32()?).unwrap_or(usize::MAX).min(5);
    let parts = [
        u32::from(year),
        u32::from(month),
        day,
        u32::from(hour),
        u32::from(minute),
        u32::from(second),
    ];
    xml.open("dateGroupItem");
    for (name, part) in GROUPS.into_iter().zip(parts).take(group.saturating_add(1)) {
        xml.attr(name, part);
    }
    xml.attr("dateTimeGrouping", GROUPS.get(group).unwrap_or(&"year"))
        .close();
    Ok(())
}

/// BrtDynamicFilter, 2.4.369.
fn dynamic(kind: u32) -> String {
    const TIMES: [&str; 16] = [
        "tomorrow",
        "today",
        "yesterday",
        "nextWeek",
        "thisWeek",
        "lastWeek",
        "nextMonth",
        "thisMonth",
        "lastMonth",
        "nextQuarter",
        "thisQuarter",
        "lastQuarter",
        "nextYear",
        "thisYear",
        "lastYear",
        "yearToDate",
    ];
    match kind {
        0x01 => "aboveAverage".to_owned(),
        0x02 => "belowAverage".to_owned(),
        0x08..=0x17 => {
            let at = usize::try_from(kind.saturating_sub(8)).unwrap_or(0);
            (*TIMES.get(at).unwrap_or(&"today")).to_owned()
        }
        0x18..=0x1b => format!("Q{}", kind.saturating_sub(0x17)),
        0x1c..=0x27 => format!("M{}", kind.saturating_sub(0x1b)),
        _ => "null".to_owned(),
    }
}
