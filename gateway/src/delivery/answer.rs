//! What the far side answers, and what the courier asks of the queue.

use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the far side answered for one item, once and for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The far side has committed; one outcome for each recipient of the item.
    Done(Vec<Outcome>),
    /// The far side will never take this bundle; the reason's code.
    Refused(String),
}

/// What became of one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The recipient as it stood in the envelope.
    pub to: String,
    /// What became of it.
    pub state: OutcomeState,
}

/// How the delivery to one recipient ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeState {
    /// It is in the recipient's mailbox, committed.
    Delivered,
    /// Nobody has this address (any more).
    UnknownRecipient,
    /// The address exists and takes no mail.
    Closed,
}

/// Who exists behind the gateway, as the inner node signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// Grows with every change.
    pub version: u64,
    /// When the inner node signed it.
    pub issued: Timestamp,
    /// Every address that takes mail.
    pub addresses: Vec<String>,
}

/// The queue as the courier sees it. Every call may block and is made off the runtime's own threads.
pub trait Shelf: Send + Sync + 'static {
    /// The sealed items not settled yet, oldest first.
    fn waiting(&self) -> Result<Vec<Uuid>, ShelfError>;

    /// An item's sealed bundle; `None` when it was settled or withdrawn meanwhile.
    fn sealed(&self, item: Uuid) -> Result<Option<Bytes>, ShelfError>;

    /// Records answers, all in one transaction, durable on return. Settling twice changes nothing.
    fn settle(&self, answers: &[(Uuid, Answer)]) -> Result<(), ShelfError>;

    /// Keeps a directory whose signature was checked, when it is newer than the one held.
    fn directory(&self, directory: Directory) -> Result<(), ShelfError>;
}

/// The queue could not do what the courier asked; the courier asks again a little later.
#[derive(Debug, thiserror::Error)]
#[error("{attempt}")]
pub struct ShelfError {
    attempt: &'static str,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl ShelfError {
    /// An error that says what was being attempted, and why it failed.
    pub fn new(
        attempt: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self {
            attempt,
            source: source.into(),
        }
    }
}
