//! Questions and changes of an administrator about how others log in.

use super::access::MayRecover;
use crate::auth::app_password;
use crate::auth::enrol::{self, Issue};
use crate::auth::passkey;
use crate::auth::second::{self, Beside};
use crate::auth::service::AuthError;
use crate::auth::table::{Credentials, Sessions};
use crate::cx::Cx;
use crate::org::{self, Deed, Recover, StaffId, Town};
use crate::web::Failure;
use sekisho_platform::store::{Direction, Update, View};

/// More open sessions than anybody has.
const MANY: usize = 1_000;

/// How somebody stands with the log-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// Whether they may log in at all.
    pub active: bool,
    /// When their password was set, in seconds; `None` when they have none.
    pub password: Option<i64>,
    /// Until when a code of theirs is good, in seconds.
    pub code: Option<i64>,
    /// Whether they have a second factor.
    pub second: bool,
    /// How many passkeys they have.
    pub passkeys: usize,
    /// How many app passwords they have.
    pub app_passwords: usize,
    /// How many sessions are open.
    pub sessions: usize,
}

/// How somebody of the organisation stands. `None` for who is not there.
pub(super) fn standing(
    tx: &View<'_>,
    town: Town,
    staff: StaffId,
    now: i64,
) -> Result<Option<Standing>, AuthError> {
    let Some(person) = org::staff_get(tx, town, staff)? else {
        return Ok(None);
    };
    let credential = tx.get::<Credentials>(&staff)?;
    Ok(Some(Standing {
        active: person.active,
        password: credential
            .filter(|row| row.hash.is_some())
            .map(|row| row.changed),
        code: enrol::good_until(tx, staff, now)?,
        second: second::kept(tx, staff)?.any(),
        passkeys: passkey::many(tx, staff)?,
        app_passwords: app_password::many(tx, staff)?,
        sessions: tx
            .index_keys::<Sessions>("by_staff", &staff, Direction::Up, MANY)?
            .len(),
    }))
}

/// Whether the person has logged in before: they have a password or a passkey, or are recovered already and may have
/// been ever.
fn known(tx: &View<'_>, staff: StaffId) -> Result<bool, AuthError> {
    let credential = tx.get::<Credentials>(&staff)?;
    Ok(credential.is_some() || passkey::many(tx, staff)? > 0)
}

/// Whether a code for the person takes two people when this one gives it.
pub(super) fn takes_two(tx: &View<'_>, cx: &Cx, deed: &Recover) -> Result<bool, Failure> {
    Ok(deed.is_grave(tx, cx.who())? && known(tx, deed.staff)?)
}

/// Gives the person a code. Who has a password or a passkey already is recovered: they open nothing from now on, and they are out
/// everywhere. Answers how many sessions ended.
pub(super) fn code_give(
    tx: &mut Update<'_>,
    may: &MayRecover,
    issue: &Issue,
    beside: Beside,
) -> Result<usize, AuthError> {
    let by = may.by().uuid().to_string();
    org::vouch(tx, may.town(), (may.by(), may.staff()), issue.at)?;
    let has = tx.get::<Credentials>(&may.staff())?;
    let has = has.is_some_and(|row| row.hash.is_some());
    if has || passkey::many(tx, may.staff())? > 0 {
        enrol::recover(tx, issue, beside, &by)
    } else {
        if beside == Beside::Reset {
            second::reset(tx, may.staff())?;
        }
        enrol::issue(tx, issue, &by)?;
        Ok(0)
    }
}
