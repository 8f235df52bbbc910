//! Marks to content streams: a page, and the forms, tiles and veils that it needs.
//!
//! ```text
//!  Open    plain: q cm W n … Q          with opacity, blending or a veil: a form of its own, shown with Do
//!  Path    re m l c h  f S B            Glyphs  BT Tf Tm TJ ET          Image Stencil  cm Do
//! ```
//!
//! Every stream has the resources that it uses and no others. What is shown twice is written once.
#![expect(
    clippy::many_single_char_names,
    reason = "the six numbers of a matrix have no other names"
)]

use std::collections::BTreeMap;

use pdf_writer::types::TextRenderingMode;
use pdf_writer::{Content, Name, Ref, Str};
use sekisho_ir::drawing::{
    Blend, Definition, Fill, FillRule, Group, Mark, Number, Paint, Path, Run, Segment, Stencil,
    Stroke, Transform,
};
use sekisho_ir::paper::Page;
use sekisho_ir::{Layout, Refusal};

use super::font;
use super::layer::{Layer, MISSING, Place, Press, State, thousandths};
use super::spell::{self, IDENTITY};

/// One page with what it refers to.
pub(super) struct Scene<'p, 'a> {
    pub(super) press: &'p mut Press<'a>,
    pub(super) page: &'p Page,
    /// Forms of veils and of clips, by their definition.
    pub(super) veils: BTreeMap<u32, (Ref, bool)>,
    /// Patterns by their definition and place.
    pub(super) patterns: BTreeMap<Place, Ref>,
    /// Veils of gradients, likewise.
    pub(super) fades: BTreeMap<Place, Ref>,
}

/// What an opened group is.
enum Open {
    Plain,
    /// The stream around it; what is shown once it ends.
    Form(Box<Layer>, bool),
}

impl Scene<'_, '_> {
    pub(super) fn definition(&self, index: u32) -> Result<&Definition, Refusal> {
        let place = usize::try_from(index).map_err(|_| MISSING)?;
        self.page.definitions.get(place).ok_or(MISSING)
    }

    /// Draws marks.
    pub(super) fn content(&mut self, content: &[Mark], layer: &mut Layer) -> Result<(), Refusal> {
        let mut open = Vec::new();
        let mut marks = content.iter();
        while let Some(mark) = marks.next() {
            match mark {
                Mark::Open(group) => {
                    let opened = if self.holds_one(group, marks.as_slice()) {
                        self.begin_one(group, layer)?
                    } else {
                        self.open(group, layer)?
                    };
                    open.push(opened);
                }
                Mark::Close => match open.pop() {
                    None => return Err(Refusal::Inconsistent("the end of a group")),
                    Some(Open::Plain) => layer.pop(),
                    Some(Open::Form(around, isolated)) => {
                        let inner = std::mem::replace(layer, *around);
                        let form = self.form(inner, Some(isolated))?;
                        layer.show(form);
                        layer.pop();
                    }
                },
                Mark::Path(path) => self.path(path, layer)?,
                Mark::Image(image) => {
                    // What was drawn before may have left a state of its own.
                    layer.state(layer.now.base, self.press);
                    let at = self.picture(image.picture, false);
                    self.placed(image.picture, at, layer)?;
                }
                Mark::Stencil(stencil) => self.stencil(stencil, layer)?,
                Mark::Glyphs(run) => self.run(run, layer)?,
            }
        }
        Ok(())
    }

