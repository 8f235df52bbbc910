//! An item's place in the line: the little that must be in memory while it waits.

use std::hash::{DefaultHasher, Hash, Hasher};

use uuid::Uuid;

use crate::spool::{Place, Slip};

/// One waiting item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticket {
    pub(crate) item: Uuid,
    pub(crate) place: Place,
    pub(crate) size: u64,
    /// Whose turn it takes.
    pub(super) whose: u64,
    /// Tries that ended without an answer.
    pub(crate) tries: u32,
}

/// By size: small ones never wait for large ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Lane {
    Small,
    Middling,
    Large,
}

impl Lane {
    pub(super) const ALL: [Self; 3] = [Self::Small, Self::Middling, Self::Large];
}

const SMALL: u64 = 256 * 1024;
const MIDDLING: u64 = 4 * 1024 * 1024;

impl Ticket {
    pub(crate) fn new(slip: &Slip, place: Place) -> Self {
        Self::of(
            slip.item,
            place,
            slip.size,
            slip.to.first().map_or("", |first| first.to.as_str()),
            0,
        )
    }

    pub(super) fn of(item: Uuid, place: Place, size: u64, first: &str, tries: u32) -> Self {
        let mut hasher = DefaultHasher::new();
        first.hash(&mut hasher);
        Self {
            item,
            place,
            size,
            whose: hasher.finish(),
            tries,
        }
    }

    pub(super) fn lane(&self) -> Lane {
        if self.size <= SMALL {
            Lane::Small
        } else if self.size <= MIDDLING {
            Lane::Middling
        } else {
            Lane::Large
        }
    }
}
