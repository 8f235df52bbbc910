//! GIF: each frame only where it differs from the one before, exact where 255 colours are enough.

use gif::{DisposalMethod, Encoder, Frame, Repeat};
use sekisho_ir::{Layout, Raster, RasterFrame, Refusal};

use super::{FAILED, Palette};

/// Writes a picture or animation.
pub(super) fn write(raster: &Raster<&[u8]>) -> Result<Vec<u8>, Refusal> {
    let first = raster.frames.first().ok_or(FAILED)?;
    let side = |edge| u16::try_from(edge).map_err(|_| Refusal::TooLarge("an image edge"));
    let (width, height) = (side(first.width)?, side(first.height)?);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height, &[]).map_err(|_| FAILED)?;
    if raster.frames.len() > 1
        && let Some(times) = raster.loops
    {
        let repeat = if times == 0 {
            Repeat::Infinite
        } else {
            Repeat::Finite(times)
        };
        encoder.set_repeat(repeat).map_err(|_| FAILED)?;
    }
    let mut before: Option<&RasterFrame<&[u8]>> = None;
    for (at, frame) in raster.frames.iter().enumerate() {
        let next = raster.frames.get(at.saturating_add(1));
        // Where the next frame must show through what is opaque here, the canvas is cleared first.
        let clears = next.is_some_and(|next| uncovers(frame, next));
        let place = match before {
            Some(before) if !clears => Place::of_difference(before, frame),
            _ => Place::whole(frame),
        };
        let mut made = place.frame(frame, before)?;
        made.delay = frame.delay_centis;
        made.dispose = if clears {
            DisposalMethod::Background
        } else {
            DisposalMethod::Keep
        };
        encoder.write_frame(&made).map_err(|_| FAILED)?;
        before = if clears { None } else { Some(frame) };
    }
    drop(encoder);
    Ok(bytes)
}

fn pixels<'a>(frame: &RasterFrame<&'a [u8]>) -> impl Iterator<Item = &'a [u8]> + use<'a> {
    frame
        .pixels
        .chunks_exact(usize::from(frame.layout.samples()))
}

fn uncovers(frame: &RasterFrame<&[u8]>, next: &RasterFrame<&[u8]>) -> bool {
    next.layout == Layout::Rgba
        && frame.layout == Layout::Rgba
        && pixels(frame)
            .zip(pixels(next))
            .any(|(now, then)| now.last() != Some(&0) && then.last() == Some(&0))
}

struct Place {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

impl Place {
    fn whole(frame: &RasterFrame<&[u8]>) -> Self {
        let size = |edge| usize::try_from(edge).unwrap_or(0);
        Self {
            left: 0,
            top: 0,
            width: size(frame.width),
            height: size(frame.height),
        }
    }

    /// The smallest place that holds every difference; one pixel where there is none.
    fn of_difference(before: &RasterFrame<&[u8]>, frame: &RasterFrame<&[u8]>) -> Self {
        let across = usize::try_from(frame.width).unwrap_or(1).max(1);
        let (mut left, mut right, mut top, mut bottom) = (usize::MAX, 0, usize::MAX, 0);
        for (at, (old, new)) in pixels(before).zip(pixels(frame)).enumerate() {
            if old != new {
                let (x, y) = (at % across, at / across);
                left = left.min(x);
                right = right.max(x);
                top = top.min(y);
                bottom = bottom.max(y);
            }
        }
        if left > right {
            return Self {
                left: 0,
                top: 0,
                width: 1,
                height: 1,
            };
        }
        let span = |from: usize, to: usize| to.saturating_sub(from).saturating_add(1);
        Self {
            left,
            top,
            width: span(left, right),
            height: span(top, bottom),
        }
    }

    fn frame(
        &self,
        frame: &RasterFrame<&[u8]>,
        before: Option<&RasterFrame<&[u8]>>,
    ) -> Result<Frame<'static>, Refusal> {
        let mut cut = self.cut(frame);
        if let Some(before) = before {
            // What stays as it was is left transparent: fewer colours, and it packs better.
            for (new, old) in cut
                .chunks_exact_mut(4)
                .zip(self.cut(before).chunks_exact(4))
            {
                if new == old {
                    new.fill(0);
                }
            }
        }
        let short = |size: usize| u16::try_from(size).map_err(|_| FAILED);
        let (width, height) = (short(self.width)?, short(self.height)?);
        let mut made = match Palette::of_pixels(cut.chunks_exact(4)) {
            Some(palette) => {
                let transparent = palette.alphas.iter().position(|alpha| *alpha == 0);
                Frame {
                    width,
                    height,
                    transparent: transparent.and_then(|at| u8::try_from(at).ok()),
                    palette: Some(palette.colours),
                    buffer: palette.indexes.into(),
                    ..Frame::default()
                }
            }
            None => Frame::from_rgba_speed(width, height, &mut cut, 10),
        };
        made.left = short(self.left)?;
        made.top = short(self.top)?;
        Ok(made)
    }

    /// The pixels of this place as red, green, blue and an alpha that is all or nothing.
    fn cut(&self, frame: &RasterFrame<&[u8]>) -> Vec<u8> {
        let across = usize::try_from(frame.width).unwrap_or(0);
        let step = usize::from(frame.layout.samples());
        let mut cut = Vec::with_capacity(self.width.saturating_mul(self.height).saturating_mul(4));
        for y in 0..self.height {
            let at = self
                .top
                .saturating_add(y)
                .saturating_mul(across)
                .saturating_add(self.left);
            let from = at.saturating_mul(step);
            let to = at.saturating_add(self.width).saturating_mul(step);
            for pixel in frame
                .pixels
                .get(from..to)
                .unwrap_or_default()
                .chunks_exact(step)
            {
                cut.extend_from_slice(&match *pixel {
                    [gray] => [gray, gray, gray, 255],
                    [red, green, blue] => [red, green, blue, 255],
                    [red, green, blue, alpha] if alpha >= 128 => [red, green, blue, 255],
                    _ => [0; 4],
                });
            }
        }
        cut
    }
}
