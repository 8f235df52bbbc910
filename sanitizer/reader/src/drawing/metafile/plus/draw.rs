//! What GDI+ draws ([MS-EMFPLUS] 2.3.4).

use std::rc::Rc;

use resvg::tiny_skia::{
    Color, GradientStop, LineCap, Path as Drawn, Pixmap, SpreadMode, Stroke, StrokeDash,
};

use super::super::super::paint::narrow;
use super::super::blit::Manner;
use super::super::bytes::Bytes;
use super::super::canvas::Ink;
use super::super::gradient;
use super::super::outline::Outline;
use super::super::plane::{Affine, real};
use super::super::player::Player;
use super::curves;
use super::objects::{Brush, Object, Pen};
use super::{Record, objects};

/// Rectangles of one record.
const MOST_LISTED: usize = 100_000;

impl Player<'_> {
    pub(super) fn plus_drawing(&mut self, record: Record<'_>) -> Option<()> {
        let data = record.data;
        match record.kind {
            0x4009 => {
                let mut outline = Outline::default();
                let all = self.canvas.edges();
                let edges = [all.left, all.top, all.right, all.bottom].map(f64::from);
                outline.rectangle(&Affine::SAME, edges);
                let brush = Brush::Plain(objects::colour(data.dword(0)?));
                self.plus_fill(outline.finish().as_ref(), &brush)
            }
            0x400a | 0x400b => {
                let start = if record.kind == 0x400a { 4 } else { 0 };
                let frames = frames(record, start)?;
                let map = self.plus_map();
                let mut outline = Outline::default();
                for [x, y, wide, high] in frames {
                    outline.rectangle(&map, [x, y, x + wide, y + high]);
                }
                self.plus_paint(record, outline, start == 4)
            }
            0x400c | 0x400d | 0x4019 => {
                let filled = record.kind == 0x400c;
                let start = if filled { 4 } else { 0 };
                let points = points(record, start)?;
                let map = self.plus_map();
                let mut outline = Outline::default();
                if record.kind == 0x4019 {
                    let (first, rest) = points.split_first()?;
                    outline.start(&map, *first);
                    outline.curves(&map, rest);
                } else {
                    outline.lines(&map, &points, filled || record.flags & 0x2000 != 0);
                }
                self.plus_paint(record, outline, filled)
            }
            0x400e | 0x400f => {
                let filled = record.kind == 0x400e;
                let [x, y, wide, high] = frame(record, if filled { 4 } else { 0 })?;
                let mut outline = Outline::default();
                outline.ellipse(&self.plus_map(), [x, y, x + wide, y + high]);
                self.plus_paint(record, outline, filled)
            }
            0x4010..=0x4012 => self.plus_arc(record),
            0x4013 => {
                let Some(Object::Region(region)) = self.plus.objects.get(&record.number()) else {
                    return None;
                };
                let shown = self.plus_region(&region.clone());
                let kept = self.plus.state.clip.clone();
                let mut clip = self.plus_clip();
                clip.join_clip(&shown, super::super::clip::Joined::And, &mut self.canvas);
                self.plus.state.clip = Some(clip);
                let path = self.canvas.edges().path();
                let brush = self.plus_brush(record, data.dword(0)?);
                let done = self.plus_fill(path.as_ref(), &brush?);
                self.plus.state.clip = kept;
                done
            }
            0x4014 | 0x4015 => {
                let Some(Object::Path(path)) = self.plus.objects.get(&record.number()) else {
                    return None;
                };
                let path = path.clone().outline(&self.plus_map());
                if record.kind == 0x4014 {
                    let brush = self.plus_brush(record, data.dword(0)?)?;
                    self.plus_fill(path.as_ref(), &brush)
                } else {
                    let pen = self.plus_pen(u16::try_from(data.dword(0)?).ok()?)?;
                    self.plus_stroke(&path?, &pen)
                }
            }
            0x4016..=0x4018 => self.plus_curve(record),
            0x401a | 0x401b => self.plus_image(record),
            0x401c => self.plus_words(record),
            0x4036 => self.plus_letters(record),
            _ => None,
        }
    }

    pub(super) fn plus_brush(&self, record: Record<'_>, number: u32) -> Option<Brush> {
        if record.flags & 0x8000 != 0 {
            return Some(Brush::Plain(objects::colour(number)));
        }
        match self.plus.objects.get(&u16::try_from(number).ok()?)? {
            Object::Brush(brush) => Some(brush.clone()),
            _ => None,
        }
    }

    fn plus_pen(&self, number: u16) -> Option<Pen> {
        match self.plus.objects.get(&number)? {
            Object::Pen(pen) => Some(pen.clone()),
            _ => None,
        }
    }

    /// Fills with the brush that the record names first, or strokes with the pen that it is about.
    fn plus_paint(&mut self, record: Record<'_>, outline: Outline, filled: bool) -> Option<()> {
        let path = outline.finish();
        if filled {
            let brush = self.plus_brush(record, record.data.dword(0)?)?;
            self.plus_fill(path.as_ref(), &brush)
        } else {
            let pen = self.plus_pen(record.number())?;
            self.plus_stroke(&path?, &pen)
        }
    }

    fn plus_fill(&mut self, path: Option<&Drawn>, brush: &Brush) -> Option<()> {
        let clip = self.plus_clip();
        for ink in self.plus_inks(brush) {
            self.canvas.fill(path?, false, &ink, false, &clip);
        }
        Some(())
    }

    fn plus_inks(&mut self, brush: &Brush) -> Vec<Ink> {
        match brush {
            Brush::Plain(colour) => vec![Ink::Plain(*colour)],
            Brush::Hatched(style, [red, green, blue, _], back) => {
                let mut inks = vec![Ink::Plain(*back)];
                if *style < 6 {
                    inks.extend(self.hatch(*style, [*red, *green, *blue]));
                } else {
                    // Finer ones are seen as so much of the one colour on the other.
                    let part = [13, 26, 51, 64, 77, 102, 128, 153, 179, 191, 204, 230];
                    let place = usize::try_from(style.saturating_sub(6)).ok();
                    let part = place.and_then(|place| part.get(place)).unwrap_or(&102);
                    inks.push(Ink::Plain([*red, *green, *blue, *part]));
                }
                inks
            }
            Brush::Tiled(tile, map) => {
                let placed = map.then(&self.plus_map());
                vec![Ink::Tiles(Rc::clone(tile), placed.transform())]
            }
            Brush::Linear {
                frame,
                map,
                stops,
                repeats,
            } => {
                let [x, y, wide, high] = *frame;
                let map = map.then(&self.plus_map());
                let middle = y + high / 2.0;
                let stops = stops.iter().map(|(at, [red, green, blue, alpha])| {
                    GradientStop::new(narrow(*at), Color::from_rgba8(*red, *green, *blue, *alpha))
                });
                let mode = if *repeats {
                    SpreadMode::Repeat
                } else {
                    SpreadMode::Reflect
                };
                let (from, to) = (map.spot(x, middle), map.spot(x + wide, middle));
                gradient::between(from, to, stops.collect(), mode)
                    .into_iter()
                    .collect()
            }
        }
    }

    fn plus_stroke(&mut self, path: &Drawn, pen: &Pen) -> Option<()> {
        let unit = match pen.unit {
            0 | 1 => self.plus_map().size(),
            3 => self.plus.dpi.0 / 72.0 * self.base.size(),
            4 => self.plus.dpi.0 * self.base.size(),
            5 => self.plus.dpi.0 / 300.0 * self.base.size(),
            6 => self.plus.dpi.0 / 25.4 * self.base.size(),
            _ => self.base.size(),
        };
        let width = (pen.width.abs() * unit).clamp(1.0, 50_000.0);
        if !width.is_finite() {
            return None;
        }
        let sum = pen.dashes.iter().sum::<f64>() * width;
        let count = Self::length(path) / sum * real(pen.dashes.len());
        let mut dashes: Vec<f32> = pen.dashes.iter().map(|dash| narrow(dash * width)).collect();
        if dashes.len() % 2 == 1 {
            dashes.extend_from_within(..);
        }
        let dash = if sum > 0.5 && count < 50_000.0 && self.canvas.spend(1_000_000) {
            StrokeDash::new(dashes, 0.0)
        } else {
            None
        };
        let stroke = Stroke {
            width: narrow(width),
            miter_limit: narrow(pen.miter.clamp(1.0, 100.0)),
            line_cap: if dash.is_some() {
                LineCap::Butt
            } else {
                pen.cap
            },
            line_join: pen.join,
            dash,
        };
        let clip = self.plus_clip();
        for ink in self.plus_inks(&pen.brush) {
            self.canvas.stroke(path, &stroke, &ink, &clip);
        }
        Some(())
    }

    fn plus_arc(&mut self, record: Record<'_>) -> Option<()> {
        let filled = record.kind == 0x4010;
        let at = if filled { 4 } else { 0 };
        let [start, sweep] = record.data.floats(at)?;
        let [x, y, wide, high] = frame(record, at.checked_add(8)?)?;
        let (radius, centre) = ((wide / 2.0, high / 2.0), (x + wide / 2.0, y + high / 2.0));
        let map = self.plus_map();
        let mut outline = Outline::default();
        if record.kind != 0x4012 {
            outline.start(&map, centre);
        }
        outline.arc(&map, centre, radius, start.to_radians(), sweep.to_radians());
        if record.kind != 0x4012 {
            outline.close();
        }
        self.plus_paint(record, outline, filled)
    }

    /// A curve through points, as bent as its tension says.
    fn plus_curve(&mut self, record: Record<'_>) -> Option<()> {
        let (at, closed) = match record.kind {
            0x4016 => (4_usize, true),
            0x4017 => (0, true),
            _ => (0, false),
        };
        let tension = record.data.float(at)?;
        let start = at.checked_add(if closed { 4 } else { 12 })?;
        let points = points(record, start)?;
        let bent = tension / 3.0;
        let map = self.plus_map();
        let mut outline = Outline::default();
        let count = points.len();
        let point = |at: usize| {
            let at = if closed {
                at % count.max(1)
            } else {
                at.min(count.saturating_sub(1))
            };
            points.get(at).copied()
        };
        let slope = |at: usize| {
            let before = match (at, closed) {
                (0, true) => count.saturating_sub(1),
                _ => at.saturating_sub(1),
            };
            let (before, after) = point(before).zip(point(at.saturating_add(1)))?;
            Some(((after.0 - before.0) * bent, (after.1 - before.1) * bent))
        };
        outline.start(&map, point(0)?);
        let pieces = if closed {
            count
        } else {
            count.saturating_sub(1)
        };
        for at in 0..pieces {
            let next = at.saturating_add(1);
            let (from, to) = (point(at)?, point(next)?);
            let wrapped = if closed { next % count.max(1) } else { next };
            let (out, back) = (slope(at)?, slope(wrapped)?);
            outline.curve(
                &map,
                [
                    (from.0 + out.0, from.1 + out.1),
                    (to.0 - back.0, to.1 - back.1),
                    to,
                ],
            );
        }
        if closed {
            outline.close();
        }
        self.plus_paint(record, outline, record.kind == 0x4016)
    }

    fn plus_image(&mut self, record: Record<'_>) -> Option<()> {
        let Some(Object::Image(image)) = self.plus.objects.get(&record.number()) else {
            return None;
        };
        let image: Rc<Pixmap> = Rc::clone(image);
        let part: [f64; 4] = record.data.floats(8)?;
        let onto = if record.kind == 0x401a {
            let [x, y, wide, high] = frame(record, 24)?;
            Affine {
                e: x,
                f: y,
                ..Affine::scale(wide, high)
            }
        } else {
            let points = points(record, 24)?;
            let [first, right, below] = *points.first_chunk()?;
            Affine {
                a: right.0 - first.0,
                b: right.1 - first.1,
                c: below.0 - first.0,
                d: below.1 - first.1,
                e: first.0,
                f: first.1,
            }
        };
        let onto = onto.then(&self.plus_map());
        let clip = self.plus_clip();
        let kept = std::mem::replace(&mut self.dc.clip, clip);
        self.put(&image, part, &onto, Manner::PLAIN);
        self.dc.clip = kept;
        Some(())
    }
}

