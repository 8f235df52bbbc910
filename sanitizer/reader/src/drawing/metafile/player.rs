//! Plays what records ask for: state, paths, shapes and lines ([MS-EMF] 3.1.1, 3.1.4). Both kinds of metafile come here.

use std::rc::Rc;

use resvg::tiny_skia::{Path, Pixmap};
use sekisho_ir::{Findings, Limits, Reason};

use super::canvas::Canvas;
use super::clip::{Clip, Joined};
use super::dc::{Dc, Device};
use super::glyphs::Glyphs;
use super::objects::{Object, Objects, stock};
use super::outline::Outline;
use super::picture::Pictures;
use super::plane::{Affine, real};
use super::plus::Plus;
use super::rop::Table;

/// States that may be saved at once; deeper ones are counted, not kept.
const MOST_SAVED: usize = 256;
/// Bytes of the masks that saved states hold.
const MOST_MASKS: u64 = 100_000_000;
/// The bit of an object's number that says it is of the system ([MS-EMF] 2.1.31).
const STOCK: u32 = 0x8000_0000;

/// A metafile on its way to pixels.
pub(super) struct Player<'a> {
    pub(super) canvas: Canvas,
    /// From the device of the metafile to the canvas.
    pub(super) base: Affine,
    pub(super) device: Device,
    pub(super) dc: Dc,
    saved: Vec<Dc>,
    /// Saved states beyond those that are kept.
    deeper: u32,
    pub(super) objects: Objects,
    /// The path bracket: its outline, and whether it is still being made.
    path: Outline,
    recording: bool,
    pub(super) pictures: Pictures<'a>,
    pub(super) glyphs: Glyphs,
    pub(super) findings: Findings,
    /// Records without a meaning here.
    pub(super) skipped: usize,
    trouble: Option<Reason>,
    /// What GDI+ draws beside, or instead.
    pub(super) plus: Plus,
    /// True where the viewport is given by how the metafile is shown.
    pub(super) fixed_view: bool,
    /// The last bitmap that was drawn whole: its header and pixels.
    sole: Option<(&'a [u8], &'a [u8])>,
}

impl<'a> Player<'a> {
    pub(super) fn new(map: Pixmap, base: Affine, device: Device, limits: &'a Limits) -> Self {
        let canvas = Canvas::new(map);
        let clip = Clip::whole(canvas.edges());
        Self {
            canvas,
            base,
            device,
            dc: Dc::new(clip),
            saved: Vec::new(),
            deeper: 0,
            objects: Objects::default(),
            path: Outline::default(),
            recording: false,
            pictures: Pictures::new(limits),
            glyphs: Glyphs::default(),
            findings: Findings::new(),
            skipped: 0,
            trouble: None,
            plus: Plus::default(),
            fixed_view: false,
            sole: None,
        }
    }

    /// What stops the play, where something does.
    pub(super) fn trouble(&self) -> Option<Reason> {
        if self.canvas.is_spent() {
            return Some(Reason::TooMany);
        }
        self.trouble
    }

    /// Remembers a bitmap that is about to be drawn.
    pub(super) fn sole_bitmap(&mut self, header: &'a [u8], pixels: &'a [u8], whole: bool) {
        self.sole = whole.then_some((header, pixels));
    }

    /// The one bitmap that all of the canvas shows, where that is all there is.
    pub(super) fn sole(&self) -> Option<(&'a [u8], &'a [u8])> {
        self.sole.filter(|_| self.canvas.is_one_picture())
    }

    /// From what a record says to the canvas.
    pub(super) fn map(&self) -> Affine {
        let page = self.dc.page(&self.device);
        let map = self.dc.world.then(&page).then(&self.base);
        if map.is_finite() { map } else { self.base }
    }

