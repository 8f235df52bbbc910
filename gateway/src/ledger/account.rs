//! The reconciliation (突合): accepted = delivered + held + refused-with-notice + waiting, counted from two sides.
//!
//! The left side is a counter that grows when an item's row is first written; the right side walks the rows. They can
//! only differ when a row was lost or counted twice, and that is what the sum is for.

use std::ops::Bound;

use sekisho_platform::store::{Direction, Record, StoreError, Table, Update, View};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::row::{ItemRow, Items, RecipientState};

/// Everything ever accepted, items times recipients.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Taken in and acknowledged.
    pub accepted: u64,
    /// In a mailbox.
    pub delivered: u64,
    /// Waiting for a person, or kept away.
    pub held: u64,
    /// Refused after it was accepted; the sender is told.
    pub refused: u64,
    /// On its way.
    pub waiting: u64,
}

impl Account {
    /// What is not accounted for. Must be nothing.
    pub fn difference(&self) -> i64 {
        let placed = self.delivered + self.held + self.refused + self.waiting;
        let apart = i64::try_from(self.accepted.abs_diff(placed)).unwrap_or(i64::MAX);
        if self.accepted >= placed {
            apart
        } else {
            -apart
        }
    }
}

/// The counter's table; one row.
#[derive(Debug)]
struct Tally;

impl Table for Tally {
    const NAME: &'static str = "tally";
    const LOGGED: bool = false;
    type Key = u8;
    type Record = TallyRow;
}

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct TallyRow {
    items: u64,
    recipients: u64,
}

impl Record for TallyRow {}

/// The counter's only row.
const ALL: u8 = 0;

/// Rows read at once.
const PAGE: usize = 1000;

/// Counts items whose rows are first written in this transaction.
pub(super) fn count_new<'a>(
    tx: &mut Update<'_>,
    new: impl Iterator<Item = &'a ItemRow>,
) -> Result<(), StoreError> {
    let mut tally = tx.get::<Tally>(&ALL)?.unwrap_or_default();
    let before = tally.items;
    for row in new {
        tally.items += 1;
        tally.recipients += u64::try_from(row.to.len()).unwrap_or(u64::MAX);
    }
    if tally.items != before {
        tx.put::<Tally>(&ALL, &tally)?;
    }
    Ok(())
}

/// Walks all rows of one state of the store.
pub(super) fn sum(view: &View<'_>) -> Result<Account, StoreError> {
    let accepted = view.get::<Tally>(&ALL)?.unwrap_or_default().recipients;
    let mut account = Account {
        accepted,
        ..Account::default()
    };
    let mut after: Bound<Uuid> = Bound::Unbounded;
    loop {
        let page = view.range::<Items>((after, Bound::Unbounded), Direction::Up, PAGE)?;
        let Some((last, _)) = page.last() else {
            return Ok(account);
        };
        after = Bound::Excluded(*last);
        for recipient in page.iter().flat_map(|(_, row)| &row.to) {
            match recipient.state {
                RecipientState::Waiting => account.waiting += 1,
                RecipientState::Delivered => account.delivered += 1,
                RecipientState::Held => account.held += 1,
                RecipientState::Refused => account.refused += 1,
            }
        }
    }
}
