//! Short words for what is frequent: Huffman's codes, the standard's own or made for one picture.

use super::token::{Token, WORDS};

/// The codes of one kind: how many there are of each length from one bit on, and their symbols in that order.
pub(super) struct Code {
    counts: [u8; 16],
    symbols: Vec<u8>,
}

/// Differences of the mean and all else, of brightness and of colour.
pub(super) struct Codes([Code; 4]);

/// For each word its bits, and in the low byte how many.
pub(super) type Words = [u32; WORDS];

impl Codes {
    /// Those of T.81, tables K.3 to K.6.
    pub(super) fn standard() -> Self {
        Self(STANDARD.map(|(counts, symbols)| Code {
            counts,
            symbols: symbols.to_vec(),
        }))
    }

    /// Made for these tokens.
    pub(super) fn of(tokens: &[Token]) -> Self {
        let mut counts = [0_u32; WORDS];
        for token in tokens {
            let [low, high, ..] = token.word().to_le_bytes();
            let word = usize::from(u16::from_le_bytes([low, high & 3]));
            if let Some(count) = counts.get_mut(word) {
                *count = count.saturating_add(1);
            }
        }
        let mut kinds = counts.as_chunks::<256>().0.iter();
        Self([(); 4].map(|()| Code::of(kinds.next().unwrap_or(&[0; 256]))))
    }

    /// Those that a picture needs.
    pub(super) fn all(&self, gray: bool) -> &[Code] {
        self.0.get(..if gray { 2 } else { 4 }).unwrap_or_default()
    }

    /// The words.
    pub(super) fn words(&self) -> Words {
        let mut words = [0; WORDS];
        for (code, words) in self.0.iter().zip(words.as_chunks_mut::<256>().0) {
            code.spell(words);
        }
        words
    }
}

impl Code {
    /// As a file says them, after the class and number.
    pub(super) fn table(&self, class: u8) -> Vec<u8> {
        [&[class][..], &self.counts, &self.symbols].concat()
    }

    /// Codes of a length follow one another, longer ones after shorter ones (T.81, annex C).
    fn spell(&self, words: &mut [u32; 256]) {
        let mut symbols = self.symbols.iter();
        let mut code = 0_u32;
        for (length, count) in (1_u32..).zip(self.counts) {
            for symbol in symbols.by_ref().take(usize::from(count)) {
                if let Some(word) = words.get_mut(usize::from(*symbol)) {
                    *word = code << 8 | length;
                }
                code += 1;
            }
            code <<= 1;
        }
    }

    /// The shortest for these frequencies, none longer than 16 bits (T.81, annex K.2).
    pub(super) fn of(frequencies: &[u32; 256]) -> Self {
        let mut lengths = lengths(frequencies);
        // What is too long gives way: its twin takes the place of their parent, and it goes beside a shorter one.
        for length in (17..lengths.len()).rev() {
            while lengths.get(length).copied().unwrap_or(0) > 0 {
                let shorter = (1..length.saturating_sub(1))
                    .rev()
                    .find(|at| lengths.get(*at).copied().unwrap_or(0) > 0)
                    .unwrap_or(1);
                let mut change = |at: usize, by: i32| {
                    if let Some(count) = lengths.get_mut(at) {
                        *count += by;
                    }
                };
                change(length, -2);
                change(length - 1, 1);
                change(shorter + 1, 2);
                change(shorter, -1);
            }
        }
        // The word of nothing but ones stays unused: it was the rarest, so it is among the longest.
        if let Some(count) = lengths.iter_mut().rev().find(|count| **count > 0) {
            *count -= 1;
        }
        let mut counts = [0; 16];
        for (to, from) in counts.iter_mut().zip(lengths.iter().skip(1)) {
            *to = u8::try_from(*from).unwrap_or(0);
        }
        let mut symbols: Vec<(u32, u8)> = (0..=255)
            .zip(frequencies)
            .filter(|(_, frequency)| **frequency > 0)
            .map(|(symbol, frequency)| (*frequency, symbol))
            .collect();
        symbols.sort_by_key(|(frequency, symbol)| (std::cmp::Reverse(*frequency), *symbol));
        Self {
            counts,
            symbols: symbols.into_iter().map(|(_, symbol)| symbol).collect(),
        }
    }
}

/// How many words there are of each length, as Huffman's tree has them, one word that is never used among them.
fn lengths(frequencies: &[u32; 256]) -> [i32; 258] {
    // Each tree: how frequent, and how deep its leaves are, how many of each depth.
    let mut trees: Vec<(u64, Vec<i32>)> = frequencies
        .iter()
        .filter(|frequency| **frequency > 0)
        .map(|frequency| (u64::from(*frequency) << 1, vec![1]))
        .collect();
    trees.push((1, vec![1]));
    // The rarest last; of equals the deeper later, which keeps the longest words short.
    trees.sort_by(|(one, ones), (two, twos)| two.cmp(one).then(twos.len().cmp(&ones.len())));
    while let (Some((one, ones)), Some((two, twos))) = (trees.pop(), trees.pop()) {
        let mut depths = vec![0; ones.len().max(twos.len()) + 1];
        for leaves in [&ones, &twos] {
            for (to, from) in depths.iter_mut().skip(1).zip(leaves) {
                *to += from;
            }
        }
        let both = one + two;
        let place = trees.partition_point(|(frequency, _)| *frequency > both);
        trees.insert(place, (both, depths));
        if trees.len() == 1 {
            break;
        }
    }
    let mut lengths = [0; 258];
    let depths = trees.pop().map(|(_, depths)| depths).unwrap_or_default();
    for (to, from) in lengths.iter_mut().zip(depths) {
        *to = from;
    }
    lengths
}

