//! JPEG: pixels, turned the way the camera was held, and how finely they were quantised.

use sekisho_ir::{Kind, Layout, Limits, Raster, Reason, raster::size_is_allowed};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::orientation::{self, Orientation};
use super::{narrow, still};

/// Reads the picture.
pub(super) fn read(input: &[u8], limits: &Limits) -> Result<Raster, Reason> {
    let edge = usize::try_from(limits.edge_pixels).unwrap_or(usize::MAX);
    let options = DecoderOptions::new_safe()
        .set_max_width(edge)
        .set_max_height(edge);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(input), options);
    decoder.decode_headers().map_err(|_| Reason::Malformed)?;
    let (width, height) = decoder.dimensions().ok_or(Reason::Malformed)?;
    let (width, height) = (narrow(width)?, narrow(height)?);
    if !size_is_allowed(width, height, limits) {
        return Err(Reason::TooLarge);
    }
    let turn = decoder
        .exif()
        .map_or(Orientation::Upright, |exif| orientation::of_exif(exif));
    let layout = match decoder.input_colorspace() {
        Some(ColorSpace::Luma) => Layout::Gray,
        _ => Layout::Rgb,
    };
    let space = if layout == Layout::Gray {
        ColorSpace::Luma
    } else {
        ColorSpace::RGB
    };
    decoder.set_options(decoder.options().jpeg_set_out_colorspace(space));
    let pixels = decoder.decode().map_err(|_| Reason::Malformed)?;
    let (width, height, pixels) = turn.apply(width, height, usize::from(layout.bytes()), pixels);
    let mut raster = still(Kind::Jpeg, width, height, layout, pixels);
    raster.quality = quality(input);
    Ok(raster)
}

/// The quality whose luminance table would be about as coarse as the first one found here.
fn quality(input: &[u8]) -> u8 {
    let mut rest = input.get(2..).unwrap_or_default();
    while let [0xff, marker, high, low, ..] = *rest {
        let length = usize::from(u16::from_be_bytes([high, low]));
        if marker == 0xda {
            break;
        }
        if marker == 0xdb {
            let table = rest.get(4..length.saturating_add(2)).unwrap_or_default();
            let (wide, entries) = match table.split_first() {
                Some((precision, entries)) => (precision >> 4 != 0, entries),
                None => break,
            };
            let steps: u32 = if wide {
                entries
                    .chunks_exact(2)
                    .take(64)
                    .map(|pair| match *pair {
                        [h, l] => u32::from(u16::from_be_bytes([h, l])),
                        _ => 0,
                    })
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
            return u8::try_from(quality.clamp(40, 96)).unwrap_or(90);
        }
        rest = rest.get(length.saturating_add(2)..).unwrap_or_default();
    }
    90
}
