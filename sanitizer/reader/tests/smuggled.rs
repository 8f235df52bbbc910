//! Office files that carry something behind what they show: each story says what is hostile, and that none of it is left.

#![allow(clippy::unwrap_used, reason = "a test fails loudly")]

mod road;

use road::carry;
use road::forge::{Forge, unpacked};

const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const WP: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const PIC: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// A paragraph with a picture; `more` stands behind its blip.
fn shown(blip: &str, more: &str) -> String {
    format!(
        "<w:p><w:r><w:drawing><wp:inline xmlns:wp=\"{WP}\"><wp:extent cx=\"914400\" cy=\"914400\"/>\
         <wp:docPr id=\"1\" name=\"a\"/><a:graphic xmlns:a=\"{A}\"><a:graphicData uri=\"{PIC}\">\
         <pic:pic xmlns:pic=\"{PIC}\"><pic:nvPicPr><pic:cNvPr id=\"0\" name=\"a\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"{blip}\">{more}</a:blip><a:stretch/></pic:blipFill><pic:spPr/></pic:pic>\
         </a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
}

fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 2);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[9; 12]).unwrap();
    writer.finish().unwrap();
    bytes
}

#[test]
fn chunks_of_other_formats_are_never_woven_in() {
    // Word reads an alternative chunk with a parser of its own when the document is opened: MHTML with a script and a
    // remote frame, RTF with an object that is updated at once.
    let mht = b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<iframe src=http://evil.example></iframe>";
    let rtf = b"{\\rtf1{\\object\\objupdate\\objautlink{\\*\\objdata 0105000002000000}}}";
    let body = "<w:altChunk r:id=\"rId1\"/><w:altChunk r:id=\"rId2\"><w:altChunkPr><w:matchSrc/></w:altChunkPr></w:altChunk>\
                <w:p><w:r><w:t>本文</w:t></w:r></w:p>";
    let forge = Forge::word(
        body,
        &[
            ("rId1", "aFChunk", "afchunk.mht", false),
            ("rId2", "aFChunk", "chunks/afchunk2.rtf", false),
        ],
    )
    .part("word/afchunk.mht", mht)
    .part("word/chunks/afchunk2.rtf", rtf);
    let clean = carry("a.docx", &forge.close()).unwrap();
    let text = unpacked(&clean.bytes);
    assert!(text.contains("本文"));
    for gone in ["altChunk", "aFChunk", "chunk", "iframe", "evil", "objdata"] {
        assert!(!text.contains(gone), "{gone}");
    }
    assert!(clean.findings.iter().any(|f| f.count > 0), "and it is told");
}

#[test]
fn the_drawing_behind_a_picture_goes_and_the_picture_stays() {
    // Newer programs show the SVG instead of the picture that it stands behind; it holds a script and a remote image.
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='evil()'><script>evil()</script>\
                <image href='http://evil.example/x.png'/></svg>";
    let behind = "<a:extLst><a:ext uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\">\
                  <asvg:svgBlip xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"rId2\"/>\
                  </a:ext></a:extLst>";
    let forge = Forge::word(
        &shown("rId1", behind),
        &[
            ("rId1", "image", "media/image1.png", false),
            ("rId2", "image", "media/image2.svg", false),
        ],
    )
    .part("word/media/image1.png", &png())
    .part("word/media/image2.svg", svg);
    let clean = carry("a.docx", &forge.close()).unwrap();
    let text = unpacked(&clean.bytes);
    for gone in ["svgBlip", "svg", "script", "evil", "onload"] {
        assert!(!text.contains(gone), "{gone}");
    }
    assert!(text.contains("<a:blip") && text.contains("IHDR"), "{text}");
}

