//! Bytes to characters: by the label where it tells the truth, by looking where it does not.
//!
//! Japanese mail and files carry wrong labels often enough that a label is a hint. The order is: a byte
//! order mark; the label, if the bytes decode under it without loss and do not look like another; what
//! the bytes look like; the label again, with every byte that could not be read counted.

mod jis;
mod label;
mod look;

use encoding_rs::{DecoderResult, EUC_JP, Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use label::Charset;

/// Decoded text, and how it was come by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The characters; a byte that could not be read stands as U+FFFD.
    pub text: String,
    /// The usual name of the charset it was read in.
    pub charset: &'static str,
    /// True where the label was missing or wrong for bytes that are not plain ASCII.
    pub guessed: bool,
    /// How many bytes could not be represented.
    pub lost: usize,
}

/// Decodes `bytes`; `label` is what their container calls their charset.
pub fn decode(bytes: &[u8], label: Option<&str>) -> Decoded {
    decode_with_hint(bytes, label, None)
}

/// As [`decode`], with the charset of the surroundings for short and doubtful runs.
pub fn decode_with_hint(bytes: &[u8], label: Option<&str>, hint: Option<&str>) -> Decoded {
    let labelled = label.and_then(label::resolve);
    if let Some(decoded) = by_mark(bytes, labelled) {
        return decoded;
    }
    let kana_shift = matches!(labelled, Some(Charset::Jis)) && bytes.contains(&0x0e);
    if bytes.is_ascii() && !kana_shift && !look::has_shifts(bytes) {
        return plain_ascii(bytes, labelled, hint.and_then(label::resolve));
    }
    if let Some(charset) = labelled {
        let decoded = in_charset(bytes, charset);
        if decoded.lost == 0 && !look::contradicts(bytes, charset, &decoded.text) {
            return decoded;
        }
    }
    let hint = hint.and_then(label::resolve);
    let guess = in_charset(bytes, look::guess(bytes, labelled.or(hint)));
    let guess = Decoded {
        guessed: true,
        ..guess
    };
    let Some(charset) = labelled else {
        return guess;
    };
    let decoded = in_charset(bytes, charset);
    let keep_label = decoded.lost < guess.lost
        || (decoded.lost == guess.lost && !look::contradicts(bytes, charset, &decoded.text));
    if keep_label { decoded } else { guess }
}

/// ASCII bytes mean the same in nearly every charset; UTF-7 and JIS without its escapes are the exceptions.
fn plain_ascii(bytes: &[u8], labelled: Option<Charset>, hint: Option<Charset>) -> Decoded {
    match labelled.or(hint.filter(|hint| matches!(hint, Charset::Jis))) {
        Some(Charset::Jis) => {
            if let Some(restored) = jis::restore_escapes(bytes) {
                let decoded = in_charset(&restored, Charset::Jis);
                return Decoded {
                    guessed: true,
                    ..decoded
                };
            }
        }
        Some(charset @ Charset::Foreign(..)) => return in_charset(bytes, charset),
        Some(Charset::Other(encoding)) if encoding == UTF_16BE || encoding == UTF_16LE => {
            let decoded = in_charset(bytes, Charset::Other(encoding));
            if bytes.contains(&0) && decoded.lost == 0 {
                return decoded;
            }
        }
        _ => {}
    }
    let text = String::from_utf8_lossy(bytes).into_owned();
    let charset = match labelled {
        Some(Charset::Utf8) => "UTF-8",
        Some(Charset::Jis) => jis::NAME,
        Some(Charset::Other(encoding)) => encoding.name(),
        _ => "US-ASCII",
    };
    Decoded {
        text,
        charset,
        guessed: false,
        lost: 0,
    }
}

fn by_mark(bytes: &[u8], labelled: Option<Charset>) -> Option<Decoded> {
    let (encoding, length) = Encoding::for_bom(bytes)?;
    let rest = bytes.get(length..).unwrap_or_default();
    let trusted = match labelled {
        None | Some(Charset::Utf8) => true,
        Some(Charset::Other(other)) => encoding == UTF_8 || other == UTF_16LE || other == UTF_16BE,
        Some(_) => encoding == UTF_8,
    };
    let decoded = trusted.then(|| in_encoding(rest, encoding))?;
    (decoded.lost == 0 || encoding == UTF_8).then_some(decoded)
}

fn in_charset(bytes: &[u8], charset: Charset) -> Decoded {
    match charset {
        Charset::Utf8 => in_encoding(bytes, UTF_8),
        Charset::Jis => {
            let (text, lost) = jis::decode(bytes);
            Decoded {
                text,
                charset: jis::NAME,
                guessed: false,
                lost,
            }
        }
        Charset::Other(encoding) => in_encoding(bytes, encoding),
        Charset::Foreign(name, decoder) => {
            let text = decoder(bytes);
            let lost = text.matches('\u{fffd}').count();
            Decoded {
                text,
                charset: name,
                guessed: false,
                lost,
            }
        }
    }
}

/// Decodes in one encoding, counting every malformed byte.
fn in_encoding(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let mut text = String::new();
    let lost = decode_onto(bytes, encoding, &mut text);
    let charset = if encoding == SHIFT_JIS {
        "Shift_JIS"
    } else if encoding == EUC_JP {
        "EUC-JP"
    } else {
        encoding.name()
    };
    Decoded {
        text,
        charset,
        guessed: false,
        lost,
    }
}

/// Appends `bytes` read in `encoding`; returns how many bytes were malformed.
fn decode_onto(bytes: &[u8], encoding: &'static Encoding, text: &mut String) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut rest, mut lost) = (bytes, 0_usize);
    loop {
        text.reserve(
            decoder
                .max_utf8_buffer_length_without_replacement(rest.len())
                .unwrap_or(64)
                .max(64),
        );
        let (result, read) = decoder.decode_to_string_without_replacement(rest, text, true);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return lost,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, _) => {
                lost = lost.saturating_add(usize::from(length));
                text.push('\u{fffd}');
            }
        }
    }
}

#[cfg(test)]
mod tests;
