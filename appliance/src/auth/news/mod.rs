//! サインインの知らせ: what happened to how somebody logs in, told to that person.
//!
//! ```text
//!  a change, a log-in ─▶ tell (in the same transaction) ─▶ a row of the person's own list (their account page)
//!                                                       └▶ a notice at the bell, for what somebody else may have done
//! ```
//!
//! Promises: nobody switches these notices off, neither an administrator nor whoever sits at an open session; every
//! change that opens or moves a way in is told; the list is the person's own.

mod model;
mod notice;
mod service;
mod table;
mod text;

#[cfg(test)]
mod tests;

pub(super) use model::Event;
pub(crate) use notice::SignInNotices;
pub(super) use service::{latest, tell};
pub(super) use text::said;
