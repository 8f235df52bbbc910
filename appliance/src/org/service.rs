//! Questions about people and addresses, and the few changes, each inside the caller's transaction.

use super::model::{
    Address, LoginName, OrganisationId, PersonName, Post, Preference, StaffId, UnitId, Yomi,
};
use super::table::{
    AddressRow, AddressRows, Organisation, Organisations, Staff, StaffRows, Unit, Units, Version,
    Versions,
};
use crate::text::fold::fold;
use sekisho_platform::store::{Direction, StoreError, Update, View};

/// How a change or a question fails.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OrgError {
    /// The store failed.
    #[error("reading or writing the organisation")]
    Store(#[from] StoreError),
    /// Two people cannot share a log-in name.
    #[error("giving out a log-in name that is taken")]
    LoginTaken,
    /// Two people cannot share an address.
    #[error("giving out a mail address that is taken")]
    AddressTaken,
    /// The unit named is not there.
    #[error("placing somebody in a unit that is not there")]
    NoUnit,
    /// The organisation named is not there.
    #[error("adding to an organisation that is not there")]
    NoOrganisation,
}

/// A person to be added.
#[derive(Clone, Debug)]
pub(crate) struct NewStaff {
    /// Where they work.
    pub organisation: OrganisationId,
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
    /// Their posts, the main one first.
    pub posts: Vec<Post>,
}

/// Who reads what is sent to an address, when somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recipient {
    /// The person.
    pub staff: StaffId,
}

const ADDRESSES: u8 = 0;

/// Creates an organisation.
pub(crate) fn organisation_create(
    tx: &mut Update<'_>,
    id: OrganisationId,
    name: &str,
    domain: &str,
) -> Result<(), OrgError> {
    let row = Organisation {
        name: name.to_owned(),
        domain: domain.to_owned(),
    };
    tx.put::<Organisations>(&id, &row)?;
    Ok(())
}

/// The organisation of an identity.
pub(crate) fn organisation_named(
    tx: &View<'_>,
    id: OrganisationId,
) -> Result<Option<Organisation>, OrgError> {
    Ok(tx.get::<Organisations>(&id)?)
}

/// The oldest organisation, which signs the log-in page.
pub(crate) fn organisation_first(
    tx: &View<'_>,
) -> Result<Option<(OrganisationId, Organisation)>, OrgError> {
    let rows = tx.range::<Organisations>(.., Direction::Up, 1)?;
    Ok(rows.into_iter().next())
}

/// Creates a unit below another, or at the top.
pub(crate) fn unit_create(
    tx: &mut Update<'_>,
    id: UnitId,
    organisation: OrganisationId,
    parent: Option<UnitId>,
    name: &str,
    order: u32,
) -> Result<(), OrgError> {
    if organisation_named(tx, organisation)?.is_none() {
        return Err(OrgError::NoOrganisation);
    }
    let row = Unit {
        organisation,
        parent,
        name: name.to_owned(),
        order,
    };
    tx.put::<Units>(&id, &row)?;
    Ok(())
}

/// The units of an organisation in their order.
pub(crate) fn units(
    tx: &View<'_>,
    organisation: OrganisationId,
) -> Result<Vec<(UnitId, Unit)>, OrgError> {
    Ok(tx.by_index::<Units>("in_order", &organisation, Direction::Up, None, 10_000)?)
}

