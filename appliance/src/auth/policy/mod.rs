//! パスワードの決まり: what a password must be, for each organisation.
//!
//! The default is today's knowledge (NIST SP 800-63B-4, section 3.1.1.2; OWASP ASVS 5.0, 6.2): long enough, none of those
//! that are guessed first, nothing of the person's or the town's own names, no composition, no age. What the rules of
//! an office still demand (age, kinds of characters, former passwords) is off until its administrator turns it on.
//!
//! ```text
//!  web (enrol, account, log-in) ─▶ web::prepare ─▶ judge (a pure function) ─▶ former ones ─▶ hash ─▶ table
//! ```

mod judge;
mod model;
mod service;
mod table;
mod text;
mod web;

#[cfg(test)]
mod tests;

pub(super) use judge::Complaint;
pub(super) use model::{Policy, Two};
pub(super) use service::{asks_two, policy_of, policy_set, policy_with_revision};
pub(super) use text::{complaint, rules};
pub(super) use web::{Chosen, prepare};
