//! The start: what the spool and the ledger say is waiting goes back into the line.
//!
//! Promises: it depends on nothing but the spool and the ledger; every accepted mail is found, whatever was or was not
//! written down of it; doing it twice changes nothing.

use std::collections::HashSet;
use std::path::Path;

use jiff::Timestamp;
use sekisho_platform::store::StoreError;
use uuid::Uuid;

use super::slots::Slots;
use super::work::parked;
use super::{Queue, Ticket};
use crate::ledger::row::{ItemRow, RecipientState, Stage};
use crate::ledger::{Entry, Judgement, Ledger};
use crate::spool::{Place, Slip, Spool, SpoolError};

/// What was found at the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Recovered {
    /// Items that wait again.
    pub(crate) waiting: usize,
    /// Of these, items the ledger had not heard of yet.
    pub(crate) unwritten: usize,
    /// Items that were in work when the process died.
    pub(crate) suspects: usize,
    /// Items parked because they were in work once too often.
    pub(crate) parked: usize,
    /// Records of the spool that cannot be read.
    pub(crate) unreadable: usize,
    /// Items of the ledger whose original is gone.
    pub(crate) lost: usize,
    /// Files of messages that were never accepted.
    pub(crate) swept: usize,
}

/// The queue could not be rebuilt.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecoveryError {
    /// The spool could not be read.
    #[error("rebuilding the queue from the spool")]
    Spool(#[from] SpoolError),
    /// The ledger could not be read or written.
    #[error("rebuilding the queue from the ledger")]
    Ledger(#[from] StoreError),
    /// What was in work could not be read.
    #[error("reading what was in work")]
    Slots(#[source] std::io::Error),
}

/// One item found at the start.
struct Found {
    ticket: Ticket,
    row: ItemRow,
}

/// Puts everything that waits back into the queue.
pub(crate) fn recover(
    spool: &Spool,
    ledger: &Ledger,
    queue: &Queue,
    slots: &Path,
    tries: u32,
    at: Timestamp,
) -> Result<(Recovered, Slots), RecoveryError> {
    let (slots, in_work) = Slots::open(slots).map_err(RecoveryError::Slots)?;
    let mut recovered = Recovered::default();
    let (mut kept, mut open, mut outlived, mut failure) = (HashSet::new(), vec![], vec![], None);
    recovered.unreadable = spool.replay(|place, slip| {
        kept.insert(slip.item);
        match found(ledger, place, &slip) {
            Ok(Seen::Open { found, unwritten }) => {
                recovered.unwritten += usize::from(unwritten);
                open.push(*found);
            }
            Ok(Seen::Outlived) => outlived.push((place, slip.apart.then_some(slip.item))),
            Ok(Seen::Done) => {}
            Err(error) => failure = Some(error),
        }
    })?;
    if let Some(error) = failure {
        return Err(error.into());
    }
    for (place, apart) in outlived {
        spool.discard(place, apart)?;
    }
    let mut entries = lost(ledger, &kept, at)?;
    recovered.lost = entries.len();
    recovered.waiting = open.len();
    let mut suspects = Vec::new();
    for Found {
        mut ticket,
        mut row,
    } in open
    {
        let alone = in_work.alone == Some(ticket.item);
        if !alone && !in_work.together.contains(&ticket.item) {
            entries.push(Entry::row(ticket.item, row));
            queue.add(ticket);
            continue;
        }
        recovered.suspects += 1;
        // Only a death with nothing beside it says something of the item.
        ticket.tries += u32::from(alone);
        row.tries = ticket.tries;
        if ticket.tries >= tries {
            recovered.parked += 1;
            recovered.waiting -= 1;
            entries.push(parked(ticket, row, at, "process-died"));
        } else {
            row.step(at, Stage::Received, Some("process-died"));
            entries.push(Entry::row(ticket.item, row));
            suspects.push(ticket);
        }
    }
    suspects.sort_by_key(|ticket| ticket.tries);
    ledger.settle(entries)?;
    slots.clear().map_err(RecoveryError::Slots)?;
    for ticket in suspects {
        queue.suspect(ticket);
    }
    recovered.swept = spool.sweep(|item| Ok::<_, RecoveryError>(kept.contains(&item)))?;
    Ok((recovered, slots))
}

/// What the ledger says of a mail that lies in the spool.
enum Seen {
    Open { found: Box<Found>, unwritten: bool },
    Outlived,
    Done,
}

fn found(ledger: &Ledger, place: Place, slip: &Slip) -> Result<Seen, StoreError> {
    let known = ledger.row(slip.item)?;
    let unwritten = known.is_none();
    let row = known.unwrap_or_else(|| ItemRow::received(slip, place));
    if row.discarded {
        return Ok(Seen::Outlived);
    }
    if !row.stage.is_ours() {
        return Ok(Seen::Done);
    }
    let ticket = Ticket {
        tries: row.tries,
        ..Ticket::new(slip, place)
    };
    Ok(Seen::Open {
        found: Box::new(Found { ticket, row }),
        unwritten,
    })
}

/// Items that should be on their way and whose original is not in the spool: a person has to look.
fn lost(ledger: &Ledger, kept: &HashSet<Uuid>, at: Timestamp) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::new();
    for stage in [Stage::Received, Stage::Disarmed, Stage::Cleared] {
        for (item, mut row) in ledger.at(stage, usize::MAX)? {
            if kept.contains(&item) {
                continue;
            }
            row.settle_waiting(RecipientState::Held, Some("original-lost"));
            row.step(at, Stage::Quarantined, Some("original-lost"));
            let judgement = Judgement {
                at,
                actor: "queue".into(),
                act: "park",
                detail: "original-lost".into(),
            };
            entries.push(Entry::row(item, row).judged(judgement));
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests;
