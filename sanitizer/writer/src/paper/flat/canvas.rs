//! Where marks are drawn: layers over each other, and what is cut off.
//!
//! A clip that is an upright rectangle costs nothing to whatever lies within it; only what reaches over an edge is cut by
//! a mask. A group gets a layer of its own only where that can be seen.
#![expect(
    clippy::many_single_char_names,
    reason = "the six numbers of a matrix have no other names"
)]

use std::rc::Rc;

use sekisho_ir::Refusal;
use sekisho_ir::drawing::{Blend, Clip, Definition, FillRule, Group, Mark, MaskBy, Segment};
use sekisho_ir::paper::{Font, Page};
use tiny_skia::{BlendMode, Color, FilterQuality, Mask, MaskType, Path, Pixmap, PixmapPaint};

use super::TOO_MUCH;
use super::ink::{self, Tiles};
use super::photo::Photos;
use crate::paper::layer::MISSING;
use crate::paper::spell::{self, Matrix};

/// Bytes of all layers that are there at once.
const LAYERS: u64 = 250_000_000;
/// Clips and veils within each other.
const NESTED: u8 = 24;

/// Left, top, right, bottom, in pixels of the page.
pub(super) type Box4 = [f64; 4];

/// What is seen.
#[derive(Clone)]
struct Cut {
    area: Box4,
    /// What else cuts, in pixels of the layer.
    mask: Option<Rc<Mask>>,
    /// Both together, once they were needed.
    both: Option<Rc<Mask>>,
}

/// What was there before a group.
struct Before {
    matrix: Matrix,
    cut: Cut,
    layer: Option<Below>,
}

/// The layer under a group's own.
struct Below {
    pixmap: Pixmap,
    origin: [i32; 2],
    /// What of the group is seen there.
    cut: Cut,
    paint: PixmapPaint,
    veil: Option<Mask>,
}

pub(super) struct Canvas<'a, 'p> {
    pub(super) fonts: &'a [Font],
    pub(super) photos: &'p mut Photos<'a>,
    pub(super) page: &'p Page,
    pub(super) smooth: bool,
    pub(super) matrix: Matrix,
    pub(super) tiles: Tiles,
    pixmap: Pixmap,
    origin: [i32; 2],
    cut: Cut,
    stack: Vec<Before>,
    left: u64,
    layers: u64,
    nested: u8,
    photo: bool,
}

/// A layer, and what cuts a thing within it.
pub(super) type Target<'a> = (&'a mut Pixmap, Option<Rc<Mask>>);

impl<'a, 'p> Canvas<'a, 'p> {
    pub(super) fn new(
        fonts: &'a [Font],
        photos: &'p mut Photos<'a>,
        page: &'p Page,
        [width, height]: [u32; 2],
        scale: f64,
        smooth: bool,
        left: u64,
    ) -> Result<Self, Refusal> {
        let mut pixmap = Pixmap::new(width, height).ok_or(TOO_MUCH)?;
        pixmap.fill(Color::WHITE);
        Ok(Self {
            fonts,
            photos,
            page,
            smooth,
            matrix: [scale, 0.0, 0.0, scale, 0.0, 0.0],
            tiles: Tiles::default(),
            pixmap,
            origin: [0, 0],
            cut: Cut {
                area: [0.0, 0.0, width.into(), height.into()],
                mask: None,
                both: None,
            },
            stack: Vec::new(),
            left,
            layers: 0,
            nested: 0,
            photo: false,
        })
    }

    pub(super) fn finish(self) -> Pixmap {
        self.pixmap
    }

    /// True where something was drawn that packs best as photographs do.
    pub(super) const fn is_photo(&self) -> bool {
        self.photo
    }

    pub(super) const fn shows_photo(&mut self) {
        self.photo = true;
    }

    /// Draws marks; the groups they open are theirs to close.
    pub(super) fn content(&mut self, marks: &[Mark]) -> Result<(), Refusal> {
        let mixing = mixing(marks);
        for (mark, mixes) in marks.iter().zip(mixing) {
            match mark {
                Mark::Open(group) => self.open(group, mixes)?,
                Mark::Close => self.close(),
                Mark::Path(path) => self.path(path)?,
                Mark::Glyphs(run) => self.run(run)?,
                Mark::Image(image) => self.image(*image)?,
                Mark::Stencil(stencil) => self.stencil(stencil)?,
            }
        }
        Ok(())
    }