/// Rectangles as x, y, width and height.
fn frames(record: Record<'_>, at: usize) -> Option<Vec<[f64; 4]>> {
    let count = record.data.count(at)?.min(MOST_LISTED);
    let rest = record.data.from(at.checked_add(4)?);
    Some(if record.is_small() {
        let all = rest.as_chunks::<8>().0.iter().take(count);
        all.filter_map(|bytes| Bytes(bytes).shorts(0)).collect()
    } else {
        let all = rest.as_chunks::<16>().0.iter().take(count);
        all.filter_map(|bytes| Bytes(bytes).floats(0)).collect()
    })
}

fn frame(record: Record<'_>, at: usize) -> Option<[f64; 4]> {
    if record.is_small() {
        record.data.shorts(at)
    } else {
        record.data.floats(at)
    }
}

/// As many points as are counted before them.
fn points(record: Record<'_>, at: usize) -> Option<Vec<(f64, f64)>> {
    let count = record.data.count(at)?;
    let start = at.checked_add(4)?;
    let points = if record.flags & 0x0800 != 0 {
        curves::relative(record.data.from(start), count)?.0
    } else if record.is_small() {
        record.data.points(start, count, true)
    } else {
        curves::floats(record.data.from(start), count)
    };
    (!points.is_empty()).then_some(points)
}
