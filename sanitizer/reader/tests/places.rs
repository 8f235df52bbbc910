//! Where something was found is told as a clerk would look for it: by sheet and cell, by slide, by paragraph.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails loudly"
)]

mod road;

use road::carry;
use road::forge::Forge;
use sekisho_ir::{Code, Finding};

fn findings(name: &str, forge: Forge) -> Vec<Finding> {
    carry(name, &forge.close()).unwrap().findings
}

/// Every place of a code.
fn places(findings: &[Finding], code: Code) -> Vec<&str> {
    let rows = findings.iter().filter(|row| row.code == code);
    rows.flat_map(|row| row.places.iter().map(String::as_str))
        .collect()
}

/// No place names a part inside the package.
fn none_inside(findings: &[Finding]) {
    for row in findings {
        for place in &row.places {
            let inside = [".xml", ".bin", ".rels", ".vml", "xl/", "word/", "ppt/"];
            assert!(
                !inside.iter().any(|sign| place.contains(sign)),
                "{}: {place}",
                row.code
            );
        }
    }
}

#[test]
fn what_a_cell_would_have_done_is_told_by_its_cell() {
    let rows = "<row r=\"3\"><c r=\"B3\"><f>cmd|' /C calc'!A0</f><v>1</v></c>\
                <c r=\"C3\"><f>HYPERLINK(\"x\")</f><v>1</v></c></row><row r=\"5\" hidden=\"1\"><c r=\"A5\"><v>1</v></c></row>";
    let forge = Forge::sheet(rows, "", &[]).replace("xl/worksheets/sheet1.xml", |text| {
        text.replace(
            "</worksheet>",
            "<dataValidations><dataValidation type=\"list\" sqref=\"D2:D9 F1\"><formula1>[1]他!$A$1:$A$9</formula1></dataValidation></dataValidations></worksheet>",
        )
    });
    let found = findings("a.xlsx", forge);
    assert_eq!(places(&found, Code::DdeRemoved), ["sheet:表!B3"]);
    assert_eq!(places(&found, Code::FormulaFrozen), ["sheet:表!C3"]);
    assert_eq!(places(&found, Code::HiddenKept), ["sheet:表!5:5"]);
    let beyond = places(&found, Code::ExternalLinkRemoved);
    assert_eq!(beyond, ["sheet:表!D2:D9"]);
    none_inside(&found);
}

#[test]
fn what_hangs_on_a_sheet_is_told_by_the_cell_it_hangs_on() {
    let names = "xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" \
                 xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
                 xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" \
                 xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let corner = |name: &str, column: u32, row: u32| {
        format!(
            "<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
        )
    };
    let drawing = format!(
        "<xdr:wsDr {names}><xdr:twoCellAnchor>{}{}<xdr:sp macro=\"evil\"><xdr:nvSpPr><xdr:cNvPr id=\"2\" name=\"x\"/><xdr:cNvSpPr/></xdr:nvSpPr>\
         <xdr:spPr/></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>\
         <xdr:oneCellAnchor>{}<xdr:ext cx=\"1\" cy=\"1\"/><xdr:graphicFrame><xdr:nvGraphicFramePr><xdr:cNvPr id=\"3\" name=\"c\"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>\
         <xdr:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/></xdr:xfrm><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">\
         <c:chart r:id=\"rId1\"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>",
        corner("from", 1, 6),
        corner("to", 4, 9),
        corner("from", 27, 0)
    );
    let chart = format!(
        "<c:chartSpace {names}><c:chart><c:plotArea><c:barChart><c:ser><c:val><c:numRef><c:f>[1]他!$A$1</c:f></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"
    );
    let forge = Forge::sheet("", "", &[])
        .replace("xl/worksheets/sheet1.xml", |text| {
            text.replace("</worksheet>", "<drawing r:id=\"rId1\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"/></worksheet>")
        })
        .leads(
            "xl/worksheets/_rels/sheet1.xml.rels",
            &[
                ("rId1", "drawing", "../drawings/drawing1.xml", false),
                ("rId2", "oleObject", "../embeddings/oleObject1.bin", false),
            ],
        )
        .part("xl/drawings/drawing1.xml", drawing.as_bytes())
        .leads(
            "xl/drawings/_rels/drawing1.xml.rels",
            &[("rId1", "chart", "../charts/chart1.xml", false)],
        )
        .part("xl/charts/chart1.xml", chart.as_bytes());
    let found = findings("a.xlsx", forge);
    assert_eq!(places(&found, Code::ScriptRemoved), ["sheet:表!B7"]);
    assert_eq!(places(&found, Code::ExternalLinkRemoved), ["sheet:表!AB1"]);
    assert_eq!(places(&found, Code::EmbeddedObjectRemoved), ["sheet:表"]);
    none_inside(&found);
}

#[test]
fn a_link_to_another_book_is_told_by_that_book() {
    let leads = [(
        "rId3",
        "externalLink",
        "externalLinks/externalLink1.xml",
        false,
    )];
    let forge = Forge::sheet("", "", &leads)
        .part("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
        .leads(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            &[("rId1", "externalLinkPath", "file://server/yosan.xlsx", true)],
        );
    let found = findings("a.xlsx", forge);
    assert_eq!(
        places(&found, Code::ExternalLinkRemoved),
        ["file://server/yosan.xlsx"]
    );
}

#[test]
fn what_stands_on_a_slide_is_told_by_its_number() {
    let controls = "<p:controls><p:control spid=\"1\" name=\"c\" r:id=\"rId6\"/></p:controls>";
    let leads = [("rId6", "control", "../activeX/activeX1.xml", false)];
    let forge = Forge::slide(controls, &leads).part("ppt/activeX/activeX1.xml", b"<ocx/>");
    let found = findings("a.pptx", forge);
    assert_eq!(places(&found, Code::ActiveXRemoved), ["slide:1"]);
    none_inside(&found);
}

#[test]
fn what_stands_in_a_text_is_told_by_its_paragraph() {
    let body = "<w:p/><w:p><w:r><w:object><w:control r:id=\"rId4\" w:name=\"evil\"/></w:object></w:r></w:p>\
                <w:tbl><w:tr><w:tc><w:p><w:fldSimple w:instr=\"DDEAUTO evil x\"><w:r><w:t>値</w:t></w:r></w:fldSimple></w:p></w:tc></w:tr></w:tbl>";
    let leads = [
        ("rId4", "control", "activeX/activeX1.xml", false),
        ("rId5", "header", "header1.xml", false),
    ];
    let header = "<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p>\
                  <w:fldSimple w:instr=\"INCLUDEPICTURE x\"/></w:p></w:hdr>";
    let forge = Forge::word(body, &leads)
        .part("word/activeX/activeX1.xml", b"<ocx/>")
        .part("word/header1.xml", header.as_bytes());
    let found = findings("a.docx", forge);
    assert_eq!(places(&found, Code::ActiveXRemoved), ["paragraph:2"]);
    assert_eq!(places(&found, Code::DdeRemoved), ["paragraph:3"]);
    assert_eq!(places(&found, Code::ExternalLinkRemoved), ["header"]);
    none_inside(&found);
}
