//! Giving codes out, and choosing a password with one. Each with its audit row in the same transaction.

use super::model::EnrolmentCode;
use super::table::{Enrolment, Enrolments};
use crate::auth::app_password;
use crate::auth::machine::{MachineKey, Mark};
use crate::auth::news::{self, Event};
use crate::auth::passkey;
use crate::auth::proof::{Means, Proof};
use crate::auth::second::{self, Beside};
use crate::auth::service::{AuthError, password_forget, password_set, sessions_end};
use crate::auth::throttle::{Crowd, Door, Tryer};
use crate::org::{self, LoginName, OrgError, StaffId, Town};
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Direction, Update, View};
use std::time::Duration;
use uuid::Uuid;

/// A code on its way to a person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Issue {
    /// Within whose walls.
    pub town: Town,
    /// Whose.
    pub staff: StaffId,
    /// What is stored of it.
    pub mark: Mark,
    /// When.
    pub at: Timestamp,
    /// Until when it is good, in seconds.
    pub until: i64,
}

/// Gives a person a code; one they had before is good no more.
pub(crate) fn issue(tx: &mut Update<'_>, issue: &Issue, by: &str) -> Result<(), AuthError> {
    put(tx, issue)?;
    let whom = issue.staff.uuid().to_string();
    Audit::append(tx, issue.at, by, "enrolment-code", &whom, "")?;
    news::tell(tx, issue.staff, Event::Code, "", issue.at)?;
    Ok(())
}

/// 再登録: whoever forgot their password, or whose password somebody else may know, gets a code. What they had opens
/// nothing from now on, and every session of theirs ends. Answers how many there were.
pub(crate) fn recover(
    tx: &mut Update<'_>,
    issue: &Issue,
    beside: Beside,
    by: &str,
) -> Result<usize, AuthError> {
    put(tx, issue)?;
    if beside == Beside::Reset {
        second::reset(tx, issue.staff)?;
    }
    password_forget(tx, issue.town, issue.staff)?;
    // A passkey is a whole way in, not something beside one: whoever took the account over may have added it.
    let passkeys = passkey::forget(tx, issue.staff)?;
    let apps = app_password::forget(tx, issue.staff)?;
    let ended = sessions_end(tx, issue.staff, &[])?;
    let whom = issue.staff.uuid().to_string();
    let detail = format!("{ended} {} passkeys={passkeys} apps={apps}", beside.word());
    Audit::append(tx, issue.at, by, "recover", &whom, &detail)?;
    news::tell(tx, issue.staff, Event::Recover, "", issue.at)?;
    Ok(ended)
}

fn put(tx: &mut Update<'_>, issue: &Issue) -> Result<(), AuthError> {
    // A code for somebody of another town is given by nobody.
    org::staff_get(tx, issue.town, issue.staff)?.ok_or(OrgError::NoStaff)?;
    tx.put::<Enrolments>(
        &issue.staff,
        &Enrolment {
            mark: issue.mark,
            made: issue.at.as_second(),
            until: issue.until,
        },
    )?;
    Ok(())
}

/// Somebody at the page of 登録, as they typed themselves.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// Who tries.
    pub tryer: Tryer,
    /// The log-in name as typed.
    pub name: String,
    /// The code, when what was typed is one.
    pub code: Option<EnrolmentCode>,
    /// From where.
    pub address: String,
}

impl Shown {
    /// As typed, from an address. What is counted is the address: a name that strangers guess at stays open to its
    /// owner elsewhere.
    pub(super) fn from(name: &str, code: &str, address: &str) -> Self {
        Self {
            tryer: Tryer::apart(Door::Enrolment, name, address),
            name: name.chars().take(64).collect(),
            code: EnrolmentCode::typed(code),
            address: address.to_owned(),
        }
    }
}

/// From how many wrong codes in a quarter of an hour on everybody is slower; a town has a few a day.
const CROWDED: u32 = 100;

/// How long a code waits before it is weighed: nothing, until somebody guesses on a large scale.
pub(super) fn pause(tx: &View<'_>, now: i64) -> Result<Duration, AuthError> {
    let wrong = Crowd::at(Door::Enrolment).size(tx, now)?;
    Ok(if wrong < CROWDED {
        Duration::ZERO
    } else {
        Duration::from_secs(2)
    })
}

