//! `value; name=value; name*0*=…`: the parameters of Content-Type and Content-Disposition, as RFC 2231
//! writes them and as mailers do. Parsed on text, never on raw bytes: within Shift_JIS and JIS a byte that
//! looks like a quote is half a letter.

use std::collections::BTreeMap;

use super::{transfer, words};
use crate::charset;

/// A structured header value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Params {
    /// What stands before the first semicolon, in lower case, without comments.
    pub(super) value: String,
    segments: BTreeMap<String, Vec<Segment>>,
    hint: Option<String>,
    /// Bytes of the raw value that could not be represented.
    pub(super) lost: usize,
}

/// A piece of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    /// Its number; none for a parameter that stands alone.
    number: Option<u32>,
    /// True where it is percent-encoded.
    encoded: bool,
    text: String,
}

/// A parameter's value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Value {
    /// The text, not yet cleaned.
    pub(super) text: String,
    /// Bytes that could not be represented.
    pub(super) lost: usize,
    /// True where more than one stood under the name.
    pub(super) duplicate: bool,
}

const MOST_PARAMS: usize = 500;

impl Params {
    /// Parses a raw header value.
    pub(super) fn parse(raw: &[u8], hint: Option<&str>) -> Self {
        let decoded = words::to_text(raw, hint);
        let (value, mut rest) = split_value(&decoded.text);
        let value = without_comments(value)
            .trim()
            .trim_matches('"')
            .to_ascii_lowercase();
        let mut params = Self {
            value,
            hint: hint.map(str::to_owned),
            lost: decoded.lost,
            ..Self::default()
        };
        for _ in 0..MOST_PARAMS {
            let trimmed = rest.trim_start_matches(|c: char| c == ';' || c.is_whitespace());
            if trimmed.is_empty() {
                break;
            }
            rest = params.take_one(trimmed);
        }
        params
    }

    fn take_one<'a>(&mut self, text: &'a str) -> &'a str {
        let Some(stop) = text.find(['=', ';']) else {
            return "";
        };
        let (name, after) = text.split_at_checked(stop).unwrap_or((text, ""));
        let Some(after) = after.strip_prefix('=') else {
            return after;
        };
        let (value, rest) = take_value(after.trim_start());
        let name = without_comments(name).trim().to_ascii_lowercase();
        let mut parts = name.split('*');
        let base = parts.next().unwrap_or_default().to_owned();
        let (second, third) = (parts.next(), parts.next());
        let number = second.and_then(|digits| digits.parse::<u32>().ok());
        let encoded = second == Some("") || third.is_some();
        if !base.is_empty() && base.len() <= 60 {
            self.segments.entry(base).or_default().push(Segment {
                number,
                encoded,
                text: value,
            });
        }
        rest
    }

    /// The value of a parameter: what RFC 2231 encoded goes before what stands plain.
    pub(super) fn get(&self, name: &str) -> Option<Value> {
        let segments = self.segments.get(name)?;
        let duplicate = |chosen: &[&Segment]| chosen.len() < segments.len();
        let alone: Vec<&Segment> = segments
            .iter()
            .filter(|s| s.number.is_none() && s.encoded)
            .take(1)
            .collect();
        let mut numbered: Vec<&Segment> = segments.iter().filter(|s| s.number.is_some()).collect();
        numbered.sort_by_key(|segment| segment.number);
        numbered.dedup_by_key(|segment| segment.number);
        let plain: Vec<&Segment> = segments
            .iter()
            .filter(|s| s.number.is_none() && !s.encoded)
            .take(1)
            .collect();
        [alone, numbered, plain]
            .into_iter()
            .filter(|chosen| !chosen.is_empty())
            .find_map(|chosen| {
                let value = self.join(&chosen);
                let duplicate = duplicate(&chosen);
                (!value.text.trim().is_empty()).then_some(Value { duplicate, ..value })
            })
    }

    fn join(&self, segments: &[&Segment]) -> Value {
        let hint = self.hint.as_deref();
        if !segments.iter().any(|segment| segment.encoded) {
            let text: String = segments
                .iter()
                .map(|segment| segment.text.as_str())
                .collect();
            return plain_value(&text, hint);
        }
        // The charset stands once, before the first piece; a character may be split between pieces, so
        // they are joined as bytes.
        let (mut bytes, mut label) = (Vec::new(), None);
        for (at, segment) in segments.iter().enumerate() {
            let mut text = segment.text.as_str();
            if at == 0
                && segment.encoded
                && let Some((charset, rest)) = text.split_once('\'')
                && let Some((_, rest)) = rest.split_once('\'')
            {
                label = Some(charset);
                text = rest;
            }
            if segment.encoded {
                percent(text, &mut bytes);
            } else {
                bytes.extend(text.bytes());
            }
        }
        let decoded = charset::decode_with_hint(&bytes, label, hint);
        let inner = words::decode_words(&decoded.text, hint);
        Value {
            text: inner.text,
            lost: decoded.lost.saturating_add(inner.lost),
            duplicate: false,
        }
    }
}

