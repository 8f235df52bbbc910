//! The rows of 登録コード: at most one for a person.

use crate::auth::machine::Mark;
use crate::org::StaffId;
use sekisho_platform::store::{Indexes, Record, Table};
use serde::{Deserialize, Serialize};

/// A code that was given out and is not spent yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Enrolment {
    /// What the code is checked against.
    pub mark: Mark,
    /// When it was given out, in seconds.
    pub made: i64,
    /// Until when it is good, in seconds.
    pub until: i64,
}

impl Record for Enrolment {}

/// Codes by person.
#[derive(Debug)]
pub(super) enum Enrolments {}

impl Table for Enrolments {
    const NAME: &'static str = "auth_enrolment";
    const LOGGED: bool = false;
    type Key = StaffId;
    type Record = Enrolment;

    fn index(_key: &StaffId, row: &Enrolment, out: &mut Indexes) {
        out.add("by_until", &row.until);
    }
}