    /// True where a group mixes or veils a single thing that is seen, so that it can be drawn without a form.
    fn holds_one(&self, group: &Group, rest: &[Mark]) -> bool {
        let is_place = |mark: &&Mark| matches!(mark, Mark::Open(inner) if is_plain(inner) && inner.clip.is_none());
        let depth = rest.iter().take_while(is_place).count();
        let ends = depth + 1..2 * depth + 2;
        let closed = rest
            .get(ends)
            .is_some_and(|ends| ends.iter().all(|mark| matches!(mark, Mark::Close)));
        // Two veils do not stand in one state; and one stands where it was said.
        let bare = group.mask.is_none() && group.clip.is_none();
        let whole = |opacity: Number| bare || thousandths(opacity) == 1000;
        let alone = |fill: &Option<Fill>, stroke: &Option<Stroke>| match (fill, stroke) {
            (Some(fill), None) => whole(fill.opacity) && !self.is_veiled(fill.paint),
            (None, Some(stroke)) => whole(stroke.opacity) && !self.is_veiled(stroke.paint),
            _ => false,
        };
        let clips = group.clip.is_none() || group.mask.is_none();
        !is_plain(group)
            && closed
            && clips
            && match rest.get(depth) {
                Some(Mark::Path(path)) => alone(&path.fill, &path.stroke),
                Some(Mark::Glyphs(run)) => {
                    thousandths(group.opacity) == 1000 && alone(&run.fill, &run.stroke)
                }
                Some(Mark::Stencil(stencil)) => {
                    whole(stencil.opacity) && !self.is_veiled(stencil.paint)
                }
                // A picture with opacities of its own has its own veil.
                Some(Mark::Image(image)) => usize::try_from(image.picture)
                    .ok()
                    .and_then(|place| self.press.pictures.get(place))
                    .is_some_and(|frame| frame.layout != Layout::Rgba),
                _ => false,
            }
    }

    fn begin_one(&mut self, group: &Group, layer: &mut Layer) -> Result<Open, Refusal> {
        layer.push();
        layer.transform(spell::matrix(&group.transform));
        let mut veils = Vec::new();
        self.clip(group.clip, layer, &mut veils)?;
        veils.extend(group.mask);
        let opacity = thousandths(group.opacity);
        layer.now.base = State {
            fill: opacity,
            stroke: opacity,
            blend: blend(group.blend),
            veil: self.veil(&veils)?,
        };
        layer.state(layer.now.base, self.press);
        Ok(Open::Plain)
    }

    fn open(&mut self, group: &Group, layer: &mut Layer) -> Result<Open, Refusal> {
        layer.push();
        layer.transform(spell::matrix(&group.transform));
        let mut veils = Vec::new();
        self.clip(group.clip, layer, &mut veils)?;
        veils.extend(group.mask);
        let opacity = thousandths(group.opacity);
        let blend = blend(group.blend);
        if veils.is_empty() && opacity == 1000 && blend == "Normal" && !group.isolated {
            return Ok(Open::Plain);
        }
        let veil = self.veil(&veils)?;
        let state = State {
            fill: opacity,
            stroke: opacity,
            blend,
            veil,
        };
        layer.state(state, self.press);
        let seen = layer.view().unwrap_or_default();
        let inner = Layer::new(seen);
        let around = std::mem::replace(layer, inner);
        Ok(Open::Form(Box::new(around), group.isolated))
    }

    /// Writes a layer as a form; a group says whether it is isolated.
    pub(super) fn form(&mut self, layer: Layer, group: Option<bool>) -> Result<Ref, Refusal> {
        let at = self.press.shelf.reserve();
        let bounds = layer
            .seen
            .map(|edge| spell::rounded(spell::narrow(edge), 6));
        let data = layer.content.as_bytes();
        self.press.shelf.deflated(at, data, |dict| {
            dict.pair(Name(b"Type"), Name(b"XObject"));
            dict.pair(Name(b"Subtype"), Name(b"Form"));
            dict.insert(Name(b"BBox")).array().items(bounds);
            if let Some(isolated) = group {
                let mut group = dict.insert(Name(b"Group")).dict();
                group.pair(Name(b"S"), Name(b"Transparency"));
                group.pair(Name(b"CS"), Name(b"DeviceRGB"));
                if isolated {
                    group.pair(Name(b"I"), true);
                }
            }
            layer.resources(dict);
        })?;
        Ok(at)
    }

