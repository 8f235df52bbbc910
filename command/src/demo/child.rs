//! A child that never outlives the demo: the hidden subcommand that ties itself to its parent, then becomes the
//! program.

use std::os::unix::process::CommandExt as _;
use std::process::Command;

use nix::sys::prctl;
use nix::sys::signal::Signal;
use nix::unistd::getppid;

use crate::Ended;
use crate::arguments::Child;

/// Asks the kernel for SIGTERM when the parent ends, then becomes the program. Returns only when it cannot.
pub(crate) fn become_program(child: &Child) -> miette::Result<Ended> {
    prctl::set_pdeathsig(Signal::SIGTERM)
        .map_err(|source| miette::miette!("tying the child to its parent: {source}"))?;
    if getppid().as_raw() != child.parent {
        // The parent ended before the kernel was asked.
        return Ok(Ended::Badly);
    }
    let Some((program, arguments)) = child.program.split_first() else {
        return Ok(Ended::Badly);
    };
    let failed = Command::new(program).args(arguments).exec();
    Err(miette::miette!("starting {}: {failed}", program.display()))
}
