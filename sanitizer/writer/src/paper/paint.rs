//! What shapes are painted, cut and veiled with: gradients, tiles, clips and masks.
//!
//! A format of pages knows gradients without opacities, without repetition, and one clip at a time. So opacities become
//! a veil of brightness, repetition becomes more stops as far as is seen, and a union of shapes that one outline cannot
//! say becomes a veil of opacity.

use pdf_writer::{Dict, Name, Ref};
use sekisho_ir::Refusal;
use sekisho_ir::drawing::{Clip, Definition, FillRule, Gradient, Paint, Spread, Stop};

use super::layer::{Bounds, Layer, MISSING, Place, State, around};
use super::outline;
use super::scene::Scene;
use super::spell::{self, IDENTITY, Matrix};

/// How often a gradient is repeated at most.
const REPEATS: f64 = 200.0;

/// What of its stops a gradient shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Show {
    Colour,
    Opacity,
}

impl Scene<'_, '_> {
    fn gradient_of(&self, paint: Paint) -> Option<&Gradient> {
        let Paint::Defined(index) = paint else {
            return None;
        };
        match self.definition(index) {
            Ok(Definition::Linear(linear)) => Some(&linear.gradient),
            Ok(Definition::Radial(radial)) => Some(&radial.gradient),
            _ => None,
        }
    }

    /// True where a paint is to be seen through in part.
    pub(super) fn is_veiled(&self, paint: Paint) -> bool {
        self.gradient_of(paint)
            .is_some_and(|gradient| gradient.stops.iter().any(|stop| stop.opacity.get() < 1.0))
    }

    /// The one colour of a paint, where it has no other.
    pub(super) fn solid(&self, paint: Paint) -> Result<Option<[u8; 3]>, Refusal> {
        let index = match paint {
            Paint::Colour(colour) => return Ok(Some(colour)),
            Paint::Defined(index) => index,
        };
        let one = |stops: &[Stop]| {
            let first = stops.first()?.colour;
            stops
                .iter()
                .all(|stop| stop.colour == first)
                .then_some(first)
        };
        Ok(match self.definition(index)? {
            Definition::Linear(linear) if linear.from == linear.to => {
                linear.gradient.stops.last().map(|stop| stop.colour)
            }
            Definition::Linear(linear) => one(&linear.gradient.stops),
            Definition::Radial(radial) => one(&radial.gradient.stops),
            Definition::Pattern(_) => None,
            Definition::Clip(_) | Definition::Mask(_) => return Err(MISSING),
        })
    }

    /// The pattern of a paint that is no colour.
    pub(super) fn pattern(&mut self, paint: Paint, layer: &Layer) -> Result<Ref, Refusal> {
        let Paint::Defined(index) = paint else {
            return Err(MISSING);
        };
        let place: Place = (index, layer.now.matrix.map(f64::to_bits));
        if let Some(known) = self.patterns.get(&place) {
            return Ok(*known);
        }
        let at = match self.definition(index)?.clone() {
            Definition::Pattern(pattern) => {
                let tile = pattern.tile;
                let [width, height] = [tile.width.get(), tile.height.get()].map(f64::from);
                let mut inner = Layer::new([0.0, 0.0, width, height]);
                self.content(&pattern.content, &mut inner)?;
                let corner = [f64::from(tile.x.get()), f64::from(tile.y.get())];
                let matrix = spell::then(
                    [1.0, 0.0, 0.0, 1.0, corner[0], corner[1]],
                    spell::matrix(&pattern.transform),
                );
                let matrix = spell::then(matrix, layer.now.matrix);
                let at = self.press.shelf.reserve();
                let [width, height] = [width, height].map(spell::narrow);
                self.press
                    .shelf
                    .deflated(at, inner.content.as_bytes(), |dict| {
                        dict.pair(Name(b"Type"), Name(b"Pattern"));
                        dict.pair(Name(b"PatternType"), 1);
                        dict.pair(Name(b"PaintType"), 1);
                        dict.pair(Name(b"TilingType"), 1);
                        dict.insert(Name(b"BBox"))
                            .array()
                            .items([0.0, 0.0, width, height]);
                        dict.pair(Name(b"XStep"), width);
                        dict.pair(Name(b"YStep"), height);
                        dict.insert(Name(b"Matrix"))
                            .array()
                            .items(spell::spelled(matrix));
                        inner.resources(dict);
                    })?;
                at
            }
            definition => {
                let seen = layer.view().unwrap_or_default();
                let shading = Shading::of(&definition, seen, Show::Colour).ok_or(MISSING)?;
                let matrix = spell::then(shading.matrix, layer.now.matrix);
                self.press.shelf.add(|obj| {
                    let mut dict = obj.dict();
                    dict.pair(Name(b"Type"), Name(b"Pattern"));
                    dict.pair(Name(b"PatternType"), 2);
                    dict.insert(Name(b"Matrix"))
                        .array()
                        .items(spell::spelled(matrix));
                    shading.write(&mut dict.insert(Name(b"Shading")).dict());
                })
            }
        };
        self.patterns.insert(place, at);
        Ok(at)
    }

