//! What the headers of a part say about it. Of duplicates the first is taken, and it is told.

use sekisho_ir::{Code, Findings};

use super::fields::Block;
use super::params::{Params, Value};
use super::transfer::Transfer;

/// A part's headers, understood.
#[derive(Debug)]
pub(super) struct Head {
    /// `text` of `text/plain`.
    pub(super) top: String,
    /// `plain` of `text/plain`.
    pub(super) subtype: String,
    /// The charset named, if any.
    pub(super) charset: Option<String>,
    /// The boundary named, as bytes of the line.
    pub(super) boundary: Option<Vec<u8>>,
    /// True where the disposition says attachment.
    pub(super) attached: bool,
    /// True where the disposition says inline.
    pub(super) inline: bool,
    /// The name in the disposition.
    pub(super) filename: Option<Value>,
    /// The name in the type.
    pub(super) name: Option<Value>,
    /// How the content is encoded.
    pub(super) transfer: Transfer,
    /// The content id, without brackets.
    pub(super) id: Option<String>,
    /// The content location.
    pub(super) location: Option<String>,
}

impl Head {
    /// Understands a block; `default` is the type of a part that names none.
    pub(super) fn read(block: &Block, default: &str, findings: &mut Findings) -> Self {
        for name in [
            "content-type",
            "content-transfer-encoding",
            "content-disposition",
            "content-id",
        ] {
            let extra = block.all(name).count().saturating_sub(1);
            findings.add_at(Code::DuplicateHeader, extra, name);
        }
        let raw_type = block.first("content-type").unwrap_or_default();
        let sketch = Params::parse(raw_type, None);
        let charset = sketch
            .get("charset")
            .map(|value| charset_word(&value.text))
            .filter(|c| !c.is_empty());
        // Names in the headers are read with the part's own charset at hand.
        let kind = Params::parse(raw_type, charset.as_deref());
        let disposition = Params::parse(
            block.first("content-disposition").unwrap_or_default(),
            charset.as_deref(),
        );
        let (top, subtype) = split_type(&kind.value, default);
        let (transfer, known) =
            Transfer::parse(block.first("content-transfer-encoding").unwrap_or_default());
        findings.add_at(
            Code::StructureRepaired,
            usize::from(!known),
            "content-transfer-encoding",
        );
        let (filename, name) = (
            disposition
                .get("filename")
                .or_else(|| disposition.get("name")),
            kind.get("name").or_else(|| kind.get("filename")),
        );
        for value in filename.iter().chain(&name) {
            findings.add_at(
                Code::DuplicateHeader,
                usize::from(value.duplicate && !value.text.is_empty()),
                "filename",
            );
        }
        for name in ["boundary", "charset"] {
            let duplicate = kind.get(name).is_some_and(|value| value.duplicate);
            findings.add_at(Code::DuplicateHeader, usize::from(duplicate), name);
        }
        let text = |name: &str| {
            let raw = block.first(name)?;
            let text = String::from_utf8_lossy(raw.get(..1_000).unwrap_or(raw)).into_owned();
            Some(text.trim().trim_matches(['<', '>', '"']).to_owned()).filter(|id| !id.is_empty())
        };
        Self {
            top,
            subtype,
            charset,
            boundary: kind
                .get("boundary")
                .map(|value| value.text.trim_end().as_bytes().to_vec()),
            attached: disposition.value == "attachment",
            inline: disposition.value == "inline",
            filename,
            name,
            transfer,
            id: text("content-id"),
            location: text("content-location"),
        }
    }

    /// True for `multipart/…`.
    pub(super) fn is_multipart(&self) -> bool {
        self.top == "multipart"
    }

    /// `top/subtype`.
    pub(super) fn media_type(&self) -> String {
        format!("{}/{}", self.top, self.subtype)
    }
}

/// The first word of a charset parameter; comments and marks go.
fn charset_word(text: &str) -> String {
    let word = text
        .trim()
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | '"'))
        .next();
    word.unwrap_or_default().to_owned()
}

fn split_type(value: &str, default: &str) -> (String, String) {
    let word = |text: &str| {
        let kept = text
            .trim()
            .split(char::is_whitespace)
            .next()
            .unwrap_or_default();
        let ok = !kept.is_empty()
            && kept.len() <= 80
            && kept
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-' | b'_'));
        ok.then(|| kept.to_owned())
    };
    let (top, subtype) = match value.split_once('/') {
        Some((top, subtype)) => (word(top), word(subtype)),
        // `Content-Type: text` and `Content-Type: html` are still seen.
        None => match value.trim() {
            "html" => (word("text"), word("html")),
            _ => (None, None),
        },
    };
    match (top, subtype) {
        (Some(top), Some(subtype)) => (top, subtype),
        _ => {
            let (top, subtype) = default.split_once('/').unwrap_or(("text", "plain"));
            (top.to_owned(), subtype.to_owned())
        }
    }
}