/// A value that claims no encoding, yet may have one of three all the same.
fn plain_value(text: &str, hint: Option<&str>) -> Value {
    if let Some((label, rest)) = text.split_once("''")
        && label.len() <= 40
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && rest.contains('%')
    {
        let mut bytes = Vec::new();
        percent(rest, &mut bytes);
        let decoded = charset::decode_with_hint(&bytes, Some(label), hint);
        return Value {
            text: decoded.text,
            lost: decoded.lost,
            duplicate: false,
        };
    }
    if text.is_ascii() && text.matches('%').count() > 1 {
        let mut bytes = Vec::new();
        percent(text, &mut bytes);
        if let Ok(decoded) = String::from_utf8(bytes)
            && !decoded.is_ascii()
        {
            return Value {
                text: decoded,
                lost: 0,
                duplicate: false,
            };
        }
    }
    let decoded = words::decode_words(text, hint);
    Value {
        text: decoded.text,
        lost: decoded.lost,
        duplicate: false,
    }
}

fn percent(text: &str, out: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = match (byte, after) {
            (b'%', [a, b, tail @ ..]) => match transfer::hex(*a, *b) {
                Some(value) => {
                    out.push(value);
                    tail
                }
                None => {
                    out.push(byte);
                    after
                }
            },
            _ => {
                out.push(byte);
                after
            }
        };
    }
}

fn split_value(text: &str) -> (&str, &str) {
    match text.find(';') {
        Some(at) => text.split_at_checked(at).unwrap_or((text, "")),
        // `text/plain charset=x`, without its semicolon.
        None => match text.trim_start().split_once(char::is_whitespace) {
            Some((value, rest)) if rest.contains('=') => (value, rest),
            _ => (text, ""),
        },
    }
}

/// Takes a value off the beginning of `text`; returns it and what follows.
fn take_value(text: &str) -> (String, &str) {
    match text.strip_prefix('"') {
        Some(quoted) => take_quoted(quoted),
        None => {
            let length = unquoted_length(text);
            let (value, rest) = text.split_at_checked(length).unwrap_or((text, ""));
            (value.trim().trim_end_matches('"').to_owned(), rest)
        }
    }
}

fn unquoted_length(text: &str) -> usize {
    let mut after_blank = false;
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        // Looked at once where blanks begin, so that a long run of them stays cheap.
        let blank = c.is_whitespace() && !after_blank;
        after_blank = c.is_whitespace();
        if c == ';' || (blank && begins_parameter(rest.trim_start())) {
            return at;
        }
    }
    text.len()
}

/// Up to the quote that closes: one that a semicolon, the end or another parameter follows. A quote that
/// stands elsewhere is part of a careless name.
fn take_quoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        let rest = text
            .get(at.saturating_add(c.len_utf8())..)
            .unwrap_or_default();
        match c {
            '\\' if rest.starts_with(['"', '\\']) => {
                value.extend(chars.next().map(|(_, escaped)| escaped));
            }
            '"' if closes(rest) => return (value, rest),
            _ => value.push(c),
        }
    }
    (value, "")
}

fn closes(rest: &str) -> bool {
    let next = rest.get(..rest.len().min(64)).unwrap_or(rest).trim_start();
    next.is_empty() || next.starts_with([';', '(']) || begins_parameter(next)
}

/// `word=`, as a parameter begins.
fn begins_parameter(text: &str) -> bool {
    let length = text
        .bytes()
        .take(40)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'*' | b'_'))
        .count();
    length > 1
        && text.as_bytes().get(length) == Some(&b'=')
        && text.as_bytes().get(length.saturating_add(1)) != Some(&b'?')
}

