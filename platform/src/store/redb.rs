//! The embedded engine: one redb file, two-phase commit (hostile content is stored), quick repair (reopening after
//! a power cut takes no walk through the file). The only place that knows redb.
//!
//! After a failed write redb refuses everything until it is opened again; so the engine closes it, and whoever
//! comes next opens it, in the last state that was committed. A new file is made under another name and gets its own
//! once it is whole: redb takes one whose making was interrupted for something else.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use redb::{
    AccessGuard, Builder, Database, ReadOnlyTable, ReadableDatabase, StorageBackend, StorageError,
    TableDefinition,
};

use super::engine::{Batch, Direction, Engine, Pair, Pairs, Snapshot, Span};
use crate::disk::{Disk, DiskFile};
use crate::store::{StoreError, StoreSettings};

const MAP: TableDefinition<'static, &'static [u8], &'static [u8]> = TableDefinition::new("map");

type Opener = Box<dyn Fn() -> Result<Database, StoreError> + Send + Sync>;

/// One redb file.
pub(super) struct RedbEngine {
    open: Opener,
    database: RwLock<Option<Arc<Database>>>,
    /// How often it was closed; a snapshot made before reads no more.
    closed: Arc<AtomicU64>,
}

impl RedbEngine {
    pub(super) fn open(path: &Path, settings: &StoreSettings) -> Result<Self, StoreError> {
        let (path, cache) = (path.to_owned(), settings.cache_bytes);
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        Self::with(Box::new(move || {
            let failed = |error| StoreError::open(&path, error);
            #[expect(clippy::disallowed_methods, reason = "this is the one adapter")]
            let open = |path: &Path| {
                let opened = Builder::new().set_cache_size(cache).create(path);
                opened.map_err(|error| opening(path, error))
            };
            if !fs::exists(&path).map_err(failed)? {
                let staged = path.with_added_extension("new");
                match fs::remove_file(&staged) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
                    _ => Ok(()),
                }?;
                ensure_map(&open(&staged)?)?;
                fs::rename(&staged, &path)
                    .and_then(|()| File::open(&folder)?.sync_all())
                    .map_err(failed)?;
            }
            open(&path)
        }))
    }

    /// On a disk other than the machine's own.
    pub(super) fn on_disk(
        disk: Arc<dyn Disk>,
        name: &str,
        settings: &StoreSettings,
    ) -> Result<Self, StoreError> {
        let (name, staged, cache) = (name.to_owned(), format!("{name}.new"), settings.cache_bytes);
        Self::with(Box::new(move || {
            let failed = |error| StoreError::open(Path::new(&name), error);
            #[expect(clippy::disallowed_methods, reason = "this is the one adapter")]
            let open = |file| {
                let opened = Builder::new()
                    .set_cache_size(cache)
                    .create_with_backend(OnDisk(file));
                opened.map_err(|error| opening(Path::new(&name), error))
            };
            let names = disk.list().map_err(failed)?;
            if !names.contains(&name) {
                if names.contains(&staged) {
                    disk.remove(&staged).map_err(failed)?;
                }
                ensure_map(&open(disk.create(&staged).map_err(failed)?)?)?;
                disk.rename(&staged, &name)
                    .and_then(|()| disk.sync())
                    .map_err(failed)?;
            }
            open(disk.open(&name).map_err(failed)?)
        }))
    }

    fn with(open: Opener) -> Result<Self, StoreError> {
        let engine = Self {
            open,
            database: RwLock::new(None),
            closed: Arc::default(),
        };
        engine.database()?;
        Ok(engine)
    }

    /// The open database; opens it when it was closed.
    fn database(&self) -> Result<Arc<Database>, StoreError> {
        if let Some(database) = &*self.database.read().unwrap_or_else(PoisonError::into_inner) {
            return Ok(Arc::clone(database));
        }
        let mut place = self
            .database
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(database) = &*place {
            return Ok(Arc::clone(database));
        }
        let database = Arc::new((self.open)()?);
        *place = Some(Arc::clone(&database));
        Ok(database)
    }

    /// Closes `failed` so that the next one opens it anew; it has to let go of the file first.
    fn close(&self, failed: Arc<Database>) {
        // Whoever waits for the lock must not be waited for.
        let known = Arc::downgrade(&failed);
        drop(failed);
        let mut place = self
            .database
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(mut open) = place.take_if(|open| known.as_ptr() == Arc::as_ptr(open)) else {
            return;
        };
        self.closed.fetch_add(1, Ordering::SeqCst);
        // Others hold it only for as long as it takes to begin a transaction.
        while let Err(held) = Arc::try_unwrap(open) {
            open = held;
            std::thread::yield_now();
        }
    }
}

