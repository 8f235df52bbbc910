//! Colours and lines: from the interpreter's numbers to ours.

use hayro_interpret::kurbo::{self, Affine, BezPath, PathEl, Point, Stroke as Pen};
use hayro_interpret::{BlendMode, FillRule as Rule, StrokeProps};
use sekisho_ir::drawing::{Blend, Cap, FillRule, Join, MAX_NUMBER, Number, Segment, Transform};

/// The nearest number that single precision has.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "rounding to single precision is what is wanted; what is out of range becomes infinite and is refused"
)]
pub(super) fn number(value: f64) -> Number {
    let single = value as f32;
    if single.is_finite() {
        Number::of(single.clamp(-MAX_NUMBER, MAX_NUMBER))
    } else {
        Number::ZERO
    }
}

pub(super) fn point(at: Point) -> [Number; 2] {
    [number(at.x), number(at.y)]
}

pub(super) fn transform(affine: Affine) -> Transform {
    Transform(affine.as_coeffs().map(number))
}

/// An outline of ours, or none where there is nothing to see. A contour that is only a place is left out, and a pen that
/// was lifted is put down again where it was.
pub(super) fn outline(path: &BezPath) -> Vec<Segment> {
    let mut out = Vec::with_capacity(path.elements().len());
    let mut begun = Point::ZERO;
    let mut down = false;
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(to) => {
                if matches!(out.last(), Some(Segment::Move(_))) {
                    out.pop();
                }
                out.push(Segment::Move(point(to)));
                begun = to;
                down = true;
                continue;
            }
            PathEl::ClosePath => {
                if down {
                    out.push(Segment::Close);
                }
                down = false;
                continue;
            }
            _ => {}
        }
        if !down {
            out.push(Segment::Move(point(begun)));
            down = true;
        }
        match *element {
            PathEl::LineTo(to) => out.push(Segment::Line(point(to))),
            PathEl::QuadTo(one, to) => {
                let ([a, b], [c, d]) = (point(one), point(to));
                out.push(Segment::Quadratic([a, b, c, d]));
            }
            PathEl::CurveTo(one, two, to) => {
                let ([one_x, one_y], [two_x, two_y]) = (point(one), point(two));
                let [x, y] = point(to);
                out.push(Segment::Cubic([one_x, one_y, two_x, two_y, x, y]));
            }
            PathEl::MoveTo(_) | PathEl::ClosePath => {}
        }
    }
    if matches!(out.last(), Some(Segment::Move(_))) {
        out.pop();
    }
    if out.len() < 2 { Vec::new() } else { out }
}

pub(super) const fn rule(rule: Rule) -> FillRule {
    match rule {
        Rule::NonZero => FillRule::NonZero,
        Rule::EvenOdd => FillRule::EvenOdd,
    }
}

pub(super) const fn cap(cap: kurbo::Cap) -> Cap {
    match cap {
        kurbo::Cap::Butt => Cap::Butt,
        kurbo::Cap::Round => Cap::Round,
        kurbo::Cap::Square => Cap::Square,
    }
}

pub(super) const fn join(join: kurbo::Join) -> Join {
    match join {
        kurbo::Join::Miter => Join::Miter,
        kurbo::Join::Round => Join::Round,
        kurbo::Join::Bevel => Join::Bevel,
    }
}

pub(super) const fn blend(mode: BlendMode) -> Blend {
    match mode {
        BlendMode::Normal => Blend::Normal,
        BlendMode::Multiply => Blend::Multiply,
        BlendMode::Screen => Blend::Screen,
        BlendMode::Overlay => Blend::Overlay,
        BlendMode::Darken => Blend::Darken,
        BlendMode::Lighten => Blend::Lighten,
        BlendMode::ColorDodge => Blend::ColourDodge,
        BlendMode::ColorBurn => Blend::ColourBurn,
        BlendMode::HardLight => Blend::HardLight,
        BlendMode::SoftLight => Blend::SoftLight,
        BlendMode::Difference => Blend::Difference,
        BlendMode::Exclusion => Blend::Exclusion,
        BlendMode::Hue => Blend::Hue,
        BlendMode::Saturation => Blend::Saturation,
        BlendMode::Color => Blend::Colour,
        BlendMode::Luminosity => Blend::Luminosity,
    }
}

/// By how much a transform enlarges, where it does so equally in every direction.
pub(super) fn even_scale(affine: Affine) -> Option<f64> {
    let [a, b, c, d, _, _] = affine.as_coeffs();
    let (across, down) = (a.hypot(b), c.hypot(d));
    let larger = across.max(down);
    let square = (a * c + b * d).abs();
    (larger.is_finite()
        && larger > 0.0
        && (across - down).abs() <= larger * 1.0e-3
        && square <= larger * larger * 1.0e-3)
        .then_some(f64::midpoint(across, down))
}

/// What the pen would cover, as an outline to be filled: for lines of uneven width, and for lines that are painted with
/// more than a colour.
pub(super) fn stroked(path: &BezPath, props: &StrokeProps, least: f64) -> BezPath {
    let mut pen = Pen::new(f64::from(props.line_width).max(least))
        .with_caps(props.line_cap)
        .with_join(props.line_join)
        .with_miter_limit(f64::from(props.miter_limit).max(1.0));
    if dashes(props) {
        pen = pen.with_dashes(
            f64::from(props.dash_offset),
            props.dash_array.iter().map(|dash| f64::from(*dash)),
        );
    }
    kurbo::stroke(
        path.iter(),
        &pen,
        &kurbo::StrokeOpts::default(),
        (least * 0.1).max(1.0e-3),
    )
}

/// True where a line is dashed in a way that makes sense, and not into more pieces than anyone could see.
pub(super) fn dashes(props: &StrokeProps) -> bool {
    let all = props.dash_array.iter();
    !props.dash_array.is_empty()
        && all.clone().all(|dash| dash.is_finite() && *dash >= 0.0)
        && all.sum::<f32>() > 0.05
}
