//! Writes the ledger's rows, as many together as came while the last ones were being synced.

use sekisho_platform::store::Store;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::ledger::{Answered, Ledger};

/// How many rows go into one transaction at most.
const AT_ONCE: usize = 512;

/// The way to the ledger. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Recorder {
    rows: mpsc::Sender<Row>,
}

#[derive(Debug)]
struct Row {
    item: Uuid,
    answered: Answered,
    durable: oneshot::Sender<bool>,
}

impl Recorder {
    /// Begins to record. Call within the runtime.
    pub(super) fn start(store: Store) -> Self {
        let (rows, queued) = mpsc::channel(AT_ONCE);
        tokio::spawn(record(store, queued));
        Self { rows }
    }

    /// Records one row; true once it is durable, false when the disk would not take it.
    pub(super) async fn record(&self, item: Uuid, answered: Answered) -> bool {
        let (durable, recorded) = oneshot::channel();
        self.rows
            .send(Row {
                item,
                answered,
                durable,
            })
            .await
            .is_ok()
            && recorded.await.unwrap_or(false)
    }
}

async fn record(store: Store, mut queued: mpsc::Receiver<Row>) {
    let mut batch = Vec::new();
    while queued.recv_many(&mut batch, AT_ONCE).await > 0 {
        let (rows, waiting): (Vec<_>, Vec<_>) = batch
            .drain(..)
            .map(|row| ((row.item, row.answered), row.durable))
            .unzip();
        let recorded = store
            .blocking(move |store| Ledger::new(store.clone()).record(&rows))
            .await;
        if let Err(error) = &recorded {
            tracing::error!(code = "ledger", kind = error.kind().code(), %error, "recording answers");
        }
        for durable in waiting {
            // Whoever asked may be gone with its connection.
            let _ = durable.send(recorded.is_ok());
        }
    }
}
