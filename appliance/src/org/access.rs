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

use super::ground::{Because, Ground, Link, Who};
use super::model::{StaffId, UnitId};
use super::role::{Borne, Role, Roles};
use super::scope::Town;
use super::service::OrgError;
use super::service::posts::held_on;
use super::service::roles::roles_on;
use super::service::staff::staff_on;
use super::table::Staff;
use super::tree::tree_on;
use crate::cx::Cx;
use sekisho_platform::store::{StoreError, View};
use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

/// Changing people, units, posts and rights of the organisation.
#[derive(Debug)]
pub enum Administer {}

/// Approving what somebody asks for.
#[derive(Debug)]
pub enum Approve {}

/// Reading the audit trail.
#[derive(Debug)]
pub(crate) enum Review {}

/// That somebody may do `A` within their walls, on the day it was asked.
pub struct Permit<A> {
    town: Town,
    by: StaffId,
    act: PhantomData<A>,
}

impl<A> Permit<A> {
    fn of(who: Who, _because: &Because) -> Self {
        Self {
            town: who.town,
            by: who.staff,
            act: PhantomData,
        }
    }

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
    /// Nobody does it for themselves.
    #[error("giving oneself a right")]
    Oneself,
    /// What it is about is not there within these walls.
    #[error("asking for what is not there")]
    NotThere,
    /// It takes a second person.
    #[error("doing alone what takes two")]
    TakesTwo,
    /// It could not be found out, which is a no.
    #[error("asking what somebody may do")]
    Unknown(#[from] OrgError),
}

impl From<StoreError> for Denied {
    fn from(error: StoreError) -> Self {
        Self::Unknown(error.into())
    }
}

/// Whether some room of administration opens for somebody; for what a page offers, never instead of a permit.
pub(crate) fn opens_rooms(tx: &View<'_>, who: Who) -> Result<bool, OrgError> {
    let opens = |role| {
        matches!(
            role,
            Role::Organisation | Role::System | Role::Unit(_) | Role::Auditor
        )
    };
    Ok(roles_on(tx, who)?
        .all()
        .iter()
        .any(|one| opens(one.grant.role)))
}

/// For the organisation's administrator, and for the system's within the organisation they work in.
pub(crate) fn may_administer(cx: &Cx, tx: &View<'_>) -> Result<Permit<Administer>, Denied> {
    let who = cx.who();
    Ok(Permit::of(who, &administers(tx, who)?))
}

/// Why somebody administers the organisation.
pub(crate) fn administers(tx: &View<'_>, who: Who) -> Result<Because, Denied> {
    let gives = |role| matches!(role, Role::Organisation | Role::System);
    borne(&roles_on(tx, who)?, gives)
}

/// For whoever was made an auditor, and for no administrator as such.
pub(crate) fn may_audit(cx: &Cx, tx: &View<'_>) -> Result<Permit<Review>, Denied> {
    let who = cx.who();
    Ok(Permit::of(who, &audits(tx, who)?))
}

/// Why somebody reads the audit trail.
pub(crate) fn audits(tx: &View<'_>, who: Who) -> Result<Because, Denied> {
    borne(&roles_on(tx, who)?, |role| role == Role::Auditor)
}

/// For everybody who works here and whose turn it is, which the asked module knows; never for the system's
/// administrator, whatever post they hold: who keeps the machine does not decide on it too.
pub(crate) fn approves(tx: &View<'_>, who: Who) -> Result<Because, Denied> {
    if roles_on(tx, who)?.has(Role::System) {
        return Err(Denied::NoRole);
    }
    works(tx, who)
}

/// Why somebody may what everybody may who works here.
pub(crate) fn works(tx: &View<'_>, who: Who) -> Result<Because, Denied> {
    Ok(enters(tx, who)?.1)
}

/// Lets somebody in who works here on the day and is not suspended: their row, and why.
pub(crate) fn enters(tx: &View<'_>, who: Who) -> Result<(Staff, Because), Denied> {
    let row = staff_on(tx, who.town, who.staff, who.day)?;
    let because = Because::one(Ground::of(vec![Link::Works]));
    row.map(|row| (row, because)).ok_or(Denied::NoRole)
}

/// Whom and what an administrator cares for: the whole town, or units with all that stands below them.
#[derive(Debug)]
pub(crate) struct Oversight {
    who: Who,
    /// Why the whole of it.
    whole: Option<Because>,
    /// Why a unit.
    units: HashMap<UnitId, Because>,
}

/// For whoever administers the organisation or a unit of it.
pub(crate) fn may_oversee(cx: &Cx, tx: &View<'_>) -> Result<Oversight, Denied> {
    oversees(tx, cx.who())
}

/// Whom and what somebody cares for on a day, and why.
pub(crate) fn oversees(tx: &View<'_>, who: Who) -> Result<Oversight, Denied> {
    let whole = match administers(tx, who) {
        Ok(because) => Some(because),
        Err(Denied::NoRole) => None,
        Err(other) => return Err(other),
    };
    let mut units: HashMap<UnitId, Vec<Ground>> = HashMap::new();
    let roles = roles_on(tx, who)?;
    let mut of_units = roles
        .all()
        .iter()
        .filter_map(|one| match one.grant.role {
            Role::Unit(top) => Some((one, top)),
            _ => None,
        })
        .peekable();
    // Few care for a unit, and every portal asks: the tree of all units is read for those alone.
    if of_units.peek().is_some() {
        let tree = tree_on(tx, who.town, who.day)?;
        for (one, top) in of_units {
            for node in tree.branch(top) {
                let mut ground = ground(one);
                if node.id != top {
                    ground = ground.and(Link::Below(node.id));
                }
                units.entry(node.id).or_default().push(ground);
            }
        }
    }
    if whole.is_none() && units.is_empty() {
        return Err(Denied::NoRole);
    }
    let units = units.into_iter();
    let units = units.filter_map(|(unit, grounds)| Some((unit, Because::of(grounds)?)));
    Ok(Oversight {
        who,
        whole,
        units: units.collect(),
    })
}

impl Oversight {
    /// Why the whole town, where it is the whole.
    pub(crate) fn whole(&self) -> Option<&Because> {
        self.whole.as_ref()
    }

