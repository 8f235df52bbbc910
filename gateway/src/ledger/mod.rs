//! The ledger (受渡台帳): where every item is and was, and the sum that proves that nothing was lost.
//!
//! ```text
//!  intake, queue, courier ──notes──▶ writer ──one transaction for all──▶ store ──▶ account, control
//! ```
//! Promises: one row for every accepted item, with its steps and the fate of each recipient; rows are written beside
//! the road, many at a time, and an item's last word is durable before the far side's answer counts as settled.

mod account;
pub(crate) mod row;
mod writer;

use std::path::Path;
use std::sync::Arc;

use ed25519_dalek::{SigningKey, VerifyingKey};
use jiff::Timestamp;
use sekisho_platform::audit::{Audit, AuditError, Verified};
use sekisho_platform::store::{Direction, Store, StoreError, StoreSettings};
use uuid::Uuid;

pub use self::account::Account;
use self::row::{ItemRow, Items, KEPT, OPEN, Stage};
use self::writer::Writer;
pub(crate) use self::writer::{Entry, Judgement};
use crate::spool::{Place, Slip};

/// The ledger. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Ledger {
    store: Store,
    writer: Arc<Writer>,
}

/// How much of the ledger's store is kept in memory.
const CACHE: usize = 64 * 1024 * 1024;

impl Ledger {
    /// Opens the ledger in `file`.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        Self::on(Store::open_redb(
            file,
            &StoreSettings { cache_bytes: CACHE },
        )?)
    }

    /// A ledger in a store that is open already.
    pub(crate) fn on(store: Store) -> Result<Self, StoreError> {
        let writer = Arc::new(Writer::start(store.clone())?);
        Ok(Self { store, writer })
    }

    /// The store, for tables that lie beside the ledger.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Notes an item that was just accepted. The spool is its proof until the row is written.
    pub(crate) fn received(&self, slip: &Slip, place: Place) {
        self.note(Entry::row(slip.item, ItemRow::received(slip, place)));
    }

    /// Notes where an item is now; written soon.
    pub(crate) fn note(&self, entry: Entry) {
        self.writer.note(entry);
    }

    /// Writes the entries and everything noted before them; durable when this returns. Blocks.
    pub(crate) fn settle(&self, entries: Vec<Entry>) -> Result<(), StoreError> {
        self.writer.settle(entries)
    }

    /// The row of one item, as it is on the disk. Blocks.
    pub(crate) fn row(&self, item: Uuid) -> Result<Option<ItemRow>, StoreError> {
        self.settle(Vec::new())?;
        self.store.view(|view| view.get::<Items>(&item))
    }

    /// The latest items, newest first. Blocks.
    pub(crate) fn latest(&self, limit: usize) -> Result<Vec<(Uuid, ItemRow)>, StoreError> {
        self.settle(Vec::new())?;
        self.store
            .view(|view| view.range::<Items>(.., Direction::Down, limit))
    }

    /// The items at an open stage, oldest first. Blocks.
    pub(crate) fn at(
        &self,
        stage: Stage,
        limit: usize,
    ) -> Result<Vec<(Uuid, ItemRow)>, StoreError> {
        self.settle(Vec::new())?;
        self.store
            .view(|view| view.by_index::<Items>(OPEN, &stage.number(), Direction::Up, None, limit))
    }

    /// Items done before `before` whose originals are still kept, the oldest first. Blocks.
    pub(crate) fn outlived(
        &self,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<(Uuid, ItemRow)>, StoreError> {
        self.store
            .view(|view| view.index_range::<Items, Timestamp>(KEPT, ..before, Direction::Up, limit))
    }

    /// Walks the audit trail; with a key, checks its signed checkpoints too. Blocks.
    pub(crate) fn verify_audit(&self, key: &VerifyingKey) -> Result<Verified, AuditError> {
        self.settle(Vec::new())?;
        self.store.view(|view| Audit::verify(view, Some(key)))
    }

    /// Signs the audit trail up to now. Blocks.
    pub(crate) fn sign_audit(&self, key: &SigningKey) -> Result<(), StoreError> {
        self.settle(Vec::new())?;
        self.store.update(|tx| Audit::checkpoint(tx, key).map(drop))
    }

    /// The sum over everything ever accepted. Blocks.
    pub fn account(&self) -> Result<Account, StoreError> {
        self.settle(Vec::new())?;
        self.store.view(account::sum)
    }
}

#[cfg(test)]
mod tests;
