//! Red, green and blue, parted into brightness and two differences of colour (ITU-T T.871, section 7).

use fearless_simd::prelude::*;
use fearless_simd::{Simd, i16x8, i32x4, u8x16};

/// Shares of red, green and blue, in 32,768ths: of brightness, of what is bluer than grey and of what is redder.
const SHARES: [[i16; 3]; 3] = [
    [9_798, 19_235, 3_735],
    [-5_529, -10_855, 16_384],
    [16_384, -13_720, -2_664],
];
const BITS: u32 = 15;
/// A difference of nothing stands in the middle; and what is added makes halves round.
const HALF: i32 = 1 << (BITS - 1);
const MIDDLE: i32 = (128 << BITS) + HALF - 1;

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
            let [values, blues, reds] = SHARES.map(|[red, green, blue]| {
                i32::from(r) * i32::from(red)
                    + i32::from(g) * i32::from(green)
                    + i32::from(b) * i32::from(blue)
            });
            *light = whole(values + HALF - 1);
            *blue = whole(blues + MIDDLE);
            *red = whole(reds + MIDDLE);
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
    (
        share(simd, outer, green, light, HALF - 1),
        share(simd, outer, green, blue, MIDDLE),
        share(simd, outer, green, red, MIDDLE),
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
