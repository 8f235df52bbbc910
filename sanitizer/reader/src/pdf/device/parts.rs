//! Small steps from the interpreter's figures to those of marks.

use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{FillRule as Rule, StrokeProps};
use sekisho_ir::drawing::{
    Area, Blend, Fill, FillRule, Group, Number, Paint, Segment, Stroke, Transform,
};

use super::{HAIRLINE, THINNEST};
use crate::pdf::ink;

pub(super) fn plain() -> Group {
    Group {
        transform: Transform::IDENTITY,
        opacity: Number::ONE,
        blend: Blend::Normal,
        isolated: false,
        clip: None,
        mask: None,
    }
}

pub(super) const fn solid(colour: [u8; 3], opacity: Number, rule: FillRule) -> Fill {
    Fill {
        paint: Paint::Colour(colour),
        opacity,
        rule,
    }
}

pub(super) fn pen(paint: Paint, opacity: Number, props: &StrokeProps, scale: f64) -> Stroke {
    let width = width_of(props, scale);
    let dashes = if ink::dashes(props) {
        let all = props.dash_array.iter();
        all.map(|dash| ink::number(f64::from(*dash) * scale))
            .collect()
    } else {
        Vec::new()
    };
    let dashes: Vec<Number> = dashes;
    let seen = dashes.iter().any(|dash| dash.get() > 0.0);
    Stroke {
        paint,
        opacity,
        width: ink::number(width),
        cap: ink::cap(props.line_cap),
        join: ink::join(props.line_join),
        miter: ink::number(f64::from(props.miter_limit).max(1.0)),
        dashes: if seen { dashes } else { Vec::new() },
        dash_offset: ink::number(f64::from(props.dash_offset) * scale),
    }
}

/// How wide a line is on the page. One without width is as thin as can be, another keeps its own.
pub(super) fn width_of(props: &StrokeProps, scale: f64) -> f64 {
    let width = f64::from(props.line_width.abs()) * scale;
    if width > 0.0 {
        width.max(THINNEST)
    } else {
        HAIRLINE
    }
}

pub(super) fn scale_of(to: Affine) -> f64 {
    let scale = to.determinant().abs().sqrt();
    if scale.is_finite() && scale > 1.0e-9 {
        scale
    } else {
        1.0
    }
}

pub(super) fn area_of(rect: Rect) -> Option<Area> {
    let area = Area {
        x: ink::number(rect.x0),
        y: ink::number(rect.y0),
        width: ink::number(rect.width()),
        height: ink::number(rect.height()),
    };
    (area.width.get() > 0.0 && area.height.get() > 0.0).then_some(area)
}

pub(super) fn share(value: f32) -> Number {
    Number::of(if value.is_finite() {
        value.clamp(0.0, 1.0)
    } else {
        1.0
    })
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within a byte, as it was clamped"
)]
pub(super) fn byte(value: f32) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

pub(super) fn single(value: f64) -> f32 {
    ink::number(value).get()
}

pub(super) fn first(text: &str) -> u32 {
    text.chars().next().map_or(0, u32::from)
}

pub(super) fn key_of(segments: &[Segment], rule: Rule) -> Vec<u32> {
    let mut key = vec![u32::from(rule == Rule::EvenOdd)];
    for segment in segments {
        let (sort, numbers): (u32, &[Number]) = match segment {
            Segment::Move(at) => (0, at),
            Segment::Line(at) => (1, at),
            Segment::Quadratic(at) => (2, at),
            Segment::Cubic(at) => (3, at),
            Segment::Close => (4, &[]),
        };
        key.push(sort);
        key.extend(numbers.iter().map(|number| number.get().to_bits()));
    }
    key
}
