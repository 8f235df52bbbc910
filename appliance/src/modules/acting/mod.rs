//! 課代表として: choosing to act as the account of a unit, and being oneself again.
//!
//! The choice is a cookie of this session and no right: with every request it is asked anew whether the person may act
//! so on this day. Beginning and ending stand in the audit trail; whatever is done in between names the person, and the
//! account beside them.

mod web;

pub(crate) use web::{choose, routes};

#[cfg(test)]
mod tests;
