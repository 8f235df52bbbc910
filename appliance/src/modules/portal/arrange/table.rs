//! The rows: one for everybody, one for a unit, one for a person, where they have set something.

use super::model::Arrangement;
use crate::org::{OrganisationId, StaffId};
use sekisho_platform::store::{Record, Table};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What somebody set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Set {
    /// Which tiles stand where.
    pub arrangement: Arrangement,
    /// Who set it.
    pub by: StaffId,
    /// When, in microseconds.
    pub at: u64,
}

impl Record for Set {}

/// By organisation, kind (1 for everybody, 2 for a unit, 3 for a person) and identity.
#[derive(Debug)]
pub(super) enum Arrangements {}

impl Table for Arrangements {
    const NAME: &'static str = "portal_arrangement";
    type Key = (OrganisationId, u8, Uuid);
    type Record = Set;
}
