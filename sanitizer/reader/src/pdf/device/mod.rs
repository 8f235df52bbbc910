//! What the interpreter draws, as marks.
//!
//! Everything arrives in the units of the page: outlines are carried over there and then, so that what paints and clips
//! them needs no further place. A clip opens a group; so does what is drawn as one.

mod paint;
mod parts;
mod words;

use std::collections::BTreeMap;

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::kurbo::{Affine, BezPath, Rect, Shape};
use hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Device, DrawMode, DrawProps, FillRule as Rule, Image as Shown,
    ImageDrawProps, MaskType, Paint as Ink, SoftMask, TransferFunction,
};
use sekisho_ir::drawing::{
    Blend, Clip, ClipShape, Definition, Fill, FillRule, Group, Image, Mark, Mask, MaskBy, Number,
    Paint, Path, Sampling, Stencil, Stroke, Transform,
};
use sekisho_ir::{Code, Limits, Reason};

use self::parts::{area_of, key_of, plain, share, solid};
use crate::pdf::layers::Layers;
use crate::pdf::letters::Codes;
use crate::pdf::pictures::Held;
use crate::pdf::{Book, ink};

/// Pixels an inch of what can only be kept as pixels.
const FINE: f64 = 150.0 / 72.0;
/// Pixels along an edge of such a thing.
const TEXTURE: u32 = 2_000;
/// Points that a line without width is wide: what a printer of 300 dots an inch makes of it.
const HAIRLINE: f64 = 0.24;
/// Points that any other line is wide at least: viewers thicken it themselves.
const THINNEST: f64 = 0.02;
/// How far colours of a gradient may be off.
const TOLERANCE: f32 = 0.01;
/// Parts of the content that are open at once.
const PARTS: usize = 100_000;
/// The interpreter's definitions may stand in each other so deep.
const NESTED: usize = 12;

/// What may still be drawn on all pages to come.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    marks: usize,
    segments: usize,
    placed: usize,
    depth: usize,
}

impl Budget {
    pub(super) fn of(limits: &Limits) -> Self {
        Self {
            marks: limits.paper_marks,
            segments: limits.paper_segments / 2,
            placed: limits.paper_placed,
            depth: limits.drawing_depth,
        }
    }
}

pub(super) struct Marks<'b> {
    book: &'b mut Book,
    codes: Codes,
    layers: &'b Layers,
    /// Whether each part of the content that is open, from the outermost, is seen.
    seen: Vec<bool>,
    area: Rect,
    number: usize,
    definitions: Vec<Definition>,
    content: Vec<Mark>,
    /// Groups open in what is being drawn.
    depth: usize,
    /// Definitions being drawn.
    nested: usize,
    clips: BTreeMap<Vec<u32>, u32>,
    masks: BTreeMap<u128, Option<u32>>,
    tiles: BTreeMap<(u128, bool), Option<u32>>,
    left: Budget,
    over: Option<Reason>,
}

impl<'b> Marks<'b> {
    pub(super) fn new(
        book: &'b mut Book,
        area: Rect,
        codes: Codes,
        layers: &'b Layers,
        number: usize,
        left: Budget,
    ) -> Self {
        Self {
            book,
            codes,
            layers,
            seen: Vec::new(),
            area,
            number: number.saturating_add(1),
            definitions: Vec::new(),
            content: Vec::new(),
            depth: 0,
            nested: 0,
            clips: BTreeMap::new(),
            masks: BTreeMap::new(),
            tiles: BTreeMap::new(),
            left,
            over: None,
        }
    }

    /// What is drawn from now on names its letters by these codes.
    pub(super) fn explained_by(&mut self, codes: Codes) {
        self.codes = codes;
    }

    /// The page, and what is left for the next.
    pub(super) fn finish(mut self) -> Result<(Vec<Definition>, Vec<Mark>, Budget), Reason> {
        if let Some(reason) = self.over {
            return Err(reason);
        }
        while self.depth > 0 {
            self.close();
        }
        Ok((self.definitions, self.content, self.left))
    }

    /// True where a budget is spent, and within a layer that is off.
    fn draws_nothing(&self) -> bool {
        self.over.is_some() || self.seen.last() == Some(&false)
    }

