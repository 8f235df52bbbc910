//! 二段階の確認: what a person shows beside their password, so that a password alone opens nothing.
//!
//! ```text
//!  account pages ─▶ manage (fresh proof asked for) ─▶ service ─▶ table (secrets sealed by the machine's key)
//!  log-in, half  ─▶ web ─▶ service::second_step (throttle, replay) ─▶ the next step or the session
//! ```
//!
//! Promises: a copy of the store alone gives no code; a code is good once; a 回復コード is good once and is stored as a
//! mark; whoever guesses is stopped.

mod manage;
mod page;
mod recovery;
mod service;
mod set_up;
mod table;
mod text;
mod totp;
mod web;

#[cfg(test)]
pub(super) mod tests;

pub(super) use manage::routes as manage_routes;
pub(crate) use service::Beside;
pub(super) use service::{by_passkey, kept, reset, totp_shown};
pub(super) use set_up::again as set_up_again;
pub(super) use web::digits;
pub(super) use web::{passkey_failed, routes};
