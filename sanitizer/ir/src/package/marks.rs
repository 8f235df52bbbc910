//! What stands in a text, by one look at each of its bytes: most values of most documents are a few plain letters, and
//! then nothing more has to be asked of them.
//!
//! A mark says "perhaps": where it is missing the answer is known, where it is there the characters are looked at.

use super::rules::character_may_stand;

/// What was seen among the bytes of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u8);

/// A control, or the first byte of a character that perhaps may not stand in a document.
const SUSPECT: u8 = 1;
/// A byte beyond ASCII.
const WIDE: u8 = 2;
/// A colon or a slash of either kind, without which nothing can be taken for a place.
const PLACE: u8 = 4;
/// A character that XML writes by an escape, in a text or in a value.
const ESCAPED: u8 = 8;

/// The marks of each byte.
const OF_BYTE: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    let mut rest: &mut [u8] = &mut table;
    while let [marks, after @ ..] = rest {
        *marks = marks_of(byte);
        byte = byte.wrapping_add(1);
        rest = after;
    }
    table
};

const fn marks_of(byte: u8) -> u8 {
    match byte {
        b'\t' | b'\n' => ESCAPED,
        0..0x20 | 0x7f => SUSPECT,
        b'&' | b'<' | b'>' | b'"' => ESCAPED,
        b':' | b'/' | b'\\' => PLACE,
        // Controls; marks and directions; specials and noncharacters; the planes with their noncharacters and tags.
        0xc2 | 0xe2 | 0xef | 0xf0..=0xff => SUSPECT | WIDE,
        0x80..0xff => WIDE,
        _ => 0,
    }
}

impl Marks {
    /// Looks at every byte.
    #[inline]
    pub fn of(text: &[u8]) -> Self {
        Self(text.iter().fold(0, |marks, byte| {
            // The table has a place for every byte.
            marks | OF_BYTE.get(usize::from(*byte)).unwrap_or(&u8::MAX)
        }))
    }

    /// True where nothing stands that may not stand in a document.
    #[inline]
    pub const fn all_may_stand(self) -> bool {
        self.0 & SUSPECT == 0
    }

    /// True where nothing but ASCII stands.
    #[inline]
    pub const fn is_ascii(self) -> bool {
        self.0 & WIDE == 0
    }

    /// True where nothing stands that a place could be said by.
    #[inline]
    pub const fn is_no_place(self) -> bool {
        self.0 & PLACE == 0
    }

    /// True where nothing has to be escaped, in a text or in a value.
    #[inline]
    pub const fn is_said_as_it_is(self) -> bool {
        self.0 & ESCAPED == 0
    }
}

/// True where every character may stand in the text of a document.
#[inline]
pub fn text_may_stand(text: &str) -> bool {
    Marks::of(text.as_bytes()).all_may_stand() || text.chars().all(character_may_stand)
}

#[cfg(test)]
mod tests {
    use super::{Marks, character_may_stand, text_may_stand};

    #[test]
    fn no_character_that_may_not_stand_goes_unmarked() {
        let mut room = [0; 4];
        for c in '\0'..=char::MAX {
            let text = c.encode_utf8(&mut room);
            let marks = Marks::of(text.as_bytes());
            assert!(!marks.all_may_stand() || character_may_stand(c), "{c:?}");
            assert_eq!(text_may_stand(text), character_may_stand(c), "{c:?}");
            assert_eq!(marks.is_ascii(), c.is_ascii(), "{c:?}");
            assert_eq!(marks.is_no_place(), !":/\\".contains(c), "{c:?}");
            let said = !"&<>\"\n\t".contains(c);
            assert_eq!(marks.is_said_as_it_is(), said, "{c:?}");
        }
    }

    #[test]
    fn plain_words_carry_no_mark() {
        assert_eq!(Marks::of(b"A1 = 'x' (1.5%)"), Marks::default());
        assert!(text_may_stand("令和８年度 予算（案）※"));
        assert!(!text_may_stand("令和\u{202e}８年"));
    }
}
