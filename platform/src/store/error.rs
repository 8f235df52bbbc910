//! How the store fails, each variant saying what was being attempted.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::ErrorKind;
use crate::store::Revision;

/// A cause shared by everyone whose work was in the same group.
pub type Cause = Arc<dyn Error + Send + Sync>;

/// How the store fails.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The store's file could not be opened.
    #[error("opening the store at {}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Cause,
    },
    /// A read failed.
    #[error("reading from the store")]
    Read(#[source] Cause),
    /// A group of updates could not be made durable; none of it was kept.
    #[error("committing to the store")]
    Commit(#[source] Cause),
    /// The disk is full; nothing was kept, and the store goes on by itself once there is room.
    #[error("committing to the store: the disk is full")]
    Full,
    /// A row, index or change entry does not decode.
    #[error("decoding a row of `{table}`: {why}")]
    Decode {
        /// The table the row belongs to.
        table: String,
        /// What is wrong with it.
        why: String,
    },
    /// A record would not encode.
    #[error("encoding a row of `{table}`: {why}")]
    Encode {
        /// The table the row belongs to.
        table: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// A row has a version this program has no way to read.
    #[error("a row of `{table}` has version {found}, this program knows up to {known}")]
    Version {
        /// The table, or the record type, the row belongs to.
        table: &'static str,
        /// The version found.
        found: u8,
        /// The newest version known.
        known: u8,
    },
    /// The row is no longer the one the caller had read.
    #[error("a row of `{table}` was changed by somebody else")]
    Conflict {
        /// The table the row belongs to.
        table: &'static str,
        /// The revision the caller had read; `None` when it expected no row.
        expected: Option<Revision>,
        /// The revision found; `None` when there is no row.
        found: Option<Revision>,
    },
}

impl StoreError {
    /// What can be done about it.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Full => ErrorKind::Full,
            Self::Decode { .. } => ErrorKind::Damaged,
            Self::Version { .. } => ErrorKind::TooNew,
            Self::Conflict { .. } => ErrorKind::Conflict,
            Self::Encode { .. } => ErrorKind::Invalid,
            Self::Open { .. } | Self::Read(_) | Self::Commit(_) => ErrorKind::Unavailable,
        }
    }

    /// For [`crate::store::Record::upgrade`]: there is no such version.
    pub fn unknown_version(table: &'static str, found: u8, known: u8) -> Self {
        Self::Version {
            table,
            found,
            known,
        }
    }

    /// For [`crate::store::Record::upgrade`]: the old bytes do not decode.
    pub fn undecodable(table: impl Into<String>, why: impl ToString) -> Self {
        Self::Decode {
            table: table.into(),
            why: why.to_string(),
        }
    }

    pub(super) fn open(path: &Path, error: impl Error + Send + Sync + 'static) -> Self {
        match ErrorKind::of_chain(&error) {
            ErrorKind::Full => Self::Full,
            _ => Self::Open {
                path: path.to_owned(),
                source: Arc::new(error),
            },
        }
    }

    pub(super) fn commit(error: impl Error + Send + Sync + 'static) -> Self {
        match ErrorKind::of_chain(&error) {
            ErrorKind::Full => Self::Full,
            _ => Self::Commit(Arc::new(error)),
        }
    }

    pub(super) fn read(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Read(Arc::new(error))
    }
}
