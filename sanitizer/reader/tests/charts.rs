//! Charts look the same in every program, whatever edition of Office left unsaid.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails loudly"
)]

mod road;

use road::carry;
use road::forge::{Forge, unpacked};

const SWITCHES: &str = "<c:dLbls><c:numFmt formatCode=\"0\" sourceLinked=\"0\"/><c:showVal val=\"1\"/><c:separator>,</c:separator></c:dLbls>";

/// A slide that shows a chart; the edition of the program that wrote it.
fn slide(edition: &str) -> Forge {
    let chart = "http://schemas.openxmlformats.org/drawingml/2006/chart";
    let frame = format!(
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"4\" name=\"c\"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"9\" cy=\"9\"/></p:xfrm>\
         <a:graphic><a:graphicData uri=\"{chart}\"><c:chart xmlns:c=\"{chart}\" r:id=\"rId2\"/></a:graphicData></a:graphic></p:graphicFrame>"
    );
    let text = format!(
        "<c:chartSpace xmlns:c=\"{chart}\"><c:chart><c:title><c:spPr/></c:title><c:plotArea><c:lineChart><c:grouping val=\"standard\"/>\
         <c:ser><c:idx val=\"0\"/>{SWITCHES}<c:val/></c:ser><c:ser><c:dLbls><c:delete val=\"1\"/></c:dLbls><c:smooth val=\"1\"/></c:ser><c:axId val=\"1\"/></c:lineChart>\
         <c:catAx><c:axId val=\"1\"/><c:scaling/><c:axPos val=\"b\"/></c:catAx></c:plotArea><c:legend><c:legendPos val=\"r\"/></c:legend></c:chart></c:chartSpace>"
    );
    let app = format!(
        "<Properties><Application>Microsoft Office PowerPoint</Application><AppVersion>{edition}</AppVersion></Properties>"
    );
    Forge::slide(&frame, &[("rId2", "chart", "../charts/chart1.xml", false)])
        .part("ppt/charts/chart1.xml", text.as_bytes())
        .replace("_rels/.rels", |text| {
            text.replace(
                "</Relationships>",
                "<Relationship Id=\"rId7\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>",
            )
        })
        .part("docProps/app.xml", app.as_bytes())
}

fn chart(edition: &str) -> String {
    let text = unpacked(&carry("a.pptx", &slide(edition).close()).unwrap().bytes);
    let (_, chart) = text.split_once("<c:chartSpace ").unwrap();
    let (_, chart) = chart.split_once('>').unwrap();
    chart.split_once("</c:chartSpace>").unwrap().0.to_owned()
}

#[test]
fn switches_that_office_2007_left_unsaid_are_said_where_they_belong() {
    let off = |name: &str| format!("<c:{name} val=\"0\"/>");
    let said = format!(
        "{}<c:chart><c:title>{overlay}<c:spPr/></c:title>{}<c:plotArea><c:lineChart><c:grouping val=\"standard\"/>{}\
         <c:ser><c:idx val=\"0\"/><c:dLbls><c:numFmt formatCode=\"0\" sourceLinked=\"0\"/>{}<c:showVal val=\"1\"/>{}{}{}{}<c:separator>,</c:separator></c:dLbls><c:val/>{}</c:ser>\
         <c:ser><c:dLbls><c:delete val=\"1\"/></c:dLbls><c:smooth val=\"1\"/></c:ser><c:axId val=\"1\"/></c:lineChart>\
         <c:catAx><c:axId val=\"1\"/><c:scaling/>{}<c:axPos val=\"b\"/></c:catAx></c:plotArea><c:legend><c:legendPos val=\"r\"/>{overlay}</c:legend></c:chart>",
        off("roundedCorners"),
        off("autoTitleDeleted"),
        off("varyColors"),
        off("showLegendKey"),
        off("showCatName"),
        off("showSerName"),
        off("showPercent"),
        off("showBubbleSize"),
        off("smooth"),
        off("delete"),
        overlay = off("overlay"),
    );
    assert_eq!(chart("12.0000"), said);
}

#[test]
fn what_another_edition_left_unsaid_stays_unsaid() {
    let text = chart("16.0300");
    assert!(text.contains(SWITCHES) && !text.contains("autoTitleDeleted"));
}
