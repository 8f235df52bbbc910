//! HTML as a flat list of events of a small vocabulary: what cannot be said here cannot be in a rebuilt page.
//!
//! There is no word for a script, a form, a frame, a style sheet, an event handler or a remote picture.

use serde::{Deserialize, Serialize};

use crate::coded::coded;
use crate::limits::Limits;
use crate::message::is_inline_id;
use crate::refusal::Refusal;
use crate::unicode;

/// A rebuilt page or mail body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Html {
    /// The events in order; every `Open` of a tag with content has its `Close`.
    pub events: Vec<HtmlEvent>,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HtmlEvent {
    /// An element begins; a void element has no `Close`.
    Open {
        /// Which.
        tag: Tag,
        /// With what.
        attrs: Vec<(Attr, String)>,
    },
    /// Text, unescaped.
    Text(String),
    /// The innermost open element ends.
    Close,
}

coded! {
    /// The elements there are.
    pub enum Tag {
        /// Paragraph.
        P = "p",
        /// Block.
        Div = "div",
        /// Run of text.
        Span = "span",
        /// Line break.
        Br = "br",
        /// Rule.
        Hr = "hr",
        /// Heading of the first level.
        H1 = "h1",
        /// Second level.
        H2 = "h2",
        /// Third level.
        H3 = "h3",
        /// Fourth level.
        H4 = "h4",
        /// Fifth level.
        H5 = "h5",
        /// Sixth level.
        H6 = "h6",
        /// Bold.
        B = "b",
        /// Strong.
        Strong = "strong",
        /// Italic.
        I = "i",
        /// Emphasis.
        Em = "em",
        /// Underline.
        U = "u",
        /// Struck out.
        S = "s",
        /// Deleted.
        Del = "del",
        /// Inserted.
        Ins = "ins",
        /// Small print.
        Small = "small",
        /// Large print.
        Big = "big",
        /// Subscript.
        Sub = "sub",
        /// Superscript.
        Sup = "sup",
        /// Code.
        Code = "code",
        /// Keep blanks and breaks.
        Pre = "pre",
        /// Quoted block.
        Blockquote = "blockquote",
        /// Quoted words.
        Q = "q",
        /// Cited work.
        Cite = "cite",
        /// List of points.
        Ul = "ul",
        /// Numbered list.
        Ol = "ol",
        /// List item.
        Li = "li",
        /// Glossary.
        Dl = "dl",
        /// Term.
        Dt = "dt",
        /// Description.
        Dd = "dd",
        /// Table.
        Table = "table",
        /// Table title.
        Caption = "caption",
        /// Table head.
        Thead = "thead",
        /// Table body.
        Tbody = "tbody",
        /// Table foot.
        Tfoot = "tfoot",
        /// Row.
        Tr = "tr",
        /// Head cell.
        Th = "th",
        /// Cell.
        Td = "td",
        /// Link.
        A = "a",
        /// A picture that hangs on the same mail.
        Img = "img",
        /// Coloured or sized run.
        Font = "font",
        /// Centred block.
        Center = "center",
        /// Reading aid (ふりがな).
        Ruby = "ruby",
        /// Its reading.
        Rt = "rt",
        /// Its brackets.
        Rp = "rp",
    }
}

coded! {
    /// The attributes there are.
    pub enum Attr {
        /// `http:`, `https:` or `mailto:`.
        Href = "href",
        /// Words shown on hovering.
        Title = "title",
        /// Words in place of a picture.
        Alt = "alt",
        /// `inline-N`: the picture that hangs on the same mail.
        Inline = "inline",
        /// Columns a cell covers.
        Colspan = "colspan",
        /// Rows a cell covers.
        Rowspan = "rowspan",
        /// `left`, `center` or `right`.
        Align = "align",
        /// `top`, `middle` or `bottom`.
        Valign = "valign",
        /// `#rrggbb`.
        Color = "color",
        /// `#rrggbb`, behind.
        Bgcolor = "bgcolor",
        /// 1 to 7.
        Size = "size",
        /// Pixels or percent.
        Width = "width",
        /// Pixels.
        Height = "height",
        /// Pixels of a table's lines.
        Border = "border",
        /// First number of a list.
        Start = "start",
    }
}

