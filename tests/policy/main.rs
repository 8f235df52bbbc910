//! The house rules: every "never" of the design held by a test that reads the tree and the crate
//! graph. A rule that cannot be broken by a careless commit needs no reviewer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod imports;
mod shape;
mod units;
mod web;

/// Fails with every offending place listed, or passes silently.
fn none(rule: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{rule}:\n  {}", offences.join("\n  "));
}
