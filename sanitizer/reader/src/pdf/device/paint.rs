//! What shapes are painted with: colours, gradients, tiles, and what can only be kept as pixels.

use hayro_interpret::encode::{EncodedShadingType, texture_dimensions};
use hayro_interpret::gradient::SvgGradientKind;
use hayro_interpret::kurbo::{Affine, BezPath, Rect, Shape};
use hayro_interpret::pattern::{Pattern as Tiled, ShadingPattern, TilingPattern};
use hayro_interpret::{CacheKey, FillRule as Rule, Paint as Ink, StrokeProps};
use sekisho_ir::Reason;
use sekisho_ir::drawing::{
    Definition, Fill, Gradient, Group, Image, Linear, Mark, Number, Paint, Pattern, Radial,
    Sampling, Spread, Stop,
};

use super::parts::{area_of, byte, pen, plain, scale_of, share, single, width_of};
use super::{FINE, Marks, NESTED, TEXTURE, TOLERANCE};
use crate::pdf::ink;

impl Marks<'_> {
    /// A paint of ours and its opacity, for something that covers `bounds`; none where it has to be drawn as pixels.
    pub(super) fn paint(
        &mut self,
        ink: &Ink<'_>,
        bounds: Rect,
        stroke: bool,
    ) -> Option<(Paint, Number)> {
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

    pub(super) fn gradient(&mut self, shading: &ShadingPattern, bounds: Rect) -> Option<u32> {
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

    pub(super) fn tile(&mut self, tiling: &TilingPattern<'_>, stroke: bool) -> Option<u32> {
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
    pub(super) fn textured(&mut self, ink: &Ink<'_>, path: &BezPath, rule: Rule) {
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
    pub(super) fn fill(&mut self, path: &BezPath, rule: Rule, ink: &Ink<'_>, stroke: bool) {
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

    pub(super) fn stroke(
        &mut self,
        path: &BezPath,
        to: Affine,
        ink: &Ink<'_>,
        props: &StrokeProps,
    ) {
        let scale = scale_of(to);
        let least = width_of(props, scale) / scale;
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
}
