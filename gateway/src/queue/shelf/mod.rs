//! Cleared items on their way: sealed bytes in memory, bounded, until the far side has answered and the ledger says so.
//!
//! Nothing here is durable and nothing needs to be: after a crash an item is disarmed and sealed again from the spool,
//! and the far side knows it by its id. The bound is what slows the workers down while the link is down.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use sekisho_platform::clock::Clock;
use uuid::Uuid;

use super::item::{Cleared, Item};
use crate::delivery::bounce::Reason;
use crate::delivery::{self, Answer, Outcome, OutcomeState, ShelfError};
use crate::intake::directory::Directory;
use crate::ledger::row::{ItemRow, RecipientState, Stage};
use crate::ledger::{Entry, Ledger};

/// The shelf.
pub(crate) struct Shelf {
    ledger: Ledger,
    directory: Directory,
    clock: Arc<dyn Clock>,
    most_items: usize,
    most_bytes: usize,
    state: Mutex<State>,
    room: Condvar,
}

#[derive(Default)]
struct State {
    items: BTreeMap<Uuid, Aboard>,
    bytes: usize,
    stopping: bool,
}

struct Aboard {
    item: Item<Cleared>,
    row: ItemRow,
}

impl Shelf {
    pub(crate) fn new(
        ledger: Ledger,
        directory: Directory,
        clock: Arc<dyn Clock>,
        most_items: usize,
        most_bytes: usize,
    ) -> Self {
        let (state, room) = (Mutex::default(), Condvar::new());
        Self {
            ledger,
            directory,
            clock,
            most_items,
            most_bytes,
            state,
            room,
        }
    }

    /// Waits until another item may be taken in hand; false when the process stops.
    pub(super) fn wait_for_room(&self) -> bool {
        let full = |state: &mut State| {
            !state.stopping
                && (state.items.len() >= self.most_items || state.bytes >= self.most_bytes)
        };
        let state = self.room.wait_while(self.lock(), full);
        !state.unwrap_or_else(PoisonError::into_inner).stopping
    }

    /// Puts a cleared item on the shelf, with its row as the ledger was told, and offers it.
    pub(super) fn put(
        &self,
        item: Item<Cleared>,
        row: ItemRow,
        offer: impl FnOnce(&Item<Cleared>),
    ) {
        let mut state = self.lock();
        state.bytes = state.bytes.saturating_add(item.sealed().len());
        let id = item.id();
        let aboard = state.items.entry(id).insert_entry(Aboard { item, row });
        offer(&aboard.get().item);
    }

    /// How many items are on their way.
    pub(crate) fn len(&self) -> usize {
        self.lock().items.len()
    }

    /// Lets the workers go.
    pub(crate) fn stop(&self) {
        self.lock().stopping = true;
        self.room.notify_all();
    }

    fn take_off(&self, item: Uuid) -> Option<Item<Cleared>> {
        let mut state = self.lock();
        let aboard = state.items.remove(&item)?;
        state.bytes = state.bytes.saturating_sub(aboard.item.sealed().len());
        drop(state);
        self.room.notify_all();
        Some(aboard.item)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl delivery::Shelf for Shelf {
    fn waiting(&self) -> Result<Vec<Uuid>, ShelfError> {
        Ok(self.lock().items.keys().copied().collect())
    }

    fn sealed(&self, item: Uuid) -> Result<Option<Bytes>, ShelfError> {
        Ok(self
            .lock()
            .items
            .get(&item)
            .map(|aboard| aboard.item.sealed().clone()))
    }

    fn settle(&self, answers: &[(Uuid, Answer)]) -> Result<(), ShelfError> {
        let at = self.clock.now();
        let mut entries = Vec::with_capacity(answers.len());
        for (item, answer) in answers {
            // What is not on the shelf was settled before, or will be offered and answered again.
            let row = self.lock().items.get(item).map(|aboard| aboard.row.clone());
            if let Some(mut row) = row {
                let refused = answered(&mut row, at, answer);
                let notice = row.notice(*item, &refused);
                let entry = Entry::row(*item, row);
                entries.push(match notice {
                    Some(notice) => entry.telling(notice),
                    None => entry,
                });
            }
        }
        self.ledger
            .settle(entries)
            .map_err(|error| ShelfError::new("writing answers into the ledger", error))?;
        for (item, answer) in answers {
            let Some(cleared) = self.take_off(*item) else {
                continue;
            };
            match answer {
                Answer::Done(outcomes) => {
                    let delivered = cleared.delivered(outcomes.clone());
                    tracing::debug!(code = "delivered", item = %delivered.id(), recipients = delivered.outcomes().len());
                }
                Answer::Refused(why) => {
                    tracing::error!(code = "bundle-refused", item = %cleared.id(), why);
                }
            }
        }
        Ok(())
    }

    fn directory(&self, directory: delivery::Directory) -> Result<(), ShelfError> {
        let newer = self
            .directory
            .replace(directory.version, &directory.addresses)
            .map_err(|error| ShelfError::new("keeping the directory", error))?;
        if newer {
            tracing::info!(
                code = "directory",
                version = directory.version,
                "a newer directory"
            );
        }
        Ok(())
    }
}

/// Writes the far side's answer into the row; tells who was refused.
fn answered(row: &mut ItemRow, at: Timestamp, answer: &Answer) -> Vec<(String, Reason)> {
    let mut refused = Vec::new();
    match answer {
        Answer::Done(outcomes) => {
            for outcome in outcomes {
                let reason = Reason::of(outcome.state);
                refused.extend(reason.map(|reason| (outcome.to.clone(), reason)));
                recipient_answered(row, outcome);
            }
            // An answer that forgets a recipient leaves it with a person, not in the air.
            row.settle_waiting(RecipientState::Held, Some("no-answer"));
            let stage = if row.to.iter().any(|each| each.state == RecipientState::Held) {
                Stage::Held
            } else if row
                .to
                .iter()
                .all(|each| each.state == RecipientState::Refused)
            {
                Stage::Refused
            } else {
                Stage::Delivered
            };
            row.step(at, stage, None);
        }
        Answer::Refused(why) => {
            row.settle_waiting(RecipientState::Held, Some(why));
            row.step(at, Stage::Quarantined, Some(why));
        }
    }
    refused
}

fn recipient_answered(row: &mut ItemRow, outcome: &Outcome) {
    let (state, reason) = match outcome.state {
        OutcomeState::Delivered => (RecipientState::Delivered, None),
        OutcomeState::UnknownRecipient => (RecipientState::Refused, Some("unknown-recipient")),
        OutcomeState::Closed => (RecipientState::Refused, Some("closed")),
    };
    for each in row.to.iter_mut().filter(|each| each.to == outcome.to) {
        each.state = state;
        each.reason = reason.map(str::to_owned);
    }
}

/// How long to wait before an item is tried again, by how often it was.
pub(super) fn patience(tries: u32) -> Duration {
    Duration::from_secs(1_u64 << (2 * tries.min(6)))
}

#[cfg(test)]
mod tests;