    /// The units that they care for as their administrators, whether or not the whole town is theirs, and why.
    pub(crate) fn units(&self) -> impl Iterator<Item = (UnitId, &Because)> {
        self.units.iter().map(|(unit, because)| (*unit, because))
    }

    /// Why a unit.
    pub(crate) fn of_unit(&self, unit: UnitId) -> Result<Because, Denied> {
        let because = self.whole.as_ref().or_else(|| self.units.get(&unit));
        because.cloned().ok_or(Denied::NoRole)
    }

    /// Whether they care for somebody.
    pub(crate) fn reaches(&self, tx: &View<'_>, staff: StaffId) -> Result<bool, OrgError> {
        match self.of_person(tx, staff) {
            Ok(_) => Ok(true),
            Err(Denied::Unknown(error)) => Err(error),
            Err(_) => Ok(false),
        }
    }

    /// Why somebody: the whole town is theirs, or they hold a post in a unit of theirs on the day.
    pub(crate) fn of_person(&self, tx: &View<'_>, staff: StaffId) -> Result<Because, Denied> {
        if let Some(because) = &self.whole {
            return Ok(because.clone());
        }
        let mut grounds = Vec::new();
        for held in held_on(tx, self.who.town, staff, self.who.day)? {
            if let Some(because) = self.units.get(&held.post.unit) {
                let because = because.clone().and(&Link::Of(staff));
                grounds.extend_from_slice(because.grounds());
            }
        }
        Because::of(grounds).ok_or(Denied::NoRole)
    }
}

/// Every chain by which somebody has a role of a kind.
pub(super) fn borne(roles: &Roles, gives: impl Fn(Role) -> bool) -> Result<Because, Denied> {
    let found = roles.all().iter().filter(|one| gives(one.grant.role));
    Because::of(found.map(ground).collect()).ok_or(Denied::NoRole)
}

fn ground(one: &Borne) -> Ground {
    let held = one.through.clone().map(Link::Holds);
    let links = [Link::Works]
        .into_iter()
        .chain(held)
        .chain([Link::Given(one.id, one.grant)]);
    Ground::of(links.collect())
}
