//! What was handed to the appliance and is not answered yet.
//!
//! Promises: an offer stays until it is answered or withdrawn; a new connection is offered everything again.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::ledger::Verdict;

/// What the appliance answered for one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Handed {
    /// Once and for all.
    Settled(Verdict),
    /// It cannot take it now.
    Later,
}

/// The unanswered offers, in order.
#[derive(Debug, Default)]
pub(super) struct Line {
    offers: BTreeMap<u64, Offer>,
    tickets: HashMap<Uuid, u64>,
    next: u64,
    cursor: u64,
}

#[derive(Debug)]
struct Offer {
    item: Uuid,
    bundle: Bytes,
    answer: oneshot::Sender<Handed>,
}

impl Line {
    /// Puts a bundle at the end. One of the same item gives way to it: whoever waits for that one is told "later".
    pub(super) fn offer(&mut self, item: Uuid, bundle: Bytes) -> (u64, oneshot::Receiver<Handed>) {
        if let Some(before) = self.tickets.get(&item).copied() {
            self.withdraw(before);
        }
        let ticket = self.next;
        self.next += 1;
        let (answer, answered) = oneshot::channel();
        self.offers.insert(
            ticket,
            Offer {
                item,
                bundle,
                answer,
            },
        );
        self.tickets.insert(item, ticket);
        (ticket, answered)
    }

    /// Takes an offer out unanswered.
    pub(super) fn withdraw(&mut self, ticket: u64) {
        self.remove(ticket);
    }

    /// A new connection: everything is to be sent again.
    pub(super) fn restart(&mut self) {
        self.cursor = 0;
    }

    /// The next bundle to send.
    pub(super) fn take(&mut self) -> Option<(Uuid, Bytes)> {
        let (ticket, offer) = self.offers.range(self.cursor..).next()?;
        self.cursor = ticket + 1;
        Some((offer.item, offer.bundle.clone()))
    }

    /// The appliance answered.
    pub(super) fn answer(&mut self, item: Uuid, handed: Handed) {
        let Some(ticket) = self.tickets.get(&item).copied() else {
            return;
        };
        if let Some(offer) = self.remove(ticket) {
            // Whoever waited may be gone with its connection.
            let _ = offer.answer.send(handed);
        }
    }

    /// Whether nothing is unanswered.
    pub(super) fn is_empty(&self) -> bool {
        self.offers.is_empty()
    }

    fn remove(&mut self, ticket: u64) -> Option<Offer> {
        let offer = self.offers.remove(&ticket)?;
        if self.tickets.get(&offer.item) == Some(&ticket) {
            self.tickets.remove(&offer.item);
        }
        Some(offer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(line: &mut Line) -> Vec<u128> {
        std::iter::from_fn(|| line.take())
            .map(|(item, _)| item.as_u128())
            .collect()
    }

    #[test]
    fn a_new_connection_is_offered_what_is_unanswered_in_order() {
        let mut line = Line::default();
        let mut waiting: Vec<_> = (0..4)
            .map(|item| line.offer(Uuid::from_u128(item), Bytes::new()))
            .collect();
        assert_eq!(all(&mut line), [0, 1, 2, 3]);
        line.answer(Uuid::from_u128(2), Handed::Later);
        assert_eq!(waiting[2].1.try_recv(), Ok(Handed::Later));
        line.withdraw(waiting[0].0);
        line.restart();
        assert_eq!(all(&mut line), [1, 3]);
        assert!(!line.is_empty());
    }

    #[test]
    fn a_second_offer_of_the_same_item_takes_the_place_of_the_first() {
        let mut line = Line::default();
        let item = Uuid::from_u128(9);
        let (old, mut first) = line.offer(item, Bytes::new());
        let (_, mut second) = line.offer(item, Bytes::new());
        assert!(first.try_recv().is_err());
        line.withdraw(old);
        assert_eq!(all(&mut line), [9]);
        line.answer(item, Handed::Later);
        assert_eq!(second.try_recv(), Ok(Handed::Later));
        assert!(line.is_empty());
    }
}
