//! The inner node's own ledger: one row for every item it has answered.
//!
//! Promise: an answer goes to the outer node only after its row is durable, so that the two nodes' books can be
//! laid side by side; the row also answers a bundle that is sent again.

use bytes::Bytes;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Direction, Record, Store, StoreError, Table};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::delivery::{Outcome, OutcomeState};

/// How many rows are read in one view.
const PAGE: usize = 4096;

/// The table of answered items.
pub(super) struct Items;

impl Table for Items {
    const NAME: &'static str = "inner-items";
    const LOGGED: bool = false;
    type Key = Uuid;
    type Record = Answered;
}

/// What was answered for one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Answered {
    /// When, in milliseconds of Unix time.
    pub(super) at: i64,
    /// BLAKE3 of the sealed bundle.
    pub(super) digest: [u8; 32],
    /// Its size.
    pub(super) size: u64,
    /// The answer.
    pub(super) verdict: Verdict,
}

/// The answer, once and for all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Verdict {
    /// The appliance has committed it.
    Done(Vec<Outcome>),
    /// It will never be taken; the reason's code.
    Refused(String),
}

impl Record for Answered {}

/// The ledger in sums. Recipients are counted, except where it says items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct Sums {
    /// Items answered.
    pub(super) items: u64,
    /// Recipients in whose mailbox the item is.
    pub(super) landed: u64,
    /// Recipients who could not be given it.
    pub(super) turned_away: u64,
    /// Items refused whole.
    pub(super) refused: u64,
}

/// The ledger.
#[derive(Debug, Clone)]
pub(super) struct Ledger {
    store: Store,
}

impl Ledger {
    pub(super) fn new(store: Store) -> Self {
        Self { store }
    }

    /// What was answered for an item. Blocks.
    pub(super) fn answered(&self, item: Uuid) -> Result<Option<Answered>, StoreError> {
        self.store.view(|view| view.get::<Items>(&item))
    }

    /// Writes rows, all or none, durable on return. A row that is there stays as it is, except that a refusal
    /// gives way to a delivery: a bundle damaged on its way may come again whole. Blocks.
    pub(super) fn record(&self, rows: &[(Uuid, Answered)]) -> Result<(), StoreError> {
        self.store.update(|update| {
            for (item, answered) in rows {
                let before = update.get::<Items>(item)?;
                let stands = match before.map(|before| before.verdict) {
                    None => false,
                    Some(Verdict::Done(_)) => true,
                    Some(Verdict::Refused(_)) => matches!(answered.verdict, Verdict::Refused(_)),
                };
                if stands {
                    continue;
                }
                update.put::<Items>(item, answered)?;
                if let Verdict::Refused(why) = &answered.verdict {
                    let at = jiff::Timestamp::from_millisecond(answered.at).unwrap_or_default();
                    Audit::append(update, at, "inner", "refuse-bundle", &item.to_string(), why)?;
                }
            }
            Ok(())
        })
    }

    /// Adds the whole ledger up, page by page. Blocks.
    pub(super) fn sums(&self) -> Result<Sums, StoreError> {
        let mut sums = Sums::default();
        self.walk(|_, answered| sums.add(&answered.verdict))?;
        Ok(sums)
    }

    /// The latest rows, newest first. Blocks.
    pub(super) fn latest(&self, limit: usize) -> Result<Vec<(Uuid, Answered)>, StoreError> {
        self.store
            .view(|view| view.range::<Items>(.., Direction::Down, limit))
    }

    fn walk(&self, mut each: impl FnMut(Uuid, &Answered)) -> Result<(), StoreError> {
        let mut from = Uuid::nil();
        loop {
            let page = self
                .store
                .view(|view| view.range::<Items>(from.., Direction::Up, PAGE))?;
            for (item, answered) in &page {
                each(*item, answered);
            }
            match page.last() {
                Some((last, _)) if page.len() == PAGE && *last != Uuid::max() => {
                    from = Uuid::from_u128(last.as_u128() + 1);
                }
                _ => return Ok(()),
            }
        }
    }
}

impl Sums {
    fn add(&mut self, verdict: &Verdict) {
        self.items += 1;
        match verdict {
            Verdict::Refused(_) => self.refused += 1,
            Verdict::Done(outcomes) => {
                for outcome in outcomes {
                    match outcome.state {
                        OutcomeState::Delivered => self.landed += 1,
                        OutcomeState::UnknownRecipient | OutcomeState::Closed => {
                            self.turned_away += 1;
                        }
                    }
                }
            }
        }
    }
}

/// The row for a bundle answered now.
pub(super) fn row(at: jiff::Timestamp, bundle: &Bytes, verdict: Verdict) -> Answered {
    let size = u64::try_from(bundle.len()).unwrap_or(u64::MAX);
    Answered {
        at: at.as_millisecond(),
        digest: *blake3::hash(bundle).as_bytes(),
        size,
        verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(states: &[OutcomeState]) -> Verdict {
        let outcome = |state: &OutcomeState| Outcome {
            to: "a@example".into(),
            state: *state,
        };
        Verdict::Done(states.iter().map(outcome).collect())
    }

    fn answered(verdict: Verdict) -> Answered {
        row(
            jiff::Timestamp::UNIX_EPOCH,
            &Bytes::from_static(b"sealed"),
            verdict,
        )
    }

    #[test]
    fn a_delivery_stands_and_a_refusal_gives_way_to_it() {
        let ledger = Ledger::new(Store::memory());
        let (first, second) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let delivered = answered(done(&[OutcomeState::Delivered]));
        let refused = answered(Verdict::Refused("bad-seal".into()));
        ledger
            .record(&[(first, refused.clone()), (second, delivered.clone())])
            .unwrap();
        ledger
            .record(&[(first, delivered.clone()), (second, refused)])
            .unwrap();
        assert_eq!(ledger.answered(first).unwrap(), Some(delivered.clone()));
        assert_eq!(ledger.answered(second).unwrap(), Some(delivered));
    }

    #[test]
    fn the_sums_count_every_recipient_of_every_page() {
        let ledger = Ledger::new(Store::memory());
        let many = u128::try_from(PAGE).unwrap() * 2;
        let both = answered(done(&[
            OutcomeState::Delivered,
            OutcomeState::UnknownRecipient,
        ]));
        let rows: Vec<_> = (0..many)
            .map(|item| (Uuid::from_u128(item), both.clone()))
            .collect();
        ledger.record(&rows).unwrap();
        ledger
            .record(&[(Uuid::max(), answered(Verdict::Refused("bad-seal".into())))])
            .unwrap();
        let each = u64::try_from(many).unwrap();
        let sums = Sums {
            items: each + 1,
            landed: each,
            turned_away: each,
            refused: 1,
        };
        assert_eq!(ledger.sums().unwrap(), sums);
    }
}