    pub(super) fn save(&mut self) {
        let mut held = 0_u64;
        let mut before: Option<&Rc<_>> = None;
        for dc in self.saved.iter().chain([&self.dc]) {
            let mask = dc.clip.mask.as_ref();
            if let Some(mask) = mask
                && before.is_none_or(|before| !Rc::ptr_eq(before, mask))
            {
                held = held.saturating_add(self.canvas.edges().area());
            }
            before = mask.or(before);
        }
        if held > MOST_MASKS {
            self.trouble = Some(Reason::TooMany);
        } else if self.saved.len() < MOST_SAVED && self.deeper == 0 {
            self.saved.push(self.dc.clone());
        } else {
            self.deeper = self.deeper.saturating_add(1);
        }
    }

    /// Goes back to a state: the last one for -1, the first one for 1 ([MS-EMF] 2.3.11.6).
    pub(super) fn restore(&mut self, which: i32) {
        let depth = u32::try_from(self.saved.len())
            .unwrap_or(u32::MAX)
            .saturating_add(self.deeper);
        let steps = if which < 0 {
            which.unsigned_abs()
        } else {
            depth.saturating_sub(which.unsigned_abs().saturating_sub(1))
        };
        for _ in 0..steps.min(depth) {
            if self.deeper > 0 {
                self.deeper = self.deeper.saturating_sub(1);
            } else if let Some(dc) = self.saved.pop() {
                self.dc = dc;
            }
        }
    }

    pub(super) fn object(&self, number: u32) -> Option<Object> {
        if number & STOCK == 0 {
            self.objects.at(number)
        } else {
            stock(number & !STOCK)
        }
    }

    pub(super) fn select(&mut self, number: u32) {
        match self.object(number) {
            Some(Object::Region(rectangles)) => self.clip_to(&rectangles, Joined::Alone),
            Some(object) => self.dc.select(object),
            None => {}
        }
    }

    pub(super) fn begin_path(&mut self) {
        self.path = Outline::default();
        self.recording = true;
    }

    pub(super) fn end_path(&mut self) {
        self.recording = false;
    }

    pub(super) fn abort_path(&mut self) {
        self.path = Outline::default();
        self.recording = false;
    }

    pub(super) fn close_figure(&mut self) {
        self.path.close();
    }

    /// Paints the path of the bracket, which is gone then.
    pub(super) fn paint_path(&mut self, fill: bool, stroke: bool) {
        self.recording = false;
        let outline = std::mem::take(&mut self.path);
        self.paint(outline, fill, stroke);
    }

    /// Makes the path of the bracket the edge of the line along it.
    pub(super) fn widen_path(&mut self) {
        let outline = std::mem::take(&mut self.path);
        let square = outline.is_square();
        if let Some(path) = outline.finish()
            && let Some(line) = self.line(&path, square)
            && let Some(wide) = Canvas::widened(&path, &line.stroke)
        {
            self.path.add(&wide);
        }
    }

    pub(super) fn clip_to_path(&mut self, how: Joined) {
        self.recording = false;
        let path = std::mem::take(&mut self.path).finish();
        let winding = self.dc.winding;
        self.dc
            .clip
            .join(path.as_ref(), winding, how, &mut self.canvas);
    }

    pub(super) fn move_to(&mut self, point: (f64, f64)) {
        self.dc.position = point;
        if self.recording {
            let map = self.map();
            self.path.start(&map, point);
        }
    }

    /// Draws something: into the bracket where one is being made, else onto the canvas.
    pub(super) fn draw(
        &mut self,
        fill: bool,
        stroke: bool,
        make: impl FnOnce(&mut Outline, &Affine),
    ) {
        let map = self.map();
        if self.recording {
            make(&mut self.path, &map);
        } else {
            let mut outline = Outline::default();
            make(&mut outline, &map);
            self.paint(outline, fill, stroke);
        }
    }

    /// Draws a line on from the current position, which is at `end` then.
    pub(super) fn draw_on(
        &mut self,
        end: Option<(f64, f64)>,
        make: impl FnOnce(&mut Outline, &Affine),
    ) {
        let from = self.dc.position;
        self.draw(false, true, |outline, map| {
            if !outline.is_open() {
                outline.start(map, from);
            }
            make(outline, map);
        });
        self.dc.position = end.unwrap_or(from);
    }

