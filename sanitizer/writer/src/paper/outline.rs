//! Outlines as content streams have them, and what is to be known of them.

use pdf_writer::Content;
use sekisho_ir::drawing::{Number, Segment};

use super::layer::Bounds;
use super::spell::{self, Matrix};

/// A step in the units of the stream, each number with the places it is written with.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Move([f32; 2]),
    Line([f32; 2]),
    Curve([f32; 6]),
    Close,
}

/// Says an outline.
pub(super) fn say(segments: &[Segment], matrix: Matrix, places: u8, content: &mut Content) {
    let round = |[x, y]: [f64; 2]| [x, y].map(|value| spell::rounded(spell::narrow(value), places));
    let mut steps = Vec::with_capacity(segments.len());
    for step in Walk::of(segments, matrix) {
        steps.push(match step {
            Way::Move(to) => Step::Move(round(to)),
            Way::Line(to) => Step::Line(round(to)),
            Way::Curve(one, two, to) => {
                let ([ax, ay], [bx, by], [x, y]) = (round(one), round(two), round(to));
                Step::Curve([ax, ay, bx, by, x, y])
            }
            Way::Close => Step::Close,
        });
    }
    let mut rest = steps.as_slice();
    let mut at = [0.0; 2];
    while let Some((step, after)) = rest.split_first() {
        if let Some(([x, y, width, height], length)) = rectangle(rest) {
            let [width, height] = [width, height].map(|edge| spell::rounded(edge, places));
            content.rect(x, y, width, height);
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        match *step {
            Step::Move([x, y]) => {
                content.move_to(x, y);
                at = [x, y];
            }
            Step::Line([x, y]) => {
                content.line_to(x, y);
                at = [x, y];
            }
            Step::Curve([ax, ay, bx, by, x, y]) => {
                if same([ax, ay], at) {
                    content.cubic_to_initial(bx, by, x, y);
                } else if same([bx, by], [x, y]) {
                    content.cubic_to_final(ax, ay, x, y);
                } else {
                    content.cubic_to(ax, ay, bx, by, x, y);
                }
                at = [x, y];
            }
            Step::Close => {
                content.close_path();
            }
        }
        rest = after;
    }
}

fn same(one: [f32; 2], other: [f32; 2]) -> bool {
    one.map(f32::to_bits) == other.map(f32::to_bits)
}

/// An upright rectangle drawn across first, and the steps it takes.
fn rectangle(steps: &[Step]) -> Option<([f32; 4], usize)> {
    let (&[Step::Move(a), Step::Line(b), Step::Line(c), Step::Line(d)], rest) =
        steps.split_first_chunk::<4>()?
    else {
        return None;
    };
    let length = match rest {
        [Step::Close, ..] => 5,
        [Step::Line(end), Step::Close, ..] if same(*end, a) => 6,
        _ => return None,
    };
    let alike = |one: f32, other: f32| one.to_bits() == other.to_bits();
    let upright = alike(a[1], b[1]) && alike(b[0], c[0]) && alike(c[1], d[1]) && alike(d[0], a[0]);
    upright.then(|| ([a[0], a[1], c[0] - a[0], c[1] - a[1]], length))
}

/// A step in other units, its curves cubic.
enum Way {
    Move([f64; 2]),
    Line([f64; 2]),
    Curve([f64; 2], [f64; 2], [f64; 2]),
    Close,
}

struct Walk<'a> {
    segments: std::slice::Iter<'a, Segment>,
    matrix: Matrix,
    at: [f64; 2],
}

impl<'a> Walk<'a> {
    fn of(segments: &'a [Segment], matrix: Matrix) -> Self {
        Self {
            segments: segments.iter(),
            matrix,
            at: [0.0; 2],
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Way;

    fn next(&mut self) -> Option<Way> {
        let matrix = self.matrix;
        let point =
            |x: &Number, y: &Number| spell::apply(matrix, [f64::from(x.get()), f64::from(y.get())]);
        Some(match self.segments.next()? {
            Segment::Move([x, y]) => {
                self.at = point(x, y);
                Way::Move(self.at)
            }
            Segment::Line([x, y]) => {
                self.at = point(x, y);
                Way::Line(self.at)
            }
            Segment::Quadratic([cx, cy, x, y]) => {
                let (control, to) = (point(cx, cy), point(x, y));
                let raised = |end: [f64; 2]| {
                    let part = |end: f64, control: f64| end + (control - end) * 2.0 / 3.0;
                    [part(end[0], control[0]), part(end[1], control[1])]
                };
                let way = Way::Curve(raised(self.at), raised(to), to);
                self.at = to;
                way
            }
            Segment::Cubic([ax, ay, bx, by, x, y]) => {
                self.at = point(x, y);
                Way::Curve(point(ax, ay), point(bx, by), self.at)
            }
            Segment::Close => Way::Close,
        })
    }
}

/// The upright rectangle around all points; none where there are none.
pub(super) fn bounds(segments: &[Segment], matrix: Matrix) -> Option<Bounds> {
    let mut all: Option<Bounds> = None;
    let mut add = |[x, y]: [f64; 2]| {
        let [left, top, right, bottom] = all.unwrap_or([x, y, x, y]);
        all = Some([left.min(x), top.min(y), right.max(x), bottom.max(y)]);
    };
    for way in Walk::of(segments, matrix) {
        match way {
            Way::Move(to) | Way::Line(to) => add(to),
            Way::Curve(one, two, to) => [one, two, to].into_iter().for_each(&mut add),
            Way::Close => {}
        }
    }
    all
}

/// True where an outline winds one way and not the other, by the area between its ends.
pub(super) fn winds_left(segments: &[Segment], matrix: Matrix) -> bool {
    let (mut area, mut start, mut at) = (0.0, [0.0; 2], [0.0; 2]);
    let cross = |one: [f64; 2], next: [f64; 2]| one[0] * next[1] - one[1] * next[0];
    for way in Walk::of(segments, matrix) {
        match way {
            Way::Move(to) => {
                area += cross(at, start);
                (start, at) = (to, to);
            }
            Way::Line(to) => {
                area += cross(at, to);
                at = to;
            }
            Way::Curve(one, two, to) => {
                area += cross(at, one) + cross(one, two) + cross(two, to);
                at = to;
            }
            Way::Close => {
                area += cross(at, start);
                at = start;
            }
        }
    }
    area + cross(at, start) > 0.0
}
