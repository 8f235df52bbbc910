//! 途中のログイン: somebody who has proven themselves in part. They have a cookie of another name and a row in another
//! table than a session, so no page behind the gate can take it for one: it opens the next step and nothing else.
//!
//! ```text
//!  proof ─▶ admit ─┬─ nothing is left ───────────────────────────▶ session
//!                  └─ something is left ─▶ half ─▶ step ─▶ step ─▶ session
//! ```

mod model;
mod page;
mod service;
mod table;
mod text;
mod web;

#[cfg(test)]
mod tests;

pub(super) use model::Step;
pub(super) use service::{begin, half_find, halves_end, step_taken, sweep};
pub(super) use table::Half;
pub(super) use web::{entered, opened, routes, standing};
