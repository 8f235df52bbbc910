//! More Office files that want something: what a slide, a sheet and a package can hide, one story each.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails loudly"
)]

mod road;

use road::carry;
use road::forge::{Forge, unpacked};
use sekisho_ir::Reason;

/// Says the file again, and that none of these words is left; gives the text.
fn without(name: &str, forge: Forge, gone: &[&str]) -> String {
    let text = unpacked(&carry(name, &forge.close()).unwrap().bytes);
    for word in gone {
        assert!(!text.contains(word), "{word} is left in {text}");
    }
    text
}

/// A shape with a text, and what a click on its text does.
fn clicked(deed: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"x\">{deed}</p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>\
         <p:txBody><a:bodyPr/><a:p><a:r><a:rPr>{deed}</a:rPr><a:t>見える</a:t></a:r></a:p></p:txBody></p:sp>"
    )
}

/// A click that runs a program, a macro, an object's verb, a file, another show, a film.
#[test]
fn a_click_on_a_slide_runs_nothing() {
    for (action, target) in [
        ("ppaction://program", "file:///c:/windows/system32/calc.exe"),
        ("ppaction://macro?name=AutoRun", "evil"),
        ("ppaction://ole?verb=0", "evil"),
        ("ppaction://hlinkfile", "\\\\evil.example\\x.exe"),
        (
            "ppaction://hlinkpres?slideindex=1",
            "http://evil.example/x.pptx",
        ),
        ("ppaction://media", "http://evil.example/x.mp4"),
        ("", "javascript:alert(1)"),
        ("", "ms-msdt:/id evil"),
    ] {
        let deed = format!("<a:hlinkClick r:id=\"rId9\" action=\"{action}\"/>");
        let hover = format!("<a:hlinkHover r:id=\"rId9\" action=\"{action}\"/>");
        let relations = [("rId9", "hyperlink", target, true)];
        let forge = Forge::slide(&clicked(&format!("{deed}{hover}")), &relations);
        let gone = [
            "program",
            "macro?",
            "ole?",
            "hlinkfile",
            "hlinkpres",
            "media",
            "External",
            "javascript",
        ];
        let text = without("a.pptx", forge, &gone);
        assert!(text.contains("見える"), "{action}");
    }
}

/// Films, sounds, controls, tags for add-ins and a linked object on one slide.
#[test]
fn what_plays_or_controls_on_a_slide_is_gone() {
    let shapes = "<p:pic><p:nvPicPr><p:cNvPr id=\"3\" name=\"v\"/><p:cNvPicPr/><p:nvPr><a:videoFile r:link=\"rId2\"/></p:nvPr></p:nvPicPr>\
                  <p:blipFill><a:blip r:embed=\"rId3\" r:link=\"rId4\"/></p:blipFill><p:spPr/></p:pic>\
                  <p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"4\" name=\"o\"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>\
                  <p:xfrm/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/presentationml/2006/ole\">\
                  <p:oleObj progId=\"Package\" r:id=\"rId5\"><p:link updateAutomatic=\"1\"/></p:oleObj></a:graphicData></a:graphic></p:graphicFrame>\
                  <p:controls><p:control spid=\"1\" name=\"c\" r:id=\"rId6\"/></p:controls>";
    let relations = [
        ("rId2", "video", "http://evil.example/v.mp4", true),
        ("rId3", "image", "http://evil.example/i.png", true),
        ("rId4", "image", "\\\\evil.example\\i.png", true),
        ("rId5", "oleObject", "file:///c:/evil.bin", true),
        ("rId6", "control", "../activeX/activeX1.xml", false),
    ];
    let forge = Forge::slide(&format!("{shapes}{}", clicked("")), &relations)
        .part("ppt/activeX/activeX1.xml", b"<ax:ocx xmlns:ax=\"x\"/>");
    let gone = [
        "evil",
        "videoFile",
        "oleObj",
        "progId",
        "control",
        "activeX",
        "External",
    ];
    without("a.pptx", forge, &gone);
}

