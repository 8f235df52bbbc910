//! How a sheet is shown ([MS-XLSB] 2.4.292, BrtBeginWsView): zoom, grid lines, panes, what is selected.

use sekisho_ir::Reason;

use super::fields::{Range, list, number};
use super::id;
use super::records::{Record, Records};
use super::xml::Xml;

const PANES: [&str; 4] = ["bottomRight", "topRight", "bottomLeft", "topLeft"];

fn pane_name(number: u32) -> &'static str {
    let at = usize::try_from(number).unwrap_or(0);
    PANES.get(at).unwrap_or(&"topLeft")
}

/// One view of a worksheet.
pub(super) fn view(
    record: &mut Record<'_>,
    records: &mut Records<'_>,
    xml: &mut Xml,
) -> Result<(), Reason> {
    if record.id != id::BEGIN_WS_VIEW {
        return Ok(());
    }
    let fields = &mut record.fields;
    let flags = fields.u16()?;
    let kind = fields.u32()?;
    let (row, column) = (fields.u32()?, fields.u32()?);
    let colour = fields.u8()?;
    fields.take(3)?;
    let [zoom, normal, breaks, layout] =
        [fields.u16()?, fields.u16()?, fields.u16()?, fields.u16()?];
    let book_view = fields.u32()?;
    let set = |bit: u16| flags & bit != 0;
    xml.open("sheetView")
        .flag("windowProtection", set(0x01))
        .flag("showFormulas", set(0x02));
    xml.unless("showGridLines", set(0x04))
        .unless("showRowColHeaders", set(0x08));
    xml.unless("showZeros", set(0x10))
        .flag("rightToLeft", set(0x20));
    xml.flag("tabSelected", set(0x40))
        .unless("showRuler", set(0x80));
    xml.unless("showOutlineSymbols", set(0x100))
        .unless("defaultGridColor", set(0x200));
    xml.unless("showWhiteSpace", !set(0x400));
    let kind = match kind {
        1 => Some("pageBreakPreview"),
        2 => Some("pageLayout"),
        _ => None,
    };
    xml.maybe("view", kind);
    if (row, column) != (0, 0) {
        xml.attr("topLeftCell", Range::cell(row, column));
    }
    if !set(0x200) {
        xml.attr("colorId", colour);
    }
    let said = |zoom: u16| Some(zoom).filter(|zoom| (10..=400).contains(zoom));
    xml.maybe("zoomScale", said(zoom).filter(|zoom| *zoom != 100));
    xml.maybe("zoomScaleNormal", said(normal));
    xml.maybe("zoomScaleSheetLayoutView", said(breaks));
    xml.maybe("zoomScalePageLayoutView", said(layout));
    xml.attr("workbookViewId", book_view);
    while let Some(mut record) = records.within(id::END_WS_VIEW)? {
        match record.id {
            id::PANE => pane(&mut record, xml)?,
            id::SEL => selection(&mut record, xml)?,
            _ => {}
        }
    }
    xml.close();
    Ok(())
}

/// One view of a chart sheet (BrtBeginCsView, 2.4.37).
pub(super) fn chart_view(
    record: &mut Record<'_>,
    records: &mut Records<'_>,
    xml: &mut Xml,
) -> Result<(), Reason> {
    if record.id != id::BEGIN_CS_VIEW {
        return Ok(());
    }
    let fields = &mut record.fields;
    let flags = fields.u16()?;
    let zoom = fields.u32()?;
    let book_view = fields.u32()?;
    xml.open("sheetView").flag("tabSelected", flags & 1 != 0);
    xml.maybe(
        "zoomScale",
        Some(zoom).filter(|zoom| (10..=400).contains(zoom)),
    );
    xml.attr("workbookViewId", book_view)
        .flag("zoomToFit", flags & 2 != 0)
        .close();
    records.skip(id::END_CS_VIEW)
}

/// BrtPane, 2.4.712.
fn pane(record: &mut Record<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let fields = &mut record.fields;
    let (across, down) = (fields.f64()?, fields.f64()?);
    let (row, column) = (fields.u32()?, fields.u32()?);
    let active = fields.u32()?;
    let flags = fields.u8()?;
    let said = |split: f64| number(split).filter(|_| split != 0.0);
    xml.open("pane")
        .maybe("xSplit", said(across))
        .maybe("ySplit", said(down));
    xml.attr("topLeftCell", Range::cell(row, column))
        .attr("activePane", pane_name(active));
    let state = match flags & 3 {
        3 => Some("frozen"),
        1 => Some("frozenSplit"),
        _ => None,
    };
    xml.maybe("state", state).close();
    Ok(())
}

/// BrtSel, 2.4.776.
fn selection(record: &mut Record<'_>, xml: &mut Xml) -> Result<(), Reason> {
    let fields = &mut record.fields;
    let pane = fields.u32()?;
    let (row, column) = (fields.row()?, fields.column()?);
    let active = fields.u32()?;
    let ranges = fields.ranges()?;
    xml.open("selection");
    xml.maybe("pane", Some(pane).filter(|pane| *pane != 3).map(pane_name));
    xml.attr("activeCell", Range::cell(row, column));
    xml.maybe("activeCellId", Some(active).filter(|active| *active != 0));
    if !ranges.is_empty() {
        xml.attr("sqref", list(&ranges));
    }
    xml.close();
    Ok(())
}
