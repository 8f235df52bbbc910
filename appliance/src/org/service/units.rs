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
use std::collections::HashMap;

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

/// How units are called and where they stand on a day, where that is not as they were founded: what stood last by then.
#[derive(Debug, Default)]
struct Redrawn {
    names: HashMap<UnitId, String>,
    places: HashMap<UnitId, Option<UnitId>>,
}

impl Redrawn {
    /// Of one unit, or of all: both tables hold only what was ever changed, so all is read in two walks.
    fn on(tx: &View<'_>, town: Town, one: Option<UnitId>, day: Date) -> Result<Self, OrgError> {
        const MANY: usize = 100_000;
        let (organisation, up) = (town.organisation(), Direction::Up);
        let (names, places) = match one {
            Some(id) => (
                tx.prefix::<UnitNames>(&(organisation, id), up, MANY)?,
                tx.prefix::<UnitPlaces>(&(organisation, id), up, MANY)?,
            ),
            None => (
                tx.prefix::<UnitNames>(&organisation, up, MANY)?,
                tx.prefix::<UnitPlaces>(&organisation, up, MANY)?,
            ),
        };
        let mut out = Self::default();
        for ((_, id, from, swap), row) in names {
            if from <= day && stands(tx, town, swap)? {
                out.names.insert(id, row.name);
            }
        }
        for ((_, id, from, swap), row) in places {
            if from <= day && stands(tx, town, swap)? {
                out.places.insert(id, row.parent);
            }
        }
        Ok(out)
    }

    /// Draws a unit as it is on the day.
    fn draw(&mut self, id: UnitId, unit: &mut Unit) {
        if let Some(name) = self.names.remove(&id) {
            unit.name = name;
        }
        if let Some(parent) = self.places.remove(&id) {
            unit.parent = parent;
        }
    }
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
    Redrawn::on(tx, town, Some(id), day)?.draw(id, &mut unit);
    Ok(Some(unit))
}

/// The units of a day in their order.
pub(crate) fn units_on(
    tx: &View<'_>,
    town: Town,
    day: Date,
) -> Result<Vec<(UnitId, Unit)>, OrgError> {
    let organisation = town.organisation();
    let rows = tx.by_index::<Units>("in_order", &organisation, Direction::Up, None, 10_000)?;
    let mut redrawn = Redrawn::on(tx, town, None, day)?;
    let mut units = Vec::with_capacity(rows.len());
    for ((_, id), row) in rows {
        let Some(mut unit) = settled(tx, town, row)? else {
            continue;
        };
        if unit.period.holds_on(day) {
            redrawn.draw(id, &mut unit);
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