    fn push(&mut self, mark: Mark) {
        let segments = match &mark {
            Mark::Path(path) => path.segments.len(),
            _ => 0,
        };
        let placed = match &mark {
            Mark::Glyphs(run) => run.glyphs.len(),
            _ => 0,
        };
        self.spend(1, segments, placed);
        if self.over.is_none() {
            self.content.push(mark);
        }
    }

    fn spend(&mut self, marks: usize, segments: usize, placed: usize) {
        let left = (
            self.left.marks.checked_sub(marks),
            self.left.segments.checked_sub(segments),
            self.left.placed.checked_sub(placed),
        );
        if let (Some(marks), Some(segments), Some(placed)) = left {
            self.left = Budget {
                marks,
                segments,
                placed,
                ..self.left
            };
        } else {
            self.over = Some(Reason::TooMany);
        }
    }

    fn define(&mut self, definition: Definition) -> u32 {
        self.spend(1, 0, 0);
        let place = u32::try_from(self.definitions.len()).unwrap_or(u32::MAX);
        if self.over.is_none() {
            self.definitions.push(definition);
        }
        place
    }

    fn open(&mut self, group: Group) {
        self.depth = self.depth.saturating_add(1);
        if self.depth > self.left.depth {
            self.over = Some(Reason::TooDeep);
        }
        self.push(Mark::Open(group));
    }

    fn close(&mut self) {
        if let Some(depth) = self.depth.checked_sub(1) {
            self.depth = depth;
            self.push(Mark::Close);
        }
    }

    /// Draws apart from the page, as what is drawn is used by it.
    fn apart(&mut self, draw: impl FnOnce(&mut Self)) -> Vec<Mark> {
        let content = std::mem::take(&mut self.content);
        let depth = std::mem::take(&mut self.depth);
        self.nested = self.nested.saturating_add(1);
        draw(self);
        while self.depth > 0 && self.over.is_none() {
            self.close();
        }
        self.nested = self.nested.saturating_sub(1);
        self.depth = depth;
        std::mem::replace(&mut self.content, content)
    }

    fn clip(&mut self, path: &BezPath, rule: Rule) -> u32 {
        let segments = ink::outline(path);
        self.spend(0, segments.len(), 0);
        // Programs say the same rectangle again and again.
        let key = (segments.len() <= 6).then(|| key_of(&segments, rule));
        if let Some(known) = key.as_ref().and_then(|key| self.clips.get(key)) {
            return *known;
        }
        let shapes = if segments.is_empty() {
            Vec::new()
        } else {
            vec![ClipShape {
                transform: Transform::IDENTITY,
                segments,
                rule: ink::rule(rule),
                crisp: false,
                clip: None,
            }]
        };
        let place = self.define(Definition::Clip(Clip {
            transform: Transform::IDENTITY,
            clip: None,
            shapes,
        }));
        if let Some(key) = key {
            self.clips.insert(key, place);
        }
        place
    }

    fn mask(&mut self, mask: &SoftMask<'_>, draw: impl FnOnce(&mut Self)) -> Option<u32> {
        let key = mask.cache_key();
        if let Some(known) = self.masks.get(&key) {
            return *known;
        }
        if self.nested >= NESTED {
            return None;
        }
        let by = match mask.mask_type() {
            MaskType::Luminosity => MaskBy::Luminance,
            MaskType::Alpha => MaskBy::Alpha,
        };
        let [red, green, blue, _] = mask.background_color().to_rgba().to_rgba8();
        let area = self.area;
        let content = self.apart(|marks| {
            if by == MaskBy::Luminance && [red, green, blue] != [0; 3] {
                let fill = solid([red, green, blue], Number::ONE, FillRule::NonZero);
                marks.path(&area.to_path(0.1), Some(fill), None);
            }
            draw(marks);
        });
        let content = match mask.transfer_function() {
            Some(function) if by == MaskBy::Luminance => self.transferred(content, function),
            _ => content,
        };
        let place = area_of(area).map(|area| {
            self.define(Definition::Mask(Mask {
                area,
                by,
                mask: None,
                content,
            }))
        });
        self.masks.insert(key, place);
        place
    }

