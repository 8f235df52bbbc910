//! Reading: one state of the store, seen whole and unchanging for as long as the closure runs.

use std::ops::RangeBounds;

use super::changes::{self, Change};
use super::engine::{Batch, Direction, Pairs, Snapshot, Span};
use super::key::{Key, ToKey};
use super::layout;
use super::merge::merged;
use super::position::Position;
use super::table::{Revision, Table, decode_key, decode_row};
use crate::store::StoreError;

/// A row as it is returned.
pub type Row<T> = (<T as Table>::Key, <T as Table>::Record);

/// Rows as they are returned, in order.
pub type Rows<T> = Vec<Row<T>>;

/// One state of the store.
pub struct View<'a> {
    snapshot: Box<dyn Snapshot>,
    group: [Option<&'a Batch>; 2],
    pub(super) own: Batch,
}

impl<'a> View<'a> {
    pub(super) fn committed(snapshot: Box<dyn Snapshot>) -> Self {
        Self::over(snapshot, [None, None])
    }

    /// `group`: what the open group and the one being committed wrote, the open one first.
    pub(super) fn over(snapshot: Box<dyn Snapshot>, group: [Option<&'a Batch>; 2]) -> Self {
        Self {
            snapshot,
            group,
            own: Batch::new(),
        }
    }

    /// The row under `key`.
    pub fn get<T: Table>(&self, key: &T::Key) -> Result<Option<T::Record>, StoreError> {
        Ok(self.get_with_revision::<T>(key)?.map(|(_, record)| record))
    }

    /// The row under `key` and the revision a form carries.
    pub fn get_with_revision<T: Table>(
        &self,
        key: &T::Key,
    ) -> Result<Option<(Revision, T::Record)>, StoreError> {
        self.raw(&layout::row(T::NAME, key))?
            .map(|bytes| decode_row::<T>(&bytes))
            .transpose()
    }

    /// True when there is such a row.
    pub fn contains<T: Table>(&self, key: &T::Key) -> Result<bool, StoreError> {
        Ok(self.raw(&layout::row(T::NAME, key))?.is_some())
    }

    /// Rows whose key lies within `bounds`, at most `limit`.
    pub fn range<T: Table>(
        &self,
        bounds: impl RangeBounds<T::Key>,
        direction: Direction,
        limit: usize,
    ) -> Result<Rows<T>, StoreError> {
        let span = layout::within(layout::rows(T::NAME), &bounds);
        self.rows::<T>(&span, direction, limit)
    }

    /// Rows whose key begins with `prefix` (the first parts of a tuple, or `()` for all), at most `limit`.
    pub fn prefix<T: Table>(
        &self,
        prefix: &impl ToKey,
        direction: Direction,
        limit: usize,
    ) -> Result<Rows<T>, StoreError> {
        let span = layout::under(layout::rows(T::NAME), prefix);
        self.rows::<T>(&span, direction, limit)
    }

    /// Rows that stand in `index` under `prefix`, in the order of the index and then of the key, at most `limit`;
    /// with `after`, only those beyond that position.
    pub fn by_index<T: Table>(
        &self,
        index: &str,
        prefix: &impl ToKey,
        direction: Direction,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<Rows<T>, StoreError> {
        let mut span = layout::under(layout::entries(T::NAME, index), prefix);
        if let Some(position) = after {
            position.cut(layout::entries(T::NAME, index), direction, &mut span);
        }
        self.entry_rows::<T>(&span, direction, limit)
    }

    /// Rows that stand in `index` within `bounds`. A bound may give only the first parts of the index's tuple.
    pub fn index_range<T: Table, K: ToKey>(
        &self,
        index: &str,
        bounds: impl RangeBounds<K>,
        direction: Direction,
        limit: usize,
    ) -> Result<Rows<T>, StoreError> {
        let span = layout::within(layout::entries(T::NAME, index), &bounds);
        self.entry_rows::<T>(&span, direction, limit)
    }

    /// The only or first row under `value` in `index`.
    pub fn find<T: Table>(
        &self,
        index: &str,
        value: &impl ToKey,
    ) -> Result<Option<Row<T>>, StoreError> {
        Ok(self
            .by_index::<T>(index, value, Direction::Up, None, 1)?
            .pop())
    }

    /// Only the keys of the rows under `prefix` in `index`.
    pub fn index_keys<T: Table>(
        &self,
        index: &str,
        prefix: &impl ToKey,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<T::Key>, StoreError> {
        let span = layout::under(layout::entries(T::NAME, index), prefix);
        self.scan(&span, direction)?
            .take(limit)
            .map(|pair| {
                pair.and_then(|(entry, length)| decode_key::<T>(primary::<T>(&entry, &length)?))
            })
            .collect()
    }

    /// How many rows the table has. Walks them all.
    pub fn count<T: Table>(&self) -> Result<u64, StoreError> {
        self.count_span(&layout::under(layout::rows(T::NAME), &()))
    }

    /// How many entries lie under `prefix` in `index`. Walks them.
    pub fn count_index<T: Table>(
        &self,
        index: &str,
        prefix: &impl ToKey,
    ) -> Result<u64, StoreError> {
        self.count_span(&layout::under(layout::entries(T::NAME, index), prefix))
    }

    /// Changes numbered higher than `sequence`, oldest first, at most `limit`.
    pub fn changes_since(&self, sequence: u64, limit: usize) -> Result<Vec<Change>, StoreError> {
        let Some(first) = sequence.checked_add(1) else {
            return Ok(Vec::new());
        };
        let span = Span {
            start: layout::change(first),
            end: vec![b'c' + 1],
        };
        self.scan(&span, Direction::Up)?
            .take(limit)
            .map(|pair| changes::decode(&pair?))
            .collect()
    }

    /// The number of the latest change in this state.
    pub fn last_sequence(&self) -> Result<u64, StoreError> {
        let Some(bytes) = self.raw(layout::LAST_SEQUENCE)? else {
            return Ok(0);
        };
        u64::from_key(&bytes).ok_or_else(|| StoreError::undecodable("last sequence", "its length"))
    }

    /// True when a failure may only mean that the engine was reopened meanwhile.
    pub(super) fn is_stale(&self) -> bool {
        self.snapshot.is_stale()
    }

    pub(super) fn raw(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        for layer in self.layers() {
            if let Some(written) = layer.get(key) {
                return Ok(written.clone());
            }
        }
        self.snapshot.get(key)
    }

    pub(super) fn scan(&self, span: &Span, direction: Direction) -> Result<Pairs<'_>, StoreError> {
        let base = self.snapshot.scan(span, direction)?;
        Ok(merged(self.layers(), base, span, direction))
    }

    fn layers(&self) -> impl Iterator<Item = &Batch> {
        std::iter::once(&self.own).chain(self.group.iter().copied().flatten())
    }

    fn count_span(&self, span: &Span) -> Result<u64, StoreError> {
        let mut count = 0_u64;
        for pair in self.scan(span, Direction::Up)? {
            pair?;
            count += 1;
        }
        Ok(count)
    }

    fn rows<T: Table>(
        &self,
        span: &Span,
        direction: Direction,
        limit: usize,
    ) -> Result<Rows<T>, StoreError> {
        let head = layout::rows(T::NAME);
        self.scan(span, direction)?
            .take(limit)
            .map(|pair| {
                let (key, bytes) = pair?;
                let key = key.get(head.len()..).unwrap_or_default();
                Ok((decode_key::<T>(key)?, decode_row::<T>(&bytes)?.1))
            })
            .collect()
    }

    fn entry_rows<T: Table>(
        &self,
        span: &Span,
        direction: Direction,
        limit: usize,
    ) -> Result<Rows<T>, StoreError> {
        let mut place = layout::rows(T::NAME);
        let head = place.len();
        let mut rows = Vec::new();
        for pair in self.scan(span, direction)?.take(limit) {
            let (entry, length) = pair?;
            let key = primary::<T>(&entry, &length)?;
            place.truncate(head);
            place.extend_from_slice(key);
            let bytes = self
                .raw(&place)?
                .ok_or_else(|| StoreError::undecodable(T::NAME, "an index names a missing row"))?;
            rows.push((decode_key::<T>(key)?, decode_row::<T>(&bytes)?.1));
        }
        Ok(rows)
    }
}

impl std::fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("View")
            .field("own writes", &self.own.len())
            .finish_non_exhaustive()
    }
}

/// The row's key at the end of an index entry.
fn primary<'e, T: Table>(entry: &'e [u8], length: &[u8]) -> Result<&'e [u8], StoreError> {
    u32::from_key(length)
        .and_then(|length| usize::try_from(length).ok())
        .and_then(|length| entry.len().checked_sub(length))
        .and_then(|start| entry.get(start..))
        .ok_or_else(|| StoreError::undecodable(T::NAME, "an index entry"))
}
