//! The packings of strips and tiles: each gives at most the bytes its place holds.

use std::io::Read;

use hayro_ccitt::{DecodeSettings, DecoderContext, EncodingMode};
use sekisho_ir::{Chroma, Findings, Limits};

use super::directory::Directory;
use super::page::Photometric;
use crate::image::jpeg::{self, Meaning};

/// How a page is packed (TIFF 6.0, `Compression`).
pub(super) enum Packing<'a> {
    Plain,
    PackBits,
    /// LZW, and whether by the bit order of old writers.
    Lzw,
    Deflate,
    Fax {
        mode: EncodingMode,
        aligned: bool,
        reversed: bool,
    },
    Jpeg {
        tables: &'a [u8],
    },
    OldJpeg,
}

/// What a strip or tile holds.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) width: u32,
    pub(super) rows: u32,
    pub(super) bits: u8,
    pub(super) samples: u16,
}

impl Size {
    /// Bytes of one row.
    pub(super) fn row(&self) -> usize {
        let bits = u64::from(self.width)
            .saturating_mul(u64::from(self.bits))
            .saturating_mul(u64::from(self.samples));
        usize::try_from(bits.div_ceil(8)).unwrap_or(usize::MAX)
    }

    /// Bytes of all rows.
    pub(super) fn bytes(&self) -> usize {
        self.row()
            .saturating_mul(usize::try_from(self.rows).unwrap_or(usize::MAX))
    }
}

impl<'a> Packing<'a> {
    pub(super) fn of(compression: u64, directory: &Directory<'a>) -> Option<Self> {
        let reversed = directory.number(266) == Some(2);
        let fax = |mode, aligned| Self::Fax {
            mode,
            aligned,
            reversed,
        };
        Some(match compression {
            1 => Self::Plain,
            2 => fax(EncodingMode::Group3_1D, true),
            3 => {
                let options = directory.number(292).unwrap_or(0);
                let flat = options & 1 == 0;
                fax(
                    if flat {
                        EncodingMode::Group3_1D
                    } else {
                        EncodingMode::Group3_2D
                    },
                    false,
                )
            }
            4 => fax(EncodingMode::Group4, false),
            5 => Self::Lzw,
            6 => Self::OldJpeg,
            7 => Self::Jpeg {
                tables: directory.bytes(347).unwrap_or_default(),
            },
            8 | 32_946 => Self::Deflate,
            32_773 => Self::PackBits,
            _ => return None,
        })
    }

    pub(super) fn is_jpeg(&self) -> bool {
        matches!(self, Self::Jpeg { .. } | Self::OldJpeg)
    }

    pub(super) fn is_fax(&self) -> bool {
        matches!(self, Self::Fax { .. })
    }

    /// Differences between neighbours are kept only by the packings of bytes (section 14).
    pub(super) fn takes_predictor(&self) -> bool {
        matches!(self, Self::Lzw | Self::Deflate)
    }

    /// Unpacks; what is missing at the end is left out.
    pub(super) fn unpack(&self, packed: &[u8], size: &Size) -> Option<Vec<u8>> {
        let most = size.bytes();
        match self {
            Self::Plain => Some(packed.get(..most.min(packed.len()))?.to_vec()),
            Self::PackBits => Some(pack_bits(packed, most)),
            Self::Lzw => Some(lzw(packed, most)),
            Self::Deflate => {
                let mut bytes = Vec::new();
                let mut inflater = flate2::read::ZlibDecoder::new(packed);
                let most = u64::try_from(most).unwrap_or(u64::MAX);
                // What came before a broken end is kept.
                let _ = inflater.by_ref().take(most).read_to_end(&mut bytes);
                Some(bytes)
            }
            Self::Fax {
                mode,
                aligned,
                reversed,
            } => {
                let turned;
                let packed = if *reversed {
                    turned = packed
                        .iter()
                        .map(|byte| byte.reverse_bits())
                        .collect::<Vec<_>>();
                    &turned
                } else {
                    packed
                };
                Some(fax(packed, size, *mode, *aligned))
            }
            Self::Jpeg { .. } | Self::OldJpeg => None,
        }
    }

    /// One strip or tile that is a JPEG, with the tables it shares with the others.
    pub(super) fn jpeg(
        &self,
        packed: &[u8],
        size: &Size,
        photometric: Photometric,
        limits: &Limits,
    ) -> Option<Vec<u8>> {
        let stream = self.stream(packed)?;
        let meaning = match photometric {
            Photometric::YCbCr => Meaning::Own,
            Photometric::Inks => Meaning::Inks,
            _ => Meaning::Plain,
        };
        // A strip's own profile and notes are nobody's.
        let scan = jpeg::scan(&stream, meaning, limits, &mut Findings::new()).ok()?;
        // What stands over the edge of the last strip is no part of it.
        if scan.width != size.width || scan.height < size.rows {
            return None;
        }
        let mut pixels = scan.pixels;
        let row = usize::try_from(scan.layout.row_bytes(scan.width)).ok()?;
        if row != size.row() {
            return None;
        }
        pixels.truncate(row.checked_mul(usize::try_from(size.rows).ok()?)?);
        Some(pixels)
    }

