//! The bytes of a segment.
//!
//! ```text
//! segment  = head (64) record*
//! head     = magic 8 | number 8 | end of the segment before 8 | its records 8 | 16 zeros | check 16
//! record   = magic 4 | length 4 | link 8 | check 16 | payload | zeros up to a multiple of 8
//! ```
//! A record's link is the beginning of the check before it, and its check covers its place, its link and its
//! payload: a record is only believed behind exactly the one it was written behind. So whatever an interrupted or
//! failed group left behind its last good record can never be taken for a record again, whatever is written before
//! it. The end of a finished segment stands in the head of the next one.

/// Where the first record begins.
pub(super) const HEAD: u64 = 64;
/// How long a record's header is.
pub(super) const HEADER: usize = 32;

const SEGMENT_MAGIC: [u8; 8] = *b"SKLOG\0\0\x01";
const RECORD_MAGIC: [u8; 4] = *b"rec\x01";

/// The first half of a check.
pub(super) type Link = [u8; 8];

/// What the head of a segment says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) number: u64,
    pub(super) previous_end: u64,
    pub(super) previous_records: u64,
}

impl Head {
    pub(super) fn encode(self) -> [u8; 64] {
        let mut out = [0; 64];
        let words = [self.number, self.previous_end, self.previous_records];
        let (body, check) = out.split_at_mut(48);
        let (magic, rest) = body.split_at_mut(8);
        magic.copy_from_slice(&SEGMENT_MAGIC);
        for (place, word) in rest.chunks_exact_mut(8).zip(words) {
            place.copy_from_slice(&word.to_be_bytes());
        }
        check.copy_from_slice(&short(blake3::hash(body)));
        out
    }

    pub(super) fn decode(bytes: &[u8; 64]) -> Option<Self> {
        let word = |index: usize| {
            let part = bytes.get(index * 8..)?.first_chunk::<8>()?;
            Some(u64::from_be_bytes(*part))
        };
        let head = Self {
            number: word(1)?,
            previous_end: word(2)?,
            previous_records: word(3)?,
        };
        (head.encode() == *bytes).then_some(head)
    }

    /// What the first record of the segment is linked to.
    pub(super) fn link(self) -> Link {
        let encoded = self.encode();
        encoded
            .get(48..56)
            .and_then(|half| half.try_into().ok())
            .unwrap_or_default()
    }
}

/// What stands before a record's payload.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    pub(super) len: u32,
    pub(super) link: Link,
    pub(super) check: [u8; 16],
}

impl Header {
    /// The header for a payload with this digest at this place behind `link`.
    pub(super) fn new(
        segment: u64,
        offset: u64,
        len: u32,
        link: Link,
        payload: &blake3::Hash,
    ) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&RECORD_MAGIC);
        hasher.update(&segment.to_be_bytes());
        hasher.update(&offset.to_be_bytes());
        hasher.update(&len.to_be_bytes());
        hasher.update(&link);
        hasher.update(payload.as_bytes());
        Self {
            len,
            link,
            check: short(hasher.finalize()),
        }
    }

    pub(super) fn encode(&self) -> [u8; HEADER] {
        let mut out = [0; HEADER];
        let parts: [&[u8]; 4] = [
            &RECORD_MAGIC,
            &self.len.to_be_bytes(),
            &self.link,
            &self.check,
        ];
        for (place, byte) in out.iter_mut().zip(parts.concat()) {
            *place = byte;
        }
        out
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let (magic, rest) = bytes.split_first_chunk::<4>()?;
        let (len, rest) = rest.split_first_chunk::<4>()?;
        let (link, rest) = rest.split_first_chunk::<8>()?;
        let check = rest.first_chunk::<16>()?;
        (*magic == RECORD_MAGIC).then_some(Self {
            len: u32::from_be_bytes(*len),
            link: *link,
            check: *check,
        })
    }

    /// True when `payload` is what was written here.
    pub(super) fn fits(&self, segment: u64, offset: u64, payload: &[u8]) -> bool {
        let again = Self::new(segment, offset, self.len, self.link, &blake3::hash(payload));
        u32::try_from(payload.len()) == Ok(self.len) && again.check == self.check
    }

    /// What the next record is linked to.
    pub(super) fn next_link(&self) -> Link {
        self.check.first_chunk().copied().unwrap_or_default()
    }
}

/// The room a record of `len` bytes takes.
pub(super) fn room(len: u32) -> u64 {
    (u64::from(len) + 32).next_multiple_of(8)
}

/// The file of a segment.
pub(super) fn file_name(number: u64) -> String {
    format!("{number:016x}.seg")
}

/// The segment a file holds, when it is one.
pub(super) fn number_of(file_name: &str) -> Option<u64> {
    let digits = file_name
        .strip_suffix(".seg")
        .filter(|digits| digits.len() == 16)?;
    u64::from_str_radix(digits, 16).ok()
}

fn short(hash: blake3::Hash) -> [u8; 16] {
    hash.as_bytes().first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_comes_back_and_a_torn_one_does_not() {
        let head = Head {
            number: 7,
            previous_end: 4096,
            previous_records: 12,
        };
        let mut bytes = head.encode();
        assert_eq!(Head::decode(&bytes), Some(head));
        bytes[20] ^= 1;
        assert_eq!(Head::decode(&bytes), None);
        assert_eq!(Head::decode(&[0; 64]), None);
    }

    #[test]
    fn a_record_is_believed_only_where_it_was_written() {
        let header = Header::new(1, 64, 3, [9; 8], &blake3::hash(b"abc"));
        let header = Header::decode(&header.encode()).unwrap();
        assert!(header.fits(1, 64, b"abc"));
        assert!(!header.fits(1, 72, b"abc"));
        assert!(!header.fits(2, 64, b"abc"));
        assert!(!header.fits(1, 64, b"abd"));
    }

    #[test]
    fn file_names_sort_as_their_numbers_do() {
        assert!(file_name(9) < file_name(10));
        assert_eq!(number_of(&file_name(0xAB_CDEF)), Some(0xAB_CDEF));
        assert_eq!(number_of("lost+found"), None);
    }
}
