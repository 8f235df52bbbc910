//! Smaller pictures: every new pixel is the average of the area it stands for, by whole numbers only.
//!
//! What lies half in one pixel and half in the next counts half in each, so that nothing is left out and nothing shows
//! twice; what is seen through counts by as much as it covers. A picture only ever becomes smaller.

use sekisho_ir::{Layout, Raster, RasterFrame};

/// Makes every frame at most `edge` pixels at its longer edge; gives how many became smaller.
pub(super) fn shrink(raster: &mut Raster, edge: u32) -> usize {
    let mut shrunk: usize = 0;
    for frame in &mut raster.frames {
        if frame.width.max(frame.height) > edge.max(1)
            && let Some(smaller) = frame_at(frame, edge.max(1))
        {
            *frame = smaller;
            shrunk = shrunk.saturating_add(1);
        }
    }
    shrunk
}

/// The frame with its longer edge of this many pixels.
fn frame_at(frame: &RasterFrame, edge: u32) -> Option<RasterFrame> {
    let longest = frame.width.max(frame.height);
    let scaled = |side: u32| {
        let (edge, longest) = (u64::from(edge), u64::from(longest));
        let near = u64::from(side)
            .saturating_mul(edge)
            .saturating_add(longest / 2)
            .checked_div(longest)?;
        u32::try_from(near.max(1)).ok()
    };
    let (width, height) = (scaled(frame.width)?, scaled(frame.height)?);
    let (old, new) = ((frame.width, frame.height), (width, height));
    let (layout, pixels) = match frame.layout {
        // Between ink and paper there is grey.
        Layout::Bilevel => (Layout::Gray, plane::<1>(&grey(frame)?, old, new)?),
        Layout::Gray => (Layout::Gray, plane::<1>(&frame.pixels, old, new)?),
        Layout::Rgb => (Layout::Rgb, plane::<3>(&frame.pixels, old, new)?),
        Layout::Rgba => (Layout::Rgba, covering(&frame.pixels, old, new)?),
        Layout::Planes(chroma) => {
            let (old_colours, new_colours) = (
                chroma.size(frame.width, frame.height),
                chroma.size(width, height),
            );
            let (light, rest) = frame.pixels.split_at_checked(area(old)?)?;
            let (blue, red) = rest.split_at_checked(area(old_colours)?)?;
            let planes = [
                plane::<1>(light, old, new)?,
                plane::<1>(blue, old_colours, new_colours)?,
                plane::<1>(red, old_colours, new_colours)?,
            ];
            (frame.layout, planes.concat())
        }
    };
    let finer = |dpi: u16| {
        let dpi = u64::from(dpi).saturating_mul(edge.into()) / u64::from(longest).max(1);
        u16::try_from(dpi.max(1)).unwrap_or(u16::MAX)
    };
    Some(RasterFrame {
        width,
        height,
        delay_centis: frame.delay_centis,
        // As large on paper as it was.
        dpi: frame.dpi.map(|(across, down)| (finer(across), finer(down))),
        lossy: frame.lossy,
        packed: frame.packed,
        layout,
        pixels,
    })
}

/// How many pixels there are across and down together.
pub(super) fn area((width, height): (u32, u32)) -> Option<usize> {
    usize::try_from(u64::from(width).checked_mul(u64::from(height))?).ok()
}

/// A byte a pixel of what has a bit a pixel.
pub(super) fn grey(frame: &RasterFrame) -> Option<Vec<u8>> {
    let row = usize::try_from(frame.layout.row_bytes(frame.width)).ok()?;
    let width = usize::try_from(frame.width).ok()?;
    let mut out = Vec::with_capacity(area((frame.width, frame.height))?);
    for line in frame.pixels.chunks_exact(row.max(1)) {
        let bits = line
            .iter()
            .flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0));
        out.extend(bits.take(width).map(|ink| if ink { 0 } else { 255 }));
    }
    Some(out)
}

/// Averages values that stand by themselves, `STEP` of them to a pixel.
fn plane<const STEP: usize>(pixels: &[u8], old: (u32, u32), new: (u32, u32)) -> Option<Vec<u8>> {
    let (from, rest) = pixels.as_chunks::<STEP>();
    if !rest.is_empty() {
        return None;
    }
    let mut out = Vec::with_capacity(area(new)?.checked_mul(STEP)?);
    let whole = u64::from(old.0).checked_mul(old.1.into())?;
    averages(
        from,
        old,
        new,
        |pixel: &[u8; STEP]| pixel.map(u64::from),
        |sums| {
            out.extend(sums.map(|sum| nearest(sum, whole)));
        },
    )?;
    Some(out)
}

