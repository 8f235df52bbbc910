//! What of a page stays and what goes.
#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "tests show, they need not hurry"
)]

use sekisho_ir::{Code, HtmlEvent, Limits};

use super::build::{Built, build};

fn built(source: &str) -> Built {
    let limits = Limits::default();
    let built = build(source, &limits, &|reference| {
        (reference == "cid:logo").then_some(2)
    });
    assert_eq!(built.html.verify(&limits), Ok(()), "{source}");
    built
}

fn shown(source: &str) -> String {
    let mut out = String::new();
    for event in &built(source).html.events {
        match event {
            HtmlEvent::Open { tag, attrs } => {
                let attrs: String = attrs.iter().map(|(a, v)| format!(" {a}={v}")).collect();
                out.push_str(&format!("<{tag}{attrs}>"));
            }
            HtmlEvent::Text(text) => out.push_str(text),
            HtmlEvent::Close => out.push_str("</>"),
        }
    }
    out
}

fn count(source: &str, code: Code) -> u32 {
    built(source)
        .findings
        .rows()
        .iter()
        .find(|row| row.code == code)
        .map_or(0, |row| row.count)
}

#[test]
fn what_is_good_stays() {
    for (source, expected) in [
        (
            "<html><head><title>t</title></head><body><p>a<p>b</body>",
            "<p>a</><p>b</>",
        ),
        (
            "<ul><li>a<li>b<ul><li>c</ul></ul>",
            "<ul><li>a</><li>b<ul><li>c</></></></>",
        ),
        (
            "<table border=1><tr><td>a<td align=CENTER>b<tr><td>c</table>",
            "<table border=1><tr><td>a</><td align=center>b</></><tr><td>c</></></>",
        ),
        (
            "<a href=\"https://x.jp/?a=1&amp;b=2\">w</a>",
            "<a href=https://x.jp/?a=1&b=2>w</>",
        ),
        (
            "<img src=cid:logo alt=図 onerror=x>",
            "<img inline=inline-2 alt=図>",
        ),
        (
            "<span style='color:red'>赤字</span>",
            "<span><font color=#ff0000>赤字</></>",
        ),
        ("<ruby>髙<rt>たか</rt></ruby>", "<ruby>髙<rt>たか</></>"),
        ("<b><i>x</b>y</i>", "<b><i>x</></>y"),
        ("<o:p>x</o:p><center>y", "x<center>y</>"),
        ("a<br/>b<hr>", "a<br>b<hr>"),
    ] {
        assert_eq!(shown(source), expected, "{source}");
    }
}

#[test]
fn what_is_bad_goes_and_is_counted() {
    for (source, code, expected) in [
        ("<script>alert(1)</script>x", Code::ScriptRemoved, "x"),
        ("<p onclick=x>y", Code::ScriptRemoved, "<p>y</>"),
        (
            "<a href='java&#10;script:alert(1)'>x</a>",
            Code::ScriptRemoved,
            "<a>x</>",
        ),
        ("<a href=file:///c>x</a>", Code::LinkMadeText, "<a>x</>"),
        (
            "<img src=http://t.example/1.gif>",
            Code::RemoteContentRemoved,
            "",
        ),
        (
            "<img src=https://t.example/1.gif alt=会社>",
            Code::RemoteContentRemoved,
            "[会社]",
        ),
        (
            "<style>@import url(x)</style>y",
            Code::RemoteContentRemoved,
            "y",
        ),
        ("<iframe src=x></iframe>y", Code::RemoteContentRemoved, "y"),
        (
            "<form action=x><input><textarea>z</textarea></form>",
            Code::FormRemoved,
            "<div>z</>",
        ),
        (
            "<object data=x>y</object>",
            Code::EmbeddedObjectRemoved,
            "y",
        ),
        (
            "<div style='display:none'>secret<b>x</b></div>y",
            Code::HiddenTextRemoved,
            "y",
        ),
        (
            "<meta http-equiv=Refresh content='0;url=x'>y",
            Code::ScriptRemoved,
            "y",
        ),
        (
            "<td background=http://x>y",
            Code::RemoteContentRemoved,
            "<td>y</>",
        ),
        (
            "<svg><a xlink:href=javascript:1>x</a></svg>",
            Code::MarkupDropped,
            "<a>x</>",
        ),
        ("<p>\u{202e}abc", Code::DirectionRemoved, "<p>abc</>"),
        (
            "<a href=https://evil.example/>https://bank.example/</a>",
            Code::LinkDiffers,
            "<a href=https://evil.example/>https://bank.example/ [https://evil.example/]</>",
        ),
    ] {
        assert_eq!(shown(source), expected, "{source}");
        assert!(count(source, code) > 0, "{source}");
    }
}

#[test]
fn nesting_and_length_have_an_end() {
    for piece in [
        "<div>",
        "<table><tr><td>",
        "<b style='color:red;font-weight:bold'>",
        "<p>",
        "<x>",
        "<li>",
        "<a href=https://a/>",
    ] {
        assert!(count(&piece.repeat(20_000), Code::HiddenTextRemoved) == 0);
    }
    let limits = Limits {
        text_bytes: 1_000,
        html_events: 600,
        ..Limits::default()
    };
    let long = build(&"<p>words".repeat(10_000), &limits, &|_| None);
    assert_eq!(long.html.verify(&limits), Ok(()));
    assert!(
        long.findings
            .rows()
            .iter()
            .any(|row| row.code == Code::TextCut)
    );
}
