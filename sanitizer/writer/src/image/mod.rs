//! Pixels to fresh pictures: nothing is said in the file but size and colours.

mod gif;
mod jpeg;
mod tiff;

use sekisho_ir::{Chroma, Kind, Layout, Raster, RasterFrame, Refusal};

/// Writes a verified raster in its format.
pub(crate) fn write(raster: &Raster<&[u8]>) -> Result<Vec<u8>, Refusal> {
    let first = raster
        .frames
        .first()
        .ok_or(Refusal::Inconsistent("an image without a frame"))?;
    match raster.format {
        Kind::Png => png(first),
        Kind::Jpeg => jpeg::write(first, raster),
        Kind::Gif => gif::write(raster),
        Kind::Tiff => tiff::write(raster),
        _ => Err(Refusal::Order("this image format")),
    }
}

/// One frame as PNG, for a place inside something else.
pub(crate) fn png_of(frame: &RasterFrame<&[u8]>) -> Result<Vec<u8>, Refusal> {
    png(frame)
}

/// One frame of ink and paper packed as faxes are (ITU-T T.6), for a place inside something else.
pub(crate) fn fax_of(frame: &RasterFrame<&[u8]>) -> Result<Vec<u8>, Refusal> {
    tiff::fax(frame)
}

/// One frame as JPEG, for a place inside something else.
pub(crate) fn jpeg_of(
    frame: &RasterFrame<&[u8]>,
    quality: u8,
    chroma: Chroma,
) -> Result<Vec<u8>, Refusal> {
    let raster = Raster {
        format: Kind::Jpeg,
        frames: Vec::new(),
        loops: None,
        quality,
        chroma,
    };
    jpeg::write(frame, &raster)
}

/// One transparent pixel, where a picture could not be redrawn.
pub(crate) fn blank() -> Result<Vec<u8>, Refusal> {
    png(&RasterFrame {
        pixels: &[0; 4],
        ..RasterFrame::still(1, 1, Layout::Rgba)
    })
}

/// Pixels beyond which a picture is packed quickly rather than as small as can be: a photograph of twelve million pixels
/// is a twentieth larger for it, and done in half the time.
const LARGE: u64 = 2_000_000;

const FAILED: Refusal = Refusal::Write("an image");

/// How hard a PNG is packed: level 6 made documents with pictures about two parts in a hundred smaller.
const EFFORT: u8 = 4;

fn png(frame: &RasterFrame<&[u8]>) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, frame.width, frame.height);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_deflate_compression(png::DeflateCompression::Level(EFFORT));
    let palette = match frame.layout {
        Layout::Bilevel | Layout::Gray => None,
        Layout::Planes(_) => return Err(FAILED),
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
            Layout::Rgb | Layout::Planes(_) => png::ColorType::Rgb,
            Layout::Rgba => png::ColorType::Rgba,
        });
        encoder.set_filter(png::Filter::Adaptive);
        if frame.area() > LARGE {
            encoder.set_compression(png::Compression::Fast);
        }
        frame.pixels
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
    fn of(frame: &RasterFrame<&[u8]>) -> Option<Self> {
        if frame.layout.samples() == 3 {
            let pixels = frame.pixels.as_chunks::<3>().0.iter();
            Self::of_colours(pixels.map(|[red, green, blue]| [*red, *green, *blue, 255]))
        } else {
            Self::of_colours(frame.pixels.as_chunks::<4>().0.iter().copied())
        }
    }

    /// As [`Palette::of`], from pixels of three or four bytes.
    pub(super) fn of_pixels<'p>(pixels: impl ExactSizeIterator<Item = &'p [u8]>) -> Option<Self> {
        Self::of_colours(pixels.map(|pixel| match *pixel {
            [red, green, blue] => [red, green, blue, 255],
            [red, green, blue, alpha] => [red, green, blue, alpha],
            _ => [0; 4],
        }))
    }

    fn of_colours(pixels: impl ExactSizeIterator<Item = [u8; 4]>) -> Option<Self> {
        let mut made = Self {
            colours: Vec::new(),
            alphas: Vec::new(),
            indexes: vec![0; pixels.len()],
        };
        let mut known = Known::new();
        let mut last: Option<[u8; 4]> = None;
        let mut index = 0;
        for (pixel, place) in pixels.zip(&mut made.indexes) {
            if last != Some(pixel) {
                last = Some(pixel);
                // What is wholly transparent has no colour to tell.
                let colour = match pixel {
                    [_, _, _, 0] => [0; 4],
                    colour => colour,
                };
                let (number, is_new) = known.number(colour)?;
                index = number;
                if is_new {
                    let [red, green, blue, alpha] = colour;
                    made.colours.extend_from_slice(&[red, green, blue]);
                    made.alphas.push(alpha);
                }
            }
            *place = index;
        }
        Some(made)
    }
}

/// The colours met so far, in a table four times their greatest number so that a search is short.
struct Known {
    places: Vec<Option<([u8; 4], u8)>>,
    count: usize,
}

impl Known {
    const PLACES: u32 = 1024;

    fn new() -> Self {
        Self {
            places: vec![None; usize::try_from(Self::PLACES).unwrap_or_default()],
            count: 0,
        }
    }

    /// The number of a colour, and whether it is new; none where there are too many.
    fn number(&mut self, colour: [u8; 4]) -> Option<(u8, bool)> {
        // The golden ratio's bits spread neighbouring colours over the table.
        let spread = u32::from_le_bytes(colour).wrapping_mul(0x9e37_79b1) >> 22;
        let start = usize::try_from(spread).ok()?;
        for step in 0..self.places.len() {
            let length = self.places.len();
            let place = self.places.get_mut((start + step) % length)?;
            match place {
                Some((known, index)) if *known == colour => return Some((*index, false)),
                Some(_) => {}
                None => {
                    let index = u8::try_from(self.count).ok()?;
                    self.count += 1;
                    *place = Some((colour, index));
                    return Some((index, true));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;
