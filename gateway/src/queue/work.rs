//! The workers: each takes an item, has it disarmed, asks the rules, and hands it on or puts it aside.
//!
//! Promises: whatever happens to one item happens to it alone; an item is tried a few times and then parked with its
//! reason; what cannot be decided is held.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;

use sekisho_ir::Reason;
use sekisho_platform::clock::Clock;

use super::item::{ClearError, Disarmed, Item, Tools};
use super::shelf::{Shelf, patience};
use super::slots::{Slot, Slots};
use super::ticket::Lane;
use super::{Queue, Taken, Ticket};
use crate::approval::evidence::Clearance;
use crate::delivery::{Courier, bounce};
use crate::ledger::row::{ItemRow, RecipientState, Stage};
use crate::ledger::{Entry, Judgement, Ledger};
use crate::outer::config::Work;
use crate::rules::{Action, Subject, Table};
use crate::spool::{Spool, SpoolError};
use crate::trouble::Chain;

/// Everything a worker needs.
pub(crate) struct Bench {
    pub(crate) queue: Arc<Queue>,
    pub(crate) spool: Arc<Spool>,
    pub(crate) ledger: Ledger,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) courier: Courier,
    pub(crate) tools: Tools,
    pub(crate) rules: Table,
    pub(crate) slots: Slots,
    pub(crate) clock: Arc<dyn Clock>,
    /// Tries after which an item is parked.
    pub(crate) tries: u32,
}

/// Why an item could not be walked to its end.
#[derive(Debug, thiserror::Error)]
enum WalkError {
    /// Its original could not be read.
    #[error("reading an item's original")]
    Original(#[source] SpoolError),
    /// It was disarmed and could not be sealed.
    #[error("clearing an item")]
    Clear(#[source] ClearError),
    /// The reader or the writer broke on it.
    #[error("disarming an item: {0}")]
    Broke(Reason),
    /// A fault of ours.
    #[error("a worker panicked on an item")]
    Panic,
}

impl WalkError {
    fn code(&self) -> &'static str {
        match self {
            Self::Original(_) => "original-unreadable",
            Self::Clear(_) => "unsealable",
            Self::Broke(reason) => reason.code(),
            Self::Panic => "panic",
        }
    }
}

impl Bench {
    /// Starts the workers; they end when the queue is stopped.
    pub(crate) fn start(self: &Arc<Self>, work: &Work) -> std::io::Result<Vec<JoinHandle<()>>> {
        let mut workers = Vec::new();
        for lane in Lane::ALL {
            let count = match lane {
                Lane::Small => work.small,
                Lane::Middling => work.middling,
                Lane::Large => work.large,
            };
            for _ in 0..count {
                let (bench, number) = (Arc::clone(self), workers.len());
                let worker = std::thread::Builder::new()
                    .name(format!("work-{number}"))
                    .spawn(move || bench.work(number, lane))?;
                workers.push(worker);
            }
        }
        Ok(workers)
    }

    fn work(&self, worker: usize, lane: Lane) {
        while self.shelf.wait_for_room() {
            let Some(Taken { ticket, alone }) = self.queue.take(lane) else {
                return;
            };
            let slot = if alone {
                Slot::Alone
            } else {
                Slot::Worker(worker)
            };
            if let Err(error) = self.slots.begin(slot, ticket.item, lane == Lane::Large) {
                tracing::error!(code = "slots", error = %Chain(&error));
            }
            let walked = catch_unwind(AssertUnwindSafe(|| self.walk(ticket)));
            if let Err(error) = walked.unwrap_or(Err(WalkError::Panic)) {
                self.failed(ticket, &error);
            }
            if let Err(error) = self.slots.end(slot) {
                tracing::error!(code = "slots", error = %Chain(&error));
            }
            self.queue.done();
        }
    }

    /// Takes one item as far as it goes.
    fn walk(&self, ticket: Ticket) -> Result<(), WalkError> {
        let original = self.spool.read(ticket.place).map_err(WalkError::Original)?;
        let row = self.row(ticket, || ItemRow::received(&original.slip, ticket.place));
        let item = Item::received(original, ticket.place, &self.tools.crossing);
        let item = item.disarm(&self.tools);
        let broke = item
            .unwritten()
            .or(item.report().held)
            .filter(|reason| breaks(*reason));
        if let Some(reason) = broke
            && ticket.tries + 1 < self.tries
        {
            return Err(WalkError::Broke(reason));
        }
        self.decide(item, row)
    }

