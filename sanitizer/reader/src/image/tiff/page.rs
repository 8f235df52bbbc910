//! What a directory says of one page, checked before a single pixel is allocated.

use sekisho_ir::raster::{MAX_DPI, size_is_allowed};
use sekisho_ir::{Chroma, Code, Findings, Layout, Limits, RasterFrame, Reason};

use super::directory::{Directory, File};
use super::packed::{self, Packing};
use super::samples::{self, Samples};
use crate::image::orientation::Orientation;
use crate::image::{colour, jpeg};

/// Strips or tiles of one page.
const MOST_CHUNKS: u64 = 262_144;

/// How the values of a pixel are to be understood (TIFF 6.0, `PhotometricInterpretation`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Photometric {
    WhiteIsZero,
    BlackIsZero,
    Rgb,
    Palette,
    Inks,
    YCbCr,
}

/// One page.
pub(super) struct Page<'a> {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bits: u8,
    /// Values of a pixel, those nobody knows the meaning of counted.
    pub(super) samples: u16,
    pub(super) photometric: Photometric,
    pub(super) palette: Vec<[u8; 3]>,
    /// True where the value behind the colours is an alpha.
    pub(super) alpha: bool,
    pub(super) premultiplied: bool,
    pub(super) predictor: bool,
    pub(super) little: bool,
    packing: Packing<'a>,
    /// Each value of a pixel in strips of its own.
    planar: bool,
    chunk: (u32, u32),
    offsets: Vec<u64>,
    lengths: Vec<u64>,
    turn: Orientation,
    dpi: Option<(u16, u16)>,
    profile: Option<&'a [u8]>,
    /// Old JPEG (TIFF 6.0, section 22): where the whole stream stands.
    interchange: Option<(u64, u64)>,
}

impl<'a> Page<'a> {
    pub(super) fn of(directory: &Directory<'a>, limits: &Limits) -> Result<Self, Reason> {
        let side = |tag| {
            let side = directory.number(tag).ok_or(Reason::Malformed)?;
            u32::try_from(side).map_err(|_| Reason::TooLarge)
        };
        let (width, height) = (side(256)?, side(257)?);
        let widths = directory.numbers(258).unwrap_or_else(|| vec![1]);
        let bits = *widths.first().ok_or(Reason::Malformed)?;
        let samples = directory
            .number(277)
            .unwrap_or_else(|| u64::try_from(widths.len()).unwrap_or(1));
        if widths.iter().any(|other| *other != bits)
            || !matches!(bits, 1 | 2 | 4 | 8 | 16 | 32)
            || !(1..=8).contains(&samples)
            || directory.number(339).is_some_and(|form| form != 1)
        {
            return Err(Reason::UnsupportedType);
        }
        let compression = directory.number(259).unwrap_or(1);
        let photometric = match directory.number(262) {
            Some(0) => Photometric::WhiteIsZero,
            Some(1) => Photometric::BlackIsZero,
            Some(2) => Photometric::Rgb,
            Some(3) => Photometric::Palette,
            Some(5) => Photometric::Inks,
            Some(6) => Photometric::YCbCr,
            None if matches!(compression, 2..=4) => Photometric::WhiteIsZero,
            None if samples >= 3 => Photometric::Rgb,
            None => Photometric::BlackIsZero,
            Some(_) => return Err(Reason::UnsupportedType),
        };
        let packing = Packing::of(compression, directory).ok_or(Reason::UnsupportedType)?;
        let colours = match photometric {
            Photometric::Rgb | Photometric::YCbCr => 3,
            Photometric::Inks => 4,
            _ => 1,
        };
        if samples < colours
            || (photometric == Photometric::YCbCr && !packing.is_jpeg())
            || (packing.is_fax() && (bits, samples) != (1, 1))
            || (packing.is_jpeg() && bits != 8)
            || (photometric == Photometric::Palette && bits > 8)
        {
            return Err(Reason::UnsupportedType);
        }
        let extra = directory.number(338);
        let alpha = samples > colours && matches!(extra, Some(1 | 2)) && colours != 4 && bits >= 8;
        let mut page = Self {
            width,
            height,
            bits: u8::try_from(bits).unwrap_or(8),
            samples: u16::try_from(samples).unwrap_or(1),
            photometric,
            palette: Vec::new(),
            alpha,
            premultiplied: extra == Some(1),
            predictor: directory.number(317) == Some(2),
            little: directory.is_little(),
            packing,
            planar: directory.number(284) == Some(2) && samples > 1,
            chunk: (width, height),
            offsets: Vec::new(),
            lengths: Vec::new(),
            turn: Orientation::of_tag(directory.number(274).unwrap_or(1)),
            dpi: resolution(directory),
            profile: directory.bytes(34_675),
            interchange: directory
                .number(513)
                .zip(Some(directory.number(514).unwrap_or(0))),
        };
        if photometric == Photometric::Palette {
            page.palette = palette(directory, bits).ok_or(Reason::Malformed)?;
        }
        page.allowed(limits)?;
        page.chunks(directory)?;
        Ok(page)
    }