/// Connections, queries, printers, data beside, a control, DDE and an automatic program beside a sheet.
#[test]
fn what_a_sheet_calls_is_gone() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"str\"><f>HYPERLINK(\"\\\\evil.example\\x\",\"x\")</f><v>値</v></c>\
                <c r=\"B1\"><f>DDE(\"cmd\",\"/c calc\",\"evil\")</f><v>1</v></c>\
                <c r=\"C1\"><f>RTD(\"evil\",,\"x\")</f><v>2</v></c>\
                <c r=\"D1\"><f>IMAGE(\"http://evil.example/x\")</f><v>3</v></c>\
                <c r=\"E1\"><f>_xlfn.WEBSERVICE(\"http://evil.example\")</f><v>4</v></c></row>";
    let relations = [
        ("rId3", "connections", "connections.xml", false),
        ("rId4", "queryTable", "queryTables/q.xml", false),
        ("rId5", "externalLink", "externalLinks/e.xml", false),
        ("rId6", "customXml", "../customXml/item1.xml", false),
        ("rId7", "printerSettings", "printerSettings/p.bin", false),
    ];
    let forge = Forge::sheet(rows, "", &relations)
        .part("xl/connections.xml", b"<connections evil=\"1\"/>")
        .part("xl/queryTables/q.xml", b"<queryTable evil=\"1\"/>")
        .part(
            "xl/externalLinks/e.xml",
            b"<externalLink><ddeLink ddeService=\"evil\"/></externalLink>",
        )
        .part("customXml/item1.xml", b"<evil/>")
        .part("xl/printerSettings/p.bin", b"evil");
    let gone = [
        "evil",
        "HYPERLINK",
        "DDE",
        "RTD",
        "IMAGE",
        "WEBSERVICE",
        "connections",
        "queryTable",
        "customXml",
        "printer",
    ];
    let text = without("a.xlsx", forge, &gone);
    assert!(text.contains('値') && text.contains("<v>4</v>"));
}

/// Fields in one piece, links to templates and mail merges, bound controls, sub-documents, a frame, a drawing's SVG.
#[test]
fn what_a_text_fetches_is_gone() {
    let body = "<w:p><w:fldSimple w:instr=\"DDEAUTO evil x\"><w:r><w:t>見え</w:t></w:r></w:fldSimple>\
                <w:fldSimple w:instr=\" INCLUDEPICTURE &quot;http://evil.example/x&quot; \"><w:r><w:t>る</w:t></w:r></w:fldSimple>\
                <w:subDoc r:id=\"rId3\"/></w:p><w:sdt><w:sdtPr><w:dataBinding w:xpath=\"/evil\" w:storeItemID=\"{1}\"/></w:sdtPr>\
                <w:sdtContent><w:p><w:r><w:t>結び</w:t></w:r></w:p></w:sdtContent></w:sdt>\
                <w:p><w:r><w:object><w:control r:id=\"rId4\" w:name=\"evil\"/></w:object></w:r></w:p>";
    let relations = [
        ("rId3", "subDocument", "http://evil.example/x.docx", true),
        ("rId4", "control", "activeX/activeX1.xml", false),
        ("rId5", "frame", "http://evil.example/f.htm", true),
        ("rId6", "mailMergeSource", "file:///c:/evil.mdb", true),
        ("rId7", "customXml", "../customXml/item1.xml", false),
        (
            "rId8",
            "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes",
            "webextensions/taskpanes.xml",
            false,
        ),
    ];
    let forge = Forge::word(body, &relations)
        .part("word/activeX/activeX1.xml", b"<ocx evil=\"1\"/>")
        .part("customXml/item1.xml", b"<evil/>")
        .part("word/webextensions/taskpanes.xml", b"<evil/>");
    let gone = [
        "evil",
        "DDE",
        "INCLUDE",
        "subDoc",
        "dataBinding",
        "control",
        "frame",
        "mailMerge",
        "customXml",
        "webext",
        "External",
    ];
    let text = without("a.docx", forge, &gone);
    assert!(text.contains("見え") && text.contains('る') && text.contains("結び"));
}

/// A package that two programs would read differently: a name twice, bytes before and behind, a lie in a header.
#[test]
fn a_package_of_two_minds_is_held() {
    let good = || Forge::word("<w:p><w:r><w:t>a</w:t></w:r></w:p>", &[]);
    let twice = good().part("word/document.xml", b"<evil/>").close();
    assert_eq!(carry("a.docx", &twice).unwrap_err(), Reason::Malformed);
    let other_case = good().part("WORD/Document.xml", b"<evil/>").close();
    assert_eq!(carry("a.docx", &other_case).unwrap_err(), Reason::Malformed);

    let plain = good().close();
    let at = plain
        .windows(17)
        .position(|w| w == b"word/document.xml")
        .unwrap();
    let mut lies = plain.clone();
    lies[at + 5] = b'D';
    assert_eq!(
        carry("a.docx", &lies).unwrap_err(),
        Reason::Malformed,
        "two names for one member"
    );

    for dressed in [[b"MZ", &plain[..]].concat(), [&plain[..], b"evil"].concat()] {
        if let Ok(clean) = carry("a.docx", &dressed) {
            assert!(!clean.bytes.starts_with(b"MZ") && !clean.bytes.ends_with(b"evil"));
        }
    }
}

/// What a file says of itself in its name or types is not believed.
#[test]
fn names_and_types_that_lie_change_nothing() {
    let forge = || {
        Forge::word("<w:p><w:r><w:t>本文</w:t></w:r></w:p>", &[])
            .part("word/vbaProject.bin", b"evil")
    };
    for name in [
        "a.xlsx",
        "a.txt",
        "a\u{202e}xcod.exe",
        "a.docx.exe",
        "CON.docx",
    ] {
        let text = without(name, forge(), &["evil", "vba"]);
        assert!(text.contains("本文"));
    }
}
