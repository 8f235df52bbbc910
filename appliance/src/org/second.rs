//! 二人で行う操作: what one administrator proposes, another one confirms, and only then is done.
//!
//! ```text
//! propose ─▶ a row with the deed, letter by letter, and its digest ─▶ confirm (another person, the digest they saw)
//!    │                                                                   │
//!    └▶ refuse, or the days run out: never done          May<Deed> ◀─────┘ ─▶ the deed, and `conclude` with it
//! ```
//!
//! What is done is read from the row whose digest was shown, never from a form; both people must still have the right
//! when it is done; and it is done once.

use super::access::{Administer, Denied, Permit, administers};
use super::deed::{Deed, May};
use super::ground::Who;
use super::model::{OrganisationId, PendingId, StaffId};
use super::scope::Town;
use super::service::OrgError;
use super::vouch::vouched;
use crate::cx::Cx;
use jiff::Timestamp;
use sekisho_platform::store::{Direction, Record, StoreError, Table, Update, View};
use serde::{Deserialize, Serialize};

/// How long a proposal waits, in seconds: a week, over which everybody is back at their desk once.
pub(crate) const WAITS: i64 = 7 * 24 * 60 * 60;

/// How many are listed.
const LISTED: usize = 200;

/// How far a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Standing {
    /// It waits for another one.
    Open,
    /// It was confirmed by them and done, in seconds.
    Done(StaffId, i64),
    /// They would not, or whoever proposed it took it back.
    Refused(StaffId, i64),
}

/// A deed that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pending {
    /// Its kind.
    pub kind: String,
    /// The deed itself.
    deed: Vec<u8>,
    /// Over everything that is not its standing.
    digest: [u8; 32],
    /// Who proposed it.
    pub by: StaffId,
    /// When, in seconds.
    pub at: i64,
    /// Until when it may be confirmed, in seconds.
    pub until: i64,
    /// How far it is.
    pub standing: Standing,
}

impl Record for Pending {}

/// What waits or has waited, by organisation; a later one has a larger identity.
#[derive(Debug)]
pub(crate) enum Pendings {}

impl Table for Pendings {
    const NAME: &'static str = "org_pending";
    type Key = (OrganisationId, PendingId);
    type Record = Pending;
}

/// Why nothing is confirmed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecondError {
    /// The store failed.
    #[error("reading or writing what waits for a second person")]
    Store(#[from] StoreError),
    /// Neither may do it, or no longer.
    #[error("confirming what one may not do")]
    Denied(#[from] Denied),
    /// There is none within these walls.
    #[error("confirming what nobody proposed")]
    NotThere,
    /// It was done, refused, or waited too long.
    #[error("confirming what waits no more")]
    Over,
    /// One person is not two.
    #[error("confirming what one proposed oneself")]
    Oneself,
    /// One of the two issued the other's sign-in lately: they may be one person.
    #[error("confirming for whoever issued one's sign-in, or whose sign-in one issued")]
    Vouched,
    /// What was seen is not what stands there.
    #[error("confirming something else than what was shown")]
    Differs,
}

impl From<OrgError> for SecondError {
    fn from(error: OrgError) -> Self {
        Self::Denied(error.into())
    }
}

impl Pending {
    /// What was proposed; nothing for a deed of another kind, or one that does not read.
    pub(crate) fn deed<D: Deed>(&self) -> Option<D> {
        if self.kind == D::KIND {
            postcard::from_bytes(&self.deed).ok()
        } else {
            None
        }
    }

    /// The digest as a form carries it.
    pub(crate) fn shown(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.digest)
    }

    /// Whether it may be confirmed now.
    pub(crate) fn is_open(&self, now: Timestamp) -> bool {
        self.standing == Standing::Open && now.as_second() < self.until
    }

    fn digest_of(&self, town: Town, id: PendingId) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_derive_key("sekisho deed of two people v1");
        hasher.update(town.organisation().uuid().as_bytes());
        hasher.update(id.uuid().as_bytes());
        hasher.update(self.by.uuid().as_bytes());
        hasher.update(&self.at.to_be_bytes());
        hasher.update(&self.until.to_be_bytes());
        for part in [self.kind.as_bytes(), &self.deed] {
            let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
            hasher.update(&length.to_be_bytes());
            hasher.update(part);
        }
        *hasher.finalize().as_bytes()
    }
}

