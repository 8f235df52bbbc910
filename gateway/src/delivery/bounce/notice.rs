//! What is to be told to whom, and how far that has come.

use jiff::Timestamp;
use sekisho_platform::store::{Direction, Record, Rows, Store, StoreError, Table, Update};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::delivery::OutcomeState;

/// A notice to one sender about one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The item.
    pub item: Uuid,
    /// The envelope sender; empty for the null sender, who gets no notice.
    pub to: String,
    /// When the item was taken in, in milliseconds of Unix time.
    pub received: i64,
    /// The sender's ENVID, when one was given (RFC 3461).
    pub envelope_id: Option<String>,
    /// Who did not get it.
    pub failed: Vec<Failed>,
}

/// One recipient who did not get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// The recipient as it stood in the envelope.
    pub to: String,
    /// The recipient as the sender first wrote it (ORCPT), when that was told.
    pub original: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// Why a recipient did not get an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// Nobody has this address.
    UnknownRecipient,
    /// The address takes no mail.
    Closed,
    /// A tier rule refused the mail.
    Rule,
}

impl Reason {
    /// The reason for a recipient the far side turned away; `None` for one it took.
    pub fn of(state: OutcomeState) -> Option<Self> {
        match state {
            OutcomeState::Delivered => None,
            OutcomeState::UnknownRecipient => Some(Self::UnknownRecipient),
            OutcomeState::Closed => Some(Self::Closed),
        }
    }

    /// The enhanced status code (RFC 3463).
    pub(super) fn status(self) -> &'static str {
        match self {
            Self::UnknownRecipient => "5.1.1",
            Self::Closed => "5.2.1",
            Self::Rule => "5.7.1",
        }
    }
}

/// A notice and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) notice: Notice,
    pub(super) tries: u32,
    pub(super) state: State,
}

impl Record for Kept {}

/// How far a notice has come. Times are milliseconds of Unix time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum State {
    Pending { due: i64 },
    Sent { at: i64 },
    GivenUp { at: i64 },
}

/// The table of notices: by item, and within it in the order they were queued.
pub(super) struct Letters;

impl Table for Letters {
    const NAME: &'static str = "notices";
    type Key = (Uuid, u32);
    type Record = Kept;

    fn index(_key: &Self::Key, kept: &Kept, out: &mut sekisho_platform::store::Indexes) {
        if let State::Pending { due } = kept.state {
            out.add("by_due", &(due,));
        }
    }
}

/// The notices of an outer node.
#[derive(Debug, Clone)]
pub struct Notices {
    store: Store,
}

impl Notices {
    /// The notices in a store.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// Queues a notice in the transaction that records the refusal. False when the sender gets none: it is the null
    /// sender, or nobody failed.
    pub fn queue(update: &mut Update<'_>, notice: &Notice) -> Result<bool, StoreError> {
        if notice.to.is_empty() || notice.failed.is_empty() {
            return Ok(false);
        }
        let before = update.prefix::<Letters>(&(notice.item,), Direction::Down, 1)?;
        let number = before.first().map_or(0, |((_, number), _)| number + 1);
        let state = State::Pending {
            due: notice.received,
        };
        let kept = Kept {
            notice: notice.clone(),
            tries: 0,
            state,
        };
        update.put::<Letters>(&(notice.item, number), &kept)?;
        Ok(true)
    }

    /// How many notices wait to be sent. Blocks.
    pub fn pending(&self) -> Result<u64, StoreError> {
        self.store
            .view(|view| view.count_index::<Letters>("by_due", &()))
    }

    /// The notices due by `now`, the longest due first. Blocks.
    pub(super) fn due(&self, now: Timestamp, limit: usize) -> Result<Rows<Letters>, StoreError> {
        let until = (now.as_millisecond().saturating_add(1),);
        self.store
            .view(|view| view.index_range::<Letters, _>("by_due", ..until, Direction::Up, limit))
    }

    /// Writes down how far a notice has come. Blocks.
    pub(super) fn keep(&self, key: (Uuid, u32), kept: &Kept) -> Result<(), StoreError> {
        self.store
            .update(|update| update.put::<Letters>(&key, kept).map(drop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(in crate::delivery::bounce) fn notice(to: &str) -> Notice {
        let failed = Failed {
            to: "nobody@yamabiko.example".into(),
            original: None,
            reason: Reason::UnknownRecipient,
        };
        let item = Uuid::from_u128(7);
        Notice {
            item,
            to: to.into(),
            received: 1_000,
            envelope_id: None,
            failed: vec![failed],
        }
    }

    #[test]
    fn a_null_sender_gets_no_notice() {
        let store = Store::memory();
        let queued = store
            .update(|update| Notices::queue(update, &notice("")))
            .unwrap();
        assert!(!queued);
        assert_eq!(Notices::new(store).pending().unwrap(), 0);
    }

    #[test]
    fn a_second_refusal_of_the_same_item_is_a_second_notice() {
        let store = Store::memory();
        let notice = notice("kikaku@pref.example");
        store
            .update(|update| Notices::queue(update, &notice))
            .unwrap();
        store
            .update(|update| Notices::queue(update, &notice))
            .unwrap();
        let notices = Notices::new(store);
        assert_eq!(notices.pending().unwrap(), 2);
        let due = notices
            .due(Timestamp::from_millisecond(1_000).unwrap(), 10)
            .unwrap();
        assert_eq!(due.iter().map(|(key, _)| key.1).collect::<Vec<_>>(), [0, 1]);
        assert!(
            notices
                .due(Timestamp::from_millisecond(999).unwrap(), 10)
                .unwrap()
                .is_empty()
        );
    }
}
