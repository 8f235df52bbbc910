//! The pixels that a metafile is played on, and how much work may go into them.

use std::rc::Rc;

use resvg::tiny_skia::{
    Color, FillRule, FilterQuality, Mask, Paint, Path, Pattern, Pixmap, PixmapPaint,
    PremultipliedColorU8, Shader, SpreadMode, Stroke, Transform,
};

use super::clip::{Clip, Edges};
use super::plane::near;
use super::rop::Table;

/// Pixels that may be touched while one metafile is played; a page of A4 is some four million.
const MOST_WORK: u64 = 3_000_000_000;

/// What an area is painted with.
#[derive(Clone)]
pub(super) enum Ink {
    /// Red, green, blue and alpha.
    Plain([u8; 4]),
    /// A picture over and over, placed by a map from its pixels to the canvas.
    Tiles(Rc<Pixmap>, Transform),
    /// Colours that run into each other.
    Blend(Box<Shader<'static>>),
}

impl Ink {
    pub(super) const fn solid([red, green, blue]: [u8; 3]) -> Self {
        Self::Plain([red, green, blue, 255])
    }

    fn paint(&self) -> Paint<'_> {
        let shader = match self {
            Self::Plain([red, green, blue, alpha]) => {
                Shader::SolidColor(Color::from_rgba8(*red, *green, *blue, *alpha))
            }
            Self::Tiles(tile, placed) => Pattern::new(
                (**tile).as_ref(),
                SpreadMode::Repeat,
                FilterQuality::Nearest,
                1.0,
                *placed,
            ),
            Self::Blend(shader) => (**shader).clone(),
        };
        Paint {
            shader,
            ..Paint::default()
        }
    }
}

/// The canvas.
pub(super) struct Canvas {
    map: Pixmap,
    work: u64,
    /// True once a record has left a trace, or would have inside the frame.
    pub(super) drawn: bool,
    /// What was drawn reaches so far, whether it is seen or not.
    pub(super) extent: Option<Edges>,
    /// How much was drawn, and how much of it was a picture over all of the canvas, upright.
    drawings: usize,
    covers: usize,
    /// The mask of a rectangle that was asked for last.
    last: Option<(Edges, Rc<Mask>)>,
}

impl Canvas {
    pub(super) const fn new(map: Pixmap) -> Self {
        Self {
            map,
            work: MOST_WORK,
            drawn: false,
            extent: None,
            drawings: 0,
            covers: 0,
            last: None,
        }
    }

    pub(super) fn into_pixels(self) -> Pixmap {
        self.map
    }

    pub(super) fn edges(&self) -> Edges {
        let edge = |edge: u32| i32::try_from(edge).unwrap_or(i32::MAX);
        Edges {
            left: 0,
            top: 0,
            right: edge(self.map.width()),
            bottom: edge(self.map.height()),
        }
    }

    /// Takes work from what is left; false, for good, where there is not enough.
    pub(super) fn spend(&mut self, work: u64) -> bool {
        self.work = self.work.saturating_sub(work.saturating_add(16));
        self.work > 0
    }

    /// True where there is no work left.
    pub(super) const fn is_spent(&self) -> bool {
        self.work == 0
    }

    /// True where one picture over all of it is all there is.
    pub(super) const fn is_one_picture(&self) -> bool {
        self.drawings == 1 && self.covers == 1
    }

    pub(super) fn clear_mask(&self) -> Option<Mask> {
        Mask::new(self.map.width(), self.map.height())
    }

    /// The mask of a rectangle.
    pub(super) fn mask_of(&mut self, edges: Edges) -> Option<Rc<Mask>> {
        let edges = edges.meet(self.edges());
        if let Some((last, mask)) = &self.last
            && *last == edges
        {
            return Some(mask.clone());
        }
        if !self.spend(self.edges().area()) {
            return None;
        }
        let mut mask = self.clear_mask()?;
        if let Some(path) = edges.path() {
            mask.fill_path(&path, FillRule::Winding, false, Transform::identity());
        }
        let mask = Rc::new(mask);
        self.last = Some((edges, mask.clone()));
        Some(mask)
    }

