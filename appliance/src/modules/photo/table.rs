//! The rows: one for each person who ever had a photo, and one for each organisation that said something of them.

use super::model::Picture;
use crate::org::{OrganisationId, StaffId};
use sekisho_platform::store::{Record, Table};
use serde::{Deserialize, Serialize};

/// Somebody's photo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Photo {
    /// What is shown.
    pub now: Option<Picture>,
    /// What was shown before, to be put back.
    pub before: Option<Picture>,
    /// When it last changed, in microseconds.
    pub at: u64,
}

impl Record for Photo {}

/// By organisation and person.
#[derive(Debug)]
pub(super) enum Photos {}

impl Table for Photos {
    const NAME: &'static str = "photo";
    type Key = (OrganisationId, StaffId);
    type Record = Photo;
}

/// What an organisation says of photos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Rule {
    /// Whether they are shown at all.
    pub shown: bool,
}

impl Default for Rule {
    fn default() -> Self {
        Self { shown: true }
    }
}

impl Record for Rule {}

/// By organisation.
#[derive(Debug)]
pub(super) enum Rules {}

impl Table for Rules {
    const NAME: &'static str = "photo-rule";
    type Key = OrganisationId;
    type Record = Rule;
}
