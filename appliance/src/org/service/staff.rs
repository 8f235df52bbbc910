//! 職員: who is here, found by name, reading, log-in name, address or extension.

use super::OrgError;
use super::addresses::{address_give, raise};
use super::organisations::organisation_named;
use super::swaps::{bounds, touch};
use crate::org::dated::Dated;
use crate::org::model::{Address, LoginName, PersonName, Preference, StaffId, Yomi};
use crate::org::post::Employment;
use crate::org::scope::Town;
use crate::org::table::{Reader, Staff, StaffRows};
use crate::text::fold::fold;
use jiff::civil::Date;
use sekisho_platform::store::{Direction, Update, View};

/// A person to be added.
#[derive(Clone, Debug)]
pub(crate) struct NewStaff {
    /// The name as written.
    pub name: PersonName,
    /// よみ.
    pub yomi: Yomi,
    /// What they will log in with.
    pub login: LoginName,
    /// Their address.
    pub address: Address,
    /// Extension.
    pub phone: String,
    /// On what terms they work here.
    pub employment: Employment,
}

/// Adds a person: their row, their address, and a new version of the list of addresses.
pub(crate) fn staff_add(
    tx: &mut Update<'_>,
    town: Town,
    id: StaffId,
    new: &NewStaff,
) -> Result<(), OrgError> {
    let organisation = town.organisation();
    if organisation_named(tx, organisation)?.is_none() {
        return Err(OrgError::NoOrganisation);
    }
    // A name that a swap keeps for somebody is taken, though nobody finds them yet.
    let taken = tx.find::<StaffRows>("by_login", &new.login.as_str())?;
    if taken.is_some() {
        return Err(OrgError::LoginTaken);
    }
    address_give(tx, town, &new.address, Reader::Staff(id))?;
    let row = Staff {
        organisation,
        name: new.name.clone(),
        yomi: new.yomi.clone(),
        login: new.login.clone(),
        address: new.address.clone(),
        phone: new.phone.clone(),
        employment: new.employment,
        active: true,
        preference: Preference::default(),
    };
    tx.put::<StaffRows>(&(organisation, id), &Dated::plain(row))?;
    touch(tx, town)
}

/// A person by identity, on whatever days they are here.
pub(crate) fn staff_get(tx: &View<'_>, town: Town, id: StaffId) -> Result<Option<Staff>, OrgError> {
    let row = tx.get::<StaffRows>(&(town.organisation(), id))?;
    row.map_or(Ok(None), |row| known(tx, town, row))
}

/// A person who works here on a day: who came by then, has not left before, and is not suspended.
pub(crate) fn staff_on(
    tx: &View<'_>,
    town: Town,
    id: StaffId,
    day: Date,
) -> Result<Option<Staff>, OrgError> {
    let Some(row) = tx.get::<StaffRows>(&(town.organisation(), id))? else {
        return Ok(None);
    };
    Ok((here(tx, town, &row, day)? && row.row.active).then_some(row.row))
}

/// A person who worked here on a day that is over, whether or not they are suspended by now: for what is told of that
/// day, and never for what somebody may do.
pub(crate) fn staff_then(
    tx: &View<'_>,
    town: Town,
    id: StaffId,
    day: Date,
) -> Result<Option<Staff>, OrgError> {
    let Some(row) = tx.get::<StaffRows>(&(town.organisation(), id))? else {
        return Ok(None);
    };
    Ok(here(tx, town, &row, day)?.then_some(row.row))
}

/// Whether somebody had come by a day and not left before it.
fn here(tx: &View<'_>, town: Town, row: &Dated<Staff>, day: Date) -> Result<bool, OrgError> {
    Ok(bounds(tx, town, row)?.is_some_and(|(from, last)| {
        from.is_none_or(|from| from <= day) && last.is_none_or(|last| day <= last)
    }))
}

fn known(tx: &View<'_>, town: Town, row: Dated<Staff>) -> Result<Option<Staff>, OrgError> {
    Ok(bounds(tx, town, &row)?.map(|_| row.row))
}

/// A person by log-in name, which is one of a kind on the whole machine: whoever logs in is in no town yet.
pub(crate) fn staff_by_login(
    tx: &View<'_>,
    login: &LoginName,
) -> Result<Option<(StaffId, Staff)>, OrgError> {
    let found = tx.find::<StaffRows>("by_login", &login.as_str())?;
    let Some(((organisation, id), row)) = found else {
        return Ok(None);
    };
    let row = known(tx, Town::at_the_machine(organisation), row)?;
    Ok(row.map(|row| (id, row)))
}

/// Whether a log-in name is anybody's on this machine, whatever their town.
pub(crate) fn login_taken(tx: &View<'_>, login: &LoginName) -> Result<bool, OrgError> {
    let found = tx.find::<StaffRows>("by_login", &login.as_str())?;
    let Some(((organisation, _), row)) = found else {
        return Ok(false);
    };
    // What a swap wrote that does not stand is nobody's.
    Ok(bounds(tx, Town::at_the_machine(organisation), &row)?.is_some())
}

/// 利用停止: from now on a person gets in nowhere and their address takes no mail. Everything of theirs stays.
pub(crate) fn staff_suspend(tx: &mut Update<'_>, town: Town, id: StaffId) -> Result<(), OrgError> {
    stand(tx, town, id, false)
}

/// Takes a suspension back.
pub(crate) fn staff_restore(tx: &mut Update<'_>, town: Town, id: StaffId) -> Result<(), OrgError> {
    stand(tx, town, id, true)
}

fn stand(tx: &mut Update<'_>, town: Town, id: StaffId, active: bool) -> Result<(), OrgError> {
    let key = (town.organisation(), id);
    let mut row = tx.get::<StaffRows>(&key)?.ok_or(OrgError::NoStaff)?;
    row.row.active = active;
    tx.put::<StaffRows>(&key, &row)?;
    touch(tx, town)?;
    raise(tx)
}

/// Keeps how a person wants their pages.
pub(crate) fn staff_settings(
    tx: &mut Update<'_>,
    town: Town,
    id: StaffId,
    preference: Preference,
) -> Result<(), OrgError> {
    let key = (town.organisation(), id);
    if let Some(mut row) = tx.get::<StaffRows>(&key)? {
        row.row.preference = preference;
        tx.put::<StaffRows>(&key, &row)?;
    }
    Ok(())
}

/// The people of an organisation in よみ order; with `query`, those whose name, reading, log-in name, address or extension holds it.
pub(crate) fn staff_list(
    tx: &View<'_>,
    town: Town,
    query: &str,
    limit: usize,
) -> Result<Vec<(StaffId, Staff)>, OrgError> {
    let wanted = fold(query).replace(' ', "");
    let organisation = town.organisation();
    let rows = tx.by_index::<StaffRows>("by_yomi", &organisation, Direction::Up, None, 50_000)?;
    let fits = |staff: &Staff| {
        wanted.is_empty()
            || [
                staff.name.as_str(),
                staff.yomi.as_str(),
                staff.login.as_str(),
                staff.address.as_str(),
                staff.phone.as_str(),
            ]
            .iter()
            .any(|field| fold(field).replace(' ', "").contains(&wanted))
    };
    let mut people = Vec::new();
    for ((_, id), row) in rows {
        if people.len() >= limit {
            break;
        }
        if let Some(staff) = known(tx, town, row)?
            && staff.active
            && fits(&staff)
        {
            people.push((id, staff));
        }
    }
    Ok(people)
}

/// How many people there are on the whole machine.
pub(crate) fn staff_count(tx: &View<'_>) -> Result<u64, OrgError> {
    Ok(tx.count::<StaffRows>()?)
}
