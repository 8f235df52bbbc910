//! Records of an enhanced metafile said so that the player understands them: icons with their transparency, words as
//! wide as they were set, and without what it stumbles over.

use super::metafile::{Bitmap, emf_bitmap, long, place};
use super::paint::plain_png;
use crate::image;
use sekisho_ir::{Findings, Layout, Limits, RasterFrame};

/// A picture that the player draws by its mark, since it knows neither transparency nor sizes: see [`marked`].
pub(super) struct Picture {
    /// As the plainest PNG.
    pub(super) png: Vec<u8>,
    /// How large it is drawn, in the player's units.
    pub(super) size: (f64, f64),
}

/// How units become the player's: by window and viewport, then by the world ([MS-EMF] 2.3.12).
#[derive(Clone, Copy)]
struct Units {
    mapped: bool,
    window: (i32, i32),
    viewport: (i32, i32),
    world: (f64, f64),
}

impl Units {
    const PLAIN: Self = Self {
        mapped: false,
        window: (1, 1),
        viewport: (1, 1),
        world: (1.0, 1.0),
    };

    /// Takes what a record says of them.
    fn follow(&mut self, kind: i32, record: &[u8]) {
        let pair = || long(record, 8).zip(long(record, 12));
        let scale = |from: usize| {
            let number = |at: usize| {
                let bits = long(record, from.saturating_add(at))?;
                Some(f64::from(f32::from_bits(bits.cast_unsigned())))
            };
            let (m11, m12, m21, m22) = (number(0)?, number(4)?, number(8)?, number(12)?);
            let across = m11.hypot(m12);
            let down = m21.hypot(m22);
            (across.is_finite() && down.is_finite()).then_some((across, down))
        };
        match kind {
            9 => self.window = pair().unwrap_or(self.window),
            11 => self.viewport = pair().unwrap_or(self.viewport),
            17 => self.mapped = matches!(long(record, 8), Some(7 | 8)),
            35 => self.world = scale(8).unwrap_or(self.world),
            36 => match (long(record, 32), scale(8)) {
                (Some(1), _) => self.world = (1.0, 1.0),
                (Some(2 | 3), Some((x, y))) => self.world = (self.world.0 * x, self.world.1 * y),
                (Some(4), Some(world)) => self.world = world,
                _ => {}
            },
            _ => {}
        }
    }

    fn scale(&self) -> (f64, f64) {
        let ratio = |view: i32, window: i32| {
            let ratio = (f64::from(view) / f64::from(window)).abs();
            if self.mapped && ratio.is_finite() && ratio > 0.0 {
                ratio
            } else {
                1.0
            }
        };
        (
            ratio(self.viewport.0, self.window.0) * self.world.0,
            ratio(self.viewport.1, self.window.1) * self.world.1,
        )
    }
}

/// A metafile said again.
pub(super) struct Mended {
    pub(super) bytes: Vec<u8>,
    /// Words in the order they are drawn, and how wide in the player's units.
    pub(super) words: Vec<(String, f64)>,
    /// Pictures in the order they are drawn.
    pub(super) pictures: Vec<Picture>,
}

const BIT_BLT: i32 = 76;
const STRETCH_BLT: i32 = 77;
const TO_DEVICE: i32 = 80;
const STRETCH_DIB: i32 = 81;
const TEXT: i32 = 84;
const ALPHA_BLEND: i32 = 114;
/// Raster operations ([MS-WMF] 2.1.1.31): what is there and the mask, then with the colours.
const SRC_AND: i32 = 0x0088_00c6;
const SRC_PAINT: i32 = 0x00ee_0086;
const SRC_INVERT: i32 = 0x0066_0046;

