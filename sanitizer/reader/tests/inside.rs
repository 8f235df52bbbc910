//! Documents inside documents, and the faces of objects and controls: what goes its own way, and what stays to be seen.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::format_push_string,
    reason = "a test fails loudly"
)]

mod road;

use road::forge::{Forge, unpacked};
use road::{carry, carry_by, told};
use sekisho_ir::rules::Embedded;
use sekisho_ir::{Code, Rules};

const PACKAGE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package";

fn book() -> Vec<u8> {
    Forge::sheet(
        "<row r=\"1\"><c r=\"A1\"><f>WEBSERVICE(\"http://x\")</f><v>7</v></c></row>",
        "<oleSize ref=\"A1:B2\"/>",
        &[("rId9", "vbaProject", "vbaProject.bin", false)],
    )
    .close()
}

/// A letter that shows an object by a picture of one pixel.
fn letter_around(object: &[u8], file: &str) -> Forge {
    let body = "<w:p><w:r><w:t>本文</w:t></w:r><w:r><w:object w:dxaOrig=\"10\" w:dyaOrig=\"10\">\
                <v:shape id=\"_x0000_i1025\" style=\"width:120.5pt;height:36pt\" o:ole=\"\" onclick=\"x\"><v:imagedata r:id=\"rId2\"/></v:shape>\
                <o:OLEObject Type=\"Embed\" ProgID=\"Excel.Sheet.12\" ShapeID=\"_x0000_i1025\" DrawAspect=\"Content\" ObjectID=\"_1\" r:id=\"rId1\"/>\
                </w:object></w:r></w:p>";
    let target = format!("embeddings/{file}");
    Forge::word(
        body,
        &[
            ("rId1", PACKAGE, &target, false),
            ("rId2", "image", "media/image1.gif", false),
        ],
    )
    .part(&format!("word/{target}"), object)
    .part(
        "word/media/image1.gif",
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;",
    )
}

#[test]
fn an_embedded_workbook_goes_its_own_way_and_stays_where_it_was() {
    let clean = carry("a.docx", &letter_around(&book(), "book.xlsx").close()).unwrap();
    let text = unpacked(&clean.bytes);
    assert!(text.contains("== word/documents/document1.xlsx"));
    assert!(
        text.contains("<w:object w:dxaOrig=\"10\" w:dyaOrig=\"10\"><v:shape")
            && text.contains("ProgID=\"Excel.Sheet.12\"")
            && text.contains("width:120.5pt;height:36pt")
    );
    assert!(!text.contains("onclick") && !text.contains("embeddings"));
    assert_eq!(told(&clean.findings, Code::EmbeddedKept), 1);
    // The inner book was rebuilt: what the outer package holds of it has no macro and no web call.
    let inner = clean
        .bytes
        .windows(4)
        .enumerate()
        .filter(|(_, window)| *window == b"PK\x03\x04")
        .map(|(at, _)| at)
        .find(|at| {
            clean.bytes[*at..].starts_with(b"PK\x03\x04") && *at > 0 && {
                let name = &clean.bytes[at + 30..at + 49];
                name == b"[Content_Types].xml"
            }
        });
    let inner = unpacked(&clean.bytes[inner.unwrap()..]);
    assert!(!inner.contains("WEBSERVICE") && !inner.contains("vbaProject"));
    assert!(inner.contains("<v>7</v>"));
    // The cells it shows where it is embedded.
    assert!(inner.contains("<oleSize ref=\"A1:B2\"/>"));
}

#[test]
fn what_does_not_come_through_is_shown_by_its_picture() {
    for junk in [&b"MZ\x90\0program"[..], b"PK\x03\x04 broken"] {
        let clean = carry("a.docx", &letter_around(junk, "book.xlsx").close()).unwrap();
        let text = unpacked(&clean.bytes);
        assert!(
            text.contains("<w:pict><v:shape")
                && !text.contains("OLEObject")
                && !text.contains("documents/")
        );
        assert_eq!(told(&clean.findings, Code::EmbeddedPictured), 1);
        assert_eq!(told(&clean.findings, Code::EmbeddedKept), 0);
    }
}

