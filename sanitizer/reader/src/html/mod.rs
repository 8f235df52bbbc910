//! HTML, as a file or as the body of a mail: tokens, then events of the vocabulary.
//!
//! ```text
//!  source ─▶ token ─▶ build ─▶ Html
//!                     given style url
//! ```

mod build;
mod given;
mod style;
mod token;

#[cfg(test)]
mod tests;

pub(crate) use build::build;
use sekisho_ir::{Code, Document, Limits, Reason};

use crate::{Reading, charset};

/// Reads an HTML file. Pictures of a lone file are remote by nature, and go; a page that is too large is held.
pub(crate) fn read<'a>(input: &[u8], limits: &Limits) -> Result<Reading<'a>, Reason> {
    let label = meta_charset(input);
    let decoded = charset::decode(input, label.as_deref());
    let built = build(&decoded.text, limits, &|_| None);
    if built
        .findings
        .rows()
        .iter()
        .any(|row| row.code == Code::TextCut)
    {
        return Err(Reason::TooLarge);
    }
    let mut reading = Reading::of(Document::Html(built.html));
    reading.findings = built.findings;
    reading
        .findings
        .add(Code::BytesNotRepresented, decoded.lost);
    Ok(reading)
}

/// The charset a page names in its first kilobytes.
pub(crate) fn meta_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..4_096).unwrap_or(bytes)).to_ascii_lowercase();
    head.match_indices("charset").find_map(|(at, word)| {
        let rest = head
            .get(at.saturating_add(word.len())..)?
            .trim_start()
            .strip_prefix('=')?;
        let label: String = rest
            .trim_start()
            .trim_start_matches(['"', '\''])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .take(40)
            .collect();
        // A page that is read as bytes cannot be UTF-16, whatever it says.
        (!label.is_empty() && !label.starts_with("utf-16")).then_some(label)
    })
}

/// Percent-decodes a reference, as content ids in links are written.
pub(crate) fn percent_decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let value = match after {
            [a, b, tail @ ..] if byte == b'%' => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16);
                digit(a)
                    .zip(digit(b))
                    .map(|(high, low)| (high.wrapping_mul(16).wrapping_add(low), tail))
            }
            _ => None,
        };
        match value {
            Some((value, tail)) => {
                out.push(u8::try_from(value).unwrap_or_default());
                rest = tail;
            }
            None => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
