//! 写真: the face beside a name in the directory. A person puts up, changes and takes down their own; the administrators
//! of an organisation those of their people, and say whether there are any at all.
//!
//! ```text
//!  form ─▶ upload (the sanitizer) ─▶ Picture ─▶ service, with May ─▶ row (now, before), audit
//!                                       └▶ blob, of one person alone
//!  page ─▶ Faces ─▶ /photo/{person}?v=… ─▶ access ─▶ blob
//! ```
//!
//! What is kept was written by the sanitizer, at most 480 pixels long, without a camera's notes. What stood before is
//! kept so that one slip of the hand can be taken back; what stood before that is gone.

mod access;
mod grounds;
mod model;
mod page;
mod service;
mod show;
mod table;
mod text;
mod web;

pub(crate) use grounds::PhotoGrounds;
pub(crate) use service::Faces;
pub(crate) use web::{routes, tell};

#[cfg(test)]
pub(crate) mod tests;