/// Proposes a deed. The same one twice is one; answers which.
pub(crate) fn propose<D: Deed>(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: PendingId,
    deed: &D,
) -> Result<PendingId, SecondError> {
    let who = cx.who();
    deed.because(tx, who)?;
    let bytes = postcard::to_allocvec(deed).map_err(|error| StoreError::Encode {
        table: Pendings::NAME,
        why: error.to_string(),
    })?;
    let organisation = who.town.organisation();
    for ((_, other), row) in tx.prefix::<Pendings>(&organisation, Direction::Down, LISTED)? {
        if row.is_open(cx.now) && row.by == who.staff && row.kind == D::KIND && row.deed == bytes {
            return Ok(other);
        }
    }
    let now = cx.now.as_second();
    let mut row = Pending {
        kind: D::KIND.to_owned(),
        deed: bytes,
        digest: [0; 32],
        by: who.staff,
        at: now,
        until: now.saturating_add(WAITS),
        standing: Standing::Open,
    };
    row.digest = row.digest_of(who.town, id);
    tx.put::<Pendings>(&(organisation, id), &row)?;
    Ok(id)
}

/// What waits and what has waited, the latest first.
pub(crate) fn pendings(
    tx: &View<'_>,
    permit: &Permit<Administer>,
) -> Result<Vec<(PendingId, Pending)>, SecondError> {
    let within = permit.town().organisation();
    let rows = tx.prefix::<Pendings>(&within, Direction::Down, LISTED)?;
    Ok(rows.into_iter().map(|((_, id), row)| (id, row)).collect())
}

/// One of them.
pub(crate) fn pending_get(
    tx: &View<'_>,
    permit: &Permit<Administer>,
    id: PendingId,
) -> Result<Pending, SecondError> {
    let row = tx.get::<Pendings>(&(permit.town().organisation(), id))?;
    row.ok_or(SecondError::NotThere)
}

/// That two people want exactly what was proposed: another one than who proposed it, who saw this digest.
pub(crate) fn confirm<D: Deed>(
    tx: &View<'_>,
    cx: &Cx,
    id: PendingId,
    shown: &str,
) -> Result<May<D>, SecondError> {
    let who = cx.who();
    administers(tx, who)?;
    let row = tx.get::<Pendings>(&(who.town.organisation(), id))?;
    let row = row.ok_or(SecondError::NotThere)?;
    let deed = row.deed::<D>().ok_or(SecondError::NotThere)?;
    if row.by == who.staff {
        return Err(SecondError::Oneself);
    }
    if !row.is_open(cx.now) {
        return Err(SecondError::Over);
    }
    if vouched(tx, who.town, (row.by, who.staff), cx.now)? {
        return Err(SecondError::Vouched);
    }
    if row.shown() != shown || row.digest != row.digest_of(who.town, id) {
        return Err(SecondError::Differs);
    }
    deed.because(tx, who)?;
    let first = Who {
        staff: row.by,
        ..who
    };
    deed.because(tx, first)?;
    Ok(May::confirmed(who, deed, id))
}

/// Who proposed what is confirmed.
pub(crate) fn pending_by<D>(tx: &View<'_>, may: &May<D>) -> Result<StaffId, SecondError> {
    let id = may.pending().ok_or(SecondError::NotThere)?;
    let row = tx.get::<Pendings>(&(may.town().organisation(), id))?;
    Ok(row.ok_or(SecondError::NotThere)?.by)
}

/// Says that a deed is done, in the same transaction: what two people confirmed is done once.
pub(crate) fn conclude<D>(
    tx: &mut Update<'_>,
    may: &May<D>,
    now: Timestamp,
) -> Result<(), SecondError> {
    let Some(id) = may.pending() else {
        return Ok(());
    };
    let key = (may.town().organisation(), id);
    let mut row = tx.get::<Pendings>(&key)?.ok_or(SecondError::NotThere)?;
    if !row.is_open(now) || row.digest != row.digest_of(may.town(), id) {
        return Err(SecondError::Over);
    }
    row.standing = Standing::Done(may.by(), now.as_second());
    tx.put::<Pendings>(&key, &row)?;
    Ok(())
}

/// Takes a proposal back, or says no to another's.
pub(crate) fn refuse(
    tx: &mut Update<'_>,
    cx: &Cx,
    permit: &Permit<Administer>,
    id: PendingId,
) -> Result<(), SecondError> {
    let key = (permit.town().organisation(), id);
    let mut row = tx.get::<Pendings>(&key)?.ok_or(SecondError::NotThere)?;
    if !row.is_open(cx.now) {
        return Err(SecondError::Over);
    }
    row.standing = Standing::Refused(permit.by(), cx.now.as_second());
    tx.put::<Pendings>(&key, &row)?;
    Ok(())
}

/// Puts another deed into a row, as whoever writes to the store past this program could.
#[cfg(test)]
pub(crate) fn forge<D: Deed>(
    tx: &mut Update<'_>,
    town: Town,
    id: PendingId,
    deed: &D,
) -> Result<(), StoreError> {
    let key = (town.organisation(), id);
    let mut row = tx.get::<Pendings>(&key)?.expect("a row");
    row.deed = postcard::to_allocvec(deed).expect("bytes");
    tx.put::<Pendings>(&key, &row)?;
    Ok(())
}
