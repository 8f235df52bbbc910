//! `sekisho-appliance serve --config FILE`: the groupware as a process.
#![forbid(unsafe_code)]

use clap::{Parser, Subcommand};
use miette::IntoDiagnostic;
use sekisho_appliance::{Config, serve};
use sekisho_platform::run::Shutdown;
use sekisho_platform::telemetry;
use std::path::PathBuf;

/// The groupware of Sekisho.
#[derive(Parser)]
#[command(name = "sekisho-appliance", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve pages, take bundles from the inner gateway, answer the operator.
    Serve {
        /// The configuration file (TOML).
        #[arg(long)]
        config: PathBuf,
    },
    /// Read the configuration file and say what is wrong with it.
    Check {
        /// The configuration file (TOML).
        #[arg(long)]
        config: PathBuf,
    },
}

/// Threads for work that waits for the disk. Enough that one sync serves many, few enough to stay small.
const WAITING: usize = 96;

fn main() -> miette::Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(WAITING)
        .build()
        .into_diagnostic()?
        .block_on(run())
}

async fn run() -> miette::Result<()> {
    match Arguments::parse().command {
        Command::Check { config } => {
            Config::load(&config)?;
            Ok(())
        }
        Command::Serve { config } => {
            let config = Config::load(&config)?;
            telemetry::start("appliance", &config.telemetry).into_diagnostic()?;
            let shutdown = Shutdown::on_signals().into_diagnostic()?;
            serve(config, shutdown).await.into_diagnostic()
        }
    }
}
