//! Areas whose colours run from corner to corner ([MS-EMF] 2.3.5.12).

use resvg::tiny_skia::{Color, GradientStop, LinearGradient, Point, SpreadMode, Transform};

use super::canvas::Ink;
use super::outline::Outline;
use super::player::Player;

/// A corner: where, and what colour.
pub(super) type Corner = ((f64, f64), [u8; 3]);

/// Colours from one point of the canvas to another.
pub(super) fn between(
    from: (f32, f32),
    to: (f32, f32),
    stops: Vec<GradientStop>,
    mode: SpreadMode,
) -> Option<Ink> {
    let point = |(x, y): (f32, f32)| Point::from_xy(x, y);
    let shader = LinearGradient::new(point(from), point(to), stops, mode, Transform::identity())?;
    Some(Ink::Blend(Box::new(shader)))
}

impl Player<'_> {
    /// A rectangle between two corners, its colours running to the right, or down.
    pub(super) fn colour_rectangle(&mut self, first: Corner, last: Corner, down: bool) {
        let map = self.map();
        let ((left, top), (right, bottom)) = (first.0, last.0);
        let mut outline = Outline::default();
        outline.rectangle(&map, [left, top, right, bottom]);
        let Some(path) = outline.finish() else { return };
        let end = if down { (left, bottom) } else { (right, top) };
        let stop = |at: f32, [red, green, blue]: [u8; 3]| {
            GradientStop::new(at, Color::from_rgba8(red, green, blue, 255))
        };
        let stops = vec![stop(0.0, first.1), stop(1.0, last.1)];
        let (from, to) = (map.spot(left, top), map.spot(end.0, end.1));
        let ink = between(from, to, stops, SpreadMode::Pad).unwrap_or(Ink::solid(first.1));
        self.canvas
            .fill(&path, true, &ink, map.is_upright(), &self.dc.clip);
    }

    /// A triangle, in small ones of one colour each.
    pub(super) fn colour_triangle(&mut self, corners: [Corner; 3]) {
        const STEPS: u32 = 16;
        let [first, right, below] = corners;
        let mixed = |of: [f64; 3], u: f64, v: f64| {
            let [first, right, below] = of;
            first * (1.0 - u - v) + right * u + below * v
        };
        let at = |u: u32, v: u32| {
            let (u, v) = (
                f64::from(u) / f64::from(STEPS),
                f64::from(v) / f64::from(STEPS),
            );
            (
                mixed([first.0.0, right.0.0, below.0.0], u, v),
                mixed([first.0.1, right.0.1, below.0.1], u, v),
            )
        };
        let colour = |u: f64, v: f64| {
            let mut colour = [0_u8; 3];
            let parts = first.1.into_iter().zip(right.1).zip(below.1);
            for (part, ((first, right), below)) in colour.iter_mut().zip(parts) {
                let value = mixed([first, right, below].map(f64::from), u, v);
                *part = u8::try_from(super::plane::near(value).clamp(0, 255)).unwrap_or(255);
            }
            colour
        };
        let map = self.map();
        for u in 0..STEPS {
            for v in 0..STEPS.saturating_sub(u) {
                let (u1, v1) = (u.saturating_add(1), v.saturating_add(1));
                let middle = |shift: f64| {
                    let part = |at: u32| (f64::from(at) + shift) / f64::from(STEPS);
                    colour(part(u), part(v))
                };
                let mut pieces = vec![([at(u, v), at(u1, v), at(u, v1)], middle(0.33))];
                if u.saturating_add(v) < STEPS.saturating_sub(1) {
                    pieces.push(([at(u1, v), at(u1, v1), at(u, v1)], middle(0.67)));
                }
                for (points, colour) in pieces {
                    let mut outline = Outline::default();
                    outline.lines(&map, &points, true);
                    if let Some(path) = outline.finish() {
                        self.canvas
                            .fill(&path, true, &Ink::solid(colour), true, &self.dc.clip);
                    }
                }
            }
        }
    }
}
