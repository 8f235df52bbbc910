//! TIFF (6.0): page after page in one form only, each its directory, its longer values, its one strip.
//!
//! ```text
//!  II*\0 first ─▶ [ directory · values · strip ] ─▶ [ … ] ─▶ nothing behind the last
//! ```
//!
//! Ink on paper is packed as faxes are (ITU-T T.6), what came as JPEG is JPEG again, the rest is deflated by the
//! differences of neighbours.

use std::io::Write;

use fax::encoder::Encoder;
use fax::{Color, VecWriter};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use sekisho_ir::{Chroma, Layout, Raster, RasterFrame, Refusal};

use super::{FAILED, jpeg};

/// Writes the pages.
pub(super) fn write(raster: &Raster<&[u8]>) -> Result<Vec<u8>, Refusal> {
    let mut bytes = b"II\x2a\0\x08\0\0\0".to_vec();
    let mut frames = raster.frames.iter().peekable();
    while let Some(frame) = frames.next() {
        let page = Page::of(frame, raster)?;
        page.append(&mut bytes, frames.peek().is_none())?;
    }
    Ok(bytes)
}

/// One page, packed.
struct Page<'a> {
    frame: &'a RasterFrame<&'a [u8]>,
    compression: u16,
    photometric: u16,
    chroma: [u16; 2],
    strip: Vec<u8>,
}

const FAX: u16 = 4;
const JPEG: u16 = 7;
const DEFLATE: u16 = 8;

impl<'a> Page<'a> {
    fn of(frame: &'a RasterFrame<&'a [u8]>, raster: &Raster<&[u8]>) -> Result<Self, Refusal> {
        let (compression, photometric, strip) = match frame.layout {
            Layout::Bilevel => (FAX, 0, fax(frame)?),
            Layout::Gray if frame.lossy => (JPEG, 1, jpeg::write(frame, raster)?),
            Layout::Rgb if frame.lossy => (JPEG, 6, jpeg::write(frame, raster)?),
            Layout::Gray => (DEFLATE, 1, deflate(frame)?),
            Layout::Rgb | Layout::Rgba => (DEFLATE, 2, deflate(frame)?),
            Layout::Planes(_) => return Err(FAILED),
        };
        let chroma = match raster.chroma {
            Chroma::Full => [1, 1],
            Chroma::Half => [2, 1],
            Chroma::Quarter => [2, 2],
        };
        Ok(Self {
            frame,
            compression,
            photometric,
            chroma,
            strip,
        })
    }

    fn append(&self, bytes: &mut Vec<u8>, last: bool) -> Result<(), Refusal> {
        let samples = u16::from(self.frame.layout.samples());
        let depth = if self.frame.layout == Layout::Bilevel {
            1
        } else {
            8
        };
        let mut fields = Fields::default();
        fields.long(256, self.frame.width);
        fields.long(257, self.frame.height);
        fields.shorts(258, &vec![depth; usize::from(samples)]);
        fields.shorts(259, &[self.compression]);
        fields.shorts(262, &[self.photometric]);
        fields.strip();
        fields.shorts(277, &[samples]);
        fields.long(278, self.frame.height);
        fields.long(279, number(self.strip.len())?);
        if let Some((across, down)) = self.frame.dpi {
            fields.fraction(282, across);
            fields.fraction(283, down);
        }
        fields.shorts(284, &[1]);
        if self.frame.dpi.is_some() {
            fields.shorts(296, &[2]);
        }
        if self.compression == DEFLATE {
            fields.shorts(317, &[2]);
        }
        if self.frame.layout == Layout::Rgba {
            fields.shorts(338, &[2]);
        }
        if self.photometric == 6 {
            fields.shorts(530, &self.chroma);
        }
        fields.write(bytes, self.strip.len(), last)?;
        bytes.extend_from_slice(&self.strip);
        if !last && bytes.len() % 2 == 1 {
            bytes.push(0);
        }
        Ok(())
    }
}

fn number(length: usize) -> Result<u32, Refusal> {
    u32::try_from(length).map_err(|_| Refusal::TooLarge("an image"))
}

/// The fields of one directory, in the order of their tags.
#[derive(Default)]
struct Fields {
    /// Tag, type, count, value.
    rows: Vec<(u16, u16, u32, Vec<u8>)>,
}