/// The unit of a name, or of a whole path of names, within an organisation.
pub(crate) fn unit_named(
    tx: &View<'_>,
    organisation: OrganisationId,
    name: &str,
) -> Result<Option<UnitId>, OrgError> {
    for (id, unit) in units(tx, organisation)? {
        if unit.name == name || unit_path(tx, id)? == name {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// 総務課総務係: the names from the top of the tree down to a unit.
pub(crate) fn unit_path(tx: &View<'_>, unit: UnitId) -> Result<String, OrgError> {
    let mut names = Vec::new();
    let mut next = Some(unit);
    while let Some(id) = next {
        let Some(row) = tx.get::<Units>(&id)? else {
            break;
        };
        next = row.parent;
        names.push(row.name);
        if names.len() > 12 {
            break;
        }
    }
    names.reverse();
    Ok(names.concat())
}

/// How many units stand above one.
pub(crate) fn unit_depth(tx: &View<'_>, unit: UnitId) -> Result<usize, OrgError> {
    let mut depth = 0;
    let mut next = tx.get::<Units>(&unit)?.and_then(|row| row.parent);
    while let Some(id) = next {
        depth += 1;
        if depth > 12 {
            break;
        }
        next = tx.get::<Units>(&id)?.and_then(|row| row.parent);
    }
    Ok(depth)
}

/// Adds a person: their row, their address, and a new version of the directory.
pub(crate) fn staff_add(tx: &mut Update<'_>, id: StaffId, new: &NewStaff) -> Result<(), OrgError> {
    if staff_by_login(tx, &new.login)?.is_some() {
        return Err(OrgError::LoginTaken);
    }
    if tx
        .get::<AddressRows>(&new.address.as_str().to_owned())?
        .is_some()
    {
        return Err(OrgError::AddressTaken);
    }
    for post in &new.posts {
        if tx.get::<Units>(&post.unit)?.is_none() {
            return Err(OrgError::NoUnit);
        }
    }
    let row = Staff {
        organisation: new.organisation,
        name: new.name.clone(),
        yomi: new.yomi.clone(),
        login: new.login.clone(),
        address: new.address.clone(),
        phone: new.phone.clone(),
        posts: new.posts.clone(),
        active: true,
        preference: Preference::default(),
    };
    tx.put::<StaffRows>(&id, &row)?;
    tx.put::<AddressRows>(&new.address.as_str().to_owned(), &AddressRow { staff: id })?;
    let number = version(tx)?.saturating_add(1);
    tx.put::<Versions>(&ADDRESSES, &Version { number })?;
    Ok(())
}

/// A person by identity.
pub(crate) fn staff_get(tx: &View<'_>, id: StaffId) -> Result<Option<Staff>, OrgError> {
    Ok(tx.get::<StaffRows>(&id)?)
}

/// A person by log-in name.
pub(crate) fn staff_by_login(
    tx: &View<'_>,
    login: &LoginName,
) -> Result<Option<(StaffId, Staff)>, OrgError> {
    Ok(tx.find::<StaffRows>("by_login", &login.as_str())?)
}

/// Keeps how a person wants their pages.
pub(crate) fn staff_settings(
    tx: &mut Update<'_>,
    id: StaffId,
    preference: Preference,
) -> Result<(), OrgError> {
    if let Some(mut row) = tx.get::<StaffRows>(&id)? {
        row.preference = preference;
        tx.put::<StaffRows>(&id, &row)?;
    }
    Ok(())
}

/// The people of an organisation in よみ order; with `query`, those whose name, reading, log-in name, address or extension holds it.
pub(crate) fn staff_list(
    tx: &View<'_>,
    organisation: OrganisationId,
    query: &str,
    limit: usize,
) -> Result<Vec<(StaffId, Staff)>, OrgError> {
    let wanted = fold(query).replace(' ', "");
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
        .take(limit)
        .collect())
}

/// The people of one unit in よみ order.
pub(crate) fn staff_in(
    tx: &View<'_>,
    organisation: OrganisationId,
    unit: UnitId,
) -> Result<Vec<(StaffId, Staff)>, OrgError> {
    let all = staff_list(tx, organisation, "", usize::MAX)?;
    Ok(all
        .into_iter()
        .filter(|(_, staff)| staff.posts.iter().any(|p| p.unit == unit))
        .collect())
}

/// How many people there are.
pub(crate) fn staff_count(tx: &View<'_>) -> Result<u64, OrgError> {
    Ok(tx.count::<StaffRows>()?)
}

/// Who reads what is sent to an address; nobody for an address that is not ours or not taken.
pub(crate) fn recipient_of(
    tx: &View<'_>,
    address: &Address,
) -> Result<Option<Recipient>, OrgError> {
    let Some(row) = tx.get::<AddressRows>(&address.as_str().to_owned())? else {
        return Ok(None);
    };
    let active = staff_get(tx, row.staff)?.is_some_and(|staff| staff.active);
    Ok(active.then_some(Recipient { staff: row.staff }))
}

/// The addresses that may be written to, in order.
pub(crate) fn addresses(tx: &View<'_>) -> Result<Vec<String>, OrgError> {
    let rows = tx.range::<AddressRows>(.., Direction::Up, usize::MAX)?;
    let mut out = Vec::with_capacity(rows.len());
    for (address, row) in rows {
        if staff_get(tx, row.staff)?.is_some_and(|staff| staff.active) {
            out.push(address);
        }
    }
    Ok(out)
}

/// The version of the list of addresses.
pub(crate) fn version(tx: &View<'_>) -> Result<u64, OrgError> {
    Ok(tx.get::<Versions>(&ADDRESSES)?.map_or(0, |row| row.number))
}
