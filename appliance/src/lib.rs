//! The groupware: what a clerk sees in the morning.
//!
//! ```text
//!            ┌──────────────────────────── app ────────────────────────────┐
//!  browser ─▶│ web (frame, headers, failures) ─▶ auth ─▶ cx ─▶ modules/…   │
//!            │                                              │ mail         │
//!  inner     │                                              │ directory    │
//!  gateway ─▶│ handover ─▶ Seal::open ─▶ mail::land         ▼              │
//!            │                                     org, store, blobs       │
//!  browser ─▶│ upload ─▶ the sanitizer's two programs ─▶ Sanitized          │
//!  operator ▶│ control                                                     │
//!            └─────────────────────────────────────────────────────────────┘
//! ```
//!
//! What never happens here: the original of anything that crossed (only `Sanitized` parts are stored); a service that
//! knows HTTP; a page that is not asked for by somebody with a permit; a request to another host.
#![forbid(unsafe_code)]

mod app;
mod auth;
mod cx;
#[doc(hidden)]
pub mod fill;
mod handover;
mod live;
mod modules;
mod notice;
mod org;
mod search;
mod sheet;
mod text;
mod upload;
mod web;

/// What a command asks for before it changes anything: rights as values, which nobody outside can make.
pub mod permit {
    pub use crate::org::{Administer, Approve, Permit};
}

pub use app::{Config, SeedError, ServeError, serve};
/// The index of search by itself, for whoever measures it.
#[doc(hidden)]
pub mod search_index {
    pub use crate::search::index::{Ask, Found, Index, Scope, Text, Write};
    pub use crate::text::fold::fold;
}
