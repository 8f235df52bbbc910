//! The one question every caller of this crate asks of a failure: what can be done about it?

use std::error::Error;
use std::io;

/// What kind of failure it was, the same few words for every part of the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The disk is full. Nothing was kept; the same call succeeds once there is room again.
    Full,
    /// What was read back is not what was written.
    Damaged,
    /// Somebody else changed it first.
    Conflict,
    /// It was written by a newer program than this one.
    TooNew,
    /// The machine refused or broke: a later try may succeed.
    Unavailable,
    /// What the caller gave cannot be taken.
    Invalid,
}

impl ErrorKind {
    /// Tells a full disk from every other failure of the machine.
    pub fn of_io(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::Full,
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Self::Damaged,
            io::ErrorKind::InvalidInput => Self::Invalid,
            _ => Self::Unavailable,
        }
    }

    /// The same, looking down a whole chain of causes.
    pub fn of_chain(error: &(dyn Error + 'static)) -> Self {
        let mut next = Some(error);
        while let Some(error) = next {
            match error.downcast_ref::<io::Error>().map(Self::of_io) {
                None | Some(Self::Unavailable) => next = error.source(),
                Some(kind) => return kind,
            }
        }
        Self::Unavailable
    }

    /// A short stable word for logs and counters.
    pub fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Damaged => "damaged",
            Self::Conflict => "conflict",
            Self::TooNew => "too-new",
            Self::Unavailable => "unavailable",
            Self::Invalid => "invalid",
        }
    }
}
