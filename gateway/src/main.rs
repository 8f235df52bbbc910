//! One program, three processes: `outer` takes in and disarms, `link` carries, `inner` opens and hands over.
//!
//! Each process reads one configuration file and runs until it is told to stop.
#![forbid(unsafe_code)]

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Moves mail and files across tiers.
#[derive(Debug, Parser)]
#[command(name = "sekisho-gateway", version)]
struct Arguments {
    #[command(subcommand)]
    process: Process,
}

/// Which process this one is.
#[derive(Debug, Subcommand)]
enum Process {
    /// Stands in the lower tier: takes in, disarms, decides, seals.
    Outer {
        /// The process's configuration file.
        #[arg(long)]
        config: PathBuf,
    },
    /// Carries sealed bundles up and confirmations down; reads neither.
    Link {
        /// The process's configuration file.
        #[arg(long)]
        config: PathBuf,
    },
    /// Stands in the higher tier: opens seals and hands over.
    Inner {
        /// The process's configuration file.
        #[arg(long)]
        config: PathBuf,
    },
}

fn main() -> miette::Result<()> {
    match Arguments::parse().process {
        Process::Outer { config } => sekisho_gateway::outer::run(&config),
        Process::Link { config } => sekisho_gateway::link::run(&config),
        Process::Inner { config } => sekisho_gateway::inner::run(&config),
    }
}
