//! Red, green and blue, parted into brightness and two differences of colour (ITU-T T.871, section 7).

use fearless_simd::prelude::*;
use fearless_simd::{Simd, i16x8, i32x4, u8x16};

/// Shares of red, green and blue, in 65,536ths: of brightness, of what is bluer than grey and of what is redder.
///
/// The largest share of each row would not fit; it is one less than it is, and the colour is added once more.
const SHARES: [[i16; 3]; 3] = [
    [19_595, -27_066, 7_471],
    [-11_059, -21_709, i16::MIN],
    [i16::MIN, -27_439, -5_329],
];
const BITS: u32 = 16;
/// What is added makes halves round; and a difference of nothing stands in the middle.
const HALF: i32 = 0x7fff;
const MIDDLE: i32 = (128 << BITS) + HALF;

/// Parts a row of pixels of `STEP` bytes each into rows of the same width.
#[inline(always)]
pub(super) fn part<S: Simd, const STEP: usize>(
    simd: S,
    line: &[u8],
    light: &mut [u8],
    blue: &mut [u8],
    red: &mut [u8],
) {
    let sixteens = line.chunks_exact(STEP * 16);
    let rest = sixteens.remainder();
    let (lights, light) = light.as_chunks_mut::<16>();
    let (blues, blue) = blue.as_chunks_mut::<16>();
    let (reds, red) = red.as_chunks_mut::<16>();
    let done = sixteens.len();
    let colours = blues.iter_mut().zip(reds.iter_mut());
    for ((pixels, light), (blue, red)) in sixteens.zip(lights.iter_mut()).zip(colours) {
        // The last four of three bytes each are looked at from four bytes before, so as not to look beyond them.
        let late: u8 = if STEP == 3 { 4 } else { 0 };
        let last = STEP * 12 - usize::from(late);
        let a = four::<S, STEP>(simd, bytes(pixels, 0), 0);
        let b = four::<S, STEP>(simd, bytes(pixels, STEP * 4), 0);
        let c = four::<S, STEP>(simd, bytes(pixels, STEP * 8), 0);
        let d = four::<S, STEP>(simd, bytes(pixels, last), late);
        *light = sixteen(a.0, b.0, c.0, d.0);
        *blue = sixteen(a.1, b.1, c.1, d.1);
        *red = sixteen(a.2, b.2, c.2, d.2);
    }
    // Where the rows are wider, the last pixels stand in a sixteen that was not filled above.
    let pixels = rest.chunks_exact(STEP);
    let lights = lights.iter_mut().skip(done).flatten().chain(light);
    let blues = blues.iter_mut().skip(done).flatten().chain(blue);
    let reds = reds.iter_mut().skip(done).flatten().chain(red);
    for ((pixel, light), (blue, red)) in pixels.zip(lights).zip(blues.zip(reds)) {
        if let [r, g, b, ..] = *pixel {
            let [r, g, b] = [r, g, b].map(i32::from);
            let [values, blues, reds] = SHARES.map(|shares| {
                let [red, green, blue] = shares.map(i32::from);
                r * red + g * green + b * blue
            });
            *light = whole(values + (g << BITS) + HALF);
            *blue = whole(blues + (b << BITS) + MIDDLE);
            *red = whole(reds + (r << BITS) + MIDDLE);
        }
    }
}

#[inline(always)]
fn bytes(pixels: &[u8], from: usize) -> [u8; 16] {
    let bytes = pixels.get(from..).and_then(|rest| rest.first_chunk());
    bytes.copied().unwrap_or_default()
}

fn whole(parts: i32) -> u8 {
    u8::try_from((parts >> BITS).clamp(0, 255)).unwrap_or(0)
}

/// Four pixels that begin at byte `late`.
#[inline(always)]
fn four<S: Simd, const STEP: usize>(
    simd: S,
    bytes: [u8; 16],
    late: u8,
) -> (i32x4<S>, i32x4<S>, i32x4<S>) {
    const NONE: u8 = u8::MAX;
    let step: u8 = if STEP == 3 { 3 } else { 4 };
    let pixels: u8x16<S> = bytes.simd_into(simd);
    // Each colour as a number of sixteen bits: red beside blue, green beside nothing.
    let (a, b) = (late, late + step);
    let (c, d) = (late + 2 * step, late + 3 * step);
    let outer: u8x16<S> = [
        a,
        NONE,
        a + 2,
        NONE,
        b,
        NONE,
        b + 2,
        NONE,
        c,
        NONE,
        c + 2,
        NONE,
        d,
        NONE,
        d + 2,
        NONE,
    ]
    .simd_into(simd);
    let green: u8x16<S> = [
        a + 1,
        NONE,
        NONE,
        NONE,
        b + 1,
        NONE,
        NONE,
        NONE,
        c + 1,
        NONE,
        NONE,
        NONE,
        d + 1,
        NONE,
        NONE,
        NONE,
    ]
    .simd_into(simd);
    let outer: i16x8<S> = pixels.swizzle_dyn_precise(outer).bitcast();
    let green: i16x8<S> = pixels.swizzle_dyn_precise(green).bitcast();
    let [light, blue, red] = SHARES;
    // As numbers of thirty-two bits: green by itself, and red with blue above it.
    let (only_green, both): (i32x4<S>, i32x4<S>) = (green.bitcast(), outer.bitcast());
    (
        share(simd, outer, green, light, HALF) + only_green,
        share(simd, outer, green, blue, MIDDLE) + (both >> 16),
        share(simd, outer, green, red, MIDDLE) + (both & 0xffff),
    )
}

#[inline(always)]
fn share<S: Simd>(
    simd: S,
    outer: i16x8<S>,
    green: i16x8<S>,
    [r, g, b]: [i16; 3],
    more: i32,
) -> i32x4<S> {
    let outer_shares: i16x8<S> = [r, b, r, b, r, b, r, b].simd_into(simd);
    let green_shares = i16x8::splat(simd, g);
    let sum = outer.pairwise_dot_product(outer_shares) + green.pairwise_dot_product(green_shares);
    (sum + more) >> BITS
}

/// Sixteen values as bytes; none of them is more than a byte holds.
#[inline(always)]
fn sixteen<S: Simd>(a: i32x4<S>, b: i32x4<S>, c: i32x4<S>, d: i32x4<S>) -> [u8; 16] {
    let (low, high) = (a.saturating_narrow(b), c.saturating_narrow(d));
    let bytes: u8x16<S> = low.narrow(high).bitcast();
    bytes.into()
}