    /// The veil of a gradient's opacities, in the units of now.
    pub(super) fn paint_veil(
        &mut self,
        paint: Paint,
        layer: &Layer,
    ) -> Result<Option<(Ref, bool)>, Refusal> {
        let Paint::Defined(index) = paint else {
            return Ok(None);
        };
        let place: Place = (index, layer.now.matrix.map(f64::to_bits));
        if let Some(known) = self.fades.get(&place) {
            return Ok(Some((*known, true)));
        }
        let seen = layer.view().unwrap_or_default();
        let shading = Shading::of(self.definition(index)?, seen, Show::Opacity).ok_or(MISSING)?;
        let at = self.press.shelf.add(|obj| shading.write(&mut obj.dict()));
        let mut inner = Layer::new(seen);
        let name = inner.name("Shading", at);
        inner.transform(shading.matrix);
        inner.content.shading(Name(name.as_bytes()));
        let form = self.form(inner, Some(true))?;
        self.fades.insert(place, form);
        Ok(Some((form, true)))
    }

    /// Cuts what follows; what outlines cannot say is added to the veils.
    pub(super) fn clip(
        &self,
        clip: Option<u32>,
        layer: &mut Layer,
        veils: &mut Vec<u32>,
    ) -> Result<(), Refusal> {
        self.clip_in(clip, IDENTITY, layer, veils)
    }

    fn clip_in(
        &self,
        clip: Option<u32>,
        units: Matrix,
        layer: &mut Layer,
        veils: &mut Vec<u32>,
    ) -> Result<(), Refusal> {
        let mut next = clip;
        while let Some(index) = next {
            let clip = self.clip_of(index)?;
            if self.is_simple(clip)? {
                let matrix = spell::then(spell::matrix(&clip.transform), units);
                let mut rule = FillRule::NonZero;
                for shape in &clip.shapes {
                    let matrix = spell::then(spell::matrix(&shape.transform), matrix);
                    layer.outline(&shape.segments, matrix);
                    rule = shape.rule;
                }
                if clip.shapes.is_empty() {
                    layer.content.rect(0.0, 0.0, 0.0, 0.0);
                }
                match rule {
                    FillRule::NonZero => layer.content.clip_nonzero(),
                    FillRule::EvenOdd => layer.content.clip_even_odd(),
                };
                layer.content.end_path();
                // Only one shape may be cut itself.
                for shape in &clip.shapes {
                    let matrix = spell::then(spell::matrix(&shape.transform), matrix);
                    self.clip_in(shape.clip, matrix, layer, veils)?;
                }
            } else {
                veils.push(index);
            }
            next = clip.clip;
        }
        Ok(())
    }

