//! Where a device context lets ink through ([MS-EMF] 2.3.2): a rectangle while that is enough, else a mask.

use std::rc::Rc;

use resvg::tiny_skia::{FillRule, Mask, Path, PathBuilder, Rect, Transform};

use super::canvas::Canvas;

/// Edges of an upright rectangle of whole pixels; empty where they cross.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edges {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

impl Edges {
    pub(super) fn meet(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    pub(super) fn join(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// So many pixels larger on every side.
    pub(super) const fn grown(self, by: i32) -> Self {
        Self {
            left: self.left.saturating_sub(by),
            top: self.top.saturating_sub(by),
            right: self.right.saturating_add(by),
            bottom: self.bottom.saturating_add(by),
        }
    }

    pub(super) const fn moved(self, x: i32, y: i32) -> Self {
        Self {
            left: self.left.saturating_add(x),
            top: self.top.saturating_add(y),
            right: self.right.saturating_add(x),
            bottom: self.bottom.saturating_add(y),
        }
    }

    pub(super) const fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    /// Pixels inside.
    pub(super) fn area(self) -> u64 {
        let edge = |low: i32, high: i32| u64::try_from(high.saturating_sub(low)).unwrap_or(0);
        edge(self.left, self.right).saturating_mul(edge(self.top, self.bottom))
    }

    pub(super) const fn holds(self, other: Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }

    /// Its outline, where it is not empty.
    pub(super) fn path(self) -> Option<Path> {
        let edge = |value: i32| super::super::paint::narrow(f64::from(value));
        let rect = Rect::from_ltrb(
            edge(self.left),
            edge(self.top),
            edge(self.right),
            edge(self.bottom),
        )?;
        Some(PathBuilder::from_rect(rect))
    }
}

/// How a region joins the clip ([MS-EMF] 2.1.29).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    And,
    Or,
    Xor,
    Without,
    Alone,
}

impl Joined {
    pub(super) const fn parse(mode: u32) -> Option<Self> {
        Some(match mode {
            1 => Self::And,
            2 => Self::Or,
            3 => Self::Xor,
            4 => Self::Without,
            5 => Self::Alone,
            _ => return None,
        })
    }
}

impl Joined {
    /// Joins what is in a mask to what was in another.
    fn combine(self, new: &mut [u8], old: &[u8]) {
        for (new, old) in new.iter_mut().zip(old) {
            *new = match self {
                Self::And => (*new).min(*old),
                Self::Or => (*new).max(*old),
                Self::Xor => new.abs_diff(*old),
                Self::Without => (*old).min(255_u8.saturating_sub(*new)),
                Self::Alone => *new,
            };
        }
    }
}

/// The clip of a device context.
#[derive(Clone)]
pub(super) struct Clip {
    /// Nothing shows outside.
    pub(super) edges: Edges,
    /// What shows inside, where not all does.
    pub(super) mask: Option<Rc<Mask>>,
}

impl Clip {
    pub(super) const fn whole(edges: Edges) -> Self {
        Self { edges, mask: None }
    }

    /// Joins another clip.
    pub(super) fn join_clip(&mut self, other: &Self, how: Joined, canvas: &mut Canvas) {
        if how == Joined::Alone {
            *self = other.clone();
            return;
        }
        if how == Joined::And && other.mask.is_none() {
            return self.meet(other.edges, canvas);
        }
        let all = canvas.edges();
        if !canvas.spend(all.area().saturating_mul(2)) {
            return;
        }
        let mask = |clip: &Self, canvas: &mut Canvas| match &clip.mask {
            Some(mask) => Some(mask.clone()),
            None => canvas.mask_of(clip.edges),
        };
        let (Some(before), Some(new)) = (mask(self, canvas), mask(other, canvas)) else {
            return;
        };
        let mut made = (*new).clone();
        how.combine(made.data_mut(), before.data());
        self.edges = match how {
            Joined::And => self.edges.meet(other.edges),
            Joined::Without => self.edges,
            _ => all,
        };
        self.mask = Some(Rc::new(made));
    }

    /// The mask that something within `bounds` needs; none where all of it shows.
    pub(super) fn mask_for(&self, bounds: Edges, canvas: &mut Canvas) -> Option<Rc<Mask>> {
        if self.mask.is_some() || self.edges.holds(bounds.meet(canvas.edges())) {
            return self.mask.clone();
        }
        canvas.mask_of(self.edges)
    }

    /// Keeps what is inside a rectangle.
    pub(super) fn meet(&mut self, edges: Edges, canvas: &mut Canvas) {
        let joined = self.edges.meet(edges);
        if self.mask.is_some() && joined != self.edges {
            // No further than the canvas: the painter counts in numbers that end soon.
            let seen = edges.meet(canvas.edges());
            self.join(seen.path().as_ref(), true, Joined::And, canvas);
        }
        self.edges = joined;
    }

    /// Joins a region given as an outline in pixels; no outline is an empty region.
    pub(super) fn join(
        &mut self,
        path: Option<&Path>,
        winding: bool,
        how: Joined,
        canvas: &mut Canvas,
    ) {
        let all = canvas.edges();
        if !canvas.spend(all.area()) {
            return;
        }
        let Some(mut mask) = canvas.clear_mask() else {
            return;
        };
        if let Some(path) = path {
            let rule = if winding {
                FillRule::Winding
            } else {
                FillRule::EvenOdd
            };
            mask.fill_path(path, rule, true, Transform::identity());
        }
        if how != Joined::Alone {
            let before = match &self.mask {
                Some(mask) => Some(mask.clone()),
                None => canvas.mask_of(self.edges),
            };
            let Some(before) = before else { return };
            how.combine(mask.data_mut(), before.data());
        }
        self.edges = match how {
            Joined::And | Joined::Without => self.edges,
            Joined::Or | Joined::Xor | Joined::Alone => all,
        };
        self.mask = Some(Rc::new(mask));
    }
}
