//! The walls. Two are raised once by the warm parent and inherited by every child, two by the child.
//!
//! | wall | raised by | what it stops |
//! |---|---|---|
//! | no new privileges | parent | gaining rights by executing a set-user-id program |
//! | [`paths`]: Landlock with no rule | parent | every path, TCP port, abstract socket, outside signal |
//! | [`limits`] | child | memory, processor time, output, descriptors, processes, core files |
//! | [`calls`] | child, last | every system call that reading, computing and writing does not need |
//!
//! No wall is optional: a parent that cannot raise its walls says so and never takes an item.

pub(crate) mod calls;
pub(crate) mod limits;
pub(crate) mod paths;

use thiserror::Error;

/// A wall that could not be raised.
#[derive(Debug, Error)]
pub(crate) enum WallError {
    #[error("Landlock is not available on this kernel")]
    NoLandlock,
    #[error("could not enforce Landlock")]
    Landlock(#[source] landlock::RulesetError),
    #[error("could not ask the kernel for a limit or a process attribute")]
    Kernel(#[from] rustix::io::Errno),
    #[error("could not build the list of allowed system calls")]
    List(#[source] seccompiler::BackendError),
    #[error("could not install the list of allowed system calls")]
    Install(#[source] seccompiler::Error),
}
