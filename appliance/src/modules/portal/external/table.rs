//! The rows: what numbers there are, what was last said of each, and whose count is what.

use super::model::{Draft, ExternalId};
use crate::auth::Mark;
use crate::org::{OrganisationId, StaffId};
use sekisho_platform::store::{Indexes, Record, Table};
use serde::{Deserialize, Serialize};

/// A number of another system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ExternalRow {
    /// What stands on it.
    pub draft: Draft,
    /// Of the token the other system shows.
    pub token: Mark,
}

/// What was last said of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Report {
    /// When it came, in microseconds.
    pub at: u64,
    /// The moment it was true, in microseconds.
    pub as_of: u64,
    /// The moment the latest complete one was true; none where none came yet.
    pub complete: Option<u64>,
    /// How many people of the town it named.
    pub people: u32,
    /// How many others.
    pub unknown: u32,
}

/// How many somebody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Count {
    /// How many.
    pub count: u32,
    /// The moment it was true, in microseconds; a complete report that names the same count leaves the row alone.
    pub as_of: u64,
}

impl Record for ExternalRow {}
impl Record for Report {}
impl Record for Count {}

/// Numbers of other systems by organisation and identity.
#[derive(Debug)]
pub(super) enum Externals {}

/// The index by identity alone, for whoever shows a token.
pub(super) const BY_ID: &str = "by_id";

impl Table for Externals {
    const NAME: &'static str = "portal_external";
    type Key = (OrganisationId, ExternalId);
    type Record = ExternalRow;

    fn index((_, id): &Self::Key, _: &ExternalRow, out: &mut Indexes) {
        out.add(BY_ID, id);
    }
}

/// What was last said.
#[derive(Debug)]
pub(super) enum Reports {}

impl Table for Reports {
    const NAME: &'static str = "portal_external_report";
    type Key = (OrganisationId, ExternalId);
    type Record = Report;
}

/// Whose count is what.
#[derive(Debug)]
pub(super) enum Counts {}

impl Table for Counts {
    const NAME: &'static str = "portal_external_count";
    type Key = (OrganisationId, ExternalId, StaffId);
    type Record = Count;
}
