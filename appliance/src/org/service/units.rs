//! 部・課・係: the tree of an organisation, as it is on a day.

use super::OrgError;
use super::organisations::organisation_named;
use super::swaps::{settled, stands, touch};
use crate::org::dated::Dated;
use crate::org::model::UnitId;
use crate::org::period::Period;
use crate::org::scope::Town;
use crate::org::table::{Unit, UnitNames, UnitPlaces, Units};
use jiff::civil::Date;
use sekisho_platform::store::{Direction, Update, View};

/// No tree is deeper; a ring that a hand-made store might hold ends here.
pub(super) const DEEPEST: usize = 12;

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
    tx.put::<Units>(&(town.organisation(), id), &Dated::plain(row))?;
    touch(tx, town)
}

/// A unit by identity, with the name it was founded with.
pub(crate) fn unit_get(tx: &View<'_>, town: Town, id: UnitId) -> Result<Option<Unit>, OrgError> {
    match tx.get::<Units>(&(town.organisation(), id))? {
        Some(row) => settled(tx, town, row),
        None => Ok(None),
    }
}

/// How a unit is called on a day, where that is not the name it was founded with.
fn renamed(tx: &View<'_>, town: Town, id: UnitId, day: Date) -> Result<Option<String>, OrgError> {
    let names = tx.prefix::<UnitNames>(&(town.organisation(), id), Direction::Down, 1_000)?;
    for ((_, _, from, swap), row) in names {
        if from <= day && stands(tx, town, swap)? {
            return Ok(Some(row.name));
        }
    }
    Ok(None)
}

/// Below which unit a unit stands on a day, where that is not where it was founded: none for the top.
#[expect(
    clippy::option_option,
    reason = "whether something was said, and whether it is something"
)]
fn moved(
    tx: &View<'_>,
    town: Town,
    id: UnitId,
    day: Date,
) -> Result<Option<Option<UnitId>>, OrgError> {
    let places = tx.prefix::<UnitPlaces>(&(town.organisation(), id), Direction::Down, 1_000)?;
    for ((_, _, from, swap), row) in places {
        if from <= day && stands(tx, town, swap)? {
            return Ok(Some(row.parent));
        }
    }
    Ok(None)
}

/// A unit as it is called, and where it stands, on a day.
pub(crate) fn unit_on(
    tx: &View<'_>,
    town: Town,
    id: UnitId,
    day: Date,
) -> Result<Option<Unit>, OrgError> {
    let Some(mut unit) = unit_get(tx, town, id)? else {
        return Ok(None);
    };
    drawn(tx, town, id, day, &mut unit)?;
    Ok(Some(unit))
}

/// Draws a unit as it is on a day.
fn drawn(
    tx: &View<'_>,
    town: Town,
    id: UnitId,
    day: Date,
    unit: &mut Unit,
) -> Result<(), OrgError> {
    if let Some(name) = renamed(tx, town, id, day)? {
        unit.name = name;
    }
    if let Some(parent) = moved(tx, town, id, day)? {
        unit.parent = parent;
    }
    Ok(())
}

/// The units of a day in their order.
pub(crate) fn units_on(
    tx: &View<'_>,
    town: Town,
    day: Date,
) -> Result<Vec<(UnitId, Unit)>, OrgError> {
    let organisation = town.organisation();
    let rows = tx.by_index::<Units>("in_order", &organisation, Direction::Up, None, 10_000)?;
    let mut units = Vec::with_capacity(rows.len());
    for ((_, id), row) in rows {
        let Some(mut unit) = settled(tx, town, row)? else {
            continue;
        };
        if unit.period.holds_on(day) {
            drawn(tx, town, id, day, &mut unit)?;
            units.push((id, unit));
        }
    }
    Ok(units)
}

/// The place behind every unit there is or was.
pub(super) fn order_last(tx: &View<'_>, town: Town) -> Result<u32, OrgError> {
    let within = town.organisation();
    let last = tx.by_index::<Units>("in_order", &within, Direction::Down, None, 1)?;
    Ok(last
        .first()
        .map_or(0, |(_, row)| row.row.order)
        .saturating_add(10))
}

/// The unit of a name, or of a whole path of names, on a day.
pub(crate) fn unit_named(
    tx: &View<'_>,
    town: Town,
    name: &str,
    day: Date,
) -> Result<Option<UnitId>, OrgError> {
    for (id, unit) in units_on(tx, town, day)? {
        if unit.name == name || unit_path(tx, town, id, day)? == name {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// 総務課総務係: the names of a day from the top of the tree down to a unit.
pub(crate) fn unit_path(
    tx: &View<'_>,
    town: Town,
    unit: UnitId,
    day: Date,
) -> Result<String, OrgError> {
    let mut names = Vec::new();
    above(tx, town, (unit, day), |_, row| names.push(row.name))?;
    names.reverse();
    Ok(names.concat())
}

/// A unit of a day and those above it, itself first.
pub(crate) fn units_above(
    tx: &View<'_>,
    town: Town,
    unit: UnitId,
    day: Date,
) -> Result<Vec<UnitId>, OrgError> {
    let mut units = Vec::new();
    above(tx, town, (unit, day), |id, _| units.push(id))?;
    Ok(units)
}

/// A unit, and those above it, up to the top.
fn above(
    tx: &View<'_>,
    town: Town,
    (unit, day): (UnitId, Date),
    mut seen: impl FnMut(UnitId, Unit),
) -> Result<(), OrgError> {
    let mut next = Some(unit);
    for _ in 0..DEEPEST {
        let Some(id) = next else { break };
        let Some(row) = unit_on(tx, town, id, day)? else {
            break;
        };
        next = row.parent;
        seen(id, row);
    }
    Ok(())
}
