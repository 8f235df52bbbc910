//! The rows of second factors, by person.

use crate::auth::machine::Mark;
use crate::org::StaffId;
use sekisho_platform::store::{Record, Table};
use serde::{Deserialize, Serialize};

/// A 確認アプリ.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Totp {
    /// Its secret, sealed by the machine's key.
    pub sealed: Vec<u8>,
    /// The last step whose code was used; none before it is taken again.
    pub used: u64,
    /// When it was set up, in seconds.
    pub made: i64,
}

/// The 回復コード that are left.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Recovery {
    /// What each is checked against.
    pub marks: Vec<Mark>,
    /// When the set was made, in seconds.
    pub made: i64,
}

impl Record for Totp {}
impl Record for Recovery {}

/// 確認アプリ.
#[derive(Debug)]
pub(super) enum Totps {}

impl Table for Totps {
    const NAME: &'static str = "auth_totp";
    const LOGGED: bool = false;
    type Key = StaffId;
    type Record = Totp;
}

/// 回復コード.
#[derive(Debug)]
pub(super) enum Recoveries {}

impl Table for Recoveries {
    const NAME: &'static str = "auth_recovery";
    const LOGGED: bool = false;
    type Key = StaffId;
    type Record = Recovery;
}
