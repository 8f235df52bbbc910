//! What shapes and words are painted with, and their outlines in pixels.
#![expect(
    clippy::many_single_char_names,
    reason = "the six numbers of a matrix have no other names"
)]

use std::collections::BTreeMap;
use std::rc::Rc;

use sekisho_ir::Refusal;
use sekisho_ir::drawing::{
    Cap, Definition, Gradient, Join, Number, Paint, Path, Pattern, Run, Segment, Spread, Stroke,
};
use tiny_skia::{
    Color, FilterQuality, GradientStop, LineCap, LineJoin, LinearGradient, PathBuilder, Pixmap,
    Point, RadialGradient, Shader, SpreadMode, StrokeDash, Transform,
};

use super::canvas::{self, Box4, Canvas};
use crate::paper::layer::MISSING;
use crate::paper::spell::{self, Matrix};

/// The transform that changes nothing.
pub(super) const PLAIN: Transform = Transform {
    sx: 1.0,
    kx: 0.0,
    ky: 0.0,
    sy: 1.0,
    tx: 0.0,
    ty: 0.0,
};
/// Pixels along an edge of a tile.
const TILE: f64 = 2_000.0;
/// Dashes of one line; finer ones are a line.
const DASHES: f64 = 20_000.0;

/// Tiles drawn for a page, by their definition and how they lie.
#[derive(Default)]
pub(super) struct Tiles(BTreeMap<(u32, [u64; 6]), Rc<Pixmap>>);

/// Something to paint with.
enum Made {
    Shader(Shader<'static>),
    /// Pixels that repeat, and the way from them to the layer.
    Tile(Rc<Pixmap>, Matrix),
    /// Nothing is seen.
    None,
}

impl Canvas<'_, '_> {
    pub(super) fn path(&mut self, path: &Path) -> Result<(), Refusal> {
        let to = self.to_layer();
        let Some(outline) = outline(&path.segments, to) else {
            return Ok(());
        };
        let smooth = self.smooth && !path.crisp;
        let stroke = |canvas: &mut Self| match &path.stroke {
            Some(stroke) => canvas.stroke(&outline, stroke, spell::size(to), smooth),
            None => Ok(()),
        };
        if path.stroke_below {
            stroke(self)?;
        }
        if let Some(fill) = &path.fill {
            let rule = canvas::rule(fill.rule);
            let made = self.made(fill.paint, fill.opacity)?;
            self.fill(&outline, &made, fill.opacity, rule, smooth)?;
        }
        if path.stroke_below {
            return Ok(());
        }
        stroke(self)
    }

    pub(super) fn run(&mut self, run: &Run) -> Result<(), Refusal> {
        if run.fill.is_none() && run.stroke.is_none() {
            return Ok(());
        }
        let to = spell::then(spell::matrix(&run.transform), self.to_layer());
        let font = usize::try_from(run.font)
            .ok()
            .and_then(|at| self.fonts.get(at));
        let glyphs = &font.ok_or(MISSING)?.glyphs;
        let mut builder = PathBuilder::new();
        for placed in &run.glyphs {
            let glyph = usize::try_from(placed.glyph)
                .ok()
                .and_then(|at| glyphs.get(at));
            let at = [placed.x, placed.y].map(|number| f64::from(number.get()));
            let [x, y] = spell::apply(to, at);
            let [a, b, c, d, ..] = to;
            trace(
                &glyph.ok_or(MISSING)?.segments,
                [a, b, c, d, x, y],
                &mut builder,
            );
        }
        let Some(outline) = builder.finish() else {
            return Ok(());
        };
        if let Some(fill) = &run.fill {
            let made = self.made(fill.paint, fill.opacity)?;
            let rule = canvas::rule(fill.rule);
            self.fill(&outline, &made, fill.opacity, rule, self.smooth)?;
        }
        if let Some(stroke) = &run.stroke {
            let scale = spell::size(self.to_layer());
            self.stroke(&outline, stroke, scale, self.smooth)?;
        }
        Ok(())
    }

    fn fill(
        &mut self,
        outline: &tiny_skia::Path,
        made: &Made,
        opacity: Number,
        rule: tiny_skia::FillRule,
        smooth: bool,
    ) -> Result<(), Refusal> {
        let Some(paint) = paint(made, opacity, smooth) else {
            return Ok(());
        };
        if let Some((pixmap, mask)) = self.target(outline.bounds())? {
            pixmap.fill_path(outline, &paint, rule, PLAIN, mask.as_deref());
        }
        Ok(())
    }

