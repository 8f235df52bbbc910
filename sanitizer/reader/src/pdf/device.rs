//! What the interpreter draws, as marks.
//!
//! Everything arrives in the units of the page: outlines are carried over there and then, so that what paints and clips
//! them needs no further place. A clip opens a group; so does what is drawn as one.

use std::collections::BTreeMap;

use hayro_interpret::encode::{EncodedShadingType, texture_dimensions};
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::gradient::SvgGradientKind;
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape};
use hayro_interpret::pattern::{Pattern as Tiled, ShadingPattern, TilingPattern};
use hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Device, DrawMode, DrawProps, FillRule as Rule, Image as Shown,
    ImageDrawProps, MaskType, Paint as Ink, SoftMask, StrokeProps,
};
use sekisho_ir::drawing::{
    Area, Blend, Clip, ClipShape, Definition, Fill, FillRule, Gradient, Group, Image, Linear, Mark,
    Mask, MaskBy, Number, Paint, Path, Pattern, Placed, Radial, Run, Sampling, Segment, Spread,
    Stencil, Stop, Stroke, Transform,
};
use sekisho_ir::{Code, Limits, Reason};

use super::letters::Codes;
use super::pictures::Held;
use super::{Book, glyphs, ink};

/// Pixels an inch of what can only be kept as pixels.
const FINE: f64 = 150.0 / 72.0;
/// Pixels along an edge of such a thing.
const TEXTURE: u32 = 2_000;
/// Points that a line without width is wide: what a printer of 300 dots an inch makes of it.
const HAIRLINE: f64 = 0.24;
/// How far colours of a gradient may be off.
const TOLERANCE: f32 = 0.01;
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
    codes: &'b Codes,
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
        codes: &'b Codes,
        number: usize,
        left: Budget,
    ) -> Self {
        Self {
            book,
            codes,
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
    fn within<'a>(
        &mut self,
        mask: Option<&SoftMask<'a>>,
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

    /// A paint of ours and its opacity, for something that covers `bounds`; none where it has to be drawn as pixels.
    fn paint<'a>(&mut self, ink: &Ink<'a>, bounds: Rect, stroke: bool) -> Option<(Paint, Number)> {
        match ink {
            Ink::Color(colour) => {
                let rgba = colour.to_rgba();
                let [red, green, blue, _] = rgba.to_rgba8();
                let [.., alpha] = rgba.components();
                Some((Paint::Colour([red, green, blue]), share(alpha)))
            }
            Ink::Pattern(pattern) => match pattern.as_ref() {
                Tiled::Shading(shading) => {
                    let place = self.gradient(shading, bounds)?;
                    Some((Paint::Defined(place), Number::ONE))
                }
                Tiled::Tiling(tiling) => {
                    let opacity = share(tiling.opacity);
                    Some(match self.tile(tiling, stroke) {
                        Some(place) => (Paint::Defined(place), opacity),
                        None => (Paint::Colour([0; 3]), Number::ZERO),
                    })
                }
            },
        }
    }

    fn gradient(&mut self, shading: &ShadingPattern, bounds: Rect) -> Option<u32> {
        let encoded = shading.encode();
        let EncodedShadingType::RadialAxial(line) = &encoded.shading_type else {
            return None;
        };
        let found = line.as_svg_gradient(&encoded, bounds, TOLERANCE)?;
        let mut stops: Vec<Stop> = Vec::with_capacity(found.stops.len());
        let mut before = 0.0_f32;
        for stop in &found.stops {
            let [red, green, blue, alpha] = stop.color;
            before = stop.offset.clamp(before, 1.0);
            stops.push(Stop {
                offset: Number::of(before),
                colour: [red, green, blue].map(byte),
                opacity: share(alpha),
            });
        }
        if stops.len() < 2 || stops.len() > 2_000 {
            return None;
        }
        self.spend(stops.len(), 0, 0);
        let gradient = |stops| Gradient {
            transform: ink::transform(found.transform),
            spread: Spread::Pad,
            stops,
        };
        let definition = match found.kind {
            SvgGradientKind::Linear { start, end } => Definition::Linear(Linear {
                from: ink::point(start),
                to: ink::point(end),
                gradient: gradient(stops),
            }),
            SvgGradientKind::Radial {
                start_center,
                start_radius,
                end_center,
                end_radius,
            } => {
                let (mut inner, mut outer) =
                    ((start_center, start_radius), (end_center, end_radius));
                if inner.1 > outer.1 {
                    std::mem::swap(&mut inner, &mut outer);
                    stops.reverse();
                    for stop in &mut stops {
                        stop.offset = Number::of(1.0 - stop.offset.get());
                    }
                }
                if !(outer.1 > 0.0 && inner.1 >= 0.0) {
                    return None;
                }
                Definition::Radial(Radial {
                    centre: ink::point(outer.0),
                    radius: Number::of(outer.1),
                    focus: ink::point(inner.0),
                    focal_radius: Number::of(inner.1),
                    gradient: gradient(stops),
                })
            }
        };
        Some(self.define(definition))
    }

    fn tile(&mut self, tiling: &TilingPattern<'_>, stroke: bool) -> Option<u32> {
        let key = (tiling.cache_key(), stroke);
        if let Some(known) = self.tiles.get(&key) {
            return *known;
        }
        if self.nested >= NESTED {
            return None;
        }
        let cell = tiling.bbox;
        let step = [tiling.x_step, tiling.y_step].map(|step| f64::from(step.abs()));
        let [across, down] = step;
        // A cell larger than its step lies over its neighbours.
        let over = |size: f64, step: f64| (1_u8..4).filter(|n| size > f64::from(*n) * step).count();
        let (more_x, more_y) = (over(cell.width(), across), over(cell.height(), down));
        let content = self.apart(|marks| {
            let mut row = 0.0;
            for _ in 0..=more_y {
                let mut column = 0.0;
                for _ in 0..=more_x {
                    let to = Affine::translate((column - cell.x0, row - cell.y0));
                    tiling.interpret(marks, to, stroke);
                    column -= across;
                }
                row -= down;
            }
        });
        let at = tiling.matrix * Affine::translate((cell.x0, cell.y0));
        let tile = area_of(Rect::new(0.0, 0.0, across, down));
        let place = tile.map(|tile| {
            self.define(Definition::Pattern(Pattern {
                transform: ink::transform(at),
                tile,
                content,
            }))
        });
        self.tiles.insert(key, place);
        place
    }

    /// What is painted with something that is no gradient of ours: pixels, cut to the shape.
    fn textured(&mut self, ink: &Ink<'_>, path: &BezPath, rule: Rule) {
        let Ink::Pattern(pattern) = ink else { return };
        let Tiled::Shading(shading) = pattern.as_ref() else {
            return;
        };
        let bounds = path.bounding_box().intersect(self.area);
        if !(bounds.width() > 0.0 && bounds.height() > 0.0) {
            return;
        }
        let mut scale = FINE;
        while {
            let (width, height) = texture_dimensions(bounds, single(scale));
            width.max(height) > TEXTURE
        } {
            scale /= 2.0;
        }
        let texture = shading.encode().render_texture(bounds, single(scale));
        let picture = self.book.pictures.rgba(
            texture.width,
            texture.height,
            texture.data,
            texture.has_transparency,
        );
        let Some(picture) = picture else {
            self.over = Some(Reason::TooLarge);
            return;
        };
        let clip = self.clip(path, rule);
        self.open(Group {
            clip: Some(clip),
            ..plain()
        });
        self.open(Group {
            transform: ink::transform(
                Affine::translate((bounds.x0, bounds.y0)) * Affine::scale(1.0 / scale),
            ),
            ..plain()
        });
        self.push(Mark::Image(Image {
            picture,
            sampling: Sampling::Smooth,
        }));
        self.close();
        self.close();
    }

    /// Fills a shape, which is in units of the page already.
    fn fill(&mut self, path: &BezPath, rule: Rule, ink: &Ink<'_>, stroke: bool) {
        let bounds = path.bounding_box();
        match self.paint(ink, bounds, stroke) {
            Some((paint, opacity)) => {
                let fill = Fill {
                    paint,
                    opacity,
                    rule: ink::rule(rule),
                };
                self.path(path, Some(fill), None);
            }
            None => self.textured(ink, path, rule),
        }
    }

    fn stroke(&mut self, path: &BezPath, to: Affine, ink: &Ink<'_>, props: &StrokeProps) {
        let least = HAIRLINE / scale_of(to);
        let plain = matches!(ink, Ink::Color(_));
        let Some(scale) = ink::even_scale(to).filter(|_| plain) else {
            let covered = to * ink::stroked(path, props, least);
            self.fill(&covered, Rule::NonZero, ink, true);
            return;
        };
        let path = to * path.clone();
        if let Some((paint, opacity)) = self.paint(ink, path.bounding_box(), true) {
            let stroke = pen(paint, opacity, props, scale);
            self.path(&path, None, Some(stroke));
        }
    }

    fn glyph_runs<'a>(&mut self, run: &GlyphRun<'_, 'a>, props: &DrawProps<'a>, mode: &DrawMode) {
        let vertical = run.writing_mode() == WritingMode::Vertical;
        let mut line = Line::default();
        for positioned in run.glyphs() {
            if self.over.is_some() {
                return;
            }
            let to = props.transform * positioned.transform();
            let text = match positioned.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => match &**positioned {
                    Glyph::Outline(glyph) => self.codes.say(glyph.char_code()).unwrap_or_default(),
                    Glyph::Type3(_) => String::new(),
                },
            };
            let text = glyphs::words(&text);
            let known = match &**positioned {
                Glyph::Outline(glyph) => {
                    let (known, missing) = self.book.glyphs.outlined(glyph, &text, vertical);
                    if missing {
                        let place = format!("{} U+{:04X}", self.number, first(&text));
                        self.book
                            .findings
                            .add_at(Code::BytesNotRepresented, 1, &place);
                    }
                    known
                }
                Glyph::Type3(glyph) => {
                    if !matches!(mode, DrawMode::Invisible) {
                        self.show(&mut line, props, mode);
                        glyph.interpret(
                            self,
                            props.transform,
                            positioned.transform(),
                            &props.paint,
                        );
                    }
                    if text.is_empty() {
                        continue;
                    }
                    let advance = glyph.advance_width().unwrap_or(0.0);
                    let known = self.book.glyphs.unseen(advance, &text, vertical);
                    self.one(&mut line, known, to, props, &DrawMode::Invisible);
                    self.show(&mut line, props, &DrawMode::Invisible);
                    continue;
                }
            };
            self.one(&mut line, known, to, props, mode);
        }
        self.show(&mut line, props, mode);
    }

    /// Adds a glyph to a line, or begins a new one where it does not fit.
    fn one(
        &mut self,
        line: &mut Line,
        known: glyphs::Known,
        to: Affine,
        props: &DrawProps<'_>,
        mode: &DrawMode,
    ) {
        if !line.takes(known.font, to) {
            self.show(line, props, mode);
            *line = Line::begin(known.font, to);
        }
        if let Some(back) = line.back {
            let at = back * (to * Point::ZERO);
            line.glyphs.push(Placed {
                glyph: known.glyph,
                x: ink::number(at.x),
                y: ink::number(at.y),
            });
        }
    }

    fn show(&mut self, line: &mut Line, props: &DrawProps<'_>, mode: &DrawMode) {
        let glyphs = std::mem::take(&mut line.glyphs);
        if glyphs.is_empty() {
            return;
        }
        let transform = ink::transform(line.to);
        let mut run = Run {
            font: line.font,
            transform,
            glyphs,
            fill: None,
            stroke: None,
        };
        let (filled, stroked) = match mode {
            DrawMode::Fill(_) => (true, None),
            DrawMode::Stroke(pen) => (false, Some(pen)),
            DrawMode::FillAndStroke(_, pen) => (true, Some(pen)),
            DrawMode::Invisible => (false, None),
        };
        // What a gradient has to cover is the page: words are drawn one by one.
        let paint = match mode {
            DrawMode::Invisible => None,
            _ => self.paint(&props.paint, self.area, stroked.is_some()),
        };
        if let Some((paint, opacity)) = paint {
            if filled {
                run.fill = Some(Fill {
                    paint,
                    opacity,
                    rule: FillRule::NonZero,
                });
            }
            run.stroke =
                stroked.map(|props_of| pen(paint, opacity, props_of, scale_of(props.transform)));
        } else if filled {
            // Drawn as pixels within the outlines; the words stay to be searched for.
            let outlines = self.outlines(&run, line.to);
            self.textured(&props.paint, &outlines, Rule::NonZero);
        }
        self.push(Mark::Glyphs(run));
    }

    fn outlines(&self, run: &Run, to: Affine) -> BezPath {
        let mut all = BezPath::new();
        for placed in &run.glyphs {
            let at = Affine::translate((placed.x.get().into(), placed.y.get().into()));
            all.extend(to * at * self.book.glyphs.path(run.font, placed.glyph));
        }
        all
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
        let bounds = at.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
        let paint = stencil.map(|ink| self.paint(&ink, bounds, false));
        self.open(Group {
            transform: ink::transform(at),
            ..plain()
        });
        match paint {
            Some(paint) => {
                // Units of paint are those of the page, and a stencil stands in its own: only colours are told apart.
                let (paint, opacity) = match paint {
                    Some((Paint::Colour(colour), opacity)) => (Paint::Colour(colour), opacity),
                    _ => (Paint::Colour([128; 3]), Number::ONE),
                };
                self.push(Mark::Stencil(Stencil {
                    picture,
                    sampling,
                    paint,
                    opacity,
                }));
            }
            None => self.push(Mark::Image(Image { picture, sampling })),
        }
        self.close();
        if mask.is_some() {
            self.close();
        }
    }
}

