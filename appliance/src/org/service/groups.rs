//! Groups made and changed by who may, and the people of one found for a day.

use super::OrgError;
use super::posts::{holders_on, post_get, posts_of};
use super::staff::staff_on;
use super::units::unit_get;
use crate::org::access::Denied;
use crate::org::ground::Who;
use crate::org::group::{
    Group, GroupName, GroupOwner, Groups, Keeping, Member, of_units, owned_by, sees,
};
use crate::org::model::{GroupId, PostId, StaffId, UnitId};
use crate::org::post::Post;
use crate::org::scope::Town;
use crate::org::tree::{Tree, tree_on};
use jiff::civil::Date;
use sekisho_platform::store::{Direction, Update, View};
use std::collections::HashSet;

/// The most groups of one owner.
const GROUPS_MOST: usize = 300;

/// The most things that the people of one group are found by.
const MEMBERS_MOST: usize = 1_000;

/// How groups may stand within groups at most.
const DEEPEST: usize = 20;

/// A group that somebody sees.
pub(crate) fn group_seen(tx: &View<'_>, who: Who, id: GroupId) -> Result<Option<Group>, OrgError> {
    let Some(group) = tx.get::<Groups>(&(who.town.organisation(), id))? else {
        return Ok(None);
    };
    match sees(tx, who, group.owner) {
        Ok(_) => Ok(Some(group)),
        Err(Denied::Unknown(error)) => Err(error),
        Err(_) => Ok(None),
    }
}

/// The groups of an owner, in their order.
pub(crate) fn groups_of(
    tx: &View<'_>,
    town: Town,
    owner: GroupOwner,
) -> Result<Vec<(GroupId, Group)>, OrgError> {
    let whose = owned_by(town, owner);
    let rows = tx.by_index::<Groups>("by_owner", &whose, Direction::Up, None, GROUPS_MOST)?;
    Ok(rows.into_iter().map(|((_, id), row)| (id, row)).collect())
}

/// Every group that everybody sees: those of the organisation, then those of its units.
pub(crate) fn groups_shared(tx: &View<'_>, town: Town) -> Result<Vec<(GroupId, Group)>, OrgError> {
    const MOST: usize = 5_000;
    let mut out = groups_of(tx, town, GroupOwner::Town)?;
    let up = Direction::Up;
    let rows = tx.by_index::<Groups>("by_owner", &of_units(town), up, None, MOST)?;
    out.extend(rows.into_iter().map(|((_, id), row)| (id, row)));
    Ok(out)
}

/// Makes a group without anybody, behind its owner's others.
pub(crate) fn group_create(
    tx: &mut Update<'_>,
    keeping: &Keeping,
    id: GroupId,
    name: &GroupName,
) -> Result<(), OrgError> {
    let town = keeping.town();
    // Whoever keeps the whole town keeps every unit of it; one that is not of it is nobody's.
    if let GroupOwner::Unit(unit) = keeping.owner()
        && unit_get(tx, town, unit)?.is_none()
    {
        return Err(OrgError::NoUnit);
    }
    let others = groups_of(tx, town, keeping.owner())?;
    if others.len() >= GROUPS_MOST {
        return Err(OrgError::GroupFull);
    }
    let last = others.last().map_or(0, |(_, group)| group.order);
    let row = Group {
        name: name.clone(),
        owner: keeping.owner(),
        order: last.saturating_add(10),
        members: Vec::new(),
    };
    tx.put::<Groups>(&(town.organisation(), id), &row)?;
    Ok(())
}

fn kept(tx: &View<'_>, keeping: &Keeping, id: GroupId) -> Result<Group, OrgError> {
    let row = tx.get::<Groups>(&(keeping.town().organisation(), id))?;
    row.filter(|group| group.owner == keeping.owner())
        .ok_or(OrgError::NoGroup)
}

/// Calls a group otherwise.
pub(crate) fn group_rename(
    tx: &mut Update<'_>,
    keeping: &Keeping,
    id: GroupId,
    name: &GroupName,
) -> Result<(), OrgError> {
    let mut row = kept(tx, keeping, id)?;
    row.name = name.clone();
    tx.put::<Groups>(&(keeping.town().organisation(), id), &row)?;
    Ok(())
}

/// Removes a group. Groups that hold it find nobody by it any more.
pub(crate) fn group_remove(
    tx: &mut Update<'_>,
    keeping: &Keeping,
    id: GroupId,
) -> Result<(), OrgError> {
    kept(tx, keeping, id)?;
    tx.remove::<Groups>(&(keeping.town().organisation(), id))?;
    Ok(())
}

