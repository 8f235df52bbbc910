//! A list of texts by their numbers, as it lies on the disk and as it is intersected.
//!
//! Numbers are cut into rooms of 65,536. A room with few numbers is kept as those numbers, a full one as a map of
//! bits, so that both rare and common grams are small and quickly laid over each other.
//!
//! ```text
//!  at most 16 numbers:  u32 each
//!  more:                u16 rooms, then (u16 room, u16 numbers - 1) each, then the rooms:
//!                       at most 4,096 numbers: u16 each, more: 8,192 bytes of bits
//! ```

/// Lists up to this long are plain numbers.
pub(super) const PLAIN: usize = 16;

/// A room with more numbers than this is a map of bits.
const FEW: usize = 4096;

/// Words in a map of bits.
const WORDS: usize = 1024;

/// The numbers of one room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// In order.
    Few(Vec<u16>),
    /// As bits.
    Many(Box<[u64]>),
}

fn high(number: u32) -> u16 {
    u16::try_from(number >> 16).unwrap_or(u16::MAX)
}

fn low(number: u32) -> u16 {
    u16::try_from(number & 0xFFFF).unwrap_or(0)
}

fn place(number: u16) -> (usize, u64) {
    (usize::from(number >> 6), 1 << (number & 63))
}

fn has(bits: &[u64], number: u16) -> bool {
    let (word, bit) = place(number);
    bits.get(word).is_some_and(|found| found & bit != 0)
}

fn set(bits: &mut [u64], number: u16) {
    let (word, bit) = place(number);
    if let Some(found) = bits.get_mut(word) {
        *found |= bit;
    }
}

fn empty_bits() -> Box<[u64]> {
    vec![0; WORDS].into_boxed_slice()
}

impl Room {
    /// How many.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Few(numbers) => numbers.len(),
            Self::Many(bits) => bits
                .iter()
                .map(|word| usize::try_from(word.count_ones()).unwrap_or(0))
                .sum(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Few(numbers) => numbers.is_empty(),
            Self::Many(bits) => bits.iter().all(|word| *word == 0),
        }
    }

    /// What is in both.
    pub(super) fn and(self, other: &Self) -> Self {
        match (self, other) {
            (Self::Few(mut mine), Self::Few(theirs)) => {
                let mut rest = theirs.as_slice();
                mine.retain(|number| {
                    let skip = rest.partition_point(|their| their < number);
                    rest = rest.get(skip..).unwrap_or_default();
                    rest.first() == Some(number)
                });
                Self::Few(mine)
            }
            (Self::Few(mut mine), Self::Many(bits)) => {
                mine.retain(|number| has(bits, *number));
                Self::Few(mine)
            }
            (Self::Many(bits), Self::Few(theirs)) => Self::Few(
                theirs
                    .iter()
                    .copied()
                    .filter(|number| has(&bits, *number))
                    .collect(),
            ),
            (Self::Many(mut bits), Self::Many(theirs)) => {
                for (mine, their) in bits.iter_mut().zip(theirs) {
                    *mine &= their;
                }
                Self::Many(bits)
            }
        }
    }

    /// What is in either.
    pub(super) fn or(self, other: Self) -> Self {
        let (mut bits, other) = match (self, other) {
            (Self::Many(bits), other) | (other, Self::Many(bits)) => (bits, other),
            (Self::Few(mine), Self::Few(theirs)) => {
                let mut bits = empty_bits();
                for number in mine {
                    set(&mut bits, number);
                }
                (bits, Self::Few(theirs))
            }
        };
        match other {
            Self::Few(numbers) => {
                for number in numbers {
                    set(&mut bits, number);
                }
            }
            Self::Many(theirs) => {
                for (mine, their) in bits.iter_mut().zip(&theirs) {
                    *mine |= their;
                }
            }
        }
        Self::Many(bits)
    }

    /// Takes away what is in `dead`, the same room of a map of bits.
    pub(super) fn without(self, dead: &[u64]) -> Self {
        match self {
            Self::Few(mut numbers) => {
                numbers.retain(|number| !has(dead, *number));
                Self::Few(numbers)
            }
            Self::Many(mut bits) => {
                for (mine, gone) in bits.iter_mut().zip(dead) {
                    *mine &= !gone;
                }
                Self::Many(bits)
            }
        }
    }

    /// From the last to the first.
    pub(super) fn backwards(&self) -> Box<dyn Iterator<Item = u16> + '_> {
        match self {
            Self::Few(numbers) => Box::new(numbers.iter().rev().copied()),
            Self::Many(bits) => Box::new(bits.iter().enumerate().rev().flat_map(|(at, word)| {
                let base = u16::try_from(at * 64).unwrap_or(0);
                let mut left = *word;
                std::iter::from_fn(move || {
                    let top = 63_u32.checked_sub(left.leading_zeros())?;
                    left &= !(1 << top);
                    Some(base | u16::try_from(top).unwrap_or(0))
                })
            })),
        }
    }
}