    fn clip_of(&self, index: u32) -> Result<&Clip, Refusal> {
        match self.definition(index)? {
            Definition::Clip(clip) => Ok(clip),
            _ => Err(MISSING),
        }
    }

    /// True where outlines can say a clip: one shape, or several that wind alike and are not cut themselves.
    fn is_simple(&self, clip: &Clip) -> Result<bool, Refusal> {
        if let [shape] = clip.shapes.as_slice() {
            let mut next = shape.clip;
            while let Some(index) = next {
                let inner = self.clip_of(index)?;
                if !self.is_simple(inner)? {
                    return Ok(false);
                }
                next = inner.clip;
            }
            return Ok(true);
        }
        let mut lefts = clip.shapes.iter().map(|shape| {
            let plain = shape.rule == FillRule::NonZero && shape.clip.is_none();
            plain.then(|| outline::winds_left(&shape.segments, spell::matrix(&shape.transform)))
        });
        let Some(first) = lefts.next() else {
            return Ok(true);
        };
        Ok(first.is_some() && lefts.all(|left| left == first))
    }

    /// One veil of several; none of none.
    pub(super) fn veil(&mut self, veils: &[u32]) -> Result<Option<(Ref, bool)>, Refusal> {
        let Some((first, rest)) = veils.split_first() else {
            return Ok(None);
        };
        let under = self.veil(rest)?;
        let (form, bright) = self.veil_of(*first)?;
        if under.is_none() {
            return Ok(Some((form, bright)));
        }
        let seen = self.reach(*first)?;
        Ok(Some((self.veiled(form, seen, under)?, bright)))
    }

    /// A form under a veil, as a form.
    fn veiled(
        &mut self,
        form: Ref,
        seen: Bounds,
        veil: Option<(Ref, bool)>,
    ) -> Result<Ref, Refusal> {
        let mut outer = Layer::new(seen);
        outer.state(
            State {
                veil,
                ..State::PLAIN
            },
            self.press,
        );
        outer.show(form);
        self.form(outer, Some(true))
    }

    /// What a veil covers.
    fn reach(&self, index: u32) -> Result<Bounds, Refusal> {
        match self.definition(index)? {
            Definition::Mask(mask) => {
                let area = &mask.area;
                let [x, y] = [area.x.get(), area.y.get()].map(f64::from);
                let [width, height] = [area.width.get(), area.height.get()].map(f64::from);
                Ok([x, y, x + width, y + height])
            }
            Definition::Clip(clip) => {
                let all = clip.shapes.iter().filter_map(|shape| {
                    let matrix = spell::then(
                        spell::matrix(&shape.transform),
                        spell::matrix(&clip.transform),
                    );
                    outline::bounds(&shape.segments, matrix)
                });
                let one = |[l, t, r, b]: Bounds, [left, top, right, bottom]: Bounds| {
                    [l.min(left), t.min(top), r.max(right), b.max(bottom)]
                };
                Ok(all.reduce(one).unwrap_or_default())
            }
            _ => Err(MISSING),
        }
    }

    /// The form of a mask, or of a clip that outlines cannot say; and whether its brightness counts.
    fn veil_of(&mut self, index: u32) -> Result<(Ref, bool), Refusal> {
        if let Some(known) = self.veils.get(&index) {
            return Ok(*known);
        }
        let seen = self.reach(index)?;
        let mut layer = Layer::new(seen);
        let (under, bright) = match self.definition(index)?.clone() {
            Definition::Mask(mask) => {
                self.content(&mask.content, &mut layer)?;
                let bright = mask.by == sekisho_ir::drawing::MaskBy::Luminance;
                (mask.mask, bright)
            }
            Definition::Clip(clip) => {
                let matrix = spell::matrix(&clip.transform);
                for shape in &clip.shapes {
                    layer.push();
                    layer.transform(spell::then(spell::matrix(&shape.transform), matrix));
                    let mut veils = Vec::new();
                    self.clip(shape.clip, &mut layer, &mut veils)?;
                    let veil = self.veil(&veils)?;
                    if veil.is_some() {
                        layer.state(
                            State {
                                veil,
                                ..State::PLAIN
                            },
                            self.press,
                        );
                    }
                    layer.fill_colour([0; 3]);
                    layer.outline(&shape.segments, IDENTITY);
                    match shape.rule {
                        FillRule::NonZero => layer.content.fill_nonzero(),
                        FillRule::EvenOdd => layer.content.fill_even_odd(),
                    };
                    layer.pop();
                }
                (None, false)
            }
            _ => return Err(MISSING),
        };
        let mut form = self.form(layer, Some(true))?;
        if let Some(under) = under {
            let veil = self.veil(&[under])?;
            form = self.veiled(form, seen, veil)?;
        }
        self.veils.insert(index, (form, bright));
        Ok((form, bright))
    }
}

