//! The one that keeps the index in step: it goes through everything once when there is no index, and follows the change
//! log ever after. It reads; nobody who writes waits for it.

use super::index::{Index, Text, Write};
use super::source::{Reading, Source};
use crate::text::fold::fold;
use sekisho_platform::blob::Blobs;
use sekisho_platform::disk::Disk;
use sekisho_platform::store::{Change, Store, StoreError, View};
use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::AbortHandle;

/// How many texts or changes are read in one state of the store: few, so that old states are not held.
const STRIDE: usize = 500;

/// How long it waits after a failure.
const AGAIN: Duration = Duration::from_secs(5);

/// The modules that are searched, in the order of the page.
pub(crate) type Sources = &'static [&'static dyn Source];

/// How the index cannot be kept in step.
#[derive(Debug, thiserror::Error)]
enum FollowError {
    /// The store failed.
    #[error("reading what is to be found")]
    Store(#[from] StoreError),
    /// The index's files failed.
    #[error("writing the index")]
    Index(#[from] io::Error),
}

/// The index, kept in step for as long as this is.
#[derive(Debug)]
pub(crate) struct Search {
    index: Arc<OnceLock<Index>>,
    reached: watch::Receiver<Option<u64>>,
    follower: AbortHandle,
}

impl Search {
    /// Begins to follow; call within the runtime.
    pub(crate) fn follow(
        store: &Store,
        blobs: &Blobs,
        disk: Arc<dyn Disk>,
        sources: Sources,
    ) -> Self {
        let index = Arc::new(OnceLock::new());
        let (told, reached) = watch::channel(None);
        let mut latest = store.watch();
        let mut follower = Follower {
            index: Arc::clone(&index),
            blobs: blobs.clone(),
            disk,
            sources,
            build: None,
        };
        let store = store.clone();
        let task = tokio::spawn(async move {
            loop {
                latest.borrow_and_update();
                let (back, step) = store
                    .blocking(move |store| {
                        let step = follower.step(store);
                        (follower, step)
                    })
                    .await;
                follower = back;
                match step {
                    Ok(Step { reached, more }) => {
                        // Nobody asking is no fault.
                        let _ = told.send(reached);
                        if more {
                            continue;
                        }
                        if latest.changed().await.is_err() {
                            return;
                        }
                    }
                    Err(error) => {
                        tracing::warn!(code = "search-follow", %error, "the index of search is behind");
                        tokio::time::sleep(AGAIN).await;
                    }
                }
            }
        });
        Self {
            index,
            reached,
            follower: task.abort_handle(),
        }
    }

    /// The index once everything is in it; nothing while it is being made.
    pub(super) fn ready(&self) -> Option<&Index> {
        self.index.get().filter(|_| self.reached.borrow().is_some())
    }

    /// Returns once everything up to a change can be found.
    #[cfg(test)]
    pub(crate) async fn caught_up(&self, sequence: u64) {
        let mut reached = self.reached.clone();
        let there = |reached: &Option<u64>| reached.is_some_and(|reached| reached >= sequence);
        reached.wait_for(there).await.expect("it follows");
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.follower.abort();
    }
}

/// How far a step led.
struct Step {
    reached: Option<u64>,
    more: bool,
}

/// Where the building stands.
struct Build {
    /// The state of the store it began from; what came later is followed afterwards.
    since: u64,
    source: usize,
    after: Option<Vec<u8>>,
}

struct Follower {
    index: Arc<OnceLock<Index>>,
    blobs: Blobs,
    disk: Arc<dyn Disk>,
    sources: Sources,
    build: Option<Build>,
}

impl Follower {
    fn step(&mut self, store: &Store) -> Result<Step, FollowError> {
        let opened = Arc::clone(&self.index);
        let index = if let Some(index) = opened.get() {
            index
        } else {
            let index = Index::open(Arc::clone(&self.disk))?;
            opened.get_or_init(|| index)
        };
        if self.build.is_none() {
            let position = index.position();
            let lost = match position {
                Some(position) => store.view(|tx| beyond_reach(tx, position))?,
                None => true,
            };
            if lost {
                tracing::info!(code = "search-build", "the index of search is made anew");
                index.clear()?;
                self.build = Some(Build {
                    since: store.view(|tx| -> Result<u64, StoreError> { tx.last_sequence() })?,
                    source: 0,
                    after: None,
                });
            }
        }
        match self.build.take() {
            Some(build) => self.build(store, index, build),
            None => self.catch_up(store, index),
        }
    }

    /// Takes the next texts of the whole in.
    fn build(
        &mut self,
        store: &Store,
        index: &Index,
        mut build: Build,
    ) -> Result<Step, FollowError> {
        let Some(source) = self.sources.get(build.source).copied() else {
            index.apply(Vec::new(), Some(build.since))?;
            index.compact()?;
            return Ok(Step {
                reached: Some(build.since),
                more: true,
            });
        };
        let (keys, writes) = store.view(|tx| -> Result<_, StoreError> {
            let keys = source.keys(tx, build.after.as_deref(), STRIDE)?;
            let writes = keys.iter().map(|key| self.write(tx, source, key));
            let writes = writes.collect::<Result<Vec<_>, _>>()?;
            Ok((keys, writes))
        })?;
        let puts = |write: &Write| matches!(write, Write::Put(_));
        // A failure here begins the building anew, so that no key comes twice.
        index.apply(writes.into_iter().filter(puts).collect(), None)?;
        match keys.last() {
            Some(last) if keys.len() == STRIDE => build.after = Some(last.clone()),
            _ => {
                build.source += 1;
                build.after = None;
            }
        }
        self.build = Some(build);
        Ok(Step {
            reached: None,
            more: true,
        })
    }

    /// Takes in what changed.
    fn catch_up(&self, store: &Store, index: &Index) -> Result<Step, FollowError> {
        let position = index.position().unwrap_or(0);
        let (writes, last, more) = store.view(|tx| -> Result<_, StoreError> {
            let changes = tx.changes_since(position, STRIDE)?;
            let more = changes.len() == STRIDE;
            // Changes that are not logged have numbers too: the end of the log is the end of the state.
            let last = match changes.last() {
                Some(change) if more => change.sequence,
                _ => tx.last_sequence()?,
            };
            Ok((self.writes(tx, &changes)?, last, more))
        })?;
        index.apply(writes, Some(last))?;
        Ok(Step {
            reached: Some(last),
            more,
        })
    }

    fn writes(&self, tx: &View<'_>, changes: &[Change]) -> Result<Vec<Write>, StoreError> {
        let mut keys = BTreeSet::new();
        for change in changes {
            for (at, source) in self.sources.iter().enumerate() {
                if let Some(key) = source.concerns(change) {
                    keys.insert((at, key));
                }
            }
        }
        let of = |(at, key): (usize, Vec<u8>)| {
            let source = self.sources.get(at).copied();
            source.map(|source| self.write(tx, source, &key))
        };
        keys.into_iter().filter_map(of).collect()
    }

    fn write(&self, tx: &View<'_>, source: &dyn Source, key: &[u8]) -> Result<Write, StoreError> {
        let reading = Reading {
            tx,
            blobs: &self.blobs,
        };
        let item = source.item(&reading, key)?;
        let key = super::text_key(source, key);
        Ok(match item {
            Some(item) => {
                let fields: Vec<&str> = item.fields.iter().map(|f| f.text.as_str()).collect();
                Write::Put(Text {
                    key,
                    scopes: item.scopes,
                    when: item.when,
                    folded: fold(&fields.join("\n")),
                })
            }
            None => Write::Remove(key),
        })
    }
}

/// Whether the log no longer reaches back to a place, or the store is another or an older one than was followed.
fn beyond_reach(tx: &View<'_>, position: u64) -> Result<bool, StoreError> {
    let last = tx.last_sequence()?;
    if last <= position {
        return Ok(last < position);
    }
    // The log is cut from its beginning: as long as it holds anything as old as the place, nothing after is missing.
    let first = tx.changes_since(0, 1)?;
    Ok(first
        .first()
        .is_none_or(|change| change.sequence > position + 1))
}
