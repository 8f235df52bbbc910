//! A band of a picture: as many rows as one row of blocks needs, parted into brightness and two differences of colour.

use fearless_simd::Simd;
use sekisho_ir::{Chroma, Layout, RasterFrame};

use super::colour;

/// Values of one kind, in rows of whole blocks.
#[derive(Default)]
pub(super) struct Plane {
    /// Values of a row.
    stride: usize,
    values: Vec<u8>,
}

impl Plane {
    fn of(stride: usize, rows: usize) -> Self {
        Self {
            stride,
            values: vec![0; stride.saturating_mul(rows)],
        }
    }

    /// The block of this number from the left, and from the top.
    #[inline(always)]
    pub(super) fn block(&self, column: usize, row: usize) -> Option<[[u8; 8]; 8]> {
        let rows = self.stride.saturating_mul(8);
        let rows = self.values.get(row.saturating_mul(rows)..)?;
        let mut block = [[0; 8]; 8];
        let from = column.saturating_mul(8);
        for (line, values) in block.iter_mut().zip(rows.chunks_exact(self.stride)) {
            *line = *values.get(from..)?.first_chunk()?;
        }
        Some(block)
    }

    /// Takes so many rows from the first one on out of a whole plane of this size; its edges go on as they are.
    fn fill(&mut self, from: &[u8], (width, height): (usize, usize), first: usize, rows: usize) {
        for row in 0..rows {
            let y = first.saturating_add(row).min(height.saturating_sub(1));
            let at = y.saturating_mul(width);
            let line = from.get(at..at.saturating_add(width)).unwrap_or_default();
            if let Some((values, rest)) = self.row(row).split_at_mut_checked(line.len()) {
                values.copy_from_slice(line);
                rest.fill(line.last().copied().unwrap_or_default());
            }
        }
    }

    fn row(&mut self, number: usize) -> &mut [u8] {
        let from = number.saturating_mul(self.stride);
        self.values
            .get_mut(from..from.saturating_add(self.stride))
            .unwrap_or_default()
    }
}

/// The rows in hand.
pub(super) struct Band {
    layout: Layout,
    width: usize,
    height: usize,
    /// Bytes of a row of pixels.
    line: usize,
    /// How many values of brightness stand beside one of colour, across and down.
    sampling: (usize, usize),
    /// Blocks of colour in a row.
    units: usize,
    /// The first row that is still to come.
    next: usize,
    planes: [Plane; 3],
    /// Two rows of colour before it is thinned.
    full: [[Plane; 2]; 2],
}

impl Band {
    /// Above the first row; none where the picture is empty.
    pub(super) fn of(frame: &RasterFrame<&[u8]>, sampling: (usize, usize)) -> Option<Self> {
        let (across, down) = sampling;
        let width = usize::try_from(frame.width).ok().filter(|w| *w > 0)?;
        let height = usize::try_from(frame.height).ok().filter(|h| *h > 0)?;
        let units = width.div_ceil(across.checked_mul(8)?);
        let thin = units.checked_mul(8)?;
        let wide = thin.checked_mul(across)?;
        let colours = if frame.layout == Layout::Gray { 0 } else { 8 };
        let apart = matches!(frame.layout, Layout::Rgb | Layout::Rgba) && sampling != (1, 1);
        let full = || [(); 2].map(|()| Plane::of(wide, usize::from(apart)));
        Some(Self {
            layout: frame.layout,
            width,
            height,
            line: usize::try_from(frame.layout.row_bytes(frame.width)).ok()?,
            sampling,
            units,
            next: 0,
            planes: [
                Plane::of(wide, down.checked_mul(8)?),
                Plane::of(thin, colours),
                Plane::of(thin, colours),
            ],
            full: [full(), full()],
        })
    }

    /// Blocks of colour in a row.
    pub(super) fn units(&self) -> usize {
        self.units
    }

    /// Brightness, and what is bluer and redder than grey.
    pub(super) fn planes(&self) -> &[Plane; 3] {
        &self.planes
    }

