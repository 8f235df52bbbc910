//! Changes of markup: tags and attributes swapped, doubled, lost, moved, nested without end.

use std::ops::Range;

use super::pack::Part;
use super::random::Random;

/// Values an attribute may suddenly have.
const VALUES: &[&str] = &[
    "",
    "0",
    "-1",
    "1",
    "2147483648",
    "99999999999999999999",
    "1e308",
    "NaN",
    "true",
    "rId1",
    "rId999",
    "javascript:alert(1)",
    "file:///c:/windows/system32/cmd.exe",
    "\\\\evil.example\\share\\x.exe",
    "ms-msdt:/id PCWDiagnostic",
    "http://evil.example/x",
    "../../../../etc/passwd",
    "DDEAUTO c:\\\\windows\\\\cmd.exe",
    "cmd|'/c calc'!A0",
    "expression(alert(1))",
    "url(http://evil.example/x)",
    "ppaction://program?cmd.exe",
    "Package",
    "&#0;",
    "&x;",
    "\u{202e}gpj.exe",
];

/// One change in one part with markup.
pub(super) fn change(parts: &mut [Part], random: &mut Random) -> &'static str {
    let markup: Vec<usize> = (0..parts.len())
        .filter(|at| parts[*at].body.starts_with(b"<"))
        .collect();
    if markup.is_empty() {
        return "nothing";
    }
    let at = *random.one(&markup);
    let other = *random.one(&markup);
    let tags = tags(&parts[at].body);
    if tags.is_empty() {
        return "nothing";
    }
    let tag = random.one(&tags).clone();
    let second = random.one(&tags).clone();
    let body = parts[at].body.clone();
    let text = &mut parts[at].body;
    match random.below(12) {
        0 => {
            let (first, last) = if tag.start < second.start {
                (tag, second)
            } else {
                (second, tag)
            };
            if first.end <= last.start {
                *text = [
                    &body[..first.start],
                    &body[last.clone()],
                    &body[first.end..last.start],
                    &body[first],
                    &body[last.end..],
                ]
                .concat();
            }
            "tags swapped"
        }
        1 => {
            text.splice(second.end..second.end, body[tag].to_vec());
            "tag doubled"
        }
        2 => {
            text.drain(tag);
            "tag lost"
        }
        3 => {
            if let Some(attribute) = attribute(&body, &tag, random) {
                let place = attribute.end;
                text.splice(place..place, [b" ", &body[attribute]].concat());
            }
            "attribute doubled"
        }
        4 | 5 => {
            if let Some(attribute) = attribute(&body, &tag, random) {
                let value = value(&body, attribute);
                text.splice(value, random.one(VALUES).bytes());
            }
            "attribute changed"
        }
        6 => {
            if let (Some(a), Some(b)) = (
                attribute(&body, &tag, random),
                attribute(&body, &second, random),
            ) {
                text.splice(value(&body, a), body[value(&body, b)].to_vec());
            }
            "attribute copied"
        }
        7 => {
            let depth = *random.one(&[10, 300, 5_000, 50_000]);
            let name = name(&body, &tag);
            if !name.is_empty() {
                let open = ["<".as_bytes(), name, b">"].concat().repeat(depth);
                let close = ["</".as_bytes(), name, b">"].concat().repeat(depth);
                text.splice(tag.end..tag.end, [open, close].concat());
            }
            "nested"
        }
        8 => {
            let whole = element(&body, &tag);
            text.splice(second.end..second.end, body[whole].to_vec());
            "element copied"
        }
        9 => {
            let strange = parts[other].body.clone();
            let theirs = super::markup::tags(&strange);
            if let Some(their) = theirs.get(random.below(theirs.len())) {
                let whole = element(&strange, their);
                let text = &mut parts[at].body;
                text.splice(tag.end..tag.end, strange[whole].to_vec());
            }
            "element of another part"
        }
        10 => {
            let name = name(&body, &tag).to_vec();
            let new = name_of(&body, &second);
            if !name.is_empty() {
                text.splice(tag.start + 1..tag.start + 1 + name.len(), new);
            }
            "tag renamed"
        }
        _ => {
            let whole = element(&body, &tag);
            text.drain(whole);
            "element lost"
        }
    }
}

/// Where tags stand, closing ones among them.
pub(super) fn tags(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].iter().position(|b| *b == b'<') {
        let open = at + open;
        let Some(close) = text[open..].iter().position(|b| *b == b'>') else {
            break;
        };
        found.push(open..open + close + 1);
        at = open + close + 1;
    }
    found
}

/// A tag with all that stands in it, as far as a closing tag of its name stands within reach.
fn element(text: &[u8], tag: &Range<usize>) -> Range<usize> {
    let name = name(text, tag);
    if name.is_empty() || text[tag.clone()].ends_with(b"/>") {
        return tag.clone();
    }
    let close = ["</".as_bytes(), name, b">"].concat();
    let reach = &text[tag.end..text.len().min(tag.end + 20_000)];
    match reach.windows(close.len()).position(|w| w == close) {
        Some(at) => tag.start..tag.end + at + close.len(),
        None => tag.clone(),
    }
}

fn name<'a>(text: &'a [u8], tag: &Range<usize>) -> &'a [u8] {
    let inside = &text[tag.start + 1..tag.end];
    let end = inside
        .iter()
        .position(|b| b" \t\r\n/>".contains(b))
        .unwrap_or(0);
    &inside[..end]
}

fn name_of(text: &[u8], tag: &Range<usize>) -> Vec<u8> {
    name(text, tag).to_vec()
}

/// One attribute of a tag, its value and quotes included.
fn attribute(text: &[u8], tag: &Range<usize>, random: &mut Random) -> Option<Range<usize>> {
    let inside = &text[tag.clone()];
    let equals: Vec<usize> = (0..inside.len().saturating_sub(1))
        .filter(|at| inside[*at] == b'=' && inside[at + 1] == b'"')
        .collect();
    let at = *equals.get(random.below(equals.len()))?;
    let start = inside[..at].iter().rposition(u8::is_ascii_whitespace)? + 1;
    let end = at + 2 + inside[at + 2..].iter().position(|b| *b == b'"')? + 1;
    Some(tag.start + start..tag.start + end)
}

/// Where the value of an attribute stands.
fn value(text: &[u8], attribute: Range<usize>) -> Range<usize> {
    let open = text[attribute.clone()]
        .iter()
        .position(|b| *b == b'"')
        .unwrap_or(0);
    attribute.start + open + 1..attribute.end - 1
}