impl Tag {
    /// True for elements without content.
    pub const fn is_void(self) -> bool {
        matches!(self, Self::Br | Self::Hr | Self::Img)
    }

    /// True where the element may carry the attribute.
    pub const fn takes(self, attr: Attr) -> bool {
        match attr {
            Attr::Title => true,
            Attr::Href => matches!(self, Self::A),
            Attr::Alt | Attr::Inline => matches!(self, Self::Img),
            Attr::Colspan | Attr::Rowspan => matches!(self, Self::Td | Self::Th),
            Attr::Align => matches!(
                self,
                Self::P
                    | Self::Div
                    | Self::H1
                    | Self::H2
                    | Self::H3
                    | Self::H4
                    | Self::H5
                    | Self::H6
                    | Self::Table
                    | Self::Caption
                    | Self::Thead
                    | Self::Tbody
                    | Self::Tfoot
                    | Self::Tr
                    | Self::Td
                    | Self::Th
            ),
            Attr::Valign => matches!(self, Self::Tr | Self::Td | Self::Th),
            Attr::Color => matches!(self, Self::Font),
            Attr::Bgcolor => matches!(self, Self::Table | Self::Tr | Self::Td | Self::Th),
            Attr::Size => matches!(self, Self::Font),
            Attr::Width => matches!(self, Self::Table | Self::Td | Self::Th | Self::Img),
            Attr::Height => matches!(self, Self::Img | Self::Td | Self::Th),
            Attr::Border => matches!(self, Self::Table),
            Attr::Start => matches!(self, Self::Ol),
        }
    }
}

impl Attr {
    /// True where the value is one the attribute may have.
    pub fn allows(self, value: &str) -> bool {
        let number = |text: &str, max: u32| {
            !text.is_empty()
                && text.bytes().all(|b| b.is_ascii_digit())
                && text.parse::<u32>().is_ok_and(|n| n <= max)
        };
        match self {
            Self::Href => href_is_allowed(value),
            Self::Title | Self::Alt => value.chars().all(unicode::line_allows),
            Self::Inline => is_inline_id(value),
            Self::Colspan | Self::Rowspan => number(value, 1_000),
            Self::Align => matches!(value, "left" | "center" | "right"),
            Self::Valign => matches!(value, "top" | "middle" | "bottom"),
            Self::Color | Self::Bgcolor => value
                .strip_prefix('#')
                .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit())),
            Self::Size => number(value, 7),
            Self::Width => match value.strip_suffix('%') {
                Some(percent) => number(percent, 100),
                None => number(value, 10_000),
            },
            Self::Height => number(value, 10_000),
            Self::Border => number(value, 10),
            Self::Start => number(value, 1_000_000),
        }
    }
}

/// `http://`, `https://` with a plain ASCII host, or `mailto:`; visible ASCII, nothing that ends an
/// attribute, no user name before the host.
pub fn href_is_allowed(href: &str) -> bool {
    if href.len() > 2_048
        || !href.bytes().all(|b| {
            b.is_ascii_graphic() && !matches!(b, b'"' | b'\'' | b'<' | b'>' | b'\\' | b'`')
        })
    {
        return false;
    }
    if let Some(address) = href.strip_prefix("mailto:") {
        return !address.is_empty();
    }
    let Some(rest) = href
        .strip_prefix("https://")
        .or_else(|| href.strip_prefix("http://"))
    else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !authority.is_empty()
        && authority.bytes().all(|b| {
            b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']' | b'_')
        })
}

