//! Where the people of the demo town's sections are on a morning.

use super::model::{Note, State};
use super::table::{Presence, PresenceRows};
use crate::org::{StaffId, Town};
use sekisho_platform::store::{StoreError, Update};

/// By log-in name.
const LINES: [(&str, State, &str); 9] = [
    ("sato", State::In, ""),
    ("yoshida", State::In, ""),
    ("takahashi", State::Meeting, "第2会議室"),
    ("yamazaki", State::Trip, "山の手県庁"),
    ("nakajima", State::Away, "窓口"),
    ("hamada", State::Leave, ""),
    ("tanaka", State::In, ""),
    ("suzuki", State::Meeting, "第1会議室"),
    ("kato", State::Trip, "現地確認"),
];

/// Says so for those who are of the town; `find` knows who has a log-in name.
pub(crate) fn demo<E: From<StoreError>>(
    tx: &mut Update<'_>,
    town: Town,
    find: impl Fn(&Update<'_>, &str) -> Result<Option<StaffId>, E>,
) -> Result<(), E> {
    for (login, state, note) in LINES {
        if let Some(staff) = find(tx, login)? {
            let row = Presence {
                state,
                note: Note::new(note),
                until: None,
            };
            tx.put::<PresenceRows>(&(town.organisation(), staff), &row)?;
        }
    }
    Ok(())
}
