//! Values of any width, gathered from strips and tiles, and what they look like.

use sekisho_ir::{Findings, Layout, Reason};

use super::packed::Size;
use super::page::{Page, Photometric};
use crate::image::{colour, invert};

/// The page while it is put together: bits where it is ink on paper, else a byte a value.
pub(super) struct Samples<'p, 'a> {
    page: &'p Page<'a>,
    /// Values of a pixel that are kept.
    kept: usize,
    bytes: Vec<u8>,
}

impl<'p, 'a> Samples<'p, 'a> {
    pub(super) fn new(page: &'p Page<'a>) -> Result<Self, Reason> {
        let kept = match page.photometric {
            Photometric::Rgb | Photometric::YCbCr => 3,
            Photometric::Inks => 4,
            _ => 1,
        } + usize::from(page.alpha);
        let row = if page.layout() == Layout::Bilevel {
            Layout::Bilevel.row_bytes(page.width)
        } else {
            u64::from(page.width).saturating_mul(u64::try_from(kept).unwrap_or(8))
        };
        let size = row.saturating_mul(u64::from(page.height));
        let size = usize::try_from(size).map_err(|_| Reason::TooLarge)?;
        // What no strip tells of is paper.
        let paper = match page.photometric {
            Photometric::WhiteIsZero | Photometric::Inks | Photometric::Palette => 0,
            _ => 255,
        };
        Ok(Self {
            page,
            kept,
            bytes: vec![paper; size],
        })
    }

    /// Puts an unpacked strip or tile in its place; `plane` says which value of a pixel it holds, where it holds one.
    pub(super) fn place(
        &mut self,
        unpacked: &[u8],
        size: &Size,
        (left, top): (u32, u32),
        plane: Option<u16>,
    ) {
        let wide = |edge: u32| usize::try_from(edge).unwrap_or(usize::MAX);
        let visible = wide(size.width.min(self.page.width.saturating_sub(left)));
        let rows = wide(size.rows.min(self.page.height.saturating_sub(top)));
        let bilevel = self.page.layout() == Layout::Bilevel;
        let across = if bilevel {
            wide(self.page.width).div_ceil(8)
        } else {
            wide(self.page.width).saturating_mul(self.kept)
        };
        let mut values = Vec::new();
        for (y, row) in unpacked.chunks(size.row().max(1)).take(rows).enumerate() {
            let start = wide(top).saturating_add(y).saturating_mul(across);
            let Some(line) = self.bytes.get_mut(start..start.saturating_add(across)) else {
                return;
            };
            if bilevel && self.page.samples == 1 {
                bits(line, row, wide(left), visible);
                continue;
            }
            values.clear();
            narrow(row, size.bits, self.page, &mut values);
            if bilevel {
                // Several values of one bit: only the first is a colour.
                let step = usize::from(size.samples.max(1));
                for (x, value) in values.chunks(step).take(visible).enumerate() {
                    put_bit(
                        line,
                        wide(left).saturating_add(x),
                        value.first() != Some(&0),
                    );
                }
                continue;
            }
            let from = wide(left).saturating_mul(self.kept);
            let Some(line) = line.get_mut(from..) else {
                continue;
            };
            let pixels = line.chunks_exact_mut(self.kept).take(visible);
            if let Some(plane) = plane {
                for (pixel, value) in pixels.zip(&values) {
                    if let Some(place) = pixel.get_mut(usize::from(plane)) {
                        *place = *value;
                    }
                }
                continue;
            }
            for (pixel, value) in pixels.zip(values.chunks_exact(usize::from(size.samples.max(1))))
            {
                if let Some(value) = value.get(..self.kept) {
                    pixel.copy_from_slice(value);
                }
            }
        }
    }

