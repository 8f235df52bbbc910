//! One of the two places with unsafe code in the sanitizer (the other is `view`): `fork`, and `_exit`, which belongs to it.
//!
//! `fork` is unsafe because in a process with several threads the child may inherit a lock that a
//! vanished thread holds. The warm parent has one thread for all of its life (it starts none, and
//! none of its libraries does), so the child is an exact and complete copy and may run any code.
//! Nothing safe offers this: starting a fresh program for every item would cost several
//! milliseconds, and threads are no boundary at all.
//!
//! A child must leave without the exit handlers of the process it is a copy of, the more so when
//! what it read may have bent their pointers; the standard library's exit would run them.

#![expect(
    unsafe_code,
    reason = "fork has no safe form; see the head of this file"
)]

use nix::unistd::{ForkResult, fork};
use rustix::process::Pid;

/// Which of the two processes we are after the fork.
pub(crate) enum Side {
    /// The parent, told its child's id.
    Parent(Pid),
    /// The child.
    Child,
}

/// Splits this process in two. Only for the warm parent.
pub(crate) fn split() -> Result<Side, nix::Error> {
    // SAFETY: the caller is the warm parent, which never has more than one thread.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Pid::from_raw(child.as_raw())
            .map(Side::Parent)
            .ok_or(nix::Error::ESRCH),
        ForkResult::Child => Ok(Side::Child),
    }
}

/// Ends this process at once.
pub(crate) fn leave(code: i32) -> ! {
    // SAFETY: `_exit` has no precondition; it is unsafe only for being foreign.
    unsafe { libc::_exit(code) }
}
