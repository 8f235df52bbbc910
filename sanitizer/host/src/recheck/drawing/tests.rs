//! Our own spelling is recognised; nothing that acts, fetches, repeats without end or says a word is.

use super::is_drawing;

const HEAD: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" width="10" height="10" viewBox="0 0 10 10">"#;
const SHAPE: &str = r##"<path fill="#ff0000" d="M0 0L10 0.5C1 2 3 4 5 -6Q1 2 3 4Z"/>"##;

fn drawn(inside: &str) -> bool {
    is_drawing(format!("{HEAD}{inside}</svg>\n").as_bytes()).is_some()
}

/// The smallest PNG that is recognised.
fn picture() -> String {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
    for (kind, body) in [(b"IHDR", &header[..]), (b"IDAT", b"x"), (b"IEND", b"")] {
        png.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(body);
        png.extend(kind);
        png.extend(body);
        png.extend(crc.sum().to_be_bytes());
    }
    data_encoding::BASE64.encode(&png)
}

#[test]
fn our_own_spelling_is_recognised() {
    assert!(drawn(""));
    assert!(drawn(SHAPE));
    let image = picture();
    assert!(drawn(&format!(
        r##"<defs><linearGradient id="d0" x1="0" y1="0" x2="1" y2="0" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#000000"/><stop offset="1" stop-color="#ffffff" stop-opacity="0.5"/></linearGradient><clipPath id="d1"><path clip-rule="evenodd" d="M0 0L1 1"/></clipPath><mask id="d2" maskUnits="userSpaceOnUse" x="0" y="0" width="1" height="1" mask-type="alpha">{SHAPE}</mask><pattern id="d3" patternUnits="userSpaceOnUse" x="0" y="0" width="1" height="1"><path fill="url(#d0)" d="M0 0L1 1"/></pattern></defs><g transform="matrix(1 0 0 1 2 3)" opacity="0.5" clip-path="url(#d1)" mask="url(#d2)" style="mix-blend-mode:multiply;isolation:isolate"><path fill="url(#d3)" stroke="url(#d0)" stroke-width="2" stroke-dasharray="1 2" d="M0 0L1 1"/><image width="1" height="1" xlink:href="data:image/png;base64,{image}"/></g>"##
    )));
}

#[test]
fn nothing_else_is_recognised() {
    for bad in [
        // What acts.
        "<script/>",
        "<script>alert(1)</script>",
        r#"<g onload="alert(1)"/>"#,
        r#"<path onclick="x" d="M0 0L1 1"/>"#,
        r#"<a xlink:href="javascript:alert(1)"/>"#,
        "<foreignObject/>",
        r#"<animate attributeName="x"/>"#,
        r#"<set attributeName="x" to="1"/>"#,
        "<style/>",
        "<g><style>@import url(http://evil.example/x.css);</style></g>",
        // What fetches.
        r#"<image width="1" height="1" xlink:href="http://evil.example/x.png"/>"#,
        r#"<image width="1" height="1" xlink:href="file:///etc/passwd"/>"#,
        r#"<image width="1" height="1" xlink:href="data:image/svg+xml;base64,PHN2Zy8+"/>"#,
        r#"<image width="1" height="1" xlink:href="data:image/png;base64,AAAA"/>"#,
        r##"<use xlink:href="#d0"/>"##,
        r#"<path fill="url(http://evil.example/#x)" d="M0 0L1 1"/>"#,
        r#"<g style="background:url(http://evil.example/)"/>"#,
        r#"<g style="mix-blend-mode:multiply;x:y"/>"#,
        // What refers to nothing, to itself, or to something else.
        r#"<path fill="url(#d0)" d="M0 0L1 1"/>"#,
        r#"<defs><pattern id="d0" patternUnits="userSpaceOnUse" x="0" y="0" width="1" height="1"><path fill="url(#d0)" d="M0 0L1 1"/></pattern></defs>"#,
        r#"<defs><clipPath id="d0"/></defs><path fill="url(#d0)" d="M0 0L1 1"/>"#,
        r#"<defs><clipPath id="d0"/><clipPath id="d0"/></defs>"#,
        r#"<path d="M0 0L1 1"/><defs/>"#,
        // Words and what is not markup of ours.
        "word",
        " ",
        "<g>word</g>",
        "<!-- x -->",
        "<?x?>",
        "<![CDATA[x]]>",
        "<!DOCTYPE svg>",
        "&lt;",
        "<g></path>",
        "<g>",
        r#"<g id="x"/>"#,
        r#"<g opacity="0.5" opacity="0.5"/>"#,
        r#"<g  opacity="0.5"/>"#,
        "<g opacity='0.5'/>",
        "<text/>",
        "<svg/>",
        "<title/>",
        // Numbers that are none.
        r#"<path d="MNaN 0L1 1"/>"#,
        r#"<path d="M1e9 0L1 1"/>"#,
        r#"<path d="M9999999999999999 0L1 1"/>"#,
        r#"<path d="L1 1L2 2"/>"#,
        r#"<path d="M0 0ZL1 1"/>"#,
        r#"<path d="M0 0L1"/>"#,
        r#"<path d="M0 0A1 1 0 0 0 1 1"/>"#,
        r#"<g opacity="2"/>"#,
        r#"<path stroke="red" d="M0 0L1 1"/>"#,
    ] {
        assert!(!drawn(bad), "{bad}");
    }
}

#[test]
fn the_whole_is_one_drawing_and_nothing_around_it() {
    let good = format!("{HEAD}{SHAPE}</svg>\n");
    assert!(is_drawing(good.as_bytes()).is_some());
    for bad in [
        format!("<?xml version=\"1.0\"?>{good}"),
        format!("{good}PK"),
        format!("{good}{good}"),
        good.replace(" version=\"1.1\"", ""),
        good.replace("width=\"10\"", "width=\"200000\""),
        good.replace("/2000/svg", "/1999/xhtml"),
        good.trim_end().to_owned(),
        String::new(),
    ] {
        assert!(is_drawing(bad.as_bytes()).is_none(), "{bad}");
    }
    let deep = format!("{}{}", "<g>".repeat(200), "</g>".repeat(200));
    assert!(!drawn(&deep));
}

#[test]
fn few_bytes_cannot_ask_for_work_without_end() {
    let definition = |level: u32| {
        let paint = if level == 0 {
            "#000000".to_owned()
        } else {
            format!("url(#d{})", level - 1)
        };
        let path = format!(r#"<path fill="{paint}" d="M0 0L1 1"/>"#).repeat(10);
        format!(
            r#"<pattern id="d{level}" patternUnits="userSpaceOnUse" x="0" y="0" width="1" height="1">{path}</pattern>"#
        )
    };
    let definitions: String = (0..40).map(definition).collect();
    let fine: String = (0..3).map(definition).collect();
    assert!(drawn(&format!(
        r#"<defs>{fine}</defs><path fill="url(#d2)" d="M0 0L1 1"/>"#
    )));
    let bomb = |level: u32| {
        drawn(&format!(
            r#"<defs>{definitions}</defs><path fill="url(#d{level})" d="M0 0L1 1"/>"#
        ))
    };
    assert!(!bomb(39));
    assert!(!bomb(12));
}
