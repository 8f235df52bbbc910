//! A parsed SVG as the plain drawing of the intermediate form.
//!
//! ```text
//!  tree ─▶ group ─┬▶ path, picture, words as outlines
//!                 ├▶ servers  gradients and patterns
//!                 ├▶ veils    clips and masks
//!                 └▶ effects  filters: drawn as pixels, at their place
//! ```
//!
//! Definitions are described before what refers to them and once each, however often they are used. What is hidden,
//! empty or changes nothing is left out. A drawing that cannot be said so is [`Unfit`], and becomes a picture.

mod effects;
mod servers;
mod veils;

use std::collections::BTreeMap;

use sekisho_ir::drawing::{
    Blend, Cap, Definition, Fill, FillRule, Group, Image, Join, Mark, Number, Paint, Path,
    Sampling, Segment, Stroke, Transform,
};
use sekisho_ir::{Code, Drawing, Findings, Limits};
use usvg::tiny_skia_path::PathSegment;
use usvg::{ImageKind, ImageRendering, Node, Tree};

use super::pictures::Pictures;

/// It cannot be said as shapes within the limits.
#[derive(Debug)]
pub(super) struct Unfit;

/// Describes a drawing, verified.
pub(super) fn describe(
    tree: &Tree,
    pictures: &Pictures,
    limits: &Limits,
    findings: &mut Findings,
) -> Result<Drawing, Unfit> {
    let size = tree.size();
    let mut maker = Maker {
        drawing: Drawing {
            width: Number::of(size.width()),
            height: Number::of(size.height()),
            ..Drawing::default()
        },
        pictures,
        defined: BTreeMap::new(),
        shown: BTreeMap::new(),
        effect_pixels: effects::MOST_PIXELS,
        words: 0,
        effects: 0,
        limits,
    };
    let place = Place::page(size.width(), size.height());
    let mut content = Vec::new();
    maker.children(tree.root(), &place, &mut content)?;
    maker.drawing.content = content;
    maker.drawing.verify(limits).map_err(|_| Unfit)?;
    findings.add(Code::WordsOutlined, maker.words);
    findings.add(Code::EffectsPictured, maker.effects);
    Ok(maker.drawing)
}

/// Where on the page, or on what definition, a thing is met.
#[derive(Clone, Copy)]
struct Place {
    /// From the units there to pixels, where something has to be drawn.
    to_pixels: usvg::Transform,
    /// The page in pixels; none within a definition.
    page: Option<(u32, u32)>,
    depth: usize,
}

impl Place {
    fn within(&self, transform: usvg::Transform) -> Result<Self, Unfit> {
        Ok(Self {
            to_pixels: self.to_pixels.pre_concat(transform),
            depth: self.depth.checked_add(1).ok_or(Unfit)?,
            ..*self
        })
    }
}

struct Maker<'a> {
    drawing: Drawing,
    pictures: &'a Pictures,
    /// Definitions by the address of what they describe; the tree outlives them.
    defined: BTreeMap<usize, u32>,
    /// Pictures by their number in the store.
    shown: BTreeMap<usize, u32>,
    /// Pixels that effects may still take up.
    effect_pixels: u64,
    words: usize,
    effects: usize,
    limits: &'a Limits,
}

