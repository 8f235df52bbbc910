//! How the log fails, each variant saying what was being attempted.

use std::io;
use std::sync::Arc;

use super::Place;
use crate::error::ErrorKind;

/// How the log fails.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// The disk is full. Nothing of the record was kept; the log goes on by itself once there is room.
    #[error("appending to the log: the disk is full")]
    Full,
    /// The segments could not be found or read when opening.
    #[error("opening the log")]
    Open(#[source] Arc<io::Error>),
    /// A group could not be made durable.
    #[error("appending to the log")]
    Append(#[source] Arc<io::Error>),
    /// A record could not be read back.
    #[error("reading {place} from the log")]
    Read {
        /// The record.
        place: Place,
        /// Why.
        #[source]
        source: Arc<io::Error>,
    },
    /// A segment could not be removed.
    #[error("removing segment {segment} of the log")]
    Remove {
        /// The segment.
        segment: u64,
        /// Why.
        #[source]
        source: Arc<io::Error>,
    },
    /// There is no such record, or not any more.
    #[error("there is no {place} in the log")]
    Unknown {
        /// The record asked for.
        place: Place,
    },
    /// What lies there is not what was written.
    #[error("the log is damaged at {segment}-{offset}")]
    Damaged {
        /// The segment.
        segment: u64,
        /// Where in it.
        offset: u64,
    },
    /// A record is larger than the log can hold.
    #[error("a record of {size} bytes is too large for the log")]
    TooLarge {
        /// Its size.
        size: usize,
    },
    /// The log was closed.
    #[error("the log is closed")]
    Closed,
}

impl LogError {
    /// What can be done about it.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Full => ErrorKind::Full,
            Self::Damaged { .. } => ErrorKind::Damaged,
            Self::Unknown { .. } | Self::TooLarge { .. } => ErrorKind::Invalid,
            Self::Open(source)
            | Self::Append(source)
            | Self::Read { source, .. }
            | Self::Remove { source, .. } => ErrorKind::of_io(source),
            Self::Closed => ErrorKind::Unavailable,
        }
    }

    pub(super) fn open(error: io::Error) -> Self {
        Self::Open(Arc::new(error))
    }

    pub(super) fn append(error: io::Error) -> Self {
        if ErrorKind::of_io(&error) == ErrorKind::Full {
            Self::Full
        } else {
            Self::Append(Arc::new(error))
        }
    }
}
