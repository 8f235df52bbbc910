//! 予告された改編: written in many small transactions, visible by one, taken back by one.
//!
//! ```text
//! prepare ─▶ write, write, … ─▶ stand ─▶ (the day comes) …
//!    │           │                └────▶ undo ─▶ sweep, sweep, …
//!    └───────────┴── a crash, or a change of people by somebody else: never stands ─▶ sweep
//! ```

use super::OrgError;
use super::addresses::raise;
use crate::org::access::{Administer, Permit};
use crate::org::dated::{Dated, Lasts, Mark, People, Swap, SwapState};
use crate::org::model::SwapId;
use crate::org::scope::Town;
use crate::org::swap::Change;
use crate::org::table::{
    AddressRow, AddressRows, Appointments, Grants, PeopleRows, Posts, StaffRows, SwapChanges,
    Swaps, UnitName, UnitNames, UnitPlace, UnitPlaces, Units,
};
use jiff::civil::Date;
use sekisho_platform::store::{Direction, Table, Update, View};

/// More changes than any swap has.
const CHANGES_MOST: usize = 1_000_000;

/// More swaps than any town makes.
const SWAPS_MOST: usize = 10_000;

/// What the people of a town stand at; a plan carries it so that it is never laid over another state.
pub(crate) fn people_number(tx: &View<'_>, town: Town) -> Result<u64, OrgError> {
    Ok(people(tx, town)?.number)
}

fn people(tx: &View<'_>, town: Town) -> Result<People, OrgError> {
    let row = tx.get::<PeopleRows>(&town.organisation())?;
    Ok(row.unwrap_or_default())
}

/// Says that the people of the town are others from now on: whatever is being prepared never stands.
pub(super) fn touch(tx: &mut Update<'_>, town: Town) -> Result<(), OrgError> {
    let mut row = people(tx, town)?;
    row.number = row.number.saturating_add(1);
    tx.put::<PeopleRows>(&town.organisation(), &row)?;
    Ok(())
}

/// Whether a swap is so.
pub(in crate::org) fn stands(tx: &View<'_>, town: Town, swap: SwapId) -> Result<bool, OrgError> {
    let head = tx.get::<Swaps>(&(town.organisation(), swap))?;
    Ok(head.is_some_and(|head| head.state == SwapState::Stands))
}

fn mark_stands(tx: &View<'_>, town: Town, mark: Option<Mark>) -> Result<Option<Mark>, OrgError> {
    match mark {
        Some(mark) if stands(tx, town, mark.swap)? => Ok(Some(mark)),
        _ => Ok(None),
    }
}

/// From when and until when, where swaps say so.
pub(in crate::org) type Bounds = (Option<Date>, Option<Date>);

/// The days of a row that has none of its own: from when, until when; nothing when it never began.
pub(in crate::org) fn bounds<T>(
    tx: &View<'_>,
    town: Town,
    row: &Dated<T>,
) -> Result<Option<Bounds>, OrgError> {
    let began = mark_stands(tx, town, row.began)?;
    if row.began.is_some() && began.is_none() {
        return Ok(None);
    }
    let ended = mark_stands(tx, town, row.ended)?;
    Ok(Some((
        began.map(|mark| mark.day),
        ended.map(|mark| mark.day),
    )))
}

/// A row as it is: nothing when its swap does not stand, shorter when a swap that stands ended it.
pub(in crate::org) fn settled<T: Lasts>(
    tx: &View<'_>,
    town: Town,
    dated: Dated<T>,
) -> Result<Option<T>, OrgError> {
    let Some((_, last)) = bounds(tx, town, &dated)? else {
        return Ok(None);
    };
    let row = dated.row;
    Ok(match last {
        None => Some(row),
        Some(last) => row.period().until(last).map(|period| row.lasting(period)),
    })
}

/// Begins to write a swap for the people as they were seen. Whatever was being prepared before never stands.
pub(crate) fn swap_prepare(
    tx: &mut Update<'_>,
    permit: &Permit<Administer>,
    id: SwapId,
    day: Date,
    seen: u64,
) -> Result<(), OrgError> {
    let organisation = permit.town().organisation();
    let mut row = people(tx, permit.town())?;
    if row.number != seen {
        return Err(OrgError::Changed);
    }
    if let Some(former) = row.preparing.replace(id) {
        void(tx, permit.town(), former)?;
    }
    tx.put::<PeopleRows>(&organisation, &row)?;
    let head = Swap {
        state: SwapState::Preparing,
        day,
        seen,
        kept: true,
    };
    tx.put::<Swaps>(&(organisation, id), &head)?;
    Ok(())
}

/// Writes some rows of a swap; `first` counts the rows written before.
pub(crate) fn swap_write(
    tx: &mut Update<'_>,
    permit: &Permit<Administer>,
    id: SwapId,
    first: u32,
    changes: &[Change],
) -> Result<(), OrgError> {
    let town = permit.town();
    let head = preparing(tx, town, id)?;
    for (number, change) in (first..).zip(changes) {
        lay(tx, town, id, head.day, change)?;
        tx.put::<SwapChanges>(&(town.organisation(), id, number), change)?;
    }
    Ok(())
}