    pub(super) fn spend(&mut self, pixels: u64) -> Result<(), Refusal> {
        self.left = self.left.checked_sub(pixels).ok_or(TOO_MUCH)?;
        Ok(())
    }

    /// From the units of now to the pixels of the layer.
    pub(super) fn to_layer(&self) -> Matrix {
        self.in_layer(self.matrix)
    }

    pub(super) fn in_layer(&self, matrix: Matrix) -> Matrix {
        let [a, b, c, d, e, f] = matrix;
        let [x, y] = self.origin.map(f64::from);
        [a, b, c, d, e - x, f - y]
    }

    /// The layer, and what cuts a thing within these bounds of it; none where nothing of it is seen.
    pub(super) fn target(
        &mut self,
        bounds: tiny_skia::Rect,
    ) -> Result<Option<Target<'_>>, Refusal> {
        let [x, y] = self.origin.map(f64::from);
        let [left, top, right, bottom] = self.cut.area;
        let seen = [left - x, top - y, right - x, bottom - y];
        let it = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()].map(f64::from);
        let both = both(seen, it);
        if is_empty(both) {
            return Ok(None);
        }
        self.spend(pixels(both))?;
        // A pixel's worth of softness at the edges is not worth a mask.
        let [left, top, right, bottom] = seen;
        let [it_left, it_top, it_right, it_bottom] = it;
        let within = it_left >= left - 0.5
            && it_top >= top - 0.5
            && it_right <= right + 0.5
            && it_bottom <= bottom + 0.5;
        let (width, height) = (
            f64::from(self.pixmap.width()),
            f64::from(self.pixmap.height()),
        );
        let whole = left <= 0.0 && top <= 0.0 && right >= width && bottom >= height;
        let mask = if within || whole {
            self.cut.mask.clone()
        } else {
            Some(self.whole_cut()?)
        };
        Ok(Some((&mut self.pixmap, mask)))
    }

    fn whole_cut(&mut self) -> Result<Rc<Mask>, Refusal> {
        if let Some(known) = &self.cut.both {
            return Ok(Rc::clone(known));
        }
        let [x, y] = self.origin.map(f64::from);
        let [left, top, right, bottom] = self.cut.area;
        let path = rectangle([left - x, top - y, right - x, bottom - y]);
        let mut mask = self.filled(path.as_ref(), tiny_skia::FillRule::Winding, false)?;
        if let Some(cut) = &self.cut.mask {
            multiply(&mut mask, cut);
        }
        let mask = Rc::new(mask);
        self.cut.both = Some(Rc::clone(&mask));
        Ok(mask)
    }

    /// A mask of the layer's size in which a path is clear.
    fn filled(
        &mut self,
        path: Option<&Path>,
        rule: tiny_skia::FillRule,
        smooth: bool,
    ) -> Result<Mask, Refusal> {
        let (width, height) = (self.pixmap.width(), self.pixmap.height());
        self.spend(u64::from(width).saturating_mul(height.into()) / 4)?;
        let mut mask = Mask::new(width, height).ok_or(TOO_MUCH)?;
        if let Some(path) = path {
            mask.fill_path(path, rule, smooth, ink::PLAIN);
        }
        Ok(mask)
    }

    fn open(&mut self, group: &Group, mixes: bool) -> Result<(), Refusal> {
        let before = Before {
            matrix: self.matrix,
            cut: self.cut.clone(),
            layer: None,
        };
        self.matrix = spell::then(spell::matrix(&group.transform), self.matrix);
        if let Some(clip) = group.clip {
            self.clip(clip)?;
        }
        let opacity = group.opacity.get();
        let plain = opacity >= 1.0 && group.blend == Blend::Normal && group.mask.is_none();
        if plain && !(group.isolated && mixes) {
            self.stack.push(before);
            return Ok(());
        }
        let [left, top, right, bottom] = self.cut.area;
        let corner = [left.floor(), top.floor()].map(spell::whole);
        let [x, y] = corner;
        let edge = |from: i32, to: f64| {
            let length = spell::whole(to.ceil()).saturating_sub(from);
            u32::try_from(length.max(1)).unwrap_or(1)
        };
        let (width, height) = (edge(x, right), edge(y, bottom));
        let area = u64::from(width).saturating_mul(height.into());
        self.spend(area.saturating_mul(2))?;
        self.layers = self.layers.saturating_add(area.saturating_mul(4));
        if self.layers > LAYERS {
            return Err(TOO_MUCH);
        }
        let own = Pixmap::new(width, height).ok_or(TOO_MUCH)?;
        let pixmap = std::mem::replace(&mut self.pixmap, own);
        let origin = std::mem::replace(&mut self.origin, corner);
        let fresh = Cut {
            area: self.cut.area,
            mask: None,
            both: None,
        };
        let cut = std::mem::replace(&mut self.cut, fresh);
        let veil = group.mask.map(|veil| self.veil(veil)).transpose()?;
        self.stack.push(Before {
            layer: Some(Below {
                pixmap,
                origin,
                cut,
                paint: PixmapPaint {
                    opacity: opacity.clamp(0.0, 1.0),
                    blend_mode: blend(group.blend),
                    quality: FilterQuality::Nearest,
                },
                veil,
            }),
            ..before
        });
        Ok(())
    }

    fn close(&mut self) {
        let Some(before) = self.stack.pop() else {
            return;
        };
        if let Some(below) = before.layer {
            let mut own = std::mem::replace(&mut self.pixmap, below.pixmap);
            let [x, y] = std::mem::replace(&mut self.origin, below.origin);
            if let Some(veil) = &below.veil {
                own.apply_mask(veil);
            }
            let bytes = u64::try_from(own.data().len()).unwrap_or(u64::MAX);
            self.layers = self.layers.saturating_sub(bytes);
            let [to_x, to_y] = self.origin;
            let at = (x.saturating_sub(to_x), y.saturating_sub(to_y));
            // The layer is no larger than the rectangle that is seen; only other outlines cut it further.
            let mask = below.cut.mask.as_deref();
            self.pixmap
                .draw_pixmap(at.0, at.1, own.as_ref(), &below.paint, ink::PLAIN, mask);
        }
        self.matrix = before.matrix;
        self.cut = before.cut;
    }

    /// Cuts what follows.
    fn clip(&mut self, index: u32) -> Result<(), Refusal> {
        let mut next = Some(index);
        let mut chain = 0_u32;
        while let Some(index) = next {
            chain = chain.saturating_add(1);
            if chain > 1_000 {
                return Err(TOO_MUCH);
            }
            let clip = self.clip_of(index)?;
            next = clip.clip;
            if let Some(area) = upright(clip, self.matrix) {
                self.cut.area = both(self.cut.area, area);
                self.cut.both = None;
                continue;
            }
            let mut mask = self.clip_mask(clip, self.in_layer(self.matrix))?;
            if let Some(before) = &self.cut.mask {
                multiply(&mut mask, before);
            }
            self.cut.mask = Some(Rc::new(mask));
            self.cut.both = None;
        }
        Ok(())
    }

    fn clip_of(&self, index: u32) -> Result<&'p Clip, Refusal> {
        match self.definition(index)? {
            Definition::Clip(clip) => Ok(clip),
            _ => Err(MISSING),
        }
    }

    pub(super) fn definition(&self, index: u32) -> Result<&'p Definition, Refusal> {
        let place = usize::try_from(index).map_err(|_| MISSING)?;
        self.page.definitions.get(place).ok_or(MISSING)
    }

    /// All shapes of a clip together, each cut by its own.
    fn clip_mask(&mut self, clip: &Clip, to: Matrix) -> Result<Mask, Refusal> {
        self.deeper()?;
        let to = spell::then(spell::matrix(&clip.transform), to);
        let mut whole: Option<Mask> = None;
        for shape in &clip.shapes {
            let to = spell::then(spell::matrix(&shape.transform), to);
            let path = ink::outline(&shape.segments, to);
            let mut mask = self.filled(path.as_ref(), rule(shape.rule), self.smooth)?;
            let mut next = shape.clip;
            while let Some(index) = next {
                let inner = self.clip_of(index)?;
                let cut = self.clip_mask(inner, to)?;
                multiply(&mut mask, &cut);
                next = inner.clip;
            }
            whole = Some(match whole {
                None => mask,
                Some(mut whole) => {
                    for (all, one) in whole.data_mut().iter_mut().zip(mask.data()) {
                        *all = (*all).max(*one);
                    }
                    whole
                }
            });
        }
        self.nested = self.nested.saturating_sub(1);
        match whole {
            Some(mask) => Ok(mask),
            None => Mask::new(self.pixmap.width(), self.pixmap.height()).ok_or(TOO_MUCH),
        }
    }

    fn deeper(&mut self) -> Result<(), Refusal> {
        self.nested = self.nested.saturating_add(1);
        if self.nested > NESTED {
            return Err(TOO_MUCH);
        }
        Ok(())
    }

    /// Draws apart, on a layer like the one there is, and gives that back.
    fn apart(&mut self, marks: &[Mark]) -> Result<Pixmap, Refusal> {
        let (width, height) = (self.pixmap.width(), self.pixmap.height());
        self.spend(
            u64::from(width)
                .saturating_mul(height.into())
                .saturating_mul(2),
        )?;
        let own = Pixmap::new(width, height).ok_or(TOO_MUCH)?;
        let pixmap = std::mem::replace(&mut self.pixmap, own);
        let stack = std::mem::take(&mut self.stack);
        let (matrix, cut) = (self.matrix, self.cut.clone());
        self.content(marks)?;
        while !self.stack.is_empty() {
            self.close();
        }
        (self.stack, self.matrix, self.cut) = (stack, matrix, cut);
        Ok(std::mem::replace(&mut self.pixmap, pixmap))
    }

    /// A veil over the layer.
    fn veil(&mut self, index: u32) -> Result<Mask, Refusal> {
        self.deeper()?;
        let Definition::Mask(veil) = self.definition(index)? else {
            return Err(MISSING);
        };
        let drawn = self.apart(&veil.content)?;
        let sort = match veil.by {
            MaskBy::Luminance => MaskType::Luminance,
            MaskBy::Alpha => MaskType::Alpha,
        };
        let mut mask = Mask::from_pixmap(drawn.as_ref(), sort);
        drop(drawn);
        let area = &veil.area;
        let [x, y] = [area.x.get(), area.y.get()].map(f64::from);
        let [width, height] = [area.width.get(), area.height.get()].map(f64::from);
        if let Some(path) = ink::quad([x, y, x + width, y + height], self.to_layer()) {
            mask.intersect_path(&path, tiny_skia::FillRule::Winding, false, ink::PLAIN);
        }
        if let Some(under) = veil.mask {
            let under = self.veil(under)?;
            multiply(&mut mask, &under);
        }
        self.nested = self.nested.saturating_sub(1);
        Ok(mask)
    }

    /// A tile as pixels, its corner at the origin; `matrix` leads from its units to those pixels.
    pub(super) fn tile(
        &mut self,
        marks: &[Mark],
        [width, height]: [u32; 2],
        matrix: Matrix,
    ) -> Result<Pixmap, Refusal> {
        self.deeper()?;
        let area = u64::from(width).saturating_mul(height.into());
        self.spend(area)?;
        let own = Pixmap::new(width, height).ok_or(TOO_MUCH)?;
        let cut = Cut {
            area: [0.0, 0.0, width.into(), height.into()],
            mask: None,
            both: None,
        };
        let pixmap = std::mem::replace(&mut self.pixmap, own);
        let origin = std::mem::take(&mut self.origin);
        let cut = std::mem::replace(&mut self.cut, cut);
        let before = std::mem::replace(&mut self.matrix, matrix);
        let stack = std::mem::take(&mut self.stack);
        self.content(marks)?;
        while !self.stack.is_empty() {
            self.close();
        }
        (self.stack, self.matrix, self.cut, self.origin) = (stack, before, cut, origin);
        self.nested = self.nested.saturating_sub(1);
        Ok(std::mem::replace(&mut self.pixmap, pixmap))
    }
}

