//! Brightness and colours of a JPEG, which a decoder gives pixel by pixel, back in planes.
//!
//! Where pixels share a colour the decoder made each one's of three quarters of its own and a quarter of the neighbour's,
//! across and then down. Taken three times what is nearest less once what is farther, that is undone: a picture that is
//! written anew is hardly paler in its small colours, and stays as it is when it is written once more. The loops are
//! compiled once for each generation of processors; whole numbers only, so all of them say the same.
#![expect(
    clippy::inline_always,
    reason = "what is not put into the loop of a generation of processors is compiled for the oldest one"
)]

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, i16x8, u8x16, u16x8};
use sekisho_ir::{Chroma, Layout};

/// Three planes of a picture of this size, whose pixels have three bytes each; none where these are not all.
pub(super) fn of(pixels: &[u8], (width, height): (u32, u32), chroma: Chroma) -> Option<Vec<u8>> {
    let bytes = Layout::Planes(chroma).frame_bytes(width, height);
    let mut planes = vec![0; usize::try_from(bytes).ok()?];
    let level = Level::new();
    dispatch!(level, simd => fill(simd, pixels, (width, height), chroma, &mut planes))?;
    Some(planes)
}

/// Values that are made at once.
const AT_ONCE: usize = 16;

#[inline(always)]
fn fill<S: Simd>(
    simd: S,
    pixels: &[u8],
    (width, height): (u32, u32),
    chroma: Chroma,
    planes: &mut [u8],
) -> Option<()> {
    let (across, down) = chroma.size(width, height);
    let [width, height, across, down] =
        [width, height, across, down].map(|side| usize::try_from(side).unwrap_or(usize::MAX));
    let lights = width.checked_mul(height)?;
    let (light, rest) = planes.split_at_mut_checked(lights)?;
    let (blue, red) = rest.split_at_mut_checked(across.checked_mul(down)?)?;
    if pixels.len() != lights.checked_mul(3)? || pixels.is_empty() {
        return None;
    }
    let line = width.checked_mul(3)?;
    if chroma == Chroma::Full {
        apart(simd, pixels, light, blue, red);
        return Some(());
    }
    let mut row = Row::of(across);
    let lines = pixels.chunks_exact(line).zip(light.chunks_exact_mut(width));
    let mut blue = blue.chunks_exact_mut(across);
    let mut red = red.chunks_exact_mut(across);
    if chroma == Chroma::Half {
        for ((pixels, light), (blue, red)) in lines.zip(blue.zip(red)) {
            row.take(simd, pixels, light);
            across_again(simd, &row.blue, &mut row.thin);
            settle(simd, [&row.thin; 4], blue);
            across_again(simd, &row.red, &mut row.thin);
            settle(simd, [&row.thin; 4], red);
        }
        return Some(());
    }
    // The rows above and of a colour, and the one below, the newest last.
    let mut blues = Four::of(row.thin.len());
    let mut reds = Four::of(row.thin.len());
    for (number, (pixels, light)) in lines.enumerate() {
        row.take(simd, pixels, light);
        across_again(simd, &row.blue, blues.next());
        across_again(simd, &row.red, reds.next());
        if number == 0 {
            // Above the first row it is as in it.
            blues.repeat();
            reds.repeat();
        } else if number % 2 == 0 {
            settle(simd, blues.all(), blue.next()?);
            settle(simd, reds.all(), red.next()?);
        }
    }
    // Below the last row it is as in it; the last of an odd number is all that is known of its colours.
    let (blue, red) = (blue.next()?, red.next()?);
    if height % 2 == 0 {
        blues.repeat();
        reds.repeat();
        settle(simd, blues.all(), blue);
        settle(simd, reds.all(), red);
    } else {
        settle(simd, blues.mirrored(), blue);
        settle(simd, reds.mirrored(), red);
    }
    Some(())
}

/// A row of colours at every pixel, with one more before and after; and the same with one for two, four times as large.
struct Row {
    blue: Vec<u8>,
    red: Vec<u8>,
    thin: Vec<i16>,
}

impl Row {
    fn of(colours: usize) -> Self {
        let whole = colours.next_multiple_of(AT_ONCE);
        let held = whole.saturating_mul(2).saturating_add(2);
        Self {
            blue: vec![0; held],
            red: vec![0; held],
            thin: vec![0; whole],
        }
    }

