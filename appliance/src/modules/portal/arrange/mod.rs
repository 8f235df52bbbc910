//! 並べ替え: which tiles stand where, for everybody of an organisation, for a unit, for oneself.
//!
//! ```text
//!  own? ─▶ the main post's unit? ─▶ the units above it? ─▶ everybody's? ─▶ as the house is built
//!                         the first that somebody has set, settled with what is offered today
//! ```
//!
//! The editor keeps its draft in the address: a move is a step one can go back from, nothing is kept until it is saved,
//! and it all works without script. Saving carries the revision it began from, so two who edit see each other.

mod access;
mod model;
mod page;
mod service;
mod show;
mod table;
mod text;
mod web;

pub(super) use model::{Arrangement, Offer};
pub(super) use service::standing;
pub(super) use text::sample_words;
pub(super) use web::routes;

#[cfg(test)]
mod tests;
