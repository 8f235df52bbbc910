//! The words of headers: RFC 2047 as the law says and as it is broken, and raw bytes where there should
//! be none.
//!
//! Words that stand side by side are joined as bytes before they are decoded, so a character may be
//! split between them, and a base64 run too.

use crate::charset;

/// A decoded header value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The text, not yet cleaned.
    pub(super) text: String,
    /// Bytes that could not be represented.
    pub(super) lost: usize,
    /// True where a charset was found by looking.
    pub(super) guessed: bool,
}

/// An encoded word is looked for within so many bytes.
const LONGEST_WORD: usize = 4_096;

/// Decodes a raw value: bytes beyond ASCII first, then the encoded words.
pub(super) fn decode(raw: &[u8], hint: Option<&str>) -> Words {
    let mut words = to_text(raw, hint);
    let inner = decode_words(&words.text, hint);
    words.text = inner.text;
    words.lost = words.lost.saturating_add(inner.lost);
    words.guessed |= inner.guessed;
    words
}

/// Turns raw bytes to text without looking for encoded words: what structure is then parsed on, since the
/// second bytes of Shift_JIS and JIS look like quotes and commas.
pub(super) fn to_text(raw: &[u8], hint: Option<&str>) -> Words {
    let decoded = charset::decode_with_hint(raw, None, hint);
    Words {
        text: decoded.text,
        lost: decoded.lost,
        guessed: decoded.guessed,
    }
}

/// Decodes the encoded words of a text.
pub(super) fn decode_words(text: &str, hint: Option<&str>) -> Words {
    let mut out = Words {
        text: String::with_capacity(text.len()),
        ..Words::default()
    };
    let mut group: Vec<Word<'_>> = Vec::new();
    let (mut rest, mut gap) = (text, "");
    while let Some(start) = rest.find("=?") {
        let (before, from) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let Some((word, length)) = Word::parse(from) else {
            let (skip, after) = from.split_at_checked(2).unwrap_or((from, ""));
            if !group.is_empty() {
                flush(&mut group, hint, &mut out);
            }
            out.text.push_str(before);
            out.text.push_str(skip);
            (rest, gap) = (after, "");
            continue;
        };
        if !before.trim().is_empty() || group.is_empty() {
            flush(&mut group, hint, &mut out);
            out.text.push_str(before);
        }
        group.push(word);
        rest = from.get(length..).unwrap_or_default();
        gap = rest;
    }
    flush(&mut group, hint, &mut out);
    let _ = gap;
    out.text.push_str(rest);
    out
}

/// One encoded word, still encoded.
#[derive(Clone, Copy, Debug)]
struct Word<'a> {
    charset: &'a str,
    base64: bool,
    payload: &'a str,
}

impl<'a> Word<'a> {
    /// The word at the beginning of `text`, which begins with `=?`; and its length.
    fn parse(text: &'a str) -> Option<(Self, usize)> {
        let (charset, after) = text.strip_prefix("=?")?.split_once('?')?;
        let plain = !charset.is_empty()
            && charset.len() <= 60
            && charset.bytes().all(|b| b.is_ascii_graphic() && b != b'=');
        let mut chars = after.chars();
        let base64 = match chars.next()? {
            'B' | 'b' => true,
            'Q' | 'q' => false,
            _ => return None,
        };
        let payload = chars.as_str().strip_prefix('?').filter(|_| plain)?;
        let window = crate::cut_bytes(payload, LONGEST_WORD);
        let (length, mark) = match end_of(window, base64) {
            Some(length) => (length, 2_usize),
            None => (cut_off(window, payload.len(), base64)?, 0),
        };
        let header = text.len().saturating_sub(payload.len());
        let word = Self {
            charset,
            base64,
            payload: payload.get(..length)?,
        };
        Some((word, header.saturating_add(length).saturating_add(mark)))
    }

    fn bytes(&self) -> (Vec<u8>, usize) {
        if self.base64 {
            super::transfer::base64(self.payload.as_bytes())
        } else {
            (quoted(self.payload), 0)
        }
    }

    fn same_charset(&self, other: &Self) -> bool {
        let name = |text: &'a str| text.split('*').next().unwrap_or_default();
        name(self.charset).eq_ignore_ascii_case(name(other.charset))
    }
}

