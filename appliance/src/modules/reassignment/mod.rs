//! 人事異動: many people, posts, units and roles changed for one day, looked at beforehand, made so at once, taken back.
//!
//! ```text
//! garoon (another system's lists against the town) ─▶ CSV, corrected by hand
//! CSV ─▶ read (rows, findings) ─▶ plan (a pure function over the town's census) ─▶ page: preview, heirs
//!                                    │
//!                                    └▶ service: many small writes under a swap of `org` ─▶ one that makes it so ─▶ undo
//! ```
//!
//! `tree` sends the units out as a file and reads it again, as such a list. `book` reads the file of the directory itself: facts are put right at once, posts become such a list.
//!
//! Only whoever may administer the organisation comes in. What a row cannot do is told with its line and what to do
//! next; nothing is written before somebody has seen it.

mod book;
mod deed;
mod diff;
mod garoon;
mod grounds;
mod heirs;
mod memberships;
mod model;
mod page;
mod plan;
mod read;
mod service;
mod show;
mod table;
mod text;
mod town;
mod tree;
mod web;
mod write;

pub(crate) use deed::Apply;
pub(crate) use grounds::ReassignmentGrounds;
pub(crate) use service::{Unconfirmed, confirmed, title};
pub(crate) use show::address_of;
pub(crate) use web::routes;

#[cfg(test)]
mod tests;
