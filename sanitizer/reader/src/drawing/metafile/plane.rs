//! The plane that a metafile draws on: affine maps between its coordinate spaces ([MS-EMF] 3.1.1.2, XFORM 2.2.28).

use resvg::tiny_skia::Transform;

use super::super::paint::narrow;

/// Pixels beyond this are as far outside as any: the painter's arithmetic stays exact.
const FARTHEST: f64 = 100_000.0;

/// `x' = a·x + c·y + e`, `y' = b·x + d·y + f`: the order in which a metafile stores it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Affine {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) c: f64,
    pub(super) d: f64,
    pub(super) e: f64,
    pub(super) f: f64,
}

impl Affine {
    pub(super) const SAME: Self = Self::scale(1.0, 1.0);

    pub(super) const fn scale(x: f64, y: f64) -> Self {
        Self {
            a: x,
            b: 0.0,
            c: 0.0,
            d: y,
            e: 0.0,
            f: 0.0,
        }
    }

    /// As it is stored.
    #[expect(
        clippy::many_single_char_names,
        reason = "the names of a map's numbers"
    )]
    pub(super) const fn parse([a, b, c, d, e, f]: [f64; 6]) -> Self {
        Self { a, b, c, d, e, f }
    }

    pub(super) const fn moved(x: f64, y: f64) -> Self {
        Self {
            e: x,
            f: y,
            ..Self::SAME
        }
    }

    /// Turned by an angle in radians, clockwise where y points down.
    pub(super) fn turned(angle: f64) -> Self {
        let (sin, cos) = angle.sin_cos();
        Self {
            a: cos,
            b: sin,
            c: -sin,
            d: cos,
            e: 0.0,
            f: 0.0,
        }
    }

    /// This map first, then `next`.
    pub(super) fn then(&self, next: &Self) -> Self {
        let origin = next.point(self.e, self.f);
        let across = next.way(self.a, self.b);
        let down = next.way(self.c, self.d);
        Self {
            a: across.0,
            b: across.1,
            c: down.0,
            d: down.1,
            e: origin.0,
            f: origin.1,
        }
    }

    pub(super) fn point(&self, x: f64, y: f64) -> (f64, f64) {
        let (across, down) = self.way(x, y);
        (across + self.e, down + self.f)
    }

    /// A direction, which knows no origin.
    pub(super) fn way(&self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y, self.b * x + self.d * y)
    }

    /// Where a point is painted.
    pub(super) fn spot(&self, x: f64, y: f64) -> (f32, f32) {
        let (x, y) = self.point(x, y);
        let within = |value: f64| {
            if value.is_finite() {
                narrow(value.clamp(-FARTHEST, FARTHEST))
            } else {
                0.0
            }
        };
        (within(x), within(y))
    }

    pub(super) fn is_finite(&self) -> bool {
        let all = [self.a, self.b, self.c, self.d, self.e, self.f];
        all.into_iter().all(f64::is_finite)
    }

    /// True where upright rectangles stay upright rectangles.
    pub(super) fn is_upright(&self) -> bool {
        let small = 1e-6 * self.size();
        (self.b.abs() <= small && self.c.abs() <= small)
            || (self.a.abs() <= small && self.d.abs() <= small)
    }

    /// How much longer lines become, on average.
    pub(super) fn size(&self) -> f64 {
        (self.a * self.d - self.b * self.c).abs().sqrt()
    }

    /// The way back, where there is one.
    pub(super) fn inverse(&self) -> Option<Self> {
        let area = self.a * self.d - self.b * self.c;
        let back = Self {
            a: self.d / area,
            b: -self.b / area,
            c: -self.c / area,
            d: self.a / area,
            e: (self.c * self.f - self.d * self.e) / area,
            f: (self.b * self.e - self.a * self.f) / area,
        };
        back.is_finite().then_some(back)
    }

    /// The painter's own form.
    pub(super) fn transform(&self) -> Transform {
        Transform::from_row(
            narrow(self.a),
            narrow(self.b),
            narrow(self.c),
            narrow(self.d),
            narrow(self.e),
            narrow(self.f),
        )
    }
}

/// The whole number next to a float; what is not a number is nought.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "floats have no other way to whole numbers; `as` saturates"
)]
pub(super) fn near(value: f64) -> i32 {
    value.round() as i32
}

/// A count as a float; counts here are far below 2^32.
pub(super) fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