/// Makes all of a swap so, at once.
pub(crate) fn swap_stand(
    tx: &mut Update<'_>,
    permit: &Permit<Administer>,
    id: SwapId,
) -> Result<(), OrgError> {
    let town = permit.town();
    let mut head = preparing(tx, town, id)?;
    head.state = SwapState::Stands;
    tx.put::<Swaps>(&(town.organisation(), id), &head)?;
    let row = People {
        number: head.seen.saturating_add(1),
        preparing: None,
    };
    tx.put::<PeopleRows>(&town.organisation(), &row)?;
    raise(tx)
}

/// Takes all of a swap back, at once. `seen` is the state for which [`super::undo::swap_blocks`] found nothing.
pub(crate) fn swap_undo(
    tx: &mut Update<'_>,
    permit: &Permit<Administer>,
    id: SwapId,
    seen: u64,
) -> Result<(), OrgError> {
    let town = permit.town();
    if people(tx, town)?.number != seen || !stands(tx, town, id)? {
        return Err(OrgError::Changed);
    }
    void(tx, town, id)?;
    touch(tx, town)?;
    raise(tx)
}

/// Gives a swap up that does not stand.
pub(crate) fn swap_abandon(
    tx: &mut Update<'_>,
    permit: &Permit<Administer>,
    id: SwapId,
) -> Result<(), OrgError> {
    let town = permit.town();
    if stands(tx, town, id)? {
        return Ok(());
    }
    let mut row = people(tx, town)?;
    if row.preparing == Some(id) {
        row.preparing = None;
        tx.put::<PeopleRows>(&town.organisation(), &row)?;
    }
    void(tx, town, id)
}

/// Removes up to `most` rows that swaps which do not stand have left; false when there is nothing more.
pub(crate) fn swaps_sweep(tx: &mut Update<'_>, town: Town, most: usize) -> Result<bool, OrgError> {
    let organisation = town.organisation();
    let left = tx
        .prefix::<Swaps>(&organisation, Direction::Up, SWAPS_MOST)?
        .into_iter()
        .find(|(_, head)| head.state == SwapState::Void && head.kept);
    let Some(((_, id), mut head)) = left else {
        return Ok(false);
    };
    let of_swap = (organisation, id);
    let changes = tx.prefix::<SwapChanges>(&of_swap, Direction::Up, most)?;
    if changes.is_empty() {
        head.kept = false;
        tx.put::<Swaps>(&of_swap, &head)?;
        return Ok(true);
    }
    for (key, change) in changes {
        lift(tx, town, id, &change)?;
        tx.remove::<SwapChanges>(&key)?;
    }
    Ok(true)
}

/// Everything a swap changes.
pub(crate) fn swap_changes(tx: &View<'_>, town: Town, id: SwapId) -> Result<Vec<Change>, OrgError> {
    let of_swap = (town.organisation(), id);
    let rows = tx.prefix::<SwapChanges>(&of_swap, Direction::Up, CHANGES_MOST)?;
    Ok(rows.into_iter().map(|(_, change)| change).collect())
}

fn void(tx: &mut Update<'_>, town: Town, id: SwapId) -> Result<(), OrgError> {
    let key = (town.organisation(), id);
    if let Some(mut head) = tx.get::<Swaps>(&key)? {
        head.state = SwapState::Void;
        tx.put::<Swaps>(&key, &head)?;
    }
    Ok(())
}

fn preparing(tx: &View<'_>, town: Town, id: SwapId) -> Result<Swap, OrgError> {
    let row = people(tx, town)?;
    let head = tx.get::<Swaps>(&(town.organisation(), id))?;
    head.filter(|head| {
        head.state == SwapState::Preparing && row.preparing == Some(id) && row.number == head.seen
    })
    .ok_or(OrgError::Changed)
}

