//! もう一度の確認: whoever wants to change how they log in proves themselves once more, unless they did a moment ago.
//!
//! Promises: an open session that somebody else sits down at does not become theirs for good; guessing a password here
//! is counted as strictly as at the log-in page.

mod page;
mod service;
mod text;
mod web;

#[cfg(test)]
mod tests;

pub(crate) use web::wanted;
pub(super) use web::{proven, routes};
