//! The wall-clock deadline of one child, the only clock behind the walls.
//!
//! A hostile child can sleep or block its alarms, so the deadline is the parent's to keep. It is a
//! monotonic instant, never a date, and no output depends on it except by ending the child.

use std::time::{Duration, Instant};

use rustix::time::Timespec;

/// When a child must have ended.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    /// The deadline `length` from now.
    pub(crate) fn after(length: Duration) -> Self {
        let now = now();
        // A length no clock can hold means the longest we ever allow: one hour.
        Self(
            now.checked_add(length)
                .unwrap_or(now + Duration::from_hours(1)),
        )
    }

    /// What is left, nothing when it has passed.
    pub(crate) fn left(self) -> Duration {
        self.0.saturating_duration_since(now())
    }

    /// True once nothing is left.
    pub(crate) fn is_over(self) -> bool {
        self.left().is_zero()
    }
}

/// A duration as the kernel's poll wants it, rounded up so that waking means being over.
pub(crate) fn timespec(length: Duration) -> Timespec {
    Timespec {
        tv_sec: i64::try_from(length.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: i64::from(length.subsec_nanos()),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the deadline of a hostile process is real time; the sanitizer must not link the platform's clock"
)]
fn now() -> Instant {
    Instant::now()
}