fn end<T>(tx: &mut Update<'_>, town: Town, key: &T::Key, mark: Mark) -> Result<(), OrgError>
where
    T: Table<Record = Dated<T::Row>> + Rows,
{
    let mut row = tx.get::<T>(key)?.ok_or(OrgError::Changed)?;
    if mark_stands(tx, town, row.ended)?.is_some() {
        return Err(OrgError::Changed);
    }
    row.ended = Some(mark);
    tx.put::<T>(key, &row)?;
    Ok(())
}

fn unend<T>(tx: &mut Update<'_>, key: &T::Key, swap: SwapId) -> Result<(), OrgError>
where
    T: Table<Record = Dated<T::Row>> + Rows,
{
    if let Some(mut row) = tx.get::<T>(key)?
        && row.ended.is_some_and(|mark| mark.swap == swap)
    {
        row.ended = None;
        tx.put::<T>(key, &row)?;
    }
    Ok(())
}

fn unwrite<T>(tx: &mut Update<'_>, key: &T::Key, swap: SwapId) -> Result<(), OrgError>
where
    T: Table<Record = Dated<T::Row>> + Rows,
{
    let row = tx.get::<T>(key)?;
    if row.is_some_and(|row| row.began.is_some_and(|mark| mark.swap == swap)) {
        tx.remove::<T>(key)?;
    }
    Ok(())
}

/// Tables whose rows a swap begins and ends.
trait Rows {
    type Row;
}

impl Rows for Units {
    type Row = crate::org::table::Unit;
}
impl Rows for Posts {
    type Row = crate::org::Post;
}
impl Rows for StaffRows {
    type Row = crate::org::Staff;
}
impl Rows for Appointments {
    type Row = crate::org::Appointment;
}
impl Rows for Grants {
    type Row = crate::org::role::Grant;
}

fn lay(
    tx: &mut Update<'_>,
    town: Town,
    swap: SwapId,
    day: Date,
    change: &Change,
) -> Result<(), OrgError> {
    let town_id = town.organisation();
    let ends = |last: &Date| Mark { swap, day: *last };
    match change {
        Change::UnitOpened(id, unit) => {
            let row = Dated::written(unit.clone(), swap, day);
            tx.put::<Units>(&(town_id, *id), &row)?;
        }
        Change::UnitClosed(id, last) => end::<Units>(tx, town, &(town_id, *id), ends(last))?,
        Change::UnitNamed(id, from, name) => {
            let row = UnitName {
                name: name.clone(),
                mark: Mark { swap, day: *from },
            };
            tx.put::<UnitNames>(&(town_id, *id, *from, swap), &row)?;
        }
        Change::UnitMoved(id, from, parent) => {
            let row = UnitPlace {
                parent: *parent,
                mark: Mark { swap, day: *from },
            };
            tx.put::<UnitPlaces>(&(town_id, *id, *from, swap), &row)?;
        }
        Change::PostMade(id, post) => {
            let row = Dated::written(post.clone(), swap, day);
            tx.put::<Posts>(&(town_id, *id), &row)?;
        }
        Change::StaffJoined(id, staff, from) => {
            let taken = tx.find::<StaffRows>("by_login", &staff.login.as_str())?;
            if taken.is_some_and(|((_, other), _)| other != *id) {
                return Err(OrgError::LoginTaken);
            }
            let address = staff.address.as_str().to_owned();
            if tx.get::<AddressRows>(&address)?.is_some() {
                return Err(OrgError::AddressTaken);
            }
            let reads = AddressRow {
                organisation: town_id,
                staff: *id,
            };
            tx.put::<AddressRows>(&address, &reads)?;
            let row = Dated::written(staff.clone(), swap, *from);
            tx.put::<StaffRows>(&(town_id, *id), &row)?;
        }
        Change::StaffLeft(id, last) => end::<StaffRows>(tx, town, &(town_id, *id), ends(last))?,
        Change::Appointed(id, appointment) => {
            let row = Dated::written(appointment.clone(), swap, day);
            tx.put::<Appointments>(&(town_id, *id), &row)?;
        }
        Change::AppointmentEnded(id, last) => {
            end::<Appointments>(tx, town, &(town_id, *id), ends(last))?;
        }
        Change::Granted(id, grant) => {
            let row = Dated::written(*grant, swap, day);
            tx.put::<Grants>(&(town_id, *id), &row)?;
        }
        Change::GrantEnded(id, last) => end::<Grants>(tx, town, &(town_id, *id), ends(last))?,
    }
    Ok(())
}

fn lift(tx: &mut Update<'_>, town: Town, swap: SwapId, change: &Change) -> Result<(), OrgError> {
    let town_id = town.organisation();
    match change {
        Change::UnitOpened(id, _) => unwrite::<Units>(tx, &(town_id, *id), swap),
        Change::UnitClosed(id, _) => unend::<Units>(tx, &(town_id, *id), swap),
        Change::UnitNamed(id, from, _) => {
            tx.remove::<UnitNames>(&(town_id, *id, *from, swap))?;
            Ok(())
        }
        Change::UnitMoved(id, from, _) => {
            tx.remove::<UnitPlaces>(&(town_id, *id, *from, swap))?;
            Ok(())
        }
        Change::PostMade(id, _) => unwrite::<Posts>(tx, &(town_id, *id), swap),
        Change::StaffJoined(id, staff, _) => {
            let address = staff.address.as_str().to_owned();
            let ours = tx.get::<AddressRows>(&address)?;
            if ours.is_some_and(|row| row.staff == *id) {
                tx.remove::<AddressRows>(&address)?;
            }
            unwrite::<StaffRows>(tx, &(town_id, *id), swap)
        }
        Change::StaffLeft(id, _) => unend::<StaffRows>(tx, &(town_id, *id), swap),
        Change::Appointed(id, _) => unwrite::<Appointments>(tx, &(town_id, *id), swap),
        Change::AppointmentEnded(id, _) => unend::<Appointments>(tx, &(town_id, *id), swap),
        Change::Granted(id, _) => unwrite::<Grants>(tx, &(town_id, *id), swap),
        Change::GrantEnded(id, _) => unend::<Grants>(tx, &(town_id, *id), swap),
    }
}
