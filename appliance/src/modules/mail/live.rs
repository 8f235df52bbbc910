//! What changes in mailboxes while people look at them. One reader follows the change log for everybody; each open
//! page gets what concerns its mailbox, and a page that was away says what it saw last and gets the rest.

use super::model::{MailboxId, MessageId};
use super::table::Entries;
use sekisho_platform::store::{Store, StoreError, View};
use tokio::sync::broadcast;
use tokio::task::AbortHandle;

/// How many changes a slow page may lag behind before it reads the log itself.
const BACKLOG: usize = 512;

/// How many changes are read at once.
const STRIDE: usize = 1_000;

/// One mail of one mailbox was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moved {
    /// The number of the change.
    pub sequence: u64,
    /// Whose.
    pub mailbox: MailboxId,
    /// Which.
    pub id: MessageId,
}

/// The one reader of the change log.
#[derive(Debug)]
pub(crate) struct Live {
    sender: broadcast::Sender<Moved>,
    reader: AbortHandle,
}

impl Live {
    /// Begins to follow; call within the runtime.
    pub(crate) fn follow(store: &Store) -> Result<Self, StoreError> {
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
                            if let Some((mailbox, id)) = change.key_of::<Entries>() {
                                // Nobody looking is no fault.
                                let _ = out.send(Moved {
                                    sequence: last,
                                    mailbox,
                                    id,
                                });
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
        })
    }

    /// Everything from now on.
    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Moved> {
        self.sender.subscribe()
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

/// What happened in one mailbox since a change, and the number of the latest change of all.
pub(super) fn missed(
    tx: &View<'_>,
    mailbox: MailboxId,
    since: u64,
    most: usize,
) -> Result<(Vec<Moved>, u64), StoreError> {
    let changes = tx.changes_since(since, most)?;
    let last = changes.last().map_or(since, |change| change.sequence);
    let moved = changes
        .iter()
        .filter_map(|change| {
            let (of, id) = change.key_of::<Entries>()?;
            (of == mailbox).then_some(Moved {
                sequence: change.sequence,
                mailbox,
                id,
            })
        })
        .collect();
    Ok((moved, last))
}
