//! Names in archives: UTF-8 where it is said or seen, else CP932, which is what Japanese desks write.

use super::directory::field;

/// A decoded name.
pub(super) struct Decoded {
    pub(super) text: String,
    /// True where nothing said which charset it is and it is not ASCII.
    pub(super) guessed: bool,
}

/// Decodes a raw name.
pub(super) fn decode(raw: &[u8], says_utf8: bool, extra: &[u8]) -> Decoded {
    // A second name for what is plain already would be a second meaning; it is asked only where the first is not.
    if !raw.is_ascii()
        && let Some(text) = unicode_path(raw, extra)
    {
        return Decoded {
            text,
            guessed: false,
        };
    }
    if let Ok(text) = std::str::from_utf8(raw) {
        return Decoded {
            text: text.to_owned(),
            guessed: !says_utf8 && !raw.is_ascii(),
        };
    }
    // 0x5C is the second byte of many characters in CP932, so the text is decoded before it is split.
    let (text, _, _) = encoding_rs::SHIFT_JIS.decode(raw);
    Decoded {
        text: text.into_owned(),
        guessed: true,
    }
}

/// The Info-ZIP Unicode path, where its sum says that it belongs to this name.
fn unicode_path(raw: &[u8], extra: &[u8]) -> Option<String> {
    let body = field(extra, 0x7075)?;
    let (head, path) = body.split_at_checked(5)?;
    let (version, sum) = head.split_first()?;
    let sum = u32::from_le_bytes(sum.try_into().ok()?);
    let mut crc = flate2::Crc::new();
    crc.update(raw);
    if *version != 1 || crc.sum() != sum {
        return None;
    }
    std::str::from_utf8(path).ok().map(str::to_owned)
}