#[test]
fn a_site_may_have_pictures_only() {
    let rules = Rules {
        embedded: Embedded::Picture,
        ..Rules::default()
    };
    let clean = carry_by(
        "a.docx",
        &letter_around(&book(), "book.xlsx").close(),
        rules,
    )
    .unwrap();
    let text = unpacked(&clean.bytes);
    assert!(text.contains("<w:pict><v:shape") && !text.contains("OLEObject"));
    assert_eq!(told(&clean.findings, Code::EmbeddedObjectRemoved), 1);
}

#[test]
fn documents_nested_too_deep_end_as_a_picture() {
    let mut inner = letter_around(&book(), "book.xlsx").close();
    for _ in 0..5 {
        inner = letter_around(&inner, "letter.docx").close();
    }
    let clean = carry("a.docx", &inner).unwrap();
    assert!(unpacked(&clean.bytes).contains("documents/document1.docx"));
}

#[test]
fn tick_boxes_of_a_form_stay_to_be_seen() {
    let vml = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\
        <v:shape id=\"_x0000_s1025\"><v:textbox><div><font>同意します</font></div></v:textbox><x:ClientData ObjectType=\"Checkbox\">\
        <x:Anchor>1, 15, 2, 0, 3, 5, 4, 6</x:Anchor><x:FmlaMacro>[0]!evil</x:FmlaMacro><x:Checked>1</x:Checked></x:ClientData></v:shape></xml>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing\" Target=\"../drawings/vmlDrawing1.vml\"/></Relationships>";
    let forge = Forge::sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", "", &[])
        .replace("xl/worksheets/sheet1.xml", |text| {
            text.replace(
                "</worksheet>",
                "<legacyDrawing r:id=\"rId1\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"/></worksheet>",
            )
        })
        .part("xl/worksheets/_rels/sheet1.xml.rels", relations.as_bytes())
        .part("xl/drawings/vmlDrawing1.vml", vml.as_bytes());
    let clean = carry("a.xlsx", &forge.close()).unwrap();
    let text = unpacked(&clean.bytes);
    assert!(text.contains("<a:t>☑ 同意します</a:t>") && text.contains("<drawing r:id=\"rId1\"/>"));
    assert!(!text.contains("evil") && !text.contains("legacyDrawing"));
    assert_eq!(told(&clean.findings, Code::DrawingPictured), 1);
}

