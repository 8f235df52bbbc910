//! A line in which everybody is served in turn: one of each person, then the next of each.
//!
//! Promise: whoever gets a thousand mails does not keep the one mail of anybody else waiting.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// A line of `T`, fair between the holders of different keys.
#[derive(Debug)]
pub(super) struct Line<K, T> {
    turn: VecDeque<K>,
    waiting: HashMap<K, VecDeque<T>>,
    length: usize,
}

impl<K, T> Default for Line<K, T> {
    fn default() -> Self {
        Self {
            turn: VecDeque::new(),
            waiting: HashMap::new(),
            length: 0,
        }
    }
}

impl<K: Hash + Eq + Clone, T> Line<K, T> {
    pub(super) fn push(&mut self, key: K, what: T) {
        self.length += 1;
        let own = self.waiting.entry(key.clone()).or_default();
        if own.is_empty() {
            self.turn.push_back(key);
        }
        own.push_back(what);
    }

    pub(super) fn pop(&mut self) -> Option<T> {
        let key = self.turn.pop_front()?;
        let own = self.waiting.get_mut(&key)?;
        let next = own.pop_front();
        if own.is_empty() {
            self.waiting.remove(&key);
        } else {
            self.turn.push_back(key);
        }
        self.length -= usize::from(next.is_some());
        next
    }

    pub(super) fn len(&self) -> usize {
        self.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_for_one_delays_another_by_one_turn() {
        let mut line = Line::default();
        for number in 0..1000 {
            line.push("flooded", number);
        }
        line.push("other", 5000);
        line.push("other", 5001);
        assert_eq!(
            [line.pop(), line.pop(), line.pop(), line.pop()].map(Option::unwrap),
            [0, 5000, 1, 5001]
        );
        assert_eq!(line.len(), 998);
        let rest: Vec<i32> = std::iter::from_fn(|| line.pop()).collect();
        assert_eq!(rest, (2..1000).collect::<Vec<_>>());
        assert!(line.waiting.is_empty() && line.turn.is_empty());
    }
}
