//! JPEG: baseline, as finely and with as many colours as the picture came (ITU-T T.81).
//!
//! ```text
//!  pixels ─▶ band    eight or sixteen rows of brightness and colour
//!             └▶ block   eight by eight of them as frequencies, in steps
//!                 └▶ token   each step that is not zero, with the zeros before it
//!                     └▶ codes   short words for what is frequent ─▶ bytes
//! ```
//!
//! One scan with all components. The inner loops are compiled once for each generation of processors and chosen when the
//! picture is written; all of them count in whole numbers, so that every machine writes the same bytes.
#![expect(
    clippy::inline_always,
    reason = "what is not put into the loop of a generation of processors is compiled for the oldest one"
)]
#![expect(
    clippy::many_single_char_names,
    reason = "eight rows, or eight values side by side, have no other names than their letters"
)]

mod band;
mod block;
mod codes;
mod colour;
mod token;

use fearless_simd::{Level, Simd, dispatch};
use sekisho_ir::{Chroma, Layout, Raster, RasterFrame, Refusal};

use super::{FAILED, LARGE};
use band::Band;
use block::{Masks, Steps};
use codes::{Bits, Codes};
use token::{COLOUR, LIGHT, Token};

/// Writes a picture of grey or colours; ink on paper is none, and transparency is left out.
pub(super) fn write(
    frame: &RasterFrame<&[u8]>,
    raster: &Raster<&[u8]>,
) -> Result<Vec<u8>, Refusal> {
    if frame.layout == Layout::Bilevel {
        return Err(FAILED);
    }
    let picture = Picture::of(frame, raster)?;
    let level = Level::new();
    dispatch!(level, simd => picture.write(simd))
}

/// What stands before the codes.
struct Head(Vec<u8>);

impl Head {
    fn segment(&mut self, marker: u8, body: &[u8]) {
        let length = u16::try_from(body.len().saturating_add(2)).unwrap_or(u16::MAX);
        self.0.extend_from_slice(&[0xff, marker]);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(body);
    }

    /// The codes, and the scan's own head: its components with their codes, all frequencies at once.
    fn scan(&mut self, codes: &Codes, gray: bool) {
        for (number, code) in (0..).zip(codes.all(gray)) {
            // Differences of the mean and all else by turns, brightness before colour.
            let class = [0x00, 0x10, 0x01, 0x11].get(number).copied();
            self.segment(0xc4, &code.table(class.unwrap_or_default()));
        }
        let components: &[u8] = if gray {
            &[1, 0, 0x00, 0, 63, 0]
        } else {
            &[3, 0, 0x00, 1, 0x11, 2, 0x11, 0, 63, 0]
        };
        self.segment(0xda, components);
    }
}

/// A picture on its way to bytes.
struct Picture<'a> {
    frame: &'a RasterFrame<&'a [u8]>,
    gray: bool,
    sampling: (usize, usize),
    light: Steps,
    colour: Steps,
    /// True where the codes are made for this picture: smaller, and slower.
    own_codes: bool,
    head: Head,
}

impl<'a> Picture<'a> {
    fn of(frame: &'a RasterFrame<&'a [u8]>, raster: &Raster<&[u8]>) -> Result<Self, Refusal> {
        let side = |edge| u16::try_from(edge).map_err(|_| Refusal::TooLarge("an image edge"));
        let [w1, w0] = side(frame.width)?.to_be_bytes();
        let [h1, h0] = side(frame.height)?.to_be_bytes();
        let gray = frame.layout == Layout::Gray;
        let chroma = match frame.layout {
            Layout::Gray => Chroma::Full,
            Layout::Planes(chroma) => chroma,
            _ => raster.chroma,
        };
        let (across, down) = chroma.sampling();
        let light = block::table(&block::LIGHT, raster.quality);
        let colour = block::table(&block::COLOUR, raster.quality);
        let mut head = Head(vec![0xff, 0xd8]);
        head.segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
        // Eight bits; how large; each component's number, sampling and steps.
        let size = [8, h1, h0, w1, w0];
        let components: &[u8] = if gray {
            &[1, 0, 0x11, 0]
        } else {
            &[3, 0, across << 4 | down, 0, 1, 0x11, 1, 2, 0x11, 1]
        };
        head.segment(0xc0, &[&size, components].concat());
        head.segment(0xdb, &[&[0][..], &block::in_zigzag(&light)].concat());
        if !gray {
            head.segment(0xdb, &[&[1][..], &block::in_zigzag(&colour)].concat());
        }
        Ok(Self {
            frame,
            gray,
            sampling: (usize::from(across), usize::from(down)),
            light: Steps::of(&light),
            colour: Steps::of(&colour),
            own_codes: frame.area() <= LARGE,
            head,
        })
    }

    #[inline(always)]
    fn write<S: Simd>(self, simd: S) -> Result<Vec<u8>, Refusal> {
        let (across, down) = self.sampling;
        let mut band = Band::of(self.frame, self.sampling).ok_or(FAILED)?;
        let masks = Masks::new();
        let mut tokens: Vec<Token> = Vec::new();
        let mut means = [0_i16; 3];
        let mut head = self.head;
        let mut bits = if self.own_codes {
            None
        } else {
            let codes = Codes::standard();
            head.scan(&codes, self.gray);
            Some((Bits::after(std::mem::take(&mut head.0)), codes.words()))
        };
        while band.next(simd, self.frame) {
            let [light, blue, red] = band.planes();
            for unit in 0..band.units() {
                for row in 0..down {
                    for column in 0..across {
                        let place = unit.saturating_mul(across).saturating_add(column);
                        let samples = light.block(place, row).ok_or(FAILED)?;
                        let found = block::steps(simd, samples, &self.light, &masks);
                        token::append(&found, &mut means[0], LIGHT, &mut tokens);
                    }
                }
                if !self.gray {
                    let samples = blue.block(unit, 0).ok_or(FAILED)?;
                    let found = block::steps(simd, samples, &self.colour, &masks);
                    token::append(&found, &mut means[1], COLOUR, &mut tokens);
                    let samples = red.block(unit, 0).ok_or(FAILED)?;
                    let found = block::steps(simd, samples, &self.colour, &masks);
                    token::append(&found, &mut means[2], COLOUR, &mut tokens);
                }
            }
            if let Some((bits, words)) = &mut bits {
                bits.append(&tokens, words);
                tokens.clear();
            }
        }
        let bits = if let Some((bits, _)) = bits {
            bits
        } else {
            let codes = Codes::of(&tokens);
            head.scan(&codes, self.gray);
            let mut bits = Bits::after(head.0);
            bits.append(&tokens, &codes.words());
            bits
        };
        Ok(bits.end())
    }
}

#[cfg(test)]
mod tests;