    fn decide(&self, item: Item<Disarmed>, mut row: ItemRow) -> Result<(), WalkError> {
        let (at, digest) = (self.clock.now(), item.digest());
        row.step(at, Stage::Disarmed, item.report().held.map(Reason::code));
        row.digest = Some(*digest.as_bytes());
        let decision = self.rules.decide(&subject(&item));
        row.rule = Some(decision.rule().to_owned());
        let judgement = Judgement {
            at,
            actor: format!("rule:{}", decision.rule()),
            act: decision.action().code(),
            detail: format!("digest {digest}"),
        };
        if let Some(reason) = item.unwritten() {
            self.put_aside(
                &item,
                row,
                (Stage::Held, RecipientState::Held),
                reason.code(),
                judgement,
            );
            return Ok(());
        }
        let Some(clearance) = Clearance::by_rule(&decision, digest) else {
            let aside = aside(decision.action());
            self.put_aside(&item, row, aside, decision.rule(), judgement);
            return Ok(());
        };
        let id = item.id();
        let cleared = item
            .clear(clearance, &self.tools)
            .map_err(WalkError::Clear)?;
        row.step(at, Stage::Cleared, Some(decision.rule()));
        self.ledger
            .note(Entry::row(id, row.clone()).judged(judgement));
        self.shelf
            .put(cleared, row, |cleared| self.courier.offer(cleared));
        Ok(())
    }

    /// What does not pass: held, kept away, or refused.
    fn put_aside(
        &self,
        item: &Item<Disarmed>,
        mut row: ItemRow,
        (stage, state): (Stage, RecipientState),
        why: &str,
        judgement: Judgement,
    ) {
        row.settle_waiting(state, Some(why));
        row.step(judgement.at, stage, Some(why));
        let refused: Vec<_> = match state {
            RecipientState::Refused => row
                .to
                .iter()
                .map(|each| (each.to.clone(), bounce::Reason::Rule))
                .collect(),
            _ => Vec::new(),
        };
        let notice = row.notice(item.id(), &refused);
        let entry = Entry::row(item.id(), row).judged(judgement);
        self.ledger.note(match notice {
            Some(notice) => entry.telling(notice),
            None => entry,
        });
    }

    /// Tries the item again later, or parks it when it was tried often enough.
    fn failed(&self, ticket: Ticket, error: &WalkError) {
        tracing::warn!(code = error.code(), item = %ticket.item, tries = ticket.tries + 1, error = %Chain(error));
        let ticket = Ticket {
            tries: ticket.tries + 1,
            ..ticket
        };
        let Some(mut row) = self.known_row(ticket) else {
            // Without its row nothing can be said of it; it stays ours and is tried again.
            self.queue.later(ticket, patience(ticket.tries));
            return;
        };
        row.tries = ticket.tries;
        if ticket.tries < self.tries {
            row.step(self.clock.now(), Stage::Received, Some(error.code()));
            self.ledger.note(Entry::row(ticket.item, row));
            self.queue.later(ticket, patience(ticket.tries));
            return;
        }
        self.ledger
            .note(parked(ticket, row, self.clock.now(), error.code()));
    }

    /// The item's row: for one that was never tried it is made from what the spool says.
    fn row(&self, ticket: Ticket, fresh: impl FnOnce() -> ItemRow) -> ItemRow {
        if ticket.tries == 0 {
            return fresh();
        }
        self.known_row(ticket).unwrap_or_else(fresh)
    }

    fn known_row(&self, ticket: Ticket) -> Option<ItemRow> {
        self.ledger.row(ticket.item).unwrap_or_else(|error| {
            tracing::error!(code = "ledger", error = %Chain(&error));
            None
        })
    }
}

/// The last word on an item that breaks whoever touches it.
pub(super) fn parked(
    ticket: Ticket,
    mut row: ItemRow,
    at: jiff::Timestamp,
    code: &'static str,
) -> Entry {
    row.settle_waiting(RecipientState::Held, Some(code));
    row.step(at, Stage::Quarantined, Some(code));
    let judgement = Judgement {
        at,
        actor: "queue".into(),
        act: "park",
        detail: format!("{code} after {} tries", ticket.tries),
    };
    Entry::row(ticket.item, row).judged(judgement)
}

/// Where what does not pass goes.
fn aside(action: &Action) -> (Stage, RecipientState) {
    match action {
        Action::Refuse => (Stage::Refused, RecipientState::Refused),
        Action::Quarantine => (Stage::Quarantined, RecipientState::Held),
        Action::Hold { .. } | Action::Pass => (Stage::Held, RecipientState::Held),
    }
}

fn subject(item: &Item<Disarmed>) -> Subject<'_> {
    let envelope = item.envelope();
    Subject {
        crossing: &envelope.crossing,
        from: &envelope.from,
        to: &envelope.to,
        size: envelope.size,
        report: item.report(),
    }
}

/// Reasons that say more about our programs than about the mail: worth another try.
fn breaks(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Crashed | Reason::TimedOut | Reason::MemoryExceeded | Reason::ForbiddenCall
    )
}
