//! ISO-2022-JP as it is really written: half-width kana by escape, by SO/SI or as raw bytes, NEC and IBM
//! rows, JIS X 0212, the user-defined characters of ISO-2022-JP-MS and CP50221, lines that forget to
//! return to ASCII, lines broken within a run, and other charsets mixed in.

use encoding_rs::{EUC_JP, EUC_KR, Encoding, GBK, SHIFT_JIS, UTF_8};

use super::decode_onto;

/// The usual name.
pub(super) const NAME: &str = "ISO-2022-JP";

/// What the bytes mean until the next escape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    Ascii,
    Kana,
    /// JIS X 0208 with the NEC and IBM rows.
    Kanji,
    /// JIS X 0212.
    Supplement,
    /// User-defined characters.
    Private,
    Gb,
    Ks,
    /// A set nobody can read: JIS X 0213 plane 2 and the like.
    Strange,
}

/// Decodes; returns the text and how many bytes could not be represented.
pub(super) fn decode(bytes: &[u8]) -> (String, usize) {
    let mut reader = Reader {
        bytes,
        at: 0,
        next_escape: 0,
        text: String::with_capacity(bytes.len()),
        lost: 0,
    };
    reader.run();
    (reader.text, reader.lost)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the next escape stands, at or after `at`; found once and kept, so that looking ahead at every
    /// line break stays linear.
    next_escape: usize,
    text: String,
    lost: usize,
}

impl Reader<'_> {
    fn run(&mut self) {
        let mut set = Set::Ascii;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                0x1b => match self.escape() {
                    Some((next, length)) => {
                        set = next;
                        self.at = self.at.saturating_add(length);
                    }
                    None => self.lose(1),
                },
                0x0e => {
                    set = Set::Kana;
                    self.at = self.at.saturating_add(1);
                }
                0x0f => {
                    set = Set::Ascii;
                    self.at = self.at.saturating_add(1);
                }
                b'\r' | b'\n' => {
                    self.push(char::from(byte));
                    if set != Set::Ascii && !self.run_goes_on() {
                        set = Set::Ascii;
                    }
                }
                0x00..=0x20 => self.push(char::from(byte)),
                _ => self.character(set, byte),
            }
        }
    }

    fn character(&mut self, set: Set, byte: u8) {
        match set {
            Set::Ascii if byte < 0x80 => self.push(char::from(byte)),
            Set::Ascii => self.eight_bit(),
            Set::Kana => match byte {
                0x21..=0x5f => self.push(kana(byte.wrapping_sub(0x21))),
                0xa1..=0xdf => self.push(kana(byte.wrapping_sub(0xa1))),
                _ => self.lose(1),
            },
            _ => self.pairs(set),
        }
    }

    /// A run of two-byte characters up to the next byte that cannot be one.
    fn pairs(&mut self, set: Set) {
        let start = self.at;
        let mut shifted = Vec::new();
        while let (Some(&lead), Some(&trail)) = (
            self.bytes.get(self.at),
            self.bytes.get(self.at.saturating_add(1)),
        ) {
            if !(0x21..=0x7e).contains(&lead) || !(0x21..=0x7e).contains(&trail) {
                break;
            }
            match set {
                Set::Private => self.text.push(private(lead.wrapping_sub(0x21), trail)),
                Set::Strange => {
                    self.text.push('\u{fffd}');
                    self.lost = self.lost.saturating_add(2);
                }
                Set::Supplement => shifted.extend([0x8f, lead | 0x80, trail | 0x80]),
                _ => shifted.extend([lead | 0x80, trail | 0x80]),
            }
            self.at = self.at.saturating_add(2);
        }
        let encoding: &'static Encoding = match set {
            Set::Gb => GBK,
            Set::Ks => EUC_KR,
            _ => EUC_JP,
        };
        self.lost = self
            .lost
            .saturating_add(decode_onto(&shifted, encoding, &mut self.text));
        if self.at == start {
            self.odd_one();
        }
    }

    /// A byte within a two-byte run that begins no pair.
    fn odd_one(&mut self) {
        let lead = self.bytes.get(self.at).copied().unwrap_or_default();
        let trail = self
            .bytes
            .get(self.at.saturating_add(1))
            .copied()
            .unwrap_or_default();
        match lead {
            // CP50221 goes on counting rows after 94 for its user-defined characters.
            0x7f..=0x92 if (0x21..=0x7e).contains(&trail) => {
                self.text.push(private(lead.wrapping_sub(0x7f), trail));
                self.at = self.at.saturating_add(2);
            }
            0xa1..=0xdf if !(0x80..=0xff).contains(&trail) => {
                self.push(kana(lead.wrapping_sub(0xa1)));
            }
            0x80..=0xff => self.eight_bit(),
            // Half a character before a line break or an escape.
            _ => self.lose(1),
        }
    }

    /// Bytes of eight bits where seven were promised: read to the end of the line as what they look like.
    fn eight_bit(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|b| matches!(b, b'\r' | b'\n' | 0x1b))
            .unwrap_or(rest.len());
        let run = rest.get(..length).unwrap_or_default();
        self.at = self.at.saturating_add(length);
        let high_are_kana = run.iter().all(|b| *b < 0x80 || (0xa1..=0xdf).contains(b));
        if std::str::from_utf8(run).is_ok() {
            decode_onto(run, UTF_8, &mut self.text);
        } else if high_are_kana {
            decode_onto(run, SHIFT_JIS, &mut self.text);
        } else {
            let guess = super::in_charset(run, super::look::guess(run, None));
            self.text.push_str(&guess.text);
            self.lost = self.lost.saturating_add(guess.lost);
        }
    }

    /// At a line break within a run: a run that was only broken by it ends, before any other begins, with
    /// an escape to ASCII. One that forgot to end is followed by plain lines.
    fn run_goes_on(&mut self) -> bool {
        if self.next_escape < self.at {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let ahead = rest.iter().position(|b| *b == 0x1b).unwrap_or(rest.len());
            self.next_escape = self.at.saturating_add(ahead);
        }
        matches!(
            self.bytes.get(self.next_escape..),
            Some([0x1b, b'(', b'B' | b'J' | b'H', ..])
        )
    }

    fn escape(&self) -> Option<(Set, usize)> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        Some(match rest {
            [_, b'(', b'B' | b'J' | b'H', ..] => (Set::Ascii, 3),
            [_, b'(', b'I', ..] => (Set::Kana, 3),
            [_, b'$', b'@' | b'B', ..] => (Set::Kanji, 3),
            [_, b'$', b'A', ..] => (Set::Gb, 3),
            [_, b'$', b'(', b'C', ..] => (Set::Ks, 4),
            [_, b'$', b'(', b'D', ..] => (Set::Supplement, 4),
            [_, b'$', b'(', b'?', ..] => (Set::Private, 4),
            // JIS X 0213 plane 1 keeps the places of JIS X 0208.
            [_, b'$', b'(', b'@' | b'B' | b'O' | b'Q', ..] => (Set::Kanji, 4),
            [_, b'$', b'(', b'A', ..] => (Set::Gb, 4),
            [_, b'$', b'(', b'P', ..] => (Set::Strange, 4),
            // "Identify revised registration", always before ESC $ B.
            [_, b'&', b'@', ..] => (Set::Ascii, 3),
            _ => return None,
        })
    }

    fn push(&mut self, c: char) {
        self.text.push(c);
        self.at = self.at.saturating_add(1);
    }

    fn lose(&mut self, bytes: usize) {
        self.text.push('\u{fffd}');
        self.lost = self.lost.saturating_add(bytes);
        self.at = self.at.saturating_add(bytes);
    }
}

