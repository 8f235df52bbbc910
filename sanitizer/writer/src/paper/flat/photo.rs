//! Pictures as they are put on a page of pixels: brought down to what is seen of them first, in one pass over their rows.

use std::collections::BTreeMap;
use std::rc::Rc;

use sekisho_ir::drawing::{Image, Paint, Sampling, Stencil};
use sekisho_ir::{Chroma, Layout, RasterFrame, Refusal};
use tiny_skia::{FilterQuality, IntSize, Pixmap, SpreadMode};

use super::TOO_MUCH;
use super::canvas::Canvas;
use super::ink;
use crate::paper::layer::MISSING;
use crate::paper::spell;

/// Pixels that are kept for the next time they are shown.
const KEPT: u64 = 12_000_000;
/// Pixels of one picture when it is drawn.
const MOST: u64 = 36_000_000;

/// The picture, how many of its pixels became one, and what its ink is painted with.
type Place = (u32, u32, Option<[u8; 3]>);

pub(super) struct Photos<'a> {
    frames: &'a [RasterFrame<&'a [u8]>],
    known: BTreeMap<Place, Rc<Pixmap>>,
    kept: u64,
}

impl<'a> Photos<'a> {
    pub(super) const fn new(frames: &'a [RasterFrame<&'a [u8]>]) -> Self {
        Self {
            frames,
            known: BTreeMap::new(),
            kept: 0,
        }
    }

    fn frame(&self, picture: u32) -> Option<&'a RasterFrame<&'a [u8]>> {
        self.frames.get(usize::try_from(picture).ok()?)
    }

    pub(super) fn is_ink(&self, picture: u32) -> bool {
        let frame = self.frame(picture);
        frame.is_some_and(|frame| frame.layout == Layout::Bilevel)
    }

    fn take(&mut self, place: Place) -> Result<Rc<Pixmap>, Refusal> {
        if let Some(known) = self.known.get(&place) {
            return Ok(Rc::clone(known));
        }
        let (picture, by, ink) = place;
        let frame = self.frame(picture).ok_or(MISSING)?;
        let made = Rc::new(reduced(frame, by, ink)?);
        let area = u64::from(made.width()).saturating_mul(made.height().into());
        self.kept = self.kept.saturating_add(area);
        if self.kept > KEPT {
            self.known.clear();
            self.kept = area;
        }
        if area <= KEPT {
            self.known.insert(place, Rc::clone(&made));
        }
        Ok(made)
    }
}

impl Canvas<'_, '_> {
    pub(super) fn image(&mut self, image: Image) -> Result<(), Refusal> {
        let frame = self.photos.frame(image.picture).ok_or(MISSING)?;
        if frame.layout != Layout::Bilevel {
            self.shows_photo();
        }
        self.placed(image.picture, image.sampling, None, 1.0)
    }

    pub(super) fn stencil(&mut self, stencil: &Stencil) -> Result<(), Refusal> {
        let colour = match stencil.paint {
            Paint::Colour(colour) => colour,
            // A stencil's gradient is in units of the page, which are not known here.
            Paint::Defined(_) => [128; 3],
        };
        let opacity = stencil.opacity.get().clamp(0.0, 1.0);
        self.placed(stencil.picture, stencil.sampling, Some(colour), opacity)
    }

    fn placed(
        &mut self,
        picture: u32,
        sampling: Sampling,
        colour: Option<[u8; 3]>,
        opacity: f32,
    ) -> Result<(), Refusal> {
        let frame = self.photos.frame(picture).ok_or(MISSING)?;
        let to = self.to_layer();
        let (width, height) = (f64::from(frame.width), f64::from(frame.height));
        let Some(outline) = ink::quad([0.0, 0.0, width, height], to) else {
            return Ok(());
        };
        let by = together(frame, spell::size(to));
        // Looked at once in full to be brought down.
        self.spend(frame.area() / 4)?;
        let pixels = self.photos.take((picture, by, colour))?;
        let way = spell::then([by.into(), 0.0, 0.0, by.into(), 0.0, 0.0], to);
        let quality = if sampling == Sampling::Crisp {
            FilterQuality::Nearest
        } else {
            FilterQuality::Bilinear
        };
        let paint = tiny_skia::Paint {
            shader: tiny_skia::Pattern::new(
                pixels.as_ref().as_ref(),
                SpreadMode::Pad,
                quality,
                opacity,
                ink::transform(way),
            ),
            anti_alias: self.smooth,
            ..tiny_skia::Paint::default()
        };
        if let Some((pixmap, mask)) = self.target(outline.bounds())? {
            let rule = tiny_skia::FillRule::Winding;
            pixmap.fill_path(&outline, &paint, rule, ink::PLAIN, mask.as_deref());
        }
        Ok(())
    }
}

/// How many pixels across and down become one, so that each that is left is seen.
fn together(frame: &RasterFrame<&[u8]>, scale: f64) -> u32 {
    let mut by = 1_u32;
    while by < 64 && f64::from(by.saturating_add(1)) * scale <= 1.05 {
        by = by.saturating_add(1);
    }
    while by < 64 && frame.area() / u64::from(by.saturating_mul(by)) > MOST {
        by = by.saturating_add(1);
    }
    by
}