impl Maker<'_> {
    fn children(
        &mut self,
        group: &usvg::Group,
        place: &Place,
        out: &mut Vec<Mark>,
    ) -> Result<(), Unfit> {
        if place.depth > self.limits.drawing_depth.saturating_mul(8) {
            return Err(Unfit);
        }
        for node in group.children() {
            match node {
                Node::Group(inner) if !inner.filters().is_empty() => {
                    self.effect(node, inner, place, out)?;
                }
                Node::Group(inner) => self.group(inner, place, out)?,
                Node::Path(path) => self.path(path, place, out)?,
                Node::Image(image) => self.image(image, place, out)?,
                Node::Text(text) => {
                    self.outlined(text);
                    self.group(text.flattened(), place, out)?;
                }
            }
        }
        Ok(())
    }

    /// Counts words that have a shape.
    fn outlined(&mut self, text: &usvg::Text) {
        let shown = text.flattened().has_children();
        self.words = self.words.saturating_add(usize::from(shown));
    }

    fn group(
        &mut self,
        group: &usvg::Group,
        place: &Place,
        out: &mut Vec<Mark>,
    ) -> Result<(), Unfit> {
        let hides_all = group
            .mask()
            .is_some_and(|mask| mask.root().children().is_empty());
        if hides_all || group.opacity().get() <= 0.0 {
            return Ok(());
        }
        let inside = place.within(group.transform())?;
        if !group.should_isolate() && group.transform().is_identity() {
            return self.children(group, &inside, out);
        }
        let clip = group.clip_path().map(|clip| self.clip(clip)).transpose()?;
        let mask = group
            .mask()
            .map(|mask| self.mask(mask, &inside))
            .transpose()?;
        let begin = out.len();
        out.push(Mark::Open(Group {
            transform: transform(group.transform()),
            opacity: Number::of(group.opacity().get()),
            blend: blend(group.blend_mode()),
            isolated: group.isolate(),
            clip,
            mask,
        }));
        self.children(group, &inside, out)?;
        if out.len() == begin.saturating_add(1) {
            out.truncate(begin);
        } else {
            out.push(Mark::Close);
        }
        Ok(())
    }

    fn path(&mut self, path: &usvg::Path, place: &Place, out: &mut Vec<Mark>) -> Result<(), Unfit> {
        if !path.is_visible() {
            return Ok(());
        }
        let fill = path
            .fill()
            .map(|fill| {
                Ok(Fill {
                    paint: self.paint(fill.paint(), place)?,
                    opacity: Number::of(fill.opacity().get()),
                    rule: rule(fill.rule()),
                })
            })
            .transpose()?;
        let stroke = path
            .stroke()
            .map(|stroke| self.stroke(stroke, place))
            .transpose()?;
        if fill.is_none() && stroke.is_none() {
            return Ok(());
        }
        out.push(Mark::Path(Path {
            segments: segments(path.data()),
            fill,
            stroke,
            stroke_below: path.paint_order() == usvg::PaintOrder::StrokeAndFill,
            crisp: !path.rendering_mode().use_shape_antialiasing(),
        }));
        Ok(())
    }

    fn stroke(&mut self, stroke: &usvg::Stroke, place: &Place) -> Result<Stroke, Unfit> {
        let dashes = stroke.dasharray().unwrap_or_default();
        Ok(Stroke {
            paint: self.paint(stroke.paint(), place)?,
            opacity: Number::of(stroke.opacity().get()),
            width: Number::of(stroke.width().get()),
            cap: match stroke.linecap() {
                usvg::LineCap::Butt => Cap::Butt,
                usvg::LineCap::Round => Cap::Round,
                usvg::LineCap::Square => Cap::Square,
            },
            join: match stroke.linejoin() {
                usvg::LineJoin::Miter => Join::Miter,
                usvg::LineJoin::MiterClip => Join::MiterClip,
                usvg::LineJoin::Round => Join::Round,
                usvg::LineJoin::Bevel => Join::Bevel,
            },
            miter: Number::of(stroke.miterlimit().get()),
            dashes: dashes.iter().map(|dash| Number::of(*dash)).collect(),
            dash_offset: Number::of(stroke.dashoffset()),
        })
    }

    fn paint(&mut self, paint: &usvg::Paint, place: &Place) -> Result<Paint, Unfit> {
        Ok(match paint {
            usvg::Paint::Color(colour) => Paint::Colour([colour.red, colour.green, colour.blue]),
            usvg::Paint::LinearGradient(linear) => Paint::Defined(self.linear(linear)?),
            usvg::Paint::RadialGradient(radial) => Paint::Defined(self.radial(radial)?),
            usvg::Paint::Pattern(pattern) => Paint::Defined(self.pattern(pattern, place)?),
        })
    }

    fn image(
        &mut self,
        image: &usvg::Image,
        place: &Place,
        out: &mut Vec<Mark>,
    ) -> Result<(), Unfit> {
        if !image.is_visible() {
            return Ok(());
        }
        let data = match image.kind() {
            ImageKind::PNG(data) => data,
            ImageKind::SVG(tree) => return self.inner(tree, place, out),
            _ => return Err(Unfit),
        };
        // A picture that is a letter of a font did not come through our readers yet.
        let number = match self.pictures.number(data) {
            Some(number) => number,
            None => self.pictures.adopt(data, self.limits).ok_or(Unfit)?,
        };
        let picture = match self.shown.get(&number) {
            Some(picture) => *picture,
            None => {
                let frame = self.pictures.frame(number).ok_or(Unfit)?;
                let picture = self.picture(frame)?;
                self.shown.insert(number, picture);
                picture
            }
        };
        out.push(Mark::Image(Image {
            picture,
            sampling: match image.rendering_mode() {
                ImageRendering::OptimizeQuality | ImageRendering::HighQuality => Sampling::Quality,
                ImageRendering::Smooth => Sampling::Smooth,
                ImageRendering::OptimizeSpeed
                | ImageRendering::CrispEdges
                | ImageRendering::Pixelated => Sampling::Crisp,
            },
        }));
        Ok(())
    }

    /// A drawing inside the drawing: its shapes, within its own edges.
    fn inner(&mut self, tree: &Tree, place: &Place, out: &mut Vec<Mark>) -> Result<(), Unfit> {
        let (width, height) = (tree.size().width(), tree.size().height());
        let point = |x, y| [Number::of(x), Number::of(y)];
        let edges = vec![
            Segment::Move(point(0.0, 0.0)),
            Segment::Line(point(width, 0.0)),
            Segment::Line(point(width, height)),
            Segment::Line(point(0.0, height)),
            Segment::Close,
        ];
        let clip = self.define(veils::rectangle(edges))?;
        let begin = out.len();
        out.push(Mark::Open(Group {
            transform: Transform::IDENTITY,
            opacity: Number::ONE,
            blend: Blend::Normal,
            isolated: false,
            clip: Some(clip),
            mask: None,
        }));
        self.children(
            tree.root(),
            &place.within(usvg::Transform::identity())?,
            out,
        )?;
        if out.len() == begin.saturating_add(1) {
            out.truncate(begin);
        } else {
            out.push(Mark::Close);
        }
        Ok(())
    }

    fn picture(&mut self, frame: sekisho_ir::RasterFrame) -> Result<u32, Unfit> {
        let number = u32::try_from(self.drawing.pictures.len()).map_err(|_| Unfit)?;
        self.drawing.pictures.push(frame);
        Ok(number)
    }

    fn define(&mut self, definition: Definition) -> Result<u32, Unfit> {
        let number = u32::try_from(self.drawing.definitions.len()).map_err(|_| Unfit)?;
        self.drawing.definitions.push(definition);
        Ok(number)
    }
}

