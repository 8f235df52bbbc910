//! 役割: who has which on a day. It follows from the appointments and grants of that day, and from nothing else.

use super::OrgError;
use super::posts::held_on;
use super::staff::staff_on;
use super::swaps::{settled, touch};
use crate::org::dated::Dated;
use crate::org::model::{GrantId, StaffId};
use crate::org::post::Tenure;
use crate::org::role::{Bearer, Grant, Role, Roles};
use crate::org::scope::Town;
use crate::org::table::Grants;
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
pub(crate) fn roles_on(
    tx: &View<'_>,
    town: Town,
    staff: StaffId,
    day: Date,
) -> Result<Roles, OrgError> {
    if staff_on(tx, town, staff, day)?.is_none() {
        return Ok(Roles::default());
    }
    let mut roles = roles_of(tx, town, Bearer::Staff(staff), day)?;
    for held in held_on(tx, town, staff, day)? {
        if held.tenure != Tenure::Seconded {
            roles.extend(roles_of(tx, town, Bearer::Post(held.id), day)?);
        }
    }
    Ok(Roles::of(roles))
}

fn roles_of(tx: &View<'_>, town: Town, bearer: Bearer, day: Date) -> Result<Vec<Role>, OrgError> {
    let grants = grants_of(tx, town, bearer)?.into_iter();
    Ok(grants
        .filter(|(_, grant)| grant.period.holds_on(day))
        .map(|(_, grant)| grant.role)
        .collect())
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
