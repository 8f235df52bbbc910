//! Regions: what shows, and what is filled at once ([MS-EMF] 2.3.2, 2.3.5). Whole pixels where they stand upright.

use resvg::tiny_skia::Path;

use super::clip::{Clip, Edges, Joined};
use super::objects::{Brush, Object};
use super::outline::Outline;
use super::plane::{Affine, near};
use super::player::Player;
use super::rop::Table;

impl Player<'_> {
    /// Whole pixels of an upright rectangle of the device; with `logical`, of the page.
    fn pixels([left, top, right, bottom]: [f64; 4], map: &Affine) -> Option<Edges> {
        if !map.is_upright() {
            return None;
        }
        let (a, b) = (map.point(left, top), map.point(right, bottom));
        Some(Edges {
            left: near(a.0.min(b.0)),
            top: near(a.1.min(b.1)),
            right: near(a.0.max(b.0)),
            bottom: near(a.1.max(b.1)),
        })
    }

    /// Keeps what is inside a rectangle of the page, or what is outside.
    pub(super) fn clip_rectangle(&mut self, frame: [f64; 4], inside: bool) {
        let map = self.map();
        if let (Some(edges), true) = (Self::pixels(frame, &map), inside) {
            return self.dc.clip.meet(edges, &mut self.canvas);
        }
        let mut outline = Outline::default();
        outline.rectangle(&map, frame);
        let how = if inside { Joined::And } else { Joined::Without };
        let path = outline.finish();
        self.dc
            .clip
            .join(path.as_ref(), true, how, &mut self.canvas);
    }

    /// Everything shows.
    pub(super) fn clip_nothing(&mut self) {
        self.dc.clip = Clip::whole(self.canvas.edges());
    }

    /// Joins a region of rectangles of the device.
    pub(super) fn clip_to(&mut self, rectangles: &[[f64; 4]], how: Joined) {
        let base = self.base;
        if let ([one], Joined::And | Joined::Alone) = (rectangles, how)
            && let Some(edges) = Self::pixels(*one, &base)
        {
            if how == Joined::Alone {
                self.clip_nothing();
            }
            return self.dc.clip.meet(edges, &mut self.canvas);
        }
        let path = self.region(rectangles);
        self.dc
            .clip
            .join(path.as_ref(), true, how, &mut self.canvas);
    }

    pub(super) fn move_clip(&mut self, x: f64, y: f64) {
        let (x, y) = self.map().way(x, y);
        let edges = &mut self.dc.clip.edges;
        if self.dc.clip.mask.is_none() && *edges != self.canvas.edges() {
            let (x, y) = (near(x), near(y));
            *edges = edges.moved(x, y);
        }
    }

    /// The outline of rectangles of the device, snapped to pixels so that neighbours meet.
    pub(super) fn region(&self, rectangles: &[[f64; 4]]) -> Option<Path> {
        let mut outline = Outline::default();
        for rectangle in rectangles {
            match Self::pixels(*rectangle, &self.base) {
                Some(edges) => outline.rectangle(
                    &Affine::SAME,
                    [edges.left, edges.top, edges.right, edges.bottom].map(f64::from),
                ),
                None => outline.rectangle(&self.base, *rectangle),
            }
        }
        outline.finish()
    }

    /// Fills a region of the device, with another brush than the selected one where one is named.
    pub(super) fn fill_region(&mut self, rectangles: &[[f64; 4]], brush: Option<u32>) {
        let kept = self.dc.brush.clone();
        if let Some(Object::Brush(brush)) = brush.and_then(|brush| self.object(brush)) {
            self.dc.brush = brush;
        }
        if let Some(path) = self.region(rectangles) {
            self.fill(&path, true, true);
        }
        self.dc.brush = kept;
    }

    /// The edge of a region, so many units of the page wide.
    pub(super) fn frame_region(
        &mut self,
        rectangles: &[[f64; 4]],
        brush: u32,
        (width, height): (f64, f64),
    ) {
        let (across, down) = self.dc.page(&self.device).way(width, height);
        let (across, down) = (across.abs(), down.abs());
        let mut edges = Vec::new();
        for [left, top, right, bottom] in rectangles.iter().copied() {
            edges.push([left, top, right, top + down]);
            edges.push([left, bottom - down, right, bottom]);
            edges.push([left, top, left + across, bottom]);
            edges.push([right - across, top, right, bottom]);
        }
        self.fill_region(&edges, Some(brush));
    }

    /// Turns every colour of a region into what it lacks.
    pub(super) fn invert_region(&mut self, rectangles: &[[f64; 4]]) {
        let kept = (self.dc.operation, self.dc.brush.clone());
        self.dc.operation = Table::ternary(0x0055_0009);
        self.dc.brush = Brush::Solid([0; 3]);
        if let Some(path) = self.region(rectangles) {
            self.fill(&path, true, true);
        }
        (self.dc.operation, self.dc.brush) = kept;
    }
}
