//! The engine for tests: a map in memory, every commit a new state, every snapshot an old one.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::engine::{Batch, Direction, Engine, Pairs, Snapshot, Span};
use crate::store::StoreError;

type Map = BTreeMap<Vec<u8>, Vec<u8>>;

/// Keeps everything in memory and forgets it at the end.
#[derive(Debug, Default)]
pub(super) struct MemoryEngine {
    map: RwLock<Arc<Map>>,
}

impl Engine for MemoryEngine {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        let map = Arc::clone(&self.map.read().unwrap_or_else(PoisonError::into_inner));
        Ok(Box::new(MemorySnapshot(map)))
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        let mut guard = self.map.write().unwrap_or_else(PoisonError::into_inner);
        let map = Arc::make_mut(&mut guard);
        for (key, value) in batch {
            match value {
                Some(value) => map.insert(key.clone(), value.clone()),
                None => map.remove(key),
            };
        }
        Ok(())
    }
}

struct MemorySnapshot(Arc<Map>);

impl Snapshot for MemorySnapshot {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.0.get(key).cloned())
    }

    fn scan(&self, span: &Span, direction: Direction) -> Result<Pairs<'_>, StoreError> {
        if span.is_empty() {
            return Ok(Box::new(std::iter::empty()));
        }
        let pairs = self
            .0
            .range(span.start.clone()..span.end.clone())
            .map(|(key, value)| Ok((key.clone(), value.clone())));
        Ok(match direction {
            Direction::Up => Box::new(pairs),
            Direction::Down => Box::new(pairs.rev()),
        })
    }
}
