//! The rows: what somebody's facts were before they were last put right by a form.

use crate::org::{Facts, OrganisationId, StaffId};
use sekisho_platform::store::{Record, Table};
use serde::{Deserialize, Serialize};

/// The last change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Amendment {
    /// As they were.
    pub before: Facts,
    /// What they became.
    pub after: Facts,
    /// Who did it.
    pub by: StaffId,
    /// When, in microseconds.
    pub at: u64,
}

impl Record for Amendment {}

/// The last change by whose it is.
#[derive(Debug)]
pub(super) enum Amendments {}

impl Table for Amendments {
    const NAME: &'static str = "administration_amendment";
    type Key = (OrganisationId, StaffId);
    type Record = Amendment;
}
