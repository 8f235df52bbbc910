//! What hides: clips and masks.
//!
//! A clip of SVG 1.1 holds shapes and no groups, so what was grouped there is flattened, and where two clips cut one
//! shape they become a chain.

use sekisho_ir::drawing::{
    Clip, ClipShape, Definition, FillRule, Mask, MaskBy, Number, Segment, Transform,
};
use usvg::{ClipPath, Group, MaskType, Node};

use super::servers::area;
use super::{Maker, Place, Unfit, numbers, rule, segments, transform};

/// A clip of one upright rectangle.
pub(super) fn rectangle(edges: Vec<Segment>) -> Definition {
    Definition::Clip(Clip {
        transform: Transform::IDENTITY,
        clip: None,
        shapes: vec![ClipShape {
            transform: Transform::IDENTITY,
            segments: edges,
            rule: FillRule::NonZero,
            crisp: false,
            clip: None,
        }],
    })
}

/// A clip that was met on the way to a shape.
#[derive(Clone, Copy)]
struct Met {
    index: u32,
    /// From the units now to those the clip was met in.
    since: usvg::Transform,
}

impl Maker<'_> {
    pub(super) fn clip(&mut self, clip: &ClipPath) -> Result<u32, Unfit> {
        self.once(std::ptr::from_ref(clip).addr(), |maker| {
            let under = clip
                .clip_path()
                .map(|under| maker.clip(under))
                .transpose()?;
            let mut shapes = Vec::new();
            maker.shapes(
                clip.root(),
                usvg::Transform::identity(),
                None,
                0,
                &mut shapes,
            )?;
            Ok(Definition::Clip(Clip {
                transform: transform(clip.transform()),
                clip: under,
                shapes,
            }))
        })
    }

    fn shapes(
        &mut self,
        group: &Group,
        so_far: usvg::Transform,
        met: Option<Met>,
        depth: usize,
        out: &mut Vec<ClipShape>,
    ) -> Result<(), Unfit> {
        if depth > self.limits.drawing_depth {
            return Err(Unfit);
        }
        let deeper = depth.saturating_add(1);
        for node in group.children() {
            match node {
                Node::Path(path) => {
                    let Some(fill) = path.fill().filter(|_| path.is_visible()) else {
                        continue;
                    };
                    let clip = met.map(|met| self.moved(met)).transpose()?;
                    out.push(ClipShape {
                        transform: transform(so_far),
                        segments: segments(path.data()),
                        rule: rule(fill.rule()),
                        crisp: !path.rendering_mode().use_shape_antialiasing(),
                        clip,
                    });
                }
                Node::Text(text) => {
                    self.outlined(text);
                    self.shapes(text.flattened(), so_far, met, deeper, out)?;
                }
                Node::Group(inner) => {
                    let there = so_far.pre_concat(inner.transform());
                    let outer = met.map(|met| Met {
                        since: met.since.pre_concat(inner.transform()),
                        ..met
                    });
                    let met = match inner.clip_path() {
                        None => outer,
                        Some(own) => {
                            let own = self.clip(own)?;
                            let outer = outer.map(|outer| self.moved(outer)).transpose()?;
                            let index = match outer {
                                Some(outer) => self.chained(own, outer, deeper)?,
                                None => own,
                            };
                            let since = usvg::Transform::identity();
                            Some(Met { index, since })
                        }
                    };
                    self.shapes(inner, there, met, deeper, out)?;
                }
                Node::Image(_) => {}
            }
        }
        Ok(())
    }

    /// The clip as it lies in the units of now.
    fn moved(&mut self, met: Met) -> Result<u32, Unfit> {
        if met.since.is_identity() {
            return Ok(met.index);
        }
        let back = met.since.invert().ok_or(Unfit)?;
        self.moved_by(met.index, back, 0)
    }

    fn moved_by(&mut self, index: u32, back: usvg::Transform, depth: usize) -> Result<u32, Unfit> {
        let mut clip = self.clip_at(index, depth)?;
        clip.transform = joined(back, &clip.transform);
        clip.clip = clip
            .clip
            .map(|under| self.moved_by(under, back, depth.saturating_add(1)))
            .transpose()?;
        self.define(Definition::Clip(clip))
    }

    /// A clip that cuts as `own` and as `outer`.
    fn chained(&mut self, own: u32, outer: u32, depth: usize) -> Result<u32, Unfit> {
        let mut clip = self.clip_at(own, depth)?;
        clip.clip = Some(match clip.clip {
            Some(under) => self.chained(under, outer, depth.saturating_add(1))?,
            None => outer,
        });
        self.define(Definition::Clip(clip))
    }

    fn clip_at(&self, index: u32, depth: usize) -> Result<Clip, Unfit> {
        let place = usize::try_from(index).map_err(|_| Unfit)?;
        match self.drawing.definitions.get(place) {
            Some(Definition::Clip(clip)) if depth <= self.limits.drawing_depth => Ok(clip.clone()),
            _ => Err(Unfit),
        }
    }

    pub(super) fn mask(&mut self, mask: &usvg::Mask, place: &Place) -> Result<u32, Unfit> {
        self.once(std::ptr::from_ref(mask).addr(), |maker| {
            let under = mask
                .mask()
                .map(|under| maker.mask(under, place))
                .transpose()?;
            let on_veil = Place {
                page: None,
                depth: place.depth.checked_add(1).ok_or(Unfit)?,
                ..*place
            };
            let mut content = Vec::new();
            maker.children(mask.root(), &on_veil, &mut content)?;
            Ok(Definition::Mask(Mask {
                area: area(mask.rect()),
                by: match mask.kind() {
                    MaskType::Luminance => MaskBy::Luminance,
                    MaskType::Alpha => MaskBy::Alpha,
                },
                mask: under,
                content,
            }))
        })
    }
}

/// First `of`, then `back`.
fn joined(back: usvg::Transform, of: &Transform) -> Transform {
    let [sx, ky, kx, sy, tx, ty] = of.0.map(Number::get);
    let of = usvg::Transform::from_row(sx, ky, kx, sy, tx, ty);
    let all = back.pre_concat(of);
    Transform(numbers([all.sx, all.ky, all.kx, all.sy, all.tx, all.ty]))
}
