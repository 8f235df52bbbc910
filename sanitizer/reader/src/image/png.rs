//! PNG: the default picture, eight bits a channel, or one where it is ink on paper; palettes are expanded, an
//! animation shows its first picture.

use png::{ColorType, Decoder, Reader, Transformations};
use sekisho_ir::{Code, Findings, Kind, Layout, Limits, Raster, Reason, raster::size_is_allowed};
use std::io::Cursor;

use super::{colour, invert, orientation, still};

/// Reads the picture.
pub(super) fn read(
    input: &[u8],
    limits: &Limits,
    findings: &mut Findings,
) -> Result<Raster, Reason> {
    let (mut reader, mut bilevel) = match open(input, false) {
        // A profile the decoder stumbles over shall not cost the picture.
        Err(_) => (open(input, true)?, false),
        Ok(reader) => (reader, false),
    };
    let info = reader.info();
    let (width, height) = (info.width, info.height);
    let plain = info.color_type == ColorType::Grayscale && info.trns.is_none();
    if plain && info.bit_depth == png::BitDepth::One {
        bilevel = true;
    }
    let claimed = match (info.color_type, info.trns.is_some()) {
        _ if bilevel => Layout::Bilevel,
        (ColorType::Grayscale, false) => Layout::Gray,
        (ColorType::Rgb | ColorType::Indexed, false) => Layout::Rgb,
        _ => Layout::Rgba,
    };
    if !size_is_allowed(width, height, claimed, limits) {
        return Err(Reason::TooLarge);
    }
    let profile = info.icc_profile.as_ref().map(|profile| profile.to_vec());
    let exif = info.exif_metadata.as_ref().map(|exif| exif.to_vec());
    let frames = info
        .animation_control
        .map_or(1, |control| control.num_frames);
    findings.add(Code::AnimationStilled, usize::from(frames > 1));
    findings.add(Code::MetadataRemoved, usize::from(exif.is_some()));
    if bilevel {
        reader = open_as(input, true, Transformations::IDENTITY)?;
    }
    let size = reader.output_buffer_size().ok_or(Reason::TooLarge)?;
    let mut pixels = vec![0; size];
    let info = reader
        .next_frame(&mut pixels)
        .map_err(|_| Reason::Malformed)?;
    pixels.truncate(info.buffer_size());
    let (layout, mut pixels) = match info.color_type {
        ColorType::Grayscale if bilevel => {
            // PNG counts light, a page counts ink.
            invert(&mut pixels);
            (Layout::Bilevel, pixels)
        }
        ColorType::Grayscale => (Layout::Gray, pixels),
        ColorType::Rgb => (Layout::Rgb, pixels),
        ColorType::Rgba => (Layout::Rgba, pixels),
        ColorType::GrayscaleAlpha => {
            let spread = |pair: &[u8; 2]| {
                let [gray, alpha] = *pair;
                [gray, gray, gray, alpha]
            };
            (
                Layout::Rgba,
                pixels.as_chunks().0.iter().flat_map(spread).collect(),
            )
        }
        ColorType::Indexed => return Err(Reason::Malformed),
    };
    if let Some(profile) = profile {
        colour::to_srgb(&profile, layout, &mut pixels, findings);
    }
    let turn = exif.map_or(orientation::Orientation::Upright, |exif| {
        orientation::of_exif(&exif)
    });
    let (width, height, pixels) = turn.apply(width, height, layout, pixels);
    Ok(still(Kind::Png, width, height, layout, pixels))
}

type Opened<'a> = Reader<Cursor<&'a [u8]>>;

fn open(input: &[u8], bare: bool) -> Result<Opened<'_>, Reason> {
    open_as(
        input,
        bare,
        Transformations::EXPAND | Transformations::STRIP_16,
    )
}

fn open_as(input: &[u8], bare: bool, change: Transformations) -> Result<Opened<'_>, Reason> {
    let mut decoder = Decoder::new(Cursor::new(input));
    decoder.set_transformations(change);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(bare);
    decoder.read_info().map_err(|_| Reason::Malformed)
}
