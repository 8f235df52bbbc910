//! Questions and changes of one person about how they log in.

use crate::auth::app_password::{self, Apps};
use crate::auth::model::SessionKey;
use crate::auth::news::{self, Event};
use crate::auth::service::{AuthError, ended_told, password_set, sessions_end};
use crate::auth::table::{Credentials, Sessions};
use crate::auth::{Lifetime, Session, Touches};
use crate::org::StaffId;
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Direction, Update, View};

/// More open sessions than this are not listed; nobody has as many.
const MOST: usize = 100;

/// One place where the person is logged in.
#[derive(Clone, Debug)]
pub(super) struct OpenSession {
    /// What the page calls it by.
    pub handle: String,
    /// When it began, in seconds.
    pub began: i64,
    /// When it was last used, in seconds.
    pub seen: i64,
    /// From where.
    pub address: String,
    /// Whether it is the one that asks.
    pub here: bool,
}

/// Where a person is logged in, this session first, then the last used.
pub(super) fn sessions_of(
    tx: &View<'_>,
    mine: &Session,
    touches: &Touches,
    lifetime: Lifetime,
    now: i64,
) -> Result<Vec<OpenSession>, AuthError> {
    let rows = tx.by_index::<Sessions>("by_staff", &mine.staff, Direction::Up, None, MOST)?;
    let mut open: Vec<_> = rows
        .into_iter()
        .filter(|(key, row)| {
            now.saturating_sub(touches.seen(*key, row.seen)) < lifetime.idle
                && now.saturating_sub(row.began) < lifetime.absolute
        })
        .map(|(key, row)| OpenSession {
            handle: key.handle(),
            began: row.began,
            seen: touches.seen(key, row.seen),
            address: row.address,
            here: key == mine.key,
        })
        .collect();
    open.sort_by_key(|session| (!session.here, std::cmp::Reverse(session.seen)));
    Ok(open)
}

/// Ends one other session of the person. A handle of somebody else's session is nobody's.
pub(super) fn session_end(
    tx: &mut Update<'_>,
    mine: &Session,
    handle: &str,
    at: Timestamp,
) -> Result<bool, AuthError> {
    let keys = tx.index_keys::<Sessions>("by_staff", &mine.staff, Direction::Up, MOST)?;
    let found: Option<SessionKey> = keys
        .into_iter()
        .find(|key| *key != mine.key && key.handle() == handle);
    let Some(key) = found else {
        return Ok(false);
    };
    tx.remove::<Sessions>(&key)?;
    ended_told(tx, mine.staff)?;
    note(tx, at, mine.staff, "session-end", "1")?;
    Ok(true)
}

/// Ends every other session of the person.
pub(super) fn sessions_end_others(
    tx: &mut Update<'_>,
    mine: &Session,
    at: Timestamp,
) -> Result<usize, AuthError> {
    let ended = sessions_end(tx, mine.staff, &[mine.key])?;
    note(tx, at, mine.staff, "session-end", &ended.to_string())?;
    Ok(ended)
}

/// Gives the person the password they chose, unless it was changed since `old` was checked. Every other session ends,
/// and every app password unless they want to keep them.
pub(super) fn password_change(
    tx: &mut Update<'_>,
    mine: &Session,
    (old, new): (&str, &str),
    (apps, from): (Apps, &str),
    at: Timestamp,
) -> Result<bool, AuthError> {
    let standing = tx.get::<Credentials>(&mine.staff)?;
    if standing.and_then(|row| row.hash).as_deref() != Some(old) {
        return Ok(false);
    }
    let now = at.as_second();
    let ended = password_set(tx, mine.town, mine.staff, new, now, &[mine.key])?;
    // Whoever knew the old one may have made them.
    let apps = match apps {
        Apps::End => app_password::forget(tx, mine.staff)?,
        Apps::Keep => 0,
    };
    let detail = format!("{ended} apps={apps}");
    note(tx, at, mine.staff, "password-change", &detail)?;
    news::tell(tx, mine.staff, Event::Password, from, at)?;
    Ok(true)
}

fn note(
    tx: &mut Update<'_>,
    at: Timestamp,
    staff: StaffId,
    act: &str,
    detail: &str,
) -> Result<(), AuthError> {
    let who = staff.uuid().to_string();
    Audit::append(tx, at, &who, act, &who, detail)?;
    Ok(())
}