fn opening(path: &Path, error: impl Into<redb::Error>) -> StoreError {
    match error.into() {
        redb::Error::Io(error) => StoreError::open(path, error),
        other => StoreError::open(path, other),
    }
}

fn committing(error: impl Into<redb::Error>) -> StoreError {
    match error.into() {
        redb::Error::Io(error) => StoreError::commit(error),
        other => StoreError::commit(other),
    }
}

fn reading(error: impl Into<redb::Error>) -> StoreError {
    match error.into() {
        redb::Error::Io(error) => StoreError::read(error),
        other => StoreError::read(other),
    }
}

fn ensure_map(database: &Database) -> Result<(), StoreError> {
    let snapshot = database.begin_read().map_err(reading)?;
    if snapshot.open_table(MAP).is_ok() {
        return Ok(());
    }
    drop(snapshot);
    write(database, &Batch::new())
}

fn write(database: &Database, batch: &Batch) -> Result<(), StoreError> {
    let mut writing = database.begin_write().map_err(committing)?;
    writing.set_two_phase_commit(true);
    writing.set_quick_repair(true);
    {
        let mut map = writing.open_table(MAP).map_err(committing)?;
        for (key, value) in batch {
            match value {
                Some(value) => map.insert(key.as_slice(), value.as_slice()),
                None => map.remove(key.as_slice()),
            }
            .map_err(committing)?;
        }
    }
    writing.commit().map_err(committing)
}

fn read(database: &Database) -> Result<ReadOnlyTable<&'static [u8], &'static [u8]>, StoreError> {
    let snapshot = database.begin_read().map_err(reading)?;
    snapshot.open_table(MAP).map_err(reading)
}

impl Engine for RedbEngine {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        let made = self.closed.load(Ordering::SeqCst);
        let database = self.database()?;
        let map = if let Ok(map) = read(&database) {
            map
        } else {
            self.close(database);
            read(&*self.database()?)?
        };
        Ok(Box::new(RedbSnapshot {
            map,
            made,
            closed: Arc::clone(&self.closed),
        }))
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        let database = self.database()?;
        let result = write(&database, batch);
        if result.is_err() {
            self.close(database);
        }
        result
    }
}

impl std::fmt::Debug for RedbEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RedbEngine")
    }
}

struct RedbSnapshot {
    map: ReadOnlyTable<&'static [u8], &'static [u8]>,
    made: u64,
    closed: Arc<AtomicU64>,
}

impl Snapshot for RedbSnapshot {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let found = self.map.get(key).map_err(reading)?;
        Ok(found.map(|value| value.value().to_vec()))
    }

    fn scan(&self, span: &Span, direction: Direction) -> Result<Pairs<'_>, StoreError> {
        if span.is_empty() {
            return Ok(Box::new(std::iter::empty()));
        }
        let range = self.map.range(span.start.as_slice()..span.end.as_slice());
        let pairs = range.map_err(reading)?;
        Ok(match direction {
            Direction::Up => Box::new(pairs.map(owned)),
            Direction::Down => Box::new(pairs.rev().map(owned)),
        })
    }

    fn is_stale(&self) -> bool {
        self.closed.load(Ordering::SeqCst) != self.made
    }
}

type Guard<'a> = AccessGuard<'a, &'static [u8]>;

fn owned(pair: Result<(Guard<'_>, Guard<'_>), StorageError>) -> Result<Pair, StoreError> {
    let (key, value) = pair.map_err(reading)?;
    Ok((key.value().to_vec(), value.value().to_vec()))
}

/// A file of a [`Disk`] as redb wants it.
#[derive(Debug)]
struct OnDisk(Arc<dyn DiskFile>);

impl StorageBackend for OnDisk {
    fn len(&self) -> io::Result<u64> {
        self.0.size()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read_at(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_size(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write_at(offset, data)
    }
}
