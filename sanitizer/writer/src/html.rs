//! HTML from events: every letter escaped, every attribute quoted, nothing that was not an event.

use sekisho_ir::{Attr, Html, HtmlEvent, Tag};

/// The page as a fragment, for a mail's body.
pub(crate) fn fragment(html: &Html) -> String {
    let mut out = String::new();
    let mut open: Vec<Tag> = Vec::new();
    for event in &html.events {
        match event {
            HtmlEvent::Open { tag, attrs } => {
                start(*tag, attrs, &mut out);
                if !tag.is_void() {
                    open.push(*tag);
                }
            }
            HtmlEvent::Text(text) => escape(text, &mut out),
            HtmlEvent::Close => {
                if let Some(tag) = open.pop() {
                    out.push_str("</");
                    out.push_str(tag.code());
                    out.push('>');
                }
            }
        }
    }
    out
}

/// A whole page, which names its own charset.
pub(crate) fn page(html: &Html) -> Vec<u8> {
    let mut out = String::from(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title></title></head>\n<body>\n",
    );
    out.push_str(&fragment(html));
    out.push_str("\n</body></html>\n");
    out.into_bytes()
}

fn start(tag: Tag, attrs: &[(Attr, String)], out: &mut String) {
    out.push('<');
    out.push_str(tag.code());
    for (attr, value) in attrs {
        match attr {
            Attr::Inline => out.push_str(" src=\"cid:"),
            other => {
                out.push(' ');
                out.push_str(other.code());
                out.push_str("=\"");
            }
        }
        escape(value, out);
        out.push('"');
    }
    if attrs.iter().any(|(attr, _)| *attr == Attr::Href) {
        out.push_str(" rel=\"noopener noreferrer nofollow\"");
    }
    out.push('>');
    // The first line break after <pre> belongs to the tag.
    if tag == Tag::Pre {
        out.push('\n');
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use sekisho_ir::{Attr, Html, HtmlEvent, Tag};

    use super::{fragment, page};

    #[test]
    fn everything_is_escaped() {
        let html = Html {
            events: vec![
                HtmlEvent::Open {
                    tag: Tag::A,
                    attrs: vec![
                        (Attr::Href, "https://a/?b=1&c=2".into()),
                        (Attr::Title, "\"'<".into()),
                    ],
                },
                HtmlEvent::Text("<script>&'\"𠮷".into()),
                HtmlEvent::Close,
                HtmlEvent::Open {
                    tag: Tag::Img,
                    attrs: vec![(Attr::Inline, "inline-3".into())],
                },
            ],
        };
        assert_eq!(
            fragment(&html),
            concat!(
                r#"<a href="https://a/?b=1&amp;c=2" title="&quot;&#39;&lt;" rel="noopener noreferrer nofollow">"#,
                r#"&lt;script&gt;&amp;&#39;&quot;𠮷</a><img src="cid:inline-3">"#
            )
        );
        assert!(page(&html).starts_with(b"<!DOCTYPE html>"));
    }
}
