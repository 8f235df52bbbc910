//! Pixels to fresh pictures: nothing is said in the file but size and colours.

mod gif;
mod tiff;

use std::collections::BTreeMap;

use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, SamplingFactor};
use sekisho_ir::{Chroma, Kind, Layout, Raster, RasterFrame, Refusal};

/// Writes a verified raster in its format.
pub(crate) fn write(raster: &Raster) -> Result<Vec<u8>, Refusal> {
    let first = raster
        .frames
        .first()
        .ok_or(Refusal::Inconsistent("an image without a frame"))?;
    match raster.format {
        Kind::Png => png(first),
        Kind::Jpeg => jpeg(first, raster),
        Kind::Gif => gif::write(raster),
        Kind::Tiff => tiff::write(raster),
        _ => Err(Refusal::Order("this image format")),
    }
}

/// One transparent pixel, where a picture could not be redrawn.
pub(crate) fn blank() -> Result<Vec<u8>, Refusal> {
    png(&RasterFrame {
        pixels: vec![0; 4],
        ..RasterFrame::still(1, 1, Layout::Rgba)
    })
}

/// Pixels beyond which a picture is packed quickly rather than as small as can be: a photograph of twelve million pixels
/// is a twentieth larger for it, and done in half the time.
const LARGE: u64 = 2_000_000;

const FAILED: Refusal = Refusal::Write("an image");

/// As finely, and with as many colours, as the picture came.
fn jpeg(frame: &RasterFrame, raster: &Raster) -> Result<Vec<u8>, Refusal> {
    let side = |edge| u16::try_from(edge).map_err(|_| Refusal::TooLarge("an image edge"));
    let (width, height) = (side(frame.width)?, side(frame.height)?);
    let colours = match frame.layout {
        Layout::Gray => ColorType::Luma,
        Layout::Rgb => ColorType::Rgb,
        Layout::Rgba => ColorType::Rgba,
        Layout::Bilevel => return Err(FAILED),
    };
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, raster.quality);
    encoder.set_sampling_factor(match raster.chroma {
        Chroma::Full => SamplingFactor::F_1_1,
        Chroma::Half => SamplingFactor::F_2_1,
        Chroma::Quarter => SamplingFactor::F_2_2,
    });
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.set_optimized_huffman_tables(frame.area() <= LARGE);
    encoder
        .encode(&frame.pixels, width, height, colours)
        .map_err(|_| FAILED)?;
    Ok(bytes)
}

fn png(frame: &RasterFrame) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, frame.width, frame.height);
    encoder.set_depth(png::BitDepth::Eight);
    let palette = match frame.layout {
        Layout::Bilevel | Layout::Gray => None,
        Layout::Rgb | Layout::Rgba => Palette::of(frame),
    };
    let light: Vec<u8>;
    let data: &[u8] = if frame.layout == Layout::Bilevel {
        encoder.set_depth(png::BitDepth::One);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_filter(png::Filter::NoFilter);
        // A page counts ink, PNG counts light.
        light = frame.pixels.iter().map(|byte| !*byte).collect();
        &light
    } else if let Some(palette) = &palette {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette.colours.clone());
        if palette.alphas.iter().any(|alpha| *alpha != 255) {
            encoder.set_trns(palette.alphas.clone());
        }
        encoder.set_filter(png::Filter::NoFilter);
        &palette.indexes
    } else {
        encoder.set_color(match frame.layout {
            Layout::Bilevel | Layout::Gray => png::ColorType::Grayscale,
            Layout::Rgb => png::ColorType::Rgb,
            Layout::Rgba => png::ColorType::Rgba,
        });
        encoder.set_filter(png::Filter::Adaptive);
        if frame.area() > LARGE {
            encoder.set_compression(png::Compression::Fast);
        }
        &frame.pixels
    };
    let mut writer = encoder.write_header().map_err(|_| FAILED)?;
    writer.write_image_data(data).map_err(|_| FAILED)?;
    writer.finish().map_err(|_| FAILED)?;
    Ok(bytes)
}

/// At most 256 colours, and every pixel as one of them.
pub(super) struct Palette {
    /// Red, green, blue of each.
    pub(super) colours: Vec<u8>,
    /// Alpha of each.
    pub(super) alphas: Vec<u8>,
    /// The colour of each pixel.
    pub(super) indexes: Vec<u8>,
}

impl Palette {
    /// None where there are more colours than that.
    fn of(frame: &RasterFrame) -> Option<Self> {
        let step = usize::from(frame.layout.samples());
        Self::of_pixels(frame.pixels.chunks_exact(step))
    }

    /// As [`Palette::of`], from pixels of three or four bytes.
    pub(super) fn of_pixels<'p>(pixels: impl Iterator<Item = &'p [u8]>) -> Option<Self> {
        let mut made = Self {
            colours: Vec::new(),
            alphas: Vec::new(),
            indexes: Vec::new(),
        };
        let mut known: BTreeMap<[u8; 4], u8> = BTreeMap::new();
        let mut last = ([0; 4], None);
        for pixel in pixels {
            let colour = match *pixel {
                [red, green, blue] => [red, green, blue, 255],
                // What is wholly transparent has no colour to tell.
                [_, _, _, 0] => [0; 4],
                [red, green, blue, alpha] => [red, green, blue, alpha],
                _ => return None,
            };
            if let (same, Some(index)) = last
                && same == colour
            {
                made.indexes.push(index);
                continue;
            }
            let index = if let Some(index) = known.get(&colour) {
                *index
            } else {
                let index = u8::try_from(known.len()).ok()?;
                known.insert(colour, index);
                let [red, green, blue, alpha] = colour;
                made.colours.extend_from_slice(&[red, green, blue]);
                made.alphas.push(alpha);
                index
            };
            made.indexes.push(index);
            last = (colour, Some(index));
        }
        Some(made)
    }
}

#[cfg(test)]
mod tests;
