//! 組織: the tree as it is on a day, how many people are where, and what may be drawn otherwise.

use super::page::{Choice, MemberLine, UnitLine, UnitPage, UnitsPage};
use super::person;
use super::said::Said;
use super::tabs::{Room, Tabs};
use crate::cx::Cx;
use crate::modules::mail;
use crate::org::{self, Node, UnitId};
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use jiff::civil::Date;
use sekisho_platform::store::View;
use std::collections::HashSet;

/// Where the page is.
pub(super) const HERE: &str = "/admin/units";

/// The address of a unit's page on a day.
pub(super) fn address(unit: UnitId) -> String {
    format!("{HERE}/{}", unit.uuid())
}

/// The tree on a day; `told` is what came of the last deed.
pub(super) fn page(tx: &View<'_>, cx: &Cx, day: Date, told: &str) -> Result<UnitsPage, Failure> {
    org::may_administer(cx, tx)?;
    let said = Said::on(tx, cx, day)?;
    let mut units = Vec::new();
    for node in said.tree.nodes() {
        units.push(line(&said, node)?);
    }
    let waiting = mail::waiting(tx, cx)?;
    let words = said.words;
    let title = words.units.to_owned();
    Ok(UnitsPage {
        frame: Frame::new(cx, Module::Administration, waiting, title, HERE),
        tabs: Tabs::of(tx, cx, Room::Units)?,
        words,
        all: said.tree.nodes().iter().map(choice).collect(),
        day: day.to_string(),
        as_of: as_of(&said),
        today: cx.today().to_string(),
        told: words.told(told),
        units,
    })
}

/// One unit on a day.
pub(super) fn one(
    tx: &View<'_>,
    cx: &Cx,
    id: UnitId,
    day: Date,
    told: &str,
) -> Result<UnitPage, Failure> {
    org::may_administer(cx, tx)?;
    let said = Said::on(tx, cx, day)?;
    let (words, nodes) = (said.words, said.tree.nodes());
    let node = said.tree.node(id).ok_or(Failure::NotFound)?;
    let unit = org::unit_on(tx, cx.town, id, day)?.ok_or(Failure::NotFound)?;
    let mut people = Vec::new();
    for (staff, row) in org::staff_in(tx, cx.town, id, day)? {
        for held in org::held_on(tx, cx.town, staff, day)? {
            if held.post.unit == id {
                people.push(MemberLine {
                    href: person::address(staff),
                    name: row.name.as_str().to_owned(),
                    post: [words.tenure(held.tenure), held.post.title.as_str()].concat(),
                });
            }
        }
    }
    people.dedup_by(|a, b| a.href == b.href && a.post == b.post);
    let place = said.tree.place(id);
    let mut below = Vec::new();
    for child in nodes
        .iter()
        .filter(|other| other.parent == place && place.is_some())
    {
        below.push(line(&said, child)?);
    }
    let above = node.parent.and_then(|place| nodes.get(place));
    let last = unit.period.last().map(|last| cx.calendar().date(last));
    let waiting = mail::waiting(tx, cx)?;
    let here = address(id);
    Ok(UnitPage {
        frame: Frame::new(
            cx,
            Module::Administration,
            waiting,
            node.path.clone(),
            &here,
        ),
        tabs: Tabs::of(tx, cx, Room::Units)?,
        words,
        path: node.path.clone(),
        name: node.name.clone(),
        period: said.period(&unit.period),
        closes: last.map(|last| words.closes(&last)),
        above: above.map_or_else(String::new, |above| above.id.uuid().to_string()),
        // Below itself, or below what is below it, it cannot stand.
        places: nodes
            .iter()
            .filter(|other| !said.tree.holds(id, other.id))
            .map(choice)
            .collect(),
        day: day.to_string(),
        as_of: as_of(&said),
        today: cx.today().to_string(),
        told: words.told(told),
        people,
        below,
        here,
    })
}

fn line(said: &Said<'_>, node: &Node) -> Result<UnitLine, Failure> {
    let (tx, town, day) = (said.tx, said.cx.town, said.day);
    let people = org::staff_in(tx, town, node.id, day)?;
    let people: HashSet<_> = people.into_iter().map(|(id, _)| id).collect();
    let unit = org::unit_on(tx, town, node.id, day)?;
    let last = unit.and_then(|unit| unit.period.last());
    let last = last.map(|last| said.cx.calendar().date(last));
    let on = if day == said.cx.today() {
        String::new()
    } else {
        format!("?on={day}")
    };
    Ok(UnitLine {
        name: node.name.clone(),
        depth: node.depth.min(5),
        people: said.words.people_count(people.len()),
        href: format!("{}{on}", address(node.id)),
        closes: last.map(|last| said.words.closes(&last)),
    })
}

fn as_of(said: &Said<'_>) -> Option<String> {
    let day = said.cx.calendar().date(said.day);
    (said.day != said.cx.today()).then(|| said.words.as_of(&day))
}

fn choice(node: &Node) -> Choice {
    Choice {
        value: node.id.uuid().to_string(),
        told: node.path.clone(),
    }
}