    /// Several outlines that are one shape.
    pub(super) fn polygons(&mut self, counts: &[usize], points: &[(f64, f64)], closed: bool) {
        self.draw(closed, true, |outline, map| {
            let mut rest = points;
            for count in counts {
                let (these, after) = rest.split_at(rest.len().min(*count));
                outline.lines(map, these, closed);
                rest = after;
            }
        });
    }

    /// The frame of a closed shape, which a pen may have to stay within.
    fn framed(&self, frame: [f64; 4]) -> [f64; 4] {
        let [left, top, right, bottom] = frame;
        let half = self.dc.pen.width / 2.0;
        if !self.dc.pen.inside || (right - left).abs() < half || (bottom - top).abs() < half {
            return frame;
        }
        let (x, y) = (half.copysign(right - left), half.copysign(bottom - top));
        [left + x, top + y, right - x, bottom - y]
    }

    pub(super) fn rectangle(&mut self, frame: [f64; 4]) {
        let frame = self.framed(frame);
        self.draw(true, true, |outline, map| outline.rectangle(map, frame));
    }

    pub(super) fn ellipse(&mut self, frame: [f64; 4]) {
        let frame = self.framed(frame);
        self.draw(true, true, |outline, map| outline.ellipse(map, frame));
    }

    pub(super) fn round_rectangle(&mut self, frame: [f64; 4], corner: (f64, f64)) {
        let frame = self.framed(frame);
        let radius = (corner.0 / 2.0, corner.1 / 2.0);
        self.draw(true, true, |outline, map| outline.round(map, frame, radius));
    }

    /// The part of an ellipse between two rays.
    pub(super) fn arc(&mut self, frame: [f64; 4], from: (f64, f64), to: (f64, f64), kind: Arc) {
        let [left, top, right, bottom] = frame;
        let centre = (f64::midpoint(left, right), f64::midpoint(top, bottom));
        let radius = ((right - left).abs() / 2.0, (bottom - top).abs() / 2.0);
        if radius.0 <= 0.0 || radius.1 <= 0.0 {
            return;
        }
        let angle = |point: (f64, f64)| {
            ((point.1 - centre.1) / radius.1).atan2((point.0 - centre.0) / radius.0)
        };
        let (start, end) = (angle(from), angle(to));
        // Against the clock is what is seen: where y points up, the numbers run the other way.
        let map = self.map();
        let mirrored = map.a * map.d - map.b * map.c < 0.0;
        let turn = std::f64::consts::TAU;
        let mut sweep = (end - start).rem_euclid(turn);
        if sweep == 0.0 {
            sweep = turn;
        } else if self.dc.clockwise == mirrored {
            sweep -= turn;
        }
        let close = matches!(kind, Arc::Chord | Arc::Pie);
        if kind == Arc::Onward {
            let (sin, cos) = end.sin_cos();
            let last = (centre.0 + radius.0 * cos, centre.1 + radius.1 * sin);
            return self.draw_on(Some(last), |outline, map| {
                outline.arc(map, centre, radius, start, sweep);
            });
        }
        self.draw(close, true, |outline, map| {
            if kind == Arc::Pie {
                outline.start(map, centre);
            } else {
                let (sin, cos) = start.sin_cos();
                outline.start(map, (centre.0 + radius.0 * cos, centre.1 + radius.1 * sin));
            }
            outline.arc(map, centre, radius, start, sweep);
            if close {
                outline.close();
            }
        });
    }

    /// A line to an arc of a circle and along it; angles in degrees against the clock ([MS-EMF] 2.3.5.1).
    pub(super) fn angle_arc(&mut self, centre: (f64, f64), radius: f64, start: f64, sweep: f64) {
        let (from, turn) = (-start.to_radians(), -sweep.to_radians());
        let (sin, cos) = (from + turn).sin_cos();
        let last = (centre.0 + radius * cos, centre.1 + radius * sin);
        self.draw_on(Some(last), |outline, map| {
            outline.arc(map, centre, (radius, radius), from, turn);
        });
    }

    fn paint(&mut self, outline: Outline, fill: bool, stroke: bool) {
        if outline.is_empty() {
            return;
        }
        let square = outline.is_square();
        let Some(path) = outline.finish() else { return };
        if fill {
            self.fill(&path, self.dc.winding, square);
        }
        if stroke {
            self.stroke(&path, square);
        }
    }

