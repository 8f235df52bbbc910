//! Whoever comes by a protocol: name and app password in, the person within their walls out.

use super::model::{AppPasswordId, AppSecret, Scope};
use super::service::{self, allowed, note, passwords_of};
use super::table::AppPasswords;
use crate::app::App;
use crate::auth::machine::{MachineKey, Mark};
use crate::auth::service::AuthError;
use crate::auth::throttle::{Door, Tryer};
use crate::org::{self, LoginName, StaffId, Town};
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Update, View};
use std::fmt;
use uuid::Uuid;

/// The last use is written down at most this often, in seconds: programs come every few seconds.
const TOUCH: i64 = 60;

/// Use is put on the trail at most this often for each password, in seconds.
const NOTED: i64 = 86_400;

/// What a program showed.
#[derive(Clone)]
pub(crate) struct Shown {
    /// The log-in name.
    pub login: String,
    /// The secret as it was sent.
    pub secret: String,
    /// What it wants to come in for.
    pub scope: Scope,
    /// From where.
    pub address: String,
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shown")
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

/// That a program may come in for somebody, for one scope. Made here and nowhere else; it is not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Admission {
    town: Town,
    staff: StaffId,
    scope: Scope,
    by: AppPasswordId,
}

impl Admission {
    /// Within whose walls.
    pub(crate) fn town(&self) -> Town {
        self.town
    }

    /// For whom.
    pub(crate) fn staff(&self) -> StaffId {
        self.staff
    }

    /// For what.
    pub(crate) fn scope(&self) -> Scope {
        self.scope
    }

    /// Whether it still stands; for connections that outlive the moment they were let in.
    pub(crate) fn stands(&self, tx: &View<'_>) -> Result<bool, AuthError> {
        let row = tx.get::<AppPasswords>(&self.by)?;
        let held = row.is_some_and(|row| row.staff == self.staff && row.scopes.hold(self.scope));
        let person = org::staff_get(tx, self.town, self.staff)?;
        Ok(held && person.is_some_and(|row| row.active) && allowed(tx, self.town)?)
    }
}

/// Lets a program in, or counts a failure. `None` for every reason alike. Where nothing has to be written down, and
/// while the gate is closed, nothing is written.
pub(crate) async fn admit(app: &App, shown: Shown) -> Result<Option<Admission>, AuthError> {
    let (now, key) = (app.now(), app.machine().clone());
    let asked = shown.clone();
    let judged = app
        .view(move |tx| judge(tx, &asked, &key, now.as_second()))
        .await?;
    match judged {
        Judged::Closed => Ok(None),
        Judged::In(admission, Left::Nothing) => Ok(Some(admission)),
        Judged::In(admission, Left::Write) => {
            let still = app
                .update(move |tx| used(tx, &admission, &tryer(&shown), &shown.address, now))
                .await?;
            Ok(still.then_some(admission))
        }
        Judged::Out(suspect) => {
            app.update(move |tx| refused(tx, suspect, &shown, now))
                .await?;
            Ok(None)
        }
    }
}

/// What is left to do for whoever is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    Nothing,
    /// The last use is to be written down, and what was counted to be forgotten.
    Write,
}

#[derive(Clone, Copy, Debug)]
enum Judged {
    In(Admission, Left),
    Out(Option<StaffId>),
    Closed,
}

/// Decides. A name that is nobody's costs the same work as one that is somebody's.
fn judge(tx: &View<'_>, shown: &Shown, key: &MachineKey, now: i64) -> Result<Judged, AuthError> {
    let tryer = tryer(shown);
    if tryer.closed(tx, now)? {
        return Ok(Judged::Closed);
    }
    let person = match LoginName::new(&shown.login) {
        Ok(login) => org::staff_by_login(tx, &login)?,
        Err(_) => None,
    };
    let staff = person
        .as_ref()
        .map_or_else(|| StaffId::new(Uuid::nil()), |(id, _)| *id);
    let secret = AppSecret::typed(&shown.secret);
    let empty = AppSecret::fresh(&[0; 32]);
    let mark = secret.as_ref().unwrap_or(&empty).mark(key, staff);
    let found = held(tx, staff, mark)?.filter(|_| secret.is_some());
    let Some((staff, row)) = person.filter(|(_, row)| row.active) else {
        return Ok(Judged::Out(None));
    };
    let town = Town::of(&row);
    let good = found.filter(|found| found.town == town && found.row.scopes.hold(shown.scope));
    let (Some(good), true) = (good, allowed(tx, town)?) else {
        return Ok(Judged::Out(Some(staff)));
    };
    let admission = Admission {
        town,
        staff,
        scope: shown.scope,
        by: good.id,
    };
    let fresh = good
        .row
        .used
        .is_some_and(|used| now.saturating_sub(used) < TOUCH);
    let left = if fresh && !tryer.counted(tx)? {
        Left::Nothing
    } else {
        Left::Write
    };
    Ok(Judged::In(admission, left))
}

struct Found {
    id: AppPasswordId,
    town: Town,
    row: super::table::AppPassword,
}

/// The person's app password of this mark. Each is compared, in the same time wherever it differs.
fn held(tx: &View<'_>, staff: StaffId, mark: Mark) -> Result<Option<Found>, AuthError> {
    let mut found = None;
    for (id, row) in passwords_of(tx, staff)? {
        if row.mark == mark {
            let town = row.town;
            found = Some(Found { id, town, row });
        }
    }
    Ok(found)
}

/// Writes the last use down. `false` when it was revoked, or its owner suspended, meanwhile.
fn used(
    tx: &mut Update<'_>,
    admission: &Admission,
    tryer: &Tryer,
    address: &str,
    at: Timestamp,
) -> Result<bool, AuthError> {
    if !admission.stands(tx)? {
        return Ok(false);
    }
    let Some(mut row) = tx.get::<AppPasswords>(&admission.by)? else {
        return Ok(false);
    };
    let now = at.as_second();
    tryer.forget(tx)?;
    row.used = Some(now);
    if row
        .noted
        .is_none_or(|noted| now.saturating_sub(noted) >= NOTED)
    {
        row.noted = Some(now);
        let (word, which) = (admission.scope.word(), service::short(admission.by));
        let detail = format!("{address} {word} {which}");
        note(tx, at, admission.staff, "app-password-used", &detail)?;
    }
    tx.put::<AppPasswords>(&admission.by, &row)?;
    Ok(true)
}

/// Counts a failure. The first and the one that closes the gate are put on the trail: a program with an old password
/// comes again and again.
fn refused(
    tx: &mut Update<'_>,
    suspect: Option<StaffId>,
    shown: &Shown,
    at: Timestamp,
) -> Result<(), AuthError> {
    let tryer = tryer(shown);
    let first = !tryer.counted(tx)?;
    let closed = tryer.failed(tx, at.as_second())?;
    let whom = suspect.map_or_else(|| "-".to_owned(), |staff| staff.uuid().to_string());
    let detail = format!("{} {}", shown.address, shown.scope.word());
    if first {
        Audit::append(tx, at, "-", "app-password-refused", &whom, &detail)?;
    }
    if closed {
        Audit::append(tx, at, "-", "app-password-closed", &whom, &detail)?;
    }
    Ok(())
}

/// Counted for the name from this address alone: a telephone with an old password must close neither its owner's other
/// programs nor the log-in page of everybody in the same room.
fn tryer(shown: &Shown) -> Tryer {
    Tryer::apart(Door::AppPassword, &shown.login, &shown.address)
}
