//! How many items may run at once, so that a slow one never stands in the way of quick ones.
//!
//! An item enters by a *quick* place. One that is not done after a while moves to a *slow* place
//! when there is one and frees its quick place for the next. So a few spinning items wait for
//! their deadline by themselves while everything else goes on.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many places of each kind there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slots {
    /// Items that have just begun.
    pub quick: usize,
    /// Items that have been running for longer than a quick one should.
    pub slow: usize,
}

impl Slots {
    /// Places for a machine with this many processors.
    pub fn for_processors(processors: usize) -> Self {
        let quick = processors.saturating_mul(2).max(2);
        Self {
            quick,
            slow: quick.saturating_mul(3),
        }
    }
}

impl Default for Slots {
    fn default() -> Self {
        Self::for_processors(std::thread::available_parallelism().map_or(2, Into::into))
    }
}

/// The gate of one jail.
pub(crate) struct Gate {
    free: Mutex<Slots>,
    freed: Condvar,
}

impl Gate {
    pub(crate) fn new(slots: Slots) -> Self {
        Self {
            free: Mutex::new(Slots {
                quick: slots.quick.max(1),
                slow: slots.slow,
            }),
            freed: Condvar::new(),
        }
    }

    /// Waits for a quick place.
    pub(crate) fn enter(&self) -> Place<'_> {
        let mut free = self.lock();
        while free.quick == 0 {
            free = self
                .freed
                .wait(free)
                .unwrap_or_else(PoisonError::into_inner);
        }
        free.quick -= 1;
        Place {
            gate: self,
            slow: false,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Slots> {
        // Two counters cannot be left half-changed by a panic.
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the gate, given back when dropped.
pub(crate) struct Place<'a> {
    gate: &'a Gate,
    slow: bool,
}

impl Place<'_> {
    /// Moves to a slow place when there is one; true once there.
    pub(crate) fn step_aside(&mut self) -> bool {
        let mut free = self.gate.lock();
        if !self.slow && free.slow > 0 {
            free.slow -= 1;
            free.quick += 1;
            self.slow = true;
            self.gate.freed.notify_one();
        }
        self.slow
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut free = self.gate.lock();
        if self.slow {
            free.slow += 1;
        } else {
            free.quick += 1;
            self.gate.freed.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_item_steps_aside_and_the_next_one_enters() {
        let gate = Gate::new(Slots { quick: 1, slow: 1 });
        let mut slow = gate.enter();
        assert!(slow.step_aside());
        // Would wait for ever if the slow item still held the only quick place.
        let mut next = gate.enter();
        assert!(!next.step_aside(), "there is only one slow place");
        drop(slow);
        assert!(next.step_aside(), "the place was given back");
        drop(next);
        assert_eq!(*gate.lock(), Slots { quick: 1, slow: 1 });
    }

    #[test]
    fn a_jail_always_has_at_least_one_place() {
        let gate = Gate::new(Slots { quick: 0, slow: 0 });
        drop(gate.enter());
    }
}
