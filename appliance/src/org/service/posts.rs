//! 職 and 発令: who holds what on a day, and the changes of it.

use super::OrgError;
use super::staff::{staff_get, staff_on, staff_then};
use super::swaps::{settled, touch};
use super::units::unit_get;
use crate::org::dated::Dated;
use crate::org::model::{AppointmentId, PostId, StaffId, UnitId};
use crate::org::period::Period;
use crate::org::post::{Appointment, Held, Post, Tenure};
use crate::org::scope::Town;
use crate::org::table::{Appointments, Posts, Staff};
use jiff::civil::Date;
use sekisho_platform::store::{Direction, Update, View};

/// More than anybody's career, or than a post has ever had holders.
const MANY: usize = 10_000;

/// Creates a post in a unit.
pub(crate) fn post_create(
    tx: &mut Update<'_>,
    town: Town,
    id: PostId,
    post: &Post,
) -> Result<(), OrgError> {
    let unit = unit_get(tx, town, post.unit)?.ok_or(OrgError::NoUnit)?;
    if !unit.period.covers(&post.period) {
        return Err(OrgError::BeyondPost);
    }
    tx.put::<Posts>(&(town.organisation(), id), &Dated::plain(post.clone()))?;
    touch(tx, town)
}

/// A post by identity.
pub(crate) fn post_get(tx: &View<'_>, town: Town, id: PostId) -> Result<Option<Post>, OrgError> {
    match tx.get::<Posts>(&(town.organisation(), id))? {
        Some(row) => settled(tx, town, row),
        None => Ok(None),
    }
}

/// The post of the same title in the same unit that stands all of these days, or else this one, created.
pub(crate) fn post_like(
    tx: &mut Update<'_>,
    town: Town,
    fresh: PostId,
    wanted: &Post,
    days: &Period,
) -> Result<PostId, OrgError> {
    let mut of_unit = posts_of(tx, town, wanted.unit)?.into_iter();
    let stands = of_unit.find(|(_, post)| post.title == wanted.title && post.period.covers(days));
    if let Some((id, _)) = stands {
        return Ok(id);
    }
    post_create(tx, town, fresh, wanted)?;
    Ok(fresh)
}

/// Appoints a person to a post. 本務 is one at a time, and a post takes nobody beyond its own days.
pub(crate) fn appoint(
    tx: &mut Update<'_>,
    town: Town,
    id: AppointmentId,
    new: &Appointment,
) -> Result<(), OrgError> {
    if staff_get(tx, town, new.staff)?.is_none() {
        return Err(OrgError::NoStaff);
    }
    let post = post_get(tx, town, new.post)?.ok_or(OrgError::NoPost)?;
    if !post.period.covers(&new.period) {
        return Err(OrgError::BeyondPost);
    }
    let second = |(other, row): &(AppointmentId, Appointment)| {
        *other != id && row.tenure == Tenure::Main && row.period.meets(&new.period)
    };
    if new.tenure == Tenure::Main && appointments_of(tx, town, new.staff)?.iter().any(second) {
        return Err(OrgError::SecondMain);
    }
    let row = Dated::plain(new.clone());
    tx.put::<Appointments>(&(town.organisation(), id), &row)?;
    touch(tx, town)
}

/// Every appointment a person ever had, the earliest first.
pub(crate) fn appointments_of(
    tx: &View<'_>,
    town: Town,
    staff: StaffId,
) -> Result<Vec<(AppointmentId, Appointment)>, OrgError> {
    let whose = (town.organisation(), staff);
    let rows = tx.by_index::<Appointments>("by_staff", &whose, Direction::Up, None, MANY)?;
    let mut out = Vec::with_capacity(rows.len());
    for ((_, id), row) in rows {
        if let Some(row) = settled(tx, town, row)? {
            out.push((id, row));
        }
    }
    Ok(out)
}

/// What a person holds on a day, the main post first, then as the posts stand in their units.
pub(crate) fn held_on(
    tx: &View<'_>,
    town: Town,
    staff: StaffId,
    day: Date,
) -> Result<Vec<Held>, OrgError> {
    let mut held = Vec::new();
    for (_, row) in appointments_of(tx, town, staff)? {
        if !row.period.holds_on(day) {
            continue;
        }
        if let Some(post) = post_get(tx, town, row.post)? {
            held.push(Held {
                id: row.post,
                post,
                tenure: row.tenure,
                period: row.period,
            });
        }
    }
    held.sort_by_key(|held| (held.tenure, held.post.order));
    Ok(held)
}

/// Every appointment there ever was to a post, the earliest first.
pub(crate) fn appointments_to(
    tx: &View<'_>,
    town: Town,
    post: PostId,
) -> Result<Vec<(AppointmentId, Appointment)>, OrgError> {
    let of_post = (town.organisation(), post);
    let rows = tx.by_index::<Appointments>("by_post", &of_post, Direction::Up, None, MANY)?;
    let mut out = Vec::with_capacity(rows.len());
    for ((_, id), row) in rows {
        if let Some(row) = settled(tx, town, row)? {
            out.push((id, row));
        }
    }
    Ok(out)
}

/// Who holds a post on a day.
pub(crate) fn holders_on(
    tx: &View<'_>,
    town: Town,
    post: PostId,
    day: Date,
) -> Result<Vec<(StaffId, Tenure)>, OrgError> {
    let rows = appointments_to(tx, town, post)?.into_iter();
    let held = rows.filter(|(_, row)| row.period.holds_on(day));
    Ok(held.map(|(_, row)| (row.staff, row.tenure)).collect())
}

/// The people who hold a post in one unit on a day, as the posts stand in it, then in よみ order.
pub(crate) fn staff_in(
    tx: &View<'_>,
    town: Town,
    unit: UnitId,
    day: Date,
) -> Result<Vec<(StaffId, Staff)>, OrgError> {
    held_in(tx, town, unit, day, staff_on)
}

/// The same of a day that is over, with whoever is suspended by now.
pub(crate) fn staff_in_then(
    tx: &View<'_>,
    town: Town,
    unit: UnitId,
    day: Date,
) -> Result<Vec<(StaffId, Staff)>, OrgError> {
    held_in(tx, town, unit, day, staff_then)
}

fn held_in(
    tx: &View<'_>,
    town: Town,
    unit: UnitId,
    day: Date,
    here: impl Fn(&View<'_>, Town, StaffId, Date) -> Result<Option<Staff>, OrgError>,
) -> Result<Vec<(StaffId, Staff)>, OrgError> {
    let mut people = Vec::new();
    for (id, post) in posts_of(tx, town, unit)? {
        for (staff, _) in holders_on(tx, town, id, day)? {
            if let Some(row) = here(tx, town, staff, day)? {
                people.push((post.order, staff, row));
            }
        }
    }
    people.sort_by(|(order, _, a), (other, _, b)| (order, &a.yomi).cmp(&(other, &b.yomi)));
    Ok(people
        .into_iter()
        .map(|(_, staff, row)| (staff, row))
        .collect())
}

/// The posts of a unit, the highest first.
pub(crate) fn posts_of(
    tx: &View<'_>,
    town: Town,
    unit: UnitId,
) -> Result<Vec<(PostId, Post)>, OrgError> {
    let within = (town.organisation(), unit);
    let rows = tx.by_index::<Posts>("by_unit", &within, Direction::Up, None, MANY)?;
    let mut out = Vec::with_capacity(rows.len());
    for ((_, id), row) in rows {
        if let Some(post) = settled(tx, town, row)? {
            out.push((id, post));
        }
    }
    Ok(out)
}
