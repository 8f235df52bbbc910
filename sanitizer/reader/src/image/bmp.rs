//! Windows bitmaps, the plain ones: no compression, 1 to 32 bits a pixel. They cross as PNG.

use sekisho_ir::{Kind, Layout, Limits, Raster, Reason, raster::size_is_allowed};

use super::still;

/// Reads the picture.
pub(super) fn read(input: &[u8], limits: &Limits) -> Result<Raster, Reason> {
    let header = Header::parse(input).ok_or(Reason::Malformed)?;
    if !size_is_allowed(header.width, header.height, limits) {
        return Err(Reason::TooLarge);
    }
    if !header.plain {
        return Err(Reason::UnsupportedType);
    }
    let pixels = header.pixels(input).ok_or(Reason::Malformed)?;
    Ok(still(
        Kind::Png,
        header.width,
        header.height,
        Layout::Rgb,
        pixels,
    ))
}

struct Header<'a> {
    width: u32,
    height: u32,
    from_top: bool,
    bits: u16,
    plain: bool,
    /// Bytes of one palette colour.
    step: usize,
    palette: &'a [u8],
    start: usize,
}

impl<'a> Header<'a> {
    fn parse(input: &'a [u8]) -> Option<Self> {
        let long = |at: usize| -> Option<u32> {
            input
                .get(at..at.checked_add(4)?)?
                .try_into()
                .ok()
                .map(u32::from_le_bytes)
        };
        let short = |at: usize| -> Option<u16> {
            input
                .get(at..at.checked_add(2)?)?
                .try_into()
                .ok()
                .map(u16::from_le_bytes)
        };
        if !input.starts_with(b"BM") {
            return None;
        }
        let start = usize::try_from(long(10)?).ok()?;
        let size = usize::try_from(long(14)?).ok()?;
        if size == 12 {
            let palette = input.get(26..start.min(input.len()))?;
            return Some(Self {
                width: u32::from(short(18)?),
                height: u32::from(short(20)?),
                from_top: false,
                bits: short(24)?,
                plain: true,
                step: 3,
                palette,
                start,
            });
        }
        let height = long(22)?.cast_signed();
        let kind = long(30)?;
        let bits = short(28)?;
        let masks = if kind == 3 && size == 40 { 12 } else { 0 };
        let usual = kind == 3
            && bits == 32
            && (long(54)?, long(58)?, long(62)?) == (0x00ff_0000, 0x0000_ff00, 0x0000_00ff);
        let palette = input
            .get(size.checked_add(14 + masks)?..start.min(input.len()))
            .unwrap_or_default();
        Some(Self {
            width: long(18)?,
            height: height.unsigned_abs(),
            from_top: height < 0,
            bits,
            plain: kind == 0 || usual,
            step: 4,
            palette,
            start,
        })
    }

    fn pixels(&self, input: &[u8]) -> Option<Vec<u8>> {
        let (width, height) = (
            usize::try_from(self.width).ok()?,
            usize::try_from(self.height).ok()?,
        );
        let bits = usize::from(self.bits);
        let stride = width.checked_mul(bits)?.div_ceil(32).checked_mul(4)?;
        let data = input
            .get(self.start..)?
            .get(..stride.checked_mul(height)?)?;
        let mut pixels = Vec::with_capacity(width.checked_mul(height)?.checked_mul(3)?);
        for y in 0..height {
            let line = if self.from_top {
                y
            } else {
                height.checked_sub(y)?.checked_sub(1)?
            };
            let row = data.get(line.checked_mul(stride)?..)?.get(..stride)?;
            for x in 0..width {
                pixels.extend_from_slice(&self.pixel(row, x)?);
            }
        }
        Some(pixels)
    }

    fn pixel(&self, row: &[u8], x: usize) -> Option<[u8; 3]> {
        let colour = |bytes: &[u8]| match *bytes {
            [blue, green, red, ..] => Some([red, green, blue]),
            _ => None,
        };
        match self.bits {
            24 => colour(row.get(x.checked_mul(3)?..)?),
            32 => colour(row.get(x.checked_mul(4)?..)?),
            16 => {
                let at = x.checked_mul(2)?;
                let pair = u16::from_le_bytes(row.get(at..at.checked_add(2)?)?.try_into().ok()?);
                let five = |shift: u16| {
                    u8::try_from((pair >> shift) & 31)
                        .map(|v| (v << 3) | (v >> 2))
                        .ok()
                };
                Some([five(10)?, five(5)?, five(0)?])
            }
            bits @ (1 | 4 | 8) => {
                let each = usize::from(8 / bits);
                let byte = *row.get(x / each)?;
                let place = u32::try_from(each.checked_sub(x % each)?.checked_sub(1)?).ok()?;
                let shifted = byte.checked_shr(place.checked_mul(u32::from(bits))?)?;
                let mask = u8::try_from((1_u16 << bits).checked_sub(1)?).ok()?;
                let index = usize::from(shifted & mask).checked_mul(self.step)?;
                Some(self.palette.get(index..).and_then(colour).unwrap_or([0; 3]))
            }
            _ => None,
        }
    }
}