    /// Takes the next rows; false below the last one. What lies outside of the picture is its edge again.
    #[inline(always)]
    pub(super) fn next<S: Simd>(&mut self, simd: S, frame: &RasterFrame<&[u8]>) -> bool {
        if self.next >= self.height {
            return false;
        }
        if let Layout::Planes(chroma) = self.layout {
            self.copy(frame, chroma);
            return true;
        }
        let (_, down) = self.sampling;
        for row in 0..8_usize {
            for part in 0..down {
                let at = row.saturating_mul(down).saturating_add(part);
                let y = self
                    .next
                    .saturating_add(at)
                    .min(self.height.saturating_sub(1));
                let from = y.saturating_mul(self.line);
                let line = frame.pixels.get(from..from.saturating_add(self.line));
                self.take(simd, line.unwrap_or_default(), at, part);
            }
            if self.layout != Layout::Gray && self.sampling != (1, 1) {
                let [_, blue, red] = &mut self.planes;
                for (plane, [upper, lower]) in [blue, red].into_iter().zip(&self.full) {
                    let to = plane.row(row);
                    if down == 2 {
                        thin_both(&upper.values, &lower.values, to);
                    } else {
                        thin_across(&upper.values, to);
                    }
                }
            }
        }
        self.next = self.next.saturating_add(down.saturating_mul(8));
        true
    }

    /// Rows that are parted already.
    fn copy(&mut self, frame: &RasterFrame<&[u8]>, chroma: Chroma) {
        let (_, down) = self.sampling;
        let (across, high) = chroma.size(frame.width, frame.height);
        let [across, high] = [across, high].map(|side| usize::try_from(side).unwrap_or(0));
        let light = self.width.saturating_mul(self.height);
        let colours = across.saturating_mul(high);
        let (lights, rest) = frame.pixels.split_at_checked(light).unwrap_or_default();
        let (blues, reds) = rest.split_at_checked(colours).unwrap_or_default();
        let [to_light, to_blue, to_red] = &mut self.planes;
        let first = self.next;
        to_light.fill(
            lights,
            (self.width, self.height),
            first,
            down.saturating_mul(8),
        );
        let first = first / down.max(1);
        to_blue.fill(blues, (across, high), first, 8);
        to_red.fill(reds, (across, high), first, 8);
        self.next = self.next.saturating_add(down.saturating_mul(8));
    }

    /// One row of pixels.
    #[inline(always)]
    fn take<S: Simd>(&mut self, simd: S, line: &[u8], at: usize, part: usize) {
        let [light, blue, red] = &mut self.planes;
        let light = light.row(at);
        if self.layout == Layout::Gray {
            if let Some((values, rest)) = light.split_at_mut_checked(self.width)
                && values.len() == line.len()
            {
                values.copy_from_slice(line);
                rest.fill(values.last().copied().unwrap_or_default());
            }
            return;
        }
        let [blues, reds] = &mut self.full;
        let (blue, red) = if self.sampling == (1, 1) {
            (blue.row(at), red.row(at))
        } else {
            let [blue, red] = [blues, reds].map(|[upper, lower]| {
                let plane = if part == 0 { upper } else { lower };
                plane.values.as_mut_slice()
            });
            (blue, red)
        };
        if self.layout == Layout::Rgba {
            colour::part::<S, 4>(simd, line, light, blue, red);
        } else {
            colour::part::<S, 3>(simd, line, light, blue, red);
        }
        for values in [light, blue, red] {
            if let Some((values, rest)) = values.split_at_mut_checked(self.width) {
                rest.fill(values.last().copied().unwrap_or_default());
            }
        }
    }
}

/// The mean of two neighbours each; halves go up and down by turns.
#[inline(always)]
fn thin_across(from: &[u8], to: &mut [u8]) {
    for (pairs, two) in from
        .as_chunks::<4>()
        .0
        .iter()
        .zip(to.as_chunks_mut::<2>().0)
    {
        let [a, b, c, d] = pairs.map(u16::from);
        *two = [low((a + b) >> 1), low((c + d + 1) >> 1)];
    }
}

/// The mean of four neighbours each; halves go up and down by turns.
#[inline(always)]
fn thin_both(upper: &[u8], lower: &[u8], to: &mut [u8]) {
    let rows = upper
        .as_chunks::<4>()
        .0
        .iter()
        .zip(lower.as_chunks::<4>().0);
    for ((upper, lower), two) in rows.zip(to.as_chunks_mut::<2>().0) {
        let [a, b, c, d] = upper.map(u16::from);
        let [e, f, g, h] = lower.map(u16::from);
        *two = [low((a + b + e + f + 1) >> 2), low((c + d + g + h + 2) >> 2)];
    }
}

#[inline(always)]
fn low(value: u16) -> u8 {
    let [low, _] = value.to_le_bytes();
    low
}
