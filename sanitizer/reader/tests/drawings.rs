//! Drawings stay drawings: what means harm is gone, what is seen is the same, and the words are outlines.

#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::format_collect,
    clippy::needless_raw_string_hashes,
    reason = "drawings are spelled here, many of them"
)]

#[allow(unused)]
mod road;

use resvg::tiny_skia::Pixmap;
use resvg::usvg::{ImageHrefResolver, Options, Transform, Tree};
use road::{carry, told};
use sekisho_ir::{Code, Kind, Reason};

const SPACES: &str =
    r#"xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink""#;

fn svg(inside: &str) -> String {
    format!(r#"<svg {SPACES} width="100" height="80">{inside}</svg>"#)
}

/// A PNG of four pixels, in base64.
fn picture() -> String {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 2);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    let pixels = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 0, 0, 0, 128];
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    data_encoding::BASE64.encode(&bytes)
}

fn painted(tree: &Tree, scale: f32) -> Pixmap {
    let size = tree.size().to_int_size().scale_by(scale).unwrap();
    let mut pixmap = Pixmap::new(size.width(), size.height()).unwrap();
    resvg::render(
        tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    pixmap
}

/// The share of pixels that are the same but for a rounding, original against what is written, at one size.
fn likeness(given: &str, made: &[u8], scale: f32) -> f64 {
    let alone = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let before = painted(&Tree::from_str(given, &alone).unwrap(), scale);
    let after = painted(&Tree::from_data(made, &Options::default()).unwrap(), scale);
    assert_eq!(before.width(), after.width());
    assert_eq!(before.height(), after.height());
    let pairs = before.data().chunks(4).zip(after.data().chunks(4));
    let total = before.pixels().len();
    let same = pairs
        .filter(|(a, b)| a.iter().zip(*b).all(|(a, b)| a.abs_diff(*b) <= 4))
        .count();
    f64::from(u32::try_from(same).unwrap()) / f64::from(u32::try_from(total).unwrap())
}

#[test]
fn what_is_seen_is_the_same() {
    let png = picture();
    let stops = r##"<stop offset="0" stop-color="#f00"/><stop offset="60%" stop-color="lime" stop-opacity=".5"/><stop offset="1" stop-color="rgb(0,0,255)"/>"##;
    let shape = r#"<path d="M10 10h60q20 0 20 20t-20 20a10 10 0 0 1 -20 5l-40-5z""#;
    let cases = [
        ("a shape of every kind", r##"<rect x="5" y="5" width="40" height="20" rx="4"/><circle cx="70" cy="20" r="15" fill="red"/><ellipse cx="30" cy="55" rx="25" ry="10" fill="#0a0"/><polygon points="60,40 90,45 75,70" fill="blue"/><line x1="5" y1="75" x2="95" y2="72" stroke="black"/>"##.to_owned()),
        ("rules of filling", format!(r#"{shape} fill-rule="evenodd"/><path d="M20 20h40v30h-40z M30 25h20v20h-20z" fill-rule="evenodd" fill="teal"/>"#)),
        ("strokes", format!(r#"{shape} fill="none" stroke="purple" stroke-width="6" stroke-linejoin="round" stroke-linecap="square" stroke-dasharray="12 7 3" stroke-dashoffset="4"/><path d="M10 70l20-20 20 20" fill="none" stroke="black" stroke-width="5" stroke-miterlimit="1.5"/>"#)),
        ("stroke under fill", format!(r#"{shape} fill="gold" stroke="navy" stroke-width="8" paint-order="stroke"/>"#)),
        ("a gradient along a line", format!(r#"<linearGradient id="g" gradientTransform="rotate(30)" spreadMethod="reflect" x2="40%">{stops}</linearGradient>{shape} fill="url(#g)"/>"#)),
        ("a gradient around a point", format!(r#"<radialGradient id="g" fx=".3" fy=".3" r="40%" spreadMethod="repeat">{stops}</radialGradient>{shape} fill="url(#g)" stroke="url(#g)" stroke-width="5"/>"#)),
        ("a pattern", format!(r#"<pattern id="p" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(20)"><rect width="6" height="6" fill="red"/><circle cx="9" cy="9" r="3" opacity=".5"/></pattern>{shape} fill="url(#p)"/>"#)),
        ("a pattern with a view box", format!(r#"<pattern id="p" width=".2" height=".25" viewBox="0 0 10 10"><path d="M0 0L10 10" stroke="red" stroke-width="3"/></pattern>{shape} fill="url(#p)"/>"#)),
        ("a clip in a clip", format!(r#"<clipPath id="a"><circle cx="50" cy="30" r="25"/></clipPath><clipPath id="b" clip-path="url(#a)"><rect x="30" y="5" width="60" height="60" transform="rotate(5)"/></clipPath><g clip-path="url(#b)">{shape} fill="red"/></g>"#)),
        ("a clip whose shape is clipped", format!(r##"<clipPath id="a"><circle cx="50" cy="30" r="25"/></clipPath><clipPath id="c"><rect x="20" y="0" width="60" height="60"/></clipPath><clipPath id="b"><path d="M0 0h100v40h-100z" clip-path="url(#a)" transform="rotate(10)"/><use xlink:href="#r" transform="translate(5 5)" clip-path="url(#c)"/></clipPath><defs><rect id="r" x="60" y="30" width="30" height="40" clip-path="url(#a)" transform="skewX(5)"/></defs><g clip-path="url(#b)">{shape} fill="red"/><rect width="100" height="80" opacity=".3"/></g>"##)),
        ("a mask by light", format!(r#"<linearGradient id="g"><stop stop-color="white"/><stop offset="1"/></linearGradient><mask id="m"><rect width="100" height="80" fill="url(#g)"/></mask><g mask="url(#m)">{shape} fill="red"/></g>"#)),
        ("a mask by alpha, masked", format!(r#"<mask id="n"><circle cx="45" cy="30" r="30" fill="white"/></mask><mask id="m" mask-type="alpha" mask="url(#n)"><rect width="60" height="80" fill-opacity=".6"/></mask><g mask="url(#m)">{shape} fill="red"/></g>"#)),
        ("opacity and blending", format!(r#"<rect width="100" height="40" fill="orange"/><g opacity=".6" style="mix-blend-mode:multiply">{shape} fill="red"/><circle cx="60" cy="30" r="20"/></g><g style="isolation:isolate"><rect x="20" y="20" width="30" height="40" fill="lime" style="mix-blend-mode:difference"/></g>"#)),
        ("uses", format!(r##"<symbol id="s" viewBox="0 0 10 10"><circle cx="5" cy="5" r="5"/></symbol><defs><g id="u">{shape} fill="red"/></g></defs><use xlink:href="#s" x="50" y="30" width="40" height="40" fill="green"/><use xlink:href="#u" transform="scale(.5) rotate(10)"/>"##)),
        ("markers", r#"<marker id="m" orient="auto" markerWidth="4" markerHeight="4" refX="1" refY="2"><path d="M0 0l4 2-4 2z" fill="red"/></marker><path d="M10 40l30-20 30 30" fill="none" stroke="black" stroke-width="3" marker-mid="url(#m)" marker-end="url(#m)"/>"#.to_owned()),
        ("styles", r#"<style>.a{fill:red;stroke:#00f;stroke-width:3}#b{opacity:.4}rect{fill:green}</style><rect class="a" width="50" height="40"/><rect id="b" x="40" y="20" width="50" height="40"/>"#.to_owned()),
        ("a picture", format!(r#"<image x="10" y="10" width="50" height="30" xlink:href="data:image/png;base64,{png}"/><image x="50" y="30" width="40" height="40" style="image-rendering:pixelated" preserveAspectRatio="xMidYMid slice" href="data:image/png;base64,{png}"/>"#)),
        ("edges that are not smoothed", format!(r#"{shape} fill="red" shape-rendering="crispEdges"/>"#)),
        ("a view box and a nested drawing", format!(r#"<svg x="10" y="10" width="70" height="60" viewBox="0 0 200 100" preserveAspectRatio="xMinYMin slice">{shape} fill="red"/><circle cx="180" cy="50" r="60" fill="blue"/></svg>"#)),
        ("conditions", r#"<switch><g requiredExtensions="http://x"><rect width="50" height="50"/></g><circle cx="40" cy="40" r="30" fill="red"/></switch>"#.to_owned()),
        ("effects", format!(r#"<filter id="f"><feGaussianBlur stdDeviation="3"/></filter><g transform="translate(5 5)"><g filter="url(#f)" opacity=".8">{shape} fill="red"/></g></g>{shape} fill="none" stroke="black"/>"#)),
        ("effects that are turned", r##"<filter id="f"><feOffset dx="4" dy="2"/><feFlood flood-color="red" flood-opacity=".4" result="r"/><feMerge><feMergeNode in="r"/><feMergeNode in="SourceGraphic"/></feMerge></filter><g transform="rotate(20 50 40) skewX(10)"><circle cx="45" cy="40" r="18" fill="blue" filter="url(#f)"/></g>"##.to_owned()),
        ("effects on a veil and on a tile", format!(r#"<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><mask id="m"><circle cx="50" cy="40" r="25" fill="white" filter="url(#f)"/></mask><pattern id="p" width="20" height="20" patternUnits="userSpaceOnUse"><circle cx="10" cy="10" r="5" filter="url(#f)"/></pattern><g mask="url(#m)">{shape} fill="red"/></g><rect y="60" width="100" height="20" fill="url(#p)"/>"#)),
    ];
    for (what, inside) in cases {
        let given = svg(&inside);
        let made = carry("図.svg", given.as_bytes()).unwrap();
        assert_eq!(made.kind, Kind::Svg, "{what}");
        for scale in [1.0, 3.0] {
            // Effects are pixels, and coarser than a page enlarged three times.
            if what.starts_with("effects") && scale > 1.0 {
                continue;
            }
            let alike = likeness(&given, &made.bytes, scale);
            assert!(alike >= 0.99, "{what}, {scale} times: {alike}");
        }
        let again = carry("図.svg", given.as_bytes()).unwrap();
        assert!(made.bytes == again.bytes, "{what}: the same twice");
    }
}

/// What no output may hold, whatever stood in the input.
const HARM: &[&str] = &[
    "script",
    "onload",
    "onclick",
    "onbegin",
    "foreignobject",
    "http:",
    "https:",
    "file:",
    "javascript",
    "@import",
    "<style",
    "<!",
    "<?",
    "animate",
    "<set",
    "<use",
    "<a ",
    "<text",
    "<title",
    "<desc",
    "svg+xml",
    "entity",
    "evil",
    "秘密",
    "cdata",
    "behavior",
    "expression",
    "passwd",
    "class=",
    "feimage",
    "<filter",
];

fn harmless(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap().to_lowercase();
    // The two names of spaces are the only addresses.
    let text = text
        .replace("http://www.w3.org/2000/svg", "")
        .replace("http://www.w3.org/1999/xlink", "");
    HARM.iter().all(|harm| !text.contains(harm))
}

#[test]
fn what_means_harm_is_not_in_what_is_written() {
    let shape = r#"<rect width="50" height="40" fill="red"/>"#;
    for (what, inside, code) in [
        ("a script", format!("<script>evil()</script>{shape}"), Some(Code::ScriptRemoved)),
        ("a script in a section", format!("<script><![CDATA[evil()]]></script>{shape}"), Some(Code::ScriptRemoved)),
        ("a script from elsewhere", format!(r#"<script xlink:href="http://evil.example/x.js"/>{shape}"#), Some(Code::ScriptRemoved)),
        ("an event", r#"<rect width="50" height="40" onload="evil()" onclick="evil()"/>"#.to_owned(), Some(Code::ScriptRemoved)),
        ("foreign markup", format!(r#"<foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml"><script>evil()</script></body></foreignObject>{shape}"#), Some(Code::MarkupDropped)),
        ("a use of another file", format!(r#"<use xlink:href="http://evil.example/x.svg#a"/><use href="file:///etc/passwd#a"/>{shape}"#), Some(Code::RemoteContentRemoved)),
        ("a picture elsewhere", format!(r#"<image width="9" height="9" href="http://evil.example/p.png"/>{shape}"#), Some(Code::RemoteContentRemoved)),
        ("a picture on the disk", format!(r#"<image width="9" height="9" xlink:href="file:///etc/passwd"/><image width="9" height="9" xlink:href="/etc/passwd"/>{shape}"#), Some(Code::RemoteContentRemoved)),
        ("a drawing as data with a script", format!(r#"<image width="9" height="9" xlink:href="data:image/svg+xml;utf8,&lt;svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'&gt;&lt;script&gt;evil()&lt;/script&gt;&lt;rect width='9' height='9'/&gt;&lt;/svg&gt;"/>{shape}"#), Some(Code::ScriptRemoved)),
        ("a page as a picture", format!(r#"<image width="9" height="9" xlink:href="data:text/html,&lt;script&gt;evil()&lt;/script&gt;"/>{shape}"#), Some(Code::PartDropped)),
        ("a style from elsewhere", format!(r#"<style>@import url(http://evil.example/x.css); rect{{behavior:url(x.htc);fill:expression(evil())}}</style>{shape}"#), Some(Code::RemoteContentRemoved)),
        ("a paint from elsewhere", r#"<rect width="50" height="40" fill="url(http://evil.example/x.svg#g) red"/>"#.to_owned(), Some(Code::RemoteContentRemoved)),
        ("a link that runs", format!(r#"<a xlink:href="javascript:evil()">{shape}</a>"#), Some(Code::ScriptRemoved)),
        ("a link to a page", format!(r#"<a href="https://evil.example/">{shape}</a>"#), Some(Code::LinkMadeText)),
        ("movement that changes a link", format!(r#"<a>{shape}<animate attributeName="href" values="javascript:evil()" onbegin="evil()"/></a><set attributeName="onmouseover" to="evil()"/>"#), Some(Code::MarkupDropped)),
        ("a link in a pattern", r#"<pattern id="p" width="9" height="9" patternUnits="userSpaceOnUse" xlink:href="http://evil.example/x.svg#p"><a xlink:href="javascript:evil()"><rect width="5" height="5"/></a></pattern><rect width="50" height="40" fill="url(#p)"/>"#.to_owned(), Some(Code::ScriptRemoved)),
        ("an effect that fetches", format!(r#"<filter id="f"><feImage xlink:href="http://evil.example/p.png"/><feOffset in="SourceGraphic"/></filter><g filter="url(#f)">{shape}</g>"#), Some(Code::RemoteContentRemoved)),
        ("words about the sender", format!("<title>秘密</title><desc>秘密</desc><metadata>秘密</metadata><!-- 秘密 -->{shape}"), Some(Code::MetadataRemoved)),
        ("names that say something", r#"<g id="秘密" class="秘密"><rect id="evil" width="50" height="40"/></g>"#.to_owned(), None),
    ] {
        let given = svg(&inside);
        let made = carry("図.svg", given.as_bytes()).unwrap();
        assert_eq!(made.kind, Kind::Svg, "{what}");
        assert!(harmless(&made.bytes), "{what}: {}", String::from_utf8_lossy(&made.bytes));
        if let Some(code) = code {
            assert!(told(&made.findings, code) > 0, "{what}: {:?}", made.findings);
        }
    }
}

#[test]
fn instructions_and_entities_before_a_drawing_are_left_out() {
    let given = format!(
        r#"<?xml version="1.0"?><?xml-stylesheet href="http://evil.example/x.css"?><!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY c "red">]><svg {SPACES} width="9" height="9"><rect width="9" height="9" fill="&c;"/></svg>"#
    );
    let made = carry("図.svg", given.as_bytes()).unwrap();
    assert!(harmless(&made.bytes));
    assert!(String::from_utf8_lossy(&made.bytes).contains("#ff0000"));
}

#[test]
fn what_asks_for_too_much_is_held_or_pictured_and_never_runs_on() {
    let mut masks = String::new();
    for level in 0..60 {
        let veil = if level == 0 {
            String::new()
        } else {
            format!(r#" mask="url(#m{})""#, level - 1)
        };
        let many = format!(r#"<g{veil}><rect width="9" height="9" fill="white"/></g>"#).repeat(10);
        masks += &format!(
            r#"<mask id="m{level}" maskUnits="userSpaceOnUse" x="0" y="0" width="9" height="9">{many}</mask>"#
        );
    }
    let deep = format!(
        "{}<rect width='9' height='9'/>{}",
        r#"<g transform="scale(1.01)">"#.repeat(900),
        "</g>".repeat(900)
    );
    let chain: String = (1..20_000)
        .map(|at| {
            let veil = at - 1;
            format!(r#"<mask id="m{at}" mask="url(#m{veil})"><rect width="9" height="9"/></mask>"#)
        })
        .collect();
    let path = format!("<path d='M0 0{}'/>", "L1 1L2 2".repeat(600_000));
    let mut uses = String::from("<g id='u0'><rect width='1' height='1'/></g>");
    for level in 1..40 {
        let inner = format!("<use xlink:href='#u{}'/>", level - 1).repeat(10);
        uses += &format!("<g id='u{level}'>{inner}</g>");
    }
    for (what, inside, ends) in [
        (
            "veils on veils",
            format!(r#"{masks}<rect width="9" height="9" mask="url(#m59)"/>"#),
            &[Reason::TooMany][..],
        ),
        ("groups without end", deep, &[Reason::TooDeep][..]),
        ("a chain of veils", chain, &[Reason::TooDeep]),
        ("an outline without end", path, &[]),
        ("uses of uses", uses, &[Reason::TooMany, Reason::Malformed]),
    ] {
        match carry("図.svg", svg(&inside).as_bytes()) {
            Ok(made) => {
                assert!(matches!(made.kind, Kind::Png | Kind::Svg), "{what}");
                assert!(ends.is_empty(), "{what}: {:?}", made.kind);
            }
            Err(reason) => assert!(ends.contains(&reason), "{what}: {reason}"),
        }
    }
}

#[test]
fn numbers_that_are_none_and_sizes_without_end_do_no_harm() {
    for (what, given) in [
        (
            "no number",
            svg(
                r#"<rect x="NaN" width="50" height="inf"/><path d="M NaN 0 L 1e40 1e40 L 5 5z"/><circle r="1e30" cx="-1e38"/>"#,
            ),
        ),
        (
            "a transform out of range",
            svg(r#"<g transform="matrix(1e38 0 0 1e38 1e38 0)"><rect width="5" height="5"/></g>"#),
        ),
        (
            "a page without end",
            format!(r#"<svg {SPACES} viewBox="0 0 1e9 1e9"><rect width="5" height="5"/></svg>"#),
        ),
        (
            "a page of no size",
            format!(r#"<svg {SPACES} width="0" height="-5"/>"#),
        ),
        (
            "a gradient of itself",
            svg(
                r##"<linearGradient id="a" xlink:href="#b"/><linearGradient id="b" xlink:href="#a"/><rect width="9" height="9" fill="url(#a)"/>"##,
            ),
        ),
        (
            "a pattern of itself",
            svg(
                r#"<pattern id="p" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="url(#p)"/></pattern><rect width="9" height="9" fill="url(#p)"/>"#,
            ),
        ),
        (
            "a clip of itself",
            svg(
                r#"<clipPath id="c" clip-path="url(#c)"><rect width="5" height="5"/></clipPath><rect width="9" height="9" clip-path="url(#c)"/>"#,
            ),
        ),
        (
            "a mask of itself",
            svg(
                r#"<mask id="m"><rect width="5" height="5" mask="url(#m)"/></mask><rect width="9" height="9" mask="url(#m)"/>"#,
            ),
        ),
        (
            "a use of itself",
            svg(r##"<g id="g"><use xlink:href="#g"/></g>"##),
        ),
    ] {
        match carry("図.svg", given.as_bytes()) {
            Ok(made) => {
                assert!(matches!(made.kind, Kind::Png | Kind::Svg), "{what}");
                if made.kind == Kind::Svg {
                    assert!(harmless(&made.bytes), "{what}");
                    let text = String::from_utf8(made.bytes).unwrap();
                    assert!(!text.contains("NaN") && !text.contains("inf"), "{what}");
                }
            }
            Err(reason) => assert_eq!(reason, Reason::Malformed, "{what}"),
        }
    }
}
