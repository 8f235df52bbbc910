//! The rows of the organisation: keys, indexes, versions.

use super::model::{
    Address, LoginName, OrganisationId, PersonName, Post, Preference, StaffId, UnitId, Yomi,
};
use sekisho_platform::store::{Indexes, Record, Table};
use serde::{Deserialize, Serialize};

/// A 団体.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Organisation {
    /// Its name.
    pub name: String,
    /// The domain its addresses end in.
    pub domain: String,
}

/// A 部, 課 or 係.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Unit {
    /// Whose tree it stands in.
    pub organisation: OrganisationId,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// Its name.
    pub name: String,
    /// Its place among its siblings.
    pub order: u32,
}

/// A 職員.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Staff {
    /// Where they work.
    pub organisation: OrganisationId,
    /// The name as written.
    pub name: PersonName,
    /// よみ.
    pub yomi: Yomi,
    /// What they log in with.
    pub login: LoginName,
    /// Their address.
    pub address: Address,
    /// Extension, empty for none.
    pub phone: String,
    /// Their posts, the main one first.
    pub posts: Vec<Post>,
    /// Whether they may log in and are offered as a recipient.
    pub active: bool,
    /// How they want their pages.
    pub preference: Preference,
}

impl Staff {
    /// The unit of the main post.
    pub(crate) fn unit(&self) -> Option<UnitId> {
        self.posts.first().map(|post| post.unit)
    }

    /// The title of the main post.
    pub(crate) fn title(&self) -> &str {
        self.posts.first().map_or("", |post| post.title.as_str())
    }
}

/// Who reads what is sent to an address.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AddressRow {
    /// The person.
    pub staff: StaffId,
}

/// The version of the list of addresses, raised by every change.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Version {
    /// The number.
    pub number: u64,
}

impl Record for Organisation {}
impl Record for Unit {}
impl Record for Staff {}
impl Record for AddressRow {}
impl Record for Version {}

/// Organisations by identity.
#[derive(Debug)]
pub(crate) enum Organisations {}

impl Table for Organisations {
    const NAME: &'static str = "org_organisation";
    type Key = OrganisationId;
    type Record = Organisation;
}

/// Units by identity, in tree order within an organisation.
#[derive(Debug)]
pub(crate) enum Units {}

impl Table for Units {
    const NAME: &'static str = "org_unit";
    type Key = UnitId;
    type Record = Unit;

    fn index(_key: &UnitId, unit: &Unit, out: &mut Indexes) {
        out.add("in_order", &(unit.organisation, unit.order));
    }
}

/// Staff by identity, found by log-in name, listed by よみ.
#[derive(Debug)]
pub(crate) enum StaffRows {}

impl Table for StaffRows {
    const NAME: &'static str = "org_staff";
    type Key = StaffId;
    type Record = Staff;

    fn index(_key: &StaffId, staff: &Staff, out: &mut Indexes) {
        out.add("by_login", &staff.login.as_str());
        out.add("by_yomi", &(staff.organisation, staff.yomi.as_str()));
    }
}

/// Addresses and who reads them.
#[derive(Debug)]
pub(crate) enum AddressRows {}

impl Table for AddressRows {
    const NAME: &'static str = "org_address";
    type Key = String;
    type Record = AddressRow;
}

/// The one row with the version of the addresses.
#[derive(Debug)]
pub(crate) enum Versions {}

impl Table for Versions {
    const NAME: &'static str = "org_version";
    type Key = u8;
    type Record = Version;
}
