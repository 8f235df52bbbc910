//! The `inner` process.

use std::path::Path;

/// Runs the process with the configuration in the file until it is told to stop.
pub fn run(config: &Path) -> miette::Result<()> {
    Err(miette::miette!(
        "the inner process cannot run yet with {}",
        config.display()
    ))
}