/// Appends the list of these numbers, which are in order and each once.
pub(super) fn encode(numbers: &[u32], out: &mut Vec<u8>) {
    if numbers.len() <= PLAIN {
        for number in numbers {
            out.extend_from_slice(&number.to_le_bytes());
        }
        return;
    }
    let rooms: Vec<&[u32]> = numbers.chunk_by(|a, b| high(*a) == high(*b)).collect();
    out.extend_from_slice(&u16::try_from(rooms.len()).unwrap_or(u16::MAX).to_le_bytes());
    for room in &rooms {
        let first = room.first().copied().unwrap_or(0);
        let most = u16::try_from(room.len() - 1).unwrap_or(u16::MAX);
        out.extend_from_slice(&high(first).to_le_bytes());
        out.extend_from_slice(&most.to_le_bytes());
    }
    for room in rooms {
        if room.len() <= FEW {
            for number in room {
                out.extend_from_slice(&low(*number).to_le_bytes());
            }
        } else {
            let mut bits = empty_bits();
            for number in room {
                set(&mut bits, low(*number));
            }
            for word in &bits {
                out.extend_from_slice(&word.to_le_bytes());
            }
        }
    }
}

/// Where a room lies within its list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    /// Which room.
    pub room: u16,
    /// From the beginning of the list.
    pub offset: u64,
    /// How many numbers.
    pub numbers: usize,
}

impl Placed {
    /// How many bytes.
    pub(super) fn bytes(&self) -> usize {
        if self.numbers <= FEW {
            self.numbers * 2
        } else {
            WORDS * 8
        }
    }
}

/// The number of rooms at the beginning of a list.
pub(super) fn rooms(bytes: &[u8]) -> usize {
    bytes
        .first_chunk::<2>()
        .map_or(0, |head| usize::from(u16::from_le_bytes(*head)))
}

/// Reads the directory behind that number.
pub(super) fn directory(bytes: &[u8]) -> Vec<Placed> {
    let count = bytes.len() / 4;
    let mut offset = u64::try_from(2 + count * 4).unwrap_or(0);
    bytes
        .chunks_exact(4)
        .filter_map(|entry| {
            let room = u16::from_le_bytes(*entry.first_chunk::<2>()?);
            let numbers = usize::from(u16::from_le_bytes(*entry.last_chunk::<2>()?)) + 1;
            let placed = Placed {
                room,
                offset,
                numbers,
            };
            offset += u64::try_from(placed.bytes()).unwrap_or(0);
            Some(placed)
        })
        .collect()
}

/// Reads a room.
pub(super) fn room(numbers: usize, bytes: &[u8]) -> Room {
    if numbers <= FEW {
        Room::Few(
            bytes
                .as_chunks::<2>()
                .0
                .iter()
                .map(|number| u16::from_le_bytes(*number))
                .collect(),
        )
    } else {
        Room::Many(
            bytes
                .as_chunks::<8>()
                .0
                .iter()
                .map(|word| u64::from_le_bytes(*word))
                .collect(),
        )
    }
}

/// Reads a short list, room by room.
pub(super) fn plain(bytes: &[u8]) -> Vec<(u16, Room)> {
    let numbers: Vec<u32> = bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|number| u32::from_le_bytes(*number))
        .collect();
    numbers
        .chunk_by(|a, b| high(*a) == high(*b))
        .map(|room| {
            let first = room.first().copied().unwrap_or(0);
            let numbers = room.iter().map(|number| low(*number)).collect();
            (high(first), Room::Few(numbers))
        })
        .collect()
}

