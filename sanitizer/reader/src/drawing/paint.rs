//! Shapes to pixels, at a size that shows them well and no larger.

use resvg::tiny_skia::{Color, Pixmap, Transform};
use sekisho_ir::{Chroma, Kind, Layout, Raster, RasterFrame, Reason};
use usvg::Tree;

use crate::ReadHint;

/// The longer edge of a painted drawing, at most.
const LONGEST: f64 = 4_000.0;
/// The longer edge of a painted drawing, at least, where its size says little.
const SHORTEST: f64 = 16.0;
/// Pixels of a painted drawing.
const MOST_PIXELS: f64 = 12_000_000.0;

/// Paints an SVG: a drawing speaks of 96 dots an inch (CSS), which is painted twice as fine.
pub(super) fn svg(tree: &Tree, hint: &ReadHint) -> Result<Raster, Reason> {
    let size = tree.size();
    let (width, height) = (f64::from(size.width()), f64::from(size.height()));
    tree_at(tree, (width * 2.0, height * 2.0), hint.within_package)
}

/// Paints at a size in pixels, made smaller where it is too large; on paper, unless it stands on a page already.
fn tree_at(tree: &Tree, (width, height): (f64, f64), on_a_page: bool) -> Result<Raster, Reason> {
    let (wide, high) = fitting(width, height)?;
    let ratio = |pixels: u32, units: f32| narrow(f64::from(pixels) / f64::from(units));
    let transform = Transform::from_scale(
        ratio(wide, tree.size().width()),
        ratio(high, tree.size().height()),
    );
    on_paper(tree, transform, (wide, high), on_a_page)
}

/// The size in whole pixels that is as near as allowed.
pub(super) fn fitting(width: f64, height: f64) -> Result<(u32, u32), Reason> {
    let longer = width.max(height);
    if !(width > 0.0 && height > 0.0 && longer.is_finite()) {
        return Err(Reason::Malformed);
    }
    let mut scale = (LONGEST / longer)
        .min((MOST_PIXELS / (width * height)).sqrt())
        .min(1.0);
    if longer < SHORTEST {
        scale = SHORTEST / longer;
    }
    let edge = |edge: f64| whole((edge * scale).round().max(1.0));
    Ok((edge(width), edge(height)))
}

fn on_paper(
    tree: &Tree,
    transform: Transform,
    (wide, high): (u32, u32),
    on_a_page: bool,
) -> Result<Raster, Reason> {
    let mut pixmap = Pixmap::new(wide, high).ok_or(Reason::TooLarge)?;
    if !on_a_page {
        pixmap.fill(Color::WHITE);
    }
    resvg::render(tree, transform, &mut pixmap.as_mut());
    Ok(Raster {
        format: Kind::Png,
        frames: vec![frame(&pixmap)],
        loops: None,
        quality: 90,
        chroma: Chroma::Full,
    })
}

/// The pixels of a map, without an alpha that says nothing.
pub(super) fn frame(pixmap: &Pixmap) -> RasterFrame {
    let whole = pixmap.data().as_chunks::<4>().0;
    let clear = whole.iter().any(|[_, _, _, alpha]| *alpha != 255);
    let layout = if clear { Layout::Rgba } else { Layout::Rgb };
    let pixels = if clear {
        let mut pixels = pixmap.data().to_vec();
        let places = pixels.as_chunks_mut::<4>().0;
        for (place, pixel) in places.iter_mut().zip(pixmap.pixels()) {
            // What is wholly there, or not at all, is the same with its alpha as without.
            if !matches!(pixel.alpha(), 0 | 255) {
                let colour = pixel.demultiply();
                *place = [colour.red(), colour.green(), colour.blue(), colour.alpha()];
            }
        }
        pixels
    } else {
        let mut pixels = vec![0; whole.len().saturating_mul(3)];
        for (place, [red, green, blue, _]) in pixels.as_chunks_mut().0.iter_mut().zip(whole) {
            *place = [*red, *green, *blue];
        }
        pixels
    };
    RasterFrame {
        pixels,
        ..RasterFrame::still(pixmap.width(), pixmap.height(), layout)
    }
}

/// A whole number of pixels; the caller keeps it within what a picture may have.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "floats have no other way to whole numbers; `as` saturates"
)]
pub(super) fn whole(edge: f64) -> u32 {
    edge as u32
}

/// A float of half the width.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "floats have no other way to narrower floats; `as` rounds"
)]
pub(super) fn narrow(value: f64) -> f32 {
    value as f32
}

/// A frame as PNG for the painter, as quickly as can be.
pub(super) fn plain_png(frame: &RasterFrame) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, frame.width, frame.height);
    encoder.set_compression(png::Compression::Fastest);
    let inverted;
    let data: &[u8] = match frame.layout {
        Layout::Bilevel => {
            encoder.set_depth(png::BitDepth::One);
            encoder.set_color(png::ColorType::Grayscale);
            inverted = frame.pixels.iter().map(|byte| !*byte).collect::<Vec<_>>();
            &inverted
        }
        Layout::Gray => {
            encoder.set_color(png::ColorType::Grayscale);
            &frame.pixels
        }
        Layout::Rgb => {
            encoder.set_color(png::ColorType::Rgb);
            &frame.pixels
        }
        Layout::Rgba => {
            encoder.set_color(png::ColorType::Rgba);
            &frame.pixels
        }
        Layout::Planes(_) => return None,
    };
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(data).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
