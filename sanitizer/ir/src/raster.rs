//! Pixels: one or more frames, eight bits a channel.

use serde::{Deserialize, Serialize};

use crate::kind::Kind;
use crate::limits::Limits;
use crate::refusal::Refusal;

/// A picture, or an animation of several frames.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raster {
    /// The format it was found in and shall be written in: PNG, JPEG or GIF.
    pub format: Kind,
    /// The frames, at least one; several only in a GIF.
    pub frames: Vec<RasterFrame>,
    /// How often an animation repeats: `None` plays once, `Some(0)` for ever.
    pub loops: Option<u16>,
    /// How finely a JPEG was quantised, 1 to 100; the fresh one is made alike.
    pub quality: u8,
}

/// What the bytes of a pixel mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    /// One byte: grey.
    Gray,
    /// Three bytes: red, green, blue.
    Rgb,
    /// Four bytes: red, green, blue, alpha.
    Rgba,
}

impl Layout {
    /// Bytes of one pixel.
    pub const fn bytes(self) -> u8 {
        match self {
            Self::Gray => 1,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

/// One whole frame, row after row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RasterFrame {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// How long it is shown, in hundredths of a second.
    pub delay_centis: u16,
    /// What the bytes of a pixel mean.
    pub layout: Layout,
    /// `width × height ×` [`Layout::bytes`] bytes.
    #[serde(with = "serde_bytes")]
    pub pixels: Vec<u8>,
}

impl std::fmt::Debug for RasterFrame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "RasterFrame({}×{} {:?})",
            self.width, self.height, self.layout
        )
    }
}

impl RasterFrame {
    /// Pixels in all.
    pub fn area(&self) -> u64 {
        u64::from(self.width).saturating_mul(u64::from(self.height))
    }
}

/// True where a picture of this size may be held: asked by the reader before it allocates a single pixel.
pub fn size_is_allowed(width: u32, height: u32, limits: &Limits) -> bool {
    width > 0
        && height > 0
        && width <= limits.edge_pixels
        && height <= limits.edge_pixels
        && u64::from(width).saturating_mul(u64::from(height)) <= limits.frame_pixels
}

impl Raster {
    /// Checks format, edges, pixel counts and that every frame holds exactly its pixels.
    pub fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        if !matches!(self.format, Kind::Png | Kind::Jpeg | Kind::Gif) {
            return Err(Refusal::Vocabulary("an image format"));
        }
        let Some(first) = self.frames.first() else {
            return Err(Refusal::Inconsistent("an image without a frame"));
        };
        if self.frames.len() > limits.frames || (self.frames.len() > 1 && self.format != Kind::Gif)
        {
            return Err(Refusal::TooMany("frames"));
        }
        if !(1..=100).contains(&self.quality) {
            return Err(Refusal::Inconsistent("a quality"));
        }
        let mut total = 0_u64;
        for frame in &self.frames {
            if !size_is_allowed(frame.width, frame.height, limits) {
                return Err(Refusal::TooLarge("an image"));
            }
            if (frame.width, frame.height) != (first.width, first.height) {
                return Err(Refusal::Inconsistent("a frame's size"));
            }
            total = total.saturating_add(frame.area());
            if total > limits.total_pixels {
                return Err(Refusal::TooLarge("an image"));
            }
            let held = u64::try_from(frame.pixels.len()).unwrap_or(u64::MAX);
            if held != frame.area().saturating_mul(u64::from(frame.layout.bytes())) {
                return Err(Refusal::Inconsistent("a frame's pixels"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Layout, Raster, RasterFrame};
    use crate::kind::Kind;
    use crate::limits::Limits;

    fn raster(format: Kind, frames: usize, bytes: usize) -> Raster {
        let frame = RasterFrame {
            width: 2,
            height: 3,
            delay_centis: 0,
            layout: Layout::Rgb,
            pixels: vec![0; bytes],
        };
        Raster {
            format,
            frames: vec![frame; frames],
            loops: None,
            quality: 90,
        }
    }

    #[test]
    fn a_frame_holds_exactly_its_pixels() {
        let limits = Limits::default();
        assert!(raster(Kind::Png, 1, 18).verify(&limits).is_ok());
        assert!(raster(Kind::Png, 1, 17).verify(&limits).is_err());
        assert!(
            raster(Kind::Png, 2, 18).verify(&limits).is_err(),
            "only a GIF moves"
        );
        assert!(raster(Kind::Gif, 2, 18).verify(&limits).is_ok());
        assert!(raster(Kind::Docx, 1, 18).verify(&limits).is_err());
        let tight = Limits {
            frame_pixels: 5,
            ..limits
        };
        assert!(raster(Kind::Png, 1, 18).verify(&tight).is_err());
    }
}
