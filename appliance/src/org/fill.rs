//! Whole organisations written at once, for whoever measures the house with as many people as it is made for. Everybody
//! comes in as by hand: by the same services, with everything they check.

use super::demo::{employment, place};
use super::model::{
    Address, AppointmentId, GrantId, LoginName, OrganisationId, PersonName, PostId, StaffId,
    UnitId, Yomi,
};
use super::period::Period;
use super::post::Tenure;
use super::role::{Bearer, Grant, Role};
use super::scope::Town;
use super::service::OrgError;
use super::service::organisations::organisation_create;
use super::service::roles::role_grant;
use super::service::staff::{NewStaff, staff_add};
use super::service::units::{NewUnit, unit_create};
use crate::fill::{Clerk, Room};
use jiff::civil::{Date, date};
use sekisho_platform::id::Ids;
use sekisho_platform::store::Update;

/// Since when everything stands.
const BEGAN: Date = date(2006, 3, 27);

/// Founds an organisation with its units; answers its walls and the units in their order.
pub(crate) fn found(
    tx: &mut Update<'_>,
    ids: &dyn Ids,
    name: &str,
    domain: &str,
    rooms: &[Room],
) -> Result<(Town, Vec<UnitId>), OrgError> {
    let organisation = OrganisationId::new(ids.uuid());
    organisation_create(tx, organisation, name, domain)?;
    let town = Town::at_the_machine(organisation);
    let mut units: Vec<UnitId> = Vec::with_capacity(rooms.len());
    for room in rooms {
        let id = UnitId::new(ids.uuid());
        let place = u32::try_from(units.len()).unwrap_or(u32::MAX);
        let new = NewUnit {
            parent: room.above.and_then(|at| units.get(at).copied()),
            name: &room.name,
            order: place.saturating_mul(10),
            period: Period::since(BEGAN),
        };
        unit_create(tx, town, id, &new)?;
        units.push(id);
    }
    Ok((town, units))
}

/// Takes somebody in, with the post that they hold, the one beside it, and their role.
pub(crate) fn take_in(
    tx: &mut Update<'_>,
    ids: &dyn Ids,
    (town, units): (Town, &[UnitId]),
    domain: &str,
    clerk: &Clerk,
) -> Result<StaffId, OrgError> {
    let id = StaffId::new(ids.uuid());
    let new = NewStaff {
        name: PersonName::new(&clerk.name)?,
        yomi: Yomi::new(&clerk.yomi)?,
        login: LoginName::new(&clerk.login)?,
        address: Address::new(&format!("{}@{domain}", clerk.login))?,
        phone: clerk.phone.clone(),
        employment: employment(&clerk.title),
    };
    staff_add(tx, town, id, &new)?;
    let held = [
        (Some(clerk.room), Tenure::Main),
        (clerk.beside, Tenure::Concurrent),
    ];
    for (room, tenure) in held {
        if let Some(unit) = room.and_then(|at| units.get(at).copied()) {
            let how = (tenure, Period::since(BEGAN));
            let fresh = (AppointmentId::new(ids.uuid()), PostId::new(ids.uuid()));
            place(tx, town, id, (unit, &clerk.title), how, fresh)?;
        }
    }
    if clerk.administers {
        let grant = Grant {
            role: Role::Organisation,
            bearer: Bearer::Staff(id),
            period: Period::since(BEGAN),
        };
        role_grant(tx, town, GrantId::new(ids.uuid()), &grant)?;
    }
    Ok(id)
}
