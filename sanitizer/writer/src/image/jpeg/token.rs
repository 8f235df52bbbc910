//! What is said of a block: each step that is not zero, with how many zeros stand before it.

use super::block::Found;

/// A word to come: which, of which kind, and the bits that follow it.
///
/// The low byte is the symbol of T.81 (zeros before it, and how many bits follow), above it two bits that name the kind,
/// and from bit 16 on what follows.
#[derive(Clone, Copy)]
pub(super) struct Token(u32);

/// Words of brightness: the differences of the mean; all else is the next kind.
pub(super) const LIGHT: u32 = 0;
/// Words of colour.
pub(super) const COLOUR: u32 = 2 << 8;
/// How many words there are, of all kinds.
pub(super) const WORDS: usize = 1024;

impl Token {
    #[inline(always)]
    fn of(kind: u32, zeros: u32, value: i16) -> Self {
        // A value below zero is said by the bits of the one that is one less (T.81, F.1.2.1).
        let size = 16 - value.unsigned_abs().leading_zeros();
        let said = i32::from(value) + (i32::from(value) >> 31);
        let said = said.cast_unsigned() & ((1 << size) - 1);
        Self(said << 16 | kind | zeros << 4 | size)
    }

    /// Its number among all words.
    #[inline(always)]
    pub(super) fn word(self) -> u32 {
        self.0 & 0x3ff
    }

    /// How many bits follow, and which.
    #[inline(always)]
    pub(super) fn tail(self) -> (u32, u32) {
        (self.0 & 0xf, self.0 >> 16)
    }
}

/// Appends what is said of a block, of the kind and the one after it; `mean` is that of the block before.
#[inline(always)]
pub(super) fn append(found: &Found, mean: &mut i16, kind: u32, tokens: &mut Vec<Token>) {
    tokens.reserve(64);
    let value = found.value(0);
    tokens.push(Token::of(kind, 0, value.wrapping_sub(*mean)));
    *mean = value;
    let kind = kind | 1 << 8;
    let mut rest = found.some & !1;
    let mut next = 1;
    while rest != 0 {
        let order = rest.trailing_zeros();
        let mut zeros = order - next;
        while zeros > 15 {
            tokens.push(Token(kind | 0xf0));
            zeros -= 16;
        }
        tokens.push(Token::of(kind, zeros, found.value(order)));
        next = order + 1;
        rest &= rest - 1;
    }
    if next < 64 {
        tokens.push(Token(kind));
    }
}
