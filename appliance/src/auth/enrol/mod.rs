//! 登録: how somebody gets in for the first time, or again, without anybody else ever knowing a password.
//!
//! ```text
//!  operator, administrator ─▶ service::issue, recover ─▶ code (said or printed once; its mark is stored)
//!  the person ─▶ /enrol (log-in name and code) ─▶ chooses a password ─▶ the code is spent ─▶ admitted
//! ```
//!
//! Promises: a code is good for one person, once, until its day; whoever holds a copy of the store cannot guess it;
//! a name that does not exist, a wrong code and one that is spent look the same.

mod model;
mod page;
mod service;
mod table;
mod text;
mod web;

#[cfg(test)]
mod tests;

pub(crate) use model::EnrolmentCode;
pub(crate) use service::{Issue, issue, recover};
pub(super) use service::{forget, good_until, sweep};
pub(super) use web::routes;
