//! The `outer` process: stands in the lower tier, takes in, disarms, decides, seals.

use std::path::Path;

pub mod config;

/// Runs the process with the configuration in the file until it is told to stop.
pub fn run(config: &Path) -> miette::Result<()> {
    Err(miette::miette!(
        "the outer process cannot run yet with {}",
        config.display()
    ))
}
