//! One content stream that is being written, and what all streams of a paper share.
//!
//! A stream knows what was said last, so that nothing is said twice, and the resources that it uses and no others.

use std::collections::BTreeMap;

use pdf_writer::types::{LineCapStyle, LineJoinStyle};
use pdf_writer::{Content, Dict, Name, Ref, Settings};
use sekisho_ir::drawing::{Cap, Join, Number, Segment, Stroke};
use sekisho_ir::{RasterFrame, Refusal};

use super::font::Fonts;
use super::outline;
use super::shelf::Shelf;
use super::spell::{self, IDENTITY, Matrix};

pub(super) const MISSING: Refusal = Refusal::Inconsistent("a reference");
const SETTINGS: Settings = Settings { pretty: false };
/// A definition, and the bits of a transform.
pub(super) type Place = (u32, [u64; 6]);
/// Left, top, right, bottom.
pub(super) type Bounds = [f64; 4];

/// What all pages share.
pub(super) struct Press<'a> {
    pub(super) shelf: Shelf,
    pub(super) fonts: Fonts<'a>,
    pub(super) pictures: &'a [RasterFrame<&'a [u8]>],
    /// By picture, and whether it is a stencil.
    pub(super) shown: BTreeMap<(u32, bool), Ref>,
    states: BTreeMap<State, Ref>,
}

/// What an extended graphics state says: opacities in thousandths, blending, a veil's form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct State {
    pub(super) fill: u16,
    pub(super) stroke: u16,
    pub(super) blend: &'static str,
    /// The form, and true where its brightness counts and not its opacity.
    pub(super) veil: Option<(Ref, bool)>,
}

impl State {
    pub(super) const PLAIN: Self = Self {
        fill: 1000,
        stroke: 1000,
        blend: "Normal",
        veil: None,
    };
}

impl<'a> Press<'a> {
    pub(super) fn new(
        shelf: Shelf,
        fonts: Fonts<'a>,
        pictures: &'a [RasterFrame<&'a [u8]>],
    ) -> Self {
        Self {
            shelf,
            fonts,
            pictures,
            shown: BTreeMap::new(),
            states: BTreeMap::new(),
        }
    }

    /// Writes the pictures that were shown.
    pub(super) fn finish(&mut self) -> Result<(), Refusal> {
        for ((picture, stencil), at) in &self.shown {
            let frame = usize::try_from(*picture)
                .ok()
                .and_then(|place| self.pictures.get(place));
            super::picture::put(frame.ok_or(MISSING)?, *stencil, *at, &mut self.shelf)?;
        }
        Ok(())
    }

    fn state(&mut self, state: State) -> Ref {
        if let Some(known) = self.states.get(&state) {
            return *known;
        }
        let at = self.shelf.add(|obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"ExtGState"));
            for (key, share) in [(&b"CA"[..], state.stroke), (b"ca", state.fill)] {
                dict.pair(Name(key), spell::rounded(f32::from(share) / 1000.0, 3));
            }
            dict.pair(Name(b"BM"), Name(state.blend.as_bytes()));
            match state.veil {
                None => {
                    dict.pair(Name(b"SMask"), Name(b"None"));
                }
                Some((form, bright)) => {
                    let mut veil = dict.insert(Name(b"SMask")).dict();
                    veil.pair(Name(b"Type"), Name(b"Mask"));
                    let by: &[u8] = if bright { b"Luminosity" } else { b"Alpha" };
                    veil.pair(Name(b"S"), Name(by));
                    veil.pair(Name(b"G"), form);
                }
            }
        });
        self.states.insert(state, at);
        at
    }
}

/// One stream that is being written.
pub(super) struct Layer {
    pub(super) content: Content,
    /// Category, number, object.
    resources: BTreeMap<(&'static str, i32), Ref>,
    pub(super) now: Now,
    before: Vec<Now>,
    /// What can be seen of it, in its own units.
    pub(super) seen: Bounds,
    pub(super) transparent: bool,
}

/// What was said last, so that it is not said again.
#[derive(Clone)]
pub(super) struct Now {
    pub(super) matrix: Matrix,
    pub(super) fill: Option<[u8; 3]>,
    pub(super) stroke: Option<[u8; 3]>,
    pub(super) state: State,
    /// What the group that is drawn directly asks of each mark.
    pub(super) base: State,
    pen: Option<Pen>,
}

#[derive(Clone, PartialEq)]
struct Pen {
    width: f32,
    cap: Cap,
    join: Join,
    miter: f32,
    dashes: Vec<f32>,
    offset: f32,
}

impl Layer {
    pub(super) fn new(seen: Bounds) -> Self {
        Self {
            content: Content::with_settings(SETTINGS),
            resources: BTreeMap::new(),
            now: Now {
                matrix: IDENTITY,
                fill: None,
                stroke: None,
                state: State::PLAIN,
                base: State::PLAIN,
                pen: None,
            },
            before: Vec::new(),
            seen,
            transparent: false,
        }
    }

    pub(super) fn push(&mut self) {
        self.content.save_state();
        self.before.push(self.now.clone());
    }

    pub(super) fn pop(&mut self) {
        if let Some(before) = self.before.pop() {
            self.content.restore_state();
            self.now = before;
        }
    }

    pub(super) fn transform(&mut self, matrix: Matrix) {
        if matrix != IDENTITY {
            self.content.transform(spell::spelled(matrix));
            self.now.matrix = spell::then(matrix, self.now.matrix);
        }
    }

    /// The name of a resource.
    pub(super) fn name(&mut self, category: &'static str, at: Ref) -> String {
        let letter = match category {
            "Font" => 'F',
            "XObject" => 'X',
            "ExtGState" => 'G',
            "Shading" => 'S',
            _ => 'P',
        };
        self.resources.insert((category, at.get()), at);
        format!("{letter}{}", at.get())
    }

