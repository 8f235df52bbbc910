//! The notation of certificates and signatures (X.690), as slices of what was given: some signers write lengths that are
//! only found at the end (BER), and a signature counts over the very bytes, so nothing is written again.

/// Values within values.
const DEPTH: u8 = 16;

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BITS: u8 = 0x03;
pub(super) const OCTETS: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// One value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tlv<'a> {
    pub(super) tag: u8,
    pub(super) body: &'a [u8],
    /// Tag, length and body.
    pub(super) whole: &'a [u8],
}

impl<'a> Tlv<'a> {
    /// The value at the start of some bytes.
    pub(super) fn first(bytes: &'a [u8]) -> Option<Self> {
        split(bytes, 0).map(|(value, _)| value)
    }

    /// The values inside; what is broken ends them.
    pub(super) fn inside(self) -> Inside<'a> {
        Inside {
            rest: self.body,
            waiting: None,
        }
    }

    /// The body, where the tag is this one.
    pub(super) fn of(self, tag: u8) -> Option<&'a [u8]> {
        (self.tag == tag).then_some(self.body)
    }

    /// The same value, where the tag is this one.
    pub(super) fn with(self, tag: u8) -> Option<Self> {
        (self.tag == tag).then_some(self)
    }

    /// The bytes of a string, its pieces put together.
    pub(super) fn octets(self) -> Option<Vec<u8>> {
        match self.tag {
            OCTETS => Some(self.body.to_vec()),
            0x24 => {
                let mut all = Vec::new();
                for piece in self.inside() {
                    all.extend_from_slice(piece.of(OCTETS)?);
                }
                Some(all)
            }
            _ => None,
        }
    }

    /// The bytes of a bit string of whole bytes.
    pub(super) fn bits(self) -> Option<&'a [u8]> {
        match self.of(BITS)?.split_first()? {
            (0, bytes) => Some(bytes),
            _ => None,
        }
    }

    /// A small number.
    pub(super) fn number(self) -> Option<u32> {
        let body = self.of(INTEGER)?;
        if body.is_empty() || body.len() > 4 || body.first()? & 0x80 != 0 {
            return None;
        }
        Some(body.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
    }
}

/// Values one after the other.
#[derive(Clone, Debug)]
pub(super) struct Inside<'a> {
    rest: &'a [u8],
    waiting: Option<Tlv<'a>>,
}

impl<'a> Inside<'a> {
    /// The next value, where its tag is this one; else it waits.
    pub(super) fn given(&mut self, tag: u8) -> Option<Tlv<'a>> {
        let next = self.next()?;
        if next.tag == tag {
            return Some(next);
        }
        self.waiting = Some(next);
        None
    }
}

impl<'a> Iterator for Inside<'a> {
    type Item = Tlv<'a>;

    fn next(&mut self) -> Option<Tlv<'a>> {
        if let Some(waiting) = self.waiting.take() {
            return Some(waiting);
        }
        let (value, rest) = split(self.rest, 0)?;
        self.rest = rest;
        Some(value)
    }
}

/// One value and what follows it.
fn split(bytes: &[u8], depth: u8) -> Option<(Tlv<'_>, &[u8])> {
    let (tag, after) = bytes.split_first()?;
    // No tag here has a long number.
    if tag & 0x1f == 0x1f || depth > DEPTH {
        return None;
    }
    let (length, mut body) = after.split_first()?;
    let length = match *length {
        short @ 0..0x80 => usize::from(short),
        0x80 => return split_open(bytes, body, *tag, depth),
        long => {
            let count = usize::from(long & 0x7f);
            let (digits, rest) = body.split_at_checked(count).filter(|_| count <= 4)?;
            body = rest;
            digits
                .iter()
                .fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte))
        }
    };
    let (body, rest) = body.split_at_checked(length)?;
    let whole = bytes.get(..bytes.len().checked_sub(rest.len())?)?;
    let tag = *tag;
    Some((Tlv { tag, body, whole }, rest))
}

/// A value that ends where two zero bytes stand.
fn split_open<'a>(
    bytes: &'a [u8],
    start: &'a [u8],
    tag: u8,
    depth: u8,
) -> Option<(Tlv<'a>, &'a [u8])> {
    let mut rest = start;
    while !rest.starts_with(&[0, 0]) {
        (_, rest) = split(rest, depth.checked_add(1)?)?;
    }
    let body = start.get(..start.len().checked_sub(rest.len())?)?;
    let rest = rest.get(2..)?;
    let whole = bytes.get(..bytes.len().checked_sub(rest.len())?)?;
    Some((Tlv { tag, body, whole }, rest))
}

#[cfg(test)]
mod tests {
    use super::{INTEGER, OCTETS, Tlv};

    #[test]
    fn values_are_found_with_lengths_before_and_after() {
        let value = Tlv::first(&[0x30, 0x80, 4, 2, 7, 8, 2, 1, 9, 0, 0, 1]).unwrap();
        assert_eq!(value.whole.len(), 11);
        let mut inside = value.inside();
        assert!(inside.given(INTEGER).is_none());
        assert_eq!(inside.given(OCTETS).unwrap().body, [7, 8]);
        assert_eq!(inside.given(INTEGER).unwrap().number(), Some(9));
        assert!(inside.next().is_none());
        let pieces = Tlv::first(&[0x24, 6, 4, 1, 1, 4, 1, 2]).unwrap();
        assert_eq!(pieces.octets(), Some(vec![1, 2]));
    }

    #[test]
    fn what_is_cut_or_bottomless_is_no_value() {
        assert!(Tlv::first(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0]).is_none());
        assert!(Tlv::first(&[0x30, 0x05, 1]).is_none());
        assert!(Tlv::first(&[0x30, 0x80].repeat(100_000)).is_none());
    }
}
