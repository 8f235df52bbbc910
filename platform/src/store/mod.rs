//! Rows that survive: typed tables over one ordered, transactional map.
//!
//! ```text
//! Table, Key, Record ──▶ View / Update ──▶ group ──▶ engine: redb (the disk) or memory (tests)
//!                          │                 └──▶ watch: the latest durable change
//!                          └──▶ indexes, revisions and the change log, in the same transaction
//! ```
//!
//! A closure given to [`Store::update`] may run more than once and must do nothing but read and write through its
//! transaction. When `update` returns `Ok`, what it wrote survives a power cut; when it returns `Err`, nothing of it
//! was ever seen.

mod at_hand;
mod changes;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod crash;
mod engine;
mod error;
mod group;
mod key;
mod layout;
mod memory;
mod merge;
mod position;
mod redb;
mod table;
mod update;
mod view;

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

pub use changes::Change;
pub use engine::{Batch, Direction, Engine, Pair, Pairs, Snapshot, Span};
pub use error::{Cause, StoreError};
pub use key::{Key, Reverse, Starts, ToKey};
pub use position::{BadPosition, Position};
pub use table::{Indexes, Record, Revision, Table};
use tokio::sync::watch;
pub use update::Update;
pub use view::{Row, Rows, View};

use crate::disk::Disk;

/// How the embedded engine is to be opened.
#[derive(Debug, Clone)]
pub struct StoreSettings {
    /// How much of the file to keep in memory.
    pub cache_bytes: usize,
}

impl Default for StoreSettings {
    fn default() -> Self {
        Self {
            cache_bytes: 256 * 1024 * 1024,
        }
    }
}

/// The store. Clones share it.
#[derive(Debug, Clone)]
pub struct Store {
    groups: Arc<group::Groups>,
}

impl Store {
    /// Opens or creates the file at `path`; one process at a time.
    pub fn open_redb(path: &Path, settings: &StoreSettings) -> Result<Self, StoreError> {
        Self::on(Arc::new(redb::RedbEngine::open(path, settings)?))
    }

    /// The same in a file of `disk`, such as one that loses its power on purpose.
    pub fn open_disk(
        disk: Arc<dyn Disk>,
        name: &str,
        settings: &StoreSettings,
    ) -> Result<Self, StoreError> {
        Self::on(Arc::new(redb::RedbEngine::on_disk(disk, name, settings)?))
    }

    /// A store that forgets, for tests.
    pub fn memory() -> Self {
        match Self::on(Arc::new(memory::MemoryEngine::default())) {
            Ok(store) => store,
            Err(_) => unreachable!("an empty map always opens"),
        }
    }

    /// A store on any engine that keeps the contract.
    pub fn on(engine: Arc<dyn Engine>) -> Result<Self, StoreError> {
        Ok(Self {
            groups: Arc::new(group::Groups::new(engine)?),
        })
    }

    /// Reads one durable state. Blocks; keep it short, an old state holds its pages.
    pub fn view<R, E: From<StoreError>>(
        &self,
        question: impl Fn(&View<'_>) -> Result<R, E>,
    ) -> Result<R, E> {
        loop {
            let view = View::committed(self.groups.engine().snapshot()?);
            let answer = question(&view);
            if answer.is_ok() || !view.is_stale() {
                return answer;
            }
        }
    }

    /// The same, and keeps what it reads at hand for [`Self::at_hand`].
    pub fn view_keeping<R, E: From<StoreError>>(
        &self,
        question: impl Fn(&View<'_>) -> Result<R, E>,
    ) -> Result<R, E> {
        let at_hand = self.groups.at_hand();
        loop {
            let (ended, notes) = (at_hand.ended(), Rc::<RefCell<at_hand::Notes>>::default());
            let snapshot = self.groups.engine().snapshot()?;
            let noting = at_hand::Noting::new(snapshot, Rc::clone(&notes));
            let view = View::committed(Box::new(noting));
            let answer = question(&view);
            if answer.is_ok() {
                if let Ok(sequence) = view.last_sequence() {
                    at_hand.keep(notes.take(), (ended, sequence));
                }
                return answer;
            }
            if !view.is_stale() {
                return answer;
            }
        }
    }

    /// Like [`Self::at_hand`]; where something lacks, whether it was lacked before, so that it is worth its keeping by
    /// [`Self::view_keeping`].
    pub fn glance<R, E: From<StoreError>>(
        &self,
        question: impl Fn(&View<'_>) -> Result<R, E>,
    ) -> Result<Result<R, E>, bool> {
        let at_hand = self.groups.at_hand();
        let (glance, lacks) = at_hand.glance();
        let answer = question(&View::committed(Box::new(glance)));
        match &*lacks.borrow() {
            None => Ok(answer),
            Some(key) => Err(at_hand.lacked_before(key)),
        }
    }

    /// Answers from what is at hand, as [`Self::view`] would answer now; nothing where something of it is not. Never
    /// blocks for longer than the question itself takes.
    pub fn at_hand<R, E: From<StoreError>>(
        &self,
        question: impl Fn(&View<'_>) -> Result<R, E>,
    ) -> Option<Result<R, E>> {
        self.glance(question).ok()
    }

    /// Runs the closure and returns once what it wrote is durable. Blocks; many threads share one sync.
    pub fn update<R, E: From<StoreError>>(
        &self,
        work: impl Fn(&mut Update<'_>) -> Result<R, E>,
    ) -> Result<R, E> {
        self.groups.update(work)
    }

    /// Follows the number of the latest durable change.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.groups.watch()
    }

    /// Runs blocking work with the store on a thread made for that, for callers in async code.
    pub async fn blocking<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> R + Send + 'static,
    ) -> R {
        let store = self.clone();
        match tokio::task::spawn_blocking(move || work(&store)).await {
            Ok(value) => value,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // The runtime is going away; nobody will read an answer.
                Err(_) => std::future::pending().await,
            },
        }
    }
}