const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// A sheet with these words at its end, these relations, and an old drawing beside it.
fn sheet_with(end: &str, relations: &[(&str, &str, &str, bool)], vml: &str) -> Forge {
    Forge::sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", "", &[])
        .replace("xl/worksheets/sheet1.xml", |text| {
            text.replace("</worksheet>", &format!("{end}</worksheet>"))
                .replace("<worksheet ", "<worksheet xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" ")
        })
        .leads("xl/worksheets/_rels/sheet1.xml.rels", relations)
        .part(
            "xl/drawings/vmlDrawing1.vml",
            format!(
                "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
                 xmlns:x=\"urn:schemas-microsoft-com:office:excel\">{vml}</xml>"
            )
            .as_bytes(),
        )
        .leads(
            "xl/drawings/_rels/vmlDrawing1.vml.rels",
            &[
                ("rId7", "image", "../media/image1.gif", false),
                ("rId8", "image", "http://evil.example/x.gif", true),
            ],
        )
        .part("xl/media/image1.gif", GIF)
}

fn sheet_around(object: &[u8]) -> Forge {
    let one = "<oleObject progId=\"Evil.Thing\" shapeId=\"1031\" r:id=\"rId1\" autoLoad=\"1\"/>";
    let end = format!(
        "<legacyDrawing r:id=\"rId2\"/><oleObjects><mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\">\
         <mc:Choice Requires=\"x14\" xmlns:x14=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\">{}</mc:Choice>\
         <mc:Fallback>{one}</mc:Fallback></mc:AlternateContent>\
         <oleObject link=\"[1]!''''evil\" progId=\"x\" shapeId=\"1032\"/></oleObjects>",
        one.replace(
            "/>",
            "><objectPr macro=\"[0]!evil\" r:id=\"rId3\"/></oleObject>"
        )
    );
    let shape = "<v:shape id=\"_x0000_s1031\" stroked=\"t\" href=\"http://evil.example\"><v:imagedata o:relid=\"rId7\"/><x:ClientData ObjectType=\"Pict\">\
                 <x:Anchor>1, 15, 2, 0, 3, 5, 4, 6</x:Anchor><x:FmlaMacro>[0]!evil</x:FmlaMacro></x:ClientData></v:shape>";
    sheet_with(
        &end,
        &[
            ("rId1", PACKAGE, "../embeddings/letter.docx", false),
            ("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml", false),
            ("rId3", "image", "../media/image1.gif", false),
        ],
        shape,
    )
    .part("xl/embeddings/letter.docx", object)
}

#[test]
fn an_embedded_letter_on_a_sheet_stays_where_it_was() {
    let letter = Forge::word("<w:p><w:r><w:t>本文</w:t></w:r></w:p>", &[]).close();
    let clean = carry("a.xlsx", &sheet_around(&letter).close()).unwrap();
    let text = unpacked(&clean.bytes);
    assert_eq!(text.matches("<oleObject ").count(), 1, "{text}");
    for stays in [
        "== xl/documents/document1.docx",
        "<oleObjects><oleObject progId=\"Word.Document.12\" shapeId=\"1025\" r:id=\"rId",
        "<objectPr defaultSize=\"0\" r:id=\"rId",
        "<from><xdr:col>1</xdr:col><xdr:colOff>142875</xdr:colOff><xdr:row>2</xdr:row>",
        "<v:shape id=\"_x0000_s1025\" type=\"#_x0000_t75\"",
        "<x:Anchor>1, 15, 2, 0, 3, 5, 4, 6</x:Anchor>",
        "stroked=\"t\" strokecolor=\"#000000\"",
        "<v:imagedata o:relid=\"rId1\"/>",
        "/package\" Target=\"../documents/document1.docx\"",
    ] {
        assert!(text.contains(stays), "{stays} in {text}");
    }
    for goes in ["evil", "Evil", "autoLoad", "embeddings", "macro=", "link="] {
        assert!(!text.contains(goes), "{goes}");
    }
    assert_eq!(told(&clean.findings, Code::EmbeddedKept), 1);
    assert_eq!(told(&clean.findings, Code::DrawingPictured), 0);
}

#[test]
fn what_does_not_come_through_on_a_sheet_is_shown_by_its_picture() {
    let clean = carry("a.xlsx", &sheet_around(b"MZ\x90\0program").close()).unwrap();
    let text = unpacked(&clean.bytes);
    assert!(!text.contains("oleObject") && !text.contains("documents/"));
    assert!(text.contains("<xdr:pic>"));
    assert_eq!(told(&clean.findings, Code::DrawingPictured), 1);
    assert_eq!(told(&clean.findings, Code::EmbeddedObjectRemoved), 1);
}

#[test]
fn an_object_on_a_slide_is_shown_by_the_picture_of_its_old_shape_alone() {
    let frame = "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"4\" name=\"o\"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>\
                 <p:xfrm><a:off x=\"3131840\" y=\"3861048\"/><a:ext cx=\"2956040\" cy=\"1236712\"/></p:xfrm><a:graphic>\
                 <a:graphicData uri=\"http://schemas.openxmlformats.org/presentationml/2006/ole\"><p:oleObj spid=\"_x0000_s1026\" name=\"x\" r:id=\"rId3\" progId=\"Package\"><p:embed/></p:oleObj>\
                 </a:graphicData></a:graphic></p:graphicFrame>";
    let vml = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\">\
               <v:shape id=\"_x0000_s1026\"><v:imagedata o:relid=\"rId1\"/></v:shape></xml>";
    let leads = [
        ("rId1", "vmlDrawing", "../drawings/vmlDrawing1.vml", false),
        ("rId3", "oleObject", "../embeddings/oleObject1.bin", false),
    ];
    let forge = Forge::slide(frame, &leads)
        .part("ppt/embeddings/oleObject1.bin", b"evil")
        .part("ppt/drawings/vmlDrawing1.vml", vml.as_bytes())
        .leads(
            "ppt/drawings/_rels/vmlDrawing1.vml.rels",
            &[("rId1", "image", "../media/image1.gif", false)],
        )
        .part("ppt/media/image1.gif", GIF);
    let text = unpacked(&carry("a.pptx", &forge.close()).unwrap().bytes);
    let (_, shapes) = text.split_once("<p:grpSpPr/>").unwrap();
    assert!(shapes.starts_with("<p:pic>"), "{shapes}");
    assert!(text.contains("<a:off x=\"3131840\" y=\"3861048\"/>"));
    for goes in ["p:embed", "oleObj", "graphicFrame", "evil"] {
        assert!(!text.contains(goes), "{goes}");
    }
}

#[test]
fn a_comment_stands_and_is_shown_where_it_was() {
    let note = |row: u32, rest: &str| {
        format!(
            "<v:shape id=\"_x0000_s{row}\"><v:textbox>evil</v:textbox><x:ClientData ObjectType=\"Note\"><x:Anchor>4, 1, 2, 3, 6, 5, 7, 8</x:Anchor><x:Row>{row}</x:Row><x:Column>1</x:Column>{rest}</x:ClientData></v:shape>"
        )
    };
    let comments = "<comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors><author>甲</author></authors>\
                    <commentList><comment ref=\"B2\" authorId=\"0\"><text><t>要確認</t></text></comment><comment ref=\"B4\" authorId=\"0\"><text><t>済</t></text></comment></commentList></comments>";
    let shapes = format!("{}{}", note(1, "<x:Visible/>"), note(9, ""));
    let leads = [
        ("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml", false),
        ("rId3", "comments", "../comments1.xml", false),
    ];
    let forge = sheet_with("<legacyDrawing r:id=\"rId2\"/>", &leads, &shapes)
        .part("xl/comments1.xml", comments.as_bytes());
    let text = unpacked(&carry("a.xlsx", &forge.close()).unwrap().bytes);
    assert!(text.contains("要確認") && !text.contains("evil"));
    let (_, shapes) = text.split_once("ObjectType=\"Note\"").unwrap();
    assert!(shapes.contains("<x:Anchor>4, 1, 2, 3, 6, 5, 7, 8</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>1</x:Row><x:Column>1</x:Column><x:Visible/>"), "{text}");
    assert!(shapes.contains("<x:Row>3</x:Row><x:Column>1</x:Column></x:ClientData>"));
}

fn sheet_with_header(relation: &str) -> Forge {
    let shape = format!(
        "<v:shape id=\"CH\" o:spid=\"_x0000_s2049\" href=\"http://evil.example\" onclick=\"evil\" \
         style='position:absolute;width:60pt;height:.5in'><v:imagedata o:relid=\"{relation}\" src=\"http://evil.example\" o:title=\"evil\" cropleft=\"100f\"/></v:shape>"
    );
    sheet_with(
        "<headerFooter><oddHeader>&amp;C&amp;G&amp;R頁&amp;P</oddHeader></headerFooter><legacyDrawingHF r:id=\"rId2\"/>",
        &[("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml", false)],
        &shape,
    )
}

#[test]
fn a_picture_in_a_header_stays() {
    let clean = carry("a.xlsx", &sheet_with_header("rId7").close()).unwrap();
    let text = unpacked(&clean.bytes);
    for stays in [
        "<oddHeader>&amp;C&amp;G&amp;R頁&amp;P</oddHeader>",
        "<legacyDrawingHF r:id=\"rId1\"/>",
        "== xl/drawings/headerDrawing1.vml",
        "<v:shape id=\"CH\" o:spid=\"_x0000_s1025\"",
        "width:60.00pt;height:36.00pt",
        "<v:imagedata o:relid=\"rId1\" cropleft=\"100f\"/>",
    ] {
        assert!(text.contains(stays), "{stays} in {text}");
    }
    assert!(!text.contains("evil") && !text.contains("legacyDrawing r:id"));
}

#[test]
fn a_picture_in_a_header_that_would_be_fetched_is_gone_and_told() {
    let clean = carry("a.xlsx", &sheet_with_header("rId8").close()).unwrap();
    let text = unpacked(&clean.bytes);
    assert!(text.contains("<oddHeader>&amp;C&amp;R頁&amp;P</oddHeader>"));
    assert!(!text.contains("legacyDrawingHF") && !text.contains("evil"));
    let dropped = clean
        .findings
        .iter()
        .find(|row| row.code == Code::PartDropped);
    assert!(dropped.unwrap().places.contains(&"sheet:表".to_owned()));
}
