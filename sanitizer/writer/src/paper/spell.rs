//! Numbers as few digits as they need, and transforms.
#![expect(
    clippy::many_single_char_names,
    reason = "the six numbers of a matrix have no other names"
)]

use sekisho_ir::drawing::Transform;

/// A transform as content streams have them, with room for products.
pub(super) type Matrix = [f64; 6];

pub(super) const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// A number with at most so many places behind its point, at most nine.
pub(super) fn rounded(value: f32, places: u8) -> f32 {
    narrow(round(f64::from(value), places))
}

fn round(value: f64, places: u8) -> f64 {
    let grain = 10_f64.powi(i32::from(places.min(9)));
    let rounded = (value * grain).round() / grain;
    // A zero loses its sign.
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// The nearest single-precision number; none is infinite.
pub(super) fn narrow(value: f64) -> f32 {
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "the nearest is meant, and the range is held"
    )]
    let near = value.clamp(-1.0e15, 1.0e15) as f32;
    if near.is_nan() { 0.0 } else { near }
}

pub(super) fn matrix(transform: &Transform) -> Matrix {
    transform.0.map(|number| f64::from(number.get()))
}

/// First `one`, then `next`.
pub(super) fn then(one: Matrix, next: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = one;
    let [na, nb, nc, nd, ne, nf] = next;
    [
        a * na + b * nc,
        a * nb + b * nd,
        c * na + d * nc,
        c * nb + d * nd,
        e * na + f * nc + ne,
        e * nb + f * nd + nf,
    ]
}

pub(super) fn apply(matrix: Matrix, [x, y]: [f64; 2]) -> [f64; 2] {
    let [a, b, c, d, e, f] = matrix;
    [a * x + c * y + e, b * x + d * y + f]
}

/// The transform back; none where all lies on a line.
pub(super) fn back(matrix: Matrix) -> Option<Matrix> {
    let [a, b, c, d, e, f] = matrix;
    let area = a * d - b * c;
    if !area.is_finite() || area.abs() < 1.0e-30 {
        return None;
    }
    let [ia, ib, ic, id] = [d / area, -b / area, -c / area, a / area];
    Some([ia, ib, ic, id, -(e * ia + f * ic), -(e * ib + f * id)])
}

/// How much larger things become.
pub(super) fn size(matrix: Matrix) -> f64 {
    let [a, b, c, d, ..] = matrix;
    (a * d - b * c).abs().sqrt()
}

/// The six numbers as the file says them: seven digits of the greatest factor, four places of the shift.
pub(super) fn spelled(matrix: Matrix) -> [f32; 6] {
    let [a, b, c, d, e, f] = matrix;
    let most = [a, b, c, d]
        .into_iter()
        .fold(0.0, |most: f64, one| most.max(one.abs()));
    let places = match most {
        most if most >= 100.0 => 4,
        most if most >= 1.0 => 6,
        most if most >= 0.01 => 7,
        _ => 9,
    };
    let [a, b, c, d] = [a, b, c, d].map(|one| narrow(round(one, places)));
    let [e, f] = [e, f].map(|one| narrow(round(one, 4)));
    [a, b, c, d, e, f]
}

/// The nearest whole number.
pub(super) fn whole(value: f64) -> i32 {
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "saturates, and what is no number is nought"
    )]
    let whole = value.round() as i32;
    whole
}
