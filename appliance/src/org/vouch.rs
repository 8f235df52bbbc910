//! Who has issued whose sign-in lately. Whoever hands somebody a code might use it themselves: for a while the two do not
//! count as two people.

use super::model::{OrganisationId, StaffId};
use super::scope::Town;
use jiff::Timestamp;
use sekisho_platform::store::{Record, StoreError, Table, Update, View};
use serde::{Deserialize, Serialize};

/// For how long, in seconds: a week, as long as a proposal waits.
const LATELY: i64 = super::second::WAITS;

/// That somebody issued another one's sign-in.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Vouch {
    /// When last, in seconds.
    at: i64,
}

impl Record for Vouch {}

/// By the organisation, whose sign-in it was, and who issued it.
#[derive(Debug)]
pub(super) enum Vouches {}

impl Table for Vouches {
    const NAME: &'static str = "org_vouch";
    type Key = (OrganisationId, StaffId, StaffId);
    type Record = Vouch;
}

/// Notes that `by` issued the sign-in of `whom`.
pub(crate) fn vouch(
    tx: &mut Update<'_>,
    town: Town,
    (by, whom): (StaffId, StaffId),
    at: Timestamp,
) -> Result<(), StoreError> {
    let key = (town.organisation(), whom, by);
    tx.put::<Vouches>(&key, &Vouch { at: at.as_second() })?;
    Ok(())
}

/// Whether one of the two issued the other's sign-in within the last week.
pub(super) fn vouched(
    tx: &View<'_>,
    town: Town,
    (one, other): (StaffId, StaffId),
    now: Timestamp,
) -> Result<bool, StoreError> {
    for (whom, by) in [(one, other), (other, one)] {
        let row = tx.get::<Vouches>(&(town.organisation(), whom, by))?;
        if row.is_some_and(|row| now.as_second().saturating_sub(row.at) < LATELY) {
            return Ok(true);
        }
    }
    Ok(false)
}
