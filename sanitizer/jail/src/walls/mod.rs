//! The walls. Most are raised once by the warm parent and inherited by every child, two by the child.
//!
//! | wall | raised by | what it stops |
//! |---|---|---|
//! | [`network`]: a network namespace without an interface | parent | every address |
//! | [`capabilities`]: none, none to be had | parent | what root may do and others may not |
//! | no new privileges | parent | gaining rights by executing a set-user-id program |
//! | [`paths`]: Landlock with no rule | parent | every path, TCP port, abstract socket, outside signal |
//! | [`limits`] | child | memory, processor time, output, descriptors, processes, core files |
//! | [`calls`]: seccomp | child, last | every system call that reading, computing and writing does not need |
//!
//! A parent raises all it can and says by name which are missing; what a child will raise is tried
//! out in a child of no item. Whether an item may be taken nevertheless is the host's to say, and
//! it can say so only of the walls that have another behind them ([`Wall::acceptable`]).

pub(crate) mod calls;
pub(crate) mod capabilities;
pub(crate) mod limits;
mod named;
pub(crate) mod network;
pub(crate) mod paths;

pub use named::{AcceptedWalls, NotAcceptable, Wall};

use thiserror::Error;

/// A wall that could not be raised.
#[derive(Debug, Error)]
pub(crate) enum WallError {
    #[error("Landlock is not available on this kernel")]
    NoLandlock,
    #[error("could not enforce Landlock")]
    Landlock(#[source] landlock::RulesetError),
    #[error("capabilities are left after all were given up")]
    CapabilitiesLeft,
    #[error("could not ask the kernel for a limit or a process attribute")]
    Kernel(#[from] rustix::io::Errno),
    #[error("could not build the list of allowed system calls")]
    List(#[source] seccompiler::BackendError),
    #[error("could not install the list of allowed system calls")]
    Install(#[source] seccompiler::Error),
}

/// Raises what is raised once, and names what could not be.
pub(crate) fn raise_lasting() -> Vec<Wall> {
    // The order matters: a namespace needs the capabilities that are given up next.
    network::enter();
    let capabilities = capabilities::give_up().is_ok();
    let privileges = rustix::thread::set_no_new_privs(true).is_ok();
    let landlock = paths::raise().is_ok();
    let network = network::is_out_of_reach();
    [
        (Wall::Landlock, landlock),
        (Wall::NoNewPrivileges, privileges),
        (Wall::Capabilities, capabilities),
        (Wall::Network, network),
    ]
    .into_iter()
    .filter_map(|(wall, stands)| (!stands).then_some(wall))
    .collect()
}