    fn stroke(
        &mut self,
        outline: &tiny_skia::Path,
        stroke: &Stroke,
        scale: f64,
        smooth: bool,
    ) -> Result<(), Refusal> {
        let made = self.made(stroke.paint, stroke.opacity)?;
        let Some(paint) = paint(&made, stroke.opacity, smooth) else {
            return Ok(());
        };
        let pen = pen(stroke, outline, scale);
        let reach = pen.width * pen.miter_limit.clamp(1.0, 10.0);
        let bounds = outline
            .bounds()
            .outset(reach, reach)
            .unwrap_or_else(|| outline.bounds());
        if let Some((pixmap, mask)) = self.target(bounds)? {
            pixmap.stroke_path(outline, &paint, &pen, PLAIN, mask.as_deref());
        }
        Ok(())
    }

    fn made(&mut self, paint: Paint, opacity: Number) -> Result<Made, Refusal> {
        let index = match paint {
            Paint::Colour([red, green, blue]) => {
                let alpha = opacity.get().clamp(0.0, 1.0);
                let mut colour = Color::from_rgba8(red, green, blue, u8::MAX);
                colour.apply_opacity(alpha);
                return Ok(Made::Shader(Shader::SolidColor(colour)));
            }
            Paint::Defined(index) => index,
        };
        match self.definition(index)? {
            Definition::Linear(linear) => {
                self.shows_photo();
                let (from, to) = (point(linear.from), point(linear.to));
                let (stops, spread, way) = self.gradient(&linear.gradient);
                let shader = LinearGradient::new(from, to, stops, spread, way);
                Ok(shader.map_or(Made::None, Made::Shader))
            }
            Definition::Radial(radial) => {
                self.shows_photo();
                let (stops, spread, way) = self.gradient(&radial.gradient);
                let shader = RadialGradient::new(
                    point(radial.focus),
                    radial.focal_radius.get(),
                    point(radial.centre),
                    radial.radius.get(),
                    stops,
                    spread,
                    way,
                );
                Ok(shader.map_or(Made::None, Made::Shader))
            }
            Definition::Pattern(pattern) => self.tiled(index, pattern),
            Definition::Clip(_) | Definition::Mask(_) => Err(MISSING),
        }
    }

    fn gradient(&self, gradient: &Gradient) -> (Vec<GradientStop>, SpreadMode, Transform) {
        let stops = gradient.stops.iter().map(|stop| {
            let [red, green, blue] = stop.colour;
            let mut colour = Color::from_rgba8(red, green, blue, u8::MAX);
            colour.apply_opacity(stop.opacity.get().clamp(0.0, 1.0));
            GradientStop::new(stop.offset.get(), colour)
        });
        let spread = match gradient.spread {
            Spread::Pad => SpreadMode::Pad,
            Spread::Reflect => SpreadMode::Reflect,
            Spread::Repeat => SpreadMode::Repeat,
        };
        let way = spell::then(spell::matrix(&gradient.transform), self.to_layer());
        (stops.collect(), spread, transform(way))
    }

    /// A tile, drawn as finely as it is seen.
    fn tiled(&mut self, index: u32, pattern: &Pattern) -> Result<Made, Refusal> {
        let tile = &pattern.tile;
        let [x, y] = [tile.x.get(), tile.y.get()].map(f64::from);
        let [width, height] = [tile.width.get(), tile.height.get()].map(f64::from);
        let corner = [1.0, 0.0, 0.0, 1.0, x, y];
        let way = spell::then(corner, spell::matrix(&pattern.transform));
        let way = spell::then(way, self.to_layer());
        let [a, b, c, d, ..] = way;
        let fine = |length: f64, along: f64| {
            let pixels = (length * along).ceil().clamp(1.0, TILE);
            u32::try_from(spell::whole(pixels)).unwrap_or(1)
        };
        let (across, down) = (fine(width, a.hypot(b)), fine(height, c.hypot(d)));
        let grain = [width / f64::from(across), height / f64::from(down)];
        let [grain_x, grain_y] = grain;
        if !(grain_x > 0.0 && grain_y > 0.0) {
            return Ok(Made::None);
        }
        let key = (index, way.map(f64::to_bits));
        let known = self.tiles.0.get(&key).map(Rc::clone);
        let pixels = if let Some(known) = known {
            known
        } else {
            let to = [1.0 / grain_x, 0.0, 0.0, 1.0 / grain_y, 0.0, 0.0];
            let drawn = Rc::new(self.tile(&pattern.content, [across, down], to)?);
            if self.tiles.0.len() > 64 {
                self.tiles.0.clear();
            }
            self.tiles.0.insert(key, Rc::clone(&drawn));
            drawn
        };
        let way = spell::then([grain_x, 0.0, 0.0, grain_y, 0.0, 0.0], way);
        Ok(Made::Tile(pixels, way))
    }
}

fn paint(made: &Made, opacity: Number, smooth: bool) -> Option<tiny_skia::Paint<'_>> {
    let opacity = opacity.get().clamp(0.0, 1.0);
    let shader = match made {
        Made::None => return None,
        Made::Shader(shader) => {
            let mut shader = shader.clone();
            // A colour has its opacity already.
            if !matches!(shader, Shader::SolidColor(_)) && opacity < 1.0 {
                shader.apply_opacity(opacity);
            }
            shader
        }
        Made::Tile(pixels, way) => tiny_skia::Pattern::new(
            pixels.as_ref().as_ref(),
            SpreadMode::Repeat,
            FilterQuality::Bilinear,
            opacity,
            transform(*way),
        ),
    };
    Some(tiny_skia::Paint {
        shader,
        anti_alias: smooth,
        ..tiny_skia::Paint::default()
    })
}

