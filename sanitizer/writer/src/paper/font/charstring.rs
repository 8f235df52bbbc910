//! One outline as a Type 2 charstring (Adobe Technical Note 5177), in the shorter of its spellings.
//!
//! Only moves, lines, curves and the end: no hints, no subroutines, no arithmetic, so that there is nothing an
//! interpreter could be led astray with.

use sekisho_ir::drawing::Segment;

/// The farthest a coordinate may lie, so that the difference of two is a number of two bytes.
const FAR: i32 = 16_000;
/// Operands that an interpreter holds.
const STACK: usize = 48;

const RLINETO: u8 = 5;
const HLINETO: u8 = 6;
const VLINETO: u8 = 7;
const RRCURVETO: u8 = 8;
const ENDCHAR: u8 = 14;
const RMOVETO: u8 = 21;
const HMOVETO: u8 = 22;
const VVCURVETO: u8 = 26;
const HHCURVETO: u8 = 27;
const VHCURVETO: u8 = 30;
const HVCURVETO: u8 = 31;
const VMOVETO: u8 = 4;

/// How far an outline reaches: left, bottom, right, top.
pub(super) type Reach = [i32; 4];

/// A step of an outline, by differences.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Line(i32, i32),
    Curve([i32; 6]),
}

/// A whole number of grid units; what is out of reach is drawn at its edge.
pub(super) fn grid(value: f32) -> i32 {
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "saturates, and what is no number was refused"
    )]
    let whole = value.round() as i32;
    whole.clamp(-FAR, FAR)
}

/// The charstring of an outline on a grid `scale` times as fine as its units, and what it covers. A width is said
/// where it differs from the usual one, as the difference.
pub(super) fn of(segments: &[Segment], scale: f32, width: Option<i32>) -> (Vec<u8>, Option<Reach>) {
    let mut pen = Pen {
        out: Vec::with_capacity(segments.len().saturating_mul(6)),
        width,
        scale,
        at: [0; 2],
        start: [0; 2],
        lifted: None,
        steps: Vec::new(),
        reach: None,
    };
    for segment in segments {
        pen.segment(segment);
    }
    pen.contour();
    if let Some(width) = pen.width.take() {
        number(width, &mut pen.out);
    }
    pen.out.push(ENDCHAR);
    (pen.out, pen.reach)
}

struct Pen {
    out: Vec<u8>,
    /// Still to be said.
    width: Option<i32>,
    scale: f32,
    /// Where the last point drawn lies.
    at: [i32; 2],
    /// Where the contour began.
    start: [i32; 2],
    /// Where the pen stands before it is put down; the move is not said yet.
    lifted: Option<[i32; 2]>,
    steps: Vec<Step>,
    reach: Option<Reach>,
}

impl Pen {
    fn point(&self, x: f32, y: f32) -> [i32; 2] {
        [grid(x * self.scale), grid(y * self.scale)]
    }

