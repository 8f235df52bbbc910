//! Saying where one is, and reading where others are.

use super::model::{Note, State};
use super::table::{Presence, PresenceRows};
use crate::cx::Cx;
use crate::org::{StaffId, Town};
use jiff::Timestamp;
use sekisho_platform::store::{StoreError, Update, View};

/// What holds now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// Where they are.
    pub state: State,
    /// A few words beside it.
    pub note: String,
    /// Until when, where that was said.
    pub until: Option<Timestamp>,
}

/// Where somebody of the same town is, when they said so and it still holds.
pub(crate) fn presence_of(
    tx: &View<'_>,
    town: Town,
    staff: StaffId,
    now: Timestamp,
) -> Result<Option<Told>, StoreError> {
    let row = tx.get::<PresenceRows>(&(town.organisation(), staff))?;
    let holds = |row: &Presence| row.until.is_none_or(|until| now.as_second() < until);
    Ok(row.filter(holds).map(|row| Told {
        state: row.state,
        note: row.note.as_str().to_owned(),
        until: row.until.and_then(|at| Timestamp::from_second(at).ok()),
    }))
}

/// Says where one is oneself; nothing at all for none. Nobody says it for another.
pub(super) fn presence_say(
    tx: &mut Update<'_>,
    cx: &Cx,
    state: Option<State>,
    note: &Note,
    until: Option<Timestamp>,
) -> Result<(), StoreError> {
    let key = (cx.town.organisation(), cx.staff);
    match state {
        Some(state) => {
            let row = Presence {
                state,
                note: note.clone(),
                until: until.map(Timestamp::as_second),
            };
            tx.put::<PresenceRows>(&key, &row)?;
        }
        None => {
            tx.remove::<PresenceRows>(&key)?;
        }
    }
    Ok(())
}
