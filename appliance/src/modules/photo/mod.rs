//! 写真: the face beside a name in the directory. A person puts up, changes and takes down their own; the administrators
//! of an organisation those of their people, and say who sees them: everybody, one's own department, nobody.
//!
//! ```text
//!  form ─▶ upload (the sanitizer) ─▶ Picture ─▶ service, with May ─▶ row (now, before), audit
//!                                       └▶ blob, of one person alone
//!  page ─▶ Faces ─▶ /photo/{person}?v=… ─▶ access ─▶ blob, or 304: the rule is asked each time it is looked at
//! ```
//!
//! What is kept was written by the sanitizer, square, at most 480 pixels a side, upright, without a camera's notes. What stood before is
//! kept so that one slip of the hand can be taken back; what stood before that is gone.

mod access;
mod faces;
mod grounds;
mod model;
mod page;
mod service;
mod show;
mod table;
mod text;
mod web;

pub(crate) use faces::{Faces, own_face};
pub(crate) use grounds::PhotoGrounds;
pub(crate) use web::{routes, tell};

#[cfg(test)]
pub(crate) mod tests;
