//! `sekisho-sanitize FILE... -o DIR`: the sanitizer for people, without a gateway around it.
//!
//! Exit codes: 0 every file was written anew · 1 some are held · 2 the command could not work.

#![forbid(unsafe_code)]

mod command;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