    #[inline(always)]
    fn take<S: Simd>(&mut self, simd: S, pixels: &[u8], light: &mut [u8]) {
        let width = light.len();
        if let (Some(blue), Some(red)) = (self.blue.get_mut(1..), self.red.get_mut(1..)) {
            apart(simd, pixels, light, blue, red);
        }
        for row in [&mut self.blue, &mut self.red] {
            if let Some([before, first]) = row.first_chunk_mut() {
                *before = *first;
            }
            // After the last pixel it is as in it; after the partner that an odd one lacks, as before it.
            let last = row.get(width.saturating_sub(1)..);
            if let Some(&[one, two]) = last.and_then(<[u8]>::first_chunk)
                && let Some(rest) = row.get_mut(width.saturating_add(1)..)
            {
                for (to, from) in rest.iter_mut().zip([two, one]) {
                    *to = from;
                }
            }
        }
    }
}

/// The four rows in hand.
struct Four {
    rows: [Vec<i16>; 4],
    newest: usize,
}

impl Four {
    fn of(length: usize) -> Self {
        Self {
            rows: [(); 4].map(|()| vec![0; length]),
            newest: 0,
        }
    }

    /// Room for the next row.
    fn next(&mut self) -> &mut [i16] {
        self.newest = self.newest.wrapping_add(1) % 4;
        self.rows
            .get_mut(self.newest)
            .map(Vec::as_mut_slice)
            .unwrap_or_default()
    }

    /// The newest row once more.
    fn repeat(&mut self) {
        let [row, ..] = self.back();
        let row = row.to_vec();
        self.next().copy_from_slice(&row);
    }

    /// The newest row, the one before it, and so on.
    fn back(&self) -> [&[i16]; 4] {
        [0, 1, 2, 3].map(|ago| {
            let at = self.newest.wrapping_sub(ago) % 4;
            self.rows.get(at).map(Vec::as_slice).unwrap_or_default()
        })
    }

    /// From above to below.
    fn all(&self) -> [&[i16]; 4] {
        let [d, c, b, a] = self.back();
        [a, b, c, d]
    }

    /// The newest and the one above it, as though seen in a mirror below.
    fn mirrored(&self) -> [&[i16]; 4] {
        let [b, a, ..] = self.back();
        [a, b, b, a]
    }
}

/// Pixels of three bytes into three rows.
#[inline(always)]
fn apart<S: Simd>(simd: S, pixels: &[u8], light: &mut [u8], blue: &mut [u8], red: &mut [u8]) {
    let (many, rest) = pixels.as_chunks::<48>();
    let (lights, light) = light.split_at_mut(AT_ONCE.saturating_mul(many.len()).min(light.len()));
    let (blues, blue) = blue.split_at_mut(lights.len().min(blue.len()));
    let (reds, red) = red.split_at_mut(lights.len().min(red.len()));
    let colours = blues
        .as_chunks_mut::<AT_ONCE>()
        .0
        .iter_mut()
        .zip(reds.as_chunks_mut::<AT_ONCE>().0);
    let lights = lights.as_chunks_mut::<AT_ONCE>().0;
    for ((pixels, light), (blue, red)) in many.iter().zip(lights).zip(colours) {
        let thirds = pixels.as_chunks::<AT_ONCE>().0;
        if let [first, second, third] = thirds {
            let thirds: [u8x16<S>; 3] = [
                (*first).simd_into(simd),
                (*second).simd_into(simd),
                (*third).simd_into(simd),
            ];
            *light = every_third::<S, 0>(simd, thirds);
            *blue = every_third::<S, 1>(simd, thirds);
            *red = every_third::<S, 2>(simd, thirds);
        }
    }
    let colours = blue.iter_mut().zip(red);
    for ((pixel, light), (blue, red)) in rest.as_chunks::<3>().0.iter().zip(light).zip(colours) {
        [*light, *blue, *red] = *pixel;
    }
}

/// Sixteen of forty-eight bytes: those of this number of each three.
#[inline(always)]
fn every_third<S: Simd, const NUMBER: u8>(simd: S, [a, b, c]: [u8x16<S>; 3]) -> [u8; AT_ONCE] {
    let first: u8x16<S> = const { places(NUMBER, 0) }.simd_into(simd);
    let second: u8x16<S> = const { places(NUMBER, 16) }.simd_into(simd);
    let third: u8x16<S> = const { places(NUMBER, 32) }.simd_into(simd);
    let found =
        a.swizzle_dyn_precise(first) | b.swizzle_dyn_precise(second) | c.swizzle_dyn_precise(third);
    found.into()
}

