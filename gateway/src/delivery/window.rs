//! The courier's line: what was offered and is not settled yet, in the order it was offered.
//!
//! Promises: an item stays until it is settled, whatever happens to connections; a new connection is offered
//! everything again, oldest first; at most so many items and bytes are in the air at once.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

/// How much may be in the air, sent and not settled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Air {
    pub(super) items: usize,
    pub(super) bytes: usize,
}

/// The items not settled yet.
#[derive(Debug)]
pub(super) struct Window {
    most: Air,
    air: Air,
    line: BTreeMap<u64, Place>,
    /// Where each item stands; `None` while it rests.
    tickets: HashMap<Uuid, Option<u64>>,
    next: u64,
    /// Everything before this ticket was sent over the present connection.
    cursor: u64,
}

#[derive(Debug)]
struct Place {
    item: Uuid,
    /// The bundle's size, once it is in the air.
    flying: Option<usize>,
    rests: u32,
}

impl Window {
    pub(super) fn new(most: Air) -> Self {
        Self {
            most,
            air: Air { items: 0, bytes: 0 },
            line: BTreeMap::new(),
            tickets: HashMap::new(),
            next: 0,
            cursor: 0,
        }
    }

    /// Puts an item at the end of the line, unless it stands in it already.
    pub(super) fn offer(&mut self, item: Uuid) {
        if !self.tickets.contains_key(&item) {
            self.stand(item, 0);
        }
    }

    /// A new connection: nothing is in the air, everything is to be sent again.
    pub(super) fn restart(&mut self) {
        self.cursor = 0;
        self.air = Air { items: 0, bytes: 0 };
        for place in self.line.values_mut() {
            place.flying = None;
        }
    }

    /// The next items to send, as many as the air has room for, at most `batch`.
    pub(super) fn next(&self, batch: usize) -> Vec<Uuid> {
        if self.air.bytes >= self.most.bytes {
            return Vec::new();
        }
        let room = self.most.items.saturating_sub(self.air.items).min(batch);
        self.line
            .range(self.cursor..)
            .take(room)
            .map(|(_, place)| place.item)
            .collect()
    }

    /// The first item to send is being sent.
    pub(super) fn fly(&mut self, item: Uuid, bytes: usize) {
        let Some(Some(ticket)) = self.tickets.get(&item) else {
            return;
        };
        let Some(place) = self.line.get_mut(ticket) else {
            return;
        };
        place.flying = Some(bytes);
        self.air.items += 1;
        self.air.bytes = self.air.bytes.saturating_add(bytes);
        self.cursor = ticket + 1;
    }

    /// The item is settled: it leaves the line.
    pub(super) fn settled(&mut self, item: Uuid) {
        if let Some(Some(ticket)) = self.tickets.remove(&item) {
            self.leave(ticket);
        }
    }

    /// The item leaves the air and rests. How often it has rested now; `None` when it was not in the line.
    pub(super) fn rest(&mut self, item: Uuid) -> Option<u32> {
        let ticket = self.tickets.get_mut(&item)?.take()?;
        self.leave(ticket).map(|place| place.rests + 1)
    }

    /// The item has rested: it stands at the end of the line again.
    pub(super) fn wake(&mut self, item: Uuid, rests: u32) {
        if self.tickets.get(&item) == Some(&None) {
            self.stand(item, rests);
        }
    }

    /// How many items are not settled.
    pub(super) fn len(&self) -> usize {
        self.tickets.len()
    }

    fn stand(&mut self, item: Uuid, rests: u32) {
        self.line.insert(
            self.next,
            Place {
                item,
                flying: None,
                rests,
            },
        );
        self.tickets.insert(item, Some(self.next));
        self.next += 1;
    }

    fn leave(&mut self, ticket: u64) -> Option<Place> {
        let place = self.line.remove(&ticket)?;
        if let Some(bytes) = place.flying {
            self.air.items = self.air.items.saturating_sub(1);
            self.air.bytes = self.air.bytes.saturating_sub(bytes);
        }
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(items: usize, bytes: usize, offered: u128) -> Window {
        let mut window = Window::new(Air { items, bytes });
        (0..offered).for_each(|item| window.offer(Uuid::from_u128(item)));
        window
    }

    fn send(window: &mut Window, bytes: usize) -> Vec<u128> {
        let mut sent = Vec::new();
        while let Some(item) = window.next(1).first().copied() {
            window.fly(item, bytes);
            sent.push(item.as_u128());
        }
        sent
    }

    #[test]
    fn a_new_connection_is_offered_everything_unsettled_again_in_order() {
        let mut window = window(10, 1000, 4);
        assert_eq!(send(&mut window, 1), [0, 1, 2, 3]);
        window.settled(Uuid::from_u128(1));
        window.restart();
        assert_eq!(send(&mut window, 1), [0, 2, 3]);
        assert_eq!(window.len(), 3);
    }

    #[test]
    fn the_air_is_bounded_in_items_and_in_bytes() {
        let mut by_items = window(3, 1000, 10);
        assert_eq!(send(&mut by_items, 1), [0, 1, 2]);
        by_items.settled(Uuid::from_u128(0));
        assert_eq!(send(&mut by_items, 1), [3]);
        let mut by_bytes = window(10, 100, 10);
        assert_eq!(send(&mut by_bytes, 60), [0, 1]);
        by_bytes.settled(Uuid::from_u128(0));
        assert_eq!(send(&mut by_bytes, 60), [2]);
    }

    #[test]
    fn an_item_that_rests_is_not_sent_and_comes_back_at_the_end() {
        let mut window = window(10, 1000, 3);
        assert_eq!(send(&mut window, 1), [0, 1, 2]);
        let first = Uuid::from_u128(0);
        assert_eq!(window.rest(first), Some(1));
        window.offer(first);
        window.restart();
        assert_eq!(send(&mut window, 1), [1, 2]);
        window.wake(first, 1);
        assert_eq!(send(&mut window, 1), [0]);
        assert_eq!(window.rest(first), Some(2));
        window.settled(first);
        window.wake(first, 2);
        assert!(send(&mut window, 1).is_empty(), "settled while it rested");
    }

    #[test]
    fn offering_twice_and_settling_a_stranger_change_nothing() {
        let mut window = window(10, 1000, 2);
        window.offer(Uuid::from_u128(1));
        window.settled(Uuid::from_u128(77));
        assert_eq!(send(&mut window, 1), [0, 1]);
        assert_eq!(window.rest(Uuid::from_u128(77)), None);
    }
}
