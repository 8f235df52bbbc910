//! Bitmaps inside metafiles ([MS-WMF] 2.2.2.9), read by our own readers and made ready for the painter.

use resvg::tiny_skia::{IntSize, Pixmap};
use sekisho_ir::{Findings, Kind, Layout, Limits, Raster, RasterFrame};

use crate::image;

/// Bytes that the bitmaps of one metafile may unpack to, together.
const MOST_BYTES: u64 = 400_000_000;

/// How many bitmaps there may still be.
pub(super) struct Pictures<'a> {
    limits: &'a Limits,
    left: u64,
}

impl<'a> Pictures<'a> {
    pub(super) const fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            left: MOST_BYTES,
        }
    }

    fn raster(&mut self, raster: Raster) -> Option<Pixmap> {
        let frame = raster.frames.into_iter().next()?;
        let bytes = u64::from(frame.width)
            .saturating_mul(u64::from(frame.height))
            .saturating_mul(4);
        self.left = self.left.checked_sub(bytes)?;
        pixmap(&frame)
    }

    fn limits(&self) -> Limits {
        Limits {
            raster_bytes: self.left.min(self.limits.raster_bytes),
            ..self.limits.clone()
        }
    }

    /// A bitmap of a header and pixels; the pixels may stand behind the header instead.
    pub(super) fn bitmap(&mut self, header: &[u8], pixels: &[u8]) -> Option<Pixmap> {
        let limits = self.limits();
        let raster = image::bitmap(header, pixels, &limits, &mut Findings::new()).ok()?;
        self.raster(raster)
    }

    /// A bitmap whose fourth byte of a pixel is alpha, its colours multiplied with it already.
    pub(super) fn alpha_bitmap(&mut self, header: &[u8], pixels: &[u8]) -> Option<Pixmap> {
        let mut said = header.get(..40)?.to_vec();
        let packing = said.get(16..20)?;
        // Masks, where there are any, are the usual ones: alpha is what they leave over.
        if said.get(14..16)? != [32, 0] || (packing != [0; 4] && packing != [3, 0, 0, 0]) {
            return self.bitmap(header, pixels);
        }
        said.get_mut(16..20)?.copy_from_slice(&6_u32.to_le_bytes());
        for mask in [0x00ff_0000_u32, 0xff00, 0xff, 0xff00_0000] {
            said.extend_from_slice(&mask.to_le_bytes());
        }
        let limits = self.limits();
        let raster = image::bitmap(&said, pixels, &limits, &mut Findings::new()).ok()?;
        let frame = raster.frames.into_iter().next()?;
        if frame.layout != Layout::Rgba {
            return pixmap(&frame);
        }
        let mut bytes = frame.pixels;
        for [red, green, blue, alpha] in bytes.as_chunks_mut::<4>().0 {
            for part in [red, green, blue] {
                *part = (*part).min(*alpha);
            }
        }
        let held = u64::try_from(bytes.len()).ok()?;
        self.left = self.left.checked_sub(held)?;
        Pixmap::from_vec(bytes, IntSize::from_wh(frame.width, frame.height)?)
    }

    /// Takes the room of a bitmap from what is left; false where there is not enough.
    pub(super) fn take(&mut self, width: u32, height: u32) -> bool {
        let bytes = u64::from(width).saturating_mul(u64::from(height));
        let left = self.left.checked_sub(bytes.saturating_mul(4));
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }

    /// A whole picture file.
    pub(super) fn file(&mut self, bytes: &[u8]) -> Option<Pixmap> {
        let hint = crate::ReadHint {
            within_package: true,
            limits: self.limits(),
            ..crate::ReadHint::default()
        };
        let kind = crate::detect::detect(bytes, None);
        let reading = match kind {
            Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Bmp | Kind::Tiff => {
                image::read_to_paint(bytes, kind, &hint).ok()?
            }
            _ => return None,
        };
        let sekisho_ir::Document::Raster(raster) = reading.document else {
            return None;
        };
        self.raster(raster)
    }
}

/// A frame as the painter has it: its colours multiplied with its alpha.
fn pixmap(frame: &RasterFrame) -> Option<Pixmap> {
    let count =
        usize::try_from(u64::from(frame.width).checked_mul(u64::from(frame.height))?).ok()?;
    let mut bytes = Vec::with_capacity(count.checked_mul(4)?);
    match frame.layout {
        Layout::Rgb => {
            for [red, green, blue] in frame.pixels.as_chunks::<3>().0 {
                bytes.extend_from_slice(&[*red, *green, *blue, 255]);
            }
        }
        Layout::Rgba => {
            for [red, green, blue, alpha] in frame.pixels.as_chunks::<4>().0 {
                let part = |value: u8| {
                    let value = u16::from(value).saturating_mul(u16::from(*alpha)) / 255;
                    u8::try_from(value).unwrap_or(255)
                };
                bytes.extend_from_slice(&[part(*red), part(*green), part(*blue), *alpha]);
            }
        }
        Layout::Gray => {
            for value in &frame.pixels {
                bytes.extend_from_slice(&[*value, *value, *value, 255]);
            }
        }
        // Nothing that paints is read so.
        Layout::Planes(_) => return None,
        Layout::Bilevel => {
            let width = usize::try_from(frame.width).ok()?;
            for row in frame.pixels.chunks(width.div_ceil(8).max(1)) {
                for at in 0..width {
                    let dark = row.get(at / 8)? & (0x80 >> (at % 8)) != 0;
                    let value = if dark { 0 } else { 255 };
                    bytes.extend_from_slice(&[value, value, value, 255]);
                }
            }
        }
    }
    bytes.resize(count.checked_mul(4)?, 0);
    Pixmap::from_vec(bytes, IntSize::from_wh(frame.width, frame.height)?)
}

/// A picture so many times smaller each way, its pixels averaged: what is drawn much smaller loses no line.
pub(super) fn reduced(map: &Pixmap, across: u32, down: u32) -> Option<Pixmap> {
    if across <= 1 && down <= 1 {
        return None;
    }
    let (across, down) = (across.max(1), down.max(1));
    let (width, height) = (map.width().div_ceil(across), map.height().div_ceil(down));
    let row = usize::try_from(map.width()).ok()?;
    let mut bytes = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let mut sums = [0_u32; 4];
            let mut count = 0_u32;
            for line in 0..down {
                let line = y.saturating_mul(down).saturating_add(line);
                let start = usize::try_from(line).ok()?.saturating_mul(row);
                let start = start.saturating_add(usize::try_from(x.saturating_mul(across)).ok()?);
                let left = map.width().saturating_sub(x.saturating_mul(across));
                let end = start.saturating_add(usize::try_from(across.min(left)).ok()?);
                for pixel in map.pixels().get(start..end).unwrap_or_default() {
                    let parts = [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()];
                    for (sum, part) in sums.iter_mut().zip(parts) {
                        *sum = sum.saturating_add(u32::from(part));
                    }
                    count = count.saturating_add(1);
                }
            }
            let part = |sum: u32| u8::try_from(sum / count.max(1)).unwrap_or(255);
            bytes.extend_from_slice(&sums.map(part));
        }
    }
    Pixmap::from_vec(bytes, IntSize::from_wh(width, height)?)
}