    fn path(&mut self, path: &Path, layer: &mut Layer) -> Result<(), Refusal> {
        match (&path.fill, &path.stroke) {
            (Some(fill), Some(stroke)) if !path.stroke_below && self.together(fill, stroke) => {
                layer.state(layer.now.base, self.press);
                self.fill_paint(fill.paint, layer)?;
                self.stroke_paint(stroke, layer)?;
                layer.outline(&path.segments, IDENTITY);
                match fill.rule {
                    FillRule::NonZero => layer.content.fill_nonzero_and_stroke(),
                    FillRule::EvenOdd => layer.content.fill_even_odd_and_stroke(),
                };
            }
            (fill, stroke) => {
                if path.stroke_below
                    && let Some(stroke) = stroke
                {
                    self.stroke(&path.segments, stroke, layer)?;
                }
                if let Some(fill) = fill {
                    self.fill(&path.segments, fill, layer)?;
                }
                if !path.stroke_below
                    && let Some(stroke) = stroke
                {
                    self.stroke(&path.segments, stroke, layer)?;
                }
            }
        }
        Ok(())
    }

    /// True where inside and line can be painted at once.
    fn together(&self, fill: &Fill, stroke: &Stroke) -> bool {
        let opaque = |opacity, paint| thousandths(opacity) == 1000 && !self.is_veiled(paint);
        opaque(fill.opacity, fill.paint) && opaque(stroke.opacity, stroke.paint)
    }

    fn fill(
        &mut self,
        segments: &[Segment],
        fill: &Fill,
        layer: &mut Layer,
    ) -> Result<(), Refusal> {
        let veiled = self.begin(fill.paint, fill.opacity, layer)?;
        self.fill_paint(fill.paint, layer)?;
        layer.outline(segments, IDENTITY);
        match fill.rule {
            FillRule::NonZero => layer.content.fill_nonzero(),
            FillRule::EvenOdd => layer.content.fill_even_odd(),
        };
        if veiled {
            layer.pop();
        }
        Ok(())
    }

    fn stroke(
        &mut self,
        segments: &[Segment],
        stroke: &Stroke,
        layer: &mut Layer,
    ) -> Result<(), Refusal> {
        let veiled = self.begin(stroke.paint, stroke.opacity, layer)?;
        self.stroke_paint(stroke, layer)?;
        layer.outline(segments, IDENTITY);
        layer.content.stroke();
        if veiled {
            layer.pop();
        }
        Ok(())
    }

    /// Sets the opacity of a paint, and its veil where it has one; true where that has to be ended.
    fn begin(&mut self, paint: Paint, opacity: Number, layer: &mut Layer) -> Result<bool, Refusal> {
        let base = layer.now.base;
        let state = State {
            fill: of_both(base.fill, thousandths(opacity)),
            stroke: of_both(base.stroke, thousandths(opacity)),
            ..base
        };
        if !self.is_veiled(paint) {
            layer.state(state, self.press);
            return Ok(false);
        }
        let veil = self.paint_veil(paint, layer)?;
        layer.push();
        layer.state(State { veil, ..state }, self.press);
        Ok(true)
    }

    fn fill_paint(&mut self, paint: Paint, layer: &mut Layer) -> Result<(), Refusal> {
        if let Some(colour) = self.solid(paint)? {
            layer.fill_colour(colour);
        } else {
            let pattern = self.pattern(paint, layer)?;
            let name = layer.name("Pattern", pattern);
            layer.now.fill = None;
            layer.content.set_fill_color_space(Name(b"Pattern"));
            layer.content.set_fill_pattern([], Name(name.as_bytes()));
        }
        Ok(())
    }

    fn stroke_paint(&mut self, stroke: &Stroke, layer: &mut Layer) -> Result<(), Refusal> {
        if let Some(colour) = self.solid(stroke.paint)? {
            layer.stroke_colour(colour);
        } else {
            let pattern = self.pattern(stroke.paint, layer)?;
            let name = layer.name("Pattern", pattern);
            layer.now.stroke = None;
            layer.content.set_stroke_color_space(Name(b"Pattern"));
            layer.content.set_stroke_pattern([], Name(name.as_bytes()));
        }
        layer.pen(stroke);
        Ok(())
    }

