//! Outlines in the making: lines, curves and arcs, put where they are painted as they come.

use resvg::tiny_skia::{Path, PathBuilder};

use super::plane::Affine;

/// How far the arms of a curve reach that stands for a quarter of a circle.
const QUARTER: f64 = 0.552_284_749_8;

/// Points of one outline.
const MOST_POINTS: usize = 4_000_000;

/// An outline in pixels of the canvas.
#[derive(Default)]
pub(super) struct Outline {
    path: PathBuilder,
    /// True while a figure is begun and not closed.
    open: bool,
    /// False once an edge is neither level nor upright.
    slanted: bool,
    last: (f32, f32),
    start: (f32, f32),
}

impl Outline {
    fn has_room(&self) -> bool {
        self.path.len() < MOST_POINTS
    }

    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    pub(super) fn is_empty(&self) -> bool {
        self.path.is_empty()
    }

    /// True where every edge is level or upright.
    pub(super) fn is_square(&self) -> bool {
        !self.slanted
    }

    pub(super) fn start(&mut self, map: &Affine, (x, y): (f64, f64)) {
        if self.has_room() {
            let (x, y) = map.spot(x, y);
            self.path.move_to(x, y);
            (self.last, self.start) = ((x, y), (x, y));
            self.open = true;
        }
    }

    fn edge(&mut self, (x, y): (f32, f32)) {
        let (before, after) = (self.last, (x, y));
        self.slanted |= (before.0 - after.0).abs() > 0.01 && (before.1 - after.1).abs() > 0.01;
        self.last = after;
    }

    pub(super) fn line(&mut self, map: &Affine, point: (f64, f64)) {
        if !self.open {
            return self.start(map, point);
        }
        if self.has_room() {
            let (x, y) = map.spot(point.0, point.1);
            self.edge((x, y));
            self.path.line_to(x, y);
        }
    }

    pub(super) fn curve(&mut self, map: &Affine, [a, b, c]: [(f64, f64); 3]) {
        if !self.open {
            self.start(map, a);
        }
        if self.has_room() {
            let (a, b, c) = (map.spot(a.0, a.1), map.spot(b.0, b.1), map.spot(c.0, c.1));
            self.slanted = true;
            self.last = c;
            self.path.cubic_to(a.0, a.1, b.0, b.1, c.0, c.1);
        }
    }

    pub(super) fn close(&mut self) {
        if self.open {
            self.edge(self.start);
            self.path.close();
            self.open = false;
        }
    }

    pub(super) fn lines(&mut self, map: &Affine, points: &[(f64, f64)], closed: bool) {
        let Some((first, rest)) = points.split_first() else {
            return;
        };
        self.start(map, *first);
        for point in rest {
            self.line(map, *point);
        }
        if closed {
            self.close();
        }
    }

    /// Curves by threes, from where the outline is.
    pub(super) fn curves(&mut self, map: &Affine, points: &[(f64, f64)]) {
        for three in points.as_chunks::<3>().0 {
            self.curve(map, *three);
        }
    }

    pub(super) fn rectangle(&mut self, map: &Affine, [left, top, right, bottom]: [f64; 4]) {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        self.lines(map, &corners, true);
    }

    pub(super) fn ellipse(&mut self, map: &Affine, [left, top, right, bottom]: [f64; 4]) {
        let radius = ((right - left) / 2.0, (bottom - top) / 2.0);
        self.round(map, [left, top, right, bottom], radius);
    }

    /// A rectangle with round corners.
    pub(super) fn round(
        &mut self,
        map: &Affine,
        [left, top, right, bottom]: [f64; 4],
        radius: (f64, f64),
    ) {
        let x = radius
            .0
            .abs()
            .min((right - left).abs() / 2.0)
            .copysign(right - left);
        let y = radius
            .1
            .abs()
            .min((bottom - top).abs() / 2.0)
            .copysign(bottom - top);
        let (dx, dy) = (x * (1.0 - QUARTER), y * (1.0 - QUARTER));
        self.start(map, (left + x, top));
        self.line(map, (right - x, top));
        self.curve(
            map,
            [(right - dx, top), (right, top + dy), (right, top + y)],
        );
        self.line(map, (right, bottom - y));
        let corner = [
            (right, bottom - dy),
            (right - dx, bottom),
            (right - x, bottom),
        ];
        self.curve(map, corner);
        self.line(map, (left + x, bottom));
        self.curve(
            map,
            [(left + dx, bottom), (left, bottom - dy), (left, bottom - y)],
        );
        self.line(map, (left, top + y));
        self.curve(map, [(left, top + dy), (left + dx, top), (left + x, top)]);
        self.close();
    }

    /// Part of an ellipse, from an angle on for `sweep`, in radians where y points down; joined by a line.
    pub(super) fn arc(
        &mut self,
        map: &Affine,
        centre: (f64, f64),
        radius: (f64, f64),
        from: f64,
        sweep: f64,
    ) {
        let at = |angle: f64| {
            let (sin, cos) = angle.sin_cos();
            (centre.0 + radius.0 * cos, centre.1 + radius.1 * sin)
        };
        let sweep = sweep.clamp(-std::f64::consts::TAU, std::f64::consts::TAU);
        let step = sweep / 8.0;
        let reach = 4.0 / 3.0 * (step / 4.0).tan();
        self.line(map, at(from));
        for piece in 0..8_u32 {
            let (a, b) = (
                from + step * f64::from(piece),
                from + step * f64::from(piece) + step,
            );
            let arm = |angle: f64, way: f64| {
                let (point, (sin, cos)) = (at(angle), angle.sin_cos());
                (
                    point.0 - way * reach * radius.0 * sin,
                    point.1 + way * reach * radius.1 * cos,
                )
            };
            self.curve(map, [arm(a, 1.0), arm(b, -1.0), at(b)]);
        }
    }

    /// An outline that is made already.
    pub(super) fn add(&mut self, path: &Path) {
        if self.has_room() {
            self.path.push_path(path);
            self.open = false;
            self.slanted = true;
        }
    }

    pub(super) fn finish(self) -> Option<Path> {
        self.path.finish()
    }
}
