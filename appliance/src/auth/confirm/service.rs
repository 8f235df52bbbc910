//! The counter of guesses made inside a session, and the note that somebody has just proven themselves.

use crate::auth::Session;
use crate::auth::passkey;
use crate::auth::second;
use crate::auth::service::AuthError;
use crate::auth::table::{Credentials, Sessions};
use crate::auth::throttle::{Door, Tryer};
use crate::org::StaffId;
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Update, View};

/// What is asked for beside a passkey, which is enough by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// The password.
    pub password: bool,
    /// What their 確認アプリ shows, with the password.
    pub totp: bool,
}

/// What whoever has more than a password must show: a session that was left open, and a password that was looked at,
/// must not be enough to take the rest away. `keys` says whether this house takes passkeys now.
pub(super) fn what_is_asked(tx: &View<'_>, staff: StaffId, keys: bool) -> Result<Asked, AuthError> {
    let row = tx.get::<Credentials>(&staff)?;
    let has = row.is_some_and(|row| row.hash.is_some());
    let totp = second::kept(tx, staff)?.any();
    let by_key = keys && passkey::has_any(tx, staff)?;
    Ok(Asked {
        password: has && (totp || !by_key),
        totp,
    })
}

/// Notes that the owner of a session has just proven themselves in it by a passkey, when it is theirs.
pub(super) fn confirmed_by_passkey(
    tx: &mut Update<'_>,
    mine: &Session,
    checked: &passkey::Checked,
    address: &str,
    at: Timestamp,
) -> Result<bool, AuthError> {
    let proof = passkey::used(tx, checked, address, at)?;
    let theirs = proof.is_some_and(|proof| proof.staff == mine.staff && proof.town == mine.town);
    if theirs {
        confirmed(tx, mine, address, at)?;
    }
    Ok(theirs)
}

/// The hash to check against, while guessing is open; and whether it is.
pub(super) fn asked(
    tx: &View<'_>,
    staff: StaffId,
    address: &str,
    now: i64,
) -> Result<(Option<String>, bool), AuthError> {
    let hash = tx.get::<Credentials>(&staff)?.and_then(|row| row.hash);
    Ok((hash, !tryer(staff, address).closed(tx, now)?))
}

/// Counts a wrong password; `act` is what was refused, for the trail.
pub(super) fn refused(
    tx: &mut Update<'_>,
    staff: StaffId,
    (act, address): (&str, &str),
    at: Timestamp,
) -> Result<(), AuthError> {
    tryer(staff, address).failed(tx, at.as_second())?;
    let who = staff.uuid().to_string();
    Audit::append(tx, at, &who, act, &who, address)?;
    Ok(())
}

/// Forgets what was counted: the password was right.
pub(super) fn accepted(
    tx: &mut Update<'_>,
    staff: StaffId,
    address: &str,
) -> Result<(), AuthError> {
    Ok(tryer(staff, address).forget(tx)?)
}

/// Notes that the owner of a session has just proven themselves in it.
pub(super) fn confirmed(
    tx: &mut Update<'_>,
    mine: &Session,
    address: &str,
    at: Timestamp,
) -> Result<(), AuthError> {
    if let Some(mut row) = tx.get::<Sessions>(&mine.key)? {
        row.proven = at.as_second();
        tx.put::<Sessions>(&mine.key, &row)?;
        let who = mine.staff.uuid().to_string();
        Audit::append(tx, at, &who, "confirm", &who, address)?;
    }
    Ok(())
}

/// Apart from the counter of the log-in page, so that neither opens the other.
fn tryer(staff: StaffId, address: &str) -> Tryer {
    Tryer::new(Door::Inside, &staff.uuid().to_string(), address)
}