/// Bits after bytes.
pub(super) struct Bits {
    bytes: Vec<u8>,
    /// The bits that do not yet make bytes, the last one lowest.
    held: u64,
    /// How many, always below 32.
    count: u32,
}

impl Bits {
    pub(super) fn after(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            held: 0,
            count: 0,
        }
    }

    /// Appends the tokens' words, each with what follows it.
    #[inline(always)]
    pub(super) fn append(&mut self, tokens: &[Token], words: &Words) {
        let (mut held, mut count) = (self.held, self.count);
        for token in tokens {
            let [low, high, ..] = token.word().to_le_bytes();
            let word = usize::from(u16::from_le_bytes([low, high & 3]));
            let word = words.get(word).copied().unwrap_or(0);
            let (size, tail) = token.tail();
            // A word has at most 16 bits, and at most 11 follow it.
            let length = (word & 0xff) + size;
            held = held << length | u64::from((word >> 8) << size | tail);
            count += length;
            if count >= 32 {
                count -= 32;
                self.put(held >> count);
            }
        }
        (self.held, self.count) = (held, count);
    }

    /// Four bytes; after one of nothing but ones a zero tells that it is no marker.
    #[inline(always)]
    fn put(&mut self, bits: u64) {
        let [a, b, c, d, ..] = bits.to_le_bytes();
        let four = u32::from_le_bytes([a, b, c, d]);
        // A byte of ones carries over into its highest bit when one is added, and has it set.
        if four & 0x8080_8080 & !four.wrapping_add(0x0101_0101) == 0 {
            self.bytes.extend_from_slice(&[d, c, b, a]);
        } else {
            for byte in [d, c, b, a] {
                self.bytes.push(byte);
                if byte == 0xff {
                    self.bytes.push(0);
                }
            }
        }
    }

    /// The last bits, filled up with ones, and the end of the picture.
    pub(super) fn end(mut self) -> Vec<u8> {
        let missing = (8 - self.count % 8) % 8;
        let mut held = self.held << missing | ((1 << missing) - 1);
        let mut count = self.count + missing;
        let mut last = Vec::new();
        while count > 0 {
            let [byte, ..] = held.to_le_bytes();
            last.push(byte);
            held >>= 8;
            count -= 8;
        }
        for byte in last.into_iter().rev() {
            self.bytes.push(byte);
            if byte == 0xff {
                self.bytes.push(0);
            }
        }
        self.bytes.extend_from_slice(&[0xff, 0xd9]);
        self.bytes
    }
}

/// How many codes of each length, and the symbols.
type Given = ([u8; 16], &'static [u8]);

const STANDARD: [Given; 4] = [
    (
        [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
        &[
            0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b,
        ],
    ),
    (
        [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
        &[
            0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51,
            0x61, 0x07, 0x22, 0x71, 0x14, 0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1,
            0x15, 0x52, 0xd1, 0xf0, 0x24, 0x33, 0x62, 0x72, 0x82, 0x09, 0x0a, 0x16, 0x17, 0x18,
            0x19, 0x1a, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39,
            0x3a, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54, 0x55, 0x56, 0x57,
            0x58, 0x59, 0x5a, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x73, 0x74, 0x75,
            0x76, 0x77, 0x78, 0x79, 0x7a, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x92,
            0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7,
            0xa8, 0xa9, 0xaa, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xc2, 0xc3,
            0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8,
            0xd9, 0xda, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xf1, 0xf2,
            0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa,
        ],
    ),
    (
        [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
        &[
            0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b,
        ],
    ),
    (
        [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119],
        &[
            0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07,
            0x61, 0x71, 0x13, 0x22, 0x32, 0x81, 0x08, 0x14, 0x42, 0x91, 0xa1, 0xb1, 0xc1, 0x09,
            0x23, 0x33, 0x52, 0xf0, 0x15, 0x62, 0x72, 0xd1, 0x0a, 0x16, 0x24, 0x34, 0xe1, 0x25,
            0xf1, 0x17, 0x18, 0x19, 0x1a, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x35, 0x36, 0x37, 0x38,
            0x39, 0x3a, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54, 0x55, 0x56,
            0x57, 0x58, 0x59, 0x5a, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x73, 0x74,
            0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89,
            0x8a, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0xa2, 0xa3, 0xa4, 0xa5,
            0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba,
            0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6,
            0xd7, 0xd8, 0xd9, 0xda, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xf2,
            0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa,
        ],
    ),
];