    /// What a pixel will be.
    pub(super) fn layout(&self) -> Layout {
        match self.photometric {
            _ if self.alpha => Layout::Rgba,
            Photometric::WhiteIsZero | Photometric::BlackIsZero if self.bits == 1 => {
                Layout::Bilevel
            }
            Photometric::WhiteIsZero | Photometric::BlackIsZero => Layout::Gray,
            _ => Layout::Rgb,
        }
    }

    fn allowed(&self, limits: &Limits) -> Result<(), Reason> {
        let unpacked = u64::from(self.width)
            .saturating_mul(u64::from(self.height))
            .saturating_mul(u64::from(self.samples));
        let fits = self.layout() == Layout::Bilevel || unpacked <= limits.raster_bytes;
        if fits && size_is_allowed(self.width, self.height, self.layout(), limits) {
            Ok(())
        } else {
            Err(Reason::TooLarge)
        }
    }

    /// Where the strips or tiles stand. Their number follows from the size, whatever the fields say.
    fn chunks(&mut self, directory: &Directory<'_>) -> Result<(), Reason> {
        let side = |tag| {
            directory
                .number(tag)
                .map(|side| u32::try_from(side).unwrap_or(u32::MAX))
        };
        let tiled = match (side(322), side(323)) {
            (Some(across), Some(down)) => {
                // A tile may stand over the edge, but not by more than a page.
                if !(1..=self.width.saturating_add(4_096)).contains(&across)
                    || !(1..=self.height.saturating_add(4_096)).contains(&down)
                {
                    return Err(Reason::Malformed);
                }
                self.chunk = (across, down);
                true
            }
            _ => {
                let rows = side(278).unwrap_or(u32::MAX).clamp(1, self.height);
                self.chunk = (self.width, rows);
                false
            }
        };
        let planes = if self.planar {
            u64::from(self.samples)
        } else {
            1
        };
        let (across, down) = self.grid();
        let count = across.saturating_mul(down).saturating_mul(planes);
        if count > MOST_CHUNKS {
            return Err(Reason::TooMany);
        }
        let fields = if tiled {
            [(324, 325), (273, 279)]
        } else {
            [(273, 279), (324, 325)]
        };
        let found = fields.iter().find_map(|(offsets, lengths)| {
            Some((directory.numbers(*offsets)?, directory.numbers(*lengths)))
        });
        let Some((offsets, lengths)) = found else {
            // An old JPEG may stand by its stream alone.
            return if self.interchange.is_some() {
                Ok(())
            } else {
                Err(Reason::Malformed)
            };
        };
        let lengths = lengths.unwrap_or_else(|| vec![u64::MAX; offsets.len()]);
        let most = usize::try_from(count).unwrap_or(0);
        self.offsets = offsets.into_iter().take(most).collect();
        self.lengths = lengths.into_iter().take(most).collect();
        Ok(())
    }

    /// Chunks across and down.
    fn grid(&self) -> (u64, u64) {
        let (across, down) = self.chunk;
        (
            u64::from(self.width.div_ceil(across.max(1))),
            u64::from(self.height.div_ceil(down.max(1))),
        )
    }

    /// Unpacks the page. The second value is how finely its JPEG was quantised, and how many
    /// colours it kept.
    pub(super) fn frame(
        &self,
        file: &File<'a>,
        limits: &Limits,
        held: u64,
        work: &mut u64,
        findings: &mut Findings,
    ) -> Result<(RasterFrame, Option<(u8, Chroma)>), Reason> {
        let layout = self.layout();
        let needed = layout
            .row_bytes(self.width)
            .saturating_mul(u64::from(self.height));
        if held.saturating_add(needed) > limits.raster_bytes {
            return Err(Reason::TooLarge);
        }
        if let Packing::OldJpeg = self.packing {
            return self.old_jpeg(file, limits, work, findings);
        }
        let mut quality = None;
        let mut canvas = Samples::new(self)?;
        let (across, down) = self.grid();
        let (mut missing, mut read) = (0_usize, 0_usize);
        let each = across.saturating_mul(down).max(1);
        for (index, (offset, length)) in (0_u64..).zip(self.offsets.iter().zip(&self.lengths)) {
            let (plane, cell) = (index / each, index % each);
            let (column, row) = (cell % across.max(1), cell / across.max(1));
            let packed = slice(file.bytes, *offset, *length);
            *work = work
                .checked_sub(u64::try_from(packed.len()).unwrap_or(u64::MAX))
                .ok_or(Reason::Malformed)?;
            let top = u32::try_from(row).unwrap_or(0).saturating_mul(self.chunk.1);
            let left = u32::try_from(column)
                .unwrap_or(0)
                .saturating_mul(self.chunk.0);
            // The last strip is as high as what is left; a tile is always whole.
            let rows = if across == 1 && self.chunk.0 == self.width {
                self.chunk.1.min(self.height.saturating_sub(top))
            } else {
                self.chunk.1
            };
            let samples = if self.planar { 1 } else { self.samples };
            let size = packed::Size {
                width: self.chunk.0,
                rows,
                bits: self.bits,
                samples,
            };
            let unpacked = if self.packing.is_jpeg() {
                quality = quality.or_else(|| Some(self.packing.fineness(packed)));
                self.packing.jpeg(packed, &size, self.photometric, limits)
            } else {
                self.packing.unpack(packed, &size)
            };
            let whole = unpacked
                .as_ref()
                .is_some_and(|bytes| bytes.len() >= size.bytes());
            missing = missing.saturating_add(usize::from(!whole));
            if let Some(mut bytes) = unpacked.filter(|bytes| !bytes.is_empty()) {
                read = read.saturating_add(1);
                if self.predictor && self.packing.takes_predictor() {
                    samples::undo_difference(&mut bytes, &size, self.little);
                }
                let plane = self.planar.then(|| u16::try_from(plane).unwrap_or(0));
                canvas.place(&bytes, &size, (left, top), plane);
            }
        }
        if read == 0 {
            return Err(Reason::Malformed);
        }
        findings.add(Code::StructureRepaired, usize::from(missing > 0));
        let pixels = canvas.pixels(self.profile, findings);
        Ok((self.upright(layout, pixels), quality))
    }

