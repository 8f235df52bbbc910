//! 権限: who may do what, as a value that only the check can make.
//!
//! ```
//! // A command asks for the value, not for a promise that somebody looked.
//! use sekisho_appliance::permit::{Administer, Permit};
//! fn reassign(_: &Permit<Administer>) {}
//! ```
//! ```compile_fail
//! // Its fields are nobody's to fill.
//! use sekisho_appliance::permit::{Administer, Permit};
//! let forged = Permit::<Administer> { town: todo!(), by: todo!(), act: std::marker::PhantomData };
//! ```
//! ```compile_fail
//! use sekisho_appliance::permit::{Administer, Permit};
//! let forged: Permit<Administer> = Default::default();
//! ```
//! ```compile_fail
//! use sekisho_appliance::permit::{Administer, Permit};
//! let forged: Permit<Administer> = serde_json::from_str("{}").unwrap();
//! ```
//! ```compile_fail
//! // One permit is not two, and is not kept for another day.
//! use sekisho_appliance::permit::{Administer, Permit};
//! fn twice(permit: Permit<Administer>) -> (Permit<Administer>, Permit<Administer>) { (permit.clone(), permit) }
//! ```
//! ```compile_fail
//! // Nor is one act another.
//! use sekisho_appliance::permit::{Administer, Approve, Permit};
//! fn other(permit: Permit<Administer>) -> Permit<Approve> { permit }
//! ```

use super::model::StaffId;
use super::role::{Role, Roles};
use super::scope::Town;
use super::service::OrgError;
use super::service::roles::{reached_on, roles_on};
use crate::cx::Cx;
use jiff::civil::Date;
use sekisho_platform::store::{StoreError, View};
use std::fmt;
use std::marker::PhantomData;

/// Changing people, units, posts and rights of the organisation.
#[derive(Debug)]
pub enum Administer {}

/// Approving what somebody asks for.
#[derive(Debug)]
pub enum Approve {}

/// That somebody may do `A` within their walls, on the day it was asked.
pub struct Permit<A> {
    town: Town,
    by: StaffId,
    act: PhantomData<A>,
}

impl<A> Permit<A> {
    /// Within whose walls.
    pub(crate) fn town(&self) -> Town {
        self.town
    }

    /// Who.
    pub(crate) fn by(&self) -> StaffId {
        self.by
    }
}

impl<A> fmt::Debug for Permit<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Permit<{}>({:?})", std::any::type_name::<A>(), self.by)
    }
}

/// Why there is no permit.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Denied {
    /// No role of theirs gives it.
    #[error("asking for what no role gives")]
    NoRole,
    /// It could not be found out, which is a no.
    #[error("asking what somebody may do")]
    Unknown(#[from] OrgError),
}

impl From<StoreError> for Denied {
    fn from(error: StoreError) -> Self {
        Self::Unknown(error.into())
    }
}

/// For the organisation's administrator, and for the system's within the organisation they work in.
pub(crate) fn may_administer(cx: &Cx, tx: &View<'_>) -> Result<Permit<Administer>, Denied> {
    permit(tx, (cx.town, cx.staff, cx.today()), administers)
}

/// For everybody whose turn it is, which the asked module knows; never for the system's administrator, whatever post
/// they hold: who keeps the machine does not decide on it too.
#[cfg(test)]
pub(crate) fn may_approve(
    tx: &View<'_>,
    who: (Town, StaffId, Date),
) -> Result<Permit<Approve>, Denied> {
    permit(tx, who, |roles| !roles.has(Role::System))
}

/// The same for a day of one's choice, which is for the tests of commands that have no request.
#[cfg(test)]
pub(crate) fn may_administer_on(
    tx: &View<'_>,
    who: (Town, StaffId, Date),
) -> Result<Permit<Administer>, Denied> {
    permit(tx, who, administers)
}

/// Whether somebody would be given that permit on a day; for what a page offers, never instead of the permit.
pub(crate) fn administers_on(
    tx: &View<'_>,
    town: Town,
    staff: StaffId,
    day: Date,
) -> Result<bool, OrgError> {
    Ok(administers(&roles_on(tx, town, staff, day)?))
}

/// Everybody who would be given that permit on a day.
pub(crate) fn administrators_on(
    tx: &View<'_>,
    town: Town,
    day: Date,
) -> Result<Vec<StaffId>, OrgError> {
    let gives = |role| administers(&Roles::of(vec![role]));
    let mut out = Vec::new();
    for staff in reached_on(tx, town, day, gives)? {
        if administers_on(tx, town, staff, day)? {
            out.push(staff);
        }
    }
    Ok(out)
}

fn administers(roles: &Roles) -> bool {
    roles.has(Role::Organisation) || roles.has(Role::System)
}

fn permit<A>(
    tx: &View<'_>,
    (town, by, day): (Town, StaffId, Date),
    gives: impl Fn(&Roles) -> bool,
) -> Result<Permit<A>, Denied> {
    if gives(&roles_on(tx, town, by, day)?) {
        Ok(Permit {
            town,
            by,
            act: PhantomData,
        })
    } else {
        Err(Denied::NoRole)
    }
}