    pub(super) fn show(&mut self, form: Ref) {
        let name = self.name("XObject", form);
        self.content.x_object(Name(name.as_bytes()));
    }

    /// What can be seen of the stream, in the units of now; none where all lies on a line.
    pub(super) fn view(&self) -> Option<Bounds> {
        let back = spell::back(self.now.matrix)?;
        Some(around(self.seen, back))
    }

    /// Places behind the point that a hundredth of a point needs here.
    fn places(&self) -> u8 {
        match spell::size(self.now.matrix) {
            size if size > 20.0 => 4,
            size if size > 0.2 => 3,
            size if size > 0.02 => 2,
            _ => 1,
        }
    }

    pub(super) fn outline(&mut self, segments: &[Segment], matrix: Matrix) {
        let places = self.places();
        outline::say(segments, matrix, places, &mut self.content);
    }

    pub(super) fn state(&mut self, state: State, press: &mut Press<'_>) {
        if self.now.state == state {
            return;
        }
        self.transparent = true;
        let at = press.state(state);
        let name = self.name("ExtGState", at);
        self.content.set_parameters(Name(name.as_bytes()));
        self.now.state = state;
    }

    pub(super) fn fill_colour(&mut self, colour: [u8; 3]) {
        if self.now.fill == Some(colour) {
            return;
        }
        self.now.fill = Some(colour);
        let [red, green, blue] = shares(colour);
        let [first, ..] = colour;
        if colour == [first; 3] {
            self.content.set_fill_gray(red);
        } else {
            self.content.set_fill_rgb(red, green, blue);
        }
    }

    pub(super) fn stroke_colour(&mut self, colour: [u8; 3]) {
        if self.now.stroke == Some(colour) {
            return;
        }
        self.now.stroke = Some(colour);
        let [red, green, blue] = shares(colour);
        let [first, ..] = colour;
        if colour == [first; 3] {
            self.content.set_stroke_gray(red);
        } else {
            self.content.set_stroke_rgb(red, green, blue);
        }
    }

    pub(super) fn pen(&mut self, stroke: &Stroke) {
        let places = self.places();
        let short = |number: Number| spell::rounded(number.get(), places);
        let pen = Pen {
            width: short(stroke.width),
            cap: stroke.cap,
            join: stroke.join,
            miter: spell::rounded(stroke.miter.get().max(1.0), 3),
            dashes: stroke.dashes.iter().map(|dash| short(*dash)).collect(),
            offset: short(stroke.dash_offset),
        };
        let before = self.now.pen.replace(pen.clone());
        let differs = |differs: fn(&Pen, &Pen) -> bool| {
            before.as_ref().is_none_or(|before| differs(before, &pen))
        };
        if differs(|one, next| one.width.to_bits() != next.width.to_bits()) {
            self.content.set_line_width(pen.width);
        }
        if differs(|one, next| one.cap != next.cap) {
            self.content.set_line_cap(match pen.cap {
                Cap::Butt => LineCapStyle::ButtCap,
                Cap::Round => LineCapStyle::RoundCap,
                Cap::Square => LineCapStyle::ProjectingSquareCap,
            });
        }
        if differs(|one, next| one.join != next.join) {
            self.content.set_line_join(match pen.join {
                Join::Miter | Join::MiterClip => LineJoinStyle::MiterJoin,
                Join::Round => LineJoinStyle::RoundJoin,
                Join::Bevel => LineJoinStyle::BevelJoin,
            });
        }
        if differs(|one, next| one.miter.to_bits() != next.miter.to_bits()) {
            self.content.set_miter_limit(pen.miter);
        }
        if differs(|one, next| {
            one.dashes != next.dashes || one.offset.to_bits() != next.offset.to_bits()
        }) {
            // Dashes so short that they are written as nothing are none.
            let dashes = if pen.dashes.iter().any(|dash| *dash > 0.0) {
                pen.dashes
            } else {
                Vec::new()
            };
            self.content.set_dash_pattern(dashes, pen.offset);
        }
    }

    /// Says the resources in a dictionary.
    pub(super) fn resources(&self, dict: &mut Dict<'_>) {
        let mut all = dict.insert(Name(b"Resources")).dict();
        let entries: Vec<_> = self.resources.iter().collect();
        for category in entries.chunk_by(|((one, _), _), ((next, _), _)| one == next) {
            let Some(((name, _), _)) = category.first() else {
                continue;
            };
            let mut inner = all.insert(Name(name.as_bytes())).dict();
            for ((_, number), at) in category {
                let letter = match *name {
                    "Font" => 'F',
                    "XObject" => 'X',
                    "ExtGState" => 'G',
                    "Shading" => 'S',
                    _ => 'P',
                };
                inner.pair(Name(format!("{letter}{number}").as_bytes()), **at);
            }
        }
    }
}

/// The upright rectangle around a rectangle that was transformed.
pub(super) fn around([left, top, right, bottom]: Bounds, matrix: Matrix) -> Bounds {
    let corners = [[left, top], [right, top], [left, bottom], [right, bottom]];
    let start = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    corners.into_iter().fold(start, |[l, t, r, b], corner| {
        let [x, y] = spell::apply(matrix, corner);
        [l.min(x), t.min(y), r.max(x), b.max(y)]
    })
}

fn shares(colour: [u8; 3]) -> [f32; 3] {
    colour.map(|value| spell::rounded(f32::from(value) / 255.0, 3))
}

/// A share of 1 in thousandths.
pub(super) fn thousandths(share: Number) -> u16 {
    let share = spell::whole(f64::from(share.get()) * 1000.0);
    u16::try_from(share.clamp(0, 1000)).unwrap_or(1000)
}