/// For each mark, whether something within the group that it opens is mixed with what is below.
fn mixing(marks: &[Mark]) -> Vec<bool> {
    let mut mixing = vec![false; marks.len()];
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (place, mark) in marks.iter().enumerate() {
        match mark {
            Mark::Open(group) => {
                if group.blend != Blend::Normal
                    && let Some((_, mixes)) = open.last_mut()
                {
                    *mixes = true;
                }
                open.push((place, false));
            }
            Mark::Close => {
                if let Some((begun, true)) = open.pop() {
                    if let Some(mixes) = mixing.get_mut(begun) {
                        *mixes = true;
                    }
                    if let Some((_, mixes)) = open.last_mut() {
                        *mixes = true;
                    }
                }
            }
            _ => {}
        }
    }
    mixing
}

fn multiply(mask: &mut Mask, by: &Mask) {
    for (value, by) in mask.data_mut().iter_mut().zip(by.data()) {
        let product = u16::from(*value) * u16::from(*by);
        *value = u8::try_from((product + 127) / 255).unwrap_or(u8::MAX);
    }
}

fn both(one: Box4, other: Box4) -> Box4 {
    let ([left, top, right, bottom], [x, y, to_x, to_y]) = (one, other);
    [left.max(x), top.max(y), right.min(to_x), bottom.min(to_y)]
}

