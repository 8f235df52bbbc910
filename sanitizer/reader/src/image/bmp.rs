//! Windows bitmaps: 1 to 32 bits a pixel, plain, by masks or by run lengths ([MS-WMF] 2.2.2.9). They cross as PNG.

use sekisho_ir::{Kind, Layout, Limits, Raster, Reason, raster::size_is_allowed};

use super::still;

/// Reads a bitmap file.
pub(super) fn read(input: &[u8], limits: &Limits) -> Result<Raster, Reason> {
    let file: [u8; 14] = *input.first_chunk().ok_or(Reason::Malformed)?;
    let [b'B', b'M', _, _, _, _, _, _, _, _, start @ ..] = file else {
        return Err(Reason::Malformed);
    };
    let start = usize::try_from(u32::from_le_bytes(start)).unwrap_or(usize::MAX);
    let body = input.get(14..).unwrap_or_default();
    let mut header = Header::parse(body).ok_or(Reason::Malformed)?;
    // A file may leave a gap between colours and pixels, or say nothing.
    if let Some(start) = start.checked_sub(14).filter(|start| *start >= header.size) {
        header.start = start;
    }
    header.raster(body, limits)
}

/// Reads a bitmap as it stands in an icon: twice as high, the lower half telling what is transparent.
pub(super) fn read_icon(input: &[u8], limits: &Limits) -> Result<Raster, Reason> {
    let mut header = Header::parse(input).ok_or(Reason::Malformed)?;
    header.height /= 2;
    if header.bits == 32 {
        header.masks = [0x00ff_0000, 0x0000_ff00, 0x0000_00ff, 0xff00_0000];
    }
    let mut raster = header.raster(input, limits)?;
    let Some(frame) = raster.frames.first_mut() else {
        return Err(Reason::Malformed);
    };
    let mask = header.row_bytes(header.bits).and_then(|row| {
        let colours = row.checked_mul(usize::try_from(header.height).ok()?)?;
        input.get(header.start.checked_add(colours)?..)
    });
    if let (Layout::Rgb, Some(mask), Some(row)) = (frame.layout, mask, header.row_bytes(1)) {
        let width = usize::try_from(header.width).unwrap_or(usize::MAX);
        let mut pixels = Vec::with_capacity(frame.pixels.len() / 3 * 4);
        for (at, pixel) in frame.pixels.as_chunks::<3>().0.iter().enumerate() {
            let (x, y) = (at % width, at / width);
            let line = usize::try_from(header.height)
                .unwrap_or(0)
                .saturating_sub(y)
                .saturating_sub(1);
            let byte = mask.get(line.saturating_mul(row).saturating_add(x / 8));
            let clear = byte.is_some_and(|byte| byte & (0x80 >> (x % 8)) != 0);
            let [red, green, blue] = *pixel;
            pixels.extend_from_slice(&[red, green, blue, if clear { 0 } else { 255 }]);
        }
        frame.layout = Layout::Rgba;
        frame.pixels = pixels;
    }
    Ok(raster)
}

/// How the pixels behind a header are packed, where it says so.
pub(super) fn packing(header: &[u8]) -> Option<u32> {
    Header::parse(header).map(|header| header.packing)
}

/// Reads a bitmap whose pixels stand apart from its header; or behind it, where there are none apart.
pub(super) fn read_parts(header: &[u8], pixels: &[u8], limits: &Limits) -> Result<Raster, Reason> {
    let mut parsed = Header::parse(header).ok_or(Reason::Malformed)?;
    if pixels.is_empty() {
        return parsed.raster(header, limits);
    }
    parsed.start = header.len();
    parsed.raster(&[header, pixels].concat(), limits)
}

/// What stands before the pixels (BITMAPCOREHEADER, BITMAPINFOHEADER and its successors).
struct Header {
    width: u32,
    height: u32,
    from_top: bool,
    bits: u16,
    /// 0 plain, 1 and 2 run lengths of 8 and 4 bits, 3 masks.
    packing: u32,
    /// Red, green, blue and alpha of a pixel of 16 or 32 bits.
    masks: [u32; 4],
    /// Bytes of the header with its masks.
    size: usize,
    /// Bytes of one palette colour.
    step: usize,
    colours: usize,
    /// Where the pixels start.
    start: usize,
}

