//! The rows: one for each person who said something.

use super::model::{Note, State};
use crate::org::{OrganisationId, StaffId};
use sekisho_platform::store::{Record, Table};
use serde::{Deserialize, Serialize};

/// What somebody said of themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Presence {
    /// Where they are.
    pub state: State,
    /// A few words.
    pub note: Note,
    /// Until when it holds, in seconds; none for until it is said anew.
    pub until: Option<i64>,
}

impl Record for Presence {}

/// By organisation and person.
#[derive(Debug)]
pub(super) enum PresenceRows {}

impl Table for PresenceRows {
    const NAME: &'static str = "presence";
    type Key = (OrganisationId, StaffId);
    type Record = Presence;
}