impl<'a> Device<'a> for Marks<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if self.over.is_some() {
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
            isolated: true,
            mask,
            ..plain()
        });
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if self.over.is_some() {
            return;
        }
        self.within(props.soft_mask.as_ref(), props.blend_mode, |marks| {
            marks.glyph_runs(run, &props, mode);
        });
    }

    fn draw_image(&mut self, image: Shown<'a, '_>, props: ImageDrawProps<'a>) {
        if self.over.is_some() {
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
}

/// Glyphs that follow each other in one font and one size.
#[derive(Default)]
struct Line {
    font: u32,
    to: Affine,
    /// From the page to the units of glyphs; none before the first glyph, or where nothing could be seen.
    back: Option<Affine>,
    glyphs: Vec<Placed>,
}

impl Line {
    fn begin(font: u32, to: Affine) -> Self {
        let known = to.determinant().abs() > 1.0e-12 && to.is_finite();
        Self {
            font,
            to,
            back: known.then(|| to.inverse()),
            glyphs: Vec::new(),
        }
    }

    fn takes(&self, font: u32, to: Affine) -> bool {
        let ([a, b, c, d, ..], [e, f, g, h, ..]) = (self.to.as_coeffs(), to.as_coeffs());
        let near = |one: f64, other: f64| (one - other).abs() <= 1.0e-6 + one.abs() * 1.0e-4;
        self.back.is_some()
            && self.font == font
            && near(a, e)
            && near(b, f)
            && near(c, g)
            && near(d, h)
    }
}

fn plain() -> Group {
    Group {
        transform: Transform::IDENTITY,
        opacity: Number::ONE,
        blend: Blend::Normal,
        isolated: false,
        clip: None,
        mask: None,
    }
}

const fn solid(colour: [u8; 3], opacity: Number, rule: FillRule) -> Fill {
    Fill {
        paint: Paint::Colour(colour),
        opacity,
        rule,
    }
}

fn pen(paint: Paint, opacity: Number, props: &StrokeProps, scale: f64) -> Stroke {
    let width = (f64::from(props.line_width) * scale).max(HAIRLINE);
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

fn scale_of(to: Affine) -> f64 {
    let scale = to.determinant().abs().sqrt();
    if scale.is_finite() && scale > 1.0e-9 {
        scale
    } else {
        1.0
    }
}

fn area_of(rect: Rect) -> Option<Area> {
    let area = Area {
        x: ink::number(rect.x0),
        y: ink::number(rect.y0),
        width: ink::number(rect.width()),
        height: ink::number(rect.height()),
    };
    (area.width.get() > 0.0 && area.height.get() > 0.0).then_some(area)
}

fn share(value: f32) -> Number {
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
fn byte(value: f32) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

fn single(value: f64) -> f32 {
    ink::number(value).get()
}

fn first(text: &str) -> u32 {
    text.chars().next().map_or(0, u32::from)
}

fn key_of(segments: &[Segment], rule: Rule) -> Vec<u32> {
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
