//! How often one may guess. Counting is per account and per address; a closed gate looks exactly like a wrong
//! password, so that nobody learns which names exist.

use super::table::Tries;

/// The limits of one counter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    /// Failures allowed within the window.
    pub most: u32,
    /// The window, in seconds.
    pub window: i64,
    /// How long the gate stays closed, in seconds.
    pub closed: i64,
}

/// One person's account.
pub(super) const ACCOUNT: Limit = Limit {
    most: 10,
    window: 15 * 60,
    closed: 15 * 60,
};

/// One address; a whole office may share it.
pub(super) const ADDRESS: Limit = Limit {
    most: 100,
    window: 15 * 60,
    closed: 15 * 60,
};

/// Whether the gate is closed now.
pub(super) fn closed(tries: Option<&Tries>, now: i64) -> bool {
    tries.is_some_and(|tries| now < tries.closed_until)
}

/// The counter after one more failure.
pub(super) fn failed(tries: Option<Tries>, limit: Limit, now: i64) -> Tries {
    let mut tries = match tries {
        Some(tries)
            if now.saturating_sub(tries.first) < limit.window || now < tries.closed_until =>
        {
            tries
        }
        _ => Tries {
            failed: 0,
            first: now,
            closed_until: 0,
        },
    };
    tries.failed = tries.failed.saturating_add(1);
    if tries.failed >= limit.most && now >= tries.closed_until {
        tries.closed_until = now.saturating_add(limit.closed);
    }
    tries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_closes_after_ten_and_opens_again_by_itself() {
        let mut tries = None;
        for _ in 0..9 {
            tries = Some(failed(tries, ACCOUNT, 100));
            assert!(!closed(tries.as_ref(), 100));
        }
        tries = Some(failed(tries, ACCOUNT, 100));
        assert!(closed(tries.as_ref(), 100));
        assert!(closed(tries.as_ref(), 100 + 899));
        assert!(!closed(tries.as_ref(), 100 + 900));
    }

    #[test]
    fn slow_mistakes_are_forgotten() {
        let mut tries = None;
        for n in 0..50 {
            tries = Some(failed(tries, ACCOUNT, n * 1_000));
            assert!(!closed(tries.as_ref(), n * 1_000));
        }
    }

    #[test]
    fn guessing_on_does_not_lengthen_the_wait() {
        let mut tries = None;
        for _ in 0..10 {
            tries = Some(failed(tries, ACCOUNT, 0));
        }
        tries = Some(failed(tries, ACCOUNT, 500));
        assert!(!closed(tries.as_ref(), 900));
    }
}
