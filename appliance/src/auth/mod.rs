//! ログイン: who is at the other end, for how long, and how often one may guess.
//!
//! ```text
//!  cookie ─▶ web::identify ─▶ service::session_find ─▶ Cx        (every page of someone who is logged in)
//!  form   ─▶ web ─▶ password (few at a time) ─▶ service::log_in ─▶ proof ─▶ admit ─▶ session row + audit row
//!                                                └─ throttle (per account, address and known browser)
//!  device ─▶ passkey (a challenge, once) ────────────────────────▶ proof ─┤
//!  code   ─▶ enrol ─▶ a password of one's own ───────────────────▶ proof ─┤
//!                                                                          └▶ half ─▶ what is left ─▶ session
//! ```
//!
//! Promises: the store never holds what logs somebody in; a name that does not exist, a wrong password and a closed
//! gate look the same and take as long; every decision leaves an audit row in the same transaction.

mod account;
mod admin;
mod admit;
mod app_password;
mod confirm;
mod enrol;
pub(crate) mod fill;
mod half;
mod known;
mod label;
mod letters;
mod live;
mod machine;
mod model;
mod news;
mod page;
mod passkey;
mod password;
mod policy;
mod proof;
mod second;
mod service;
mod table;
mod text;
mod threads;
mod throttle;
mod touches;
mod web;

#[cfg(test)]
mod intruder;
#[cfg(test)]
mod tests;

pub(crate) use admin::recover_confirmed;
pub(crate) use confirm::wanted as proof_wanted;
pub(crate) use enrol::{EnrolmentCode, Issue, issue, recover};
pub(crate) use live::EndingLive;
pub(crate) use machine::{Known, MachineKey, Mark, Purpose, remember};
#[cfg(test)]
pub(crate) use model::SessionSecret;
pub(crate) use model::{Lifetime, Session};
pub(crate) use news::SignInNotices;
pub(crate) use passkey::Party;
pub(crate) use password::{Cost, PasswordError, Passwords, hash_now, normal};
pub(crate) use second::Beside;
pub(crate) use service::{AuthError, password_set, restore, suspend, sweep};
pub(crate) use touches::Touches;
pub(crate) use web::{current, identify, public_routes, routes, still_open};