/// Whether whoever tries is closed out at once, without a place in the queue.
pub(super) fn shut(tx: &View<'_>, shown: &Shown, now: i64) -> Result<bool, AuthError> {
    Ok(shown.tryer.closed(tx, now)?)
}

/// The person whose code was shown, while guessing is open. The same work is done for a name that does not exist.
pub(super) fn holder(
    tx: &View<'_>,
    shown: &Shown,
    key: &MachineKey,
    now: i64,
) -> Result<Option<(Town, StaffId, org::Staff)>, AuthError> {
    let closed = shown.tryer.closed(tx, now)?;
    let person = match LoginName::new(&shown.name) {
        Ok(login) => org::staff_by_login(tx, &login)?,
        Err(_) => None,
    };
    let staff = person
        .as_ref()
        .map_or_else(|| StaffId::new(Uuid::nil()), |(id, _)| *id);
    let row = tx.get::<Enrolments>(&staff)?;
    let right = match (&row, &shown.code) {
        (Some(row), Some(code)) => code.mark(key, staff) == row.mark && now < row.until,
        _ => false,
    };
    Ok(person
        .filter(|(_, row)| right && !closed && row.active)
        .map(|(id, row)| (Town::of(&row), id, row)))
}

/// Counts a code that was not right.
pub(super) fn guessed_wrong(
    tx: &mut Update<'_>,
    shown: &Shown,
    at: Timestamp,
) -> Result<(), AuthError> {
    let just_closed = shown.tryer.failed(tx, at.as_second())?;
    Crowd::at(Door::Enrolment).wrong(tx, at.as_second())?;
    let whom = match LoginName::new(&shown.name) {
        Ok(login) => org::staff_by_login(tx, &login)?.map(|(staff, _)| staff),
        Err(_) => None,
    };
    let whom = whom.map_or_else(|| "-".to_owned(), |staff| staff.uuid().to_string());
    Audit::append(tx, at, "-", "enrol-refused", &whom, &shown.address)?;
    if just_closed {
        Audit::append(tx, at, "-", "enrol-closed", &whom, &shown.address)?;
    }
    Ok(())
}

/// Spends the code for a password of the person's own choice. `None` when it was spent or replaced meanwhile.
pub(super) fn spend(
    tx: &mut Update<'_>,
    shown: &Shown,
    key: &MachineKey,
    hash: &str,
    at: Timestamp,
) -> Result<Option<Proof>, AuthError> {
    let Some((town, staff, _)) = holder(tx, shown, key, at.as_second())? else {
        return Ok(None);
    };
    tx.remove::<Enrolments>(&staff)?;
    password_set(tx, town, staff, hash, at.as_second(), &[])?;
    // Whoever came with a code begins anew at the log-in page too.
    shown.tryer.forget(tx)?;
    Tryer::new(Door::LogIn, &shown.name, &shown.address).forget(tx)?;
    let who = staff.uuid().to_string();
    Audit::append(tx, at, &who, "enrol", &who, &shown.address)?;
    news::tell(tx, staff, Event::Enrol, &shown.address, at)?;
    Ok(Some(Proof {
        town,
        staff,
        means: Means::Enrolment,
    }))
}

/// Takes a person's code away, where there is one.
pub(in crate::auth) fn forget(tx: &mut Update<'_>, staff: StaffId) -> Result<(), AuthError> {
    tx.remove::<Enrolments>(&staff)?;
    Ok(())
}

/// Until when a code of the person is good, in seconds.
pub(in crate::auth) fn good_until(
    tx: &View<'_>,
    staff: StaffId,
    now: i64,
) -> Result<Option<i64>, AuthError> {
    let row = tx.get::<Enrolments>(&staff)?;
    Ok(row.map(|row| row.until).filter(|until| now < *until))
}

/// Forgets codes whose day is over, a few at a time.
pub(in crate::auth) fn sweep(tx: &mut Update<'_>, now: i64) -> Result<usize, AuthError> {
    const MOST: usize = 500;
    let mut gone = 0;
    for (key, _) in tx.index_range::<Enrolments, i64>("by_until", ..now, Direction::Up, MOST)? {
        gone += usize::from(tx.remove::<Enrolments>(&key)?);
    }
    Ok(gone)
}
