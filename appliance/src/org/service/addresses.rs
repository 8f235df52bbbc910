//! Mail addresses of the house. Mail knows an address before it knows a town, so the question leads to the walls.

use super::OrgError;
use super::staff::staff_get;
use super::swaps::bounds;
use crate::org::model::{Address, StaffId};
use crate::org::scope::Town;
use crate::org::table::{AddressRow, AddressRows, StaffRows, Version, Versions};
use sekisho_platform::store::{Direction, Update, View};

/// Who reads what is sent to an address, when somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recipient {
    /// The person.
    pub staff: StaffId,
}

const ADDRESSES: u8 = 0;

/// Gives an address to a person and raises the version of the list.
pub(super) fn address_give(
    tx: &mut Update<'_>,
    town: Town,
    address: &Address,
    staff: StaffId,
) -> Result<(), OrgError> {
    let key = address.as_str().to_owned();
    if tx.get::<AddressRows>(&key)?.is_some() {
        return Err(OrgError::AddressTaken);
    }
    let organisation = town.organisation();
    tx.put::<AddressRows>(
        &key,
        &AddressRow {
            organisation,
            staff,
        },
    )?;
    raise(tx)
}

/// Says that the list is another one from now on.
pub(super) fn raise(tx: &mut Update<'_>) -> Result<(), OrgError> {
    let number = version(tx)?.saturating_add(1);
    tx.put::<Versions>(&ADDRESSES, &Version { number })?;
    Ok(())
}

/// Whether an address is anybody's on this machine, whatever their town.
pub(crate) fn address_taken(tx: &View<'_>, address: &Address) -> Result<bool, OrgError> {
    let Some(row) = tx.get::<AddressRows>(&address.as_str().to_owned())? else {
        return Ok(false);
    };
    // What a swap wrote that does not stand is nobody's.
    let staff = tx.get::<StaffRows>(&(row.organisation, row.staff))?;
    staff.map_or(Ok(true), |staff| {
        let town = Town::at_the_machine(row.organisation);
        Ok(bounds(tx, town, &staff)?.is_some())
    })
}

/// Who reads what is sent to an address; nobody for an address that is not ours or not taken.
pub(crate) fn recipient_of(
    tx: &View<'_>,
    address: &Address,
) -> Result<Option<Recipient>, OrgError> {
    let Some(row) = tx.get::<AddressRows>(&address.as_str().to_owned())? else {
        return Ok(None);
    };
    Ok(is_read(tx, &row)?.then_some(Recipient { staff: row.staff }))
}

/// The addresses that may be written to, in order.
pub(crate) fn addresses(tx: &View<'_>) -> Result<Vec<String>, OrgError> {
    let rows = tx.range::<AddressRows>(.., Direction::Up, usize::MAX)?;
    let mut out = Vec::with_capacity(rows.len());
    for (address, row) in rows {
        if is_read(tx, &row)? {
            out.push(address);
        }
    }
    Ok(out)
}

/// The version of the list of addresses.
pub(crate) fn version(tx: &View<'_>) -> Result<u64, OrgError> {
    Ok(tx.get::<Versions>(&ADDRESSES)?.map_or(0, |row| row.number))
}

fn is_read(tx: &View<'_>, row: &AddressRow) -> Result<bool, OrgError> {
    let town = Town::at_the_machine(row.organisation);
    Ok(staff_get(tx, town, row.staff)?.is_some_and(|staff| staff.active))
}
