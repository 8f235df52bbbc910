//! Writing: puts and removes that are seen by nobody until all of them are durable, and by nobody ever when the
//! closure fails.

use std::ops::Deref;

use super::changes;
use super::engine::Batch;
use super::key::ToKey;
use super::layout;
use super::table::{Indexes, Revision, Table, decode_row, encode_row, revision_of};
use super::view::View;
use crate::store::StoreError;

/// A transaction being written. Reads see its own writes.
#[derive(Debug)]
pub struct Update<'a> {
    view: View<'a>,
    sequence: u64,
}

impl<'a> Deref for Update<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

impl<'a> Update<'a> {
    pub(super) fn new(view: View<'a>, sequence: u64) -> Self {
        Self { view, sequence }
    }

    /// Writes the row, whatever was there before.
    pub fn put<T: Table>(
        &mut self,
        key: &T::Key,
        record: &T::Record,
    ) -> Result<Revision, StoreError> {
        let place = layout::row(T::NAME, key);
        let old = self.view.raw(&place)?;
        self.write::<T>(key, place, old.as_deref(), Some(record))
    }

    /// Writes the row only if it is still the one read: `expected` is its revision then, `None` for no row.
    pub fn put_if<T: Table>(
        &mut self,
        key: &T::Key,
        record: &T::Record,
        expected: Option<Revision>,
    ) -> Result<Revision, StoreError> {
        let place = layout::row(T::NAME, key);
        let old = self.view.raw(&place)?;
        let found = old.as_deref().map(revision_of::<T>).transpose()?;
        if found != expected {
            return Err(StoreError::Conflict {
                table: T::NAME,
                expected,
                found,
            });
        }
        self.write::<T>(key, place, old.as_deref(), Some(record))
    }

    /// Removes the row; false when there was none.
    pub fn remove<T: Table>(&mut self, key: &T::Key) -> Result<bool, StoreError> {
        let place = layout::row(T::NAME, key);
        let Some(old) = self.view.raw(&place)? else {
            return Ok(false);
        };
        self.write::<T>(key, place, Some(&old), None)?;
        Ok(true)
    }

    /// Forgets up to `limit` changes numbered `upto` or lower; returns how many.
    pub fn trim_changes(&mut self, upto: u64, limit: usize) -> Result<usize, StoreError> {
        let span = super::engine::Span {
            start: layout::change(0),
            end: layout::behind(layout::change(upto)),
        };
        let keys: Vec<Vec<u8>> = self
            .view
            .scan(&span, super::Direction::Up)?
            .take(limit)
            .map(|pair| pair.map(|(key, _)| key))
            .collect::<Result<_, _>>()?;
        let count = keys.len();
        self.view
            .own
            .extend(keys.into_iter().map(|key| (key, None)));
        Ok(count)
    }

    /// What was written and the last sequence number given.
    pub(super) fn finish(self) -> (Batch, u64) {
        let Self { mut view, sequence } = self;
        if !view.own.is_empty() {
            view.own
                .insert(layout::LAST_SEQUENCE.to_vec(), Some(sequence.to_key()));
        }
        (view.own, sequence)
    }

    fn write<T: Table>(
        &mut self,
        key: &T::Key,
        place: Vec<u8>,
        old: Option<&[u8]>,
        new: Option<&T::Record>,
    ) -> Result<Revision, StoreError> {
        self.sequence += 1;
        let revision = self.sequence;
        let bytes = new
            .map(|record| encode_row::<T>(revision, record))
            .transpose()?;
        let encoded = key.to_key();
        let length = u32::try_from(encoded.len()).map_err(|_| StoreError::Encode {
            table: T::NAME,
            why: "its key is too long".into(),
        })?;

        let old = old.map(decode_row::<T>).transpose()?;
        let before = old.map(|(_, record)| entries::<T>(key, &record, &encoded));
        let mut before = before.unwrap_or_default();
        let after = new
            .map(|record| entries::<T>(key, record, &encoded))
            .unwrap_or_default();
        before.retain(|entry| !after.contains(entry));

        let own = &mut self.view.own;
        own.extend(before.into_iter().map(|entry| (entry, None)));
        own.extend(
            after
                .into_iter()
                .map(|entry| (entry, Some(length.to_key()))),
        );
        if T::LOGGED {
            let change = changes::encode(T::NAME, &encoded, bytes.is_some())?;
            own.insert(layout::change(revision), Some(change));
        }
        own.insert(place, bytes);
        Ok(revision)
    }
}

/// The full index entries of a row.
fn entries<T: Table>(key: &T::Key, record: &T::Record, encoded: &[u8]) -> Vec<Vec<u8>> {
    let mut indexes = Indexes::default();
    T::index(key, record, &mut indexes);
    let entries = indexes.into_entries().into_iter().map(|(name, value)| {
        let mut entry = layout::entries(T::NAME, name);
        entry.extend_from_slice(&value);
        entry.extend_from_slice(encoded);
        entry
    });
    entries.collect()
}
