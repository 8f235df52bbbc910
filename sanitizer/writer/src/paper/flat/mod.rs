//! A page as pixels: drawn here, from what was verified.
//!
//! ```text
//!  marks ─▶ canvas ─┬▶ ink       colours, gradients, tiles
//!                   └▶ photo     pictures, brought down to what is seen of them
//!         ─▶ a frame: ink and paper, grey or colours
//! ```
//!
//! It is the trusted half that draws. So one description serves every method, a page is there as pixels only while it is
//! packed, and nobody has to believe a reader that its pixels are those of the page. How often a page is painted over is
//! counted; a page that asks for too much is refused.

mod canvas;
mod ink;
mod photo;

use sekisho_ir::drawing::{Definition, Fill, Mark, Number, Paint, Stroke};
use sekisho_ir::paper::{Font, Page};
use sekisho_ir::{Layout, RasterFrame, Refusal};
use tiny_skia::Pixmap;

use super::spell;
use canvas::Canvas;
use photo::Photos;

/// Pixels of a page: a sheet of A0 at 150 dots an inch. What is larger is drawn more coarsely.
const MOST: f64 = 36_000_000.0;
/// How often each pixel may be painted.
const OVER: u64 = 400;
/// Dots an inch beyond which ink gains nothing.
const FINEST: u16 = 400;
const TOO_MUCH: Refusal = Refusal::TooMany("painting");

/// What all pages that become pixels share.
pub(super) struct Flat<'a> {
    fonts: &'a [Font],
    photos: Photos<'a>,
}

impl<'a> Flat<'a> {
    pub(super) fn new(fonts: &'a [Font], pictures: &'a [RasterFrame<&'a [u8]>]) -> Self {
        Self {
            fonts,
            photos: Photos::new(pictures),
        }
    }

    /// The page at so many dots an inch. What is only ink and paper is drawn twice as finely and has no greys.
    pub(super) fn draw(&mut self, page: &Page, dots: u16) -> Result<RasterFrame<Vec<u8>>, Refusal> {
        let ink = self.is_ink(page);
        let dots = if ink {
            dots.saturating_mul(2).min(FINEST)
        } else {
            dots
        };
        let (width, height) = (f64::from(page.width.get()), f64::from(page.height.get()));
        let mut scale = f64::from(dots) / 72.0;
        let area = width * height * scale * scale;
        if area > MOST {
            scale *= (MOST / area).sqrt();
        }
        let edge = |length: f64| u32::try_from(spell::whole((length * scale).ceil()).max(1));
        let (across, down) = (edge(width), edge(height));
        let (Ok(across), Ok(down)) = (across, down) else {
            return Err(TOO_MUCH);
        };
        let paintings = u64::from(across).saturating_mul(down.into());
        let mut canvas = Canvas::new(
            self.fonts,
            &mut self.photos,
            page,
            [across, down],
            scale,
            !ink,
            paintings.saturating_mul(OVER),
        )?;
        canvas.content(page.content.get(page.first_seen()..).unwrap_or_default())?;
        let lossy = canvas.is_photo();
        Ok(frame(&canvas.finish(), ink, lossy))
    }

    /// True where a page has nothing but black and white in it.
    fn is_ink(&self, page: &Page) -> bool {
        let plain = |paint: Paint, opacity: Number| {
            matches!(paint, Paint::Colour([0, 0, 0] | [255, 255, 255])) && opacity == Number::ONE
        };
        let filled = |fill: &Option<Fill>| {
            fill.as_ref()
                .is_none_or(|fill| plain(fill.paint, fill.opacity))
        };
        let drawn = |stroke: &Option<Stroke>| {
            stroke
                .as_ref()
                .is_none_or(|stroke| plain(stroke.paint, stroke.opacity))
        };
        let clips = page.definitions.iter();
        let mut clips = clips.map(|definition| matches!(definition, Definition::Clip(_)));
        clips.all(|is_clip| is_clip)
            && page.content.iter().all(|mark| match mark {
                Mark::Open(group) => {
                    group.opacity == Number::ONE
                        && group.mask.is_none()
                        && group.blend == sekisho_ir::drawing::Blend::Normal
                }
                Mark::Close => true,
                Mark::Path(path) => filled(&path.fill) && drawn(&path.stroke),
                Mark::Glyphs(run) => filled(&run.fill) && drawn(&run.stroke),
                Mark::Stencil(stencil) => plain(stencil.paint, stencil.opacity),
                Mark::Image(image) => self.photos.is_ink(image.picture),
            })
    }
}

/// The pixels in the fewest bytes that hold them.
fn frame(pixmap: &Pixmap, ink: bool, lossy: bool) -> RasterFrame<Vec<u8>> {
    let (width, height) = (pixmap.width(), pixmap.height());
    let pixels = pixmap.data().as_chunks::<4>().0;
    let (layout, data) = if ink {
        let across = usize::try_from(width).unwrap_or(usize::MAX).max(1);
        let mut bits = Vec::with_capacity(pixels.len() / 8 + 8);
        for row in pixels.chunks(across) {
            for eight in row.chunks(8) {
                let bit = |(at, [red, ..]): (u32, &[u8; 4])| {
                    if *red < 128 { 0x80_u8 >> at } else { 0 }
                };
                bits.push(
                    (0_u32..)
                        .zip(eight)
                        .map(bit)
                        .fold(0, |byte, bit| byte | bit),
                );
            }
        }
        (Layout::Bilevel, bits)
    } else if pixels
        .iter()
        .all(|[red, green, blue, _]| red == green && green == blue)
    {
        (Layout::Gray, pixels.iter().map(|[red, ..]| *red).collect())
    } else {
        let rgb = pixels
            .iter()
            .flat_map(|[red, green, blue, _]| [*red, *green, *blue]);
        (Layout::Rgb, rgb.collect())
    };
    RasterFrame {
        lossy,
        pixels: data,
        ..RasterFrame::still(width, height, layout)
    }
}

#[cfg(test)]
mod tests;
