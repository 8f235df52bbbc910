//! The one thing of a camera's notes that pixels need: which way it was held.

use sekisho_ir::{Chroma, Layout};

/// How the pixels must be turned to stand upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Orientation {
    /// As they are.
    Upright,
    /// Turned by what the number of the TIFF tag says, 2 to 8.
    Turned(u8),
}

/// Finds the orientation in an Exif block; anything odd is upright.
pub(super) fn of_exif(exif: &[u8]) -> Orientation {
    let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    find(tiff).map_or(Orientation::Upright, Orientation::of_tag)
}

fn find(tiff: &[u8]) -> Option<u64> {
    let little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let pair = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        })
    };
    let long = tiff.get(4..8)?.try_into().ok()?;
    let directory = if little {
        u32::from_le_bytes(long)
    } else {
        u32::from_be_bytes(long)
    };
    let directory = usize::try_from(directory).ok()?;
    for entry in 0..usize::from(short(directory)?) {
        let at = directory
            .checked_add(2)?
            .checked_add(entry.checked_mul(12)?)?;
        if short(at)? == 0x0112 {
            return short(at.checked_add(8)?).map(u64::from);
        }
    }
    None
}

impl Orientation {
    /// What the number of the tag says (TIFF 6.0, section 8); anything odd is upright.
    pub(super) fn of_tag(tag: u64) -> Self {
        u8::try_from(tag)
            .ok()
            .filter(|turn| (2..=8).contains(turn))
            .map_or(Self::Upright, Self::Turned)
    }

    /// True where what was wide becomes high.
    pub(super) fn lies(self) -> bool {
        matches!(self, Self::Turned(5..))
    }

    /// True where planes of this size can be turned each by itself: colours that two pixels share go on sharing them.
    pub(super) fn keeps(self, chroma: Chroma, width: u32, height: u32) -> bool {
        let even = |side: u32| side.is_multiple_of(2);
        match (self, chroma) {
            (Self::Upright, _) | (_, Chroma::Full) => true,
            (_, Chroma::Half) => !self.lies() && even(width),
            (_, Chroma::Quarter) => even(width) && even(height),
        }
    }

    /// Turns pixels upright; gives the new width and height.
    pub(super) fn apply(
        self,
        width: u32,
        height: u32,
        layout: Layout,
        pixels: Vec<u8>,
    ) -> (u32, u32, Vec<u8>) {
        let Self::Turned(turn) = self else {
            return (width, height, pixels);
        };
        let (Ok(w), Ok(h)) = (usize::try_from(width), usize::try_from(height)) else {
            return (width, height, pixels);
        };
        let turned = match layout {
            Layout::Bilevel => bits(turn, w, h, &pixels),
            Layout::Gray => bytes::<1>(turn, w, h, &pixels),
            Layout::Rgb => bytes::<3>(turn, w, h, &pixels),
            Layout::Rgba => bytes::<4>(turn, w, h, &pixels),
            Layout::Planes(chroma) => {
                let (across, down) = chroma.size(width, height);
                let sides = (usize::try_from(across), usize::try_from(down));
                let (Ok(across), Ok(down)) = sides else {
                    return (width, height, pixels);
                };
                let cut = |at: usize| pixels.split_at_checked(at).unwrap_or((&pixels, &[]));
                let (light, rest) = cut(w.saturating_mul(h));
                let (blue, red) = rest
                    .split_at_checked(across.saturating_mul(down))
                    .unwrap_or((rest, &[]));
                [
                    bytes::<1>(turn, w, h, light),
                    bytes::<1>(turn, across, down, blue),
                    bytes::<1>(turn, across, down, red),
                ]
                .concat()
            }
        };
        if self.lies() {
            (height, width, turned)
        } else {
            (width, height, turned)
        }
    }
}

/// Where the pixel at a place of the turned picture stands in the one that was not.
fn source(turn: u8, (w, h): (usize, usize), (x, y): (usize, usize)) -> (usize, usize) {
    let far_x = |x: usize| w.saturating_sub(1).saturating_sub(x);
    let far_y = |y: usize| h.saturating_sub(1).saturating_sub(y);
    match turn {
        2 => (far_x(x), y),
        3 => (far_x(x), far_y(y)),
        4 => (x, far_y(y)),
        5 => (y, x),
        6 => (y, far_y(x)),
        7 => (far_x(y), far_y(x)),
        _ => (far_x(y), x),
    }
}

