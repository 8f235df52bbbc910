//! Saying where one is, and reading where others are.

use super::model::{Note, State};
use super::table::{Presence, PresenceRows};
use crate::cx::Cx;
use crate::org::{StaffId, Town};
use jiff::Timestamp;
use sekisho_platform::store::{Revision, StoreError, Update, View};

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

/// The number of the change by which somebody said it last; none where nothing stands.
pub(crate) fn presence_revision(
    tx: &View<'_>,
    town: Town,
    staff: StaffId,
) -> Result<Option<Revision>, StoreError> {
    let row = tx.get_with_revision::<PresenceRows>(&(town.organisation(), staff))?;
    Ok(row.map(|(revision, _)| revision))
}

/// What became of what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// It stands.
    Kept,
    /// Something else was said meanwhile, from another window; nothing was written over.
    Changed(Option<Revision>, Option<Told>),
}

/// Says where one is oneself; nothing at all for none. Nobody says it for another. `read` is the number of the change
/// one saw before; without it whatever stands is written over.
#[expect(
    clippy::option_option,
    reason = "whether something was said, and whether it is something"
)]
pub(super) fn presence_say(
    tx: &mut Update<'_>,
    cx: &Cx,
    state: Option<State>,
    note: &Note,
    until: Option<Timestamp>,
    read: Option<Option<Revision>>,
) -> Result<Said, StoreError> {
    let key = (cx.town.organisation(), cx.staff);
    let standing = presence_revision(tx, cx.town, cx.staff)?;
    if read.is_some_and(|read| read != standing) {
        let told = presence_of(tx, cx.town, cx.staff, cx.now)?;
        return Ok(Said::Changed(standing, told));
    }
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
    Ok(Said::Kept)
}
