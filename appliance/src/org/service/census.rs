//! Everybody and everything of a town at once, as a plan for many people needs it; read in one state of the store.

use super::OrgError;
use super::organisations::organisation_named;
use super::swaps::{bounds, people_number, settled};
use super::units::units_on;
use crate::org::lines::found_by;
use crate::org::model::{AppointmentId, GrantId, PostId, StaffId, UnitId};
use crate::org::post::{Appointment, Post};
use crate::org::role::Grant;
use crate::org::scope::Town;
use crate::org::table::{Appointments, Grants, Posts, Staff, StaffRows, Unit};
use crate::text::fold::fold;
use jiff::civil::Date;
use sekisho_platform::store::{Direction, View};

/// More rows than any town has of anything.
const MANY: usize = 1_000_000;

/// Somebody with the days that a swap set for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    /// Who.
    pub id: StaffId,
    /// Their row.
    pub staff: Staff,
    /// The first day, where a swap brought them.
    pub from: Option<Date>,
    /// The last day, where a swap ends their time.
    pub last: Option<Date>,
}

/// A whole town.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Census {
    /// What the people stand at.
    pub number: u64,
    /// The domain of the addresses.
    pub domain: String,
    /// The units of the day, in their order.
    pub units: Vec<(UnitId, Unit)>,
    /// The units of the day before, as they were called then.
    pub former: Vec<(UnitId, Unit)>,
    /// Every post.
    pub posts: Vec<(PostId, Post)>,
    /// Everybody.
    pub staff: Vec<Counted>,
    /// Every appointment.
    pub appointments: Vec<(AppointmentId, Appointment)>,
    /// Every role that was given.
    pub grants: Vec<(GrantId, Grant)>,
}

/// Everybody an administrator may look for, those who are suspended, have left or are yet to come too: whose name,
/// reading, log-in name, address or extension holds every word of `query`. In よみ order.
pub(crate) fn staff_counted(
    tx: &View<'_>,
    town: Town,
    query: &str,
) -> Result<Vec<Counted>, OrgError> {
    let folded = fold(query);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let fits = |staff: &Staff| {
        let line = found_by(staff);
        words.iter().all(|word| line.contains(word))
    };
    let up = Direction::Up;
    let rows = tx.by_index::<StaffRows>("by_yomi", &town.organisation(), up, None, MANY)?;
    let mut out = Vec::new();
    for ((_, id), row) in rows {
        if !fits(&row.row) {
            continue;
        }
        if let Some((from, last)) = bounds(tx, town, &row)? {
            let staff = row.row;
            out.push(Counted {
                id,
                staff,
                from,
                last,
            });
        }
    }
    Ok(out)
}

/// One of them.
pub(crate) fn counted(tx: &View<'_>, town: Town, id: StaffId) -> Result<Option<Counted>, OrgError> {
    let Some(row) = tx.get::<StaffRows>(&(town.organisation(), id))? else {
        return Ok(None);
    };
    let bounds = bounds(tx, town, &row)?;
    Ok(bounds.map(|(from, last)| Counted {
        id,
        staff: row.row,
        from,
        last,
    }))
}

/// Counts a town; the units are those of a day and of the day before.
pub(crate) fn census(tx: &View<'_>, town: Town, day: Date) -> Result<Census, OrgError> {
    let organisation = town.organisation();
    let row = organisation_named(tx, organisation)?.ok_or(OrgError::NoOrganisation)?;
    let mut out = Census {
        number: people_number(tx, town)?,
        domain: row.domain,
        units: units_on(tx, town, day)?,
        former: units_on(tx, town, day.yesterday().unwrap_or(day))?,
        posts: Vec::new(),
        staff: Vec::new(),
        appointments: Vec::new(),
        grants: Vec::new(),
    };
    for ((_, id), row) in tx.prefix::<Posts>(&organisation, Direction::Up, MANY)? {
        out.posts
            .extend(settled(tx, town, row)?.map(|row| (id, row)));
    }
    for ((_, id), row) in tx.prefix::<StaffRows>(&organisation, Direction::Up, MANY)? {
        if let Some((from, last)) = bounds(tx, town, &row)? {
            let staff = row.row;
            out.staff.push(Counted {
                id,
                staff,
                from,
                last,
            });
        }
    }
    for ((_, id), row) in tx.prefix::<Appointments>(&organisation, Direction::Up, MANY)? {
        out.appointments
            .extend(settled(tx, town, row)?.map(|row| (id, row)));
    }
    for ((_, id), row) in tx.prefix::<Grants>(&organisation, Direction::Up, MANY)? {
        out.grants
            .extend(settled(tx, town, row)?.map(|row| (id, row)));
    }
    Ok(out)
}
