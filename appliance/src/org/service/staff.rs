//! 職員: who is here, found by name, reading, log-in name, address or extension.

use super::OrgError;
use super::addresses::{address_give, raise};
use super::organisations::organisation_named;
use crate::org::model::{Address, LoginName, PersonName, Preference, StaffId, Yomi};
use crate::org::post::Employment;
use crate::org::scope::Town;
use crate::org::table::{Staff, StaffRows};
use crate::text::fold::fold;
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
    if staff_by_login(tx, &new.login)?.is_some() {
        return Err(OrgError::LoginTaken);
    }
    address_give(tx, town, &new.address, id)?;
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
    tx.put::<StaffRows>(&(organisation, id), &row)?;
    Ok(())
}

/// A person by identity.
pub(crate) fn staff_get(tx: &View<'_>, town: Town, id: StaffId) -> Result<Option<Staff>, OrgError> {
    Ok(tx.get::<StaffRows>(&(town.organisation(), id))?)
}

/// A person by log-in name, which is one of a kind on the whole machine: whoever logs in is in no town yet.
pub(crate) fn staff_by_login(
    tx: &View<'_>,
    login: &LoginName,
) -> Result<Option<(StaffId, Staff)>, OrgError> {
    let found = tx.find::<StaffRows>("by_login", &login.as_str())?;
    Ok(found.map(|((_, id), staff)| (id, staff)))
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
    let mut row = staff_get(tx, town, id)?.ok_or(OrgError::NoStaff)?;
    row.active = active;
    tx.put::<StaffRows>(&(town.organisation(), id), &row)?;
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
        row.preference = preference;
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
    Ok(rows
        .into_iter()
        .filter(|(_, staff)| staff.active && fits(staff))
        .map(|((_, id), staff)| (id, staff))
        .take(limit)
        .collect())
}

/// How many people there are on the whole machine.
pub(crate) fn staff_count(tx: &View<'_>) -> Result<u64, OrgError> {
    Ok(tx.count::<StaffRows>()?)
}
