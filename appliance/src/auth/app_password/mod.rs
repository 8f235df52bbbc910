//! アプリパスワード: a password that a program keeps, for one purpose, because it can ask its owner for nothing else.
//!
//! ```text
//!  account page ─▶ make ─▶ shown once ─▶ the program ─▶ a protocol ─▶ admit ─▶ Admission (town, person, scope)
//!                    └─ stored: a mark by the machine's key                └─ throttle, policy, suspension: each time
//! ```
//!
//! Promises: 140 bits that nobody chose, so a fast keyed hash is enough and a copy of the store gives nothing to guess
//! at; it opens its scope and no page; an organisation that does not want them has none, however many were made; it is
//! dead the moment it is revoked, its owner suspended or recovered; a name that does not exist, a wrong secret, a
//! wrong scope and a closed gate look the same.

#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the protocols stand on this; none is built yet")
)]
mod admit;
mod manage;
mod model;
mod page;
mod service;
mod table;
mod text;

#[cfg(test)]
mod tests;

#[cfg_attr(
    not(test),
    expect(
        unused_imports,
        reason = "the protocols stand on this; none is built yet"
    )
)]
pub(crate) use admit::{Admission, Shown, admit};
pub(super) use manage::routes;
#[cfg_attr(
    not(test),
    expect(
        unused_imports,
        reason = "the protocols stand on this; none is built yet"
    )
)]
pub(crate) use model::Scope;
pub(super) use service::{Apps, allow, allowed, forget, many};
pub(super) use text::keep_words;
