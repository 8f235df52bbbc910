//! The queue: what waits, whose turn it is, and the walk from stage to stage to the courier.
//!
//! ```text
//!  reception ─┐                 ┌ small ────┐
//!  recovery ──┴▶ ticket ▶ lanes ┼ middling ─┼▶ work: disarm ▶ decide ▶ clear ▶ shelf ▶ courier
//!                               └ large ────┘            └▶ hold, quarantine, refuse
//!                 suspects: one at a time, nothing beside them
//! ```
//! Promises: fair per recipient and by size; a mail that was in work when the process died is tried again alone, and
//! parked if the process dies of it alone twice; everything here is rebuilt from the spool and the ledger at the start.

pub mod item;
mod line;
pub(crate) mod recovery;
pub(crate) mod shelf;
mod slots;
mod ticket;
pub(crate) mod work;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sekisho_platform::clock::Clock;

use self::line::Line;
use self::ticket::Lane;
pub(crate) use self::ticket::Ticket;

/// What waits. Shared by the intake and the workers.
#[derive(Debug)]
pub(crate) struct Queue {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    lanes: HashMap<Lane, Line<u64, Ticket>>,
    /// Items to be tried again, by when.
    later: BinaryHeap<Reverse<(Duration, u64)>>,
    later_tickets: HashMap<u64, Ticket>,
    later_number: u64,
    /// Items that were in work when the process died.
    suspects: VecDeque<Ticket>,
    in_work: usize,
    alone: bool,
    stopping: bool,
}

/// What a worker takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Taken {
    ticket: Ticket,
    /// Whether nothing else is in work beside it.
    alone: bool,
}

/// How long a worker sleeps at most before it looks for what has become due.
const LOOK: Duration = Duration::from_millis(500);

impl Queue {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Puts an item in its line.
    pub(crate) fn add(&self, ticket: Ticket) {
        self.lock().push(ticket);
        self.changed.notify_all();
    }

    /// Puts an item aside, to be tried with nothing beside it.
    pub(crate) fn suspect(&self, ticket: Ticket) {
        self.lock().suspects.push_back(ticket);
        self.changed.notify_all();
    }

    /// Puts an item back, to be tried again after a while.
    pub(crate) fn later(&self, ticket: Ticket, after: Duration) {
        let due = self.clock.elapsed().saturating_add(after);
        let mut state = self.lock();
        state.later_number += 1;
        let number = state.later_number;
        state.later.push(Reverse((due, number)));
        state.later_tickets.insert(number, ticket);
    }

    /// How many items wait.
    pub(crate) fn len(&self) -> usize {
        let state = self.lock();
        let lines: usize = state.lanes.values().map(Line::len).sum();
        lines + state.later.len() + state.suspects.len()
    }

    /// The next item of a lane; waits for it. Nothing when the queue stops.
    fn take(&self, lane: Lane) -> Option<Taken> {
        let mut state = self.lock();
        loop {
            if state.stopping {
                return None;
            }
            state.ripen(self.clock.elapsed());
            if let Some(ticket) = state.next(lane) {
                state.in_work += 1;
                let alone = state.alone;
                return Some(Taken { ticket, alone });
            }
            let waited = self.changed.wait_timeout(state, LOOK);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// A worker has ended with what it took.
    fn done(&self) {
        let mut state = self.lock();
        state.in_work = state.in_work.saturating_sub(1);
        let alone = std::mem::take(&mut state.alone);
        if alone || (state.in_work == 0 && !state.suspects.is_empty()) {
            self.changed.notify_all();
        }
    }

    /// Lets the workers end after what they have in hand.
    pub(crate) fn stop(&self) {
        self.lock().stopping = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn push(&mut self, ticket: Ticket) {
        self.lanes
            .entry(ticket.lane())
            .or_default()
            .push(ticket.whose, ticket);
    }

    /// Moves what has become due into its line.
    fn ripen(&mut self, now: Duration) {
        while let Some(Reverse((due, number))) = self.later.peek().copied() {
            if due > now {
                return;
            }
            self.later.pop();
            if let Some(ticket) = self.later_tickets.remove(&number) {
                self.push(ticket);
            }
        }
    }

    fn next(&mut self, lane: Lane) -> Option<Ticket> {
        if self.alone {
            return None;
        }
        if !self.suspects.is_empty() {
            let suspect = if self.in_work == 0 {
                self.suspects.pop_front()
            } else {
                None
            };
            self.alone = suspect.is_some();
            return suspect;
        }
        self.lanes.get_mut(&lane)?.pop()
    }
}

#[cfg(test)]
mod tests;
