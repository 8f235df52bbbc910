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
use crate::org::table::{Appointments, Grants};
use jiff::civil::Date;
use sekisho_platform::store::{Direction, Update, View};
use std::collections::BTreeSet;

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

/// Everybody whom a grant of one of these roles could reach on a day, each once; whether it does is for
/// [`roles_on`] to say.
pub(in crate::org) fn reached_on(
    tx: &View<'_>,
    town: Town,
    day: Date,
    wanted: impl Fn(Role) -> bool,
) -> Result<BTreeSet<StaffId>, OrgError> {
    let organisation = town.organisation();
    let up = Direction::Up;
    let mut out = BTreeSet::new();
    for (_, dated) in tx.prefix::<Grants>(&organisation, up, MANY)? {
        let Some(grant) = settled(tx, town, dated)? else {
            continue;
        };
        if !wanted(grant.role) || !grant.period.holds_on(day) {
            continue;
        }
        match grant.bearer {
            Bearer::Staff(staff) => {
                out.insert(staff);
            }
            Bearer::Post(post) => {
                let of_post = (organisation, post);
                let rows = tx.by_index::<Appointments>("by_post", &of_post, up, None, MANY)?;
                for (_, row) in rows {
                    out.extend(settled(tx, town, row)?.map(|row| row.staff));
                }
            }
        }
    }
    Ok(out)
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
