//! How heavy a page is to show: what a reader's machine would have to do for it, in marks and in sheets of paint.

use super::{MAX_EDGE, Page};
use crate::drawing::{Definition, FillRule, Mark, Number, Paint, Path, Segment};

/// Marks of a page beyond which it is drawn once here, rather than each time it is looked at.
const MARKS: usize = 150_000;
/// Segments and glyphs of such a page.
const STEPS: usize = 1_500_000;
/// How many times a page may be painted over.
const SHEETS: f64 = 400.0;

impl Page {
    /// True where a page is so intricate that it is written as pixels, whatever the method.
    pub fn is_heavy(&self) -> bool {
        let (mut marks, mut steps) = (0_usize, 0_usize);
        let inner = self
            .definitions
            .iter()
            .filter_map(|definition| match definition {
                Definition::Pattern(pattern) => Some(&pattern.content),
                Definition::Mask(mask) => Some(&mask.content),
                Definition::Linear(_) | Definition::Radial(_) | Definition::Clip(_) => None,
            });
        for content in inner.chain([&self.content]) {
            marks = marks.saturating_add(content.len());
            for mark in content {
                steps = steps.saturating_add(match mark {
                    Mark::Path(path) => path.segments.len(),
                    Mark::Glyphs(run) => run.glyphs.len(),
                    _ => 0,
                });
            }
        }
        marks > MARKS || steps > STEPS
    }

    /// True where a page is painted over more often than anyone could want.
    pub fn is_overpainted(&self) -> bool {
        let sheet = f64::from(self.width.get()) * f64::from(self.height.get());
        let seen = self.content.get(self.first_seen()..).unwrap_or_default();
        let painted: f64 = seen
            .iter()
            .map(|mark| match mark {
                Mark::Path(path) if path.fill.is_some() => self.covered(path),
                _ => 0.0,
            })
            .sum();
        painted > sheet.max(1.0) * SHEETS
    }

    /// The last mark that covers the whole page in one colour: nothing before it is seen.
    pub fn first_seen(&self) -> usize {
        let (mut depth, mut first) = (0_usize, 0);
        for (place, mark) in self.content.iter().enumerate() {
            match mark {
                Mark::Open(_) => depth = depth.saturating_add(1),
                Mark::Close => depth = depth.saturating_sub(1),
                Mark::Path(path) if depth == 0 && self.is_covered_by(path) => first = place,
                _ => {}
            }
        }
        first
    }

    fn is_covered_by(&self, path: &Path) -> bool {
        let solid = path.fill.as_ref().is_some_and(|fill| {
            matches!(fill.paint, Paint::Colour(_)) && fill.opacity == Number::ONE
        });
        let [left, top, right, low] = bounds(&path.segments);
        solid
            && is_rectangle(path)
            && left <= 0.0
            && top <= 0.0
            && right >= self.width.get()
            && low >= self.height.get()
    }

    fn covered(&self, path: &Path) -> f64 {
        let [left, top, right, low] = bounds(&path.segments);
        let across = right.min(self.width.get()) - left.max(0.0);
        let down = low.min(self.height.get()) - top.max(0.0);
        f64::from(across.clamp(0.0, MAX_EDGE.0)) * f64::from(down.clamp(0.0, MAX_EDGE.0))
    }
}

/// Left, top, right and lower edge of all points.
fn bounds(segments: &[Segment]) -> [f32; 4] {
    let mut all = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    for segment in segments {
        let points: &[Number] = match segment {
            Segment::Move(at) | Segment::Line(at) => at,
            Segment::Quadratic(at) => at,
            Segment::Cubic(at) => at,
            Segment::Close => &[],
        };
        for at in points.as_chunks::<2>().0 {
            let [x, y] = at.map(Number::get);
            let [left, top, right, low] = all;
            all = [left.min(x), top.min(y), right.max(x), low.max(y)];
        }
    }
    all
}

/// True for one upright rectangle.
fn is_rectangle(path: &Path) -> bool {
    let corners: Option<Vec<[f32; 2]>> = path
        .segments
        .iter()
        .filter(|segment| !matches!(segment, Segment::Close))
        .map(|segment| match segment {
            Segment::Move(at) | Segment::Line(at) => Some(at.map(Number::get)),
            Segment::Quadratic(_) | Segment::Cubic(_) | Segment::Close => None,
        })
        .collect();
    let moves = path.segments.iter();
    let moves = moves
        .filter(|segment| matches!(segment, Segment::Move(_)))
        .count();
    let whole = path.fill.as_ref().is_some_and(|fill| {
        // Either rule fills one simple outline.
        matches!(fill.rule, FillRule::NonZero | FillRule::EvenOdd)
    });
    let same = |one: f32, other: f32| (one - other).abs() < 1.0e-3;
    let Some(corners) = corners.filter(|_| moves == 1 && whole) else {
        return false;
    };
    // The last corner may stand there once more where the outline ends.
    let four = match corners.as_slice() {
        [four @ .., last] if four.len() == 4 => {
            let begins = four.first();
            begins
                .is_some_and(|first| same(first[0], last[0]) && same(first[1], last[1]))
                .then_some(four)
        }
        four => Some(four),
    };
    let Some([[ax, ay], [bx, by], [cx, cy], [dx, dy]]) = four else {
        return false;
    };
    let (ax, ay, bx, by, cx, cy, dx, dy) = (*ax, *ay, *bx, *by, *cx, *cy, *dx, *dy);
    (same(ay, by) && same(bx, cx) && same(cy, dy) && same(dx, ax))
        || (same(ax, bx) && same(by, cy) && same(cx, dx) && same(dy, ay))
}
