//! One thread writes the ledger: whatever was noted meanwhile goes into one transaction, the last word of each item.
//!
//! Promises: notes never block the road; an item noted five times within one transaction is written once, with all its
//! steps; a full disk loses no note (they wait in memory, and no new mail is accepted while the disk is full).

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Store, StoreError, Update};
use uuid::Uuid;

use super::account;
use super::row::{ItemRow, Items};
use crate::delivery::bounce::{Notice, Notices};
use crate::trouble::Chain;

/// What is to be written of one item.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) item: Uuid,
    pub(crate) row: ItemRow,
    pub(crate) judgement: Option<Judgement>,
    pub(crate) notice: Option<Notice>,
}

/// A decision that goes into the audit trail with the row it decided.
#[derive(Debug, Clone)]
pub(crate) struct Judgement {
    /// When.
    pub(crate) at: Timestamp,
    /// Who decided: a rule's name, a person.
    pub(crate) actor: String,
    /// What was decided.
    pub(crate) act: &'static str,
    /// Why, by codes.
    pub(crate) detail: String,
}

impl Entry {
    pub(crate) fn row(item: Uuid, row: ItemRow) -> Self {
        Self {
            item,
            row,
            judgement: None,
            notice: None,
        }
    }

    /// With a notice to the sender about recipients that were refused; written once, however often it is noted.
    pub(crate) fn telling(mut self, notice: Notice) -> Self {
        self.notice = Some(notice);
        self
    }

    pub(crate) fn judged(mut self, judgement: Judgement) -> Self {
        self.judgement = Some(judgement);
        self
    }
}

/// The thread and what it has to write.
#[derive(Debug)]
pub(super) struct Writer {
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Desk {
    state: Mutex<State>,
    work: Condvar,
    done: Condvar,
}

#[derive(Debug, Default)]
struct State {
    notes: Vec<Entry>,
    /// Transactions asked for and done; a caller waits for its number.
    asked: u64,
    written: u64,
    /// Notes have been taken and are not on the disk yet.
    writing: bool,
    /// The failure of the latest transaction, if it failed.
    failure: Option<(u64, StoreError)>,
    stopping: bool,
}

/// How long notes may gather when nobody waits for them.
const GATHER: Duration = Duration::from_millis(50);
/// Notes that are written without gathering further.
const ENOUGH: usize = 1024;
/// How long to wait after a failed transaction.
const REST: Duration = Duration::from_millis(250);

impl Writer {
    pub(super) fn start(store: Store) -> Result<Self, StoreError> {
        let desk = Arc::new(Desk::default());
        let at_desk = Arc::clone(&desk);
        let thread = std::thread::Builder::new()
            .name("ledger".into())
            .spawn(move || write_on(&at_desk, &store))
            .map_err(|error| StoreError::Commit(Arc::new(error)))?;
        Ok(Self {
            desk,
            thread: Some(thread),
        })
    }

    pub(super) fn note(&self, entry: Entry) {
        let mut state = self.desk.lock();
        state.notes.push(entry);
        if state.notes.len() == 1 || state.notes.len() >= ENOUGH {
            self.desk.work.notify_one();
        }
    }

    pub(super) fn settle(&self, entries: Vec<Entry>) -> Result<(), StoreError> {
        let mut state = self.desk.lock();
        let still = state.notes.is_empty() && !state.writing && state.asked == state.written;
        let nothing = entries.is_empty() && still;
        if nothing {
            return Ok(());
        }
        state.notes.extend(entries);
        state.asked += 1;
        let mine = state.asked;
        self.desk.work.notify_one();
        while state.written < mine {
            if let Some((failed, error)) = &state.failure
                && *failed >= mine
            {
                return Err(error.clone());
            }
            state = self
                .desk
                .done
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        Ok(())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.desk.lock().stopping = true;
        self.desk.work.notify_one();
        if let Some(thread) = self.thread.take() {
            // A panicked writer has said so already.
            let _ = thread.join();
        }
    }
}

impl Desk {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is something to write; the number up to which callers wait, and whether to stop after it.
    fn gather(&self) -> (Vec<Entry>, u64, bool) {
        let mut state = self.lock();
        while state.notes.is_empty() && state.asked == state.written && !state.stopping {
            state = self
                .work
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let (mut state, _) = self
            .work
            .wait_timeout_while(state, GATHER, |state| {
                state.notes.len() < ENOUGH && state.asked == state.written && !state.stopping
            })
            .unwrap_or_else(PoisonError::into_inner);
        state.writing = true;
        (
            std::mem::take(&mut state.notes),
            state.asked,
            state.stopping,
        )
    }
}

fn write_on(desk: &Desk, store: &Store) {
    let mut page = Page::default();
    loop {
        let (notes, asked, stopping) = desk.gather();
        for Entry {
            item,
            row,
            judgement,
            notice,
        } in notes
        {
            page.rows.insert(item, row);
            page.judgements
                .extend(judgement.map(|judgement| (item, judgement)));
            page.notices.extend(notice.map(|notice| (item, notice)));
        }
        let written = store.update(|tx| page.write(tx));
        let mut state = desk.lock();
        match written {
            Ok(()) => {
                page = Page::default();
                state.written = asked;
                state.writing = false;
                state.failure = None;
                desk.done.notify_all();
                if stopping && state.notes.is_empty() {
                    return;
                }
            }
            Err(error) => {
                tracing::error!(code = "ledger", error = %Chain(&error));
                state.failure = Some((asked, error));
                desk.done.notify_all();
                if stopping {
                    return;
                }
                // What could not be written is tried again, with whatever comes meanwhile.
                state.asked += 1;
                drop(state);
                std::thread::sleep(REST);
            }
        }
    }
}

/// What goes into the next transaction.
#[derive(Debug, Default)]
struct Page {
    rows: BTreeMap<Uuid, ItemRow>,
    judgements: Vec<(Uuid, Judgement)>,
    notices: BTreeMap<Uuid, Notice>,
}

impl Page {
    fn write(&self, tx: &mut Update<'_>) -> Result<(), StoreError> {
        let mut new = Vec::new();
        for (item, row) in &self.rows {
            let before = tx.get::<Items>(item)?;
            if let (Some(notice), None) = (
                self.notices.get(item),
                before.as_ref().and_then(|before| before.done),
            ) {
                Notices::queue(tx, notice)?;
            }
            if before.is_none() {
                new.push(row);
            }
            tx.put::<Items>(item, row)?;
        }
        account::count_new(tx, new.into_iter())?;
        for (item, judgement) in &self.judgements {
            let Judgement {
                at,
                actor,
                act,
                detail,
            } = judgement;
            Audit::append(tx, *at, actor, act, &item.to_string(), detail)?;
        }
        Ok(())
    }
}

#[cfg(test)]
impl Writer {
    /// True when no note waits to be taken.
    pub(super) fn has_taken_all(&self) -> bool {
        self.desk.lock().notes.is_empty()
    }
}
