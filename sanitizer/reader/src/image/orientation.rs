//! The one thing of a camera's notes that pixels need: which way it was held.

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
    find(tiff)
        .filter(|turn| (2..=8).contains(turn))
        .map_or(Orientation::Upright, Orientation::Turned)
}

fn find(tiff: &[u8]) -> Option<u8> {
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
            return u8::try_from(short(at.checked_add(8)?)?).ok();
        }
    }
    None
}

impl Orientation {
    /// Turns pixels upright; gives the new width and height.
    pub(super) fn apply(
        self,
        width: u32,
        height: u32,
        bytes: usize,
        pixels: Vec<u8>,
    ) -> (u32, u32, Vec<u8>) {
        let Self::Turned(turn) = self else {
            return (width, height, pixels);
        };
        let (Ok(w), Ok(h)) = (usize::try_from(width), usize::try_from(height)) else {
            return (width, height, pixels);
        };
        let lying = turn >= 5;
        let (new_w, new_h) = if lying { (h, w) } else { (w, h) };
        let mut turned = Vec::with_capacity(pixels.len());
        for y in 0..new_h {
            for x in 0..new_w {
                let (far_x, far_y) = (w.saturating_sub(1), h.saturating_sub(1));
                let (from_x, from_y) = match turn {
                    2 => (far_x.saturating_sub(x), y),
                    3 => (far_x.saturating_sub(x), far_y.saturating_sub(y)),
                    4 => (x, far_y.saturating_sub(y)),
                    5 => (y, x),
                    6 => (y, far_y.saturating_sub(x)),
                    7 => (far_x.saturating_sub(y), far_y.saturating_sub(x)),
                    _ => (far_x.saturating_sub(y), x),
                };
                let at = from_y
                    .saturating_mul(w)
                    .saturating_add(from_x)
                    .saturating_mul(bytes);
                match pixels.get(at..at.saturating_add(bytes)) {
                    Some(pixel) => turned.extend_from_slice(pixel),
                    None => turned.resize(turned.len().saturating_add(bytes), 0),
                }
            }
        }
        if lying {
            (height, width, turned)
        } else {
            (width, height, turned)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Orientation, of_exif};

    #[test]
    fn a_camera_held_on_its_side_is_turned_back() {
        // a b c      d a
        // d e f  ─▶  e b    (6: turn clockwise)
        //            f c
        let (w, h, pixels) = Orientation::Turned(6).apply(3, 2, 1, b"abcdef".to_vec());
        assert_eq!((w, h, pixels.as_slice()), (2, 3, b"daebfc".as_slice()));
        let (_, _, pixels) = Orientation::Turned(8).apply(3, 2, 1, b"abcdef".to_vec());
        assert_eq!(pixels, b"cfbead");
        let (_, _, pixels) = Orientation::Turned(3).apply(3, 2, 1, b"abcdef".to_vec());
        assert_eq!(pixels, b"fedcba");
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
