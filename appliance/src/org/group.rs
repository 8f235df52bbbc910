//! グループ: people who are often wanted together, by name, by post, by unit, by rule, or as other groups, in an order.
//!
//! A group holds no people. It holds what they are found by, and they are found when it is asked, for the day that is
//! asked: whoever takes over a post is in every group of that post from that day on, and nobody had to think of it.

use super::access::{Denied, administers, oversees, works};
use super::ground::{Because, Link, Who};
use super::model::{GroupId, Invalid, OrganisationId, PostId, StaffId, UnitId, line};
use super::post::{Post, PostKind, Title};
use super::scope::Town;
use crate::cx::Cx;
use sekisho_platform::store::{Indexes, Record, Table, View};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a group is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GroupName(String);

impl GroupName {
    /// Takes a name of one line.
    pub(crate) fn new(text: &str) -> Result<Self, Invalid> {
        line("group", text, 60).map(Self)
    }

    /// The name as written.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whose a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum GroupOwner {
    /// 個人: nobody else sees it.
    Staff(StaffId),
    /// 共有, kept by the administrators of a unit; everybody sees it.
    Unit(UnitId),
    /// 共有, kept by the administrators of the organisation; everybody sees it.
    Town,
}

impl GroupOwner {
    /// Whether everybody of the town sees it.
    pub(crate) fn is_shared(self) -> bool {
        !matches!(self, Self::Staff(_))
    }

    fn key(self) -> (u8, Uuid) {
        match self {
            Self::Staff(staff) => (1, staff.uuid()),
            Self::Unit(unit) => (2, unit.uuid()),
            Self::Town => (3, Uuid::nil()),
        }
    }
}

/// 条件: whoever holds, on the day, a post of a title or of a kind, in a unit and below it or anywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rule {
    /// In this unit and everything below it; anywhere for none.
    pub unit: Option<UnitId>,
    /// With this title; any for none.
    pub title: Option<Title>,
    /// Of this kind; any for none.
    pub kind: Option<PostKind>,
}

impl Rule {
    /// Whether a post is of the title and the kind; where it stands is not looked at.
    pub(crate) fn fits(&self, post: &Post) -> bool {
        self.title.as_ref().is_none_or(|title| *title == post.title)
            && self.kind.is_none_or(|kind| kind == post.kind)
    }
}

/// One thing that people are found by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Member {
    /// This person.
    Staff(StaffId),
    /// Whoever holds the post.
    Post(PostId),
    /// Whoever works in a unit.
    Unit(UnitId),
    /// Whoever works in a unit or below it.
    Branch(UnitId),
    /// Everybody of another group.
    Group(GroupId),
    /// Whoever fits.
    Rule(Rule),
}

/// A グループ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Group {
    /// What it is called.
    pub name: GroupName,
    /// Whose it is.
    pub owner: GroupOwner,
    /// Its place among its owner's.
    pub order: u32,
    /// What people are found by, in their order.
    pub members: Vec<Member>,
}

impl Record for Group {}

/// Groups by organisation and identity, found by whose they are, in their order.
#[derive(Debug)]
pub(super) enum Groups {}

impl Table for Groups {
    const NAME: &'static str = "org_group";
    type Key = (OrganisationId, GroupId);
    type Record = Group;

    fn index((organisation, _): &Self::Key, group: &Group, out: &mut Indexes) {
        let (kind, whose) = group.owner.key();
        out.add("by_owner", &(*organisation, kind, whose, group.order));
    }
}

/// The first parts of the index by owner.
pub(super) fn owned_by(town: Town, owner: GroupOwner) -> (OrganisationId, u8, Uuid) {
    let (kind, whose) = owner.key();
    (town.organisation(), kind, whose)
}

/// The shared groups of units, whichever they are.
pub(super) fn of_units(town: Town) -> (OrganisationId, u8) {
    (town.organisation(), 2)
}

/// Who makes, changes and removes the groups of an owner: people their own, administrators those that are shared.
pub(crate) fn keeps(tx: &View<'_>, who: Who, owner: GroupOwner) -> Result<Because, Denied> {
    match owner {
        GroupOwner::Staff(staff) if staff == who.staff => Ok(works(tx, who)?.and(&Link::Own)),
        GroupOwner::Staff(_) => Err(Denied::NoRole),
        GroupOwner::Unit(unit) => oversees(tx, who)?.of_unit(unit),
        GroupOwner::Town => administers(tx, who),
    }
}

/// Who sees a group of an owner: everybody what is shared, people their own.
pub(crate) fn sees(tx: &View<'_>, who: Who, owner: GroupOwner) -> Result<Because, Denied> {
    if owner.is_shared() {
        works(tx, who)
    } else {
        keeps(tx, who, owner)
    }
}

/// That somebody may keep the groups of an owner.
#[derive(Debug)]
pub(crate) struct Keeping {
    town: Town,
    owner: GroupOwner,
}

impl Keeping {
    /// Within whose walls.
    pub(crate) fn town(&self) -> Town {
        self.town
    }

    /// Whose groups.
    pub(crate) fn owner(&self) -> GroupOwner {
        self.owner
    }
}

/// For whoever keeps the groups of an owner.
pub(crate) fn may_keep(cx: &Cx, tx: &View<'_>, owner: GroupOwner) -> Result<Keeping, Denied> {
    keeps(tx, cx.who(), owner)?;
    Ok(Keeping {
        town: cx.town,
        owner,
    })
}