/// Where the values stand in the sixteen bytes from this one on; nowhere is beyond them.
const fn places(number: u8, from: u8) -> [u8; AT_ONCE] {
    let mut places = [u8::MAX; AT_ONCE];
    let mut rest: &mut [u8] = &mut places;
    let mut at = number;
    while let Some((place, after)) = rest.split_first_mut() {
        if at >= from && at < from + 16 {
            *place = at - from;
        }
        at += 3;
        rest = after;
    }
    places
}

/// Of each two neighbours three times, less those before and after once: four times the colour that they share.
#[inline(always)]
fn across_again<S: Simd>(simd: S, from: &[u8], to: &mut [i16]) {
    let (after, middle) = (from.get(2..), from.get(1..));
    let (Some(after), Some(middle)) = (after, middle) else {
        return;
    };
    let shifted = middle
        .as_chunks::<AT_ONCE>()
        .0
        .iter()
        .zip(after.as_chunks::<AT_ONCE>().0);
    let from = from.as_chunks::<AT_ONCE>().0.iter().zip(shifted);
    for ((before, (middle, after)), to) in from.zip(to.as_chunks_mut::<8>().0) {
        let sums = pairs(simd, middle) << 2;
        let four: i16x8<S> = (sums - pairs(simd, before) - pairs(simd, after)).bitcast();
        *to = four.into();
    }
}

/// The sums of neighbours.
#[inline(always)]
fn pairs<S: Simd>(simd: S, from: &[u8; AT_ONCE]) -> u16x8<S> {
    let from: u8x16<S> = (*from).simd_into(simd);
    from.pairwise_widening_add()
}

/// The same with four rows, and what comes of it as bytes.
#[inline(always)]
fn settle<S: Simd>(simd: S, [a, b, c, d]: [&[i16]; 4], to: &mut [u8]) {
    let above = by_two(a).iter().zip(by_two(b));
    let below = by_two(c).iter().zip(by_two(d));
    for (((a, b), (c, d)), to) in above.zip(below).zip(to.chunks_mut(AT_ONCE)) {
        let ([a, a_high], [b, b_high], [c, c_high], [d, d_high]) = (a, b, c, d);
        let low = settle_eight(simd, a, b, c, d);
        let high = settle_eight(simd, a_high, b_high, c_high, d_high);
        let bytes: u8x16<S> = low.narrow(high).bitcast();
        put(&bytes.into(), to);
    }
}

fn by_two(row: &[i16]) -> &[[[i16; 8]; 2]] {
    row.as_chunks::<8>().0.as_chunks::<2>().0
}

#[inline(always)]
fn settle_eight<S: Simd>(
    simd: S,
    a: &[i16; 8],
    b: &[i16; 8],
    c: &[i16; 8],
    d: &[i16; 8],
) -> i16x8<S> {
    let (a, b): (i16x8<S>, i16x8<S>) = ((*a).simd_into(simd), (*b).simd_into(simd));
    let (c, d): (i16x8<S>, i16x8<S>) = ((*c).simd_into(simd), (*d).simd_into(simd));
    let middle = b + c;
    let sum = (middle << 1) + middle - a - d;
    ((sum + 7) >> 4).max(0).min(255)
}

/// As many as there is room for.
#[inline(always)]
fn put(values: &[u8; AT_ONCE], to: &mut [u8]) {
    if let Some(to) = to.first_chunk_mut() {
        *to = *values;
    } else {
        for (to, value) in to.iter_mut().zip(values) {
            *to = *value;
        }
    }
}

#[cfg(test)]
mod tests {
    use fearless_simd::Level;
    use sekisho_ir::{Chroma, Layout};

    use super::{fill, of};

    /// As the decoder makes a row of pixels' colours of one that has a colour for two.
    fn doubled(row: &[i32]) -> Vec<i32> {
        let at = |place: usize| row[place.min(row.len() - 1)];
        (0..row.len())
            .flat_map(|x| [(x, x.saturating_sub(1)), (x, x + 1)])
            .map(|(near, far)| (3 * at(near) + at(far) + 2) >> 2)
            .collect()
    }