    /// The pixels of the whole page.
    pub(super) fn pixels(self, profile: Option<&[u8]>, findings: &mut Findings) -> Vec<u8> {
        let page = self.page;
        let layout = page.layout();
        let mut bytes = self.bytes;
        match page.photometric {
            Photometric::WhiteIsZero if layout == Layout::Bilevel => return bytes,
            Photometric::BlackIsZero if layout == Layout::Bilevel => {
                invert(&mut bytes);
                return bytes;
            }
            Photometric::WhiteIsZero => {
                for pixel in bytes.chunks_exact_mut(self.kept) {
                    if let Some(gray) = pixel.first_mut() {
                        *gray = !*gray;
                    }
                }
            }
            Photometric::Palette => {
                let colour = |index: &u8| {
                    page.palette
                        .get(usize::from(*index))
                        .copied()
                        .unwrap_or_default()
                };
                bytes = if page.alpha {
                    let pixel = |pair: &[u8; 2]| {
                        let [index, alpha] = *pair;
                        let [red, green, blue] = colour(&index);
                        [red, green, blue, alpha]
                    };
                    bytes.as_chunks().0.iter().flat_map(pixel).collect()
                } else {
                    bytes.iter().flat_map(colour).collect()
                };
            }
            Photometric::Inks => return colour::from_inks(profile, &bytes, findings),
            Photometric::BlackIsZero | Photometric::Rgb | Photometric::YCbCr => {}
        }
        if page.alpha && self.kept == 2 && page.photometric != Photometric::Palette {
            let pixel = |pair: &[u8; 2]| {
                let [gray, alpha] = *pair;
                [gray, gray, gray, alpha]
            };
            bytes = bytes.as_chunks().0.iter().flat_map(pixel).collect();
        }
        if page.alpha && page.premultiplied {
            for [red, green, blue, alpha] in bytes.as_chunks_mut::<4>().0 {
                let whole = u16::from(*alpha).max(1);
                for part in [red, green, blue] {
                    let value = u16::from(*part).saturating_mul(255) / whole;
                    *part = u8::try_from(value).unwrap_or(255);
                }
            }
        }
        if let Some(profile) = profile {
            colour::to_srgb(profile, layout, &mut bytes, findings);
        }
        bytes
    }
}

fn put_bit(line: &mut [u8], x: usize, set: bool) {
    let mask = 0x80_u8 >> (x % 8);
    if let Some(byte) = line.get_mut(x / 8) {
        *byte = if set { *byte | mask } else { *byte & !mask };
    }
}

/// Copies bits to a place; whole bytes where both begin with one.
fn bits(line: &mut [u8], row: &[u8], left: usize, visible: usize) {
    if left.is_multiple_of(8) {
        let Some(line) = line.get_mut(left / 8..) else {
            return;
        };
        let whole = visible / 8;
        for (to, from) in line.iter_mut().zip(row).take(whole) {
            *to = *from;
        }
        let (Some(to), Some(from)) = (line.get_mut(whole), row.get(whole)) else {
            return;
        };
        let mask = !(0xff_u8 >> (visible % 8));
        *to = (*to & !mask) | (*from & mask);
        return;
    }
    for x in 0..visible {
        let set = row
            .get(x / 8)
            .is_some_and(|byte| byte & (0x80 >> (x % 8)) != 0);
        put_bit(line, left.saturating_add(x), set);
    }
}

/// The values of a row as bytes; an index of a palette keeps its number, everything else its share of the whole.
fn narrow(row: &[u8], bits: u8, page: &Page<'_>, values: &mut Vec<u8>) {
    match bits {
        8 => values.extend_from_slice(row),
        16 | 32 => {
            let each = usize::from(bits / 8);
            let high = if page.little {
                each.saturating_sub(1)
            } else {
                0
            };
            values.extend(
                row.chunks_exact(each)
                    .filter_map(|value| value.get(high).copied()),
            );
        }
        _ => {
            let most = 0xff_u8 >> (8_u8.saturating_sub(bits));
            let share = if page.photometric == Photometric::Palette {
                1
            } else {
                255 / most
            };
            for byte in row {
                let mut shift = 8_u8;
                while shift >= bits {
                    shift = shift.saturating_sub(bits);
                    values.push(((byte >> shift) & most).saturating_mul(share));
                }
                if bits == 0 {
                    return;
                }
            }
        }
    }
}

/// Turns differences between neighbours back into values (TIFF 6.0, section 14).
pub(super) fn undo_difference(bytes: &mut [u8], size: &Size, little: bool) {
    let samples = usize::from(size.samples.max(1));
    for row in bytes.chunks_mut(size.row().max(1)) {
        match size.bits {
            8 => {
                for at in samples..row.len() {
                    let before = at.checked_sub(samples).and_then(|at| row.get(at).copied());
                    if let (Some(before), Some(value)) = (before, row.get_mut(at)) {
                        *value = value.wrapping_add(before);
                    }
                }
            }
            16 => {
                let (values, _) = row.as_chunks_mut::<2>();
                let number = |pair: [u8; 2]| {
                    if little {
                        u16::from_le_bytes(pair)
                    } else {
                        u16::from_be_bytes(pair)
                    }
                };
                for at in samples..values.len() {
                    let before = at
                        .checked_sub(samples)
                        .and_then(|at| values.get(at).copied());
                    if let (Some(before), Some(value)) = (before, values.get_mut(at)) {
                        let sum = number(*value).wrapping_add(number(before));
                        *value = if little {
                            sum.to_le_bytes()
                        } else {
                            sum.to_be_bytes()
                        };
                    }
                }
            }
            _ => return,
        }
    }
}
