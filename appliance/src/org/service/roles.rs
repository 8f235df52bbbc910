//! 役割: who has which on a day. It follows from the appointments and grants of that day, and from nothing else.

use super::OrgError;
use super::posts::held_on;
use super::safeguard::administrators_on;
use super::staff::staff_on;
use super::swaps::{settled, touch};
use crate::org::dated::Dated;
use crate::org::deed::{Give, May, Take};
use crate::org::ground::Who;
use crate::org::model::GrantId;
use crate::org::period::Period;
use crate::org::post::Held;
use crate::org::role::{Bearer, Borne, Grant, Roles};
use crate::org::scope::Town;
use crate::org::second::{SecondError, conclude};
use crate::org::table::Grants;
use jiff::Timestamp;
use jiff::civil::Date;
use sekisho_platform::store::{Direction, Update, View};

/// More than anybody or any post was ever given.
const MANY: usize = 10_000;

/// Gives a role. Nobody asks for a permit at the machine itself, where the first administrator is named.
pub(crate) fn role_grant(
    tx: &mut Update<'_>,
    town: Town,
    id: GrantId,
    grant: &Grant,
) -> Result<(), OrgError> {
    tx.put::<Grants>(&(town.organisation(), id), &Dated::plain(*grant))?;
    touch(tx, town)
}

/// Takes a role away from a day on. It stays told for the days before; one that begins on that day or later was never
/// so, and only the audit trail knows of it. Answers whether there was one to take.
pub(crate) fn role_end(
    tx: &mut Update<'_>,
    town: Town,
    id: GrantId,
    day: Date,
) -> Result<bool, OrgError> {
    let key = (town.organisation(), id);
    let Some(mut row) = tx.get::<Grants>(&key)? else {
        return Ok(false);
    };
    let eve = day.yesterday().unwrap_or(Date::MIN);
    match row.row.period.until(eve) {
        Some(period) if period == row.row.period => return Ok(false),
        Some(period) => {
            row.row.period = period;
            tx.put::<Grants>(&key, &row)?;
        }
        None => {
            tx.remove::<Grants>(&key)?;
        }
    }
    touch(tx, town)?;
    Ok(true)
}

/// Gives a role from today on, to whoever it was permitted for.
pub(crate) fn role_give(
    tx: &mut Update<'_>,
    may: &May<Give>,
    id: GrantId,
    now: Timestamp,
) -> Result<(), SecondError> {
    conclude(tx, may, now)?;
    let deed = may.deed();
    let period = match deed.last {
        Some(last) => Period::between(may.day(), last).map_err(OrgError::from)?,
        None => Period::since(may.day()),
    };
    let grant = Grant {
        role: deed.role,
        bearer: deed.bearer,
        period,
    };
    Ok(role_grant(tx, may.town(), id, &grant)?)
}

/// Takes a role away from today on. The last one who administers stays: nobody could name another.
pub(crate) fn role_take(
    tx: &mut Update<'_>,
    may: &May<Take>,
    now: Timestamp,
) -> Result<(), SecondError> {
    conclude(tx, may, now)?;
    if !role_end(tx, may.town(), may.deed().grant, may.day())? {
        return Err(OrgError::NoGrant.into());
    }
    if administrators_on(tx, may.town(), may.day())?.is_empty() {
        return Err(OrgError::LastAdministrator.into());
    }
    Ok(())
}

/// Every role that is given in a town on a day, to whomever.
pub(crate) fn grants_on(
    tx: &View<'_>,
    town: Town,
    day: Date,
) -> Result<Vec<(GrantId, Grant)>, OrgError> {
    let mut out = Vec::new();
    for ((_, id), row) in tx.prefix::<Grants>(&town.organisation(), Direction::Up, MANY)? {
        if let Some(grant) = settled(tx, town, row)?
            && grant.period.holds_on(day)
        {
            out.push((id, grant));
        }
    }
    Ok(out)
}

/// Every role of somebody on a day. A total answer: none for a stranger, for somebody who is not there on that day or
/// is suspended, and none from a post they are only lent from.
pub(crate) fn roles_on(tx: &View<'_>, who: Who) -> Result<Roles, OrgError> {
    if staff_on(tx, who.town, who.staff, who.day)?.is_none() {
        return Ok(Roles::default());
    }
    roles_were(tx, who)
}

/// The same for somebody who is suspended: what they would have if they were not.
pub(crate) fn roles_were(tx: &View<'_>, who: Who) -> Result<Roles, OrgError> {
    let mut roles = Vec::new();
    let mut take = |bearer, through: Option<&Held>| -> Result<(), OrgError> {
        for (id, grant) in grants_of(tx, who.town, bearer)? {
            if grant.period.holds_on(who.day) {
                let through = through.cloned();
                roles.push(Borne { id, grant, through });
            }
        }
        Ok(())
    };
    take(Bearer::Staff(who.staff), None)?;
    for held in held_on(tx, who.town, who.staff, who.day)? {
        if held.tenure.acts() {
            take(Bearer::Post(held.id), Some(&held))?;
        }
    }
    Ok(Roles::of(roles))
}

/// What was given, by its identity.
pub(crate) fn grant_get(tx: &View<'_>, town: Town, id: GrantId) -> Result<Option<Grant>, OrgError> {
    match tx.get::<Grants>(&(town.organisation(), id))? {
        Some(row) => settled(tx, town, row),
        None => Ok(None),
    }
}

/// What a post or a person was ever given.
pub(crate) fn grants_of(
    tx: &View<'_>,
    town: Town,
    bearer: Bearer,
) -> Result<Vec<(GrantId, Grant)>, OrgError> {
    let organisation = town.organisation();
    let up = Direction::Up;
    let rows = match bearer {
        Bearer::Post(post) => {
            tx.by_index::<Grants>("by_post", &(organisation, post), up, None, MANY)?
        }
        Bearer::Staff(staff) => {
            tx.by_index::<Grants>("by_staff", &(organisation, staff), up, None, MANY)?
        }
    };
    let mut out = Vec::with_capacity(rows.len());
    for ((_, id), row) in rows {
        if let Some(grant) = settled(tx, town, row)? {
            out.push((id, grant));
        }
    }
    Ok(out)
}