    fn path(&mut self, path: &BezPath, fill: Option<Fill>, stroke: Option<Stroke>) {
        let segments = ink::outline(path);
        if segments.is_empty() {
            return;
        }
        self.push(Mark::Path(Path {
            segments,
            fill,
            stroke,
            stroke_below: false,
            crisp: false,
        }));
    }

    /// Draws within a veil, or mixed in some way.
    fn within(
        &mut self,
        mask: Option<&SoftMask<'_>>,
        mode: BlendMode,
        draw: impl FnOnce(&mut Self),
    ) {
        let mask = mask.and_then(|mask| self.mask(mask, |marks| mask.interpret(marks)));
        let blend = ink::blend(mode);
        let grouped = mask.is_some() || blend != Blend::Normal;
        if grouped {
            self.open(Group {
                mask,
                blend,
                ..plain()
            });
        }
        draw(self);
        if grouped {
            self.close();
        }
    }

    fn image(&mut self, image: &Shown<'_, '_>, to: Affine) {
        let (held, stencil) = match self.book.pictures.take(image, to) {
            Ok(Some(taken)) => taken,
            Ok(None) => {
                let page = self.number.to_string();
                self.book.findings.add_at(Code::PartDropped, 1, &page);
                return;
            }
            Err(reason) => {
                self.over = Some(reason);
                return;
            }
        };
        let Held {
            picture,
            scale,
            sampling,
            veil,
        } = held;
        let mask = veil.and_then(|veil| {
            let place = Group {
                transform: ink::transform(
                    to * Affine::scale_non_uniform(veil.scale.0, veil.scale.1),
                ),
                ..plain()
            };
            let content = self.apart(|marks| {
                marks.open(place);
                marks.push(Mark::Image(Image {
                    picture: veil.picture,
                    sampling: Sampling::Quality,
                }));
                marks.close();
            });
            // The picture's own place, so that what is cut off elsewhere costs nothing.
            let area = area_of(self.area)?;
            Some(self.define(Definition::Mask(Mask {
                area,
                by: MaskBy::Luminance,
                mask: None,
                content,
            })))
        });
        if mask.is_some() {
            self.open(Group { mask, ..plain() });
        }
        let at = to * Affine::scale_non_uniform(scale.0, scale.1);
        let place = Group {
            transform: ink::transform(at),
            ..plain()
        };
        let colour = match &stencil {
            Some(ink @ Ink::Color(_)) => self.paint(ink, self.area, false),
            _ => None,
        };
        match (stencil, colour) {
            (Some(_), Some((paint, opacity))) => {
                self.open(place);
                self.push(Mark::Stencil(Stencil {
                    picture,
                    sampling,
                    paint,
                    opacity,
                }));
                self.close();
            }
            (Some(ink), None) => self.behind(place, picture, to, image, &ink),
            (None, _) => {
                self.open(place);
                self.push(Mark::Image(Image { picture, sampling }));
                self.close();
            }
        }
        if mask.is_some() {
            self.close();
        }
    }
}

