//! Writing what happened, and the last of it.

use super::model::Event;
use super::notice;
use super::table::{Row, Rows};
use crate::auth::service::AuthError;
use crate::org::StaffId;
use jiff::Timestamp;
use sekisho_platform::store::{Direction, Update, View};

/// How many are kept for a person; the oldest go first.
const MOST: usize = 60;

/// How many a page shows.
const SHOWN: usize = 20;

/// One line of a person's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::auth) struct Line {
    /// What.
    pub event: Event,
    /// When, in seconds.
    pub at: i64,
    /// From which address; empty where it was done for them.
    pub from: String,
}

/// Tells a person what happened, `from` which address. Empty says that somebody else did it for them.
pub(in crate::auth) fn tell(
    tx: &mut Update<'_>,
    staff: StaffId,
    event: Event,
    from: &str,
    at: Timestamp,
) -> Result<(), AuthError> {
    let last = tx.prefix::<Rows>(&staff, Direction::Down, 1)?;
    let number = last
        .first()
        .map_or(0, |((_, number), _)| number.saturating_add(1));
    let row = Row {
        event,
        at: at.as_second(),
        from: from.to_owned(),
    };
    tx.put::<Rows>(&(staff, number), &row)?;
    let kept = tx.prefix::<Rows>(&staff, Direction::Up, MOST.saturating_add(1))?;
    if kept.len() > MOST
        && let Some((oldest, _)) = kept.first()
    {
        tx.remove::<Rows>(oldest)?;
    }
    if event.rings() {
        notice::ring(tx, staff, (event, number), from, at)?;
    }
    Ok(())
}

/// The last events of a person, the latest first.
pub(in crate::auth) fn latest(tx: &View<'_>, staff: StaffId) -> Result<Vec<Line>, AuthError> {
    let rows = tx
        .prefix::<Rows>(&staff, Direction::Down, SHOWN)?
        .into_iter();
    Ok(rows
        .map(|(_, Row { event, at, from })| Line { event, at, from })
        .collect())
}
