//! WebP: what was lossy and opaque goes on as JPEG, what moves as GIF, everything else as PNG.

use std::io::Cursor;

use image_webp::{LoopCount, WebPDecoder};
use sekisho_ir::rules::Animation;
use sekisho_ir::{
    Chroma, Code, Findings, Kind, Layout, Raster, RasterFrame, Reason, raster::size_is_allowed,
};

use super::{colour, orientation, still};
use crate::ReadHint;

/// Reads the picture or animation.
pub(super) fn read(
    input: &[u8],
    hint: &ReadHint,
    findings: &mut Findings,
) -> Result<Raster, Reason> {
    let limits = &hint.limits;
    let mut decoder = WebPDecoder::new(Cursor::new(input)).map_err(|_| Reason::Malformed)?;
    let (width, height) = decoder.dimensions();
    let layout = if decoder.has_alpha() {
        Layout::Rgba
    } else {
        Layout::Rgb
    };
    if !size_is_allowed(width, height, layout, limits) {
        return Err(Reason::TooLarge);
    }
    // The decoder allocates by what the bitstream says, whatever the canvas is.
    if !streams_fit(input.get(12..).unwrap_or_default(), (width, height), 0) {
        return Err(Reason::Malformed);
    }
    decoder.set_memory_limit(usize::try_from(limits.raster_bytes).unwrap_or(usize::MAX));
    let profile = decoder.icc_profile().ok().flatten();
    let turn = decoder.exif_metadata().ok().flatten();
    findings.add(Code::MetadataRemoved, usize::from(turn.is_some()));
    let turn = turn.map_or(orientation::Orientation::Upright, |exif| {
        orientation::of_exif(&exif)
    });
    let size = decoder.output_buffer_size().ok_or(Reason::TooLarge)?;
    if decoder.is_animated() {
        let frames = decoder.num_frames();
        if frames == 0 {
            return Err(Reason::Malformed);
        }
        if frames > 1 && hint.rules.animation == Animation::Keep && !hint.within_package {
            let mut raster = moving(&mut decoder, layout, size, hint, findings)?;
            if let Some(profile) = profile {
                for frame in &mut raster.frames {
                    colour::to_srgb(&profile, layout, &mut frame.pixels, findings);
                }
            }
            return Ok(raster);
        }
        findings.add(Code::AnimationStilled, usize::from(frames > 1));
    }
    let mut pixels = vec![0; size];
    decoder
        .read_image(&mut pixels)
        .map_err(|_| Reason::Malformed)?;
    if let Some(profile) = profile {
        colour::to_srgb(&profile, layout, &mut pixels, findings);
    }
    let format = if decoder.is_lossy() && layout == Layout::Rgb {
        Kind::Jpeg
    } else {
        Kind::Png
    };
    let (width, height, pixels) = turn.apply(width, height, layout, pixels);
    Ok(still(format, width, height, layout, pixels))
}

fn moving(
    decoder: &mut WebPDecoder<Cursor<&[u8]>>,
    layout: Layout,
    size: usize,
    hint: &ReadHint,
    findings: &mut Findings,
) -> Result<Raster, Reason> {
    let (width, height) = decoder.dimensions();
    let mut frames: Vec<RasterFrame> = Vec::new();
    let mut held = 0_u64;
    for _ in 0..decoder.num_frames() {
        held = held.saturating_add(u64::try_from(size).unwrap_or(u64::MAX));
        if frames.len() >= hint.limits.frames || held > hint.limits.raster_bytes {
            findings.add(Code::PartsBeyondLimit, 1);
            break;
        }
        let mut pixels = vec![0; size];
        let Ok(millis) = decoder.read_frame(&mut pixels) else {
            // What came before a broken frame is kept.
            findings.add(Code::StructureRepaired, 1);
            break;
        };
        frames.push(RasterFrame {
            delay_centis: u16::try_from(millis / 10).unwrap_or(u16::MAX),
            pixels,
            ..RasterFrame::still(width, height, layout)
        });
    }
    if frames.is_empty() {
        return Err(Reason::Malformed);
    }
    Ok(Raster {
        format: Kind::Gif,
        frames,
        loops: match decoder.loop_count() {
            LoopCount::Forever => Some(0),
            LoopCount::Times(times) => Some(times.get()),
        },
        quality: 90,
        chroma: Chroma::Full,
    })
}

/// True where no bitstream claims more pixels than the canvas (RFC 9649, sections 2.5 to 2.7).
fn streams_fit(mut chunks: &[u8], (width, height): (u32, u32), depth: u8) -> bool {
    while let Some((head, rest)) = chunks.split_first_chunk::<8>() {
        let [a, b, c, d, length @ ..] = *head;
        let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
        let body = rest.get(..length.min(rest.len())).unwrap_or_default();
        let claimed = match (&[a, b, c, d], body) {
            (b"VP8 ", [_, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1, ..]) => Some((
                u32::from(u16::from_le_bytes([*w0, *w1]) & 0x3fff),
                u32::from(u16::from_le_bytes([*h0, *h1]) & 0x3fff),
            )),
            (b"VP8L", [0x2f, b0, b1, b2, b3, ..]) => {
                let bits = u32::from_le_bytes([*b0, *b1, *b2, *b3]);
                Some((
                    (bits & 0x3fff).saturating_add(1),
                    ((bits >> 14) & 0x3fff).saturating_add(1),
                ))
            }
            (b"ANMF", body) if depth == 0 => {
                let inner = body.get(16..).unwrap_or_default();
                if !streams_fit(inner, (width, height), 1) {
                    return false;
                }
                None
            }
            _ => None,
        };
        if claimed.is_some_and(|(w, h)| w > width || h > height) {
            return false;
        }
        let next = length.saturating_add(length & 1);
        chunks = rest.get(next..).unwrap_or_default();
    }
    true
}
