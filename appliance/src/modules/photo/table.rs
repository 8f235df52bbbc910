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

/// Who of an organisation sees the photos of its people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Audience {
    /// Whoever works there.
    #[default]
    Everybody,
    /// Whoever works below the same unit of those at the top (the same 部, or 課 where there is no 部).
    Department,
    /// Nobody; what is there stays.
    Nobody,
}

impl Audience {
    /// All of them, as they are offered.
    pub(super) const ALL: [Self; 3] = [Self::Everybody, Self::Department, Self::Nobody];

    /// Its word in a form and in the audit trail.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Department => "department",
            Self::Nobody => "nobody",
        }
    }

    /// The one of that word.
    pub(super) fn of(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.tag() == tag)
    }
}

/// What an organisation says of photos.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Rule {
    /// Who sees them.
    pub audience: Audience,
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
