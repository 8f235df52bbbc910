//! The one reader of the change log. It asks each module whether a change concerns anybody, once for all pages.

use super::source::Sources;
use sekisho_platform::store::{Change, Store, StoreError, View};
use std::sync::Arc;
use tokio::sync::broadcast;
use tokio::task::AbortHandle;

/// How many changes a slow page may lag behind before it reads the log itself.
const BACKLOG: usize = 512;

/// How many changes are read at once.
const STRIDE: usize = 1_000;

/// A change that somebody may follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moved {
    /// The number of the change.
    pub sequence: u64,
    /// The place of its module among the sources.
    pub source: usize,
    /// Its topic.
    pub topic: Vec<u8>,
    /// What changed.
    pub key: Vec<u8>,
}

/// What of a change somebody may follow.
fn moved(sources: Sources, change: &Change) -> Option<Moved> {
    let mut asked = sources.iter().enumerate();
    asked.find_map(|(source, of)| {
        let (topic, key) = of.concerns(change)?;
        Some(Moved {
            sequence: change.sequence,
            source,
            topic,
            key,
        })
    })
}

/// The reader.
#[derive(Debug)]
pub(crate) struct Live {
    sender: broadcast::Sender<Arc<Moved>>,
    reader: AbortHandle,
    sources: Keep,
}

/// The sources, without a word of what they are.
struct Keep(Sources);

impl std::fmt::Debug for Keep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} sources", self.0.len())
    }
}

impl Live {
    /// Begins to follow; call within the runtime.
    pub(crate) fn follow(store: &Store, sources: Sources) -> Result<Self, StoreError> {
        let (sender, _) = broadcast::channel(BACKLOG);
        let mut latest = store.watch();
        let mut last = store.view(|tx| -> Result<u64, StoreError> { tx.last_sequence() })?;
        let (store, out) = (store.clone(), sender.clone());
        let task = tokio::spawn(async move {
            loop {
                match store
                    .blocking(move |store| store.view(|tx| tx.changes_since(last, STRIDE)))
                    .await
                {
                    Ok(changes) => {
                        let full = changes.len() >= STRIDE;
                        for change in changes {
                            last = change.sequence;
                            if let Some(moved) = moved(sources, &change) {
                                // Nobody looking is no fault.
                                let _ = out.send(Arc::new(moved));
                            }
                        }
                        if full {
                            continue;
                        }
                    }
                    Err(error) => {
                        tracing::warn!(code = "live-read", %error, "reading the change log");
                    }
                }
                if latest.changed().await.is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            sender,
            reader: task.abort_handle(),
            sources: Keep(sources),
        })
    }

    /// Everything from now on.
    pub(super) fn subscribe(&self) -> broadcast::Receiver<Arc<Moved>> {
        self.sender.subscribe()
    }

    /// The modules that are followed.
    pub(super) fn sources(&self) -> Sources {
        self.sources.0
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

/// What happened since a change, and the number of the latest change looked at.
pub(super) fn missed(
    tx: &View<'_>,
    sources: Sources,
    since: u64,
    most: usize,
) -> Result<(Vec<Arc<Moved>>, u64), StoreError> {
    let changes = tx.changes_since(since, most)?;
    let last = changes.last().map_or(since, |change| change.sequence);
    let moved = changes
        .iter()
        .filter_map(|change| moved(sources, change).map(Arc::new))
        .collect();
    Ok((moved, last))
}
