//! 通知: what somebody should know of, from any module, in one list per person.
//!
//! ```text
//!  module ─▶ append (in its own transaction) ─▶ rows, counts ─▶ bell, list, open pages (live)
//!                                                  ▲
//!           read_about (the thing was opened) ─────┤
//!           digest (at the times one chose) ◀──────┘
//! ```
//!
//! A notice keeps the words it is made of, never a sentence: the module makes the sentence when it is shown, in the
//! language of whoever looks. Promises: the number at the bell is the number of unread lines in the list; a notice is for
//! one person and nobody else sees it; what one has switched off is never written.
//!
//! Deliberately absent: notices to thousands at once (a board counts by a mark for each reader instead of a row for
//! each).

mod choose;
mod digest;
mod live;
mod model;
mod page;
mod quiet;
mod service;
mod source;
mod table;
mod text;
mod web;

pub(crate) use digest::keep as keep_digests;
pub(crate) use live::NoticeLive;
pub(crate) use model::New;
pub(crate) use service::{append, quiet_now, read_about, unread_of};
pub(crate) use source::{Kind, Said, Source, Sources};
pub(crate) use web::{routes, tell};

#[cfg(test)]
mod tests;
