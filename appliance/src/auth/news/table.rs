//! The rows: what happened, by person.

use super::model::Event;
use crate::org::StaffId;
use sekisho_platform::store::{Record, Table};
use serde::{Deserialize, Serialize};

/// What happened once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    /// What.
    pub event: Event,
    /// When, in seconds.
    pub at: i64,
    /// From which address; empty where it was done for them.
    pub from: String,
}

impl Record for Row {}

/// Events of a person, the oldest first.
#[derive(Debug)]
pub(super) enum Rows {}

impl Table for Rows {
    const NAME: &'static str = "auth_news";
    const LOGGED: bool = false;
    type Key = (StaffId, u64);
    type Record = Row;
}
