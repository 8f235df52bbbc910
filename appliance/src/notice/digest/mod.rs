//! まとめのメール: what somebody has not read yet, in one letter at the times they chose.
//!
//! ```text
//!  settings ─▶ plan (when next) ─▶ round, every half minute ─▶ letter ─▶ their own inbox
//! ```
//!
//! Promises: a notice stands in one digest at most; nothing unread, no letter; a letter of one time is written once,
//! however often its transaction runs or the machine falls; who does not work here gets none; a clock that jumps brings
//! one letter at most, and the next comes at a time that was chosen.

mod letter;
mod plan;
mod round;

pub(super) use plan::{Digest, MOST_TIMES, digest_keep, digest_of};
pub(crate) use round::keep;

#[cfg(test)]
mod tests;
