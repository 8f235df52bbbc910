//! PNG: the default picture, eight bits a channel; palettes are expanded, an animation shows its first picture.

use png::{ColorType, Decoder, Transformations};
use sekisho_ir::{Kind, Layout, Limits, Raster, Reason, raster::size_is_allowed};

use super::still;

/// Reads the picture.
pub(super) fn read(input: &[u8], limits: &Limits) -> Result<Raster, Reason> {
    let mut decoder = Decoder::new(std::io::Cursor::new(input));
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let mut reader = decoder.read_info().map_err(|_| Reason::Malformed)?;
    let (width, height) = (reader.info().width, reader.info().height);
    if !size_is_allowed(width, height, limits) {
        return Err(Reason::TooLarge);
    }
    let size = reader.output_buffer_size().ok_or(Reason::TooLarge)?;
    let mut pixels = vec![0; size];
    let info = reader
        .next_frame(&mut pixels)
        .map_err(|_| Reason::Malformed)?;
    pixels.truncate(info.buffer_size());
    let (layout, pixels) = match info.color_type {
        ColorType::Grayscale => (Layout::Gray, pixels),
        ColorType::Rgb => (Layout::Rgb, pixels),
        ColorType::Rgba => (Layout::Rgba, pixels),
        ColorType::GrayscaleAlpha => {
            let spread = |pair: &[u8]| match *pair {
                [gray, alpha] => [gray, gray, gray, alpha],
                _ => [0; 4],
            };
            (
                Layout::Rgba,
                pixels.chunks_exact(2).flat_map(spread).collect(),
            )
        }
        ColorType::Indexed => return Err(Reason::Malformed),
    };
    Ok(still(Kind::Png, width, height, layout, pixels))
}