fn is_empty([left, top, right, bottom]: Box4) -> bool {
    !(right > left && bottom > top)
}

fn pixels([left, top, right, bottom]: Box4) -> u64 {
    let area = (right - left).max(0.0).ceil() * (bottom - top).max(0.0).ceil();
    u64::try_from(spell::whole(area)).unwrap_or(0)
}

/// An upright rectangle; none where nothing is within it.
fn rectangle(edges: Box4) -> Option<Path> {
    let [left, top, right, bottom] = edges.map(spell::narrow);
    tiny_skia::Rect::from_ltrb(left, top, right, bottom).map(tiny_skia::PathBuilder::from_rect)
}

/// The rectangle of a clip that is nothing but one upright rectangle, to whole pixels.
fn upright(clip: &Clip, matrix: Matrix) -> Option<Box4> {
    let [shape] = clip.shapes.as_slice() else {
        return clip.shapes.is_empty().then_some([0.0; 4]);
    };
    if shape.clip.is_some() {
        return None;
    }
    let to = spell::then(spell::matrix(&clip.transform), matrix);
    let [a, b, c, d, ..] = spell::then(spell::matrix(&shape.transform), to);
    let to = spell::then(spell::matrix(&shape.transform), to);
    let straight = |one: f64, other: f64| one.abs() < 1.0e-9 && other.abs() < 1.0e-9;
    if !(straight(b, c) || straight(a, d)) {
        return None;
    }
    let mut corners = Vec::new();
    for segment in &shape.segments {
        match segment {
            Segment::Move(at) if corners.is_empty() => corners.push(at),
            Segment::Line(at) if !corners.is_empty() => corners.push(at),
            Segment::Close => {}
            _ => return None,
        }
    }
    if corners.len() == 5 && corners.first() == corners.last() {
        corners.pop();
    }
    let [one, two, three, four] = corners.as_slice() else {
        return None;
    };
    let at = |point: &[sekisho_ir::drawing::Number; 2]| {
        spell::apply(to, point.map(|number| f64::from(number.get())))
    };
    let [[ax, ay], [bx, by], [cx, cy], [dx, dy]] = [at(one), at(two), at(three), at(four)];
    let same = |one: f64, other: f64| (one - other).abs() < 0.01;
    let is = (same(ay, by) && same(bx, cx) && same(cy, dy) && same(dx, ax))
        || (same(ax, bx) && same(by, cy) && same(cx, dx) && same(dy, ay));
    let area = [ax.min(cx), ay.min(cy), ax.max(cx), ay.max(cy)];
    is.then(|| area.map(|edge| edge.clamp(-1.0e6, 1.0e6).round()))
}