    fn here(&self) -> [f32; 2] {
        let [x, y] = self.lifted.unwrap_or(self.at);
        #[expect(
            clippy::as_conversions,
            clippy::cast_precision_loss,
            reason = "at most FAR"
        )]
        let units = [x as f32 / self.scale, y as f32 / self.scale];
        units
    }

    fn segment(&mut self, segment: &Segment) {
        match segment {
            Segment::Move([x, y]) => {
                self.contour();
                self.lifted = Some(self.point(x.get(), y.get()));
            }
            Segment::Line([x, y]) => {
                let to = self.point(x.get(), y.get());
                self.line(to);
            }
            Segment::Quadratic([cx, cy, x, y]) => {
                let [fx, fy] = self.here();
                let [cx, cy, x, y] = [cx.get(), cy.get(), x.get(), y.get()];
                let raised = |end: f32, control: f32| end + (control - end) * (2.0 / 3.0);
                let one = self.point(raised(fx, cx), raised(fy, cy));
                let two = self.point(raised(x, cx), raised(y, cy));
                let to = self.point(x, y);
                self.curve(one, two, to);
            }
            Segment::Cubic([ax, ay, bx, by, x, y]) => {
                let one = self.point(ax.get(), ay.get());
                let two = self.point(bx.get(), by.get());
                let to = self.point(x.get(), y.get());
                self.curve(one, two, to);
            }
            Segment::Close => self.contour(),
        }
    }

    /// Puts the pen down where it was lifted to.
    fn down(&mut self) {
        let Some(to) = self.lifted.take() else { return };
        if let Some(width) = self.width.take() {
            number(width, &mut self.out);
        }
        let [dx, dy] = [to[0] - self.at[0], to[1] - self.at[1]];
        match (dx, dy) {
            (_, 0) => self.say(&[dx], HMOVETO),
            (0, _) => self.say(&[dy], VMOVETO),
            _ => self.say(&[dx, dy], RMOVETO),
        }
        self.at = to;
        self.start = to;
        self.cover(to);
    }

    fn line(&mut self, to: [i32; 2]) {
        self.down();
        let step = [to[0] - self.at[0], to[1] - self.at[1]];
        if step != [0; 2] {
            self.steps.push(Step::Line(step[0], step[1]));
            self.at = to;
            self.cover(to);
        }
    }

    fn curve(&mut self, one: [i32; 2], two: [i32; 2], to: [i32; 2]) {
        self.down();
        if one == self.at && two == to {
            return self.line(to);
        }
        self.steps.push(Step::Curve([
            one[0] - self.at[0],
            one[1] - self.at[1],
            two[0] - one[0],
            two[1] - one[1],
            to[0] - two[0],
            to[1] - two[1],
        ]));
        self.at = to;
        for point in [one, two, to] {
            self.cover(point);
        }
    }

    fn cover(&mut self, [x, y]: [i32; 2]) {
        let [left, bottom, right, top] = self.reach.unwrap_or([x, y, x, y]);
        self.reach = Some([left.min(x), bottom.min(y), right.max(x), top.max(y)]);
    }

    /// Says the contour drawn so far. Its last line back to the start is understood.
    fn contour(&mut self) {
        self.lifted = None;
        let mut steps = std::mem::take(&mut self.steps);
        if let Some(Step::Line(dx, dy)) = steps.last().copied()
            && self.at == self.start
            && steps.len() > 1
        {
            steps.pop();
            self.at = [self.at[0] - dx, self.at[1] - dy];
        }
        let mut rest = steps.as_slice();
        while let Some(first) = rest.first() {
            let taken = match first {
                Step::Line(0, _) | Step::Line(_, 0) => self.straight(rest),
                Step::Line(..) => self.lines(rest),
                Step::Curve(_) => self.curves(rest),
            };
            rest = rest.get(taken.max(1)..).unwrap_or_default();
        }
    }

    /// Lines across and up by turns.
    fn straight(&mut self, steps: &[Step]) -> usize {
        let mut across = matches!(steps.first(), Some(Step::Line(_, 0)));
        let operator = if across { HLINETO } else { VLINETO };
        let mut operands = Vec::new();
        for step in steps.iter().take(STACK) {
            match step {
                Step::Line(dx, 0) if across => operands.push(*dx),
                Step::Line(0, dy) if !across => operands.push(*dy),
                _ => break,
            }
            across = !across;
        }
        self.say(&operands, operator);
        operands.len()
    }

    fn lines(&mut self, steps: &[Step]) -> usize {
        let mut operands = Vec::new();
        for step in steps.iter().take(STACK / 2) {
            match step {
                Step::Line(dx, dy) if *dx != 0 && *dy != 0 => operands.extend([*dx, *dy]),
                _ => break,
            }
        }
        self.say(&operands, RLINETO);
        operands.len() / 2
    }

    fn curves(&mut self, steps: &[Step]) -> usize {
        let mut operands = Vec::new();
        let mut shape = Shape::Any;
        let mut taken = 0;
        let mut operator = RRCURVETO;
        for step in steps {
            let Step::Curve(curve) = step else { break };
            let this = Shape::of(curve);
            if taken == 0 {
                operator = this.operator();
            } else if this != shape.next() || operands.len() + this.operands() > STACK {
                break;
            }
            shape = this;
            let [ax, ay, bx, by, cx, cy] = *curve;
            match shape {
                Shape::Any => operands.extend(curve),
                Shape::AcrossUp => operands.extend([ax, bx, by, cy]),
                Shape::UpAcross => operands.extend([ay, bx, by, cx]),
                Shape::Across => operands.extend([ax, bx, by, cx]),
                Shape::Up => operands.extend([ay, bx, by, cy]),
            }
            taken += 1;
        }
        self.say(&operands, operator);
        taken
    }

    fn say(&mut self, operands: &[i32], operator: u8) {
        for operand in operands {
            number(*operand, &mut self.out);
        }
        self.out.push(operator);
    }
}

/// How a curve begins and ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Any,
    AcrossUp,
    UpAcross,
    Across,
    Up,
}

impl Shape {
    const fn of(curve: &[i32; 6]) -> Self {
        match curve {
            [_, 0, _, _, 0, _] => Self::AcrossUp,
            [0, _, _, _, _, 0] => Self::UpAcross,
            [_, 0, _, _, _, 0] => Self::Across,
            [0, _, _, _, 0, _] => Self::Up,
            _ => Self::Any,
        }
    }

    const fn operator(self) -> u8 {
        match self {
            Self::Any => RRCURVETO,
            Self::AcrossUp => HVCURVETO,
            Self::UpAcross => VHCURVETO,
            Self::Across => HHCURVETO,
            Self::Up => VVCURVETO,
        }
    }

    const fn operands(self) -> usize {
        match self {
            Self::Any => 6,
            _ => 4,
        }
    }

    /// The shape that the same operator takes next.
    const fn next(self) -> Self {
        match self {
            Self::AcrossUp => Self::UpAcross,
            Self::UpAcross => Self::AcrossUp,
            same => same,
        }
    }
}

/// A number as charstrings spell it.
fn number(value: i32, out: &mut Vec<u8>) {
    let value = value.clamp(i16::MIN.into(), i16::MAX.into());
    let low = |value: i32| value.to_le_bytes()[0];
    match value {
        -107..=107 => out.push(low(value + 139)),
        108..=1131 => {
            let rest = value - 108;
            out.extend([low((rest >> 8) + 247), low(rest)]);
        }
        -1131..=-108 => {
            let rest = -value - 108;
            out.extend([low((rest >> 8) + 251), low(rest)]);
        }
        _ => out.extend([28, low(value >> 8), low(value)]),
    }
}