/// Places a group one before or one behind its place among its owner's.
pub(crate) fn group_place(
    tx: &mut Update<'_>,
    keeping: &Keeping,
    id: GroupId,
    up: bool,
) -> Result<(), OrgError> {
    kept(tx, keeping, id)?;
    let mut all = groups_of(tx, keeping.town(), keeping.owner())?;
    let place = all.iter().position(|(other, _)| *other == id);
    swap(&mut all, place, up);
    for (number, (other, mut row)) in (1_u32..).zip(all) {
        let order = number.saturating_mul(10);
        if row.order != order {
            row.order = order;
            tx.put::<Groups>(&(keeping.town().organisation(), other), &row)?;
        }
    }
    Ok(())
}

/// Adds what people are found by, at the end. What is in it already is not in it twice.
pub(crate) fn group_add(
    tx: &mut Update<'_>,
    keeping: &Keeping,
    id: GroupId,
    member: &Member,
) -> Result<(), OrgError> {
    let town = keeping.town();
    let mut row = kept(tx, keeping, id)?;
    is_there(tx, town, member)?;
    if let Member::Group(other) = member {
        let inner = tx.get::<Groups>(&(town.organisation(), *other))?;
        let inner = inner.ok_or(OrgError::NoGroup)?;
        // What everybody sees is not made of what one person sees, nor one's own of another's.
        if !inner.owner.is_shared() && inner.owner != row.owner {
            return Err(OrgError::NoGroup);
        }
        if *other == id || reaches(tx, town, *other, id)? {
            return Err(OrgError::GroupWithinItself);
        }
    }
    if row.members.contains(member) {
        return Ok(());
    }
    if row.members.len() >= MEMBERS_MOST {
        return Err(OrgError::GroupFull);
    }
    row.members.push(member.clone());
    tx.put::<Groups>(&(town.organisation(), id), &row)?;
    Ok(())
}

/// Takes something out of a group.
pub(crate) fn group_drop(
    tx: &mut Update<'_>,
    keeping: &Keeping,
    id: GroupId,
    member: &Member,
) -> Result<(), OrgError> {
    let mut row = kept(tx, keeping, id)?;
    row.members.retain(|other| other != member);
    tx.put::<Groups>(&(keeping.town().organisation(), id), &row)?;
    Ok(())
}

/// Places something in a group one before or one behind.
pub(crate) fn group_reorder(
    tx: &mut Update<'_>,
    keeping: &Keeping,
    id: GroupId,
    member: &Member,
    up: bool,
) -> Result<(), OrgError> {
    let mut row = kept(tx, keeping, id)?;
    let place = row.members.iter().position(|other| other == member);
    swap(&mut row.members, place, up);
    tx.put::<Groups>(&(keeping.town().organisation(), id), &row)?;
    Ok(())
}

fn swap<T>(all: &mut [T], place: Option<usize>, up: bool) {
    let Some(place) = place else { return };
    let other = if up {
        place.checked_sub(1)
    } else {
        place.checked_add(1)
    };
    if let Some(other) = other.filter(|other| *other < all.len()) {
        all.swap(place, other);
    }
}

/// Whoever or whatever is added is of this town.
fn is_there(tx: &View<'_>, town: Town, member: &Member) -> Result<(), OrgError> {
    let unit = |unit: UnitId| unit_get(tx, town, unit)?.map(drop).ok_or(OrgError::NoUnit);
    match member {
        Member::Staff(staff) => super::staff::staff_get(tx, town, *staff)?
            .map(drop)
            .ok_or(OrgError::NoStaff),
        Member::Post(post) => post_get(tx, town, *post)?.map(drop).ok_or(OrgError::NoPost),
        Member::Unit(of) | Member::Branch(of) => unit(*of),
        Member::Rule(rule) => rule.unit.map_or(Ok(()), unit),
        Member::Group(_) => Ok(()),
    }
}

/// Whether one group holds another, itself or through others.
fn reaches(tx: &View<'_>, town: Town, from: GroupId, to: GroupId) -> Result<bool, OrgError> {
    let mut seen = HashSet::from([from]);
    let mut next = vec![from];
    while let Some(id) = next.pop() {
        let Some(row) = tx.get::<Groups>(&(town.organisation(), id))? else {
            continue;
        };
        for member in row.members {
            if let Member::Group(inner) = member {
                if inner == to {
                    return Ok(true);
                }
                if seen.insert(inner) {
                    next.push(inner);
                }
            }
        }
    }
    Ok(false)
}