#[test]
fn a_chart_keeps_its_values_and_forgets_where_they_came_from() {
    // A chart asks for its workbook when it is opened: here on somebody's server, updated without a question.
    let chart = "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" \
                 xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><c:chart><c:plotArea><c:layout/>\
                 <c:barChart><c:barDir val=\"bar\"/><c:ser><c:idx val=\"0\"/><c:order val=\"0\"/><c:val><c:numRef>\
                 <c:f>[book.xlsx]Sheet1!$A$1</c:f><c:numCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>42</c:v></c:pt></c:numCache>\
                 </c:numRef></c:val></c:ser><c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart></c:plotArea></c:chart>\
                 <c:externalData r:id=\"rId1\"><c:autoUpdate val=\"1\"/></c:externalData></c:chartSpace>";
    let body = format!(
        "<w:p><w:r><w:drawing><wp:inline xmlns:wp=\"{WP}\"><wp:extent cx=\"9\" cy=\"9\"/><wp:docPr id=\"1\" name=\"a\"/>\
         <a:graphic xmlns:a=\"{A}\"><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">\
         <c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rId1\"/></a:graphicData></a:graphic>\
         </wp:inline></w:drawing></w:r></w:p>"
    );
    let forge = Forge::word(&body, &[("rId1", "chart", "charts/chart1.xml", false)])
        .part("word/charts/chart1.xml", chart.as_bytes())
        .leads(
            "word/charts/_rels/chart1.xml.rels",
            &[(
                "rId1",
                "oleObject",
                "file:///\\\\evil.example\\share\\book.xlsx",
                true,
            )],
        );
    let clean = carry("a.docx", &forge.close()).unwrap();
    let text = unpacked(&clean.bytes);
    assert!(text.contains("<c:v>42</c:v>"), "{text}");
    for gone in [
        "externalData",
        "autoUpdate",
        "evil",
        "book.xlsx",
        "External",
    ] {
        assert!(!text.contains(gone), "{gone}");
    }
}

#[test]
fn what_a_metafile_carries_beside_its_lines_goes_with_it() {
    // Comments and escapes of a metafile hold whole other formats: PostScript, an OLE object, bytes for a printer.
    let payload: Vec<u8> = b"%!PS-Adobe-3.0 EVIL-PAYLOAD ".repeat(8);
    let record = |kind: u32, body: &[u8]| {
        let size = u32::try_from(body.len() + 8).unwrap();
        [&kind.to_le_bytes()[..], &size.to_le_bytes(), body].concat()
    };
    let longs = |values: &[i32]| -> Vec<u8> {
        values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect()
    };
    let length = i32::try_from(payload.len()).unwrap();
    let comment = record(70, &[&longs(&[length])[..], &payload].concat());
    // DRAWESCAPE and EXTESCAPE: number of the escape, length, bytes for the driver.
    let escape = |kind| record(kind, &[&longs(&[0x1234, length])[..], &payload].concat());
    let rectangle = record(43, &longs(&[10, 10, 90, 90]));
    let end = record(14, &longs(&[0, 0, 20]));
    let body = [comment, escape(105), escape(106), rectangle, end].concat();
    let total = i32::try_from(88 + body.len()).unwrap();
    let mut head = longs(&[0, 0, 100, 100, 0, 0, 2_500, 2_500]);
    head.extend(b" EMF");
    head.extend(longs(&[0x1_0000, total, 6]));
    head.extend([1, 0, 0, 0]);
    head.extend(longs(&[0, 0, 0, 1_000, 1_000, 260, 260]));
    let emf = [record(1, &head), body].concat();
    let forge = Forge::word(
        &shown("rId1", ""),
        &[("rId1", "image", "media/image1.emf", false)],
    )
    .part("word/media/image1.emf", &emf);
    let clean = carry("a.docx", &forge.close()).unwrap();
    let text = unpacked(&clean.bytes);
    for gone in ["EVIL", "PS-Adobe", ".emf", " EMF"] {
        assert!(!text.contains(gone), "{gone}");
    }
    assert!(text.contains("<a:blip"), "the lines are still seen: {text}");
    assert!(clean.held.is_empty(), "{:?}", clean.held);
}