impl Marks<'_> {
    /// The content of a veil, with its brightness carried over: what is bright and what is dark change places, or come
    /// nearer to each other, as far as the two ends of the function say so.
    fn transferred(&mut self, content: Vec<Mark>, function: &TransferFunction) -> Vec<Mark> {
        let mut ends = [0_u8, 255];
        function.apply_to(&mut ends);
        let [dark, bright] = ends;
        if ends == [0, 255] {
            return content;
        }
        let area = self.area.to_path(0.1);
        self.apart(|marks| {
            let group = |blend| Group {
                blend,
                isolated: true,
                ..plain()
            };
            let all = |marks: &mut Self, value: u8| {
                let fill = solid([value; 3], Number::ONE, FillRule::NonZero);
                marks.path(&area, Some(fill), None);
            };
            // Nothing is drawn where nothing is: a veil begins dark.
            all(marks, 0);
            for mark in content {
                match mark {
                    Mark::Open(group) => marks.open(group),
                    Mark::Close => marks.close(),
                    mark => marks.push(mark),
                }
            }
            if bright < dark {
                marks.open(group(Blend::Difference));
                all(marks, 255);
                marks.close();
            }
            // From 0 to 1 onto the span: first down to its width, then up by its lower end.
            let (low, high) = (dark.min(bright), dark.max(bright));
            if high.saturating_sub(low) < 255 {
                // Screening x with the lower end makes it low + x (1 - low): x is brought down by as much more.
                let span = u16::from(high.saturating_sub(low)).saturating_mul(255);
                let room = u16::from(u8::MAX.saturating_sub(low)).max(1);
                let share = u8::try_from(span / room).unwrap_or(u8::MAX);
                marks.open(group(Blend::Multiply));
                all(marks, share);
                marks.close();
                marks.open(group(Blend::Screen));
                all(marks, low);
                marks.close();
            }
        })
    }

    /// A stencil painted with more than a colour: units of paint are those of the page and a stencil stands in its own, so
    /// that the paint is seen through the stencil as through a veil.
    fn behind(
        &mut self,
        place: Group,
        picture: u32,
        to: Affine,
        image: &Shown<'_, '_>,
        ink: &Ink<'_>,
    ) {
        let Some(area) = area_of(self.area) else {
            return;
        };
        let content = self.apart(|marks| {
            marks.open(place);
            marks.push(Mark::Stencil(Stencil {
                picture,
                sampling: Sampling::Quality,
                paint: Paint::Colour([255; 3]),
                opacity: Number::ONE,
            }));
            marks.close();
        });
        let mask = self.define(Definition::Mask(Mask {
            area,
            by: MaskBy::Luminance,
            mask: None,
            content,
        }));
        let own = Rect::new(0.0, 0.0, image.width().into(), image.height().into());
        self.open(Group {
            mask: Some(mask),
            ..plain()
        });
        self.fill(&(to * own.to_path(0.1)), Rule::NonZero, ink, false);
        self.close();
    }
}

impl<'a> Device<'a> for Marks<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if self.draws_nothing() {
            return;
        }
        self.within(props.soft_mask.as_ref(), props.blend_mode, |marks| {
            let to = props.transform;
            match mode {
                DrawMode::Fill(rule) => {
                    marks.fill(&(to * path.clone()), *rule, &props.paint, false);
                }
                DrawMode::Stroke(pen) => marks.stroke(path, to, &props.paint, pen),
                DrawMode::FillAndStroke(rule, pen) => {
                    marks.fill(&(to * path.clone()), *rule, &props.paint, false);
                    marks.stroke(path, to, &props.paint, pen);
                }
                DrawMode::Invisible => {}
            }
        });
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        if self.over.is_some() {
            return;
        }
        let clip = self.clip(&clip.path, clip.fill);
        self.open(Group {
            clip: Some(clip),
            ..plain()
        });
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        mode: BlendMode,
    ) {
        if self.over.is_some() {
            return;
        }
        let mask = mask.and_then(|mask| self.mask(&mask, |marks| mask.interpret(marks)));
        self.open(Group {
            opacity: share(opacity),
            blend: ink::blend(mode),
            isolated: self.book.isolates,
            mask,
            ..plain()
        });
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if self.draws_nothing() {
            return;
        }
        self.within(props.soft_mask.as_ref(), props.blend_mode, |marks| {
            marks.glyph_runs(run, &props, mode);
        });
    }

    fn draw_image(&mut self, image: Shown<'a, '_>, props: ImageDrawProps<'a>) {
        if self.draws_nothing() {
            return;
        }
        self.within(props.soft_mask.as_ref(), props.blend_mode, |marks| {
            marks.image(&image, props.transform);
        });
    }

    fn pop_clip(&mut self) {
        if self.over.is_none() {
            self.close();
        }
    }

    fn pop_transparency_group(&mut self) {
        if self.over.is_none() {
            self.close();
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let around = self.seen.last().copied().unwrap_or(true);
        let shown = match properties {
            Some(layer) if tag == b"OC" && around => self.layers.is_on(layer),
            _ => around,
        };
        if self.seen.len() < PARTS {
            self.seen.push(shown);
        } else {
            self.over = Some(Reason::TooDeep);
        }
    }

    fn end_marked_content(&mut self) {
        self.seen.pop();
    }
}
