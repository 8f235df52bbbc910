//! 登録内容: the name, よみ, extension and address of one person, put right by a form.
//!
//! ```text
//!  web ─▶ service (permit, org::staff_amend, its row of audit, what it was before) ─▶ page + facts.html
//! ```
//!
//! Promises: what is typed is kept letter by letter; two who change one person see both; the last change can be taken
//! back as long as nobody has changed it since; the trail says whose, and never what.

mod page;
mod service;
mod table;
mod text;
mod web;

#[cfg(test)]
mod tests;

pub(super) use page::address;
pub(super) use text::words;
pub(crate) use web::{TELLER, tell};
pub(super) use web::{change, form, undo};