/// Half-width katakana by place.
fn kana(place: u8) -> char {
    char::from_u32(0xff61_u32.saturating_add(u32::from(place))).unwrap_or('\u{fffd}')
}

/// A user-defined character by row and cell: twenty rows of 94, then nobody's.
fn private(row: u8, trail: u8) -> char {
    let place = u32::from(row)
        .saturating_mul(94)
        .saturating_add(u32::from(trail.wrapping_sub(0x21)));
    char::from_u32(0xe000_u32.saturating_add(place))
        .filter(|_| row < 20)
        .unwrap_or('\u{fffd}')
}

/// Some relays drop the escape byte and leave `$B…(B`. Where what lies between is Japanese, puts it back.
pub(super) fn restore_escapes(bytes: &[u8]) -> Option<Vec<u8>> {
    const LONGEST_RUN: usize = 1_000;
    let mut restored = Vec::new();
    let (mut at, mut found) = (0_usize, false);
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let run = match rest {
            [b'$', b'B' | b'@', run @ ..] => run.get(..LONGEST_RUN).unwrap_or(run),
            _ => &[],
        };
        let length = run
            .chunks_exact(2)
            .position(|pair| matches!(pair, [b'(', b'B' | b'J']))
            .map(|pairs| pairs.saturating_mul(2))
            .filter(|length| is_japanese(run.get(..*length).unwrap_or_default()));
        if let Some(length) = length {
            let end = length.saturating_add(4);
            restored.push(0x1b);
            restored.extend_from_slice(rest.get(..length.saturating_add(2)).unwrap_or_default());
            restored.push(0x1b);
            restored.extend_from_slice(rest.get(length.saturating_add(2)..end).unwrap_or_default());
            at = at.saturating_add(end);
            found = true;
        } else {
            restored.push(byte);
            at = at.saturating_add(1);
        }
    }
    found.then_some(restored)
}

fn is_japanese(run: &[u8]) -> bool {
    let shifted: Vec<u8> = run.iter().map(|b| b | 0x80).collect();
    let mut text = String::new();
    !run.is_empty()
        && run.iter().all(|b| (0x21..=0x7e).contains(b))
        && decode_onto(&shifted, EUC_JP, &mut text) == 0
}