/// Squares of `by` pixels become one. Ink is black on white, or a colour on nothing.
fn reduced(frame: &RasterFrame<&[u8]>, by: u32, ink: Option<[u8; 3]>) -> Result<Pixmap, Refusal> {
    if let Layout::Planes(chroma) = frame.layout {
        let rgb = colours(frame, chroma);
        let shown = RasterFrame {
            pixels: rgb.as_slice(),
            ..RasterFrame::still(frame.width, frame.height, Layout::Rgb)
        };
        return reduced(&shown, by, ink);
    }
    let size = |edge: u32| usize::try_from(edge).map_err(|_| TOO_MUCH);
    let (width, height) = (frame.width.div_ceil(by), frame.height.div_ceil(by));
    let (across, step) = (size(frame.width)?, size(by)?);
    let samples = size(frame.layout.samples().into())?;
    let row = size(u32::try_from(frame.layout.row_bytes(frame.width)).map_err(|_| TOO_MUCH)?)?;
    let many = u64::from(width)
        .saturating_mul(height.into())
        .saturating_mul(4);
    let mut out = Vec::with_capacity(usize::try_from(many).map_err(|_| TOO_MUCH)?);
    let mut sums = vec![0_u32; size(width)?.saturating_mul(samples)];
    let mut line = vec![0_u8; across];
    let rows: Vec<&[u8]> = frame.pixels.chunks(row.max(1)).collect();
    for band in rows.chunks(step) {
        sums.fill(0);
        for bytes in band {
            if frame.layout == Layout::Bilevel {
                unpack(bytes, &mut line);
                gather(&line, 1, step, &mut sums);
            } else {
                gather(bytes, samples, step, &mut sums);
            }
        }
        let tall = u32::try_from(band.len()).unwrap_or(1).max(1);
        let mut left = frame.width;
        for sums in sums.chunks(samples) {
            let wide = left.min(by).max(1);
            left = left.saturating_sub(by);
            let count = wide.saturating_mul(tall).max(1);
            let mean = |sum: &u32| {
                let mean = sum
                    .saturating_add(count / 2)
                    .checked_div(count)
                    .unwrap_or(0);
                u8::try_from(mean).unwrap_or(u8::MAX)
            };
            let pixel = match (sums, ink) {
                // Summed as coverage.
                ([sum], Some(colour)) => seen(colour, mean(sum)),
                ([sum], None) if frame.layout == Layout::Bilevel => {
                    let light = u8::MAX.saturating_sub(mean(sum));
                    [light, light, light, u8::MAX]
                }
                ([sum], None) => {
                    let light = mean(sum);
                    [light, light, light, u8::MAX]
                }
                ([red, green, blue], _) => [mean(red), mean(green), mean(blue), u8::MAX],
                ([red, green, blue, alpha], _) => {
                    seen([mean(red), mean(green), mean(blue)], mean(alpha))
                }
                _ => return Err(MISSING),
            };
            out.extend(pixel);
        }
    }
    let size = IntSize::from_wh(width, height).ok_or(TOO_MUCH)?;
    Pixmap::from_vec(out, size).ok_or(Refusal::Inconsistent("an image's pixels"))
}

/// The colours of a JPEG's planes (ITU-T T.871, section 7).
fn colours(frame: &RasterFrame<&[u8]>, chroma: Chroma) -> Vec<u8> {
    let size = |edge: u32| usize::try_from(edge).unwrap_or(usize::MAX);
    let (wide, tall) = (size(frame.width), size(frame.height));
    let (across, down) = chroma.size(frame.width, frame.height);
    let (across, down) = (size(across), size(down));
    let (light, rest) = frame
        .pixels
        .split_at(wide.saturating_mul(tall).min(frame.pixels.len()));
    let (bluer, redder) = rest.split_at(across.saturating_mul(down).min(rest.len()));
    let (step_x, step_y) = chroma.sampling();
    let (step_x, step_y) = (usize::from(step_x), usize::from(step_y));
    let mut out = Vec::with_capacity(light.len().saturating_mul(3));
    let value = |value: f32| u8::try_from(spell::whole(value.round().clamp(0.0, 255.0).into()));
    for (row, line) in light.chunks(wide.max(1)).enumerate() {
        let begin = (row / step_y).saturating_mul(across);
        for (place, light) in line.iter().enumerate() {
            let at = begin.saturating_add(place / step_x);
            let off = |plane: &[u8]| f32::from(plane.get(at).copied().unwrap_or(128)) - 128.0;
            let (blue, red, light) = (off(bluer), off(redder), f32::from(*light));
            let rgb = [
                light + 1.402 * red,
                light - 0.344_136 * blue - 0.714_136 * red,
                light + 1.772 * blue,
            ];
            out.extend(rgb.map(|one| value(one).unwrap_or(u8::MAX)));
        }
    }
    out
}

fn gather(bytes: &[u8], samples: usize, step: usize, sums: &mut [u32]) {
    let samples = samples.max(1);
    let squares = bytes.chunks(step.saturating_mul(samples).max(1));
    for (sums, square) in sums.chunks_mut(samples).zip(squares) {
        for pixel in square.chunks(samples) {
            for (sum, value) in sums.iter_mut().zip(pixel) {
                *sum = sum.saturating_add(u32::from(*value));
            }
        }
    }
}

/// A bit a pixel as a byte a pixel: ink is full.
fn unpack(bytes: &[u8], line: &mut [u8]) {
    for (eight, byte) in line.chunks_mut(8).zip(bytes) {
        for (pixel, bit) in eight.iter_mut().zip([128, 64, 32, 16, 8, 4, 2, 1]) {
            *pixel = if byte & bit == 0 { 0 } else { u8::MAX };
        }
    }
}

/// A colour seen so far, as the drawing wants it.
fn seen(colour: [u8; 3], alpha: u8) -> [u8; 4] {
    let far = |value: u8| {
        let product = u16::from(value) * u16::from(alpha);
        u8::try_from((product + 127) / 255).unwrap_or(u8::MAX)
    };
    let [red, green, blue] = colour.map(far);
    [red, green, blue, alpha]
}
