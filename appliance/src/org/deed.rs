//! What administrators do to people's rights, each as a value that says exactly what: giving a role, taking one away,
//! shutting somebody out, letting them in again. Who may is decided here, and here only.

use super::access::{Denied, administers, borne, oversees};
use super::ground::{Because, Who};
use super::model::{GrantId, PendingId, StaffId};
use super::role::{Bearer, Role, Roles};
use super::scope::Town;
use super::service::accounts::account_get;
use super::service::posts::{appointments_of, post_get};
use super::service::roles::{grant_get, roles_on, roles_were};
use super::service::safeguard::takes_two;
use super::service::staff::{staff_get, staff_on};
use super::service::units::unit_on;
use crate::cx::Cx;
use jiff::civil::Date;
use sekisho_platform::store::View;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Something that may be done, said exactly: what is proposed, shown, confirmed and done is this value and no other.
pub(crate) trait Deed: Serialize + DeserializeOwned {
    /// Its name in rows and in the audit trail, for good.
    const KIND: &'static str;

    /// Whether somebody may, and why.
    fn because(&self, tx: &View<'_>, who: Who) -> Result<Because, Denied>;

    /// Whether it is so grave that, where a second person is there, it takes two.
    fn is_grave(&self, tx: &View<'_>, who: Who) -> Result<bool, Denied>;
}

/// That somebody may do exactly this, on the day it was asked.
#[derive(Debug)]
pub(crate) struct May<D> {
    who: Who,
    deed: D,
    /// What was proposed by another one and is confirmed with it.
    pending: Option<PendingId>,
}

impl<D> May<D> {
    /// Only `second` makes one of what two people want.
    pub(super) fn confirmed(who: Who, deed: D, pending: PendingId) -> Self {
        Self {
            who,
            deed,
            pending: Some(pending),
        }
    }

    /// Within whose walls.
    pub(crate) fn town(&self) -> Town {
        self.who.town
    }

    /// Who does it; of two, the one who confirmed.
    pub(crate) fn by(&self) -> StaffId {
        self.who.staff
    }

    /// On which day.
    pub(crate) fn day(&self) -> Date {
        self.who.day
    }

    /// Exactly what.
    pub(crate) fn deed(&self) -> &D {
        &self.deed
    }

    /// What is confirmed with it.
    pub(super) fn pending(&self) -> Option<PendingId> {
        self.pending
    }
}

/// For whoever may do it alone. Where it takes two it is proposed instead.
pub(crate) fn may<D: Deed>(cx: &Cx, tx: &View<'_>, deed: D) -> Result<May<D>, Denied> {
    let who = cx.who();
    deed.because(tx, who)?;
    if deed.is_grave(tx, who)? && takes_two(tx, who.town, who.day)? {
        return Err(Denied::TakesTwo);
    }
    Ok(May {
        who,
        deed,
        pending: None,
    })
}

/// Giving a role, from the day it is done on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Give {
    /// What.
    pub role: Role,
    /// To whom.
    pub bearer: Bearer,
    /// Until when; none with no end in sight.
    pub last: Option<Date>,
}

/// Taking a role away, from the day it is done on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Take {
    /// What was given.
    pub grant: GrantId,
}

/// 利用停止: somebody is out at once, and nothing of theirs is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Suspend {
    /// Whom.
    pub staff: StaffId,
}

/// 利用再開.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Restore {
    /// Whom.
    pub staff: StaffId,
}

/// 再登録 of somebody who has logged in before: they get a code, and what they had opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Recover {
    /// Whom.
    pub staff: StaffId,
    /// For how many days the code is good.
    pub days: u8,
    /// Whether what they have beside the password goes too.
    pub reset: bool,
}

impl Deed for Recover {
    const KIND: &'static str = "recover";

    fn because(&self, tx: &View<'_>, who: Who) -> Result<Because, Denied> {
        if self.staff == who.staff {
            return Err(Denied::Oneself);
        }
        let because = administers(tx, who)?;
        staff_get(tx, who.town, self.staff)?.ok_or(Denied::NotThere)?;
        Ok(because)
    }

    /// For the system's administrator, who reads no mail: alone they could become somebody who does.
    fn is_grave(&self, tx: &View<'_>, who: Who) -> Result<bool, Denied> {
        let roles = roles_on(tx, who)?;
        Ok(roles.has(Role::System) && !roles.has(Role::Organisation))
    }
}

impl Deed for Give {
    const KIND: &'static str = "role-grant";

    fn because(&self, tx: &View<'_>, who: Who) -> Result<Because, Denied> {
        let because = cares_for(tx, who, self.role)?;
        if would_bear(tx, who, self.bearer)? {
            return Err(Denied::Oneself);
        }
        bearer_is_theirs(tx, who, self.bearer)?;
        Ok(because)
    }

