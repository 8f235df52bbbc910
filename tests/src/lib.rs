//! What the test layers share: the source tree as data, and (for the layers that drive real
//! binaries) a temporary world to run them in.
//!
//! ```text
//!   policy ──▶ tree          e2e, browser ──▶ world ──▶ real binaries
//!                                  │
//!                                  ├──▶ post      mails in, by real clients
//!                                  └──▶ web       pages out, over real HTTP
//!
//!   corpus judges ──▶ corpus (sample files) ──▶ the real sanitizer, both halves jailed
//! ```
#![forbid(unsafe_code)]
// A harness fails by panicking; its reader is the one who broke the test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods
)]

pub mod chat;
pub mod corpus;
pub mod mutate;
pub mod package;
pub mod pdf;
pub mod post;
pub mod postfix;
pub mod prefecture;
pub mod samples;
pub mod served;
pub mod strict;
pub mod tree;
pub mod vector;
pub mod wait;
pub mod web;
pub mod world;
