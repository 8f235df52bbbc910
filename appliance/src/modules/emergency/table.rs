//! The rows of emergencies: kept for good, found while they stand.

use super::model::{EmergencyId, Words};
use crate::org::StaffId;
use sekisho_platform::store::{Indexes, Record, Table};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An emergency as it was raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Emergency {
    /// What is said, until when.
    pub words: Words,
    /// Who raised it.
    pub by: StaffId,
    /// Their name and where they were, as its readers are told: 情報政策課.
    pub from: String,
    /// When, in microseconds.
    pub at: u64,
    /// When it was taken down before its time, and by whom.
    pub down: Option<(u64, StaffId)>,
}

impl Record for Emergency {}

/// Emergencies by whom they reach (the organisation's identity, or nil for the house) and identity.
#[derive(Debug)]
pub(super) enum Emergencies {}

/// The index of what is not taken down, by its end.
pub(super) const BY_END: &str = "by_end";

impl Table for Emergencies {
    const NAME: &'static str = "emergency";
    type Key = (Uuid, EmergencyId);
    type Record = Emergency;

    fn index((reach, _): &Self::Key, row: &Emergency, out: &mut Indexes) {
        if row.down.is_none() {
            out.add(BY_END, &(*reach, row.words.until()));
        }
    }
}
