//! Unpacking a member, with a budget that is asked before and while bytes come out.

use flate2::{Decompress, FlushDecompress, Status};
use sekisho_ir::{Limits, Reason};

use super::Member;

/// What all members together may unpack to.
#[derive(Debug)]
pub(crate) struct Budget {
    left: u64,
    each: u64,
    /// What unpacks: one room for all members.
    inflate: Decompress,
}

/// Below this a member may be as dense as it likes.
const HARMLESS: u64 = 32 * 1024 * 1024;
/// Above it, no member is packed more than so many times.
const DENSEST: u64 = 300;

impl Budget {
    /// The house's budget.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            left: wide(limits.document_bytes),
            each: wide(limits.child_bytes),
            inflate: Decompress::new(false),
        }
    }
}

fn wide(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}

impl Member<'_> {
    /// Its bytes; size and sum must be what the directory says.
    pub(crate) fn unpack(&self, budget: &mut Budget) -> Result<Vec<u8>, Reason> {
        let packed = wide(self.packed.len());
        let dense = self.size > HARMLESS && self.size / DENSEST > packed;
        if self.size > budget.each || self.size > budget.left || dense {
            return Err(Reason::TooLarge);
        }
        if self.encrypted {
            return Err(Reason::PasswordLocked);
        }
        // Deflate packs at most 1032 times: what claims more lies, and nothing is allocated for it.
        if self.size / 1_040 > packed {
            return Err(Reason::Malformed);
        }
        let size = usize::try_from(self.size).map_err(|_| Reason::TooLarge)?;
        let bytes = match self.method {
            0 => self.packed.to_vec(),
            8 => inflate(&mut budget.inflate, self.packed, size)?,
            _ => return Err(Reason::UnsupportedType),
        };
        let mut crc = flate2::Crc::new();
        crc.update(&bytes);
        if bytes.len() != size || crc.sum() != self.sum {
            return Err(Reason::Malformed);
        }
        budget.left = budget.left.saturating_sub(self.size);
        Ok(bytes)
    }
}

/// What comes out of a stream that should hold so many bytes, and one more where it holds more.
fn inflate(inflate: &mut Decompress, packed: &[u8], size: usize) -> Result<Vec<u8>, Reason> {
    inflate.reset(false);
    let most = size.saturating_add(1);
    let mut bytes = Vec::with_capacity(most);
    loop {
        let (before, taken) = (bytes.len(), inflate.total_in());
        let taken = usize::try_from(taken).map_err(|_| Reason::TooLarge)?;
        let rest = packed.get(taken..).unwrap_or_default();
        let status = inflate
            .decompress_vec(rest, &mut bytes, FlushDecompress::Finish)
            .map_err(|_| Reason::Malformed)?;
        let goes_on = bytes.len() > before && bytes.len() < most;
        if status == Status::StreamEnd || !goes_on {
            return Ok(bytes);
        }
    }
}
