//! How an item's process ended, told in one word.
//!
//! The promise: every way a process can end maps to exactly one [`Ending`], and only
//! [`Ending::Done`] means that its output may be looked at.

use serde::{Deserialize, Serialize};

/// The exit code of a child whose work refused its input.
pub(crate) const EXIT_REFUSED: i32 = 64;
/// The exit code of a child that panicked.
pub(crate) const EXIT_PANIC: i32 = 101;
/// The exit code of a child that could not raise its walls, or lost its input or output.
pub(crate) const EXIT_BROKEN: i32 = 70;
/// The exit code of a trial child whose limits could not be set.
pub(crate) const EXIT_NO_LIMITS: i32 = 71;
/// The exit code of a trial child whose list of system calls could not be installed.
pub(crate) const EXIT_NO_SECCOMP: i32 = 72;

/// How the process of one item ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ending {
    /// It finished its work; the output is complete.
    Done,
    /// It looked at its input and refused it.
    Refused,
    /// It panicked, hit a bad address, or otherwise fell over.
    Crashed,
    /// It used up its processor time or its wall-clock time.
    TimedOut,
    /// It asked for more memory (or stack) than it may have.
    MemoryExceeded,
    /// It wrote more than it may.
    OutputExceeded,
    /// It made a system call that is not on the list.
    ForbiddenCall,
    /// Nobody can tell: the warm parent itself was gone. The item may be tried once more.
    Lost,
}

impl Ending {
    /// Reads an ending from what the kernel reports about the child.
    ///
    /// `overdue` says that we sent the kill ourselves. A `SIGKILL` we did not send comes from the
    /// kernel running out of memory. `SIGABRT` is how a Rust program ends when an allocation fails
    /// or its stack is used up; panics do not come here, they leave by [`EXIT_PANIC`].
    pub(crate) fn from_status(code: Option<i32>, signal: Option<i32>, overdue: bool) -> Self {
        match (code, signal) {
            (Some(0), _) => Self::Done,
            (Some(EXIT_REFUSED), _) => Self::Refused,
            (Some(_), _) => Self::Crashed,
            (None, Some(libc::SIGKILL)) if overdue => Self::TimedOut,
            (None, Some(libc::SIGXCPU)) => Self::TimedOut,
            (None, Some(libc::SIGKILL | libc::SIGABRT)) => Self::MemoryExceeded,
            (None, Some(libc::SIGXFSZ)) => Self::OutputExceeded,
            (None, Some(libc::SIGSYS)) => Self::ForbiddenCall,
            (None, _) => Self::Crashed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_has_its_own_cause() {
        let by_signal = |signal| Ending::from_status(None, Some(signal), false);
        assert_eq!(Ending::from_status(Some(0), None, false), Ending::Done);
        assert_eq!(
            Ending::from_status(Some(EXIT_REFUSED), None, false),
            Ending::Refused
        );
        assert_eq!(
            Ending::from_status(Some(EXIT_PANIC), None, false),
            Ending::Crashed
        );
        assert_eq!(
            Ending::from_status(None, Some(libc::SIGKILL), true),
            Ending::TimedOut
        );
        assert_eq!(by_signal(libc::SIGKILL), Ending::MemoryExceeded);
        assert_eq!(by_signal(libc::SIGABRT), Ending::MemoryExceeded);
        assert_eq!(by_signal(libc::SIGXCPU), Ending::TimedOut);
        assert_eq!(by_signal(libc::SIGXFSZ), Ending::OutputExceeded);
        assert_eq!(by_signal(libc::SIGSYS), Ending::ForbiddenCall);
        assert_eq!(by_signal(libc::SIGSEGV), Ending::Crashed);
        assert_eq!(Ending::from_status(None, None, false), Ending::Crashed);
    }

    #[test]
    fn a_child_that_finished_just_before_its_kill_is_still_done() {
        assert_eq!(Ending::from_status(Some(0), None, true), Ending::Done);
    }
}
