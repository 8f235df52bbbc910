//! Full-text search over everything a person may open.
//!
//! ```text
//!  module ─▶ Source ─▶ follow (change log) ─▶ index (texts, grams, scopes; knows no module)
//!                                               │
//!  page ─▶ question ─▶ scopes of the person ────┘─▶ keys ─▶ Source::show (asks the rights again) ─▶ mark
//! ```
//!
//! Promises: any piece of a text finds it, whatever its width, kana, case or old form; nobody finds what they may not
//! open; nobody who writes waits for the index; the index is derived and is made anew whenever it cannot be trusted.

mod follow;
pub(crate) mod index;
mod mark;
mod question;
mod source;

#[cfg(test)]
mod tests;

pub(crate) use follow::{Search, Sources};
pub(crate) use index::Scope;
pub(crate) use mark::{Piece, marked, snippet};
pub(crate) use question::{Group, Hit, LONGEST, MOST, Question, ask, hit};
pub(crate) use source::{Asking, Field, Item, Reading, Shown, Source};

/// The key of a module's text among those of all.
fn text_key(source: &dyn Source, key: &[u8]) -> Vec<u8> {
    let mut out = source.name().as_bytes().to_vec();
    out.push(0);
    out.extend_from_slice(key);
    out
}

/// The module's own key in it.
fn own_key(source: &dyn Source, key: &[u8]) -> Option<Vec<u8>> {
    let rest = key.strip_prefix(source.name().as_bytes())?;
    Some(rest.strip_prefix(&[0])?.to_vec())
}
