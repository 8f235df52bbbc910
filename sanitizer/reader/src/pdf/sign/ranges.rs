//! Which bytes a signature covers. The only gap allowed is the signature's own place, looked at in the bytes themselves:
//! forgeries live on gaps that are wider, and on a signature that is not the one in the gap.

use hayro_interpret::hayro_syntax::object::{Array, Dict};
use sekisho_ir::signature::Coverage;

/// The largest signature: certificates and lists of revoked ones along with it.
const SIGNATURE: usize = 4 * 1024 * 1024;

/// The two covered pieces and the signature between them.
pub(super) struct Ranges<'a> {
    pub(super) pieces: [&'a [u8]; 2],
    pub(super) signature: Vec<u8>,
    pub(super) coverage: Coverage,
}

impl<'a> Ranges<'a> {
    /// None where there is nothing that could be verified.
    pub(super) fn of(data: &'a [u8], value: &Dict<'_>) -> Option<Self> {
        let range = value.get::<Array<'_>>(b"ByteRange")?;
        let range: Vec<i64> = range.iter::<i64>().take(5).collect();
        let [from, length, again, rest] = *range.as_slice() else {
            return None;
        };
        let at = |number: i64| usize::try_from(number).ok();
        let (from, length, again, rest) = (at(from)?, at(length)?, at(again)?, at(rest)?);
        let first_end = from.checked_add(length)?;
        let end = again.checked_add(rest)?;
        let pieces = [data.get(from..first_end)?, data.get(again..end)?];
        let gap = data.get(first_end..again)?;
        let signature = hex(gap)?;
        let own = is_its_own(value.data(), data.get(..first_end)?, gap);
        let after = data.get(end..).unwrap_or_default();
        let coverage = if from != 0 || !own {
            Coverage::Part
        } else if after.trim_ascii().is_empty() {
            Coverage::Whole
        } else {
            Coverage::AddedTo
        };
        Some(Self {
            pieces,
            signature,
            coverage,
        })
    }
}

/// True where the gap is this dictionary's own `Contents`, of which it has one.
fn is_its_own(dictionary: &[u8], before: &[u8], gap: &[u8]) -> bool {
    const CONTENTS: &[u8] = b"/Contents";
    let (outer, inner) = (dictionary.as_ptr_range(), gap.as_ptr_range());
    outer.start <= inner.start
        && inner.end <= outer.end
        && before.trim_ascii_end().ends_with(CONTENTS)
        && memchr::memmem::find_iter(dictionary, CONTENTS).count() == 1
}

/// `<…>` and nothing else.
fn hex(gap: &[u8]) -> Option<Vec<u8>> {
    let digits = gap.strip_prefix(b"<")?.strip_suffix(b">")?;
    if digits.len() > SIGNATURE * 2 {
        return None;
    }
    let digits: Vec<u8> = digits
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    data_encoding::HEXLOWER_PERMISSIVE.decode(&digits).ok()
}
