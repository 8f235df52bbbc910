//! Paragraphs whose mark between them was deleted become one, as they do when a person accepts the change.
//!
//! What is read stays where it was said: the end of the first paragraph and the beginning of the second are left out at
//! the end, and the looks of the second, whose mark is the one that remains, are said again where the first begins.

use std::collections::BTreeMap;

use sekisho_ir::package::Events;
use sekisho_ir::vocabulary::{Element, Space};

use super::filter::Filter;
use super::frame::{Frame, Mode};

/// A paragraph that waits for the next one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joint {
    /// Where its looks stand, or would stand, in the output.
    looks: (usize, usize),
    /// Its end in the output.
    end: (usize, usize),
}

/// Words that may stand between two paragraphs and within one alike.
const BETWEEN: &[&str] = &[
    "bookmarkStart",
    "bookmarkEnd",
    "commentRangeStart",
    "commentRangeEnd",
    "permStart",
    "permEnd",
    "proofErr",
];

/// Pieces of output that are said again elsewhere, by where.
pub(super) type Again = BTreeMap<usize, Events>;

impl Filter<'_, '_> {
    /// A Word element begins: a paragraph takes up the one before it whose mark was deleted.
    pub(super) fn join_on(&mut self, element: Element, begins: usize) -> Option<Joint> {
        if element.space() != Space::Word {
            return None;
        }
        let holder = self.frames.iter_mut().rev().find(|frame| is_kept(frame))?;
        holder.joint?;
        if BETWEEN.contains(&element.name()) {
            return None;
        }
        let joint = holder.joint.take()?;
        if element.name() != "p" {
            return None;
        }
        self.dead.push(joint.end);
        self.dead.push((begins, self.out.size()));
        self.dead.push(joint.looks);
        self.again.remove(&joint.looks.0);
        Some(joint)
    }

    /// The looks of a paragraph were said: where it takes up another they belong to the beginning of that.
    pub(super) fn looks_said(&mut self, from: usize) {
        let to = self.out.size();
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if !matches!(frame.mode, Mode::Kept(e) if e.is(Space::Word, "p")) {
            return;
        }
        if let Some(joint) = frame.joins {
            self.dead.push((from, to));
            self.again.insert(joint.looks.0, self.out.piece(from, to));
        } else {
            frame.looks = Some((from, to));
        }
    }

    /// A paragraph ends whose mark was deleted: it waits for the next one. False where nothing is left of it.
    pub(super) fn wait_for_next(&mut self, frame: &Frame<'_>) -> bool {
        if frame.joins.is_none() && frame.children <= 1 {
            return false;
        }
        let size = self.out.size();
        let own = frame.looks.unwrap_or((frame.inner, frame.inner));
        let joint = Joint {
            // Of a row of paragraphs joined, the looks go where the first begins.
            looks: frame.joins.map_or(own, |joint| joint.looks),
            end: (size.saturating_sub(1), size),
        };
        if let Some(holder) = self.frames.iter_mut().rev().find(|frame| is_kept(frame)) {
            holder.joint = Some(joint);
        }
        true
    }
}

fn is_kept(frame: &Frame<'_>) -> bool {
    matches!(frame.mode, Mode::Kept(_))
}
