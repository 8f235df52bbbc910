//! GIF: every frame painted onto the whole canvas, so that what was drawn over what no longer matters.

use gif::{ColorOutput, DecodeOptions, DisposalMethod, MemoryLimit, Repeat};
use sekisho_ir::{
    Chroma, Code, Findings, Kind, Layout, Limits, Raster, RasterFrame, Reason,
    raster::size_is_allowed,
};

/// Reads the picture or animation. Frames beyond the limits are left out and told.
pub(super) fn read(
    input: &[u8],
    limits: &Limits,
    findings: &mut Findings,
) -> Result<Raster, Reason> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    let most = std::num::NonZeroU64::new(limits.raster_bytes);
    options.set_memory_limit(most.map_or(MemoryLimit::Unlimited, MemoryLimit::Bytes));
    let mut decoder = options.read_info(input).map_err(|_| Reason::Malformed)?;
    let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
    if !size_is_allowed(width, height, Layout::Rgba, limits) {
        return Err(Reason::TooLarge);
    }
    let loops = match decoder.repeat() {
        Repeat::Infinite => Some(0),
        Repeat::Finite(times) => (times > 0).then_some(times),
    };
    let area = u64::from(width).saturating_mul(u64::from(height));
    let size = usize::try_from(area.saturating_mul(4)).map_err(|_| Reason::TooLarge)?;
    let mut canvas = vec![0_u8; size];
    let mut frames: Vec<RasterFrame> = Vec::new();
    let mut painted = 0_u64;
    loop {
        let frame = match decoder.read_next_frame() {
            Ok(Some(frame)) => frame,
            Ok(None) => break,
            // What came before a broken frame is kept.
            Err(_) if !frames.is_empty() => {
                findings.add(Code::StructureRepaired, 1);
                break;
            }
            Err(_) => return Err(Reason::Malformed),
        };
        painted = painted.saturating_add(area.saturating_mul(4));
        if frames.len() >= limits.frames || painted > limits.raster_bytes {
            findings.add(Code::PartsBeyondLimit, 1);
            break;
        }
        let place = Place {
            across: usize::try_from(width).unwrap_or(0),
            left: usize::from(frame.left),
            top: usize::from(frame.top),
            width: usize::from(frame.width),
            height: usize::from(frame.height),
        };
        let before = (frame.dispose == DisposalMethod::Previous).then(|| canvas.clone());
        place.paint(&mut canvas, Some(&frame.buffer));
        frames.push(RasterFrame {
            width,
            height,
            delay_centis: frame.delay,
            dpi: None,
            lossy: false,
            packed: None,
            layout: Layout::Rgba,
            pixels: canvas.clone(),
        });
        match (frame.dispose, before) {
            (DisposalMethod::Background, _) => place.paint(&mut canvas, None),
            (_, Some(before)) => canvas = before,
            _ => {}
        }
    }
    if frames.is_empty() {
        return Err(Reason::Malformed);
    }
    Ok(Raster {
        format: Kind::Gif,
        frames,
        loops,
        quality: 90,
        chroma: Chroma::Full,
    })
}

struct Place {
    across: usize,
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

impl Place {
    /// Paints opaque pixels onto the canvas, or clears the place.
    fn paint(&self, canvas: &mut [u8], pixels: Option<&[u8]>) {
        for y in 0..self.height {
            let visible = self.across.saturating_sub(self.left).min(self.width);
            let row = self.top.saturating_add(y).saturating_mul(self.across);
            let at = row.saturating_add(self.left).saturating_mul(4);
            let Some(target) = canvas.get_mut(at..at.saturating_add(visible.saturating_mul(4)))
            else {
                continue;
            };
            match pixels {
                None => target.fill(0),
                Some(pixels) => {
                    let from = y.saturating_mul(self.width).saturating_mul(4);
                    let source = pixels.get(from..).unwrap_or_default();
                    for (to, pixel) in target.chunks_exact_mut(4).zip(source.chunks_exact(4)) {
                        if pixel.last() != Some(&0) {
                            to.copy_from_slice(pixel);
                        }
                    }
                }
            }
        }
    }
}
