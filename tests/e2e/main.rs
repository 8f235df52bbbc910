//! The whole road, driven from outside: real binaries, real mail clients, real HTTP, real kills.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods
)]

mod arrival;
mod chaos;
mod configuration;
mod corpus;
mod disk;
mod hostile;
mod mutations;
mod papers;
mod people;
mod postfix;
mod seal;
