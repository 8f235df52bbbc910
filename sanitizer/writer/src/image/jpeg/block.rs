//! A block of eight by eight values, as frequencies in steps.
//!
//! The transform is the accurate one of the Independent JPEG Group in whole numbers (after Loeffler, Ligtenberg and
//! Moschytz, 1989), eight columns at a time and then eight rows. What comes out lies on its side: the frequencies across
//! count the rows.

use fearless_simd::prelude::*;
use fearless_simd::{i16x8, i32x4, u8x16};

/// Steps of brightness at quality 50, row by row (T.81, table K.1).
pub(super) const LIGHT: [u8; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/// Steps of colour at quality 50 (T.81, table K.2).
pub(super) const COLOUR: [u8; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];

/// Where the frequencies stand in a block, row by row, from the lowest to the highest (T.81, figure A.6).
const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// A place in a block as it is in one that lies on its side.
const fn aside(place: u8) -> u8 {
    (place % 8) * 8 + place / 8
}

/// The steps of a quality, 1 to 100.
pub(super) fn table(at_fifty: &[u8; 64], quality: u8) -> [u8; 64] {
    let quality = u32::from(quality.clamp(1, 100));
    let scale = if quality < 50 {
        5_000 / quality
    } else {
        200 - 2 * quality
    };
    at_fifty.map(|step| {
        let step = (u32::from(step) * scale + 50) / 100;
        u8::try_from(step.max(1)).unwrap_or(u8::MAX)
    })
}

/// A table as a file has it.
pub(super) fn in_zigzag(table: &[u8; 64]) -> [u8; 64] {
    ZIGZAG.map(|place| table.get(usize::from(place)).copied().unwrap_or(1))
}

/// A table made for dividing by it.
pub(super) struct Steps {
    rows: [Row; 8],
}

/// Eight steps: the shares of one, each beside a half, and by how many bits both are too large.
struct Row {
    low: [i16; 8],
    high: [i16; 8],
    shift: u32,
}

/// Stands beside each value; with the half that it is multiplied by it makes a quotient round.
const ONE: i16 = 1 << 14;

impl Steps {
    pub(super) fn of(table: &[u8; 64]) -> Self {
        let step = |row: u8, column: u8| {
            let place = usize::from(aside(row * 8 + column));
            u32::from(table.get(place).copied().unwrap_or(1))
        };
        let mut rows = [0, 1, 2, 3, 4, 5, 6, 7];
        let rows = rows.each_mut().map(|row| {
            // The transform makes everything eight times as large.
            let divisors = [0, 1, 2, 3, 4, 5, 6, 7].map(|column| step(*row, column) * 8);
            // As large as fits the smallest divisor.
            let least = divisors.into_iter().min().unwrap_or(8).max(8);
            let shift = 14 + least.ilog2();
            let half = i16::try_from(1_u32 << (shift - 15)).unwrap_or(0);
            let share = |divisor: u32| {
                let share = ((1 << shift) + divisor / 2) / divisor;
                i16::try_from(share).unwrap_or(i16::MAX)
            };
            let [a, b, c, d, e, f, g, h] = divisors.map(share);
            Row {
                low: [a, half, b, half, c, half, d, half],
                high: [e, half, f, half, g, half, h, half],
                shift,
            }
        });
        Self { rows }
    }
}

/// Which frequencies of a row are meant by the bits of a byte, as the bits of a word from the lowest to the highest.
pub(super) struct Masks([[u64; 256]; 8]);

impl Masks {
    pub(super) fn new() -> Self {
        let mut masks = [[0_u64; 256]; 8];
        for (order, place) in (0_u32..).zip(ZIGZAG) {
            let place = aside(place);
            if let Some(row) = masks.get_mut(usize::from(place / 8)) {
                for (byte, mask) in (0_usize..).zip(row) {
                    *mask |= u64::from(byte >> (place % 8) & 1 == 1) << order;
                }
            }
        }
        Self(masks)
    }
}

/// A block's frequencies in steps.
pub(super) struct Found {
    values: [i16; 64],
    /// Which of them are not zero, from the lowest to the highest.
    pub(super) some: u64,
}

impl Found {
    /// The one of this number, from the lowest.
    #[inline(always)]
    pub(super) fn value(&self, order: u32) -> i16 {
        const PLACES: [u8; 64] = {
            let mut places = ZIGZAG;
            let mut rest: &mut [u8] = &mut places;
            while let Some((place, after)) = rest.split_first_mut() {
                *place = aside(*place);
                rest = after;
            }
            places
        };
        let [order, ..] = order.to_le_bytes();
        let place = PLACES.get(usize::from(order & 63)).copied();
        let value = self.values.get(usize::from(place.unwrap_or(0) & 63));
        value.copied().unwrap_or(0)
    }
}

/// A block as frequencies in steps.
#[inline(always)]
pub(super) fn steps<S: Simd>(
    simd: S,
    samples: [[u8; 8]; 8],
    steps: &Steps,
    masks: &Masks,
) -> Found {
    let [a, b, c, d, e, f, g, h] = samples;
    let ((a, b), (c, d)) = (load(simd, a, b), load(simd, c, d));
    let ((e, f), (g, h)) = (load(simd, e, f), load(simd, g, h));
    let rows = [a, b, c, d, e, f, g, h];
    let rows = transform::<S, true>(simd, rows);
    let rows = transform::<S, false>(simd, turn(rows));
    let one = i16x8::splat(simd, ONE);
    let mut divided = [i16x8::splat(simd, 0); 8];
    for ((to, from), row) in divided.iter_mut().zip(rows).zip(&steps.rows) {
        let low = from.zip_low(one).pairwise_dot_product(row.low) >> row.shift;
        let high = from.zip_high(one).pairwise_dot_product(row.high) >> row.shift;
        *to = low.saturating_narrow(high);
    }
    let [a, b, c, d, e, f, g, h] = divided;
    let some = [zeros(a, b), zeros(c, d), zeros(e, f), zeros(g, h)];
    let mut mask = 0;
    for (row, zeros) in masks.0.iter().zip(some.as_flattened()) {
        mask |= row.get(usize::from(!*zeros)).copied().unwrap_or(0);
    }
    let mut values = [0; 64];
    for (to, from) in values.as_chunks_mut::<8>().0.iter_mut().zip(divided) {
        *to = from.into();
    }
    Found { values, some: mask }
}

/// Two rows of values, around zero.
#[inline(always)]
fn load<S: Simd>(simd: S, first: [u8; 8], second: [u8; 8]) -> (i16x8<S>, i16x8<S>) {
    let mut both = [0; 16];
    let [low, high] = both.as_chunks_mut::<8>().0 else {
        return (i16x8::splat(simd, 0), i16x8::splat(simd, 0));
    };
    (*low, *high) = (first, second);
    let both: u8x16<S> = both.simd_into(simd);
    let (first, second) = both.widen();
    let (first, second): (i16x8<S>, i16x8<S>) = (first.bitcast(), second.bitcast());
    (first - 128, second - 128)
}

/// Which values of two rows are zero.
#[inline(always)]
fn zeros<S: Simd>(first: i16x8<S>, second: i16x8<S>) -> [u8; 2] {
    let zero = first.saturating_narrow(second).simd_eq(0);
    let [first, second, ..] = zero.to_bitmask().to_le_bytes();
    [first, second]
}

/// Rows become columns.
#[inline(always)]
fn turn<S: Simd>([a, b, c, d, e, f, g, h]: [i16x8<S>; 8]) -> [i16x8<S>; 8] {
    // What is four rows apart is brought side by side three times.
    let ((a, e), (b, f)) = (a.interleave(e), b.interleave(f));
    let ((c, g), (d, h)) = (c.interleave(g), d.interleave(h));
    let ((a, c), (b, d)) = (a.interleave(c), b.interleave(d));
    let ((e, g), (f, h)) = (e.interleave(g), f.interleave(h));
    let ((a, b), (c, d)) = (a.interleave(b), c.interleave(d));
    let ((e, f), (g, h)) = (e.interleave(f), g.interleave(h));
    [a, b, c, d, e, f, g, h]
}

/// The transform's constants, in 8,192nds.
const fn fix(parts: i32) -> i16 {
    // All of them are below 4: they fit.
    let [low, high, ..] = parts.to_le_bytes();
    i16::from_le_bytes([low, high])
}

const F_0_298: i32 = 2_446;
const F_0_390: i32 = 3_196;
const F_0_541: i32 = 4_433;
const F_0_765: i32 = 6_270;
const F_0_899: i32 = 7_373;
const F_1_175: i32 = 9_633;
const F_1_501: i32 = 12_299;
const F_1_847: i32 = 15_137;
const F_1_961: i32 = 16_069;
const F_2_053: i32 = 16_819;
const F_2_562: i32 = 20_995;
const F_3_072: i32 = 25_172;

/// Eight columns at once. The first time everything is made four times larger than it is, the second time that is undone.
#[inline(always)]
fn transform<S: Simd, const FIRST: bool>(
    simd: S,
    [d0, d1, d2, d3, d4, d5, d6, d7]: [i16x8<S>; 8],
) -> [i16x8<S>; 8] {
    let (sum0, difference7) = (d0 + d7, d0 - d7);
    let (sum1, difference6) = (d1 + d6, d1 - d6);
    let (sum2, difference5) = (d2 + d5, d2 - d5);
    let (sum3, difference4) = (d3 + d4, d3 - d4);

    let (outer, outer_difference) = (sum0 + sum3, sum0 - sum3);
    let (inner, inner_difference) = (sum1 + sum2, sum1 - sum2);
    let (d0, d4) = if FIRST {
        ((outer + inner) << 2, (outer - inner) << 2)
    } else {
        ((outer + inner + 2) >> 2, (outer - inner + 2) >> 2)
    };
    let even = Pair::of(outer_difference, inner_difference);
    let d2 = even
        .times(simd, F_0_541 + F_0_765, F_0_541)
        .narrow::<FIRST>();
    let d6 = even
        .times(simd, F_0_541, F_0_541 - F_1_847)
        .narrow::<FIRST>();

    let odd = Pair::of(difference4 + difference6, difference5 + difference7);
    let z3 = odd.times(simd, F_1_175 - F_1_961, F_1_175);
    let z4 = odd.times(simd, F_1_175, F_1_175 - F_0_390);
    let outer = Pair::of(difference4, difference7);
    let inner = Pair::of(difference5, difference6);
    let d7 = outer
        .times(simd, F_0_298 - F_0_899, -F_0_899)
        .plus(&z3)
        .narrow::<FIRST>();
    let d1 = outer
        .times(simd, -F_0_899, F_1_501 - F_0_899)
        .plus(&z4)
        .narrow::<FIRST>();
    let d5 = inner
        .times(simd, F_2_053 - F_2_562, -F_2_562)
        .plus(&z4)
        .narrow::<FIRST>();
    let d3 = inner
        .times(simd, -F_2_562, F_3_072 - F_2_562)
        .plus(&z3)
        .narrow::<FIRST>();
    [d0, d1, d2, d3, d4, d5, d6, d7]
}

/// Two rows, value beside value.
struct Pair<S: Simd>(i16x8<S>, i16x8<S>);

impl<S: Simd> Pair<S> {
    #[inline(always)]
    fn of(first: i16x8<S>, second: i16x8<S>) -> Self {
        Self(first.zip_low(second), first.zip_high(second))
    }

    /// So much of the first and so much of the second.
    #[inline(always)]
    fn times(&self, simd: S, first: i32, second: i32) -> Wide<S> {
        let (a, b) = (fix(first), fix(second));
        let factors: i16x8<S> = [a, b, a, b, a, b, a, b].simd_into(simd);
        Wide(
            self.0.pairwise_dot_product(factors),
            self.1.pairwise_dot_product(factors),
        )
    }
}

/// A row of products.
struct Wide<S: Simd>(i32x4<S>, i32x4<S>);

impl<S: Simd> Wide<S> {
    #[inline(always)]
    fn plus(&self, other: &Self) -> Self {
        Self(self.0 + other.0, self.1 + other.1)
    }

    /// Whole numbers again.
    #[inline(always)]
    fn narrow<const FIRST: bool>(&self) -> i16x8<S> {
        let bits = if FIRST { 11 } else { 15 };
        let half = 1 << (bits - 1);
        let low = (self.0 + half) >> bits;
        low.saturating_narrow((self.1 + half) >> bits)
    }
}
