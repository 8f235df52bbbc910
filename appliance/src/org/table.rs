//! The rows of the organisation: keys, indexes, versions.

use super::dated::{Dated, Lasts, Mark, People, Swap};
use super::model::{
    Address, AppointmentId, GrantId, LoginName, OrganisationId, PersonName, PostId, Preference,
    StaffId, SwapId, UnitId, Yomi,
};
use super::period::Period;
use super::post::{Appointment, Employment, Post};
use super::role::{Bearer, Grant};
use super::swap::Change;
use jiff::civil::Date;
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unit {
    /// The unit above.
    pub parent: Option<UnitId>,
    /// Its name.
    pub name: String,
    /// Its place among its siblings.
    pub order: u32,
    /// While it exists.
    pub period: Period,
}

/// A 職員.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// On what terms they work here.
    pub employment: Employment,
    /// Whether they may log in and are offered as a recipient.
    pub active: bool,
    /// How they want their pages.
    pub preference: Preference,
}

/// Who reads what is sent to an address.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AddressRow {
    /// Where they work.
    pub organisation: OrganisationId,
    /// The person.
    pub staff: StaffId,
}

/// The version of the list of addresses, raised by every change.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Version {
    /// The number.
    pub number: u64,
}

/// 改称: how a unit is called from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct UnitName {
    /// The name.
    pub name: String,
    /// The swap that gave it, and from when.
    pub mark: Mark,
}

/// 移管: below which unit a unit stands from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct UnitPlace {
    /// The unit above, or none at the top.
    pub parent: Option<UnitId>,
    /// The swap that placed it, and from when.
    pub mark: Mark,
}

impl Lasts for Unit {
    fn period(&self) -> Period {
        self.period
    }

    fn lasting(self, period: Period) -> Self {
        Self { period, ..self }
    }
}

impl Record for Organisation {}
impl Record for UnitName {}
impl Record for UnitPlace {}
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

/// Units by organisation and identity, in tree order.
#[derive(Debug)]
pub(crate) enum Units {}

impl Table for Units {
    const NAME: &'static str = "org_unit";
    type Key = (OrganisationId, UnitId);
    type Record = Dated<Unit>;

    fn index((organisation, _): &Self::Key, unit: &Dated<Unit>, out: &mut Indexes) {
        out.add("in_order", &(*organisation, unit.row.order));
    }
}

/// Posts by organisation and identity, found by their unit.
#[derive(Debug)]
pub(crate) enum Posts {}

impl Table for Posts {
    const NAME: &'static str = "org_post";
    type Key = (OrganisationId, PostId);
    type Record = Dated<Post>;

    fn index((organisation, _): &Self::Key, post: &Dated<Post>, out: &mut Indexes) {
        let post = &post.row;
        out.add("by_unit", &(*organisation, post.unit, post.order));
    }
}

/// Appointments by organisation and identity, found by who and by what, the earliest first.
#[derive(Debug)]
pub(crate) enum Appointments {}

impl Table for Appointments {
    const NAME: &'static str = "org_appointment";
    type Key = (OrganisationId, AppointmentId);
    type Record = Dated<Appointment>;

    fn index((organisation, _): &Self::Key, row: &Dated<Appointment>, out: &mut Indexes) {
        let row = &row.row;
        let from = row.period.from();
        out.add("by_staff", &(*organisation, row.staff, from));
        out.add("by_post", &(*organisation, row.post, from));
    }
}

/// Staff by organisation and identity, found by log-in name, listed by よみ.
#[derive(Debug)]
pub(crate) enum StaffRows {}

impl Table for StaffRows {
    const NAME: &'static str = "org_staff";
    type Key = (OrganisationId, StaffId);
    type Record = Dated<Staff>;

    fn index((organisation, _): &Self::Key, staff: &Dated<Staff>, out: &mut Indexes) {
        let staff = &staff.row;
        out.add("by_login", &staff.login.as_str());
        out.add("by_yomi", &(*organisation, staff.yomi.as_str()));
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

/// Names that units took later, by the day they took them.
#[derive(Debug)]
pub(crate) enum UnitNames {}

impl Table for UnitNames {
    const NAME: &'static str = "org_unit_name";
    type Key = (OrganisationId, UnitId, Date, SwapId);
    type Record = UnitName;
}

/// Places that units took later, by the day they took them.
#[derive(Debug)]
pub(crate) enum UnitPlaces {}

impl Table for UnitPlaces {
    const NAME: &'static str = "org_unit_place";
    type Key = (OrganisationId, UnitId, Date, SwapId);
    type Record = UnitPlace;
}

/// Roles by organisation and identity, found by who bears them.
#[derive(Debug)]
pub(crate) enum Grants {}

impl Table for Grants {
    const NAME: &'static str = "org_grant";
    type Key = (OrganisationId, GrantId);
    type Record = Dated<Grant>;

    fn index((organisation, _): &Self::Key, grant: &Dated<Grant>, out: &mut Indexes) {
        match grant.row.bearer {
            Bearer::Post(post) => out.add("by_post", &(*organisation, post)),
            Bearer::Staff(staff) => out.add("by_staff", &(*organisation, staff)),
        }
    }
}

/// What the people of each organisation stand at.
#[derive(Debug)]
pub(crate) enum PeopleRows {}

impl Table for PeopleRows {
    const NAME: &'static str = "org_people";
    type Key = OrganisationId;
    type Record = People;
}

/// The heads of swaps.
#[derive(Debug)]
pub(crate) enum Swaps {}

impl Table for Swaps {
    const NAME: &'static str = "org_swap";
    type Key = (OrganisationId, SwapId);
    type Record = Swap;
}

/// What each swap changes, in the order it was written.
#[derive(Debug)]
pub(crate) enum SwapChanges {}

impl Table for SwapChanges {
    const NAME: &'static str = "org_swap_change";
    const LOGGED: bool = false;
    type Key = (OrganisationId, SwapId, u32);
    type Record = Change;
}