/// The people of a group on a day, in its order, each once.
pub(crate) fn group_people(
    tx: &View<'_>,
    town: Town,
    group: &Group,
    day: Date,
) -> Result<Vec<StaffId>, OrgError> {
    let mut find = Find {
        tx,
        town,
        day,
        tree: tree_on(tx, town, day)?,
        owner: group.owner,
        groups: HashSet::new(),
        people: HashSet::new(),
        found: Vec::new(),
    };
    find.group(group, 0)?;
    Ok(find.found)
}

/// The people that one thing finds on a day.
pub(crate) fn member_people(
    tx: &View<'_>,
    town: Town,
    (owner, member): (GroupOwner, &Member),
    day: Date,
) -> Result<Vec<StaffId>, OrgError> {
    let alone = Group {
        name: GroupName::new("-")?,
        owner,
        order: 0,
        members: vec![member.clone()],
    };
    group_people(tx, town, &alone, day)
}

struct Find<'a> {
    tx: &'a View<'a>,
    town: Town,
    day: Date,
    tree: Tree,
    /// Whose the outermost group is.
    owner: GroupOwner,
    groups: HashSet<GroupId>,
    people: HashSet<StaffId>,
    found: Vec<StaffId>,
}

impl Find<'_> {
    fn group(&mut self, group: &Group, depth: usize) -> Result<(), OrgError> {
        for member in &group.members {
            match member {
                Member::Staff(staff) => self.person(*staff)?,
                Member::Post(post) => self.post(*post)?,
                Member::Unit(unit) => self.unit(*unit, |_| true)?,
                Member::Branch(unit) => self.branch(Some(*unit), |_| true)?,
                Member::Rule(rule) => self.branch(rule.unit, |post| rule.fits(post))?,
                Member::Group(inner) => {
                    let row = self.tx.get::<Groups>(&(self.town.organisation(), *inner))?;
                    // A ring, which only a damaged store can hold, is gone round once.
                    if let Some(row) = row
                        && (row.owner.is_shared() || row.owner == self.owner)
                        && depth < DEEPEST
                        && self.groups.insert(*inner)
                    {
                        self.group(&row, depth.saturating_add(1))?;
                    }
                }
            }
        }
        Ok(())
    }

    fn person(&mut self, staff: StaffId) -> Result<(), OrgError> {
        if !self.people.contains(&staff) && staff_on(self.tx, self.town, staff, self.day)?.is_some()
        {
            self.people.insert(staff);
            self.found.push(staff);
        }
        Ok(())
    }

    /// Whoever holds a post, and is not away from it.
    fn post(&mut self, post: PostId) -> Result<(), OrgError> {
        for (staff, tenure) in holders_on(self.tx, self.town, post, self.day)? {
            if tenure.acts() {
                self.person(staff)?;
            }
        }
        Ok(())
    }

    fn unit(&mut self, unit: UnitId, fits: impl Fn(&Post) -> bool) -> Result<(), OrgError> {
        if self.tree.node(unit).is_none() {
            return Ok(());
        }
        for (id, post) in posts_of(self.tx, self.town, unit)? {
            if fits(&post) {
                self.post(id)?;
            }
        }
        Ok(())
    }

    fn branch(
        &mut self,
        unit: Option<UnitId>,
        fits: impl Fn(&Post) -> bool,
    ) -> Result<(), OrgError> {
        let nodes = match unit {
            Some(unit) => self.tree.branch(unit),
            None => self.tree.nodes(),
        };
        for unit in nodes.iter().map(|node| node.id).collect::<Vec<_>>() {
            self.unit(unit, &fits)?;
        }
        Ok(())
    }
}

/// Every title that a post of the town has on a day, for whoever chooses one.
pub(crate) fn titles_on(tx: &View<'_>, town: Town, day: Date) -> Result<Vec<String>, OrgError> {
    let mut titles: Vec<(u16, String)> = Vec::new();
    for node in tree_on(tx, town, day)?.nodes() {
        for (_, post) in posts_of(tx, town, node.id)? {
            let title = post.title.as_str();
            let known = titles.iter().any(|(_, other)| other == title);
            if post.period.holds_on(day) && !title.is_empty() && !known {
                titles.push((post.order, title.to_owned()));
            }
        }
    }
    titles.sort();
    Ok(titles.into_iter().map(|(_, title)| title).collect())
}
