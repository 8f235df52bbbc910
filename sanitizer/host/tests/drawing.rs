//! Drawings through the real halves: shapes stay shapes, and what cannot be told as shapes is a picture and says so.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fall over")]

mod scene;

use std::io::Write;

use sekisho_sanitizer::words::{self, Lang};
use sekisho_sanitizer::{
    Code, FileOutcome, Kind, Method, PartResult, Policy, Reason, Sanitizer, Slots, Untrusted,
};

const SPACES: &str =
    r#"xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink""#;

fn carried(sanitizer: &Sanitizer, name: &str, bytes: Vec<u8>) -> FileOutcome {
    sanitizer.file(name, Untrusted::new(bytes), &Policy::default())
}

fn made_as(outcome: &FileOutcome) -> (Kind, Method) {
    let PartResult::Clean { kind, method, .. } = outcome.report.result else {
        panic!("{:?}", outcome.report)
    };
    (kind, method)
}

#[test]
fn a_packed_drawing_comes_out_as_a_plain_one() {
    let sanitizer = scene::real(Slots::default());
    let svg = format!(
        r#"<svg {SPACES} width="40" height="30" onload="evil()"><script>evil()</script>
        <linearGradient id="g"><stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient>
        <filter id="f"><feGaussianBlur stdDeviation="2"/></filter>
        <rect width="20" height="20" fill="url(#g)"/><g filter="url(#f)"><circle cx="25" cy="15" r="8"/></g></svg>"#
    );
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(svg.as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let outcome = carried(&sanitizer, "位置図.svgz", packed.clone());
    assert_eq!(made_as(&outcome), (Kind::Svg, Method::Rebuild));
    assert_eq!(outcome.report.name, "位置図.svg");
    let told = |code| {
        outcome
            .report
            .findings
            .iter()
            .any(|found| found.code == code)
    };
    assert!(told(Code::ScriptRemoved) && told(Code::EffectsPictured));
    assert!(!told(Code::DrawingPictured));
    let file = outcome.file.unwrap();
    let text = std::str::from_utf8(file.bytes()).unwrap();
    assert!(text.starts_with("<svg ") && !text.contains("evil"));
    assert!(text.contains("<linearGradient") && text.contains("data:image/png;base64,"));
    let again = carried(&sanitizer, "位置図.svgz", packed).file.unwrap();
    assert_eq!(file, again, "the same bytes twice");
}

#[test]
fn what_cannot_be_told_as_shapes_becomes_a_picture_or_is_held() {
    let sanitizer = scene::real(Slots::default());
    let endless = format!(
        r#"<svg {SPACES} viewBox="0 0 900000 900000"><rect width="400000" height="400000"/></svg>"#
    );
    let outcome = carried(&sanitizer, "図.svg", endless.into_bytes());
    assert_eq!(made_as(&outcome), (Kind::Png, Method::Flatten));
    assert_eq!(outcome.report.name, "図.png");
    let pictured = outcome
        .report
        .findings
        .iter()
        .find(|found| found.code == Code::DrawingPictured);
    let phrase = |lang| words::finding_phrase(pictured.unwrap(), lang);
    assert_eq!(phrase(Lang::Ja), "図形1件は絵に置き換えました");

    let deep = format!(
        "<svg {SPACES}>{}{}</svg>",
        r#"<g opacity=".9">"#.repeat(2_000),
        "</g>".repeat(2_000)
    );
    for (svg, reason) in [
        (deep, Reason::TooDeep),
        (format!("<svg {SPACES}"), Reason::Malformed),
    ] {
        let outcome = carried(&sanitizer, "図.svg", svg.into_bytes());
        assert_eq!(outcome.report.result.reason(), Some(reason));
        assert!(outcome.file.is_none());
    }
}
