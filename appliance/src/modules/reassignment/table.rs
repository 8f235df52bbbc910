//! The rows: what somebody works on or has made so, and the list it came from.

use super::model::{Choices, DraftId};
use crate::org::{OrganisationId, StaffId, SwapId};
use jiff::civil::Date;
use sekisho_platform::store::{Record, Table};
use serde::{Deserialize, Serialize};

/// How far a reassignment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Stage {
    /// It is looked at.
    Draft,
    /// It is so from its day on.
    Stands(SwapId),
    /// It was taken back.
    Undone,
}

/// What happened to it, when, by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Event {
    /// What it became.
    pub stage: Stage,
    /// When, in microseconds.
    pub at: u64,
    /// By whom.
    pub by: StaffId,
}

/// A reassignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Draft {
    /// What it is called: 令和9年4月1日付 定期異動.
    pub title: String,
    /// From which day on.
    pub day: Date,
    /// How far it is.
    pub stage: Stage,
    /// What was chosen for the orphans.
    pub choices: Choices,
    /// What happened to it, the first first.
    pub history: Vec<Event>,
}

/// The list as it came, letter by letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Source {
    /// The text.
    pub text: String,
}

impl Record for Draft {}
impl Record for Source {}

/// Reassignments by organisation and identity; a later one has a larger identity.
#[derive(Debug)]
pub(super) enum Drafts {}

impl Table for Drafts {
    const NAME: &'static str = "reassignment_draft";
    type Key = (OrganisationId, DraftId);
    type Record = Draft;
}

/// Their lists.
#[derive(Debug)]
pub(super) enum Sources {}

impl Table for Sources {
    const NAME: &'static str = "reassignment_source";
    const LOGGED: bool = false;
    type Key = (OrganisationId, DraftId);
    type Record = Source;
}
