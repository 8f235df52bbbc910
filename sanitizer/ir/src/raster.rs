//! Pixels: one or more frames, eight bits a channel, or one bit where there is only paper and ink.

use serde::{Deserialize, Serialize};

use crate::kind::Kind;
use crate::limits::Limits;
use crate::refusal::Refusal;

/// A picture, an animation of several frames, or a document of several pages. Its pixels are its own, or borrowed from
/// the payload that they stand in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(
    serialize = "P: serde_bytes::Serialize",
    deserialize = "P: serde_bytes::Deserialize<'de>"
))]
pub struct Raster<P = Vec<u8>> {
    /// The format it shall be written in: PNG, JPEG, GIF or TIFF.
    pub format: Kind,
    /// The frames, at least one; several only in a GIF or a TIFF.
    pub frames: Vec<RasterFrame<P>>,
    /// How often an animation repeats: `None` plays once, `Some(0)` for ever.
    pub loops: Option<u16>,
    /// How finely a JPEG was quantised, 1 to 100; the fresh one is made alike.
    pub quality: u8,
    /// How many colours a JPEG kept; the fresh one keeps as many.
    pub chroma: Chroma,
}

/// How much colour a JPEG keeps beside its brightness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Chroma {
    /// At every pixel (4:4:4).
    #[default]
    Full,
    /// At every second pixel across (4:2:2).
    Half,
    /// At every second pixel across and down (4:2:0).
    Quarter,
}

impl Chroma {
    /// How many pixels across and down share one colour.
    pub const fn sampling(self) -> (u8, u8) {
        match self {
            Self::Full => (1, 1),
            Self::Half => (2, 1),
            Self::Quarter => (2, 2),
        }
    }

    /// Colours across and down of a picture of this size; those at its edge may reach beyond it.
    pub fn size(self, width: u32, height: u32) -> (u32, u32) {
        let (across, down) = self.sampling();
        (width.div_ceil(across.into()), height.div_ceil(down.into()))
    }
}

/// What the bytes of a pixel mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    /// One bit, the most significant first, each row begun in a byte of its own: set is ink, clear is paper.
    Bilevel,
    /// One byte: grey.
    Gray,
    /// Three bytes: red, green, blue.
    Rgb,
    /// Four bytes: red, green, blue, alpha.
    Rgba,
    /// As a JPEG has them (ITU-T T.871, section 7), in three planes of a byte a value, one after another: brightness at
    /// every pixel, then what is bluer than grey and what is redder, as many of them as [`Chroma::size`] says.
    Planes(Chroma),
}

impl Layout {
    /// Values of one pixel; each is a byte, but for [`Layout::Bilevel`], where it is a bit.
    pub const fn samples(self) -> u8 {
        match self {
            Self::Bilevel | Self::Gray => 1,
            Self::Rgb | Self::Planes(_) => 3,
            Self::Rgba => 4,
        }
    }

    /// Bytes of one row of `width` pixels; of planes, in the first one.
    pub fn row_bytes(self, width: u32) -> u64 {
        match self {
            Self::Bilevel => u64::from(width).div_ceil(8),
            Self::Planes(_) => width.into(),
            _ => u64::from(width).saturating_mul(u64::from(self.samples())),
        }
    }

    /// Bytes of a whole frame.
    pub fn frame_bytes(self, width: u32, height: u32) -> u64 {
        let bytes = self.row_bytes(width).saturating_mul(height.into());
        let Self::Planes(chroma) = self else {
            return bytes;
        };
        let (across, down) = chroma.size(width, height);
        let colours = u64::from(across).saturating_mul(down.into());
        bytes.saturating_add(colours.saturating_mul(2))
    }
}

/// One whole frame, row after row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(
    serialize = "P: serde_bytes::Serialize",
    deserialize = "P: serde_bytes::Deserialize<'de>"
))]
pub struct RasterFrame<P = Vec<u8>> {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// How long it is shown, in hundredths of a second.
    pub delay_centis: u16,
    /// Pixels an inch across and down, 1 to [`MAX_DPI`], where a scanner said so: a fax page has twice as many
    /// across as down, and would come out squashed without.
    pub dpi: Option<(u16, u16)>,
    /// True where it came as JPEG, so that a TIFF may hold it as JPEG again.
    pub lossy: bool,
    /// How finely it was quantised, 1 to 100, and how its colours were sampled, where it came as JPEG and that is known.
    pub packed: Option<(u8, Chroma)>,
    /// What the bytes of a pixel mean.
    pub layout: Layout,
    /// `height` rows of [`Layout::row_bytes`] bytes, or what else makes [`Layout::frame_bytes`].
    #[serde(with = "serde_bytes")]
    pub pixels: P,
}

/// The finest a scanner or a plate setter is.
pub const MAX_DPI: u16 = 9_600;

impl<P> std::fmt::Debug for RasterFrame<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "RasterFrame({}×{} {:?})",
            self.width, self.height, self.layout
        )
    }
}

impl<P: Default> RasterFrame<P> {
    /// A frame of this size that stands still, its pixels still to come.
    pub fn still(width: u32, height: u32, layout: Layout) -> Self {
        Self {
            width,
            height,
            delay_centis: 0,
            dpi: None,
            lossy: false,
            packed: None,
            layout,
            pixels: P::default(),
        }
    }
}

impl<P> RasterFrame<P> {
    /// Pixels in all.
    pub fn area(&self) -> u64 {
        u64::from(self.width).saturating_mul(u64::from(self.height))
    }
}

