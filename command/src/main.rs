//! The `sekisho` command: what an operator asks the running processes, and the demo town.
//!
//! ```text
//!  arguments ──▶ ask (control sockets) ──▶ reconcile · ledger · audit · user · role · status ──▶ table or JSON
//!      │                                                      ▲
//!      └──▶ demo: prepare ──▶ children ──▶ ready? ──▶ post ───┘
//! ```
//!
//! Promises: it talks to the processes only through their control sockets and never opens their stores; its exit
//! code says 0 all is well, 1 the answer is bad news, 2 the command line is wrong, 3 nobody could be asked.
#![forbid(unsafe_code)]

mod arguments;
mod ask;
mod audit;
mod demo;
mod ledger;
mod output;
mod reconcile;
mod role;
mod status;
mod user;
mod words;

use std::process::ExitCode;

use crate::arguments::{Arguments, Audit, Command, Office, User};
use crate::ask::Town;
use crate::output::Output;

/// How a command ended, as its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// All is well.
    Well,
    /// The answer is bad news.
    Badly,
}

fn main() -> ExitCode {
    let (arguments, words) = Arguments::read();
    let output = Output::new(arguments.json, words);
    // One thread: the children's parent-death signal is bound to the thread that started them.
    let ended = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|source| miette::miette!("starting the runtime: {source}"))
        .and_then(|runtime| runtime.block_on(run(arguments, &output)));
    match ended {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::Badly) => ExitCode::from(1),
        Err(report) => {
            output.failure(&report);
            ExitCode::from(3)
        }
    }
}

async fn run(arguments: Arguments, output: &Output) -> miette::Result<Ended> {
    let town = Town::new(arguments.var.clone(), arguments.config.as_deref())?;
    match arguments.command {
        Command::Reconcile => reconcile::run(&town, output).await,
        Command::Ledger { item, limit } => ledger::run(&town, output, item, limit).await,
        Command::Audit { act: Audit::Verify } => audit::verify(&town, output).await,
        Command::User { act } => match act {
            User::Add(person) => user::add(&town, output, person).await,
            User::Recover {
                login,
                reset_second,
                days,
            } => user::recover(&town, output, &login, reset_second, days).await,
            User::Suspend { login } => user::suspend(&town, output, &login).await,
            User::Restore { login } => user::restore(&town, output, &login).await,
        },
        Command::Role { act } => match act {
            Office::Grant(given) => role::grant(&town, output, &given).await,
            Office::Revoke(given) => role::revoke(&town, output, &given).await,
            Office::List => role::list(&town, output).await,
        },
        Command::Status => status::run(&town, output).await,
        Command::Demo(demo) => demo::run(&arguments.var, demo, output).await,
        Command::Child(child) => demo::child::become_program(&child),
    }
}
