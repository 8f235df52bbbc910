//! Who stands in the directory of a day: everybody, a unit with all below it, or whoever a search finds.

use crate::cx::Cx;
use crate::org::{self, Group, OnDay, OrgError, Rosters, Staff, StaffId, UnitId};
use crate::text::fold::fold;
use jiff::civil::Date;
use sekisho_platform::store::View;
use std::collections::HashSet;

/// By which part the people are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// よみ.
    Name,
    /// The unit of the post one reads first, as the tree stands.
    Unit,
    /// Its title.
    Post,
    /// Extension.
    Phone,
    /// Mail address.
    Address,
}

/// What was asked for.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// A unit, with everything below it.
    pub unit: Option<UnitId>,
    /// A group, with whoever is in it on the day; then no unit.
    pub group: Option<Group>,
    /// Words that must all be found.
    pub query: String,
    /// 基準日.
    pub day: Date,
    /// An order that is not the house's own, and whether from its end.
    pub sort: Option<(By, bool)>,
}

/// Who stands there, without their rows: identities in their order, each with the unit it stands under.
pub(super) fn order(
    tx: &View<'_>,
    rosters: &Rosters,
    cx: &Cx,
    on: &OnDay,
    wanted: &Wanted,
) -> Result<Vec<(StaffId, Option<UnitId>)>, OrgError> {
    let people = standing(tx, rosters, cx, on, wanted)?;
    match wanted.sort {
        Some((by, down)) => sorted(tx, on, people, by, down),
        None => Ok(people),
    }
}

/// Whom a search finds on a day. On one that is over, whoever is suspended by now worked here still.
fn find(
    tx: &View<'_>,
    rosters: &Rosters,
    cx: &Cx,
    query: &str,
    day: Date,
) -> Result<Vec<StaffId>, OrgError> {
    if day < cx.today() {
        rosters.find_then(tx, cx.town, query, day)
    } else {
        rosters.find(tx, cx.town, query, day)
    }
}

/// Who holds a post in a unit on a day, in the same way.
fn within(
    tx: &View<'_>,
    cx: &Cx,
    unit: UnitId,
    day: Date,
) -> Result<Vec<(StaffId, Staff)>, OrgError> {
    if day < cx.today() {
        org::staff_in_then(tx, cx.town, unit, day)
    } else {
        org::staff_in(tx, cx.town, unit, day)
    }
}

/// The house's own order: by reading, in a unit by rank, unit after unit.
fn standing(
    tx: &View<'_>,
    rosters: &Rosters,
    cx: &Cx,
    on: &OnDay,
    wanted: &Wanted,
) -> Result<Vec<(StaffId, Option<UnitId>)>, OrgError> {
    if let Some(group) = &wanted.group {
        let mut people = org::group_people(tx, cx.town, group, wanted.day)?;
        if !wanted.query.trim().is_empty() {
            let found = find(tx, rosters, cx, &wanted.query, wanted.day)?;
            let found: HashSet<StaffId> = found.into_iter().collect();
            people.retain(|id| found.contains(id));
        }
        return Ok(people.into_iter().map(|id| (id, None)).collect());
    }
    let Some(unit) = wanted.unit else {
        let found = find(tx, rosters, cx, &wanted.query, wanted.day)?;
        return Ok(found.into_iter().map(|id| (id, None)).collect());
    };
    let mut people = Vec::new();
    for node in on.tree().branch(unit) {
        for (id, _) in within(tx, cx, node.id, wanted.day)? {
            people.push((id, Some(node.id)));
        }
    }
    if !wanted.query.trim().is_empty() {
        let found = find(tx, rosters, cx, &wanted.query, wanted.day)?;
        let found: HashSet<StaffId> = found.into_iter().collect();
        people.retain(|(id, _)| found.contains(id));
    }
    Ok(people)
}

/// The same people by one part of what is shown of them. Nobody stands under a heading then; whoever lacks the part
/// stands last, and equal ones stay as they stood.
fn sorted(
    tx: &View<'_>,
    on: &OnDay,
    people: Vec<(StaffId, Option<UnitId>)>,
    by: By,
    down: bool,
) -> Result<Vec<(StaffId, Option<UnitId>)>, OrgError> {
    let place = |unit: UnitId| on.tree().place(unit);
    let mut seen = HashSet::new();
    let mut keyed = Vec::with_capacity(people.len());
    for (id, under) in people {
        // Without headings a person who holds two posts in a branch stands there once.
        if !seen.insert(id) {
            continue;
        }
        let Some(entry) = on.entry(tx, id)? else {
            continue;
        };
        let first = entry.posts_under(under).next();
        let (number, text) = match by {
            By::Name => (0, entry.staff.yomi.as_str().to_owned()),
            By::Unit => {
                let place = first.and_then(|post| place(post.unit));
                (place.unwrap_or(usize::MAX), String::new())
            }
            By::Post => (0, first.map(|post| post.title.clone()).unwrap_or_default()),
            By::Phone => (0, fold(&entry.staff.phone)),
            By::Address => (0, entry.staff.address.as_str().to_owned()),
        };
        let lacks = number == usize::MAX || (text.is_empty() && by != By::Unit);
        keyed.push(((lacks, number, text), id));
    }
    keyed.sort_by(|((lacks, a, b), _), ((lacking, c, d), _)| {
        let whole = (a, b).cmp(&(c, d));
        let whole = if down { whole.reverse() } else { whole };
        lacks.cmp(lacking).then(whole)
    });
    Ok(keyed.into_iter().map(|(_, id)| (id, None)).collect())
}

/// Everybody as a town hall prints them: unit by unit, and at the end whoever holds no post on that day.
pub(super) fn by_unit(
    tx: &View<'_>,
    rosters: &Rosters,
    cx: &Cx,
    on: &OnDay,
) -> Result<Vec<(StaffId, Option<UnitId>)>, OrgError> {
    let mut people = Vec::new();
    for node in on.tree().nodes() {
        for (id, _) in within(tx, cx, node.id, on.date())? {
            people.push((id, Some(node.id)));
        }
    }
    let placed: HashSet<StaffId> = people.iter().map(|(id, _)| *id).collect();
    let all = find(tx, rosters, cx, "", on.date())?;
    people.extend(
        all.into_iter()
            .filter(|id| !placed.contains(id))
            .map(|id| (id, None)),
    );
    Ok(people)
}
