//! TIFF: pages one behind the other, each its directory, its longer values and its one strip; no gap, no field of
//! words, and nothing behind the last.

use super::jpeg::is_jpeg;
use super::walk::{Walk, size};

const EDGE: u32 = 20_000;
const PAGES: usize = 500;

/// A little-endian TIFF of the one form our writer has.
pub(super) fn is_tiff(bytes: &[u8]) -> Option<()> {
    let mut walk = Walk::over(bytes);
    walk.expect(b"II\x2a\0\x08\0\0\0")?;
    for _ in 0..PAGES {
        let next = page(&mut walk, bytes.len())?;
        if next == 0 {
            return walk.end();
        }
        let here = bytes.len().checked_sub(walk.rest().len())?;
        if here % 2 == 1 {
            walk.expect(&[0])?;
        }
        (bytes.len().checked_sub(walk.rest().len())? == next).then_some(())?;
    }
    None
}

/// Recognises one page and says where the next has to stand.
fn page(walk: &mut Walk<'_>, whole: usize) -> Option<usize> {
    let count = usize::from(u16::from_le_bytes(walk.chunk()?));
    let start = whole.checked_sub(walk.rest().len())?;
    let mut place = start.checked_add(count.checked_mul(12)?)?.checked_add(4)?;
    let (mut before, mut longer) = (0, Vec::new());
    let (mut strip, mut length, mut packing, mut colours) = (None, None, None, None);
    let (mut width, mut height, mut rows) = (None, None, None);
    for _ in 0..count {
        let tag = u16::from_le_bytes(walk.chunk()?);
        let kind = u16::from_le_bytes(walk.chunk()?);
        let many = u32::from_le_bytes(walk.chunk()?);
        let value = u32::from_le_bytes(walk.chunk()?);
        // In order, so that none stands twice.
        (tag > before).then_some(())?;
        before = tag;
        match (tag, kind, many) {
            (256, 4, 1) => width = Some(value).filter(|side| (1..=EDGE).contains(side)),
            (257, 4, 1) => height = Some(value).filter(|side| (1..=EDGE).contains(side)),
            (258, 3, 1) => matches!(value, 1 | 8).then_some(())?,
            (258, 3, 3 | 4) => {
                (size(value)? == place).then_some(())?;
                let bytes = size(many)?.checked_mul(2)?;
                longer.push((bytes, &[8, 0][..]));
                place = place.checked_add(bytes)?;
            }
            (259, 3, 1) => packing = Some(value).filter(|p| matches!(p, 4 | 7 | 8)),
            (262, 3, 1) => colours = Some(value).filter(|c| matches!(c, 0 | 1 | 2 | 6)),
            (273, 4, 1) => strip = Some(size(value)?),
            (277, 3, 1) => matches!(value, 1 | 3 | 4).then_some(())?,
            (278, 4, 1) => rows = Some(value),
            (279, 4, 1) => length = Some(size(value)?),
            // Dots an inch: a whole number over one.
            (282 | 283, 5, 1) => {
                (size(value)? == place).then_some(())?;
                longer.push((8, &[][..]));
                place = place.checked_add(8)?;
            }
            (284, 3, 1) => (value == 1).then_some(())?,
            (296 | 317 | 338, 3, 1) => (value == 2).then_some(())?,
            (530, 3, 2) => matches!(value, 0x1_0001 | 0x1_0002 | 0x2_0002).then_some(())?,
            _ => return None,
        }
    }
    (colours.is_some() && width.is_some() && height.is_some() && rows == height).then_some(())?;
    let next = size(u32::from_le_bytes(walk.chunk()?))?;
    for (bytes, pattern) in longer {
        let mut value = Walk::over(walk.take(bytes)?);
        if pattern.is_empty() {
            value.chunk::<2>()?;
            value.expect(&[0, 0, 1, 0, 0, 0])?;
        } else {
            while value.end().is_none() {
                value.expect(pattern)?;
            }
        }
    }
    (strip? == place).then_some(())?;
    let strip = walk.take(length?)?;
    if packing? == 7 {
        is_jpeg(strip)?;
    }
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::is_tiff;

    /// One page of ink on paper, with fields of the test's choosing behind the usual ones.
    fn made(extra: &[(u16, u16, u32, u32)], tail: &[u8]) -> Vec<u8> {
        let strip = [0x12, 0x34];
        let mut fields = vec![
            (256, 4, 1, 2),
            (257, 4, 1, 3),
            (258, 3, 1, 1),
            (259, 3, 1, 4),
            (262, 3, 1, 0),
            (273, 4, 1, 0),
            (277, 3, 1, 1),
            (278, 4, 1, 3),
            (279, 4, 1, 2),
            (284, 3, 1, 1),
        ];
        fields.extend_from_slice(extra);
        fields.sort_unstable();
        let at = u32::try_from(8 + 2 + fields.len() * 12 + 4).unwrap();
        let mut out = b"II\x2a\0\x08\0\0\0".to_vec();
        out.extend(u16::try_from(fields.len()).unwrap().to_le_bytes());
        for (tag, kind, many, value) in fields {
            out.extend(u16::to_le_bytes(tag));
            out.extend(u16::to_le_bytes(kind));
            out.extend(u32::to_le_bytes(many));
            out.extend(u32::to_le_bytes(if tag == 273 { at } else { value }));
        }
        out.extend([0; 4]);
        out.extend(strip);
        out.extend(tail);
        out
    }

    #[test]
    fn only_the_bare_pages_are_recognised() {
        assert!(is_tiff(&made(&[], b"")).is_some());
        assert!(is_tiff(&made(&[], b"PK")).is_none(), "bytes behind the end");
        assert!(
            is_tiff(&made(&[(305, 2, 4, 0x6f66)], b"")).is_none(),
            "a maker's name"
        );
        assert!(is_tiff(&made(&[(700, 1, 2, 8)], b"")).is_none(), "XMP");
        assert!(
            is_tiff(&made(&[(34_675, 7, 2, 8)], b"")).is_none(),
            "a profile"
        );
        let mut looped = made(&[], b"");
        let at = looped.len() - 6;
        looped[at] = 8;
        assert!(is_tiff(&looped).is_none(), "a page that leads back");
    }
}
