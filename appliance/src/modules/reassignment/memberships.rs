//! グループ before and after: which shared groups find somebody on the last day before and which on the day.
//!
//! Nothing is changed by it: groups hold what people are found by, so they follow by themselves. This says what that
//! comes to, before it is so.

use super::diff::Moves;
use super::town::{Known, Place};
use crate::org::{Change, Group, GroupId, Member, PostId, Rule, StaffId, Tenure, UnitId};
use std::collections::{BTreeSet, HashMap, HashSet};

/// How groups may stand within groups at most.
const DEEPEST: usize = 20;

/// Somebody's groups that are not the same on both days, by their place in the list that was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Belongs {
    /// Which find them no more.
    pub leaves: Vec<usize>,
    /// Which find them from the day on.
    pub joins: Vec<usize>,
}

/// What groups look for, turned round: from what somebody is and holds to the groups.
#[derive(Debug, Default)]
pub(super) struct Memberships<'a> {
    staff: HashMap<StaffId, Vec<usize>>,
    posts: HashMap<PostId, Vec<usize>>,
    units: HashMap<UnitId, Vec<usize>>,
    branches: HashMap<UnitId, Vec<usize>>,
    rules: Vec<(usize, &'a Rule)>,
    /// The unit above each, on the last day before and on the day.
    before: HashMap<UnitId, Option<UnitId>>,
    after: HashMap<UnitId, Option<UnitId>>,
}

impl<'a> Memberships<'a> {
    /// Turns groups round, in a town and with what a plan makes of its units.
    pub(super) fn of(groups: &'a [(GroupId, Group)], known: &Known, changes: &[Change]) -> Self {
        let mut out = Self {
            before: above(known.former()),
            after: above(known.places()),
            ..Self::default()
        };
        for change in changes {
            match change {
                Change::UnitOpened(id, unit) => {
                    out.after.insert(*id, unit.parent);
                }
                Change::UnitMoved(id, _, parent) => {
                    out.after.insert(*id, *parent);
                }
                Change::UnitClosed(id, _) => {
                    out.after.remove(id);
                }
                _ => {}
            }
        }
        let by_id: HashMap<GroupId, &Group> = groups.iter().map(|(id, row)| (*id, row)).collect();
        for (place, (id, group)) in groups.iter().enumerate() {
            out.turn(place, group, &by_id, &mut HashSet::from([*id]), 0);
        }
        out
    }

    fn turn(
        &mut self,
        place: usize,
        group: &'a Group,
        by_id: &HashMap<GroupId, &'a Group>,
        seen: &mut HashSet<GroupId>,
        depth: usize,
    ) {
        for member in &group.members {
            match member {
                Member::Staff(staff) => self.staff.entry(*staff).or_default().push(place),
                Member::Post(post) => self.posts.entry(*post).or_default().push(place),
                Member::Unit(unit) => self.units.entry(*unit).or_default().push(place),
                Member::Branch(unit) => self.branches.entry(*unit).or_default().push(place),
                Member::Rule(rule) => self.rules.push((place, rule)),
                Member::Group(inner) => {
                    if let Some(group) = by_id.get(inner)
                        && depth < DEEPEST
                        && seen.insert(*inner)
                    {
                        self.turn(place, group, by_id, seen, depth.saturating_add(1));
                    }
                }
            }
        }
    }

    /// What becomes of somebody's groups.
    pub(super) fn becomes(&self, known: &Known, moves: &Moves, staff: StaffId) -> Belongs {
        let before = self.find(known, moves, staff, moves.before(staff), &self.before);
        let after = if moves.left.contains(&staff) {
            BTreeSet::new()
        } else {
            self.find(known, moves, staff, moves.after(staff), &self.after)
        };
        Belongs {
            leaves: before.difference(&after).copied().collect(),
            joins: after.difference(&before).copied().collect(),
        }
    }

    fn find(
        &self,
        known: &Known,
        moves: &Moves,
        staff: StaffId,
        holds: &[(PostId, Tenure)],
        tree: &HashMap<UnitId, Option<UnitId>>,
    ) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        // By name somebody is found who is there at all; who comes with the plan is in no group by name yet.
        if !holds.is_empty() {
            found.extend(self.staff.get(&staff).into_iter().flatten());
        }
        for (id, _) in holds.iter().filter(|(_, tenure)| tenure.acts()) {
            found.extend(self.posts.get(id).into_iter().flatten());
            let Some(post) = moves.post(known, *id) else {
                continue;
            };
            if !tree.contains_key(&post.unit) {
                continue;
            }
            found.extend(self.units.get(&post.unit).into_iter().flatten());
            let line = line(tree, post.unit);
            for unit in &line {
                found.extend(self.branches.get(unit).into_iter().flatten());
            }
            for (place, rule) in &self.rules {
                if rule.unit.is_none_or(|unit| line.contains(&unit)) && rule.fits(post) {
                    found.insert(*place);
                }
            }
        }
        found
    }
}

fn above(places: Vec<Place>) -> HashMap<UnitId, Option<UnitId>> {
    let places = places.into_iter();
    places.map(|place| (place.id, place.parent)).collect()
}

/// A unit and everything above it.
fn line(tree: &HashMap<UnitId, Option<UnitId>>, unit: UnitId) -> Vec<UnitId> {
    let mut line = Vec::new();
    let mut next = Some(unit);
    // No tree is deeper; a ring ends here.
    while let Some(unit) = next.filter(|_| line.len() < 12) {
        line.push(unit);
        next = tree.get(&unit).copied().flatten();
    }
    line
}