fn segments(data: &usvg::tiny_skia_path::Path) -> Vec<Segment> {
    data.segments()
        .map(|segment| match segment {
            PathSegment::MoveTo(to) => Segment::Move(numbers([to.x, to.y])),
            PathSegment::LineTo(to) => Segment::Line(numbers([to.x, to.y])),
            PathSegment::QuadTo(by, to) => Segment::Quadratic(numbers([by.x, by.y, to.x, to.y])),
            PathSegment::CubicTo(by, then, to) => {
                Segment::Cubic(numbers([by.x, by.y, then.x, then.y, to.x, to.y]))
            }
            PathSegment::Close => Segment::Close,
        })
        .collect()
}

fn numbers<const N: usize>(values: [f32; N]) -> [Number; N] {
    values.map(Number::of)
}

fn transform(of: usvg::Transform) -> Transform {
    Transform(numbers([of.sx, of.ky, of.kx, of.sy, of.tx, of.ty]))
}

const fn rule(rule: usvg::FillRule) -> FillRule {
    match rule {
        usvg::FillRule::NonZero => FillRule::NonZero,
        usvg::FillRule::EvenOdd => FillRule::EvenOdd,
    }
}

const fn blend(mode: usvg::BlendMode) -> Blend {
    use usvg::BlendMode;
    match mode {
        BlendMode::Normal => Blend::Normal,
        BlendMode::Multiply => Blend::Multiply,
        BlendMode::Screen => Blend::Screen,
        BlendMode::Overlay => Blend::Overlay,
        BlendMode::Darken => Blend::Darken,
        BlendMode::Lighten => Blend::Lighten,
        BlendMode::ColorDodge => Blend::ColourDodge,
        BlendMode::ColorBurn => Blend::ColourBurn,
        BlendMode::HardLight => Blend::HardLight,
        BlendMode::SoftLight => Blend::SoftLight,
        BlendMode::Difference => Blend::Difference,
        BlendMode::Exclusion => Blend::Exclusion,
        BlendMode::Hue => Blend::Hue,
        BlendMode::Saturation => Blend::Saturation,
        BlendMode::Color => Blend::Colour,
        BlendMode::Luminosity => Blend::Luminosity,
        BlendMode::PlusLighter => Blend::PlusLighter,
    }
}