    fn picture(&mut self, picture: u32, stencil: bool) -> Ref {
        if let Some(known) = self.press.shown.get(&(picture, stencil)) {
            return *known;
        }
        let at = self.press.shelf.reserve();
        self.press.shown.insert((picture, stencil), at);
        at
    }

    fn placed(&mut self, picture: u32, at: Ref, layer: &mut Layer) -> Result<(), Refusal> {
        let frame = usize::try_from(picture)
            .ok()
            .and_then(|place| self.press.pictures.get(place));
        let frame = frame.ok_or(MISSING)?;
        layer.push();
        let (width, height) = (f64::from(frame.width), f64::from(frame.height));
        layer.transform([width, 0.0, 0.0, -height, 0.0, height]);
        layer.show(at);
        layer.pop();
        Ok(())
    }

    fn stencil(&mut self, stencil: &Stencil, layer: &mut Layer) -> Result<(), Refusal> {
        let at = self.picture(stencil.picture, true);
        let veiled = self.begin(stencil.paint, stencil.opacity, layer)?;
        self.fill_paint(stencil.paint, layer)?;
        self.placed(stencil.picture, at, layer)?;
        if veiled {
            layer.pop();
        }
        Ok(())
    }

    fn run(&mut self, run: &Run, layer: &mut Layer) -> Result<(), Refusal> {
        if run.glyphs.is_empty() {
            return Ok(());
        }
        let mode = |fill, stroke| match (fill, stroke) {
            (true, true) => TextRenderingMode::FillStroke,
            (true, false) => TextRenderingMode::Fill,
            (false, true) => TextRenderingMode::Stroke,
            (false, false) => TextRenderingMode::Invisible,
        };
        match (&run.fill, &run.stroke) {
            (Some(fill), Some(stroke)) if self.together(fill, stroke) => {
                layer.state(layer.now.base, self.press);
                self.fill_paint(fill.paint, layer)?;
                self.stroke_paint(stroke, layer)?;
                self.words(run, mode(true, true), layer)
            }
            (None, None) => self.words(run, mode(false, false), layer),
            (fill, stroke) => {
                if let Some(fill) = fill {
                    let veiled = self.begin(fill.paint, fill.opacity, layer)?;
                    self.fill_paint(fill.paint, layer)?;
                    self.words(run, mode(true, false), layer)?;
                    if veiled {
                        layer.pop();
                    }
                }
                if let Some(stroke) = stroke {
                    let veiled = self.begin(stroke.paint, stroke.opacity, layer)?;
                    self.stroke_paint(stroke, layer)?;
                    self.words(run, mode(false, true), layer)?;
                    if veiled {
                        layer.pop();
                    }
                }
                Ok(())
            }
        }
    }

    /// Shows glyphs: a row of them as long as they follow one another, the rest of the way as differences.
    fn words(
        &mut self,
        run: &Run,
        mode: TextRenderingMode,
        layer: &mut Layer,
    ) -> Result<(), Refusal> {
        let size = font_size(&run.transform);
        let linear = spell::then(
            [1000.0 / size, 0.0, 0.0, 1000.0 / size, 0.0, 0.0],
            spell::matrix(&run.transform),
        );
        let [a, b, c, d, ..] = linear;
        layer.content.begin_text();
        if mode != TextRenderingMode::Fill {
            layer.content.set_text_rendering_mode(mode);
        }
        let mut set_now = None;
        let mut row = Row::default();
        for placed in &run.glyphs {
            let shown = self
                .press
                .fonts
                .shown(run.font, placed.glyph)
                .ok_or(MISSING)?;
            let set = self.press.fonts.set(shown.set).ok_or(MISSING)?;
            let vertical = set.is_vertical();
            let [x, y] = [placed.x.get(), placed.y.get()];
            let (along, across) = if vertical { (y, x) } else { (x, y) };
            if set_now != Some(shown.set) {
                row.say(&mut layer.content);
                set_now = Some(shown.set);
                let name = layer.name("Font", set.at);
                layer
                    .content
                    .set_font(Name(name.as_bytes()), spell::narrow(size));
                row.started = false;
            }
            if !row.follows(along, across) {
                row.say(&mut layer.content);
                let origin = [f64::from(x), f64::from(y)];
                let [e, f] = spell::apply(spell::matrix(&run.transform), origin);
                layer
                    .content
                    .set_text_matrix(spell::spelled([a, b, c, d, e, f]));
                row.start(along, across);
            }
            row.adjust(along);
            row.bytes.extend(shown.code.to_be_bytes());
            let step = font::advance(shown.glyph);
            row.pen += if vertical { -step } else { step };
        }
        row.say(&mut layer.content);
        if mode != TextRenderingMode::Fill {
            layer
                .content
                .set_text_rendering_mode(TextRenderingMode::Fill);
        }
        layer.content.end_text();
        Ok(())
    }
}