impl Header {
    fn parse(input: &[u8]) -> Option<Self> {
        let long = |at: usize| -> Option<u32> {
            Some(u32::from_le_bytes(*input.get(at..)?.first_chunk()?))
        };
        let short = |at: usize| -> Option<u16> {
            Some(u16::from_le_bytes(*input.get(at..)?.first_chunk()?))
        };
        let size = usize::try_from(long(0)?).ok()?;
        if size == 12 {
            let bits = short(10)?;
            let colours = if bits <= 8 { 1_usize << bits } else { 0 };
            return Some(Self {
                width: u32::from(short(4)?),
                height: u32::from(short(6)?),
                from_top: false,
                bits,
                packing: 0,
                masks: usual_masks(bits),
                size,
                step: 3,
                colours,
                start: colours.checked_mul(3)?.checked_add(size)?,
            });
        }
        if !(16..=256).contains(&size) {
            return None;
        }
        let height = long(8)?.cast_signed();
        let bits = short(14)?;
        let packing = if size >= 20 { long(16)? } else { 0 };
        let used = if size >= 36 {
            usize::try_from(long(32)?).ok()?
        } else {
            0
        };
        let colours = match bits {
            1..=8 if used == 0 => 1_usize << bits,
            1..=8 => used.min(1_usize << bits),
            _ => used.min(256),
        };
        let mut masks = usual_masks(bits);
        let mut own = 0;
        if packing == 3 || packing == 6 {
            // The masks follow a header of 40 bytes, and stand in any longer one.
            masks = [long(40)?, long(44)?, long(48)?, 0];
            if size >= 56 || packing == 6 {
                masks = [long(40)?, long(44)?, long(48)?, long(52)?];
            }
            own = match (size, packing) {
                (40, 3) => 12,
                (40, _) => 16,
                _ => 0,
            };
        }
        let size = size.checked_add(own)?;
        Some(Self {
            width: long(4)?,
            height: height.unsigned_abs(),
            from_top: height < 0,
            bits,
            packing: if packing == 6 { 3 } else { packing },
            masks,
            size,
            step: 4,
            colours,
            start: colours.checked_mul(4)?.checked_add(size)?,
        })
    }

    /// Bytes of a row of so many bits a pixel: rows end with a word of four bytes.
    fn row_bytes(&self, bits: u16) -> Option<usize> {
        let bits = usize::try_from(self.width)
            .ok()?
            .checked_mul(usize::from(bits))?;
        bits.div_ceil(32).checked_mul(4)
    }

    fn raster(&self, input: &[u8], limits: &Limits) -> Result<Raster, Reason> {
        if !size_is_allowed(self.width, self.height, Layout::Rgba, limits) {
            return Err(Reason::TooLarge);
        }
        let data = input.get(self.start..).ok_or(Reason::Malformed)?;
        let (layout, pixels) = match (self.packing, self.bits) {
            (0 | 3, 1 | 2 | 4 | 8 | 16 | 24 | 32) => self.rows(input, data),
            (1, 8) | (2, 4) => self.runs(input, data).map(|pixels| (Layout::Rgb, pixels)),
            _ => return Err(Reason::UnsupportedType),
        }
        .ok_or(Reason::Malformed)?;
        Ok(still(Kind::Png, self.width, self.height, layout, pixels))
    }

    /// The palette as red, green, blue; what it lacks is black.
    fn palette(&self, input: &[u8]) -> Vec<[u8; 3]> {
        let table = input.get(self.size..).unwrap_or_default();
        let colour = |entry: &[u8]| match *entry {
            [blue, green, red, ..] => [red, green, blue],
            _ => [0; 3],
        };
        let mut palette: Vec<_> = table
            .chunks_exact(self.step)
            .take(self.colours)
            .map(colour)
            .collect();
        palette.resize(256, [0; 3]);
        palette
    }

    /// Where row `y` from the top stands in the file.
    fn line(&self, y: usize, height: usize) -> usize {
        if self.from_top {
            y
        } else {
            height.saturating_sub(y).saturating_sub(1)
        }
    }