/// The field that says where the strip stands.
const STRIP: u16 = 273;

impl Fields {
    fn long(&mut self, tag: u16, value: u32) {
        self.rows.push((tag, 4, 1, value.to_le_bytes().to_vec()));
    }

    fn shorts(&mut self, tag: u16, values: &[u16]) {
        let count = u32::try_from(values.len()).unwrap_or(0);
        let bytes = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        self.rows.push((tag, 3, count, bytes));
    }

    fn fraction(&mut self, tag: u16, value: u16) {
        let bytes = [u32::from(value).to_le_bytes(), 1_u32.to_le_bytes()].concat();
        self.rows.push((tag, 5, 1, bytes));
    }

    fn strip(&mut self) {
        self.rows.push((STRIP, 4, 1, vec![0; 4]));
    }

    /// Writes directory and longer values, so that the strip may follow.
    fn write(&self, bytes: &mut Vec<u8>, strip: usize, last: bool) -> Result<(), Refusal> {
        let longer: usize = self
            .rows
            .iter()
            .map(|(.., value)| value.len())
            .filter(|length| *length > 4)
            .sum();
        let mut place = bytes
            .len()
            .saturating_add(6)
            .saturating_add(self.rows.len().saturating_mul(12));
        let strip_at = place.saturating_add(longer);
        let end = strip_at.saturating_add(strip);
        let next = if last {
            0
        } else {
            number(end.next_multiple_of(2))?
        };
        let count = u16::try_from(self.rows.len()).map_err(|_| FAILED)?;
        bytes.extend_from_slice(&count.to_le_bytes());
        for (tag, kind, count, value) in &self.rows {
            bytes.extend_from_slice(&tag.to_le_bytes());
            bytes.extend_from_slice(&kind.to_le_bytes());
            bytes.extend_from_slice(&count.to_le_bytes());
            if *tag == STRIP {
                bytes.extend_from_slice(&number(strip_at)?.to_le_bytes());
            } else if value.len() > 4 {
                bytes.extend_from_slice(&number(place)?.to_le_bytes());
                place = place.saturating_add(value.len());
            } else {
                let mut inside = value.clone();
                inside.resize(4, 0);
                bytes.extend_from_slice(&inside);
            }
        }
        bytes.extend_from_slice(&next.to_le_bytes());
        for (.., value) in self.rows.iter().filter(|(.., value)| value.len() > 4) {
            bytes.extend_from_slice(value);
        }
        Ok(())
    }
}

fn rows<'a>(frame: &RasterFrame<&'a [u8]>) -> impl Iterator<Item = &'a [u8]> + use<'a> {
    let row = usize::try_from(frame.layout.row_bytes(frame.width))
        .unwrap_or(1)
        .max(1);
    frame.pixels.chunks_exact(row)
}

/// One frame as faxes have it, in one strip.
pub(super) fn fax(frame: &RasterFrame<&[u8]>) -> Result<Vec<u8>, Refusal> {
    let width = usize::try_from(frame.width).map_err(|_| FAILED)?;
    let mut encoder = Encoder::new(VecWriter::new());
    for row in rows(frame) {
        let ink = |byte: &u8| {
            let byte = *byte;
            (0..8).map(move |bit| {
                if byte & (0x80 >> bit) == 0 {
                    Color::White
                } else {
                    Color::Black
                }
            })
        };
        let Ok(()) = encoder.encode_line(row.iter().flat_map(ink).take(width), frame.width);
    }
    let Ok(writer) = encoder.finish();
    Ok(writer.finish())
}

fn deflate(frame: &RasterFrame<&[u8]>) -> Result<Vec<u8>, Refusal> {
    let step = usize::from(frame.layout.samples());
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let mut differences = Vec::new();
    for row in rows(frame) {
        differences.clear();
        differences.extend_from_slice(row.get(..step).unwrap_or_default());
        let pairs = row.get(step..).unwrap_or_default().iter().zip(row);
        differences.extend(pairs.map(|(value, before)| value.wrapping_sub(*before)));
        encoder.write_all(&differences).map_err(|_| FAILED)?;
    }
    encoder.finish().map_err(|_| FAILED)
}