    fn is_grave(&self, _tx: &View<'_>, _who: Who) -> Result<bool, Denied> {
        Ok(administering(self.role))
    }
}

impl Deed for Take {
    const KIND: &'static str = "role-revoke";

    fn because(&self, tx: &View<'_>, who: Who) -> Result<Because, Denied> {
        let grant = grant_get(tx, who.town, self.grant)?.ok_or(Denied::NotThere)?;
        cares_for(tx, who, grant.role)
    }

    fn is_grave(&self, tx: &View<'_>, who: Who) -> Result<bool, Denied> {
        let grant = grant_get(tx, who.town, self.grant)?;
        Ok(grant.is_some_and(|grant| administering(grant.role)))
    }
}

impl Deed for Suspend {
    const KIND: &'static str = "suspend";

    fn because(&self, tx: &View<'_>, who: Who) -> Result<Because, Denied> {
        if self.staff == who.staff {
            return Err(Denied::Oneself);
        }
        shuts(tx, who, self.staff, true)
    }

    fn is_grave(&self, tx: &View<'_>, who: Who) -> Result<bool, Denied> {
        Ok(administers_as(&roles_on(tx, of(who, self.staff))?))
    }
}

impl Deed for Restore {
    const KIND: &'static str = "restore";

    fn because(&self, tx: &View<'_>, who: Who) -> Result<Because, Denied> {
        shuts(tx, who, self.staff, false)
    }

    /// Whoever was an administrator is one again.
    fn is_grave(&self, tx: &View<'_>, who: Who) -> Result<bool, Denied> {
        Ok(administers_as(&roles_were(tx, of(who, self.staff))?))
    }
}

fn of(who: Who, staff: StaffId) -> Who {
    Who { staff, ..who }
}

fn administering(role: Role) -> bool {
    matches!(role, Role::Organisation | Role::System)
}

fn administers_as(roles: &Roles) -> bool {
    roles.has(Role::Organisation) || roles.has(Role::System)
}

/// Who gives and takes a role: the system's administrators theirs, those of a unit what is below it, the
/// organisation's all others.
pub(crate) fn cares_for(tx: &View<'_>, who: Who, role: Role) -> Result<Because, Denied> {
    match role {
        Role::System => borne(&roles_on(tx, who)?, |role| role == Role::System),
        Role::Organisation | Role::Security | Role::Auditor => administers(tx, who),
        Role::Unit(unit) => {
            let oversight = oversees(tx, who)?;
            let stands = unit_on(tx, who.town, unit, who.day)?;
            if stands.is_none_or(|unit| !unit.period.holds_on(who.day)) {
                return Err(Denied::NotThere);
            }
            oversight.of_unit(unit)
        }
        Role::Represent(post) => {
            let oversight = oversees(tx, who)?;
            account_get(tx, who.town, post)?.ok_or(Denied::NotThere)?;
            let post = post_get(tx, who.town, post)?.ok_or(Denied::NotThere)?;
            oversight.of_unit(post.unit)
        }
    }
}

/// Whether whoever gives it would have it: nobody raises themselves.
fn would_bear(tx: &View<'_>, who: Who, bearer: Bearer) -> Result<bool, Denied> {
    Ok(match bearer {
        Bearer::Staff(staff) => staff == who.staff,
        Bearer::Post(post) => appointments_of(tx, who.town, who.staff)?
            .iter()
            .any(|(_, row)| row.post == post && row.period.last().is_none_or(|day| day >= who.day)),
    })
}

/// Whoever is given a role is here, within the reach of whoever gives it.
fn bearer_is_theirs(tx: &View<'_>, who: Who, bearer: Bearer) -> Result<(), Denied> {
    let oversight = oversees(tx, who)?;
    match bearer {
        Bearer::Staff(staff) => {
            staff_on(tx, who.town, staff, who.day)?.ok_or(Denied::NotThere)?;
            oversight.of_person(tx, staff)?;
        }
        Bearer::Post(post) => {
            let post = post_get(tx, who.town, post)?;
            let post = post.filter(|post| post.period.holds_on(who.day));
            oversight.of_unit(post.ok_or(Denied::NotThere)?.unit)?;
        }
    }
    Ok(())
}

/// Who shuts somebody out, and lets them in: the organisation's administrators; the system's only one of their own.
fn shuts(tx: &View<'_>, who: Who, staff: StaffId, active: bool) -> Result<Because, Denied> {
    let because = administers(tx, who)?;
    let row = staff_get(tx, who.town, staff)?;
    if row.is_none_or(|row| row.active != active) {
        return Err(Denied::NotThere);
    }
    if roles_were(tx, of(who, staff))?.has(Role::System) {
        return borne(&roles_on(tx, who)?, |role| role == Role::System);
    }
    Ok(because)
}
