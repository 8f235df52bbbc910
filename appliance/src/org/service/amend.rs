//! 登録内容の変更: what is known of somebody, put right.

use super::OrgError;
use super::addresses::address_give;
use super::swaps::touch;
use crate::org::model::{Address, PersonName, StaffId, Yomi};
use crate::org::scope::Town;
use crate::org::table::{AddressRows, Reader, Staff, StaffRows};
use sekisho_platform::store::Update;
use serde::{Deserialize, Serialize};

/// What is known of somebody besides what they hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facts {
    /// The name as written.
    pub name: PersonName,
    /// よみ.
    pub yomi: Yomi,
    /// Extension; empty for none.
    pub phone: String,
    /// Their address.
    pub address: Address,
}

impl Facts {
    /// As they are.
    pub(crate) fn of(staff: &Staff) -> Self {
        Self {
            name: staff.name.clone(),
            yomi: staff.yomi.clone(),
            phone: staff.phone.clone(),
            address: staff.address.clone(),
        }
    }
}

/// Puts right what is known of somebody, unless it is not `before` any more. An address that was theirs takes no mail
/// from then on, and one that is anybody's is not taken.
pub(crate) fn staff_amend(
    tx: &mut Update<'_>,
    town: Town,
    id: StaffId,
    (before, after): (&Facts, &Facts),
) -> Result<(), OrgError> {
    let key = (town.organisation(), id);
    let mut row = tx.get::<StaffRows>(&key)?.ok_or(OrgError::NoStaff)?;
    if Facts::of(&row.row) != *before {
        return Err(OrgError::Changed);
    }
    if row.row.address != after.address {
        address_give(tx, town, &after.address, Reader::Staff(id))?;
        tx.remove::<AddressRows>(&row.row.address.as_str().to_owned())?;
    }
    let Facts {
        name,
        yomi,
        phone,
        address,
    } = after.clone();
    row.row = Staff {
        name,
        yomi,
        address,
        phone,
        ..row.row
    };
    tx.put::<StaffRows>(&key, &row)?;
    touch(tx, town)
}
