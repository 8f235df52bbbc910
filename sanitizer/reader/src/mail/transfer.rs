//! Content-Transfer-Encoding, read with patience: what is no part of the encoding is skipped and counted.

use std::borrow::Cow;

/// The encodings there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Transfer {
    /// 7bit, 8bit, binary, and whatever nobody knows.
    #[default]
    Plain,
    /// base64.
    Base64,
    /// quoted-printable.
    Quoted,
}

/// Decoded bytes, and how many of the encoded ones meant nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Undone<'a> {
    /// The content.
    pub(super) bytes: Cow<'a, [u8]>,
    /// Encoded bytes that could not be represented.
    pub(super) lost: usize,
}

impl Transfer {
    /// Reads the header: comments, quotes and trailing marks are not part of the word.
    pub(super) fn parse(value: &[u8]) -> (Self, bool) {
        let mut word = String::new();
        let mut depth = 0_usize;
        for byte in value.iter().take(200) {
            match byte {
                b'(' => depth = depth.saturating_add(1),
                b')' => depth = depth.saturating_sub(1),
                _ if depth > 0 => {}
                b';' | b',' if !word.is_empty() => break,
                b' ' | b'\t' if !word.is_empty() => break,
                _ if byte.is_ascii_alphanumeric() => {
                    word.push(char::from(byte.to_ascii_lowercase()));
                }
                _ => {}
            }
        }
        match word.as_str() {
            "base64" | "b" | "base64mime" => (Self::Base64, true),
            "quotedprintable" | "qp" | "q" => (Self::Quoted, true),
            "7bit" | "8bit" | "binary" | "7bits" | "8bits" | "7" | "8" | "" => (Self::Plain, true),
            _ => (Self::Plain, false),
        }
    }

    /// Undoes the encoding.
    pub(super) fn undo(self, encoded: &[u8]) -> Undone<'_> {
        match self {
            Self::Plain => Undone {
                bytes: Cow::Borrowed(encoded),
                lost: 0,
            },
            Self::Base64 => {
                let (bytes, lost) = base64(encoded);
                // A text that only claims to be base64 is better read as it stands.
                let blanks: usize = encoded.iter().map(|b| usize::from(*b == b' ')).sum();
                let odd = lost.saturating_add(blanks);
                if lost > 0 && odd > 8 && odd.saturating_mul(8) > encoded.len() {
                    return Undone {
                        bytes: Cow::Borrowed(encoded),
                        lost: 0,
                    };
                }
                Undone {
                    bytes: Cow::Owned(bytes),
                    lost,
                }
            }
            Self::Quoted => Undone {
                bytes: Cow::Owned(quoted_printable(encoded)),
                lost: 0,
            },
        }
    }
}

/// Decodes base64, skipping what is none of it; runs joined after a padding go on. Returns the bytes and
/// how many characters were skipped (blanks and line breaks are not counted).
pub(super) fn base64(encoded: &[u8]) -> (Vec<u8>, usize) {
    let mut out = Vec::with_capacity(encoded.len().div_ceil(4).saturating_mul(3));
    let (mut bits, mut held, mut junk) = (0_u32, 0_u32, 0_usize);
    for &byte in encoded {
        let value = match byte {
            b'A'..=b'Z' => byte.wrapping_sub(b'A'),
            b'a'..=b'z' => byte.wrapping_sub(b'a').wrapping_add(26),
            b'0'..=b'9' => byte.wrapping_sub(b'0').wrapping_add(52),
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                // What is left of a group ends here.
                (bits, held) = (0, 0);
                continue;
            }
            b' ' | b'\t' | b'\r' | b'\n' => continue,
            _ => {
                junk = junk.saturating_add(1);
                continue;
            }
        };
        bits = (bits << 6) | u32::from(value);
        held = held.wrapping_add(6);
        if held >= 8 {
            held = held.wrapping_sub(8);
            out.push(u8::try_from((bits >> held) & 0xff).unwrap_or_default());
            bits &= (1 << held) - 1;
        }
    }
    (out, junk)
}

/// Decodes quoted-printable; a broken escape stands for itself.
fn quoted_printable(encoded: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(encoded.len());
    let mut at = 0_usize;
    while let Some(&byte) = encoded.get(at) {
        let rest = encoded.get(at.saturating_add(1)..).unwrap_or_default();
        let step = match (byte, rest) {
            (b'=', [a, b, ..]) if hex(*a, *b).is_some() => {
                out.extend(hex(*a, *b));
                3
            }
            (b'=', _) => match soft_break(rest) {
                Some(length) => length.saturating_add(1),
                None => {
                    out.push(b'=');
                    1
                }
            },
            _ => {
                out.push(byte);
                1
            }
        };
        at = at.saturating_add(step);
    }
    out
}

/// `=` at the end of a line, with blanks after it perhaps: how much belongs to the break.
fn soft_break(rest: &[u8]) -> Option<usize> {
    let blanks = rest
        .iter()
        .take(80)
        .take_while(|b| matches!(b, b' ' | b'\t'))
        .count();
    match rest.get(blanks..).unwrap_or_default() {
        [b'\r', b'\n', ..] => Some(blanks.saturating_add(2)),
        [b'\n' | b'\r', ..] => Some(blanks.saturating_add(1)),
        [] => Some(blanks),
        _ => None,
    }
}

/// The byte two hexadecimal digits mean.
pub(super) fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let value = digit(high)?.checked_mul(16)?.checked_add(digit(low)?)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::{Transfer, base64, quoted_printable};

    #[test]
    fn the_word_is_found_among_what_stands_around_it() {
        for raw in [
            "base64",
            " BASE64 (yes)",
            "(no)base64;",
            "\"base64\"",
            "Base-64",
            "base64 x",
        ] {
            assert_eq!(
                Transfer::parse(raw.as_bytes()),
                (Transfer::Base64, true),
                "{raw}"
            );
        }
        for raw in [
            "quoted-printable",
            "Quoted_Printable ;",
            "quoted-printable, 7bit",
        ] {
            assert_eq!(
                Transfer::parse(raw.as_bytes()),
                (Transfer::Quoted, true),
                "{raw}"
            );
        }
        assert_eq!(Transfer::parse(b"7-bit"), (Transfer::Plain, true));
        assert_eq!(Transfer::parse(b"spam"), (Transfer::Plain, false));
    }

    #[test]
    fn base64_with_junk_is_still_read() {
        assert_eq!(base64(b"5L2Q\r\n6J!!ek"), ("佐藤".as_bytes().to_vec(), 2));
        assert_eq!(base64(b"5L0=kOiXpA=="), ("佐藤".as_bytes().to_vec(), 0));
        assert_eq!(base64(b"5L2Q6Jek5"), ("佐藤".as_bytes().to_vec(), 0));
        let text = "This is no base64 at all: it only claims to be, and has many signs!!";
        assert_eq!(
            &*Transfer::Base64.undo(text.as_bytes()).bytes,
            text.as_bytes()
        );
    }

    #[test]
    fn quoted_printable_with_bad_manners_is_still_read() {
        for (raw, plain) in [
            ("a=3Db=\r\nc=  \nd", "a=bcd"),
            ("=e4=bd=90", "佐"),
            ("100=% =ZZ =", "100=% =ZZ "),
            ("x=\n", "x"),
        ] {
            assert_eq!(quoted_printable(raw.as_bytes()), plain.as_bytes(), "{raw}");
        }
    }
}
