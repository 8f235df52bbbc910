//! Square pictures: the part of a picture that a round mark shows of it, and nothing beside it.
//!
//! A broad picture loses as much on the left as on the right. A tall one loses twice as much below as above: in a picture
//! of a person the face stands above the middle. What lies beside the square is not kept anywhere.

use super::shrink::{area, grey};
use sekisho_ir::{Layout, Raster, RasterFrame};

/// Cuts every frame to its square; gives how many were not square before.
pub(super) fn square(raster: &mut Raster) -> usize {
    let mut cut: usize = 0;
    for frame in &mut raster.frames {
        if frame.width != frame.height
            && let Some(squared) = squared(frame)
        {
            *frame = squared;
            cut = cut.saturating_add(1);
        }
    }
    cut
}

fn squared(frame: &RasterFrame) -> Option<RasterFrame> {
    let side = frame.width.min(frame.height);
    let beside = frame.width.checked_sub(side)?;
    let above = frame.height.checked_sub(side)?;
    let cut = Cut {
        from: (even(beside / 2), even(above / 3)),
        whole: (frame.width, frame.height),
        kept: (side, side),
    };
    let (layout, pixels) = match frame.layout {
        // Rows of bits begin in bytes of their own, which a cut need not.
        Layout::Bilevel => (Layout::Gray, cut.of(&grey(frame)?, 1)?),
        Layout::Gray => (Layout::Gray, cut.of(&frame.pixels, 1)?),
        Layout::Rgb => (Layout::Rgb, cut.of(&frame.pixels, 3)?),
        Layout::Rgba => (Layout::Rgba, cut.of(&frame.pixels, 4)?),
        Layout::Planes(chroma) => {
            let colours = Cut {
                from: chroma.size(cut.from.0, cut.from.1),
                whole: chroma.size(cut.whole.0, cut.whole.1),
                kept: chroma.size(side, side),
            };
            let (light, rest) = frame.pixels.split_at_checked(area(cut.whole)?)?;
            let (blue, red) = rest.split_at_checked(area(colours.whole)?)?;
            let planes = [cut.of(light, 1)?, colours.of(blue, 1)?, colours.of(red, 1)?];
            (frame.layout, planes.concat())
        }
    };
    Some(RasterFrame {
        width: side,
        height: side,
        delay_centis: frame.delay_centis,
        dpi: frame.dpi,
        lossy: frame.lossy,
        packed: frame.packed,
        layout,
        pixels,
    })
}

/// Where four pixels share a colour, a cut between them would give each the colour of another.
fn even(place: u32) -> u32 {
    place & !1
}

/// A part of a plane: where it begins, how large the plane is, how large the part; each across and down.
struct Cut {
    from: (u32, u32),
    whole: (u32, u32),
    kept: (u32, u32),
}

impl Cut {
    /// The part of `pixels` with `step` bytes each; none where they are not as many as the plane has.
    fn of(&self, pixels: &[u8], step: usize) -> Option<Vec<u8>> {
        if pixels.len() != area(self.whole)?.checked_mul(step)? {
            return None;
        }
        let bytes = |count: u32| usize::try_from(count).ok()?.checked_mul(step);
        let (from, row, kept) = (
            bytes(self.from.0)?,
            bytes(self.whole.0)?,
            bytes(self.kept.0)?,
        );
        let to = from.checked_add(kept)?;
        let (first, count) = (
            usize::try_from(self.from.1).ok()?,
            usize::try_from(self.kept.1).ok()?,
        );
        let mut out = Vec::with_capacity(kept.checked_mul(count)?);
        for line in pixels.chunks_exact(row.max(1)).skip(first).take(count) {
            out.extend_from_slice(line.get(from..to)?);
        }
        (out.len() == kept.checked_mul(count)?).then_some(out)
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
        let mut raster = super::super::still(format, width, height, layout, pixels);
        if let Layout::Planes(chroma) = layout {
            raster.chroma = chroma;
        }
        raster
    }

    #[test]
    fn a_broad_one_keeps_its_middle_and_a_tall_one_more_of_what_is_above() {
        let mut broad = raster(6, 1, Layout::Gray, vec![1, 2, 3, 4, 5, 6]);
        assert_eq!(square(&mut broad), 1);
        assert_eq!(
            broad.frames[0].pixels,
            [3],
            "of six the third, which is even"
        );
        let mut tall = raster(1, 10, Layout::Gray, (0..10).collect());
        assert_eq!(square(&mut tall), 1);
        assert_eq!(
            tall.frames[0].pixels,
            [2],
            "three are above, and two is even"
        );
        let mut colours = raster(4, 2, Layout::Rgb, (0..24).collect());
        square(&mut colours);
        let frame = &colours.frames[0];
        assert_eq!((frame.width, frame.height), (2, 2));
        assert_eq!(frame.pixels, [0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17]);
    }

    #[test]
    fn a_colour_stays_with_its_pixels() {
        // Every plane says which column it is, in pixels.
        for chroma in [Chroma::Full, Chroma::Half, Chroma::Quarter] {
            let (width, height) = (21_u32, 9_u32);
            let (across, down) = chroma.size(width, height);
            let step = u32::from(chroma.sampling().0);
            let mut pixels: Vec<u8> = Vec::new();
            let columns =
                |count: u32, by: u32| (0..count).map(move |at| u8::try_from(at * by).unwrap());
            for _ in 0..height {
                pixels.extend(columns(width, 1));
            }
            for _ in 0..2 * down {
                pixels.extend(columns(across, step));
            }
            let mut one = raster(width, height, Layout::Planes(chroma), pixels);
            assert_eq!(square(&mut one), 1);
            one.verify(&Limits::default()).unwrap();
            let frame = &one.frames[0];
            let first = frame.pixels[0];
            assert_eq!(first, 6);
            let blue = usize::try_from(9 * 9).unwrap();
            assert_eq!(frame.pixels[blue], first, "{chroma:?}");
        }
    }

    #[test]
    fn every_layout_verifies_and_a_square_stays_as_it_is() {
        for layout in [
            Layout::Bilevel,
            Layout::Gray,
            Layout::Rgb,
            Layout::Rgba,
            Layout::Planes(Chroma::Full),
            Layout::Planes(Chroma::Half),
            Layout::Planes(Chroma::Quarter),
        ] {
            for (width, height) in [(13, 7), (7, 13), (1, 31), (30, 1), (12, 12), (5, 4)] {
                let bytes = usize::try_from(layout.frame_bytes(width, height)).unwrap();
                let mut one = raster(width, height, layout, vec![0; bytes]);
                let before = one.clone();
                let cut = square(&mut one);
                one.verify(&Limits::default()).unwrap();
                let frame = &one.frames[0];
                let side = width.min(height);
                assert_eq!((frame.width, frame.height), (side, side));
                assert_eq!(cut, usize::from(width != height));
                assert!(cut == 1 || one == before);
            }
        }
    }

    #[test]
    fn pixels_that_do_not_fit_their_size_are_left_for_the_verifier() {
        let mut wrong = raster(4, 2, Layout::Rgb, vec![0; 23]);
        assert_eq!(square(&mut wrong), 0);
        assert!(wrong.verify(&Limits::default()).is_err());
    }
}
