//! Rebuilt HTML: the spelling our writer uses and the closed vocabulary, nothing a browser would have
//! to be clever about.

use sekisho_ir::{Attr, Tag};

/// Elements of the frame around a whole page.
const FRAME: &[&str] = &["html", "head", "meta", "title", "body"];
/// Attributes of that frame.
const FRAME_ATTRIBUTES: &[&str] = &["lang", "charset"];
/// Attributes our writer adds to links, which only take rights away.
const LINK_ATTRIBUTES: &[(&str, &str)] = &[
    ("rel", "noopener noreferrer nofollow"),
    ("rel", "noopener noreferrer"),
    ("target", "_blank"),
];

/// A whole page.
pub(super) fn is_html(bytes: &[u8]) -> Option<()> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rest = text
        .strip_prefix("<!DOCTYPE html>")
        .or_else(|| text.strip_prefix("<!doctype html>"))?;
    elements(rest, true)
}

/// The body of a mail.
pub(super) fn is_fragment(text: &str) -> Option<()> {
    elements(text, false)
}

fn elements(mut rest: &str, page: bool) -> Option<()> {
    while let Some(begin) = rest.find('<') {
        let (words, tag) = rest.split_at_checked(begin)?;
        is_words(words)?;
        let (tag, after) = tag.get(1..)?.split_once('>')?;
        match tag.strip_prefix('/') {
            Some(name) => is_element(name, page).then_some(())?,
            None => is_opening(tag, page)?,
        }
        rest = after;
    }
    is_words(rest)
}

/// `name attribute="value" …`
fn is_opening(tag: &str, page: bool) -> Option<()> {
    let end = tag.find(' ').unwrap_or(tag.len());
    let (name, mut attributes) = tag.split_at_checked(end)?;
    is_element(name, page).then_some(())?;
    while !attributes.is_empty() {
        let (attribute, rest) = attributes.strip_prefix(' ')?.split_once("=\"")?;
        let (value, rest) = rest.split_once('"')?;
        is_attribute(name, attribute, value, page)?;
        attributes = rest;
    }
    Some(())
}

fn is_element(name: &str, page: bool) -> bool {
    Tag::from_code(name).is_some() || (page && FRAME.contains(&name))
}

fn is_attribute(element: &str, attribute: &str, value: &str, page: bool) -> Option<()> {
    is_words(value)?;
    if page && FRAME.contains(&element) {
        return FRAME_ATTRIBUTES.contains(&attribute).then_some(());
    }
    let tag = Tag::from_code(element)?;
    let allowed = match attribute {
        "href" => tag == Tag::A && is_plain_link(value),
        // A picture is one that hangs on the same mail, named by us.
        "src" => tag == Tag::Img && value.strip_prefix("cid:").is_some_and(is_inline),
        "data-inline" | "inline" => tag == Tag::Img && is_inline(value),
        _ => {
            Attr::from_code(attribute).is_some_and(|attr| tag.takes(attr))
                || (tag == Tag::A && LINK_ATTRIBUTES.contains(&(attribute, value)))
        }
    };
    allowed.then_some(())
}

fn is_inline(value: &str) -> bool {
    sekisho_ir::message::is_inline_id(value)
}

/// A link to a page or an address; escapes other than `&amp;` have no place before its colon.
fn is_plain_link(value: &str) -> bool {
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| value.starts_with(scheme))
}

/// Words between marks: nothing left to escape, every reference one of the five.
fn is_words(words: &str) -> Option<()> {
    if words.contains(['<', '>']) {
        return None;
    }
    for reference in words.split('&').skip(1) {
        let (name, _) = reference.split_once(';')?;
        ["amp", "lt", "gt", "quot", "#39", "nbsp", "#34", "#160"]
            .contains(&name)
            .then_some(())?;
    }
    let visible = |c: char| c == '\r' || sekisho_ir::unicode::text_allows(c);
    words.chars().all(visible).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_spelling_is_recognised() {
        for good in [
            "",
            "plain &amp; simple",
            "<p align=\"center\">あ<br><a href=\"https://example.jp/?a=1&amp;b=2\">x</a></p>",
            "<img src=\"cid:inline-3\" alt=\"図\">",
        ] {
            assert!(is_fragment(good).is_some(), "{good}");
        }
        assert!(
            is_html(b"<!DOCTYPE html><html lang=\"ja\"><body><p>x</p></body></html>").is_some()
        );
    }

    #[test]
    fn nothing_that_acts_or_fetches_is_recognised() {
        for bad in [
            "<script>alert(1)</script>",
            "<p onclick=\"x\">",
            "<p style=\"x\">",
            "<P>",
            "<a href=\"javascript:x\">",
            "<a href=\"&#106;avascript:x\">",
            "<img src=\"https://track.example/x.png\">",
            "<img src=\"cid:other\">",
            "<p align=center>",
            "<p align=\"center\" >",
            "<!-- x -->",
            "<svg><style>",
            "a > b",
            "<p title=\"a<b\">",
            "&bogus;",
            "<html>",
        ] {
            assert!(is_fragment(bad).is_none(), "{bad}");
        }
    }
}
