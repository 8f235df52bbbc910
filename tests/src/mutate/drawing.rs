//! Changes of a drawing: markup that acts, refers to itself or asks for too much, put between any two of its marks.

use super::random::Random;

/// What may stand in a drawing that means harm, or means nothing.
const SNIPPETS: &[&str] = &[
    "<script>alert(1)</script>",
    "<script><![CDATA[alert('</svg>')]]></script>",
    r#"<script xlink:href="http://evil.example/x.js" xmlns:xlink="http://www.w3.org/1999/xlink"/>"#,
    r#"<foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml" onload="x()">x</body></foreignObject>"#,
    r#"<a href="javascript:alert(1)"><rect width="9" height="9"/></a>"#,
    r#"<image width="9" height="9" href="http://evil.example/p.png"/>"#,
    r#"<image width="9" height="9" href="file:///etc/passwd"/>"#,
    r#"<image width="9" height="9" href="data:image/svg+xml,&lt;svg xmlns='http://www.w3.org/2000/svg' onload='x()'/&gt;"/>"#,
    r#"<image width="9" height="9" href="data:image/png;base64,iVBORw0KGgo="/>"#,
    r##"<use href="#a"/>"##,
    r#"<use href="http://evil.example/x.svg#a"/>"#,
    r##"<g id="a"><use href="#a"/><use href="#b"/></g><g id="b"><use href="#a"/></g>"##,
    "<style>@import url(http://evil.example/x.css);*{fill:url(#a);mask:url(#m);filter:url(#f)}</style>",
    "<style>rect,path{mask:url(#m);clip-path:url(#c)}</style>",
    r#"<set attributeName="href" to="javascript:alert(1)"/>"#,
    r#"<animate attributeName="d" values="M0 0;L1 1" onbegin="x()"/>"#,
    r#"<mask id="m"><rect width="9" height="9" mask="url(#m)" fill="white"/></mask>"#,
    r#"<clipPath id="c" clip-path="url(#c)"><rect width="9" height="9" clip-path="url(#c)"/></clipPath>"#,
    r#"<pattern id="p" width="3" height="3" patternUnits="userSpaceOnUse"><rect width="9" height="9" fill="url(#p)"/></pattern><rect width="9" height="9" fill="url(#p)"/>"#,
    r#"<filter id="f"><feImage href="http://evil.example/"/><feTurbulence baseFrequency="9" numOctaves="99"/></filter><rect width="9" height="9" filter="url(#f)"/>"#,
    r#"<filter id="f2" x="-1e9" y="-1e9" width="1e12" height="1e12"><feGaussianBlur stdDeviation="1e9"/></filter><rect width="9" height="9" filter="url(#f2)"/>"#,
    r#"<path d="M NaN inf L 1e39 -1e39 A 0 0 0 9 9 1 1 z z z"/>"#,
    r#"<g transform="matrix(1e38 0 0 1e38 0 0)"><rect width="1e38" height="1e38" stroke="red" stroke-width="1e38"/></g>"#,
    r#"<svg viewBox="0 0 0 0"><rect width="9" height="9"/></svg>"#,
    r#"<text x="1" y="9" onclick="x()">秘密<tspan rotate="9 9">x</tspan></text>"#,
    "<!-- comment --><?instruction x?><metadata>secret</metadata><title>secret</title>",
    r#"<rect width="9" height="9" stroke="black" stroke-dasharray="0 0 1e-30" stroke-width="1e-30"/>"#,
];

/// Values that an attribute may be given.
const VALUES: &[&str] = &[
    "",
    "0",
    "-1",
    "NaN",
    "1e39",
    "1e-39",
    "url(#m)",
    "url(#p) red",
    "javascript:x",
    "none",
    "inherit",
    "100%",
    "matrix(0 0 0 0 0 0)",
    "rotate(45)",
    "9999999999",
    "M0 0",
    "#a",
    "data:,x",
    "context-fill",
];

/// Puts something in, or turns a value.
pub(super) fn change(bytes: &mut Vec<u8>, random: &mut Random) -> &'static str {
    let ends: Vec<usize> = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'>')
        .map(|(at, _)| at + 1)
        .collect();
    let quotes: Vec<usize> = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'"')
        .map(|(at, _)| at)
        .collect();
    if random.chance(60) && ends.len() > 1 {
        let at = ends[random.below(ends.len() - 1)];
        let snippet = random.one(SNIPPETS);
        bytes.splice(at..at, snippet.bytes());
        return "drawing: markup put in";
    }
    if quotes.len() > 1 {
        let pair = random.below(quotes.len() / 2) * 2;
        let (from, to) = (quotes[pair] + 1, quotes[pair + 1]);
        bytes.splice(from..to, random.one(VALUES).bytes());
    }
    "drawing: value turned"
}
