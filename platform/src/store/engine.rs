//! The narrow contract every engine keeps: an ordered map of bytes, snapshots, and one batch at a time that is
//! all there or not there at all.

use std::collections::BTreeMap;
use std::fmt::Debug;

use crate::store::StoreError;

/// Writes that belong together: `Some` puts, `None` removes.
pub type Batch = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// A key and what is stored under it.
pub type Pair = (Vec<u8>, Vec<u8>);

/// A walk over pairs in the order asked for.
pub type Pairs<'a> = Box<dyn Iterator<Item = Result<Pair, StoreError>> + 'a>;

/// Which way to walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the smallest key up.
    Up,
    /// From the largest key down.
    Down,
}

/// A half-open stretch of keys: `start` belongs to it, `end` does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The first key that may belong.
    pub start: Vec<u8>,
    /// The first key that no longer belongs.
    pub end: Vec<u8>,
}

impl Span {
    /// True when no key can belong.
    pub fn is_empty(&self) -> bool {
        self.start >= self.end
    }
}

/// A place that keeps bytes in order, durably.
pub trait Engine: Debug + Send + Sync + 'static {
    /// Everything committed so far, unchanged by what is committed later.
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError>;

    /// Applies the whole batch and returns once it would survive a power cut; on an error nothing of it is seen.
    fn commit(&self, batch: &Batch) -> Result<(), StoreError>;
}

/// One unchanging state of an [`Engine`].
pub trait Snapshot {
    /// What is stored under `key`.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// The pairs within `span`, in order.
    fn scan(&self, span: &Span, direction: Direction) -> Result<Pairs<'_>, StoreError>;

    /// True when the engine had to reopen since: reads may fail, and succeed with a new snapshot.
    fn is_stale(&self) -> bool {
        false
    }
}
