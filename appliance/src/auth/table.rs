//! The rows of log-in: passwords' hashes, open sessions, failed tries.

use super::model::SessionKey;
use crate::org::{StaffId, Town};
use sekisho_platform::store::{Indexes, Record, StoreError, Table};
use serde::{Deserialize, Serialize};

/// What proves a person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Credential {
    /// The PHC string of argon2id; none once it was taken away.
    pub hash: Option<String>,
    /// When it was set, in seconds.
    pub changed: i64,
    /// The hashes before it, the last first; as many as the organisation's policy asks for.
    pub former: Vec<String>,
}

impl Credential {
    /// Puts the password that stands among the former ones, of which `keep` are kept: with the next that will stand,
    /// as many as the policy looks back.
    pub(super) fn retire(&mut self, keep: usize) {
        if let Some(hash) = self.hash.take() {
            self.former.insert(0, hash);
        }
        self.former.truncate(keep);
    }
}

/// The same as the first version wrote it.
#[derive(Deserialize)]
struct CredentialV1 {
    hash: String,
    changed: i64,
}

/// An open session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SessionRow {
    /// Within whose walls it was opened.
    pub town: Town,
    /// Whose it is.
    pub staff: StaffId,
    /// When it began, in seconds.
    pub began: i64,
    /// When it was last used, in seconds, to the minute.
    pub seen: i64,
    /// The address it was opened from; empty where an older program opened it.
    pub address: String,
    /// When its owner last proved themselves, in seconds.
    pub proven: i64,
    /// Whether they came in by two factors.
    pub two: bool,
}

/// A session as the third version wrote it.
#[derive(Deserialize)]
struct SessionRowV3 {
    town: Town,
    staff: StaffId,
    began: i64,
    seen: i64,
    address: String,
    proven: i64,
}

/// A session as the second version wrote it.
#[derive(Deserialize)]
struct SessionRowV2 {
    town: Town,
    staff: StaffId,
    began: i64,
    seen: i64,
    address: String,
}

/// A session as the first version wrote it.
#[derive(Deserialize)]
struct SessionRowV1 {
    town: Town,
    staff: StaffId,
    began: i64,
    seen: i64,
}

/// Failed tries of one account or from one address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tries {
    /// How many since `first`.
    pub failed: u32,
    /// When the counting began, in seconds.
    pub first: i64,
    /// Until when nothing is let in, in seconds.
    pub closed_until: i64,
}

impl Record for Credential {
    const VERSION: u8 = 2;

    fn upgrade(version: u8, bytes: &[u8]) -> Result<Self, StoreError> {
        if version != 1 {
            return Err(StoreError::unknown_version(
                Credentials::NAME,
                version,
                Self::VERSION,
            ));
        }
        let old: CredentialV1 = postcard::from_bytes(bytes)
            .map_err(|error| StoreError::undecodable(Credentials::NAME, error))?;
        Ok(Self {
            hash: Some(old.hash),
            changed: old.changed,
            former: Vec::new(),
        })
    }
}
impl Record for SessionRow {
    const VERSION: u8 = 4;

    fn upgrade(version: u8, bytes: &[u8]) -> Result<Self, StoreError> {
        let undecodable = |error| StoreError::undecodable(Sessions::NAME, error);
        if version == 3 {
            let old: SessionRowV3 = postcard::from_bytes(bytes).map_err(undecodable)?;
            return Ok(Self {
                town: old.town,
                staff: old.staff,
                began: old.began,
                seen: old.seen,
                address: old.address,
                proven: old.proven,
                two: false,
            });
        }
        let old = match version {
            1 => {
                let old: SessionRowV1 = postcard::from_bytes(bytes).map_err(undecodable)?;
                SessionRowV2 {
                    town: old.town,
                    staff: old.staff,
                    began: old.began,
                    seen: old.seen,
                    address: String::new(),
                }
            }
            2 => postcard::from_bytes(bytes).map_err(undecodable)?,
            _ => {
                return Err(StoreError::unknown_version(
                    Sessions::NAME,
                    version,
                    Self::VERSION,
                ));
            }
        };
        Ok(Self {
            town: old.town,
            staff: old.staff,
            began: old.began,
            seen: old.seen,
            address: old.address,
            proven: old.began,
            two: false,
        })
    }
}
impl Record for Tries {}

/// Passwords' hashes by person.
#[derive(Debug)]
pub(super) enum Credentials {}

impl Table for Credentials {
    const NAME: &'static str = "auth_credential";
    type Key = StaffId;
    type Record = Credential;
}

/// Open sessions by the digest of their secret.
#[derive(Debug)]
pub(super) enum Sessions {}

impl Table for Sessions {
    const NAME: &'static str = "auth_session";
    const LOGGED: bool = false;
    type Key = SessionKey;
    type Record = SessionRow;

    fn index(_key: &SessionKey, row: &SessionRow, out: &mut Indexes) {
        out.add("by_staff", &row.staff);
        out.add("by_age", &row.began);
    }
}

/// How often sessions of somebody ended, for whoever shows them something meanwhile.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Ending {
    /// The number.
    pub times: u64,
}

impl Record for Ending {}

/// Endings by person. Unlike sessions they stand in the change log, so that open pages hear of them.
#[derive(Debug)]
pub(super) enum Endings {}

impl Table for Endings {
    const NAME: &'static str = "auth_ending";
    type Key = StaffId;
    type Record = Ending;
}

/// Failed tries by the digest of who tried.
#[derive(Debug)]
pub(super) enum TryRows {}

impl Table for TryRows {
    const NAME: &'static str = "auth_tries";
    const LOGGED: bool = false;
    type Key = [u8; 32];
    type Record = Tries;

    fn index(_key: &[u8; 32], row: &Tries, out: &mut Indexes) {
        out.add("by_age", &row.first);
    }
}