/// Glyphs that follow one another.
#[derive(Default)]
struct Row {
    started: bool,
    across: f32,
    /// Where a viewer's pen stands, in thousandths of an em.
    pen: f32,
    bytes: Vec<u8>,
    /// Glyphs, and the way after them.
    parts: Vec<(Vec<u8>, f32)>,
}

impl Row {
    fn follows(&self, along: f32, across: f32) -> bool {
        // Longer ways than thirty ems are not kerning.
        self.started && (across - self.across).abs() < 0.5 && (along - self.pen).abs() < 30_000.0
    }

    fn start(&mut self, along: f32, across: f32) {
        self.started = true;
        self.across = across;
        self.pen = along;
    }

    /// Closes the way from the pen to the next glyph, where it can be seen.
    fn adjust(&mut self, along: f32) {
        let way = spell::rounded(along - self.pen, 0);
        if way.abs() >= 1.0 {
            self.parts.push((std::mem::take(&mut self.bytes), -way));
            self.pen += way;
        }
    }

    fn say(&mut self, content: &mut Content) {
        let last = std::mem::take(&mut self.bytes);
        let parts = std::mem::take(&mut self.parts);
        if parts.is_empty() {
            if !last.is_empty() {
                content.show(Str(&last));
            }
            return;
        }
        let mut shown = content.show_positioned();
        let mut items = shown.items();
        for (bytes, way) in &parts {
            if !bytes.is_empty() {
                items.show(Str(bytes));
            }
            items.adjust(*way);
        }
        if !last.is_empty() {
            items.show(Str(&last));
        }
    }
}

/// How large an em is, in a few digits.
fn font_size(transform: &Transform) -> f64 {
    let size = spell::size(spell::matrix(transform)) * 1000.0;
    if !(1.0e-4..=1.0e6).contains(&size) {
        return 1.0;
    }
    let places = if size > 1.0 { 1000.0 } else { 1.0e6 };
    (size * places).round() / places
}

/// One share of another, in thousandths.
fn of_both(one: u16, other: u16) -> u16 {
    let both = u32::from(one) * u32::from(other) / 1000;
    u16::try_from(both).unwrap_or(1000)
}

/// True where a group only says where its marks are.
fn is_plain(group: &Group) -> bool {
    group.mask.is_none()
        && group.blend == Blend::Normal
        && !group.isolated
        && thousandths(group.opacity) == 1000
}

const fn blend(blend: Blend) -> &'static str {
    match blend {
        Blend::Normal => "Normal",
        Blend::Multiply => "Multiply",
        // Nothing lighter is known to the format.
        Blend::Screen | Blend::PlusLighter => "Screen",
        Blend::Overlay => "Overlay",
        Blend::Darken => "Darken",
        Blend::Lighten => "Lighten",
        Blend::ColourDodge => "ColorDodge",
        Blend::ColourBurn => "ColorBurn",
        Blend::HardLight => "HardLight",
        Blend::SoftLight => "SoftLight",
        Blend::Difference => "Difference",
        Blend::Exclusion => "Exclusion",
        Blend::Hue => "Hue",
        Blend::Saturation => "Saturation",
        Blend::Colour => "Color",
        Blend::Luminosity => "Luminosity",
    }
}
