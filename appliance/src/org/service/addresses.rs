//! Mail addresses of the house. Mail knows an address before it knows a town, so the question leads to the walls.

use super::OrgError;
use super::accounts::account_get;
use super::staff::staff_get;
use super::swaps::bounds;
use crate::org::model::Address;
use crate::org::scope::Town;
use crate::org::table::{AddressRow, AddressRows, Reader, StaffRows, Version, Versions};
use sekisho_platform::store::{Direction, Update, View};

const ADDRESSES: u8 = 0;

/// Gives an address to a person or to an account, and raises the version of the list.
pub(super) fn address_give(
    tx: &mut Update<'_>,
    town: Town,
    address: &Address,
    reader: Reader,
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
            reader,
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
    let Reader::Staff(staff) = row.reader else {
        return Ok(true);
    };
    // What a swap wrote that does not stand is nobody's.
    let staff = tx.get::<StaffRows>(&(row.organisation, staff))?;
    staff.map_or(Ok(true), |staff| {
        let town = Town::at_the_machine(row.organisation);
        Ok(bounds(tx, town, &staff)?.is_some())
    })
}

/// Who reads what is sent to an address; nobody for an address that is not ours or not taken.
pub(crate) fn recipient_of(tx: &View<'_>, address: &Address) -> Result<Option<Reader>, OrgError> {
    let Some(row) = tx.get::<AddressRows>(&address.as_str().to_owned())? else {
        return Ok(None);
    };
    Ok(is_read(tx, &row)?.then_some(row.reader))
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
    Ok(match row.reader {
        Reader::Staff(staff) => staff_get(tx, town, staff)?.is_some_and(|staff| staff.active),
        Reader::Post(post) => account_get(tx, town, post)?.is_some_and(|account| account.active),
    })
}
