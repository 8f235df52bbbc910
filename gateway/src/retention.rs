//! Originals are kept for a set time after their item is done, and then discarded, on record.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sekisho_platform::store::StoreError;

use crate::ledger::{Entry, Judgement, Ledger};
use crate::spool::{Spool, SpoolError};

/// How often it is looked whose time is over.
pub(crate) const EVERY: Duration = Duration::from_mins(10);

/// Originals discarded in one transaction.
const AT_ONCE: usize = 256;

/// Retention could not do its work; it is tried again at the next round.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RetentionError {
    /// The ledger failed.
    #[error("finding originals whose time is over")]
    Ledger(#[from] StoreError),
    /// The spool failed.
    #[error("discarding an original")]
    Spool(#[from] SpoolError),
}

/// How long originals are kept after their item is done.
pub(crate) fn kept_for(days: u32) -> SignedDuration {
    SignedDuration::from_hours(i64::from(days).saturating_mul(24))
}

/// Discards the originals of items that were done more than `days` ago; answers how many. Blocks.
pub(crate) fn run(
    ledger: &Ledger,
    spool: &Spool,
    now: Timestamp,
    days: u32,
) -> Result<usize, RetentionError> {
    let before = now.saturating_sub(kept_for(days)).unwrap_or(Timestamp::MIN);
    let mut discarded = 0;
    loop {
        let items = ledger.outlived(before, AT_ONCE)?;
        if items.is_empty() {
            return Ok(discarded);
        }
        discarded += items.len();
        let places: Vec<_> = items
            .iter()
            .map(|(item, row)| (row.place, row.apart.then_some(*item)))
            .collect();
        // Written down first: a segment that is still there after a crash is discarded again at the start.
        ledger.settle(
            items
                .into_iter()
                .map(|(item, mut row)| {
                    row.discarded = true;
                    let judgement = Judgement {
                        at: now,
                        actor: "retention".into(),
                        act: "discard-original",
                        detail: format!("kept {days} days"),
                    };
                    Entry::row(item, row).judged(judgement)
                })
                .collect(),
        )?;
        for (place, apart) in places {
            spool.discard(place, apart)?;
        }
    }
}