/// Says the records of `input` again.
pub(super) fn mend(input: &[u8], records: usize, limits: &Limits) -> Mended {
    let mut mended = Mended {
        bytes: Vec::with_capacity(input.len()),
        words: Vec::new(),
        pictures: Vec::new(),
    };
    let mut rest = input;
    let mut units = Units::PLAIN;
    let mut saved = Vec::new();
    for _ in 0..records {
        let Some((kind, length)) = long(rest, 0).zip(place(rest, 4)) else {
            break;
        };
        if length < 8 || length > rest.len() {
            break;
        }
        let (record, after) = rest.split_at(length);
        rest = after;
        units.follow(kind, record);
        match kind {
            33 if saved.len() < SAVED => saved.push(units),
            34 => units = saved.pop().unwrap_or(units),
            _ => {}
        }
        let said = match kind {
            1 => Some(plain_header(record)),
            // Clips of regions: the player counts what it should measure.
            75 => None,
            ALPHA_BLEND => {
                let frame = blended(record, limits);
                frame.and_then(|frame| mended.picture(record, (24, 32), &units, &frame))
            }
            BIT_BLT | STRETCH_BLT if bare(record) => Some(record.to_vec()),
            BIT_BLT | STRETCH_BLT => {
                let next = place(rest, 4).and_then(|length| rest.get(..length));
                let frame = match next.and_then(|next| masked(record, next, limits).zip(Some(next)))
                {
                    Some((frame, next)) => {
                        rest = rest.get(next.len()..).unwrap_or_default();
                        Some(frame)
                    }
                    None => emf_bitmap(record, 84).and_then(|bitmap| decoded(&bitmap, limits)),
                };
                frame.and_then(|frame| mended.picture(record, (24, 32), &units, &frame))
            }
            TO_DEVICE | STRETCH_DIB => {
                let frame = emf_bitmap(record, 48).and_then(|bitmap| decoded(&bitmap, limits));
                let size = if kind == TO_DEVICE { 40 } else { 72 };
                frame.and_then(|frame| mended.picture(record, (24, size), &units, &frame))
            }
            TEXT => {
                let said = whole_characters(record);
                if let Some(width) = width(record) {
                    mended
                        .words
                        .push((words(&said), f64::from(width) * units.scale().0));
                }
                Some(said)
            }
            _ => Some(record.to_vec()),
        };
        mended.bytes.extend_from_slice(&said.unwrap_or_default());
        if kind == 14 {
            break;
        }
    }
    mended
}

/// A header without description, palette and pixel format ([MS-EMF] 2.2.9): none of them is drawn, and their lengths
/// are anything in a file that means harm.
fn plain_header(record: &[u8]) -> Vec<u8> {
    let mut said = record.to_vec();
    for (at, length) in [(60, 12), (88, 12)] {
        if let Some(field) = said.get_mut(at..at + length) {
            field.fill(0);
        }
    }
    said
}

/// The characters of a record of words: where they stand and how many.
fn characters(record: &[u8]) -> Option<(usize, usize)> {
    let count = place(record, 44)?;
    let start = place(record, 48)?;
    let end = start.checked_add(count.checked_mul(2)?)?;
    (count > 0 && end <= record.len()).then_some((start, end))
}

/// Halves of characters are replaced, so that the words can be read at all.
fn whole_characters(record: &[u8]) -> Vec<u8> {
    let mut said = record.to_vec();
    let Some(words) = characters(record).and_then(|(from, to)| said.get_mut(from..to)) else {
        return said;
    };
    let (pairs, _) = words.as_chunks_mut::<2>();
    let high = |pair: [u8; 2]| matches!(u16::from_le_bytes(pair), 0xd800..=0xdbff);
    let low = |pair: [u8; 2]| matches!(u16::from_le_bytes(pair), 0xdc00..=0xdfff);
    let mut before = false;
    let units: Vec<[u8; 2]> = pairs.to_vec();
    for (at, pair) in pairs.iter_mut().enumerate() {
        let follows = units
            .get(at.saturating_add(1))
            .is_some_and(|next| low(*next));
        let lone = (high(*pair) && !follows) || (low(*pair) && !before);
        before = high(*pair) && follows;
        if lone {
            *pair = 0xfffd_u16.to_le_bytes();
        }
    }
    said
}

/// The sum of the distances between characters ([MS-EMF] 2.2.5), where there are several.
fn width(record: &[u8]) -> Option<i32> {
    let count = place(record, 44).filter(|count| *count > 1)?;
    let start = place(record, 72)?;
    let distances = record.get(start..start.checked_add(count.checked_mul(4)?)?)?;
    let sum = distances
        .as_chunks()
        .0
        .iter()
        .fold(0_i32, |sum, d| sum.saturating_add(i32::from_le_bytes(*d)));
    (start > 0 && sum > 0).then_some(sum)
}

fn decoded(bitmap: &Bitmap<'_>, limits: &Limits) -> Option<RasterFrame> {
    let raster = image::bitmap(bitmap.header, bitmap.pixels, limits, &mut Findings::new()).ok()?;
    raster.frames.into_iter().next()
}

/// The picture of an alpha blend, its colours no longer multiplied with their alpha ([MS-EMF] 2.3.1.1).
fn blended(record: &[u8], limits: &Limits) -> Option<RasterFrame> {
    let function: [u8; 4] = *record.get(40..)?.first_chunk()?;
    let bitmap = emf_bitmap(record, 84)?;
    let [_, _, constant, 1] = function else {
        return decoded(&bitmap, limits);
    };
    // Four bytes a pixel, the last one alpha, though the header says nothing of it.
    let mut header = bitmap.header.get(..40)?.to_vec();
    if header.get(14..16)? != [32, 0] {
        return decoded(&bitmap, limits);
    }
    header
        .get_mut(16..20)?
        .copy_from_slice(&6_u32.to_le_bytes());
    for mask in [0x00ff_0000_u32, 0xff00, 0xff, 0xff00_0000] {
        header.extend_from_slice(&mask.to_le_bytes());
    }
    let mut frame = decoded(
        &Bitmap {
            header: &header,
            pixels: bitmap.pixels,
        },
        limits,
    )?;
    if frame.layout == Layout::Rgba {
        for [red, green, blue, alpha] in frame.pixels.as_chunks_mut::<4>().0 {
            for part in [red, green, blue] {
                let value = u16::from(*part).saturating_mul(255) / u16::from(*alpha).max(1);
                *part = u8::try_from(value).unwrap_or(255);
            }
            let value = u16::from(*alpha).saturating_mul(u16::from(constant)) / 255;
            *alpha = u8::try_from(value).unwrap_or(255);
        }
    }
    Some(frame)
}