fn without_comments(text: &str) -> String {
    let mut depth = 0_usize;
    let kept = text.chars().filter(|c| {
        match c {
            '(' => depth = depth.saturating_add(1),
            ')' if depth > 0 => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::Params;

    fn name(raw: &[u8]) -> String {
        let params = Params::parse(raw, None);
        assert_eq!(params.value, "attachment");
        params
            .get("filename")
            .map(|value| value.text)
            .unwrap_or_default()
    }

    #[test]
    fn names_as_the_law_writes_them() {
        for (raw, expected) in [
            ("attachment; filename=a.txt", "a.txt"),
            ("attachment; filename=\"a b;c.txt\"; size=3", "a b;c.txt"),
            ("attachment; filename*=UTF-8'ja'%E8%A6%8B.pdf", "見.pdf"),
            (
                "attachment; filename=\"x.pdf\"; filename*=UTF-8''%E8%A6%8B.pdf",
                "見.pdf",
            ),
            (
                "attachment; filename*0=\"a\"; filename*1=\"b.txt\"",
                "ab.txt",
            ),
            (
                "attachment; filename*1*=%8B.pdf; filename*0*=UTF-8''%E8%A6",
                "見.pdf",
            ),
            (
                "attachment; filename*0*=ISO-2022-JP''%1B$B8%2B; filename*1*=@Q=q%1B(B; filename*2=.xlsx",
                "見積書.xlsx",
            ),
            (
                "attachment; filename*0*=Shift_JIS''%8C%A9%90; filename*1*=%CF.pdf",
                "見積.pdf",
            ),
            ("ATTACHMENT (c); filename=x", "x"),
        ] {
            assert_eq!(name(raw.as_bytes()), expected, "{raw}");
        }
    }

    #[test]
    fn names_as_mailers_write_them() {
        for (raw, expected) in [
            ("attachment; filename=\"=?UTF-8?B?6KaL?=.pdf\"", "見.pdf"),
            ("attachment; filename==?UTF-8?B?6KaL?=", "見"),
            (
                "attachment; filename*0=\"=?ISO-2022-JP?B?GyRCOCtAUT\"; filename*1=\"1xGyhCLnBkZg==?=\"",
                "見積書.pdf",
            ),
            ("attachment; filename=\"a\"b.txt\"", "a\"b.txt"),
            ("attachment; filename=\"a\\\"b.txt\"", "a\"b.txt"),
            ("attachment; filename=\"C:\\dir\\x.txt\"", "C:\\dir\\x.txt"),
            ("attachment; filename=\"open.txt", "open.txt"),
            ("attachment; filename=my file.txt; size=1", "my file.txt"),
            ("attachment; filename=\"a.txt\" size=1", "a.txt"),
            ("attachment; filename=\"%E8%A6%8B.pdf\"", "見.pdf"),
            ("attachment; filename=\"utf-8''%E8%A6%8B.pdf\"", "見.pdf"),
            ("attachment; filename=100%.txt", "100%.txt"),
        ] {
            assert_eq!(name(raw.as_bytes()), expected, "{raw}");
        }
        // 表 ends in a backslash in Shift_JIS; JIS runs hold quotes and semicolons.
        assert_eq!(
            name(b"attachment; filename=\"\x95\x5c\x8e\xa6.txt\""),
            "表示.txt"
        );
        assert_eq!(
            name(b"attachment; filename=\"\x1b$B8+@Q\x1b(B.pdf\"; x=y"),
            "見積.pdf"
        );
        assert_eq!(
            name(b"attachment; filename=\"\x1b$B!;\x22\x3b\x1b(B.pdf\""),
            "〟¬.pdf".replace(
                "〟¬",
                &name(b"attachment; filename=\"\x1b$B!;\x22\x3b\x1b(B\"")
            )
        );
        assert_eq!(
            name(b"attachment; filename=\"\xb8\xab\xc0\xd1\xbd\xf1.pdf\""),
            "見積書.pdf"
        );
        assert_eq!(
            name("attachment; filename=\"見積.pdf\"".as_bytes()),
            "見積.pdf"
        );
    }

    #[test]
    fn hostile_shapes_end() {
        for raw in [
            "; = ; = =",
            ";;;;",
            "x; \"",
            "x; a*b*c*d=1",
            "x; a*99999999999=1",
        ] {
            assert!(
                Params::parse(raw.as_bytes(), None)
                    .get("a")
                    .is_none_or(|value| value.text == "1")
            );
        }
        let many = format!("x{}", "; a=\"\" b=\"".repeat(50_000));
        Params::parse(many.as_bytes(), None);
        let many = format!("x; a=\"{}", "\" ".repeat(100_000));
        Params::parse(many.as_bytes(), None);
    }
}
