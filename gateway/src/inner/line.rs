//! What was handed to the appliance and is not answered yet.
//!
//! Promises: an offer stays until it is answered or everybody who waited for it has gone; a new connection is offered
//! everything again; the same bundle offered twice, as after a break of the link, is handed over once and answers both.

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

/// Who waits for which offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Waiter {
    ticket: u64,
    number: u64,
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
    waiting: Vec<(u64, oneshot::Sender<Handed>)>,
}

impl Line {
    /// Puts a bundle at the end of the line, or waits with whoever offered it before. Another bundle under the same
    /// item takes the place of the one before: whoever waits for that one is told nothing.
    pub(super) fn offer(
        &mut self,
        item: Uuid,
        bundle: Bytes,
    ) -> (Waiter, oneshot::Receiver<Handed>) {
        let (answer, answered) = oneshot::channel();
        let number = self.next;
        self.next += 1;
        if let Some(before) = self.tickets.get(&item).copied() {
            match self.offers.get_mut(&before) {
                Some(offer) if offer.bundle == bundle => {
                    offer.waiting.push((number, answer));
                    return (
                        Waiter {
                            ticket: before,
                            number,
                        },
                        answered,
                    );
                }
                _ => drop(self.remove(before)),
            }
        }
        self.offers.insert(
            number,
            Offer {
                item,
                bundle,
                waiting: vec![(number, answer)],
            },
        );
        self.tickets.insert(item, number);
        (
            Waiter {
                ticket: number,
                number,
            },
            answered,
        )
    }

    /// Somebody no longer waits; the last one takes the offer away.
    pub(super) fn leave(&mut self, waiter: Waiter) {
        let Some(offer) = self.offers.get_mut(&waiter.ticket) else {
            return;
        };
        offer.waiting.retain(|(number, _)| *number != waiter.number);
        if offer.waiting.is_empty() {
            self.remove(waiter.ticket);
        }
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
    pub(super) fn answer(&mut self, item: Uuid, handed: &Handed) {
        let Some(ticket) = self.tickets.get(&item).copied() else {
            return;
        };
        let Some(offer) = self.remove(ticket) else {
            return;
        };
        for (_, waiting) in offer.waiting {
            // Whoever waited may have gone meanwhile.
            let _ = waiting.send(handed.clone());
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
        line.answer(Uuid::from_u128(2), &Handed::Later);
        assert_eq!(waiting[2].1.try_recv(), Ok(Handed::Later));
        line.leave(waiting[0].0);
        line.restart();
        assert_eq!(all(&mut line), [1, 3]);
        assert!(!line.is_empty());
    }

    #[test]
    fn the_same_bundle_offered_twice_is_sent_once_and_answers_both() {
        let mut line = Line::default();
        let item = Uuid::from_u128(9);
        let (first, mut gone) = line.offer(item, Bytes::from_static(b"bundle"));
        let (_, mut second) = line.offer(item, Bytes::from_static(b"bundle"));
        assert_eq!(all(&mut line), [9]);
        line.leave(first);
        line.answer(item, &Handed::Later);
        assert!(gone.try_recv().is_err());
        assert_eq!(second.try_recv(), Ok(Handed::Later));
        assert!(line.is_empty());
    }

    #[test]
    fn another_bundle_of_the_same_item_takes_the_place_of_the_first() {
        let mut line = Line::default();
        let item = Uuid::from_u128(9);
        let (old, mut first) = line.offer(item, Bytes::from_static(b"one"));
        let (_, mut second) = line.offer(item, Bytes::from_static(b"two"));
        assert!(first.try_recv().is_err());
        line.leave(old);
        assert_eq!(all(&mut line), [9]);
        line.answer(item, &Handed::Later);
        assert_eq!(second.try_recv(), Ok(Handed::Later));
    }
}