/// Averages red, green, blue and alpha: a colour counts by as much as it covers.
fn covering(pixels: &[u8], old: (u32, u32), new: (u32, u32)) -> Option<Vec<u8>> {
    let (from, rest) = pixels.as_chunks::<4>();
    if !rest.is_empty() {
        return None;
    }
    let mut out = Vec::with_capacity(area(new)?.checked_mul(4)?);
    let whole = u64::from(old.0).checked_mul(old.1.into())?;
    let weighed = |[red, green, blue, alpha]: &[u8; 4]| {
        let by = u64::from(*alpha);
        let part = |value: u8| u64::from(value).wrapping_mul(by);
        [part(*red), part(*green), part(*blue), by]
    };
    averages(from, old, new, weighed, |[red, green, blue, alpha]| {
        let [red, green, blue] = [red, green, blue].map(|sum| nearest(sum, alpha));
        out.extend([red, green, blue, nearest(alpha, whole)]);
    })?;
    Some(out)
}

/// A sum over what it is the sum of; nothing of nothing.
fn nearest(sum: u64, of: u64) -> u8 {
    let value = sum.saturating_add(of / 2).checked_div(of).unwrap_or(0);
    u8::try_from(value).unwrap_or(u8::MAX)
}

/// Gives the sums of every new pixel, row after row, each over `old.0 × old.1` parts: an old pixel has as many parts
/// across as there are new columns and as many down as there are new rows, and a new one has the others' number.
fn averages<const STEP: usize>(
    from: &[[u8; STEP]],
    old: (u32, u32),
    new: (u32, u32),
    value: impl Fn(&[u8; STEP]) -> [u64; STEP],
    mut give: impl FnMut([u64; STEP]),
) -> Option<()> {
    if from.len() != area(old)? {
        return None;
    }
    let width = usize::try_from(old.0).ok()?;
    let across = Shares::of(old.0, new.0)?;
    let down = Shares::of(old.1, new.1)?;
    let mut columns = vec![[0_u64; STEP]; width];
    for (first, shares) in down.rows() {
        columns.fill([0; STEP]);
        let lines = from.chunks_exact(width).skip(first);
        for (line, share) in lines.zip(shares) {
            for (sums, pixel) in columns.iter_mut().zip(line) {
                add(sums, value(pixel), *share);
            }
        }
        for (first, shares) in across.rows() {
            let mut sums = [0_u64; STEP];
            for (column, share) in columns.iter().skip(first).zip(shares) {
                add(&mut sums, *column, *share);
            }
            give(sums);
        }
    }
    Some(())
}

/// Cannot overflow: 255 × 255 over 20 000 × 20 000 parts is far below 2⁶⁴, and no picture is larger.
#[inline]
fn add<const STEP: usize>(sums: &mut [u64; STEP], values: [u64; STEP], share: u64) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum = sum.wrapping_add(value.wrapping_mul(share));
    }
}

/// Which old pixels of a line a new one stands for, and by how many parts each.
struct Shares(Vec<(usize, Vec<u64>)>);

impl Shares {
    fn of(old: u32, new: u32) -> Option<Self> {
        let (old, new) = (u64::from(old), u64::from(new));
        let mut all = Vec::with_capacity(usize::try_from(new).ok()?);
        for number in 0..new {
            // In parts, of which an old pixel has `new` and a new pixel `old`.
            let from = number.checked_mul(old)?;
            let to = from.checked_add(old)?;
            let first = from.checked_div(new)?;
            let last = to.div_ceil(new);
            let shares = (first..last)
                .map(|pixel| {
                    let (begin, end) = (
                        pixel.wrapping_mul(new),
                        pixel.wrapping_add(1).wrapping_mul(new),
                    );
                    end.min(to).saturating_sub(begin.max(from))
                })
                .collect();
            all.push((usize::try_from(first).ok()?, shares));
        }
        Some(Self(all))
    }

