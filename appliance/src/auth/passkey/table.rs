//! The rows of passkeys, and of challenges that wait for their answer.

use super::model::{CeremonyKey, PasskeyKey, Whom};
use crate::auth::label::Label;
use crate::org::{StaffId, Town};
use sekisho_platform::store::{Indexes, Record, Table};
use serde::{Deserialize, Serialize};

/// A passkey.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PasskeyRow {
    /// Within whose walls.
    pub town: Town,
    /// Whose.
    pub staff: StaffId,
    /// What its owner calls it by.
    pub label: Label,
    /// When it was added, in seconds.
    pub made: i64,
    /// When it was last used, in seconds.
    pub used: Option<i64>,
    /// When its counter did not go on, in seconds: there may be a copy, so it opens nothing any more.
    pub doubted: Option<i64>,
    /// The last number of the device's counter that was used here; 0 where it does not count.
    pub counter: u32,
    /// What the device calls it by.
    pub credential: Vec<u8>,
    /// The public key and the counter, in the JSON of the library that checks them.
    pub passkey: Vec<u8>,
}

/// A challenge that waits for its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Ceremony {
    /// Whose passkey may answer.
    pub whom: Whom,
    /// What the answer is checked with, in the JSON of the library that checks it.
    pub state: Vec<u8>,
    /// When it began, in seconds.
    pub began: i64,
    /// From where it was asked for.
    pub address: String,
}

impl Record for PasskeyRow {}
impl Record for Ceremony {}

/// Passkeys by the digest of what the device calls them by.
#[derive(Debug)]
pub(super) enum Passkeys {}

impl Table for Passkeys {
    const NAME: &'static str = "auth_passkey";
    const LOGGED: bool = false;
    type Key = PasskeyKey;
    type Record = PasskeyRow;

    fn index(_key: &PasskeyKey, row: &PasskeyRow, out: &mut Indexes) {
        out.add("by_staff", &row.staff);
    }
}

/// Challenges.
#[derive(Debug)]
pub(super) enum Ceremonies {}

impl Table for Ceremonies {
    const NAME: &'static str = "auth_ceremony";
    const LOGGED: bool = false;
    type Key = CeremonyKey;
    type Record = Ceremony;

    fn index(_key: &CeremonyKey, row: &Ceremony, out: &mut Indexes) {
        out.add("by_age", &row.began);
        out.add("by_address", &row.address.as_str());
    }
}