    /// What a path reaches, with a pixel around it.
    fn reach(path: &Path) -> Edges {
        let bounds = path.bounds();
        let low = |edge: f32| near(f64::from(edge).floor()).saturating_sub(1);
        let high = |edge: f32| near(f64::from(edge).ceil()).saturating_add(1);
        Edges {
            left: low(bounds.left()),
            top: low(bounds.top()),
            right: high(bounds.right()),
            bottom: high(bounds.bottom()),
        }
    }

    /// What of a path shows, and the mask it needs; none where nothing does or no work is left.
    fn shown(&mut self, path: &Path, clip: &Clip) -> Option<(Edges, Option<Rc<Mask>>)> {
        self.drawn = true;
        self.drawings = self.drawings.saturating_add(1);
        let reach = Self::reach(path);
        self.extent = Some(self.extent.map_or(reach, |extent| extent.join(reach)));
        let shown = reach.meet(clip.edges).meet(self.edges());
        let points = u64::try_from(path.len()).unwrap_or(u64::MAX);
        if !self.spend(points.saturating_mul(32)) || shown.is_empty() || !self.spend(shown.area()) {
            return None;
        }
        let mask = clip.mask_for(reach, self);
        (!self.is_spent()).then_some((shown, mask))
    }

    /// Fills an outline in pixels.
    pub(super) fn fill(&mut self, path: &Path, winding: bool, ink: &Ink, sharp: bool, clip: &Clip) {
        let Some((_, mask)) = self.shown(path, clip) else {
            return;
        };
        let mut paint = ink.paint();
        paint.anti_alias = !sharp;
        let rule = rule(winding);
        let same = Transform::identity();
        self.map
            .fill_path(path, &paint, rule, same, mask.as_deref());
    }

    /// Fills an outline by a raster operation on what is there.
    pub(super) fn combine(
        &mut self,
        path: &Path,
        winding: bool,
        ink: &Ink,
        source: Option<&Source<'_>>,
        table: Table,
        clip: &Clip,
    ) {
        let Some((shown, mask)) = self.shown(path, clip) else {
            return;
        };
        // The source, the brush and the outline each on a sheet of their own.
        if !self.spend(shown.area().saturating_mul(8)) {
            return;
        }
        let sheet = || {
            let edge = |low: i32, high: i32| u32::try_from(high.saturating_sub(low)).unwrap_or(0);
            let width = edge(shown.left, shown.right);
            Pixmap::new(width, edge(shown.top, shown.bottom))
        };
        let real = |edge: i32| super::super::paint::narrow(f64::from(edge));
        let moved = Transform::from_translate(-real(shown.left), -real(shown.top));
        let rule = rule(winding);
        let mut paint = ink.paint();
        paint.anti_alias = false;
        let brush = if table.asks_for_pattern() {
            let Some(mut brush) = sheet() else { return };
            brush.fill_path(path, &paint, rule, moved, None);
            Some(brush)
        } else {
            None
        };
        let Some(mut area) = sheet() else { return };
        paint.shader = Shader::SolidColor(Color::BLACK);
        area.fill_path(path, &paint, rule, moved, None);
        let colours = source.map(|source| {
            let mut colours = sheet()?;
            let placed = source.placed.post_concat(moved);
            colours.draw_pixmap(0, 0, source.pixels.as_ref(), &source.way(), placed, None);
            Some(colours)
        });
        let colours = colours.flatten();
        let width = usize::try_from(self.map.width()).unwrap_or(0);
        let row = usize::try_from(area.width()).unwrap_or(1).max(1);
        let (left, top) = (
            usize::try_from(shown.left).unwrap_or(0),
            usize::try_from(shown.top).unwrap_or(0),
        );
        let nothing = PremultipliedColorU8::TRANSPARENT;
        let pixel_of = |sheet: &Option<Pixmap>, at: usize| {
            let pixel = sheet.as_ref().and_then(|sheet| sheet.pixels().get(at));
            pixel.copied().unwrap_or(nothing)
        };
        for (at, area) in area.pixels().iter().enumerate() {
            let source = pixel_of(&colours, at);
            if area.alpha() == 0 || (colours.is_some() && source.alpha() < 128) {
                continue;
            }
            let place = (at / row)
                .saturating_add(top)
                .saturating_mul(width)
                .saturating_add(at % row)
                .saturating_add(left);
            if let Some(mask) = &mask
                && mask.data().get(place).is_none_or(|shown| *shown < 128)
            {
                continue;
            }
            if let Some(pixel) = self.map.pixels_mut().get_mut(place) {
                *pixel = table.pixel(pixel_of(&brush, at), source, *pixel);
            }
        }
    }

