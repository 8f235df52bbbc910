//! What paints besides a colour: gradients and patterns, each described once.

use std::sync::Arc;

use sekisho_ir::drawing::{
    Area, Definition, Gradient, Linear, Number, Pattern, Radial, Spread, Stop,
};
use usvg::{BaseGradient, LinearGradient, NonZeroRect, RadialGradient};

use super::{Maker, Place, Unfit, numbers, transform};

impl Maker<'_> {
    pub(super) fn linear(&mut self, linear: &Arc<LinearGradient>) -> Result<u32, Unfit> {
        self.once(Arc::as_ptr(linear).addr(), |_| {
            Ok(Definition::Linear(Linear {
                from: numbers([linear.x1(), linear.y1()]),
                to: numbers([linear.x2(), linear.y2()]),
                gradient: gradient(linear),
            }))
        })
    }

    pub(super) fn radial(&mut self, radial: &Arc<RadialGradient>) -> Result<u32, Unfit> {
        self.once(Arc::as_ptr(radial).addr(), |_| {
            Ok(Definition::Radial(Radial {
                centre: numbers([radial.cx(), radial.cy()]),
                radius: Number::of(radial.r().get()),
                focus: numbers([radial.fx(), radial.fy()]),
                focal_radius: Number::of(radial.fr().get()),
                gradient: gradient(radial),
            }))
        })
    }

    pub(super) fn pattern(
        &mut self,
        pattern: &Arc<usvg::Pattern>,
        place: &Place,
    ) -> Result<u32, Unfit> {
        self.once(Arc::as_ptr(pattern).addr(), |maker| {
            // A tile stands upright on its own, as large as it is where it is first met.
            let there = place.to_pixels.pre_concat(pattern.transform());
            let (across, down) = there.get_scale();
            let on_tile = Place {
                to_pixels: usvg::Transform::from_scale(across, down),
                page: None,
                depth: place.depth.checked_add(1).ok_or(Unfit)?,
            };
            let mut content = Vec::new();
            maker.children(pattern.root(), &on_tile, &mut content)?;
            Ok(Definition::Pattern(Pattern {
                transform: transform(pattern.transform()),
                tile: area(pattern.rect()),
                content,
            }))
        })
    }

    /// The definition of what stands at this address, described the first time.
    pub(super) fn once(
        &mut self,
        address: usize,
        describe: impl FnOnce(&mut Self) -> Result<Definition, Unfit>,
    ) -> Result<u32, Unfit> {
        if let Some(index) = self.defined.get(&address) {
            return Ok(*index);
        }
        let definition = describe(self)?;
        let index = self.define(definition)?;
        self.defined.insert(address, index);
        Ok(index)
    }
}

pub(super) fn area(rect: NonZeroRect) -> Area {
    Area {
        x: Number::of(rect.x()),
        y: Number::of(rect.y()),
        width: Number::of(rect.width()),
        height: Number::of(rect.height()),
    }
}

fn gradient(base: &BaseGradient) -> Gradient {
    Gradient {
        transform: transform(base.transform()),
        spread: match base.spread_method() {
            usvg::SpreadMethod::Pad => Spread::Pad,
            usvg::SpreadMethod::Reflect => Spread::Reflect,
            usvg::SpreadMethod::Repeat => Spread::Repeat,
        },
        stops: stops(base),
    }
}

/// Places that fall back are as far as the one before (SVG 1.1, 13.2.4).
fn stops(base: &BaseGradient) -> Vec<Stop> {
    let mut reached = 0.0_f32;
    let stop = |stop: &usvg::Stop| {
        reached = reached.max(stop.offset().get());
        Stop {
            offset: Number::of(reached),
            colour: [stop.color().red, stop.color().green, stop.color().blue],
            opacity: Number::of(stop.opacity().get()),
        }
    };
    base.stops().iter().map(stop).collect()
}