    fn stream(&self, packed: &[u8]) -> Option<Vec<u8>> {
        let Self::Jpeg { tables } = self else {
            return None;
        };
        let body = packed.strip_prefix(&[0xff, 0xd8])?;
        let tables = tables.strip_prefix(&[0xff, 0xd8]).unwrap_or_default();
        let tables = tables.strip_suffix(&[0xff, 0xd9]).unwrap_or(tables);
        Some([&[0xff, 0xd8], tables, body].concat())
    }

    /// How finely a strip was quantised, and how many colours it kept.
    pub(super) fn fineness(&self, packed: &[u8]) -> (u8, Chroma) {
        let head = packed.get(..packed.len().min(4_096)).unwrap_or_default();
        let found = |stream: Vec<u8>| (jpeg::quality(&stream), jpeg::chroma(&stream));
        self.stream(head).map_or((90, Chroma::Full), found)
    }
}

/// Byte runs (section 9).
fn pack_bits(packed: &[u8], most: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = packed;
    while let [count, after @ ..] = rest {
        if bytes.len() >= most {
            break;
        }
        let count = usize::from(*count);
        match count {
            0..128 => {
                let literal = after.get(..count.saturating_add(1)).unwrap_or(after);
                bytes.extend_from_slice(literal);
                rest = after.get(literal.len()..).unwrap_or_default();
            }
            128 => rest = after,
            _ => {
                let [value, after @ ..] = after else { break };
                let length = bytes.len().saturating_add(257_usize.saturating_sub(count));
                bytes.resize(length, *value);
                rest = after;
            }
        }
    }
    bytes.truncate(most);
    bytes
}

/// LZW as section 13 has it, or as its first writers had it: a clear code whose bits stand the other way tells.
fn lzw(packed: &[u8], most: usize) -> Vec<u8> {
    let old = matches!(packed, [0, second, ..] if second & 1 == 1);
    let mut decoder = if old {
        weezl::decode::Decoder::new(weezl::BitOrder::Lsb, 8)
    } else {
        weezl::decode::Decoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8)
    };
    let mut bytes = vec![0; most];
    let mut written = 0_usize;
    let mut rest = packed;
    while let Some(room) = bytes.get_mut(written..).filter(|room| !room.is_empty()) {
        let step = decoder.decode_bytes(rest, room);
        written = written.saturating_add(step.consumed_out);
        rest = rest.get(step.consumed_in..).unwrap_or_default();
        match step.status {
            Ok(weezl::LzwStatus::Ok) if step.consumed_in > 0 || step.consumed_out > 0 => {}
            _ => break,
        }
    }
    bytes.truncate(written);
    bytes
}

/// Rows of ink and paper; black runs are set bits.
struct Rows {
    bytes: Vec<u8>,
    row: usize,
    most: usize,
    width: u32,
}

impl hayro_ccitt::Decoder for Rows {
    fn push_row(&mut self, changes: &[u32]) {
        if self.bytes.len() >= self.most {
            return;
        }
        let start = self.bytes.len();
        self.bytes.resize(start.saturating_add(self.row), 0);
        let Some(row) = self.bytes.get_mut(start..) else {
            return;
        };
        for run in changes.chunks(2) {
            let from = run.first().copied().unwrap_or(0);
            let to = run.get(1).copied().unwrap_or(self.width).min(self.width);
            ink(row, from, to);
        }
    }
}

/// Sets the bits from one place up to another.
fn ink(row: &mut [u8], from: u32, to: u32) {
    let (Ok(from), Ok(to)) = (usize::try_from(from), usize::try_from(to)) else {
        return;
    };
    if from >= to {
        return;
    }
    let (first, last) = (from / 8, to / 8);
    let (head, tail) = (0xff_u8 >> (from % 8), !(0xff_u8 >> (to % 8)));
    if first == last {
        if let Some(byte) = row.get_mut(first) {
            *byte |= head & tail;
        }
        return;
    }
    if let Some(byte) = row.get_mut(first) {
        *byte |= head;
    }
    if let Some(bytes) = row.get_mut(first.saturating_add(1)..last) {
        bytes.fill(0xff);
    }
    if let Some(byte) = row.get_mut(last) {
        *byte |= tail;
    }
}

fn fax(packed: &[u8], size: &Size, encoding: EncodingMode, aligned: bool) -> Vec<u8> {
    let mut rows = Rows {
        bytes: Vec::new(),
        row: size.row(),
        most: size.bytes(),
        width: size.width,
    };
    let settings = DecodeSettings {
        columns: size.width,
        rows: size.rows,
        end_of_block: true,
        end_of_line: false,
        rows_are_byte_aligned: aligned,
        encoding,
        strict: false,
    };
    // A damaged line ends the page early; the rows before it are kept.
    let _ = hayro_ccitt::decode(packed, &mut rows, &mut DecoderContext::new(settings));
    rows.bytes
}