    /// Draws a line along an outline in pixels.
    pub(super) fn stroke(&mut self, path: &Path, stroke: &Stroke, ink: &Ink, clip: &Clip) {
        let points = u64::try_from(path.len()).unwrap_or(u64::MAX);
        // A round join is some ten points of its own.
        if !self.spend(points.saturating_mul(64)) {
            return;
        }
        self.drawn = true;
        let dashed = stroke.dash.as_ref().and_then(|dash| path.dash(dash, 1.0));
        let line = dashed.as_ref().unwrap_or(path);
        if let Some(outline) = line.stroke(stroke, 1.0) {
            self.fill(&outline, true, ink, false, clip);
        }
    }

    /// The outline of a line, where it has one.
    pub(super) fn widened(path: &Path, stroke: &Stroke) -> Option<Path> {
        path.stroke(stroke, 1.0)
    }

    /// Draws a picture.
    pub(super) fn picture(&mut self, source: &Source<'_>, clip: &Clip) {
        let Some(path) = source.outline() else { return };
        let placed = source.placed;
        let upright = placed.sx > 0.0 && placed.sy > 0.0 && !placed.has_skew();
        // A pixel or two of the frame are often left out.
        let all = self.edges();
        let slack = 2_i32.saturating_add(all.right.max(all.bottom) / 50);
        if upright && Self::reach(&path).grown(slack).holds(all) {
            self.covers = self.covers.saturating_add(1);
        }
        let Some((_, mask)) = self.shown(&path, clip) else {
            return;
        };
        self.map.draw_pixmap(
            0,
            0,
            source.pixels.as_ref(),
            &source.way(),
            source.placed,
            mask.as_deref(),
        );
    }

    /// Colours one pixel.
    pub(super) fn dot(&mut self, path: &Path, colour: [u8; 3], clip: &Clip) {
        self.fill(path, true, &Ink::solid(colour), true, clip);
    }
}

/// A picture and where it goes.
pub(super) struct Source<'a> {
    pub(super) pixels: &'a Pixmap,
    /// From its pixels to the canvas.
    pub(super) placed: Transform,
    /// Pixels run into each other where they are drawn larger.
    pub(super) smooth: bool,
    pub(super) opacity: f32,
}

impl Source<'_> {
    /// The edge of all of it, on the canvas.
    pub(super) fn outline(&self) -> Option<Path> {
        let edge = |edge: u32| super::super::paint::narrow(f64::from(edge));
        let (width, height) = (edge(self.pixels.width()), edge(self.pixels.height()));
        let rect = resvg::tiny_skia::Rect::from_ltrb(0.0, 0.0, width, height)?;
        resvg::tiny_skia::PathBuilder::from_rect(rect).transform(self.placed)
    }

    fn way(&self) -> PixmapPaint {
        PixmapPaint {
            opacity: self.opacity,
            quality: if self.smooth {
                FilterQuality::Bilinear
            } else {
                FilterQuality::Nearest
            },
            ..PixmapPaint::default()
        }
    }
}

const fn rule(winding: bool) -> FillRule {
    if winding {
        FillRule::Winding
    } else {
        FillRule::EvenOdd
    }
}