/// True where a picture of this size may be held: asked by the reader before it allocates a single pixel.
pub fn size_is_allowed(width: u32, height: u32, layout: Layout, limits: &Limits) -> bool {
    let bytes = layout.frame_bytes(width, height);
    width > 0
        && height > 0
        && width <= limits.edge_pixels
        && height <= limits.edge_pixels
        && bytes <= limits.raster_bytes
}

impl<P: AsRef<[u8]>> Raster<P> {
    /// Checks format, edges, pixel counts and that every frame holds exactly its pixels.
    pub fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        if !matches!(self.format, Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Tiff) {
            return Err(Refusal::Vocabulary("an image format"));
        }
        let Some(first) = self.frames.first() else {
            return Err(Refusal::Inconsistent("an image without a frame"));
        };
        let several = matches!(self.format, Kind::Gif | Kind::Tiff);
        if self.frames.len() > limits.frames || (self.frames.len() > 1 && !several) {
            return Err(Refusal::TooMany("frames"));
        }
        if !(1..=100).contains(&self.quality) {
            return Err(Refusal::Inconsistent("a quality"));
        }
        let mut total = 0_u64;
        for frame in &self.frames {
            if !size_is_allowed(frame.width, frame.height, frame.layout, limits) {
                return Err(Refusal::TooLarge("an image"));
            }
            // Pages of a document may differ; frames of an animation share one canvas.
            if self.format != Kind::Tiff
                && (frame.width, frame.height) != (first.width, first.height)
            {
                return Err(Refusal::Inconsistent("a frame's size"));
            }
            let fits = match frame.layout {
                Layout::Bilevel => matches!(self.format, Kind::Png | Kind::Tiff),
                Layout::Planes(chroma) => self.format == Kind::Jpeg && chroma == self.chroma,
                Layout::Gray | Layout::Rgb | Layout::Rgba => true,
            };
            if !fits {
                return Err(Refusal::Inconsistent("a frame's layout"));
            }
            if let Some((across, down)) = frame.dpi
                && !((1..=MAX_DPI).contains(&across) && (1..=MAX_DPI).contains(&down))
            {
                return Err(Refusal::Inconsistent("a resolution"));
            }
            let held = u64::try_from(frame.pixels.as_ref().len()).unwrap_or(u64::MAX);
            total = total.saturating_add(held);
            if total > limits.raster_bytes {
                return Err(Refusal::TooLarge("an image"));
            }
            if held != frame.layout.frame_bytes(frame.width, frame.height) {
                return Err(Refusal::Inconsistent("a frame's pixels"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Chroma, Layout, Raster, RasterFrame};
    use crate::kind::Kind;
    use crate::limits::Limits;

    fn raster(format: Kind, frames: usize, bytes: usize) -> Raster {
        let frame = RasterFrame {
            width: 2,
            height: 3,
            delay_centis: 0,
            dpi: None,
            lossy: false,
            packed: None,
            layout: Layout::Rgb,
            pixels: vec![0; bytes],
        };
        Raster {
            format,
            frames: vec![frame; frames],
            loops: None,
            quality: 90,
            chroma: Chroma::Full,
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
            raster_bytes: 17,
            ..limits
        };
        assert!(raster(Kind::Png, 1, 18).verify(&tight).is_err());
    }

    #[test]
    fn planes_are_a_jpegs_and_have_as_many_colours_as_it_says() {
        let limits = Limits::default();
        // Two by three pixels of brightness, and twice one by two of colour.
        let mut photo = raster(Kind::Jpeg, 1, 10);
        photo.chroma = Chroma::Quarter;
        photo.frames[0].layout = Layout::Planes(Chroma::Quarter);
        assert!(photo.verify(&limits).is_ok());
        for wrong in [
            Raster {
                format: Kind::Png,
                ..photo.clone()
            },
            Raster {
                format: Kind::Tiff,
                ..photo.clone()
            },
            Raster {
                chroma: Chroma::Half,
                ..photo.clone()
            },
        ] {
            assert!(wrong.verify(&limits).is_err());
        }
        let tight = Limits {
            raster_bytes: 9,
            ..limits.clone()
        };
        assert!(photo.verify(&tight).is_err());
        for (chroma, bytes) in [
            (Chroma::Full, 18),
            (Chroma::Half, 12),
            (Chroma::Quarter, 10),
        ] {
            photo.chroma = chroma;
            photo.frames[0].layout = Layout::Planes(chroma);
            for held in 0..20 {
                photo.frames[0].pixels = vec![0; held];
                assert_eq!(photo.verify(&limits).is_ok(), held == bytes, "{chroma:?}");
            }
        }
        photo.frames[0].width = u32::MAX;
        photo.frames[0].height = u32::MAX;
        assert!(photo.verify(&limits).is_err());
    }

    #[test]
    fn ink_on_paper_is_a_bit_a_pixel_and_pages_may_differ() {
        let limits = Limits::default();
        let mut fax = raster(Kind::Tiff, 2, 3);
        for frame in &mut fax.frames {
            frame.layout = Layout::Bilevel;
            frame.dpi = Some((204, 98));
        }
        assert!(fax.verify(&limits).is_ok());
        let mut wide = fax.clone();
        wide.frames[1].width = 9;
        wide.frames[1].pixels = vec![0; 6];
        assert!(wide.verify(&limits).is_ok());
        wide.format = Kind::Gif;
        assert!(wide.verify(&limits).is_err());
        fax.frames[0].dpi = Some((0, 98));
        assert!(fax.verify(&limits).is_err());
    }
}