/// A gradient as shadings have it.
struct Shading {
    /// From its units to those of the shape.
    matrix: Matrix,
    /// Two points, or two circles.
    places: Vec<f64>,
    stops: Vec<(f32, Vec<f32>)>,
    show: Show,
}

impl Shading {
    fn of(definition: &Definition, seen: Bounds, show: Show) -> Option<Self> {
        let (gradient, ends) = match definition {
            Definition::Linear(linear) => {
                let [from, to] =
                    [linear.from, linear.to].map(|end| end.map(|one| f64::from(one.get())));
                (
                    &linear.gradient,
                    Ends {
                        from,
                        to,
                        circles: None,
                    },
                )
            }
            Definition::Radial(radial) => {
                let [from, to] =
                    [radial.focus, radial.centre].map(|end| end.map(|one| f64::from(one.get())));
                let circles = [radial.focal_radius, radial.radius].map(|one| f64::from(one.get()));
                (
                    &radial.gradient,
                    Ends {
                        from,
                        to,
                        circles: Some(circles),
                    },
                )
            }
            _ => return None,
        };
        let matrix = spell::matrix(&gradient.transform);
        let (low, high) = match (gradient.spread, spell::back(matrix)) {
            (Spread::Pad, _) | (_, None) => (0.0, 1.0),
            (_, Some(back)) => ends.range(around(seen, back)),
        };
        let mut stops = Vec::new();
        let mut round = low;
        while round < high {
            let back = gradient.spread == Spread::Reflect && round.rem_euclid(2.0) >= 1.0;
            let mut add = |offset: f64, stop: &Stop| {
                let place = (round + offset - low) / (high - low);
                stops.push((spell::rounded(spell::narrow(place), 5), value(stop, show)));
            };
            if back {
                gradient
                    .stops
                    .iter()
                    .rev()
                    .for_each(|stop| add(1.0 - f64::from(stop.offset.get()), stop));
            } else {
                gradient
                    .stops
                    .iter()
                    .for_each(|stop| add(f64::from(stop.offset.get()), stop));
            }
            round += 1.0;
        }
        Some(Self {
            matrix,
            places: ends.between(low, high),
            stops,
            show,
        })
    }

