//! Group commit: many threads, one sync.
//!
//! A closure runs on its caller's thread, under one lock, against what is committed, what is being committed and
//! what the open group has written so far; so closures are serialized without waiting for the disk. Whoever finds
//! no commit under way leads: it takes the open group, commits it outside the lock, and tells everybody in it.
//! Meanwhile the next group fills, and one of its members is woken to lead it.
//!
//! When a commit fails its members get the error, and the members of the group that filled meanwhile, who had seen
//! what is now undone, run again.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::at_hand::AtHand;
use super::engine::{Batch, Engine};
use super::update::Update;
use super::view::View;
use crate::store::StoreError;

/// The engine and the group that is filling.
#[derive(Debug)]
pub(super) struct Groups {
    engine: Arc<dyn Engine>,
    state: Mutex<State>,
    durable: watch::Sender<u64>,
    at_hand: Arc<AtHand>,
}

#[derive(Debug)]
struct State {
    /// Taken by a leader, on its way to the disk.
    committing: Option<Arc<Batch>>,
    /// Written by closures that wait for the next commit.
    open: Batch,
    ticket: Arc<Ticket>,
    members: usize,
    /// Somebody leads, or has been told to.
    busy: bool,
    last: u64,
    durable: u64,
}

/// What the members of a group wait on.
#[derive(Debug, Default)]
struct Ticket {
    news: Mutex<News>,
    bell: Condvar,
}

#[derive(Debug, Clone, Default)]
enum News {
    #[default]
    None,
    /// One of you leads.
    Lead,
    /// The group is durable.
    Durable,
    /// What you read was undone: run again.
    Rerun,
    Failed(StoreError),
}

impl Groups {
    pub(super) fn new(engine: Arc<dyn Engine>) -> Result<Self, StoreError> {
        let last = View::committed(engine.snapshot()?).last_sequence()?;
        let state = State {
            committing: None,
            open: Batch::new(),
            ticket: Arc::default(),
            members: 0,
            busy: false,
            last,
            durable: last,
        };
        Ok(Self {
            engine,
            state: Mutex::new(state),
            durable: watch::Sender::new(last),
            at_hand: Arc::new(AtHand::new(last)),
        })
    }

    /// What was read lately.
    pub(super) fn at_hand(&self) -> &Arc<AtHand> {
        &self.at_hand
    }

    pub(super) fn engine(&self) -> &dyn Engine {
        &*self.engine
    }

    pub(super) fn watch(&self) -> watch::Receiver<u64> {
        self.durable.subscribe()
    }

    pub(super) fn update<R, E: From<StoreError>>(
        &self,
        work: impl Fn(&mut Update<'_>) -> Result<R, E>,
    ) -> Result<R, E> {
        loop {
            let (value, ticket, lead) = {
                let mut state = self.lock();
                let Some((value, own, last)) = self.run(&state, &work)? else {
                    continue;
                };
                if own.is_empty() && state.open.is_empty() && state.committing.is_none() {
                    return Ok(value);
                }
                state.open.extend(own);
                state.last = last;
                state.members += 1;
                let lead = !state.busy;
                state.busy = true;
                (value, Arc::clone(&state.ticket), lead)
            };
            if lead {
                self.lead();
            }
            loop {
                match ticket.wait() {
                    News::Lead => self.lead(),
                    News::Durable => return Ok(value),
                    News::Failed(error) => return Err(error.into()),
                    News::Rerun | News::None => break,
                }
            }
        }
    }

    /// `None`: the engine was reopened under the closure, which has to run again.
    fn run<R, E: From<StoreError>>(
        &self,
        state: &State,
        work: &impl Fn(&mut Update<'_>) -> Result<R, E>,
    ) -> Result<Option<(R, Batch, u64)>, E> {
        let snapshot = self.engine.snapshot()?;
        let view = View::over(snapshot, [Some(&state.open), state.committing.as_deref()]);
        let mut update = Update::new(view, state.last);
        match work(&mut update) {
            Ok(value) => {
                let (own, last) = update.finish();
                Ok(Some((value, own, last)))
            }
            Err(_) if update.is_stale() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Commits the open group and tells its members; then lets the next group go.
    fn lead(&self) {
        let (batch, ticket, last) = {
            let mut state = self.lock();
            let batch = Arc::new(std::mem::take(&mut state.open));
            let ticket = std::mem::take(&mut state.ticket);
            state.members = 0;
            state.committing = Some(Arc::clone(&batch));
            (batch, ticket, state.last)
        };
        let mut leading = Leading {
            groups: self,
            ticket,
            last,
            batch: Arc::clone(&batch),
            outcome: None,
        };
        let result = if batch.is_empty() {
            Ok(())
        } else {
            self.engine.commit(&batch)
        };
        leading.outcome = Some(result);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A closure that panicked left nothing behind: its writes were its own until it returned.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Settles the group when it goes, even when the engine panicked: nobody waits forever.
struct Leading<'a> {
    groups: &'a Groups,
    ticket: Arc<Ticket>,
    last: u64,
    batch: Arc<Batch>,
    outcome: Option<Result<(), StoreError>>,
}

impl Drop for Leading<'_> {
    fn drop(&mut self) {
        let broken = || {
            Err(StoreError::commit(std::io::Error::other(
                "the engine panicked",
            )))
        };
        let outcome = self.outcome.take().unwrap_or_else(broken);
        let mut state = self.groups.lock();
        state.committing = None;
        let news = match outcome {
            Ok(()) => {
                state.durable = self.last;
                // Before the next commit may begin, and before anybody hears of this one.
                self.groups.at_hand.settle(&self.batch, self.last);
                News::Durable
            }
            Err(error) => {
                self.groups.at_hand.undone();
                state.open.clear();
                state.last = state.durable;
                state.members = 0;
                std::mem::take(&mut state.ticket).tell(News::Rerun);
                News::Failed(error)
            }
        };
        state.busy = state.members > 0;
        if state.busy {
            state.ticket.tell(News::Lead);
        }
        drop(state);
        if matches!(news, News::Durable) {
            self.groups.durable.send_if_modified(|durable| {
                let newer = self.last > *durable;
                *durable = (*durable).max(self.last);
                newer
            });
        }
        self.ticket.tell(news);
    }
}

impl Ticket {
    fn tell(&self, news: News) {
        let one = matches!(news, News::Lead);
        *self.news.lock().unwrap_or_else(PoisonError::into_inner) = news;
        if one {
            self.bell.notify_one();
        } else {
            self.bell.notify_all();
        }
    }

    /// Waits for news; whoever takes `Lead` takes it alone.
    fn wait(&self) -> News {
        let mut news = self.news.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match &*news {
                News::None => {
                    news = self.bell.wait(news).unwrap_or_else(PoisonError::into_inner);
                }
                News::Lead => return std::mem::take(&mut *news),
                other => return other.clone(),
            }
        }
    }
}