/// Reads a whole list of so many numbers.
pub(super) fn all(bytes: &[u8], count: usize, mut out: impl FnMut(u32)) {
    if count <= PLAIN {
        for number in bytes.as_chunks::<4>().0 {
            out(u32::from_le_bytes(*number));
        }
        return;
    }
    let entries = bytes.get(2..2 + rooms(bytes) * 4).unwrap_or_default();
    for placed in directory(entries) {
        let base = u32::from(placed.room) << 16;
        let body = usize::try_from(placed.offset)
            .ok()
            .and_then(|start| bytes.get(start..start + placed.bytes()))
            .unwrap_or_default();
        match room(placed.numbers, body) {
            Room::Few(numbers) => {
                for number in numbers {
                    out(base | u32::from(number));
                }
            }
            Room::Many(bits) => {
                for (word, at) in bits.iter().zip((0_u32..).step_by(64)) {
                    let mut left = *word;
                    while left != 0 {
                        out(base | (at + left.trailing_zeros()));
                        left &= left - 1;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// How many numbers a room has.
    const ROOM: u32 = 1 << 16;

    fn read(bytes: &[u8], count: usize) -> Vec<(u16, Room)> {
        if count <= PLAIN {
            return plain(bytes);
        }
        let rooms = rooms(bytes);
        directory(&bytes[2..2 + rooms * 4])
            .into_iter()
            .map(|placed| {
                let start = usize::try_from(placed.offset).unwrap();
                let bytes = &bytes[start..start + placed.bytes()];
                (placed.room, room(placed.numbers, bytes))
            })
            .collect()
    }

    fn numbers(list: &[(u16, Room)]) -> Vec<u32> {
        let mut out: Vec<u32> = list
            .iter()
            .flat_map(|(at, room)| {
                room.backwards()
                    .map(|number| u32::from(*at) << 16 | u32::from(number))
            })
            .collect();
        out.sort_unstable();
        out
    }

    fn some_set() -> impl Strategy<Value = BTreeSet<u32>> {
        prop_oneof![
            prop::collection::btree_set(0..200_000_u32, 0..40),
            (0..3_u32, 1..5_u32, 0..12_000_u32).prop_map(|(room, step, many)| {
                (0..many).map(|n| room * ROOM + (n * step) % ROOM).collect()
            }),
        ]
    }

    proptest! {
        #[test]
        fn a_list_reads_back_as_it_was(set in some_set()) {
            let wanted: Vec<u32> = set.into_iter().collect();
            let mut bytes = Vec::new();
            encode(&wanted, &mut bytes);
            let mut all = Vec::new();
            super::all(&bytes, wanted.len(), |number| all.push(number));
            prop_assert_eq!(&all, &wanted);
            prop_assert_eq!(numbers(&read(&bytes, wanted.len())), wanted);
        }

        #[test]
        fn rooms_are_sets(a in some_set(), b in some_set()) {
            let room_of = |set: &BTreeSet<u32>| {
                let list: Vec<u32> = set.iter().copied().filter(|n| *n < ROOM).collect();
                let mut bytes = Vec::new();
                encode(&list, &mut bytes);
                read(&bytes, list.len()).into_iter().next().map_or(Room::Few(Vec::new()), |(_, room)| room)
            };
            let (x, y) = (room_of(&a), room_of(&b));
            let low = |set: &BTreeSet<u32>| set.iter().copied().filter(|n| *n < ROOM).collect::<BTreeSet<u32>>();
            let both: Vec<u32> = low(&a).intersection(&low(&b)).copied().collect();
            let either: Vec<u32> = low(&a).union(&low(&b)).copied().collect();
            let and = x.clone().and(&y);
            prop_assert_eq!(and.len(), both.len());
            prop_assert_eq!(and.is_empty(), both.is_empty());
            prop_assert_eq!(numbers(&[(0, and)]), both);
            prop_assert_eq!(numbers(&[(0, x.clone().or(y.clone()))]), either);
            let all = vec![u64::MAX; WORDS];
            prop_assert!(x.without(&all).is_empty());
        }
    }
}
