//! Pixels: one or more frames of RGBA.

use serde::{Deserialize, Serialize};

use crate::kind::Kind;
use crate::limits::Limits;
use crate::refusal::Refusal;

/// A picture, or an animation of several frames.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raster {
    /// The format it was found in and shall be written in: PNG, JPEG or GIF.
    pub format: Kind,
    /// The frames, at least one.
    pub frames: Vec<RasterFrame>,
    /// How often an animation repeats: `None` plays once, `Some(0)` for ever.
    pub loops: Option<u16>,
}

/// One frame: eight bits a channel, red, green, blue, alpha, row after row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RasterFrame {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// How long it is shown, in hundredths of a second.
    pub delay_centis: u16,
    /// `width × height × 4` bytes.
    #[serde(with = "serde_bytes")]
    pub pixels: Vec<u8>,
}

impl std::fmt::Debug for RasterFrame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RasterFrame({}×{})", self.width, self.height)
    }
}

impl Raster {
    /// Checks format, edges, pixel counts and that every frame holds exactly its pixels.
    pub fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        if !matches!(self.format, Kind::Png | Kind::Jpeg | Kind::Gif) {
            return Err(Refusal::Vocabulary("an image format"));
        }
        if self.frames.is_empty() {
            return Err(Refusal::Inconsistent("an image without a frame"));
        }
        if self.frames.len() > limits.frames {
            return Err(Refusal::TooMany("frames"));
        }
        let mut total = 0_u64;
        for frame in &self.frames {
            if frame.width == 0 || frame.height == 0 {
                return Err(Refusal::Inconsistent("an empty frame"));
            }
            if frame.width > limits.edge_pixels || frame.height > limits.edge_pixels {
                return Err(Refusal::TooLarge("an image edge"));
            }
            let pixels = u64::from(frame.width).saturating_mul(u64::from(frame.height));
            total = total.saturating_add(pixels);
            if pixels > limits.frame_pixels || total > limits.total_pixels {
                return Err(Refusal::TooLarge("an image"));
            }
            let held = u64::try_from(frame.pixels.len()).unwrap_or(u64::MAX);
            if held != pixels.saturating_mul(4) {
                return Err(Refusal::Inconsistent("a frame's pixels"));
            }
        }
        Ok(())
    }
}
