//! パスキー: a device that proves its owner by a signature (WebAuthn level 3), in place of name, password and code.
//!
//! ```text
//!  page ─▶ begin ─▶ challenge (kept here, once, five minutes, bound to the session or the attempt)
//!                     │ the browser asks the device, the device asks its owner (face, finger, PIN)
//!  page ◀─────────────┘
//!  form ─▶ challenge is spent ─▶ party (origin, signature, counter) ─▶ service::used ─▶ Proof ─▶ admit
//! ```
//!
//! Promises: the device must have told its owner by itself (user verification), so a passkey counts as two factors; a
//! challenge is good once, whatever the answer; an answer for one act, person or browser is worth nothing for another;
//! a counter that did not go on ends the passkey; whoever shows one that is unknown, removed, of a suspended person or
//! of another town learns nothing but that it did not work.

mod first;
mod manage;
mod model;
mod page;
mod party;
mod service;
mod table;
mod text;
mod web;

#[cfg(test)]
mod tests;

pub(super) use manage::routes as manage_routes;
pub(super) use model::{Aim, Whom};
pub(super) use page::Offer;
pub(crate) use party::Party;
pub(super) use party::PartyError;
pub(super) use service::{Checked, credentials_of, forget, has_any, many, sweep, used};
pub(super) use web::{Wrong, asked, offer, routes, shown};