/// Where `?=` ends the word. In Q a question mark may stand before an encoded byte: `?=E3` ends nothing.
fn end_of(window: &str, base64: bool) -> Option<usize> {
    let mut from = 0_usize;
    while let Some(found) = window.get(from..).and_then(|rest| rest.find("?=")) {
        let at = from.saturating_add(found);
        let after = window
            .as_bytes()
            .get(at.saturating_add(2)..)
            .unwrap_or_default();
        let encoded = matches!(after, [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
        if base64
            || !encoded
            || window
                .get(at..)
                .is_some_and(|rest| !rest.get(2..).unwrap_or_default().contains("?="))
        {
            return Some(at);
        }
        from = at.saturating_add(2);
    }
    None
}

/// A word whose end was cut off: takes what can belong to it, when that is all there is.
fn cut_off(window: &str, whole: usize, base64: bool) -> Option<usize> {
    let length = window
        .find(|c: char| {
            c.is_whitespace()
                || (base64 && !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=')))
        })
        .unwrap_or(window.len());
    let ends = window
        .get(length..)
        .is_none_or(|rest| rest.trim_matches(['?', '=', ' ']).is_empty());
    (length >= 4 && ends && window.len() == whole).then_some(length)
}

fn flush(group: &mut Vec<Word<'_>>, hint: Option<&str>, out: &mut Words) {
    let mut words = group.drain(..).peekable();
    while let Some(first) = words.next() {
        let (mut bytes, mut lost) = (Vec::new(), 0_usize);
        let mut pending = String::new();
        let mut word = first;
        loop {
            let next = words.next_if(|next| next.same_charset(&first));
            // A base64 run that was cut anywhere goes on in the next word.
            let unfinished = word.base64 && !word.payload.trim_end().ends_with('=');
            pending.push_str(if word.base64 { word.payload } else { "" });
            let whole = pending.bytes().filter(u8::is_ascii_graphic).count() % 4 == 0;
            let joins = unfinished && !whole && next.is_some_and(|next| next.base64);
            if !joins {
                let (more, junk) = if word.base64 {
                    super::transfer::base64(pending.as_bytes())
                } else {
                    word.bytes()
                };
                pending.clear();
                bytes.extend(more);
                lost = lost.saturating_add(junk);
            }
            match next {
                Some(next) => word = next,
                None => break,
            }
        }
        let decoded = charset::decode_with_hint(&bytes, Some(first.charset), hint);
        out.text.push_str(&decoded.text);
        out.lost = out.lost.saturating_add(decoded.lost).saturating_add(lost);
        out.guessed |= decoded.guessed;
    }
}

/// Q: `_` is a blank, `=XX` a byte, everything else itself.
fn quoted(payload: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(payload.len());
    let mut bytes = payload.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'_' => out.push(b' '),
            b'=' => {
                let mut ahead = bytes.clone();
                let pair = ahead.next().zip(ahead.next());
                match pair.and_then(|(a, b)| super::transfer::hex(a, b)) {
                    Some(value) => {
                        out.push(value);
                        bytes = ahead;
                    }
                    None => out.push(b'='),
                }
            }
            _ => out.push(byte),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn encoded_words_in_every_shape() {
        for (raw, text) in [
            ("=?UTF-8?B?5L2Q6Jek?=", "佐藤"),
            ("=?utf-8?q?=E4=BD=90=E8=97=A4?=", "佐藤"),
            ("a =?UTF-8?Q?b?= c", "a b c"),
            // Side by side, the blank between them goes.
            ("=?UTF-8?B?5L2Q?=  =?UTF-8?B?6Jek?=", "佐藤"),
            ("=?UTF-8?B?5L2Q?==?UTF-8?B?6Jek?=", "佐藤"),
            // Split within a character, and within a base64 group.
            ("=?UTF-8?B?5L0=?= =?UTF-8?B?kOiXpA==?=", "佐藤"),
            ("=?UTF-8?B?5L2Q6?= =?UTF-8?B?Jek?=", "佐藤"),
            ("=?UTF-8?Q?=E4=BD?= =?utf-8*ja?Q?=90=E8=97=A4?=", "佐藤"),
            (
                "=?ISO-2022-JP?B?GyRCOjQbKEI=?= =?ISO-2022-JP?B?GyRCRiMbKEI=?=",
                "佐藤",
            ),
            (
                "=?ISO-2022-JP?B?GyRCOjQ=?= =?ISO-2022-JP?B?RiMbKEI=?=",
                "佐藤",
            ),
            // Labels of the makers.
            ("=?CP932?B?jbKToQ==?=", "佐藤"),
            ("=?x-sjis?B?jbKToQ==?=", "佐藤"),
            ("=?ISO-2022-JP-MS?B?GyRCOjRGIxsoQg==?=", "佐藤"),
            ("=?cp50221?B?GyRCOjRGIxsoQg==?=", "佐藤"),
            // Not what the label says.
            ("=?iso-2022-jp?B?5L2Q6Jek?=", "佐藤"),
            // Bad manners.
            ("=?UTF-8?Q?Why?=E4=BD=90?=", "Why?佐"),
            ("=?UTF-8?Q?a b?=", "a b"),
            ("=?UTF-8?B?5L2Q6Jek", "佐藤"),
            ("=?UTF-8?B?5L2Q 6Jek?=", "佐藤"),
            ("=?UTF-8?X?abc?=", "=?UTF-8?X?abc?="),
            ("=?=?UTF-8?Q?b?=", "=?b"),
            ("1 =? 2", "1 =? 2"),
            ("=?UTF-8?B??= x", " x"),
        ] {
            assert_eq!(decode(raw.as_bytes(), None).text, text, "{raw}");
        }
    }

    #[test]
    fn raw_bytes_are_read_by_their_look() {
        for raw in [
            &b"\x8c\xa9\x90\xcf\x8f\x91"[..],
            b"\x1b$B8+@Q=q\x1b(B",
            b"\xb8\xab\xc0\xd1\xbd\xf1",
            "見積書".as_bytes(),
        ] {
            assert_eq!(decode(raw, None).text, "見積書");
        }
        assert_eq!(
            decode("Re: =?UTF-8?B?5L2Q6Jek?= 見積".as_bytes(), None).text,
            "Re: 佐藤 見積"
        );
    }

    #[test]
    fn many_unfinished_words_cost_linear_time() {
        let raw = "=?x?q ".repeat(40_000);
        assert_eq!(decode(raw.as_bytes(), None).text, raw);
        let raw = "=?x?q?a ".repeat(30_000);
        assert!(!decode(raw.as_bytes(), None).text.is_empty());
    }
}