    fn rows(&self, input: &[u8], data: &[u8]) -> Option<(Layout, Vec<u8>)> {
        let height = usize::try_from(self.height).ok()?;
        let width = usize::try_from(self.width).ok()?;
        let stride = self.row_bytes(self.bits)?;
        let palette = self.palette(input);
        let whole = data.len() >= stride.checked_mul(height)?;
        let alpha = matches!(self.bits, 16 | 32) && self.masks.last() != Some(&0);
        let mut pixels = Vec::with_capacity(width.checked_mul(height)?.checked_mul(4)?);
        if !whole && data.len() < stride {
            return None;
        }
        for y in 0..height {
            let at = self.line(y, height).checked_mul(stride)?;
            let row = data
                .get(at..)
                .and_then(|rest| rest.get(..stride))
                .unwrap_or_default();
            let before = pixels.len();
            match self.bits {
                24 => {
                    for [blue, green, red] in row.as_chunks().0.iter().take(width) {
                        pixels.extend_from_slice(&[*red, *green, *blue]);
                    }
                }
                32 => {
                    for pixel in row.as_chunks().0.iter().take(width) {
                        self.masked(u32::from_le_bytes(*pixel), alpha, &mut pixels);
                    }
                }
                16 => {
                    for pixel in row.as_chunks().0.iter().take(width) {
                        self.masked(u32::from(u16::from_le_bytes(*pixel)), alpha, &mut pixels);
                    }
                }
                bits => {
                    let each = usize::from(8 / bits);
                    let mask = 0xff_u8 >> (8 - bits);
                    for x in 0..width.min(row.len().checked_mul(each)?) {
                        let byte = *row.get(x / each)?;
                        let place =
                            u32::try_from(each.checked_sub(x % each)?.checked_sub(1)?).ok()?;
                        let index = byte.checked_shr(place.checked_mul(u32::from(bits))?)? & mask;
                        pixels.extend_from_slice(palette.get(usize::from(index))?);
                    }
                }
            }
            // A file that was cut short is black where nothing is known.
            let step = if alpha { 4 } else { 3 };
            pixels.resize(before.checked_add(width.checked_mul(step)?)?, 0);
        }
        // Many a writer leaves the alpha it has no use for at nought everywhere.
        if alpha
            && pixels
                .as_chunks::<4>()
                .0
                .iter()
                .all(|pixel| pixel.last() == Some(&0))
        {
            for pixel in pixels.as_chunks_mut::<4>().0 {
                let [_, _, _, alpha] = pixel;
                *alpha = 255;
            }
        }
        Some((if alpha { Layout::Rgba } else { Layout::Rgb }, pixels))
    }

    fn masked(&self, value: u32, alpha: bool, pixels: &mut Vec<u8>) {
        let [red, green, blue, clear] = self.masks;
        let part = |mask: u32| {
            if mask == 0 {
                return 0;
            }
            let most = u64::from(mask >> mask.trailing_zeros());
            let part = u64::from((value & mask) >> mask.trailing_zeros());
            u8::try_from(part.saturating_mul(255).saturating_add(most / 2) / most).unwrap_or(255)
        };
        pixels.extend_from_slice(&[part(red), part(green), part(blue)]);
        if alpha {
            pixels.push(part(clear));
        }
    }

    /// Run lengths ([MS-WMF] 3.1.6.4): pairs of a count and a colour, escapes behind a count of nought.
    fn runs(&self, input: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        let (width, height) = (
            usize::try_from(self.width).ok()?,
            usize::try_from(self.height).ok()?,
        );
        let palette = self.palette(input);
        let mut indexes = vec![0_u8; width.checked_mul(height)?];
        let (mut x, mut y) = (0_usize, 0_usize);
        let mut rest = data;
        let mut put = |x: &mut usize, y: usize, index: u8| {
            if *x < width
                && y < height
                && let Some(place) = indexes.get_mut(
                    self.line(y, height)
                        .saturating_mul(width)
                        .saturating_add(*x),
                )
            {
                *place = index;
            }
            *x = x.saturating_add(1);
        };
        let nibble = |byte: u8, at: usize| {
            if at.is_multiple_of(2) {
                byte >> 4
            } else {
                byte & 15
            }
        };
        while let [count, value, after @ ..] = rest {
            rest = after;
            match (*count, *value) {
                (0, 0) => (x, y) = (0, y.saturating_add(1)),
                (0, 1) => break,
                (0, 2) => {
                    let [right, down, after @ ..] = rest else {
                        break;
                    };
                    x = x.saturating_add(usize::from(*right));
                    y = y.saturating_add(usize::from(*down));
                    rest = after;
                }
                (0, many) => {
                    let many = usize::from(many);
                    let bytes = if self.bits == 8 {
                        many
                    } else {
                        many.div_ceil(2)
                    };
                    let Some(literal) = rest.get(..bytes) else {
                        break;
                    };
                    for at in 0..many {
                        let index = if self.bits == 8 {
                            literal.get(at).copied()
                        } else {
                            literal.get(at / 2).map(|byte| nibble(*byte, at))
                        };
                        put(&mut x, y, index.unwrap_or(0));
                    }
                    rest = rest.get(bytes.next_multiple_of(2)..).unwrap_or_default();
                }
                (many, value) => {
                    for at in 0..usize::from(many) {
                        let index = if self.bits == 8 {
                            value
                        } else {
                            nibble(value, at)
                        };
                        put(&mut x, y, index);
                    }
                }
            }
            if y >= height {
                break;
            }
        }
        let colour = |index: &u8| {
            palette
                .get(usize::from(*index))
                .copied()
                .unwrap_or_default()
        };
        Some(indexes.iter().flat_map(colour).collect())
    }
}

/// What the bits of a pixel mean where no mask says so.
const fn usual_masks(bits: u16) -> [u32; 4] {
    if bits == 16 {
        [0x7c00, 0x03e0, 0x001f, 0]
    } else {
        [0x00ff_0000, 0x0000_ff00, 0x0000_00ff, 0]
    }
}
