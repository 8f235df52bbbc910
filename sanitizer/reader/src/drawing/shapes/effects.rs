//! Effects: a group with a filter is drawn as pixels and shown at its place.
//!
//! A filter's result is pixels by its nature, and no two viewers agree on all of them. What it was worked out from
//! stays out of the drawing.

use resvg::tiny_skia::{IntRect, Pixmap};
use sekisho_ir::RasterFrame;
use sekisho_ir::drawing::{Group, Image, Mark, Number, Sampling};
use usvg::{Node, Transform};

use super::super::paint;
use super::{Maker, Place, Unfit, blend, transform};

/// Pixels of all effects of a drawing.
pub(super) const MOST_PIXELS: u64 = 24_000_000;
/// Pixels of the whole page in effects, at most.
const PAGE_PIXELS: f64 = 8_000_000.0;
/// Pixels a unit, at most: the fineness an author sees, at which the new drawing looks as the old one to the pixel.
const FINEST: f64 = 1.0;
/// Around an effect, for edges that are smoothed.
const MARGIN: f32 = 2.0;

impl Place {
    /// The page itself, as fine as effects on it are drawn.
    pub(super) fn page(width: f32, height: f32) -> Self {
        let (across, down) = (f64::from(width), f64::from(height));
        let fineness = FINEST.min((PAGE_PIXELS / (across * down)).sqrt());
        let pixels = |units: f64| paint::whole((units * fineness).ceil().max(1.0));
        let scale = paint::narrow(fineness);
        Self {
            to_pixels: Transform::from_scale(scale, scale),
            page: Some((pixels(across), pixels(down))),
            depth: 0,
        }
    }
}

impl Maker<'_> {
    pub(super) fn effect(
        &mut self,
        node: &Node,
        group: &usvg::Group,
        place: &Place,
        out: &mut Vec<Mark>,
    ) -> Result<(), Unfit> {
        // The painter works effects out upright, and turns the result.
        let turned = turned(place.to_pixels.pre_concat(group.transform()));
        let upright = turned.invert();
        let to_layer = upright.map(|upright| upright.pre_concat(place.to_pixels));
        let back = to_layer.and_then(|to_layer| to_layer.invert());
        // What is squeezed to nothing, or reaches nowhere, is not seen.
        let (Some(upright), Some(to_layer), Some(back)) = (upright, to_layer, back) else {
            return Ok(());
        };
        let Some(reach) = reach(group, to_layer, place.page, upright) else {
            return Ok(());
        };
        self.effects = self.effects.saturating_add(1);
        let area = u64::from(reach.width()).saturating_mul(u64::from(reach.height()));
        self.effect_pixels = self.effect_pixels.checked_sub(area).ok_or(Unfit)?;
        let mut pixmap = Pixmap::new(reach.width(), reach.height()).ok_or(Unfit)?;
        let corner = (
            paint::narrow(f64::from(reach.x())),
            paint::narrow(f64::from(reach.y())),
        );
        // The painter takes the box of a node for its origin, and is told otherwise.
        let Some(origin) = node.abs_layer_bounding_box() else {
            return Ok(());
        };
        let shifted = Transform::from_translate(-corner.0, -corner.1)
            .pre_concat(to_layer)
            .pre_translate(origin.x(), origin.y());
        if resvg::render_node(node, shifted, &mut pixmap.as_mut()).is_none() {
            return Ok(());
        }
        let Some((frame, (left, top))) = trimmed(&pixmap) else {
            return Ok(());
        };
        let picture = self.picture(frame)?;
        let there = back.pre_translate(corner.0 + left, corner.1 + top);
        out.push(Mark::Open(Group {
            transform: transform(there),
            opacity: Number::ONE,
            blend: blend(group.blend_mode()),
            isolated: false,
            clip: None,
            mask: None,
        }));
        out.push(Mark::Image(Image {
            picture,
            sampling: Sampling::Smooth,
        }));
        out.push(Mark::Close);
        Ok(())
    }
}

/// What of a transform is neither scale nor shift.
fn turned(of: Transform) -> Transform {
    let (across, down) = (of.sx.hypot(of.ky), of.kx.hypot(of.sy));
    Transform::from_row(
        of.sx / across,
        of.ky / across,
        of.kx / down,
        of.sy / down,
        0.0,
        0.0,
    )
}

/// The pixels an effect reaches. One that goes over the page's edge is drawn on the whole page, since what lies beyond
/// may reach into it.
fn reach(
    group: &usvg::Group,
    to_layer: Transform,
    page: Option<(u32, u32)>,
    upright: Transform,
) -> Option<IntRect> {
    let there = to_layer.pre_concat(group.transform());
    let reach = group.layer_bounding_box().transform(there)?;
    let reach = usvg::Rect::from_ltrb(
        reach.left() - MARGIN,
        reach.top() - MARGIN,
        reach.right() + MARGIN,
        reach.bottom() + MARGIN,
    )?;
    let Some((width, height)) = page else {
        return reach.round_out();
    };
    let page = IntRect::from_xywh(0, 0, width, height)?.to_rect();
    let page = page.transform(upright)?;
    let common = reach.intersect(&page)?;
    if common == reach {
        reach.round_out()
    } else {
        page.round_out()
    }
}

/// What of a map is not wholly clear, and where it begins; nothing where all of it is.
fn trimmed(pixmap: &Pixmap) -> Option<(RasterFrame, (f32, f32))> {
    let width = usize::try_from(pixmap.width()).ok()?;
    let (mut left, mut right) = (width, 0);
    let (mut top, mut bottom) = (usize::MAX, 0);
    for (y, row) in pixmap.pixels().chunks_exact(width).enumerate() {
        let inked = |pixel: &resvg::tiny_skia::PremultipliedColorU8| pixel.alpha() != 0;
        let Some(first) = row.iter().position(inked) else {
            continue;
        };
        let last = row.iter().rposition(inked).unwrap_or(first);
        (left, right) = (left.min(first), right.max(last));
        (top, bottom) = (top.min(y), y);
    }
    if left > right || top > bottom {
        return None;
    }
    // Edges of a turned picture are smoothed against what is clear.
    (left, top) = (left.saturating_sub(1), top.saturating_sub(1));
    let end = usize::try_from(pixmap.height()).ok()?.saturating_sub(1);
    (right, bottom) = (
        right.saturating_add(1).min(width.saturating_sub(1)),
        bottom.saturating_add(1).min(end),
    );
    let edge = |from: usize, to: usize| u32::try_from(to.saturating_sub(from).saturating_add(1));
    let (x, y) = (i32::try_from(left).ok()?, i32::try_from(top).ok()?);
    let rect = IntRect::from_xywh(x, y, edge(left, right).ok()?, edge(top, bottom).ok()?)?;
    let part = pixmap.clone_rect(rect)?;
    let offset = (paint::narrow(f64::from(x)), paint::narrow(f64::from(y)));
    Some((paint::frame(&part), offset))
}
