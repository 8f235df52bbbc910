//! Every window of 64 bytes as a number, so that two heaps of bytes can be asked what they share.

/// Bytes of a window.
pub(crate) const LENGTH: usize = 64;
/// An odd number without pattern; the hash is a polynomial in it.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
/// The filter in front of the search has two to this power of bits.
const FILTER: u32 = 26;

/// The windows of some bytes, to be asked about.
pub(crate) struct Windows {
    hashes: Vec<u64>,
    filter: Vec<u64>,
}

impl Windows {
    /// All windows of all pieces.
    pub(crate) fn of<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut hashes = Vec::new();
        for piece in pieces {
            each(piece, |at, hash| {
                if !is_run(&piece[at..at + LENGTH]) {
                    hashes.push(hash);
                }
            });
        }
        hashes.sort_unstable();
        hashes.dedup();
        let mut filter = vec![0; 1 << (FILTER - 6)];
        for hash in &hashes {
            let (word, bit) = place(*hash);
            filter[word] |= bit;
        }
        Self { hashes, filter }
    }

    /// How many windows.
    pub(crate) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Leaves out every window of these bytes.
    pub(crate) fn forget(&mut self, bytes: &[u8]) {
        let mut known = Vec::new();
        each(bytes, |_, hash| {
            let (word, bit) = place(hash);
            if self.filter[word] & bit != 0 {
                known.push(hash);
            }
        });
        known.sort_unstable();
        self.hashes
            .retain(|hash| known.binary_search(hash).is_err());
    }

    /// Where windows of these bytes begin that are among ours.
    pub(crate) fn shared(&self, bytes: &[u8]) -> Vec<usize> {
        let mut found = Vec::new();
        if self.hashes.is_empty() {
            return found;
        }
        each(bytes, |at, hash| {
            let (word, bit) = place(hash);
            if self.filter[word] & bit != 0 && self.hashes.binary_search(&hash).is_ok() {
                found.push(at);
            }
        });
        found
    }
}

/// A window of one byte repeated, but for a few bytes at an end of it, says nothing.
fn is_run(window: &[u8]) -> bool {
    let middle = window[LENGTH / 2];
    window.iter().filter(|byte| **byte != middle).count() <= 4
}

fn place(hash: u64) -> (usize, u64) {
    let bit = hash >> (64 - FILTER);
    (usize::try_from(bit >> 6).unwrap(), 1 << (bit & 63))
}

/// Rolls over every window.
fn each(bytes: &[u8], mut tell: impl FnMut(usize, u64)) {
    let leaving = (0..LENGTH).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut hash = 0_u64;
    for (at, byte) in bytes.iter().enumerate() {
        hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(*byte) + 1);
        if at >= LENGTH {
            let old = u64::from(bytes[at - LENGTH]) + 1;
            hash = hash.wrapping_sub(old.wrapping_mul(leaving));
        }
        if at + 1 >= LENGTH {
            // The polynomial's low bits are weak; a final mix spreads them.
            let mixed = (hash ^ (hash >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            tell(at + 1 - LENGTH, mixed ^ (mixed >> 29));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LENGTH, Windows};

    #[test]
    fn a_shared_window_is_found_wherever_it_stands_and_a_run_is_none() {
        let secret: Vec<u8> = (0..200_u8).collect();
        let windows = Windows::of([&secret[..], &[7; 500]].into_iter());
        assert_eq!(windows.len(), 200 - LENGTH + 1, "the run is not among them");
        let mut bytes = vec![9; 333];
        bytes.extend_from_slice(&secret[50..50 + LENGTH]);
        bytes.extend_from_slice(&[7; 100]);
        assert_eq!(windows.shared(&bytes), [333]);
        assert!(windows.shared(&secret[..LENGTH - 1]).is_empty());
        let mut windows = windows;
        windows.forget(&secret[50..50 + LENGTH]);
        assert!(windows.shared(&bytes).is_empty());
    }
}