pub(super) const fn rule(rule: FillRule) -> tiny_skia::FillRule {
    match rule {
        FillRule::NonZero => tiny_skia::FillRule::Winding,
        FillRule::EvenOdd => tiny_skia::FillRule::EvenOdd,
    }
}

const fn blend(blend: Blend) -> BlendMode {
    match blend {
        Blend::Normal => BlendMode::SourceOver,
        Blend::Multiply => BlendMode::Multiply,
        Blend::Screen => BlendMode::Screen,
        Blend::Overlay => BlendMode::Overlay,
        Blend::Darken => BlendMode::Darken,
        Blend::Lighten => BlendMode::Lighten,
        Blend::ColourDodge => BlendMode::ColorDodge,
        Blend::ColourBurn => BlendMode::ColorBurn,
        Blend::HardLight => BlendMode::HardLight,
        Blend::SoftLight => BlendMode::SoftLight,
        Blend::Difference => BlendMode::Difference,
        Blend::Exclusion => BlendMode::Exclusion,
        Blend::Hue => BlendMode::Hue,
        Blend::Saturation => BlendMode::Saturation,
        Blend::Colour => BlendMode::Color,
        Blend::Luminosity => BlendMode::Luminosity,
        Blend::PlusLighter => BlendMode::Plus,
    }
}
