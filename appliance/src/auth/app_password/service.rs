//! Making and revoking app passwords, and whether an organisation allows them.

use super::model::{AppPasswordId, Scopes};
use super::table::{Allowed, Allowing, AppPassword, AppPasswords};
use crate::auth::label::Label;
use crate::auth::machine::Mark;
use crate::auth::news::{self, Event};
use crate::auth::service::AuthError;
use crate::org::{Administer, Permit, StaffId, Town};
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Direction, Update, View};

/// How many somebody may have.
pub(super) const MOST: usize = 20;

/// Whether the organisation allows app passwords.
pub(in crate::auth) fn allowed(tx: &View<'_>, town: Town) -> Result<bool, AuthError> {
    let row = tx.get::<Allowing>(&town.organisation())?;
    Ok(row.is_some_and(|row| row.allowed))
}

/// Allows app passwords or forbids them. What was made sleeps while they are forbidden.
pub(in crate::auth) fn allow(
    tx: &mut Update<'_>,
    permit: &Permit<Administer>,
    allowed: bool,
    at: Timestamp,
) -> Result<(), AuthError> {
    let organisation = permit.town().organisation();
    tx.put::<Allowing>(&organisation, &Allowed { allowed })?;
    let by = permit.by().uuid().to_string();
    let whom = organisation.uuid().to_string();
    let detail = if allowed { "allowed" } else { "forbidden" };
    Audit::append(tx, at, &by, "app-password-policy", &whom, detail)?;
    Ok(())
}

/// A person's app passwords, the one that was made first first.
pub(super) fn passwords_of(
    tx: &View<'_>,
    staff: StaffId,
) -> Result<Vec<(AppPasswordId, AppPassword)>, AuthError> {
    let mut rows = tx.by_index::<AppPasswords>("by_staff", &staff, Direction::Up, None, MOST)?;
    rows.sort_by_key(|(_, row)| row.made);
    Ok(rows)
}

/// How many app passwords the person has.
pub(in crate::auth) fn many(tx: &View<'_>, staff: StaffId) -> Result<usize, AuthError> {
    Ok(passwords_of(tx, staff)?.len())
}

/// Why there is no new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unmade {
    /// The organisation allows none.
    Forbidden,
    /// There are enough.
    Many,
}

/// Keeps what there is of a new app password.
pub(super) fn make(
    tx: &mut Update<'_>,
    (town, staff): (Town, StaffId),
    (id, mark): (AppPasswordId, Mark),
    (label, scopes): (&Label, &Scopes),
    from: &str,
    at: Timestamp,
) -> Result<Result<(), Unmade>, AuthError> {
    if !allowed(tx, town)? {
        return Ok(Err(Unmade::Forbidden));
    }
    if many(tx, staff)? >= MOST {
        return Ok(Err(Unmade::Many));
    }
    tx.put::<AppPasswords>(
        &id,
        &AppPassword {
            town,
            staff,
            label: label.clone(),
            scopes: scopes.clone(),
            mark,
            made: at.as_second(),
            used: None,
            noted: None,
        },
    )?;
    let detail = [short(id), scopes.summary()].join(" ");
    note(tx, at, staff, "app-password-make", &detail)?;
    news::tell(tx, staff, Event::AppPassword, from, at)?;
    Ok(Ok(()))
}

/// Revokes one of the person's own. An identity of somebody else's is nobody's.
pub(super) fn revoke(
    tx: &mut Update<'_>,
    staff: StaffId,
    id: AppPasswordId,
    at: Timestamp,
) -> Result<bool, AuthError> {
    let theirs = tx
        .get::<AppPasswords>(&id)?
        .is_some_and(|row| row.staff == staff);
    if theirs {
        tx.remove::<AppPasswords>(&id)?;
        note(tx, at, staff, "app-password-revoke", &short(id))?;
    }
    Ok(theirs)
}

/// What becomes of app passwords when the password changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::auth) enum Apps {
    /// They end: whoever knew the old password may have made them.
    End,
    /// They stay, as their owner said in so many words.
    Keep,
}

impl Apps {
    /// What a form chose; an empty field is an unticked box.
    pub(in crate::auth) fn chosen(field: &str) -> Self {
        if field.is_empty() {
            Self::End
        } else {
            Self::Keep
        }
    }
}

/// Revokes every one of a person: whoever recovers them says so. Answers how many there were.
pub(in crate::auth) fn forget(tx: &mut Update<'_>, staff: StaffId) -> Result<usize, AuthError> {
    let mut gone = 0;
    for (id, _) in passwords_of(tx, staff)? {
        gone += usize::from(tx.remove::<AppPasswords>(&id)?);
    }
    Ok(gone)
}

/// Which of somebody's app passwords the trail speaks of; no more than tells one from another.
pub(super) fn short(id: AppPasswordId) -> String {
    let whole = id.uuid().simple().to_string();
    whole.chars().rev().take(8).collect()
}

pub(super) fn note(
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
