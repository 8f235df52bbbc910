//! Logging in, staying in, logging out. Every decision and its audit row are one transaction.

use super::model::{Lifetime, Session, SessionKey};
use super::policy::{self, Policy};
use super::proof::{Means, Proof};
use super::table::{Credentials, Endings, Sessions, TryRows};
use super::throttle::{SECOND, Tryer};
use super::touches::Touches;
use super::{enrol, half, passkey};
use crate::org::{self, LoginName, OrgError, StaffId, Town};
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Direction, StoreError, Update, View};

/// A session's last use is written down at most this often, in seconds.
const TOUCH: i64 = 60;

/// How logging in fails for reasons of ours.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AuthError {
    /// The store failed.
    #[error("reading or writing sessions")]
    Store(#[from] StoreError),
    /// The people could not be read.
    #[error("reading who logs in")]
    Org(#[from] OrgError),
    /// A secret could not be sealed or opened.
    #[error("keeping a second factor")]
    Machine(#[from] super::machine::MachineError),
    /// A passkey could not be asked for or read back.
    #[error("asking for a passkey")]
    Passkey(#[source] Box<super::passkey::PartyError>),
    /// The password could not be hashed.
    #[error("checking a password")]
    Password(#[from] super::password::PasswordError),
}

/// What is known before the password is checked.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// The person within their walls, when the name is somebody's who may log in.
    pub staff: Option<(Town, StaffId)>,
    /// The hash to check against.
    pub hash: Option<String>,
}

/// Looks up who might be logging in.
pub(super) fn candidate(tx: &View<'_>, name: &str) -> Result<Candidate, AuthError> {
    let nobody = Candidate {
        staff: None,
        hash: None,
    };
    let Ok(login) = LoginName::new(name) else {
        return Ok(nobody);
    };
    let Some((staff, row)) = org::staff_by_login(tx, &login)? else {
        return Ok(nobody);
    };
    if !row.active {
        return Ok(nobody);
    }
    let hash = tx.get::<Credentials>(&staff)?.and_then(|row| row.hash);
    Ok(Candidate {
        staff: Some((Town::of(&row), staff)),
        hash,
    })
}

/// What the check of the password found.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    /// The person, when the password was theirs.
    pub proven: Option<(Town, StaffId)>,
    /// The hash it was checked against: a log-in holds only while that is still the one that stands.
    pub against: Option<String>,
    /// The person whose name was given, for the audit trail.
    pub suspect: Option<StaffId>,
}

/// Decides a log-in once the password was checked: proves the person, or counts a failure.
pub(super) fn log_in(
    tx: &mut Update<'_>,
    tryer: Tryer,
    checked: &Checked,
    address: &str,
    at: Timestamp,
) -> Result<Option<Proof>, AuthError> {
    let now = at.as_second();
    let (suspect, mut proven) = (checked.suspect, checked.proven);
    if let Some((_, staff)) = proven {
        // Hashing took a while: whoever changed the password meanwhile ended what the old one opens.
        let standing = tx.get::<Credentials>(&staff)?.and_then(|row| row.hash);
        if standing.is_none() || standing != checked.against {
            proven = None;
        }
    }
    match proven {
        Some((town, staff)) if !tryer.closed(tx, now)? => {
            tryer.forget(tx)?;
            Ok(Some(Proof {
                town,
                staff,
                means: Means::Password,
            }))
        }
        _ => {
            let just_closed = tryer.failed(tx, now)?;
            let whom = suspect.map_or_else(|| "-".to_owned(), |staff| staff.uuid().to_string());
            Audit::append(tx, at, "-", "log-in-refused", &whom, address)?;
            if just_closed {
                Audit::append(tx, at, "-", "log-in-closed", &whom, address)?;
            }
            Ok(None)
        }
    }
}

/// The session behind a cookie, when it is still alive, and whether its last use should be written down.
pub(super) fn session_find(
    tx: &View<'_>,
    key: SessionKey,
    touches: &Touches,
    lifetime: Lifetime,
    now: i64,
) -> Result<Option<(Session, bool)>, AuthError> {
    let Some(row) = tx.get::<Sessions>(&key)? else {
        return Ok(None);
    };
    let seen = touches.seen(key, row.seen);
    let alive = now.saturating_sub(seen) < lifetime.idle
        && now.saturating_sub(row.began) < lifetime.absolute;
    if !alive {
        return Ok(None);
    }
    Ok(Some((
        Session {
            key,
            town: row.town,
            staff: row.staff,
            proven: row.proven,
            two: row.two,
        },
        now.saturating_sub(seen) >= TOUCH,
    )))
}

/// Writes down that a session is in use.
pub(super) fn session_touch(
    tx: &mut Update<'_>,
    key: SessionKey,
    now: i64,
) -> Result<(), AuthError> {
    if let Some(mut row) = tx.get::<Sessions>(&key)? {
        row.seen = row.seen.max(now);
        tx.put::<Sessions>(&key, &row)?;
    }
    Ok(())
}

/// Ends a session.
pub(super) fn log_out(
    tx: &mut Update<'_>,
    session: &Session,
    address: &str,
    at: Timestamp,
) -> Result<(), AuthError> {
    if tx.remove::<Sessions>(&session.key)? {
        ended_told(tx, session.staff)?;
        let who = session.staff.uuid().to_string();
        Audit::append(tx, at, &who, "log-out", &who, address)?;
    }
    Ok(())
}

/// Ends the session that a browser held until another one was opened in it.
pub(super) fn session_left(
    tx: &mut Update<'_>,
    key: SessionKey,
    at: Timestamp,
) -> Result<(), AuthError> {
    if let Some(row) = tx.get::<Sessions>(&key)? {
        tx.remove::<Sessions>(&key)?;
        ended_told(tx, row.staff)?;
        let whom = row.staff.uuid().to_string();
        Audit::append(tx, at, &whom, "session-end", &whom, "1")?;
    }
    Ok(())
}

/// Gives a person a password; every session of theirs ends, and every log-in that is not whole, but for those of
/// whoever has just chosen it. Answers how many sessions ended.
pub(crate) fn password_set(
    tx: &mut Update<'_>,
    town: Town,
    staff: StaffId,
    hash: &str,
    now: i64,
    but: &[SessionKey],
) -> Result<usize, AuthError> {
    let keep = usize::from(policy::policy_of(tx, town)?.former());
    let mut row = tx.get::<Credentials>(&staff)?.unwrap_or_default();
    row.retire(keep);
    row.hash = Some(hash.to_owned());
    row.changed = now;
    tx.put::<Credentials>(&staff, &row)?;
    half::halves_end(tx, staff, but)?;
    sessions_end(tx, staff, but)
}

/// Takes a person's password away: until they choose another, none is theirs. What they used is remembered as far as
/// the organisation's policy asks.
pub(super) fn password_forget(
    tx: &mut Update<'_>,
    town: Town,
    staff: StaffId,
) -> Result<(), AuthError> {
    let keep = usize::from(policy::policy_of(tx, town)?.former());
    if let Some(mut row) = tx.get::<Credentials>(&staff)? {
        row.retire(keep);
        tx.put::<Credentials>(&staff, &row)?;
    }
    half::halves_end(tx, staff, &[])
}

/// The hashes that a new password of the person must not fit.
pub(super) fn former_of(
    tx: &View<'_>,
    staff: StaffId,
    policy: Policy,
) -> Result<Vec<String>, AuthError> {
    let Some(row) = tx.get::<Credentials>(&staff)? else {
        return Ok(Vec::new());
    };
    let all = row.hash.into_iter().chain(row.former);
    Ok(all.take(usize::from(policy.former())).collect())
}

/// Ends a person's sessions, all but some. Answers how many there were.
pub(crate) fn sessions_end(
    tx: &mut Update<'_>,
    staff: StaffId,
    but: &[SessionKey],
) -> Result<usize, AuthError> {
    const STRIDE: usize = 1_000;
    let keys = tx.index_keys::<Sessions>("by_staff", &staff, Direction::Up, STRIDE)?;
    let mut ended = 0;
    for key in keys.into_iter().filter(|key| !but.contains(key)) {
        ended += usize::from(tx.remove::<Sessions>(&key)?);
    }
    if ended > 0 {
        ended_told(tx, staff)?;
    }
    Ok(ended)
}

/// Tells open pages of somebody to ask whether they may stay open.
pub(super) fn ended_told(tx: &mut Update<'_>, staff: StaffId) -> Result<(), AuthError> {
    let mut row = tx.get::<Endings>(&staff)?.unwrap_or_default();
    row.times = row.times.saturating_add(1);
    tx.put::<Endings>(&staff, &row)?;
    Ok(())
}

/// 利用停止: the person is out at once, wherever they were. Answers how many sessions ended.
pub(crate) fn suspend(
    tx: &mut Update<'_>,
    town: Town,
    staff: StaffId,
    by: &str,
    at: Timestamp,
) -> Result<usize, AuthError> {
    org::staff_suspend(tx, town, staff)?;
    // A code that was given before must not be what they come back with.
    enrol::forget(tx, staff)?;
    half::halves_end(tx, staff, &[])?;
    let ended = sessions_end(tx, staff, &[])?;
    let whom = staff.uuid().to_string();
    Audit::append(tx, at, by, "suspend", &whom, &ended.to_string())?;
    Ok(ended)
}

/// Takes a suspension back; the person logs in anew.
pub(crate) fn restore(
    tx: &mut Update<'_>,
    town: Town,
    staff: StaffId,
    by: &str,
    at: Timestamp,
) -> Result<(), AuthError> {
    org::staff_restore(tx, town, staff)?;
    Audit::append(tx, at, by, "restore", &staff.uuid().to_string(), "")?;
    Ok(())
}

/// Ends a session whose owner may no longer log in; the trail says so once.
pub(super) fn session_expel(
    tx: &mut Update<'_>,
    key: SessionKey,
    at: Timestamp,
) -> Result<(), AuthError> {
    if let Some(row) = tx.get::<Sessions>(&key)? {
        let ended = sessions_end(tx, row.staff, &[])?;
        let whom = row.staff.uuid().to_string();
        Audit::append(tx, at, "-", "session-expelled", &whom, &ended.to_string())?;
    }
    Ok(())
}

/// Forgets sessions and counters that can no longer matter, a few at a time.
pub(crate) fn sweep(tx: &mut Update<'_>, lifetime: Lifetime, now: i64) -> Result<usize, AuthError> {
    const MOST: usize = 500;
    let mut gone = 0;
    let old = ..now.saturating_sub(lifetime.absolute);
    for (key, _) in tx.index_range::<Sessions, i64>("by_age", old, Direction::Up, MOST)? {
        gone += usize::from(tx.remove::<Sessions>(&key)?);
    }
    let old = ..now.saturating_sub(
        SECOND
            .window
            .saturating_add(SECOND.closed)
            .saturating_mul(2),
    );
    for (key, row) in tx.index_range::<TryRows, i64>("by_age", old, Direction::Up, MOST)? {
        if row.closed_until < now {
            gone += usize::from(tx.remove::<TryRows>(&key)?);
        }
    }
    gone += enrol::sweep(tx, now)?;
    gone += half::sweep(tx, now)?;
    gone += passkey::sweep(tx, now)?;
    Ok(gone)
}
