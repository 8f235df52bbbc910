//! 部・課・係: the tree of an organisation, as it is on a day.

use super::OrgError;
use super::organisations::organisation_named;
use crate::org::model::UnitId;
use crate::org::period::Period;
use crate::org::scope::Town;
use crate::org::table::{Unit, Units};
use jiff::civil::Date;
use sekisho_platform::store::{Direction, Update, View};

/// No tree is deeper; a ring that a hand-made store might hold ends here.
const DEEPEST: usize = 12;

/// A unit to be added.
#[derive(Clone, Debug)]
pub(crate) struct NewUnit<'a> {
    /// The unit above, or none at the top.
    pub parent: Option<UnitId>,
    /// Its name.
    pub name: &'a str,
    /// Its place among its siblings.
    pub order: u32,
    /// While it exists.
    pub period: Period,
}

/// Creates a unit below another, or at the top.
pub(crate) fn unit_create(
    tx: &mut Update<'_>,
    town: Town,
    id: UnitId,
    new: &NewUnit<'_>,
) -> Result<(), OrgError> {
    if organisation_named(tx, town.organisation())?.is_none() {
        return Err(OrgError::NoOrganisation);
    }
    if let Some(parent) = new.parent
        && unit_get(tx, town, parent)?.is_none()
    {
        return Err(OrgError::NoUnit);
    }
    let row = Unit {
        parent: new.parent,
        name: new.name.to_owned(),
        order: new.order,
        period: new.period,
    };
    tx.put::<Units>(&(town.organisation(), id), &row)?;
    Ok(())
}

/// A unit by identity.
pub(crate) fn unit_get(tx: &View<'_>, town: Town, id: UnitId) -> Result<Option<Unit>, OrgError> {
    Ok(tx.get::<Units>(&(town.organisation(), id))?)
}

/// The units of a day in their order.
pub(crate) fn units_on(
    tx: &View<'_>,
    town: Town,
    day: Date,
) -> Result<Vec<(UnitId, Unit)>, OrgError> {
    let organisation = town.organisation();
    let rows = tx.by_index::<Units>("in_order", &organisation, Direction::Up, None, 10_000)?;
    Ok(rows
        .into_iter()
        .filter(|(_, unit)| unit.period.holds_on(day))
        .map(|((_, id), unit)| (id, unit))
        .collect())
}

/// The unit of a name, or of a whole path of names, on a day.
pub(crate) fn unit_named(
    tx: &View<'_>,
    town: Town,
    name: &str,
    day: Date,
) -> Result<Option<UnitId>, OrgError> {
    for (id, unit) in units_on(tx, town, day)? {
        if unit.name == name || unit_path(tx, town, id)? == name {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// 総務課総務係: the names from the top of the tree down to a unit.
pub(crate) fn unit_path(tx: &View<'_>, town: Town, unit: UnitId) -> Result<String, OrgError> {
    let mut names = Vec::new();
    above(tx, town, unit, |row| names.push(row.name))?;
    names.reverse();
    Ok(names.concat())
}

/// A unit, and those above it, up to the top.
fn above(
    tx: &View<'_>,
    town: Town,
    unit: UnitId,
    mut seen: impl FnMut(Unit),
) -> Result<(), OrgError> {
    let mut next = Some(unit);
    for _ in 0..DEEPEST {
        let Some(row) = next.map(|id| unit_get(tx, town, id)).transpose()?.flatten() else {
            break;
        };
        next = row.parent;
        seen(row);
    }
    Ok(())
}