fn pen(stroke: &Stroke, outline: &tiny_skia::Path, scale: f64) -> tiny_skia::Stroke {
    let sized = |number: Number| spell::narrow(f64::from(number.get()) * scale);
    let mut dashes: Vec<f32> = stroke.dashes.iter().map(|dash| sized(*dash)).collect();
    if dashes.len() % 2 == 1 {
        let again = dashes.clone();
        dashes.extend(again);
    }
    let period: f64 = dashes.iter().copied().map(f64::from).sum();
    let bounds = outline.bounds();
    // Every segment is at most as long as the way around all of them.
    let way = f64::from(bounds.width() + bounds.height()) * count(outline);
    let seen = period > 0.2 && way / period < DASHES;
    let dash = if seen {
        StrokeDash::new(dashes, sized(stroke.dash_offset))
    } else {
        None
    };
    tiny_skia::Stroke {
        width: sized(stroke.width).max(1.0e-3),
        miter_limit: stroke.miter.get(),
        line_cap: match stroke.cap {
            Cap::Butt => LineCap::Butt,
            Cap::Round => LineCap::Round,
            Cap::Square => LineCap::Square,
        },
        line_join: match stroke.join {
            Join::Miter => LineJoin::Miter,
            Join::MiterClip => LineJoin::MiterClip,
            Join::Round => LineJoin::Round,
            Join::Bevel => LineJoin::Bevel,
        },
        dash,
    }
}

fn count(outline: &tiny_skia::Path) -> f64 {
    u32::try_from(outline.len()).map_or(f64::MAX, f64::from)
}

/// An outline in pixels; none where there is nothing, or nothing that is a number.
pub(super) fn outline(segments: &[Segment], to: Matrix) -> Option<tiny_skia::Path> {
    let mut builder = PathBuilder::new();
    trace(segments, to, &mut builder);
    builder.finish()
}

fn trace(segments: &[Segment], to: Matrix, builder: &mut PathBuilder) {
    let at = |x: Number, y: Number| {
        let [x, y] = spell::apply(to, [x, y].map(|number| f64::from(number.get())));
        // What is far out of sight need not be known to the pixel.
        [x, y].map(|one| spell::narrow(one.clamp(-1.0e6, 1.0e6)))
    };
    for segment in segments {
        match *segment {
            Segment::Move([x, y]) => {
                let [x, y] = at(x, y);
                builder.move_to(x, y);
            }
            Segment::Line([x, y]) => {
                let [x, y] = at(x, y);
                builder.line_to(x, y);
            }
            Segment::Quadratic([one_x, one_y, x, y]) => {
                let ([one_x, one_y], [x, y]) = (at(one_x, one_y), at(x, y));
                builder.quad_to(one_x, one_y, x, y);
            }
            Segment::Cubic([one_x, one_y, two_x, two_y, x, y]) => {
                let ([one_x, one_y], [two_x, two_y]) = (at(one_x, one_y), at(two_x, two_y));
                let [x, y] = at(x, y);
                builder.cubic_to(one_x, one_y, two_x, two_y, x, y);
            }
            Segment::Close => builder.close(),
        }
    }
}

/// A rectangle, wherever a transform takes it.
pub(super) fn quad([left, top, right, bottom]: Box4, to: Matrix) -> Option<tiny_skia::Path> {
    let corners = [[left, top], [right, top], [right, bottom], [left, bottom]];
    let mut builder = PathBuilder::new();
    for (place, corner) in corners.into_iter().enumerate() {
        let [x, y] = spell::apply(to, corner);
        let [x, y] = [x, y].map(|one| spell::narrow(one.clamp(-1.0e6, 1.0e6)));
        if place == 0 {
            builder.move_to(x, y);
        } else {
            builder.line_to(x, y);
        }
    }
    builder.close();
    builder.finish()
}

fn point([x, y]: [Number; 2]) -> Point {
    Point::from_xy(x.get(), y.get())
}

pub(super) fn transform(matrix: Matrix) -> Transform {
    let [a, b, c, d, e, f] = matrix.map(spell::narrow);
    Transform::from_row(a, b, c, d, e, f)
}