    #[test]
    fn shared_colours_come_back_from_the_pixels_that_share_them() {
        let (across, down) = (21_usize, 11_usize);
        let colour = |x: usize, y: usize| i32::try_from((x * 89 + y * 57) % 224 + 16).unwrap();
        let rows: Vec<Vec<i32>> = (0..down)
            .map(|y| (0..across).map(|x| colour(x, y)).collect())
            .collect();
        for chroma in [Chroma::Half, Chroma::Quarter] {
            // Down first, as the decoder does.
            let tall: Vec<Vec<i32>> = if chroma == Chroma::Half {
                rows.clone()
            } else {
                let columns: Vec<Vec<i32>> = (0..across)
                    .map(|x| doubled(&rows.iter().map(|row| row[x]).collect::<Vec<_>>()))
                    .collect();
                (0..down * 2)
                    .map(|y| columns.iter().map(|column| column[y]).collect())
                    .collect()
            };
            let full: Vec<Vec<i32>> = tall.iter().map(|row| doubled(row)).collect();
            // Whole, and without the last column and row.
            for less in [0, 1] {
                let (width, height) = (across * 2 - less, full.len() - less);
                let pixels: Vec<u8> = full[..height]
                    .iter()
                    .flat_map(|row| &row[..width])
                    .flat_map(|blue| {
                        [
                            7,
                            u8::try_from(*blue).unwrap(),
                            u8::try_from(255 - blue).unwrap(),
                        ]
                    })
                    .collect();
                let size = (
                    u32::try_from(width).unwrap(),
                    u32::try_from(height).unwrap(),
                );
                let planes = of(&pixels, size, chroma).unwrap();
                assert!(planes[..width * height].iter().all(|light| *light == 7));
                let colours = &planes[width * height..];
                let (blues, reds) = colours.split_at(colours.len() / 2);
                let down = height.div_ceil(if chroma == Chroma::Half { 1 } else { 2 });
                let (mut wrong, mut most) = (0, 0);
                for (y, (blues, reds)) in blues.chunks(across).zip(reds.chunks(across)).enumerate()
                {
                    for (x, (blue, red)) in blues.iter().zip(reds).enumerate() {
                        let right = rows[y][x];
                        for off in [i32::from(*blue) - right, i32::from(*red) - (255 - right)] {
                            wrong += off * off;
                            most = most.max(off.abs());
                        }
                    }
                }
                // Only what was rounded away is lost.
                let count = i32::try_from(across * down * 2).unwrap();
                assert!(wrong * 4 <= count, "{chroma:?} {less}: {wrong} of {count}");
                assert!(most <= 2, "{chroma:?} {less}: {most}");
            }
        }
    }

    #[test]
    fn pixels_that_do_not_fit_their_size_make_no_planes() {
        assert!(of(&[0; 27], (3, 3), Chroma::Full).is_some());
        for chroma in [Chroma::Full, Chroma::Half, Chroma::Quarter] {
            assert!(of(&[0; 27], (3, 4), chroma).is_none());
            assert!(of(&[0; 26], (3, 3), chroma).is_none());
            assert!(of(&[], (0, 0), chroma).is_none());
        }
    }

    #[test]
    fn any_width_is_parted_alike_by_every_generation_of_processors() {
        for width in 1..70_u32 {
            for height in 1..4 {
                let length = usize::try_from(width * height * 3).unwrap();
                let pixels: Vec<u8> = (0..length)
                    .map(|at| u8::try_from(at * 37 % 251).unwrap())
                    .collect();
                for chroma in [Chroma::Full, Chroma::Half, Chroma::Quarter] {
                    let planes = of(&pixels, (width, height), chroma).unwrap();
                    let area = usize::try_from(width * height).unwrap();
                    let lights: Vec<u8> = pixels.chunks(3).map(|pixel| pixel[0]).collect();
                    assert_eq!(planes[..area], lights);
                    #[cfg(target_arch = "x86_64")]
                    {
                        let bytes = Layout::Planes(chroma).frame_bytes(width, height);
                        let mut plain = vec![0; usize::try_from(bytes).unwrap()];
                        let oldest = Level::new().as_sse2().unwrap();
                        fill(oldest, &pixels, (width, height), chroma, &mut plain).unwrap();
                        assert_eq!(plain, planes, "{width}×{height} {chroma:?}");
                    }
                }
            }
        }
    }
}