    fn upright(&self, layout: Layout, pixels: Vec<u8>) -> RasterFrame {
        let (width, height, pixels) = self.turn.apply(self.width, self.height, layout, pixels);
        let dpi = self
            .dpi
            .map(|(x, y)| if self.turn.lies() { (y, x) } else { (x, y) });
        RasterFrame {
            dpi,
            lossy: self.packing.is_jpeg(),
            pixels,
            ..RasterFrame::still(width, height, layout)
        }
    }

    /// The stream is a JPEG like any other.
    fn old_jpeg(
        &self,
        file: &File<'a>,
        limits: &Limits,
        work: &mut u64,
        findings: &mut Findings,
    ) -> Result<(RasterFrame, Option<(u8, Chroma)>), Reason> {
        let strip = || {
            self.offsets
                .first()
                .copied()
                .zip(self.lengths.first().copied())
        };
        let (offset, length) = self.interchange.or_else(strip).ok_or(Reason::Malformed)?;
        let length = if length == 0 { u64::MAX } else { length };
        let stream = slice(file.bytes, offset, length);
        if !stream.starts_with(&[0xff, 0xd8]) {
            return Err(Reason::UnsupportedType);
        }
        *work = work
            .checked_sub(u64::try_from(stream.len()).unwrap_or(u64::MAX))
            .ok_or(Reason::Malformed)?;
        let scan = jpeg::scan(stream, jpeg::Meaning::Own, limits, findings)?;
        if (scan.width, scan.height) != (self.width, self.height) {
            return Err(Reason::Malformed);
        }
        let mut pixels = scan.pixels;
        if let Some(profile) = self.profile {
            colour::to_srgb(profile, scan.layout, &mut pixels, findings);
        }
        Ok((
            self.upright(scan.layout, pixels),
            Some((jpeg::quality(stream), jpeg::chroma(stream))),
        ))
    }
}

/// What of the file a strip may be; nothing where it stands outside.
fn slice(bytes: &[u8], offset: u64, length: u64) -> &[u8] {
    let offset = usize::try_from(offset).unwrap_or(usize::MAX);
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let end = offset.saturating_add(length).min(bytes.len());
    bytes.get(offset..end).unwrap_or_default()
}

/// Dots an inch, rounded, where the page says so in inches or centimetres.
fn resolution(directory: &Directory<'_>) -> Option<(u16, u16)> {
    let (above, below) = match directory.number(296).unwrap_or(2) {
        2 => (1, 1),
        3 => (254, 100),
        _ => return None,
    };
    let dots = |tag| {
        let (dots, inches) = directory.fraction(tag)?;
        let below = inches.checked_mul(below)?;
        let dots = dots.checked_mul(above)?.checked_add(below / 2)? / below;
        u16::try_from(dots)
            .ok()
            .filter(|dots| (1..=MAX_DPI).contains(dots))
    };
    Some((dots(282)?, dots(283)?))
}

/// The colour map: all reds, all greens, all blues, of 16 bits each.
fn palette(directory: &Directory<'_>, bits: u64) -> Option<Vec<[u8; 3]>> {
    let values = directory.numbers(320)?;
    let count = 1_usize.checked_shl(u32::try_from(bits).ok()?)?;
    // Some writers count in 8 bits.
    let shift = if values.iter().any(|value| *value > 255) {
        8
    } else {
        0
    };
    let part = |at: usize| {
        values
            .get(at)
            .map_or(0, |v| u8::try_from(v >> shift).unwrap_or(255))
    };
    let colour = |at: usize| {
        [
            part(at),
            part(at.saturating_add(count)),
            part(at.saturating_add(count.saturating_mul(2))),
        ]
    };
    Some((0..count).map(colour).collect())
}
