//! Pens and brushes as the painter has them: lines with their widths and dashes, hatches and tiles.

use std::rc::Rc;

use resvg::tiny_skia::{
    Path, PathBuilder, PathSegment, Pixmap, PremultipliedColorU8, Stroke, StrokeDash,
};

use super::super::paint::narrow;
use super::canvas::Ink;
use super::objects::Brush;
use super::plane::{Affine, near, real};
use super::player::Player;

/// Dashes of one line; where there are more, none can be told apart.
const MOST_DASHES: f64 = 50_000.0;
/// Lines up to this width have edges on whole pixels where they are level or upright.
const CRISP: f64 = 8.0;

/// A line made ready.
pub(super) struct Line {
    pub(super) stroke: Stroke,
    pub(super) ink: Ink,
    /// The path on whole pixels, where it is level and upright.
    pub(super) path: Option<Path>,
}

impl Player<'_> {
    /// What the pen draws along a path; nothing where it has no ink.
    pub(super) fn line(&mut self, path: &Path, square: bool) -> Option<Line> {
        let pen = &self.dc.pen;
        let colour = pen.colour?;
        let thin = self.base.size().clamp(1.0, 2.0);
        let mut width = if pen.width == 0.0 {
            thin
        } else if pen.cosmetic {
            (pen.width * self.base.size()).max(1.0)
        } else {
            (pen.width * self.map().size()).max(1.0)
        };
        if !width.is_finite() {
            return None;
        }
        width = width.min(50_000.0);
        let crisp = square && width < CRISP;
        if crisp {
            width = width.round();
        }
        let dash = self.dashes(path, width);
        let pen = &self.dc.pen;
        let stroke = Stroke {
            width: narrow(width),
            miter_limit: narrow(self.dc.miter.clamp(1.0, 100.0)),
            line_cap: pen.cap,
            line_join: pen.join,
            dash,
        };
        let path = if crisp { snapped(path, width) } else { None };
        Some(Line {
            stroke,
            ink: Ink::solid(colour),
            path,
        })
    }

    fn dashes(&mut self, path: &Path, width: f64) -> Option<StrokeDash> {
        let pen = &self.dc.pen;
        let thin = pen.cosmetic || pen.width <= 1.0;
        let (pattern, unit): (&[f64], f64) = match (pen.style, thin) {
            (1, true) => (&[18.0, 6.0], self.grain()),
            (2, true) => (&[3.0, 3.0], self.grain()),
            (3, true) => (&[9.0, 6.0, 3.0, 6.0], self.grain()),
            (4, true) => (&[9.0, 3.0, 3.0, 3.0, 3.0, 3.0], self.grain()),
            (1, false) => (&[3.0, 1.0], width),
            (2, false) => (&[1.0, 1.0], width),
            (3, false) => (&[3.0, 1.0, 1.0, 1.0], width),
            (4, false) => (&[3.0, 1.0, 1.0, 1.0, 1.0, 1.0], width),
            (7, _) if pen.cosmetic => (&pen.dashes, self.base.size()),
            (7, _) => (&pen.dashes, self.map().size()),
            _ => return None,
        };
        let sum = pattern.iter().sum::<f64>() * unit;
        let count = Self::length(path) / sum * real(pattern.len());
        if !(sum > 0.5 && count < MOST_DASHES) {
            return None;
        }
        let mut dashes: Vec<f32> = pattern.iter().map(|dash| narrow(dash * unit)).collect();
        if dashes.len() % 2 == 1 {
            dashes.extend_from_within(..);
        }
        let work = u64::try_from(near(count)).unwrap_or(0);
        if !self.canvas.spend(work.saturating_mul(256)) {
            return None;
        }
        StrokeDash::new(dashes, 0.0)
    }

    /// What the brush fills with, one upon the other.
    pub(super) fn inks(&mut self) -> Vec<Ink> {
        match self.dc.brush.clone() {
            Brush::Hollow => Vec::new(),
            Brush::Solid(colour) => vec![Ink::solid(colour)],
            Brush::Hatched(hatch, colour) => {
                let mut inks = Vec::new();
                if self.dc.opaque {
                    inks.push(Ink::solid(self.dc.background));
                }
                inks.extend(self.hatch(hatch, colour));
                inks
            }
            Brush::Tiled(tile) => vec![self.tiles(tile)],
            Brush::Stencil(tile) => {
                let count = u64::try_from(tile.pixels().len()).unwrap_or(u64::MAX);
                if !self.canvas.spend(count) {
                    return Vec::new();
                }
                let (text, paper) = (self.dc.text_colour, self.dc.background);
                let mut coloured = (*tile).clone();
                for pixel in coloured.pixels_mut() {
                    let [red, green, blue] = if pixel.green() < 128 { text } else { paper };
                    *pixel = PremultipliedColorU8::from_rgba(red, green, blue, 255)
                        .unwrap_or(PremultipliedColorU8::TRANSPARENT);
                }
                vec![self.tiles(Rc::new(coloured))]
            }
        }
    }

    fn tiles(&self, tile: Rc<Pixmap>) -> Ink {
        let (x, y) = self
            .base
            .point(self.dc.brush_origin.0, self.dc.brush_origin.1);
        let grain = self.base.size().max(0.05);
        let placed = Affine {
            e: x,
            f: y,
            ..Affine::scale(grain, grain)
        };
        Ink::Tiles(tile, placed.transform())
    }

    /// Eight by eight pixels of the device ([MS-WMF] 2.1.1.12).
    pub(super) fn hatch(&mut self, hatch: u32, [red, green, blue]: [u8; 3]) -> Option<Ink> {
        let grain = u32::try_from(near(self.grain())).ok()?;
        let edge = grain.checked_mul(8)?;
        if !self.canvas.spend(u64::from(edge).pow(2)) {
            return None;
        }
        let mut tile = Pixmap::new(edge, edge)?;
        let ink = PremultipliedColorU8::from_rgba(red, green, blue, 255)?;
        let row = usize::try_from(edge).ok()?;
        let last = edge.saturating_sub(1);
        for (at, pixel) in tile.pixels_mut().iter_mut().enumerate() {
            let (x, y) = (at % row, at / row);
            let (x, y) = (u32::try_from(x).ok()?, u32::try_from(y).ok()?);
            // A slanted line is as wide as a pixel of the device, wrapped around the edge.
            let falls = x.abs_diff(y).min(edge.saturating_sub(x.abs_diff(y))) < grain.div_ceil(2);
            let sum = x.abs_diff(last.saturating_sub(y));
            let climbs = sum.min(edge.saturating_sub(sum)) < grain.div_ceil(2);
            let (level, upright) = (y / grain == 3, x / grain == 3);
            let inked = match hatch {
                0 => level,
                1 => upright,
                2 => falls,
                3 => climbs,
                4 => level || upright,
                5 => falls || climbs,
                _ => true,
            };
            if inked {
                *pixel = ink;
            }
        }
        let (x, y) = self
            .base
            .point(self.dc.brush_origin.0, self.dc.brush_origin.1);
        let placed = Affine::moved(x.round(), y.round());
        Some(Ink::Tiles(Rc::new(tile), placed.transform()))
    }
}

/// A path whose lines of a whole width fill whole pixels.
fn snapped(path: &Path, width: f64) -> Option<Path> {
    let odd = near(width) % 2 == 1;
    let snap = |value: f32| {
        if odd {
            value.floor() + 0.5
        } else {
            value.round()
        }
    };
    let mut made = PathBuilder::new();
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(point) => made.move_to(snap(point.x), snap(point.y)),
            PathSegment::LineTo(point) => made.line_to(snap(point.x), snap(point.y)),
            PathSegment::Close => made.close(),
            _ => return None,
        }
    }
    made.finish()
}