    fn rows(&self) -> impl Iterator<Item = (usize, &[u64])> {
        self.0
            .iter()
            .map(|(first, shares)| (*first, shares.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sekisho_ir::{Chroma, Kind, Limits};

    fn raster(width: u32, height: u32, layout: Layout, pixels: Vec<u8>) -> Raster {
        let format = match layout {
            Layout::Planes(_) => Kind::Jpeg,
            _ => Kind::Png,
        };
        super::super::still(format, width, height, layout, pixels)
    }

    #[test]
    fn a_pixel_is_the_average_of_what_it_stands_for() {
        let mut four = raster(4, 2, Layout::Gray, vec![0, 10, 100, 200, 20, 30, 100, 200]);
        assert_eq!(shrink(&mut four, 2), 1);
        let frame = &four.frames[0];
        assert_eq!((frame.width, frame.height), (2, 1));
        assert_eq!(frame.pixels, [15, 150]);
        // Three to two: the middle one counts half in each.
        let mut three = raster(3, 1, Layout::Gray, vec![0, 90, 255]);
        shrink(&mut three, 2);
        assert_eq!(three.frames[0].pixels, [30, 200]);
    }

    #[test]
    fn what_is_small_enough_stays_as_it_is_and_a_narrow_one_keeps_a_pixel() {
        let mut small = raster(3, 2, Layout::Gray, vec![1, 2, 3, 4, 5, 6]);
        let before = small.clone();
        assert_eq!(shrink(&mut small, 3), 0);
        assert_eq!(small, before);
        let mut line = raster(100, 1, Layout::Rgb, [9, 8, 7].repeat(100));
        shrink(&mut line, 10);
        let frame = &line.frames[0];
        assert_eq!((frame.width, frame.height), (10, 1));
        assert_eq!(frame.pixels, [9, 8, 7].repeat(10));
    }

    #[test]
    fn what_cannot_be_seen_lends_no_colour() {
        let clear = [255, 0, 0, 0];
        let blue = [0, 0, 255, 255];
        let mut two = raster(2, 1, Layout::Rgba, [clear, blue].concat());
        shrink(&mut two, 1);
        assert_eq!(two.frames[0].pixels, [0, 0, 255, 128]);
        let mut none = raster(2, 1, Layout::Rgba, [clear, clear].concat());
        shrink(&mut none, 1);
        assert_eq!(none.frames[0].pixels, [0, 0, 0, 0]);
    }

    #[test]
    fn every_layout_still_verifies_at_every_size() {
        let layouts = [
            Layout::Bilevel,
            Layout::Gray,
            Layout::Rgb,
            Layout::Rgba,
            Layout::Planes(Chroma::Full),
            Layout::Planes(Chroma::Half),
            Layout::Planes(Chroma::Quarter),
        ];
        for layout in layouts {
            for (width, height) in [(13, 7), (7, 13), (12, 12), (1, 31), (30, 1)] {
                let bytes = usize::try_from(layout.frame_bytes(width, height)).unwrap();
                let pixels: Vec<u8> = (0..bytes)
                    .map(|at| u8::try_from(at * 7 % 251).unwrap())
                    .collect();
                for edge in 1..32 {
                    let mut one = raster(width, height, layout, pixels.clone());
                    if let Layout::Planes(chroma) = layout {
                        one.chroma = chroma;
                    }
                    one.frames[0].dpi = Some((300, 300));
                    let mut again = one.clone();
                    shrink(&mut one, edge);
                    shrink(&mut again, edge);
                    one.verify(&Limits::default()).unwrap();
                    let frame = &one.frames[0];
                    assert_eq!(frame.width.max(frame.height), edge.min(width.max(height)));
                    assert_eq!(one, again, "the same each time");
                }
            }
        }
    }

    #[test]
    fn a_flat_picture_keeps_its_value_however_it_is_divided() {
        for edge in 1..97 {
            for value in [0, 1, 127, 254, 255] {
                let mut flat = raster(97, 61, Layout::Gray, vec![value; 97 * 61]);
                shrink(&mut flat, edge);
                assert!(flat.frames[0].pixels.iter().all(|pixel| *pixel == value));
            }
        }
    }

    #[test]
    fn pixels_that_do_not_fit_their_size_are_left_for_the_verifier() {
        let mut wrong = raster(4, 4, Layout::Rgb, vec![0; 47]);
        assert_eq!(shrink(&mut wrong, 2), 0);
        assert!(wrong.verify(&Limits::default()).is_err());
    }
}
