//! What the test layers share: the source tree as data, and (for the layers that drive real
//! binaries) a temporary world to run them in.
//!
//! ```text
//!   policy ──▶ tree          e2e, browser ──▶ world ──▶ real binaries
//! ```
#![forbid(unsafe_code)]

pub mod tree;