    fn write(&self, dict: &mut Dict<'_>) {
        dict.pair(
            Name(b"ShadingType"),
            if self.places.len() == 4 { 2 } else { 3 },
        );
        let space: &[u8] = if self.show == Show::Colour {
            b"DeviceRGB"
        } else {
            b"DeviceGray"
        };
        dict.pair(Name(b"ColorSpace"), Name(space));
        let places = self
            .places
            .iter()
            .map(|place| spell::rounded(spell::narrow(*place), 4));
        dict.insert(Name(b"Coords")).array().items(places);
        dict.insert(Name(b"Extend")).array().items([true, true]);
        let mut all = self.stops.clone();
        // From one end to the other, whatever the first and the last stop are.
        if let (Some(first), Some(last)) = (all.first().cloned(), all.last().cloned()) {
            all.insert(0, (0.0, first.1));
            all.push((1.0, last.1));
        }
        let parts: Vec<_> = all
            .windows(2)
            .filter_map(|pair| match pair {
                [one, next] if next.0 > one.0 => Some((one, next)),
                _ => None,
            })
            .collect();
        let part = |mut function: Dict<'_>, from: &[f32], to: &[f32]| {
            function.pair(Name(b"FunctionType"), 2);
            function.insert(Name(b"Domain")).array().items([0, 1]);
            function
                .insert(Name(b"C0"))
                .array()
                .items(from.iter().copied());
            function
                .insert(Name(b"C1"))
                .array()
                .items(to.iter().copied());
            function.pair(Name(b"N"), 1);
        };
        let mut function = dict.insert(Name(b"Function")).dict();
        if let [(from, to)] = parts.as_slice() {
            return part(function, &from.1, &to.1);
        }
        function.pair(Name(b"FunctionType"), 3);
        function.insert(Name(b"Domain")).array().items([0, 1]);
        let mut functions = function.insert(Name(b"Functions")).array();
        for (from, to) in &parts {
            part(functions.push().dict(), &from.1, &to.1);
        }
        drop(functions);
        let bounds = parts.iter().skip(1).map(|(from, _)| from.0);
        function.insert(Name(b"Bounds")).array().items(bounds);
        let encode = parts.iter().flat_map(|_| [0, 1]);
        function.insert(Name(b"Encode")).array().items(encode);
    }
}

fn value(stop: &Stop, show: Show) -> Vec<f32> {
    match show {
        Show::Opacity => vec![spell::rounded(stop.opacity.get(), 4)],
        Show::Colour => {
            let shares = stop
                .colour
                .map(|value| spell::rounded(f32::from(value) / 255.0, 4));
            shares.to_vec()
        }
    }
}

/// Where a gradient runs.
struct Ends {
    from: [f64; 2],
    to: [f64; 2],
    circles: Option<[f64; 2]>,
}

impl Ends {
    /// The rounds of a gradient that are seen.
    fn range(&self, [left, top, right, bottom]: Bounds) -> (f64, f64) {
        let [dx, dy] = [self.to[0] - self.from[0], self.to[1] - self.from[1]];
        let corners = [[left, top], [right, top], [left, bottom], [right, bottom]];
        let (low, high) = if let Some([inner, outer]) = self.circles {
            let far = corners
                .iter()
                .map(|[x, y]| (x - self.from[0]).hypot(y - self.from[1]));
            let far = far.fold(0.0, f64::max);
            // A circle that moves as fast as it grows covers nothing more.
            let grows = (outer - inner - dx.hypot(dy)).max((outer - inner) * 0.05);
            if grows <= 0.0 {
                return (0.0, 1.0);
            }
            (0.0, ((far - inner) / grows).max(1.0))
        } else {
            let square = dx * dx + dy * dy;
            if square <= 0.0 {
                return (0.0, 1.0);
            }
            let along =
                corners.map(|[x, y]| ((x - self.from[0]) * dx + (y - self.from[1]) * dy) / square);
            along
                .into_iter()
                .fold((0.0, 1.0), |(low, high): (f64, f64), one| {
                    (low.min(one), high.max(one))
                })
        };
        (low.floor().max(-REPEATS), high.ceil().min(REPEATS))
    }

    fn between(&self, low: f64, high: f64) -> Vec<f64> {
        let at = |round: f64| {
            let way = |from: f64, to: f64| from + (to - from) * round;
            [way(self.from[0], self.to[0]), way(self.from[1], self.to[1])]
        };
        let ([ax, ay], [bx, by]) = (at(low), at(high));
        match self.circles {
            None => vec![ax, ay, bx, by],
            Some([inner, outer]) => {
                let wide = |round: f64| inner + (outer - inner) * round;
                vec![ax, ay, wide(low), bx, by, wide(high)]
            }
        }
    }
}
