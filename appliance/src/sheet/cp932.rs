//! CP932 as Windows writes it, 外字 included.
//!
//! The Encoding Standard's encoder says everything of JIS X 0208 with the rows of NEC and IBM; what it leaves out here
//! is the private use area, which is where a town hall's 外字 are, and it makes `¥` a backslash. Both are mended.

use encoding_rs::SHIFT_JIS;

/// The first character of the user-defined rows.
const GAIJI_FIRST: u32 = 0xE000;
/// The last one.
const GAIJI_LAST: u32 = 0xE757;
/// The pointer of the first one (Encoding Standard, "Shift_JIS decoder").
const GAIJI_POINTER: u32 = 8_836;

/// Writes one character; false, and nothing written, when CP932 has none for it.
pub(super) fn push(out: &mut Vec<u8>, c: char) -> bool {
    if let Some(bytes) = gaiji(c) {
        out.extend_from_slice(&bytes);
        return true;
    }
    let c = twin(c);
    if matches!(c, '\u{A5}' | '\u{203E}') {
        return false;
    }
    let mut text = [0_u8; 4];
    let (bytes, _, unsayable) = SHIFT_JIS.encode(c.encode_utf8(&mut text));
    if unsayable {
        return false;
    }
    out.extend_from_slice(&bytes);
    true
}

/// Characters that JIS and Microsoft map to two different code points though they mean the same one.
fn twin(c: char) -> char {
    match c {
        '\u{301C}' => '\u{FF5E}',
        '\u{2016}' => '\u{2225}',
        '\u{2014}' => '\u{2015}',
        '\u{2212}' => '\u{FF0D}',
        '\u{A2}' => '\u{FFE0}',
        '\u{A3}' => '\u{FFE1}',
        '\u{AC}' => '\u{FFE2}',
        other => other,
    }
}

/// 外字, from F040 on.
fn gaiji(c: char) -> Option<[u8; 2]> {
    let code = u32::from(c);
    if !(GAIJI_FIRST..=GAIJI_LAST).contains(&code) {
        return None;
    }
    let pointer = code - GAIJI_FIRST + GAIJI_POINTER;
    let (lead, trail) = (pointer / 188, pointer % 188);
    let lead = lead + if lead < 0x1F { 0x81 } else { 0xC1 };
    let trail = trail + if trail < 0x3F { 0x40 } else { 0x41 };
    Some([u8::try_from(lead).ok()?, u8::try_from(trail).ok()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written is read back as it was, by the decoder of the Encoding Standard.
    #[test]
    fn every_character_it_writes_is_read_back_or_is_the_twin() {
        let mut written = 0;
        for c in (0x20..0x1_1000).filter_map(char::from_u32) {
            let mut bytes = Vec::new();
            if push(&mut bytes, c) {
                written += 1;
                let (text, _, _) = SHIFT_JIS.decode(&bytes);
                assert_eq!(text, twin(c).to_string(), "U+{:04X}", u32::from(c));
            } else {
                assert!(bytes.is_empty());
            }
        }
        assert!(written > 9_000, "{written}");
    }

    #[test]
    fn the_first_and_the_last_of_the_users_own_characters_stand_where_windows_has_them() {
        assert_eq!(gaiji('\u{E000}'), Some([0xF0, 0x40]));
        assert_eq!(gaiji('\u{E757}'), Some([0xF9, 0xFC]));
        assert_eq!(gaiji('\u{E758}'), None);
    }
}