impl Html {
    /// Checks counts, nesting, vocabulary, values and characters.
    pub fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        if self.events.len() > limits.html_events {
            return Err(Refusal::TooMany("html events"));
        }
        let (mut depth, mut bytes) = (0_usize, 0_usize);
        for event in &self.events {
            match event {
                HtmlEvent::Open { tag, attrs } => {
                    bytes = bytes.saturating_add(verify_attrs(*tag, attrs, limits)?);
                    depth = depth.saturating_add(usize::from(!tag.is_void()));
                    if depth > limits.markup_depth {
                        return Err(Refusal::TooMany("open elements"));
                    }
                }
                HtmlEvent::Text(text) => {
                    bytes = bytes.saturating_add(text.len());
                    if !text.chars().all(unicode::text_allows) {
                        return Err(Refusal::Character("html text"));
                    }
                }
                HtmlEvent::Close => {
                    depth = depth
                        .checked_sub(1)
                        .ok_or(Refusal::Inconsistent("html nesting"))?;
                }
            }
            if bytes > limits.text_bytes {
                return Err(Refusal::TooLarge("html"));
            }
        }
        if depth == 0 {
            Ok(())
        } else {
            Err(Refusal::Inconsistent("html nesting"))
        }
    }

    /// The inline ids that pictures show.
    pub fn inline_ids(&self) -> impl Iterator<Item = &str> {
        self.events.iter().filter_map(|event| match event {
            HtmlEvent::Open { attrs, .. } => attrs
                .iter()
                .find(|(attr, _)| *attr == Attr::Inline)
                .map(|(_, value)| value.as_str()),
            _ => None,
        })
    }
}

fn verify_attrs(tag: Tag, attrs: &[(Attr, String)], limits: &Limits) -> Result<usize, Refusal> {
    let mut bytes = 0_usize;
    for (at, (attr, value)) in attrs.iter().enumerate() {
        bytes = bytes.saturating_add(value.len());
        if value.len() > limits.attribute_chars.saturating_mul(4) {
            return Err(Refusal::TooLarge("an attribute"));
        }
        let twice = attrs.iter().take(at).any(|(former, _)| former == attr);
        if twice || !tag.takes(*attr) || !attr.allows(value) {
            return Err(Refusal::Vocabulary("an attribute"));
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Attr, Html, HtmlEvent, Tag, href_is_allowed};
    use crate::Limits;

    fn open(tag: Tag, attrs: &[(Attr, &str)]) -> HtmlEvent {
        let attrs = attrs
            .iter()
            .map(|(attr, value)| (*attr, (*value).to_owned()))
            .collect();
        HtmlEvent::Open { tag, attrs }
    }

    #[test]
    fn a_link_leads_to_the_web_or_to_a_person() {
        for good in [
            "https://example.jp/a?b=c#d",
            "http://a",
            "mailto:a@b",
            "https://[::1]:8/",
        ] {
            assert!(href_is_allowed(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JAVASCRIPT:x",
            "data:text/html,x",
            "file:///etc",
            "https://",
            "mailto:",
            "https://a\"b",
            "https://user@host/",
            "https://例え.jp/",
            "//host/x",
            "/x",
            "https://a b",
            "vbscript:x",
            "https://a\\b",
            "ms-word:x",
            "",
            "http:/a",
            "https://a%2f@b",
        ] {
            assert!(!href_is_allowed(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_outside_the_vocabulary_is_refused() {
        let limits = Limits::default();
        let good = Html {
            events: vec![
                open(Tag::P, &[(Attr::Align, "center")]),
                HtmlEvent::Text("𠮷\n<script>".into()),
                open(Tag::Br, &[]),
                open(Tag::Img, &[(Attr::Inline, "inline-0"), (Attr::Alt, "図")]),
                HtmlEvent::Close,
            ],
        };
        assert_eq!(good.verify(&limits), Ok(()));
        for bad in [
            vec![open(Tag::P, &[])],
            vec![HtmlEvent::Close],
            vec![open(Tag::Br, &[]), HtmlEvent::Close],
            vec![HtmlEvent::Text("\u{202e}".into())],
            vec![open(Tag::Br, &[(Attr::Href, "https://a")])],
            vec![open(Tag::Img, &[(Attr::Inline, "cid:x")])],
            vec![open(Tag::Img, &[(Attr::Alt, "a"), (Attr::Alt, "b")])],
            vec![
                open(Tag::A, &[(Attr::Href, "javascript:1")]),
                HtmlEvent::Close,
            ],
        ] {
            assert!(
                Html {
                    events: bad.clone()
                }
                .verify(&limits)
                .is_err(),
                "{bad:?}"
            );
        }
        let deep: Vec<_> = (0..200)
            .map(|_| open(Tag::Div, &[]))
            .chain((0..200).map(|_| HtmlEvent::Close))
            .collect();
        assert!(Html { events: deep }.verify(&limits).is_err());
    }
}