/// A square of so many pixels stays in the processor's cache while it is turned.
const SQUARE: usize = 32;

fn bytes<const STEP: usize>(turn: u8, w: usize, h: usize, pixels: &[u8]) -> Vec<u8> {
    let (new_w, new_h) = if turn >= 5 { (h, w) } else { (w, h) };
    let (from, _) = pixels.as_chunks::<STEP>();
    let mut turned = vec![0; pixels.len()];
    let (to, _) = turned.as_chunks_mut::<STEP>();
    for top in (0..new_h).step_by(SQUARE) {
        for left in (0..new_w).step_by(SQUARE) {
            for y in top..top.saturating_add(SQUARE).min(new_h) {
                let row = y.saturating_mul(new_w);
                let right = left.saturating_add(SQUARE).min(new_w);
                let Some(line) = to.get_mut(row.saturating_add(left)..row.saturating_add(right))
                else {
                    continue;
                };
                for (x, pixel) in (left..right).zip(line) {
                    let (from_x, from_y) = source(turn, (w, h), (x, y));
                    if let Some(value) = from.get(from_y.saturating_mul(w).saturating_add(from_x)) {
                        *pixel = *value;
                    }
                }
            }
        }
    }
    turned
}

fn bits(turn: u8, w: usize, h: usize, pixels: &[u8]) -> Vec<u8> {
    let (new_w, new_h) = if turn >= 5 { (h, w) } else { (w, h) };
    let old_row = w.div_ceil(8);
    let new_row = new_w.div_ceil(8);
    let mut turned = vec![0; new_row.saturating_mul(new_h)];
    for (y, line) in turned.chunks_exact_mut(new_row.max(1)).enumerate() {
        for x in 0..new_w {
            let (from_x, from_y) = source(turn, (w, h), (x, y));
            let byte = pixels.get(from_y.saturating_mul(old_row).saturating_add(from_x / 8));
            if byte.is_some_and(|byte| byte & (0x80 >> (from_x % 8)) != 0)
                && let Some(byte) = line.get_mut(x / 8)
            {
                *byte |= 0x80 >> (x % 8);
            }
        }
    }
    turned
}

#[cfg(test)]
mod tests {
    use super::{Orientation, of_exif};
    use sekisho_ir::Layout;

    #[test]
    fn a_camera_held_on_its_side_is_turned_back() {
        // a b c      d a
        // d e f  ─▶  e b    (6: turn clockwise)
        //            f c
        let (w, h, pixels) = Orientation::Turned(6).apply(3, 2, Layout::Gray, b"abcdef".to_vec());
        assert_eq!((w, h, pixels.as_slice()), (2, 3, b"daebfc".as_slice()));
        let (_, _, pixels) = Orientation::Turned(8).apply(3, 2, Layout::Gray, b"abcdef".to_vec());
        assert_eq!(pixels, b"cfbead");
        let (_, _, pixels) = Orientation::Turned(3).apply(3, 2, Layout::Gray, b"abcdef".to_vec());
        assert_eq!(pixels, b"fedcba");
    }

    #[test]
    fn bits_turn_as_bytes_do() {
        let ink: Vec<u8> = (0..11 * 9)
            .map(|at| u8::from(at % 7 == 0 || at == 5))
            .collect();
        let pack = |w: usize, bytes: &[u8]| -> Vec<u8> {
            let mut rows = Vec::new();
            for row in bytes.chunks(w) {
                let mut line = vec![0_u8; w.div_ceil(8)];
                for (x, ink) in row.iter().enumerate() {
                    line[x / 8] |= (ink * 0x80) >> (x % 8);
                }
                rows.extend(line);
            }
            rows
        };
        for turn in 2..=8 {
            let turn = Orientation::Turned(turn);
            let (w, _, bytes) = turn.apply(11, 9, Layout::Gray, ink.clone());
            let (bw, _, bits) = turn.apply(11, 9, Layout::Bilevel, pack(11, &ink));
            assert_eq!(w, bw);
            assert_eq!(bits, pack(usize::try_from(w).unwrap(), &bytes), "{turn:?}");
        }
    }

    #[test]
    fn the_tag_is_found_in_both_byte_orders() {
        let little = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        assert_eq!(of_exif(little), Orientation::Turned(6));
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0";
        assert_eq!(of_exif(big), Orientation::Turned(8));
        assert_eq!(of_exif(b"MM\0*\xff\xff\xff\xff"), Orientation::Upright);
    }
}
