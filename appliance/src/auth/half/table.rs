//! The rows of log-ins that are not whole yet.

use super::model::Step;
use crate::auth::model::SessionKey;
use crate::auth::proof::Means;
use crate::org::{StaffId, Town};
use sekisho_platform::store::{Indexes, Record, Table};
use serde::{Deserialize, Serialize};

/// A log-in that is not whole yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::auth) struct Half {
    /// Within whose walls.
    pub town: Town,
    /// Whose.
    pub staff: StaffId,
    /// By what they were proven so far.
    pub means: Means,
    /// When it began, in seconds.
    pub began: i64,
    /// What is left, the next first; never empty.
    pub left: Vec<Step>,
    /// Where they wanted to go, a path of ours.
    pub next: String,
}

impl Record for Half {}

/// Halves by the digest of their secret.
#[derive(Debug)]
pub(in crate::auth) enum Halves {}

impl Table for Halves {
    const NAME: &'static str = "auth_half";
    const LOGGED: bool = false;
    type Key = SessionKey;
    type Record = Half;

    fn index(_key: &SessionKey, row: &Half, out: &mut Indexes) {
        out.add("by_staff", &row.staff);
        out.add("by_age", &row.began);
    }
}
