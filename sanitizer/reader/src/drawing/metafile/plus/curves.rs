//! Paths of GDI+: points with their kinds, packed in several ways ([MS-EMFPLUS] 2.2.1.6).

use resvg::tiny_skia::Path as Drawn;

use super::super::bytes::Bytes;
use super::super::outline::Outline;
use super::super::plane::Affine;

/// Places one after the other.
pub(super) type Points = Vec<(f64, f64)>;

/// Points of one path.
const MOST_POINTS: usize = 1_000_000;

/// A path as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Path {
    points: Vec<(f64, f64)>,
    kinds: Vec<u8>,
}

impl Path {
    /// Reads one, behind its version.
    pub(super) fn parse(data: Bytes<'_>) -> Option<Self> {
        let count = data.count(4)?;
        let flags = data.dword(8)?;
        if count > MOST_POINTS || count > data.0.len() {
            return None;
        }
        let rest = data.from(12);
        let (points, after) = if flags & 0x0800 != 0 {
            relative(rest, count)?
        } else if flags & 0x4000 != 0 {
            (
                data.points(12, count, true),
                rest.get(count.checked_mul(4)?..)?,
            )
        } else {
            (floats(rest, count), rest.get(count.checked_mul(8)?..)?)
        };
        let kinds = if flags & 0x1000 == 0 {
            after.get(..count)?.to_vec()
        } else {
            let mut kinds = Vec::new();
            for [run, kind] in after.as_chunks::<2>().0 {
                let run = usize::from(run & 0x3f);
                let length = kinds.len().saturating_add(run).min(count);
                kinds.resize(length, *kind);
                if length == count {
                    break;
                }
            }
            kinds
        };
        (points.len() == count && kinds.len() == count).then_some(Self { points, kinds })
    }

    /// Its outline on the canvas.
    pub(super) fn outline(self, map: &Affine) -> Option<Drawn> {
        let mut outline = Outline::default();
        let mut at = 0_usize;
        while let Some((point, kind)) = self.points.get(at).zip(self.kinds.get(at)) {
            let mut last = *kind;
            match kind & 0x0f {
                0 => outline.start(map, *point),
                3 => {
                    let three = self
                        .points
                        .get(at..)
                        .and_then(|rest| rest.first_chunk::<3>())?;
                    outline.curve(map, *three);
                    at = at.saturating_add(2);
                    last = *self.kinds.get(at)?;
                }
                _ => outline.line(map, *point),
            }
            if last & 0x80 != 0 {
                outline.close();
            }
            at = at.saturating_add(1);
        }
        outline.finish()
    }
}

/// Points of floats.
pub(super) fn floats(bytes: &[u8], count: usize) -> Vec<(f64, f64)> {
    let points = bytes.as_chunks::<8>().0.iter().take(count);
    points
        .filter_map(|point| {
            let [x, y] = Bytes(point).floats(0)?;
            Some((x, y))
        })
        .collect()
}

/// Points that are said by how far each is from the last one, in one byte or two ([MS-EMFPLUS] 2.2.2.21, 2.2.2.22).
pub(super) fn relative(bytes: &[u8], count: usize) -> Option<(Points, &[u8])> {
    let mut rest = bytes;
    let mut next = || {
        let (first, after) = rest.split_first()?;
        if first & 0x80 == 0 {
            rest = after;
            // Seven bits and a sign.
            return Some(f64::from((first << 1).cast_signed() >> 1));
        }
        let (second, after) = after.split_first()?;
        rest = after;
        let value = u16::from_be_bytes([first & 0x7f, *second]);
        Some(f64::from((value << 1).cast_signed() >> 1))
    };
    let mut points = Vec::new();
    let (mut x, mut y) = (0.0, 0.0);
    for _ in 0..count {
        x += next()?;
        y += next()?;
        points.push((x, y));
    }
    Some((points, rest))
}
