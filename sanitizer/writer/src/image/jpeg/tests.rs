//! The same bytes on every machine, and codes that a reader can tell apart.

use fearless_simd::Level;
use sekisho_ir::{Chroma, Kind, Layout, Raster, RasterFrame};

use super::codes::{Bits, Code, Codes};
use super::token::Token;
use super::{Picture, write};

fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_le_bytes()[3]
    };
    (0..length).map(|_| next()).collect()
}

fn raster(width: u32, height: u32, layout: Layout, chroma: Chroma, pixels: &[u8]) -> Raster<&[u8]> {
    Raster {
        format: Kind::Jpeg,
        frames: vec![RasterFrame {
            pixels,
            ..RasterFrame::still(width, height, layout)
        }],
        loops: None,
        quality: 77,
        chroma,
    }
}

#[test]
fn every_generation_of_processors_writes_the_same_bytes() {
    let pixels = noise(75 * 41 * 4);
    for (layout, chroma) in [
        (Layout::Gray, Chroma::Full),
        (Layout::Rgb, Chroma::Full),
        (Layout::Rgb, Chroma::Half),
        (Layout::Rgb, Chroma::Quarter),
        (Layout::Rgba, Chroma::Quarter),
    ] {
        let held = usize::try_from(layout.row_bytes(75) * 41).unwrap();
        let raster = raster(75, 41, layout, chroma, &pixels[..held]);
        let frame = &raster.frames[0];
        let best = write(frame, &raster).unwrap();
        let level = Level::new();
        let picture = || Picture::of(frame, &raster).unwrap();
        #[cfg(target_arch = "x86_64")]
        {
            let others = [
                level.as_sse2().map(|at| picture().write(at)),
                level.as_sse4_2().map(|at| picture().write(at)),
                level.as_avx2().map(|at| picture().write(at)),
            ];
            assert!(others[0].is_some(), "every such processor has this one");
            for other in others.into_iter().flatten() {
                assert!(other.unwrap() == best, "{layout:?} {chroma:?}");
            }
        }
        #[cfg(target_arch = "aarch64")]
        assert!(picture().write(level.as_neon().unwrap()).unwrap() == best);
    }
}

#[test]
fn codes_can_be_told_apart_and_none_is_all_ones() {
    let mut steep = [0_u32; 256];
    let (mut one, mut two) = (1_u32, 1_u32);
    for frequency in steep.iter_mut().take(40) {
        *frequency = one;
        (one, two) = (two, one.saturating_add(two));
    }
    let mut single = [0; 256];
    single[7] = 3;
    let even = [5; 256];
    for frequencies in [steep, single, even] {
        let code = Code::of(&frequencies);
        let table = code.table(0);
        let counts: Vec<u32> = table[1..17].iter().map(|count| u32::from(*count)).collect();
        let used = frequencies
            .iter()
            .filter(|frequency| **frequency > 0)
            .count();
        assert_eq!(usize::try_from(counts.iter().sum::<u32>()).unwrap(), used);
        assert_eq!(table.len(), 17 + used);
        // Each word takes its share of all words of sixteen bits; the one of nothing but ones is never taken.
        let taken: u32 = (1..=16)
            .zip(&counts)
            .map(|(length, count)| count << (16 - length))
            .sum();
        assert!(taken < 1 << 16, "{counts:?}");
    }
}

#[test]
fn a_byte_of_ones_is_told_from_a_marker() {
    let words = Codes::standard().words();
    let frame = noise(64 * 64 * 3);
    let raster = raster(64, 64, Layout::Rgb, Chroma::Full, &frame);
    let bytes = write(&raster.frames[0], &raster).unwrap();
    let scan = bytes
        .windows(2)
        .position(|pair| pair == [0xff, 0xda])
        .unwrap();
    let coded = &bytes[scan + 14..bytes.len() - 2];
    assert!(coded.contains(&0xff), "noise has them");
    for pair in coded.windows(2) {
        assert!(pair[0] != 0xff || pair[1] == 0);
    }
    let nothing: [Token; 0] = [];
    let mut bits = Bits::after(vec![1]);
    bits.append(&nothing, &words);
    assert_eq!(bits.end(), [1, 0xff, 0xd9]);
}
