//! The embedded engine: one redb file, two-phase commit (hostile content is stored), quick repair (reopening after
//! a power cut takes no walk through the file). The only place that knows redb.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use redb::{AccessGuard, Builder, Database, ReadOnlyTable, ReadableDatabase, TableDefinition};

use super::engine::{Batch, Direction, Engine, Pair, Pairs, Snapshot, Span};
use crate::store::{StoreError, StoreSettings};

const MAP: TableDefinition<'static, &'static [u8], &'static [u8]> = TableDefinition::new("map");

type Opener = Box<dyn Fn() -> Result<Database, StoreError> + Send + Sync>;

/// One redb file.
pub(super) struct RedbEngine {
    open: Opener,
    database: RwLock<Option<Arc<Database>>>,
    /// Held by whoever commits or reopens.
    writing: Mutex<()>,
}

impl RedbEngine {
    pub(super) fn open(path: &Path, settings: &StoreSettings) -> Result<Self, StoreError> {
        let (path, cache) = (path.to_owned(), settings.cache_bytes);
        Self::with(Box::new(move || {
            #[expect(clippy::disallowed_methods, reason = "this is the one adapter")]
            let opened = Builder::new().set_cache_size(cache).create(&path);
            opened.map_err(|error| StoreError::Open {
                path: path.clone(),
                source: Arc::new(error),
            })
        }))
    }

    fn with(open: Opener) -> Result<Self, StoreError> {
        let engine = Self {
            open,
            database: RwLock::new(None),
            writing: Mutex::new(()),
        };
        engine.reopen()?;
        Ok(engine)
    }

    fn reopen(&self) -> Result<Arc<Database>, StoreError> {
        let mut place = self
            .database
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        // The old one must let go of the file first.
        *place = None;
        let database = Arc::new((self.open)()?);
        ensure_map(&database)?;
        *place = Some(Arc::clone(&database));
        Ok(database)
    }

    fn database(&self) -> Result<Arc<Database>, StoreError> {
        let place = self.database.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(database) = &*place {
            return Ok(Arc::clone(database));
        }
        drop(place);
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.reopen()
    }
}

fn ensure_map(database: &Database) -> Result<(), StoreError> {
    let reading = database.begin_read().map_err(StoreError::read)?;
    if reading.open_table(MAP).is_ok() {
        return Ok(());
    }
    drop(reading);
    write(database, &Batch::new())
}

fn write(database: &Database, batch: &Batch) -> Result<(), StoreError> {
    let mut writing = database.begin_write().map_err(StoreError::commit)?;
    writing.set_two_phase_commit(true);
    writing.set_quick_repair(true);
    {
        let mut map = writing.open_table(MAP).map_err(StoreError::commit)?;
        for (key, value) in batch {
            match value {
                Some(value) => map.insert(key.as_slice(), value.as_slice()),
                None => map.remove(key.as_slice()),
            }
            .map_err(StoreError::commit)?;
        }
    }
    writing.commit().map_err(StoreError::commit)
}

impl Engine for RedbEngine {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        let reading = self.database()?.begin_read().map_err(StoreError::read)?;
        let map = reading.open_table(MAP).map_err(StoreError::read)?;
        Ok(Box::new(RedbSnapshot(map)))
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        let database = self.database()?;
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let result = write(&database, batch);
        drop(database);
        if result.is_err() {
            // After a failed write redb refuses everything; what is on the disk is the last good state.
            *self
                .database
                .write()
                .unwrap_or_else(PoisonError::into_inner) = None;
        }
        result
    }
}

impl std::fmt::Debug for RedbEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RedbEngine")
    }
}

struct RedbSnapshot(ReadOnlyTable<&'static [u8], &'static [u8]>);

impl Snapshot for RedbSnapshot {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let found = self.0.get(key).map_err(StoreError::read)?;
        Ok(found.map(|value| value.value().to_vec()))
    }

    fn scan(&self, span: &Span, direction: Direction) -> Result<Pairs<'_>, StoreError> {
        if span.is_empty() {
            return Ok(Box::new(std::iter::empty()));
        }
        let range = self.0.range(span.start.as_slice()..span.end.as_slice());
        let pairs = range.map_err(StoreError::read)?;
        Ok(match direction {
            Direction::Up => Box::new(pairs.map(owned)),
            Direction::Down => Box::new(pairs.rev().map(owned)),
        })
    }
}

type Guard<'a> = AccessGuard<'a, &'static [u8]>;

fn owned(pair: Result<(Guard<'_>, Guard<'_>), redb::StorageError>) -> Result<Pair, StoreError> {
    let (key, value) = pair.map_err(StoreError::read)?;
    Ok((key.value().to_vec(), value.value().to_vec()))
}
