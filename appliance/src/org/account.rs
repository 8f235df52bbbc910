//! 課代表: an account of a unit that several people act as. Who may hangs on posts, so a successor has it from their first
//! day on; whatever is done as the account names the person too.

use super::access::{Denied, borne, oversees};
use super::deed::Deed;
use super::ground::{Because, Link, Who};
use super::model::{Address, OrganisationId, PostId, UnitId};
use super::role::Role;
use super::service::OrgError;
use super::service::accounts::account_get;
use super::service::posts::post_get;
use super::service::roles::roles_on;
use super::service::units::{unit_on, unit_path};
use sekisho_platform::store::{Record, Table, View};
use serde::{Deserialize, Serialize};

/// An account of a unit: a post of the kind 課代表 that mail is sent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Account {
    /// Its address.
    pub address: Address,
    /// Whether it takes mail and anybody acts as it.
    pub active: bool,
}

impl Record for Account {}

/// Accounts by organisation and the post that they are.
#[derive(Debug)]
pub(super) enum Accounts {}

impl Table for Accounts {
    const NAME: &'static str = "org_account";
    type Key = (OrganisationId, PostId);
    type Record = Account;
}

/// Giving a unit an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OpenAccount {
    /// Which unit.
    pub unit: UnitId,
    /// Its address.
    pub address: Address,
}

/// Closing an account: from now on it takes no mail, and nobody acts as it. What lies in its mailbox stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CloseAccount {
    /// Which.
    pub post: PostId,
}

impl Deed for OpenAccount {
    const KIND: &'static str = "account-open";

    fn because(&self, tx: &View<'_>, who: Who) -> Result<Because, Denied> {
        let unit = unit_on(tx, who.town, self.unit, who.day)?;
        if unit.is_none_or(|unit| !unit.period.holds_on(who.day)) {
            return Err(Denied::NotThere);
        }
        oversees(tx, who)?.of_unit(self.unit)
    }

    fn is_grave(&self, _tx: &View<'_>, _who: Who) -> Result<bool, Denied> {
        Ok(false)
    }
}

impl Deed for CloseAccount {
    const KIND: &'static str = "account-close";

    fn because(&self, tx: &View<'_>, who: Who) -> Result<Because, Denied> {
        let account = account_get(tx, who.town, self.post)?;
        let post = post_get(tx, who.town, self.post)?.ok_or(Denied::NotThere)?;
        if account.is_none_or(|account| !account.active) {
            return Err(Denied::NotThere);
        }
        oversees(tx, who)?.of_unit(post.unit)
    }

    fn is_grave(&self, _tx: &View<'_>, _who: Who) -> Result<bool, Denied> {
        Ok(false)
    }
}

/// Why somebody may act as an account on a day: a role of theirs gives it, and it is open. Never for the system's
/// administrator, whatever else they are: who keeps the machine reads nobody's mail but their own.
pub(crate) fn acts_as(tx: &View<'_>, who: Who, post: PostId) -> Result<Because, Denied> {
    let roles = roles_on(tx, who)?;
    if roles.has(Role::System) {
        return Err(Denied::NoRole);
    }
    let because = borne(&roles, |role| role == Role::Represent(post))?;
    let open = account_get(tx, who.town, post)?.is_some_and(|account| account.active);
    let stands = post_get(tx, who.town, post)?.is_some_and(|post| post.period.holds_on(who.day));
    if open && stands {
        Ok(because.and(&Link::Account(post)))
    } else {
        Err(Denied::NotThere)
    }
}

/// That somebody may act as an account, on the day it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Acting {
    post: PostId,
    path: String,
}

impl Acting {
    /// The post that the account is.
    pub(crate) fn post(&self) -> PostId {
        self.post
    }

    /// 総務課総務係: the unit as it is called on the day.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }
}

/// For whoever may act as it.
pub(crate) fn may_act(tx: &View<'_>, who: Who, post: PostId) -> Result<Acting, Denied> {
    acts_as(tx, who, post)?;
    let unit = post_get(tx, who.town, post)?.ok_or(Denied::NotThere)?.unit;
    let path = unit_path(tx, who.town, unit, who.day)?;
    Ok(Acting { post, path })
}

/// Every account that somebody may act as.
pub(crate) fn actings(tx: &View<'_>, who: Who) -> Result<Vec<Acting>, OrgError> {
    let mut out = Vec::new();
    for role in roles_on(tx, who)?.kinds() {
        let Role::Represent(post) = role else {
            continue;
        };
        match may_act(tx, who, post) {
            Ok(acting) => out.push(acting),
            Err(Denied::Unknown(error)) => return Err(error),
            Err(_) => {}
        }
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(out)
}