/// A blit of the brush alone has no bitmap.
fn bare(record: &[u8]) -> bool {
    long(record, 88).is_none_or(|bytes| bytes == 0)
}

/// States of the device that may be saved at once.
const SAVED: usize = 256;

/// A mask and the colours that follow it at the same place, as one picture: how icons were drawn before alpha.
fn masked(mask: &[u8], colours: &[u8], limits: &Limits) -> Option<RasterFrame> {
    let operation = long(colours, 40)?;
    if long(mask, 40) != Some(SRC_AND)
        || !matches!(long(colours, 0)?, BIT_BLT | STRETCH_BLT)
        || !matches!(operation, SRC_PAINT | SRC_INVERT)
        || mask.get(24..40)? != colours.get(24..40)?
    {
        return None;
    }
    let mask = decoded(&emf_bitmap(mask, 84)?, limits)?;
    let mut frame = decoded(&emf_bitmap(colours, 84)?, limits)?;
    if (mask.width, mask.height, mask.layout) != (frame.width, frame.height, Layout::Rgb)
        || frame.layout != Layout::Rgb
    {
        return None;
    }
    let pixels = frame
        .pixels
        .as_chunks::<3>()
        .0
        .iter()
        .zip(mask.pixels.as_chunks::<3>().0);
    frame.pixels = pixels
        .flat_map(|([red, green, blue], [mask, ..])| [*red, *green, *blue, !*mask])
        .collect();
    frame.layout = Layout::Rgba;
    Some(frame)
}

/// The first of two pixels that stand for a picture; the second is its number.
const MARK: [u8; 3] = [0x5e, 0x4b, 0x53];

/// The number of the picture that these pixels stand for.
pub(super) fn marked(frame: &RasterFrame) -> Option<usize> {
    let (pixels, _) = frame.pixels.as_chunks::<3>();
    match (frame.layout, frame.width, frame.height, pixels) {
        (Layout::Rgb, 2, 1, [MARK, [high, middle, low]]) => {
            usize::try_from(u32::from_be_bytes([0, *high, *middle, *low])).ok()
        }
        _ => None,
    }
}

impl Mended {
    /// Keeps a picture and says a record that draws its mark at the place of another record's
    /// ([MS-EMF] 2.3.1.7); `at` is where that one says its place and its size.
    fn picture(
        &mut self,
        record: &[u8],
        at: (usize, usize),
        units: &Units,
        frame: &RasterFrame,
    ) -> Option<Vec<u8>> {
        let [_, high, middle, low] = u32::try_from(self.pictures.len()).ok()?.to_be_bytes();
        let edge = |from: usize| Some(f64::from(long(record, from)?.saturating_abs()));
        let (across, down) = units.scale();
        let size = (edge(at.1)? * across, edge(at.1.checked_add(4)?)? * down);
        self.pictures.push(Picture {
            png: plain_png(frame)?,
            size,
        });
        let copied = |from: usize| long(record, from).unwrap_or(0);
        let mut said = Vec::with_capacity(128);
        let numbers = [STRETCH_DIB, 128]
            .into_iter()
            .chain([8, 12, 16, 20].map(copied))
            .chain([at.0, at.0.saturating_add(4)].map(copied))
            .chain([0, 0, 2, 1, 80, 40, 120, 8, 0, 0x00cc_0020, 2, 1])
            // Two pixels across, one down, 24 bits each.
            .chain([40, 2, 1, 1 | (24 << 16), 0, 8, 0, 0, 0, 0]);
        for number in numbers {
            said.extend_from_slice(&number.to_le_bytes());
        }
        let [red, green, blue] = MARK;
        said.extend_from_slice(&[blue, green, red, low, middle, high, 0, 0]);
        Some(said)
    }
}

/// The words of a record.
fn words(record: &[u8]) -> String {
    let units = characters(record)
        .and_then(|(from, to)| record.get(from..to))
        .unwrap_or_default();
    let units: Vec<u16> = units
        .as_chunks()
        .0
        .iter()
        .map(|unit| u16::from_le_bytes(*unit))
        .collect();
    String::from_utf16_lossy(&units)
}
