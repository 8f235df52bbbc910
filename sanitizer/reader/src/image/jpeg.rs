//! JPEG: pixels, turned the way the camera was held, and how finely they were quantised.

use sekisho_ir::{
    Chroma, Code, Findings, Kind, Layout, Limits, Raster, Reason, raster::size_is_allowed,
};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::orientation::{self, Orientation};
use super::{colour, invert, narrow, planes, still};

/// What the three values of a pixel are, where the file around the JPEG knows better than the JPEG.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// As JFIF and Adobe say.
    Own,
    /// As JFIF and Adobe say; but brightness and colour stay apart, in planes, where nothing asks for red, green and blue.
    Planes,
    /// Four values are inks, as they are: 255 is full. They are left as they are, in place of red to alpha.
    Inks,
    /// Three values are red, green and blue, without Adobe's mark.
    Plain,
}

/// Pixels of a JPEG as they stand in the file, with what is told beside them.
pub(super) struct Scan {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) layout: Layout,
    pub(super) pixels: Vec<u8>,
    profile: Option<Vec<u8>>,
    turn: Orientation,
    told: bool,
}

/// Reads the picture.
pub(super) fn read(
    input: &[u8],
    meaning: Meaning,
    limits: &Limits,
    findings: &mut Findings,
) -> Result<Raster, Reason> {
    let mut scan = scan(input, meaning, limits, findings)?;
    findings.add(Code::MetadataRemoved, usize::from(scan.told));
    if let Some(profile) = &scan.profile {
        colour::to_srgb(profile, scan.layout, &mut scan.pixels, findings);
    }
    let chroma = match scan.layout {
        Layout::Planes(chroma) => chroma,
        _ => chroma(input),
    };
    let (width, height, pixels) =
        scan.turn
            .apply(scan.width, scan.height, scan.layout, scan.pixels);
    let mut raster = still(Kind::Jpeg, width, height, scan.layout, pixels);
    raster.quality = quality(input);
    raster.chroma = chroma;
    Ok(raster)
}

/// Decodes; four inks are mixed to light at once, by their profile.
pub(super) fn scan(
    input: &[u8],
    meaning: Meaning,
    limits: &Limits,
    findings: &mut Findings,
) -> Result<Scan, Reason> {
    let edge = usize::try_from(limits.edge_pixels).unwrap_or(usize::MAX);
    let options = DecoderOptions::new_fast()
        .set_strict_mode(false)
        .set_max_width(edge)
        .set_max_height(edge);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(input), options);
    decoder
        .decode_headers()
        .map_err(|_| too_large_or_malformed(input, limits))?;
    let (width, height) = decoder.dimensions().ok_or(Reason::Malformed)?;
    let (width, height) = (narrow(width)?, narrow(height)?);
    let found = decoder.input_colorspace().ok_or(Reason::Malformed)?;
    let (space, layout) = match found {
        ColorSpace::Luma => (ColorSpace::Luma, Layout::Gray),
        // Four values come as they stand: what they mean is settled below.
        ColorSpace::CMYK | ColorSpace::YCCK
            if decoder.info().is_some_and(|i| i.components == 4) =>
        {
            (found, Layout::Rgba)
        }
        ColorSpace::YCbCr if meaning == Meaning::Plain => (found, Layout::Rgb),
        ColorSpace::YCbCr | ColorSpace::RGB | ColorSpace::CMYK | ColorSpace::YCCK => {
            (ColorSpace::RGB, Layout::Rgb)
        }
        _ => return Err(Reason::UnsupportedType),
    };
    if !size_is_allowed(width, height, layout, limits) {
        return Err(Reason::TooLarge);
    }
    let mut profile = decoder.icc_profile();
    let turn = decoder
        .exif()
        .map_or(Orientation::Upright, |exif| orientation::of_exif(exif));
    let told = decoder.exif().is_some() || decoder.xmp().is_some() || decoder.iptc().is_some();
    let chroma = chroma(input);
    let mut space = space;
    let apart = meaning == Meaning::Planes
        && found == ColorSpace::YCbCr
        && turn.keeps(chroma, width, height)
        && !profile
            .as_deref()
            .and_then(colour::is_felt)
            .unwrap_or(false);
    if apart {
        space = ColorSpace::YCbCr;
        let profile = profile.take();
        let unknown = profile.is_some_and(|profile| colour::is_felt(&profile).is_none());
        findings.add(Code::StructureRepaired, usize::from(unknown));
    }
    decoder.set_options(decoder.options().jpeg_set_out_colorspace(space));
    let mut pixels = decoder.decode().map_err(|_| Reason::Malformed)?;
    let expected = layout.row_bytes(width).saturating_mul(u64::from(height));
    if u64::try_from(pixels.len()) != Ok(expected) {
        return Err(Reason::Malformed);
    }
    if apart {
        return Ok(Scan {
            width,
            height,
            layout: Layout::Planes(chroma),
            pixels: planes::of(&pixels, (width, height), chroma).ok_or(Reason::TooLarge)?,
            profile,
            turn,
            told,
        });
    }
    if layout != Layout::Rgba || meaning == Meaning::Inks {
        return Ok(Scan {
            width,
            height,
            layout,
            pixels,
            profile,
            turn,
            told,
        });
    }
    if found == ColorSpace::YCCK {
        inks_of_ycck(&mut pixels);
    }
    // Adobe writes how much light an ink lets through (Technical Note 5116, section 18), everybody else the ink.
    if has_adobe(input) {
        invert(&mut pixels);
    }
    let pixels = colour::from_inks(profile.as_deref(), &pixels, findings);
    Ok(Scan {
        width,
        height,
        layout: Layout::Rgb,
        pixels,
        profile: None,
        turn,
        told,
    })
}