    /// Fills with the brush. What is square and not thin has edges that are sharp and meet its neighbour's.
    pub(super) fn fill(&mut self, path: &Path, winding: bool, square: bool) {
        let bounds = path.bounds();
        let sharp = square && bounds.width() >= 2.0 && bounds.height() >= 2.0;
        for ink in self.inks() {
            let clip = &self.dc.clip;
            if self.dc.operation == Table::PATTERN {
                self.canvas.fill(path, winding, &ink, sharp, clip);
            } else if self.dc.operation != Table::KEEP {
                let table = self.dc.operation;
                self.canvas.combine(path, winding, &ink, None, table, clip);
            }
        }
    }

    /// Draws with the pen.
    pub(super) fn stroke(&mut self, path: &Path, square: bool) {
        let Some(line) = self.line(path, square) else {
            return;
        };
        let path = line.path.as_ref().unwrap_or(path);
        let clip = &self.dc.clip;
        if self.dc.operation == Table::PATTERN {
            self.canvas.stroke(path, &line.stroke, &line.ink, clip);
        } else if self.dc.operation != Table::KEEP
            && let Some(wide) = Canvas::widened(path, &line.stroke)
        {
            let table = self.dc.operation;
            self.canvas
                .combine(&wide, true, &line.ink, None, table, clip);
        }
    }

    pub(super) fn pixel(&mut self, point: (f64, f64), colour: [u8; 3]) {
        let map = self.map();
        let (x, y) = map.point(point.0, point.1);
        let size = self.base.size().max(1.0);
        let mut outline = Outline::default();
        outline.rectangle(&Affine::moved(x, y), [0.0, 0.0, size, size]);
        if let Some(path) = outline.finish() {
            self.canvas.dot(&path, colour, &self.dc.clip);
        }
    }

    /// A line or curves with the kinds of their points ([MS-EMF] 2.1.26).
    pub(super) fn poly_draw(&mut self, points: &[(f64, f64)], kinds: &[u8]) {
        let from = self.dc.position;
        let end = points.last().copied();
        self.draw(false, true, |outline, map| {
            let mut at = 0_usize;
            while let (Some(point), Some(kind)) = (points.get(at), kinds.get(at)) {
                if !outline.is_open() && kind & 6 != 6 {
                    outline.start(map, from);
                }
                let mut last = *kind;
                match kind & 6 {
                    6 => outline.start(map, *point),
                    4 => {
                        let three = points.get(at..).and_then(|rest| rest.first_chunk::<3>());
                        let Some(three) = three else { break };
                        outline.curve(map, *three);
                        at = at.saturating_add(2);
                        last = kinds.get(at).copied().unwrap_or(0);
                    }
                    _ => outline.line(map, *point),
                }
                if last & 1 == 1 {
                    outline.close();
                }
                at = at.saturating_add(1);
            }
        });
        self.dc.position = end.unwrap_or(from);
    }

    /// Takes an outline into the bracket where one is being made; true where it did.
    pub(super) fn draws_into_path(&mut self, path: &Path) -> bool {
        if self.recording {
            self.path.add(path);
        }
        self.recording
    }

    /// Counts a record that has no meaning here.
    pub(super) fn skip(&mut self) {
        self.skipped = self.skipped.saturating_add(1);
    }

    /// How many pixels of the canvas a pixel of the device is, at least one.
    pub(super) fn grain(&self) -> f64 {
        self.base.size().clamp(1.0, 16.0)
    }

    /// An estimate of how long a path is, in pixels.
    pub(super) fn length(path: &Path) -> f64 {
        let points = path.points();
        let steps = points.iter().zip(points.iter().skip(1));
        steps
            .map(|(a, b)| f64::from((b.x - a.x).hypot(b.y - a.y)))
            .sum::<f64>()
            + real(points.len())
    }
}

/// What becomes of the part of an ellipse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arc {
    Plain,
    Chord,
    Pie,
    /// A line on from the current position.
    Onward,
}
