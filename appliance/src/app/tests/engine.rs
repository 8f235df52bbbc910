//! A memory engine that counts every pair it hands out, and whose disk can be full.

use sekisho_platform::store::{Batch, Direction, Engine, Pairs, Snapshot, Span, StoreError};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// What it holds.
pub(crate) type Map = BTreeMap<Vec<u8>, Vec<u8>>;

/// The engine.
#[derive(Debug, Default)]
pub(crate) struct TestEngine {
    map: Mutex<Arc<Map>>,
    read: Arc<AtomicU64>,
    full: AtomicBool,
}

impl TestEngine {
    /// Another that holds the same.
    pub(crate) fn copy(&self) -> Self {
        Self {
            map: Mutex::new(self.all()),
            ..Self::default()
        }
    }

    /// Every pair as it lies here now.
    pub(crate) fn all(&self) -> Arc<Map> {
        Arc::clone(&self.map.lock().unwrap())
    }

    /// How many pairs were handed out so far.
    pub(crate) fn pairs_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Fills the disk, or makes room again.
    pub(crate) fn fill(&self, full: bool) {
        self.full.store(full, Ordering::Relaxed);
    }
}

impl Engine for TestEngine {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        Ok(Box::new(State(
            Arc::clone(&self.map.lock().unwrap()),
            Arc::clone(&self.read),
        )))
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        if self.full.load(Ordering::Relaxed) {
            return Err(StoreError::Full);
        }
        let mut map = self.map.lock().unwrap();
        let map = Arc::make_mut(&mut map);
        for (key, value) in batch {
            match value {
                Some(value) => map.insert(key.clone(), value.clone()),
                None => map.remove(key),
            };
        }
        Ok(())
    }
}

struct State(Arc<Map>, Arc<AtomicU64>);

impl Snapshot for State {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Ok(self.0.get(key).cloned())
    }

    fn scan(&self, span: &Span, direction: Direction) -> Result<Pairs<'_>, StoreError> {
        if span.is_empty() {
            return Ok(Box::new(std::iter::empty()));
        }
        let range = self.0.range(span.start.clone()..span.end.clone());
        let count = |(key, value): (&Vec<u8>, &Vec<u8>)| {
            self.1.fetch_add(1, Ordering::Relaxed);
            Ok((key.clone(), value.clone()))
        };
        Ok(match direction {
            Direction::Up => Box::new(range.map(count)),
            Direction::Down => Box::new(range.rev().map(count)),
        })
    }
}