/// Whether a header that was refused claimed too much, or nothing that can be understood.
fn too_large_or_malformed(input: &[u8], limits: &Limits) -> Reason {
    for (marker, body) in segments(input) {
        if let (0xc0..=0xc2, [_, h1, h0, w1, w0, ..]) = (marker, body) {
            let edge = |high: &u8, low: &u8| u32::from(u16::from_be_bytes([*high, *low]));
            if edge(h1, h0).max(edge(w1, w0)) > limits.edge_pixels {
                return Reason::TooLarge;
            }
        }
    }
    Reason::Malformed
}

/// Brightness and two colour differences are turned into the complements of three inks; black stays.
fn inks_of_ycck(pixels: &mut [u8]) {
    for pixel in pixels.as_chunks_mut::<4>().0 {
        let [y, cb, cr, _] = *pixel;
        let (y, cb, cr) = (i32::from(y), i32::from(cb) - 128, i32::from(cr) - 128);
        // ITU-T T.871, section 7, in sixteenths of a bit.
        let value = |sum: i32| {
            let whole = y.saturating_add(sum.saturating_add(32_768) >> 16);
            u8::try_from(whole.clamp(0, 255)).unwrap_or(0)
        };
        let red = value(cr.saturating_mul(91_881));
        let green = value(
            cb.saturating_mul(-22_554)
                .saturating_add(cr.saturating_mul(-46_802)),
        );
        let blue = value(cb.saturating_mul(116_130));
        let [cyan, magenta, yellow, _] = pixel;
        (*cyan, *magenta, *yellow) = (!red, !green, !blue);
    }
}

/// The marker segments before the pixels: each marker's second byte and its body.
fn segments(input: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = input.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        while let [0xff, 0xff, ..] = *rest {
            rest = rest.get(1..)?;
        }
        let [0xff, marker, high, low, ..] = *rest else {
            return None;
        };
        if marker == 0xda || marker == 0xd9 {
            return None;
        }
        let end = usize::from(u16::from_be_bytes([high, low])).saturating_add(2);
        let body = rest.get(4..end)?;
        rest = rest.get(end..)?;
        Some((marker, body))
    })
}

fn has_adobe(input: &[u8]) -> bool {
    segments(input).any(|(marker, body)| marker == 0xee && body.starts_with(b"Adobe"))
}

/// How many colours stand beside the brightness, by the sampling of the first component.
pub(crate) fn chroma(input: &[u8]) -> Chroma {
    let frame = segments(input).find(|(marker, _)| matches!(marker, 0xc0..=0xc2));
    match frame {
        Some((_, [_, _, _, _, _, 3, _, 0x22, _, _, 0x11, _, _, 0x11, ..])) => Chroma::Quarter,
        Some((_, [_, _, _, _, _, 3, _, 0x21, _, _, 0x11, _, _, 0x11, ..])) => Chroma::Half,
        _ => Chroma::Full,
    }
}

/// The quality whose luminance table would be about as coarse as the first one found here.
pub(crate) fn quality(input: &[u8]) -> u8 {
    let Some((_, table)) = segments(input).find(|(marker, _)| *marker == 0xdb) else {
        return 90;
    };
    let Some((precision, entries)) = table.split_first() else {
        return 90;
    };
    let steps: u32 = if precision >> 4 != 0 {
        let (pairs, _) = entries.as_chunks();
        pairs
            .iter()
            .take(64)
            .map(|pair| u32::from(u16::from_be_bytes(*pair)))
            .sum()
    } else {
        entries.iter().take(64).map(|step| u32::from(*step)).sum()
    };
    // The steps of the standard luminance table add up to 3,689 at quality 50.
    let scale = steps.saturating_mul(100) / 3_689;
    let quality = if scale <= 100 {
        100_u32.saturating_sub(scale / 2)
    } else {
        5_000 / scale.max(1)
    };
    u8::try_from(quality.clamp(40, 96)).unwrap_or(90)
}
