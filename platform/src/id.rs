//! Identity and randomness, passed in. Identifiers are time-ordered so that new rows land side by side.

use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering};

use uuid::Uuid;

/// Where a program learns new names and secrets.
pub trait Ids: Debug + Send + Sync + 'static {
    /// A name nobody has had before. Later ones sort after earlier ones.
    fn uuid(&self) -> Uuid;
    /// Thirty-two bytes nobody can guess.
    fn secret(&self) -> [u8; 32];
}

/// Names from the time of day and the kernel, secrets from the kernel.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine"
    )]
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine"
    )]
    #[expect(
        clippy::panic,
        reason = "a kernel without randomness cannot be served safely"
    )]
    fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        if let Err(error) = getrandom::fill(&mut bytes) {
            panic!("the kernel gave no randomness: {error}");
        }
        bytes
    }
}

/// Names that count up and secrets that can be foretold: for tests, and for nothing else.
#[derive(Debug, Default)]
pub struct CountingIds {
    next: AtomicU64,
}

impl CountingIds {
    /// Starts at one.
    pub fn new() -> Self {
        Self::default()
    }

    fn next(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed) + 1
    }
}

impl Ids for CountingIds {
    fn uuid(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.next()))
    }

    fn secret(&self) -> [u8; 32] {
        *blake3::hash(&self.next().to_be_bytes()).as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_names_sort_after_earlier_ones() {
        let ids = SystemIds;
        let names: Vec<Uuid> = (0..1_000).map(|_| ids.uuid()).collect();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn two_secrets_differ() {
        assert_ne!(SystemIds.secret(), SystemIds.secret());
        let counting = CountingIds::new();
        assert_ne!(counting.secret(), counting.secret());
        assert_eq!(counting.uuid(), Uuid::from_u128(3));
    }
}
