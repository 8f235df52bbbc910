//! `make corpus`: every sample file through the real sanitizer, twice. Says what crosses, what is
//! held and why, how fast, and fails where a promise is broken:
//!
//! - a reading or a writing that fell over, was refused, or tried what it may not;
//! - an output that differs the second time;
//! - 64 bytes of something dropped that stand in an output;
//! - less than 98 % of the Office files delivered that LibreOffice itself opens (the list is left by
//!   `make checkers` in `target/checkers/opens.txt`).
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::as_conversions,
    clippy::cast_precision_loss
)]

mod carry;
mod constants;
mod delivered;
mod dropped;
mod table;
mod windows;

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = tests::corpus::folder() else {
        println!("SKIPPED: no corpus (set SEKISHO_CORPUS to a folder of sample files)");
        return ExitCode::SUCCESS;
    };
    let samples = tests::corpus::samples(&folder);
    println!("{} files of {}", samples.len(), folder.display());
    let sanitizer = tests::corpus::sanitizer();
    let carried = carry::all(sanitizer, samples);
    table::print(&carried);
    table::print_held(&carried);

    let mut failures = carry::again(sanitizer, &carried);
    failures.extend(carry::broken(&carried));
    failures.extend(dropped::judge(&carried));
    failures.extend(delivered::judge(&carried));
    for failure in &failures {
        println!("FAILED {failure}");
    }
    if failures.is_empty() {
        println!("passed");
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
