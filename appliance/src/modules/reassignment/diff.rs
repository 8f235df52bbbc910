//! Before and after: who holds what on the last day before and on the day, and what that is called.

use super::town::Known;
use crate::org::{Bearer, Change, Post, PostId, Role, Staff, StaffId, Tenure, UnitId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What somebody holds, the main post first.
type Holds = Vec<(PostId, Tenure)>;

/// Two days side by side.
#[derive(Debug, Default)]
pub(super) struct Moves {
    before: HashMap<StaffId, Holds>,
    after: HashMap<StaffId, Holds>,
    /// Posts that the plan itself empties, and people whom it moves from their main post or sends away.
    emptied: BTreeSet<PostId>,
    gone: BTreeSet<StaffId>,
    holders: HashMap<PostId, Vec<StaffId>>,
    made: BTreeMap<PostId, Post>,
    /// Who comes.
    pub joined: BTreeMap<StaffId, Staff>,
    /// Who leaves.
    pub left: BTreeSet<StaffId>,
}

impl Moves {
    /// What a plan does to who holds what.
    pub(super) fn of(known: &Known, changes: &[Change]) -> Self {
        let mut moves = Self::default();
        let mut ended = BTreeSet::new();
        for change in changes {
            match change {
                Change::AppointmentEnded(id, _) => {
                    ended.insert(*id);
                }
                Change::PostMade(id, post) => {
                    moves.made.insert(*id, post.clone());
                }
                Change::StaffJoined(id, staff, _) => {
                    moves.joined.insert(*id, staff.clone());
                }
                Change::StaffLeft(id, _) => {
                    moves.left.insert(*id);
                }
                _ => {}
            }
        }
        let eve = known.day.yesterday().unwrap_or(known.day);
        let mut vacated = BTreeSet::new();
        for (id, row) in &known.census.appointments {
            let holds = (row.post, row.tenure);
            if row.period.holds_on(eve) {
                moves.before.entry(row.staff).or_default().push(holds);
            }
            if ended.contains(id) {
                vacated.insert(row.post);
                if row.tenure == Tenure::Main {
                    moves.gone.insert(row.staff);
                }
            }
            if row.period.holds_on(known.day) && !ended.contains(id) {
                moves.hold(row.staff, holds);
            }
        }
        for change in changes {
            if let Change::Appointed(_, row) = change {
                moves.hold(row.staff, (row.post, row.tenure));
            }
        }
        // Only what this plan ends: laid over a town where it is so already, it leaves nobody behind.
        vacated.retain(|post| moves.holders(*post).is_empty());
        moves.emptied = vacated;
        moves.gone.extend(moves.left.iter().copied());
        let all = moves.before.values_mut().chain(moves.after.values_mut());
        all.for_each(|holds| holds.sort_by_key(|(_, tenure)| *tenure));
        moves
    }

    fn hold(&mut self, staff: StaffId, holds: (PostId, Tenure)) {
        self.after.entry(staff).or_default().push(holds);
        // Whoever is away holds the name of the post and leaves it empty.
        if holds.1.acts() {
            self.holders.entry(holds.0).or_default().push(staff);
        }
    }

    /// What somebody holds on the last day before.
    pub(super) fn before(&self, staff: StaffId) -> &[(PostId, Tenure)] {
        self.before.get(&staff).map_or(&[], Vec::as_slice)
    }

    /// What somebody holds on the day.
    pub(super) fn after(&self, staff: StaffId) -> &[(PostId, Tenure)] {
        self.after.get(&staff).map_or(&[], Vec::as_slice)
    }

    /// Who holds a post on the day.
    pub(super) fn holders(&self, post: PostId) -> &[StaffId] {
        self.holders.get(&post).map_or(&[], Vec::as_slice)
    }

    /// Whether somebody leaves, or has another main post.
    pub(super) fn goes(&self, staff: StaffId) -> bool {
        let main = |holds: &[(PostId, Tenure)]| {
            let found = holds.iter().find(|(_, tenure)| *tenure == Tenure::Main);
            found.map(|(post, _)| *post)
        };
        self.left.contains(&staff) || main(self.before(staff)) != main(self.after(staff))
    }

    /// Whether the plan takes somebody from their main post or sends them away.
    pub(super) fn is_gone(&self, staff: StaffId) -> bool {
        self.gone.contains(&staff)
    }

    /// Whether the plan leaves a post empty.
    pub(super) fn is_emptied(&self, post: PostId) -> bool {
        self.emptied.contains(&post)
    }

    /// A post, also one that the plan makes.
    pub(super) fn post<'a>(&'a self, known: &'a Known, id: PostId) -> Option<&'a Post> {
        self.made.get(&id).or_else(|| known.post(id))
    }

    /// Every post that anybody holds on the day.
    pub(super) fn posts<'a>(&'a self, known: &'a Known) -> Vec<(PostId, &'a Post)> {
        let held = self.holders.keys();
        held.filter_map(|id| Some((*id, self.post(known, *id)?)))
            .collect()
    }

    /// A person, also one who comes with the plan.
    pub(super) fn person<'a>(&'a self, known: &'a Known, id: StaffId) -> Option<&'a Staff> {
        let joined = self.joined.get(&id);
        joined.or_else(|| known.person(id).map(|one| &one.staff))
    }

    /// Whether others administer the town on the day than on the last day before, by what a plan changes.
    pub(super) fn administered_otherwise(&self, known: &Known, changes: &[Change]) -> bool {
        let administers = |role| matches!(role, Role::Organisation | Role::System);
        let mut ended = BTreeSet::new();
        for change in changes {
            match change {
                Change::Granted(_, grant) if administers(grant.role) => return true,
                Change::GrantEnded(id, _) => {
                    ended.insert(*id);
                }
                _ => {}
            }
        }
        let holders = |holds: &HashMap<StaffId, Holds>, post: PostId| {
            let held = |holds: &Holds| {
                let held = |(of, tenure): &(PostId, Tenure)| *of == post && tenure.acts();
                holds.iter().any(held)
            };
            let holders = holds.iter().filter(|(_, holds)| held(holds));
            holders.map(|(staff, _)| *staff).collect::<BTreeSet<_>>()
        };
        let mut grants = known.census.grants.iter();
        grants.any(|(id, grant)| {
            let lasts = grant.period.last().is_none_or(|last| last >= known.day);
            administers(grant.role)
                && lasts
                && (ended.contains(id)
                    || match grant.bearer {
                        Bearer::Staff(staff) => self.left.contains(&staff),
                        Bearer::Post(post) => {
                            holders(&self.before, post) != holders(&self.after, post)
                        }
                    })
        })
    }

    /// Whether anybody administers the town on the day, by what a plan changes.
    pub(super) fn is_administered(&self, known: &Known, changes: &[Change]) -> bool {
        let administers = |role| matches!(role, Role::Organisation | Role::System);
        let bears = |bearer: Bearer| match bearer {
            Bearer::Staff(staff) => {
                let stays = known.person(staff).is_some_and(|one| one.staff.active);
                stays && !self.left.contains(&staff)
            }
            Bearer::Post(post) => !self.holders(post).is_empty(),
        };
        let ends = |id| {
            let mut changes = changes.iter();
            changes.any(|change| matches!(change, Change::GrantEnded(of, _) if *of == id))
        };
        let mut stand = known.census.grants.iter().filter(|(id, grant)| {
            administers(grant.role) && grant.period.holds_on(known.day) && !ends(*id)
        });
        let mut given = changes.iter().filter_map(|change| match change {
            Change::Granted(_, grant) if administers(grant.role) => Some(grant.bearer),
            _ => None,
        });
        stand.any(|(_, grant)| bears(grant.bearer)) || given.any(bears)
    }

    /// The roles somebody has before and after, of those in the town's grants and the plan's.
    pub(super) fn roles(
        &self,
        known: &Known,
        changes: &[Change],
        staff: StaffId,
    ) -> (Vec<Role>, Vec<Role>) {
        let eve = known.day.yesterday().unwrap_or(known.day);
        let bears = |bearer: Bearer, holds: &[(PostId, Tenure)]| match bearer {
            Bearer::Staff(one) => one == staff,
            Bearer::Post(post) => holds
                .iter()
                .any(|(held, tenure)| *held == post && tenure.acts()),
        };
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (id, grant) in &known.census.grants {
            if grant.period.holds_on(eve) && bears(grant.bearer, self.before(staff)) {
                before.push(grant.role);
            }
            let ends = |change: &Change| matches!(change, Change::GrantEnded(of, _) if of == id);
            if grant.period.holds_on(known.day)
                && !self.left.contains(&staff)
                && bears(grant.bearer, self.after(staff))
                && !changes.iter().any(ends)
            {
                after.push(grant.role);
            }
        }
        for change in changes {
            if let Change::Granted(_, grant) = change
                && grant.bearer == Bearer::Staff(staff)
            {
                after.push(grant.role);
            }
        }
        for roles in [&mut before, &mut after] {
            roles.sort_unstable();
            roles.dedup();
        }
        (before, after)
    }
}

/// Whom changes are about.
pub(super) fn people(known: &Known, changes: &[Change]) -> BTreeSet<StaffId> {
    let mut people = BTreeSet::new();
    let mut ended = BTreeSet::new();
    for change in changes {
        match change {
            Change::Appointed(_, row) => {
                people.insert(row.staff);
            }
            Change::StaffLeft(id, _) | Change::StaffJoined(id, ..) => {
                people.insert(*id);
            }
            Change::AppointmentEnded(id, _) => {
                ended.insert(*id);
            }
            _ => {}
        }
    }
    let rows = known.census.appointments.iter();
    people.extend(
        rows.filter(|(id, _)| ended.contains(id))
            .map(|(_, row)| row.staff),
    );
    people
}

/// The names of units before and after, as paths.
#[derive(Debug, Default)]
pub(super) struct Paths {
    before: HashMap<UnitId, String>,
    after: HashMap<UnitId, String>,
    /// Where a unit stands among all.
    order: HashMap<UnitId, usize>,
}

impl Paths {
    /// With what the plan opens and renames.
    pub(super) fn of(known: &Known, changes: &[Change]) -> Self {
        let former = known
            .former()
            .into_iter()
            .map(|p| (p.id, (p.name, p.parent)));
        let former: HashMap<_, _> = former.collect();
        let mut now: HashMap<UnitId, (String, Option<UnitId>)> = former.clone();
        now.extend(
            known
                .places()
                .into_iter()
                .map(|p| (p.id, (p.name, p.parent))),
        );
        let mut all: Vec<UnitId> = known.census.units.iter().map(|(id, _)| *id).collect();
        for change in changes {
            match change {
                Change::UnitOpened(id, unit) => {
                    now.insert(*id, (unit.name.clone(), unit.parent));
                    all.push(*id);
                }
                Change::UnitNamed(id, _, name) => {
                    if let Some((called, _)) = now.get_mut(id) {
                        called.clone_from(name);
                    }
                }
                Change::UnitMoved(id, _, parent) => {
                    if let Some((_, above)) = now.get_mut(id) {
                        *above = *parent;
                    }
                }
                _ => {}
            }
        }
        let order = all.into_iter().enumerate().map(|(n, id)| (id, n));
        Self {
            before: paths(&former),
            after: paths(&now),
            order: order.collect(),
        }
    }

    /// As it is called on the last day before.
    pub(super) fn before(&self, unit: UnitId) -> &str {
        self.before.get(&unit).map_or("", String::as_str)
    }

    /// As it is called on the day.
    pub(super) fn after(&self, unit: UnitId) -> &str {
        self.after.get(&unit).map_or("", String::as_str)
    }

    /// Its place in the order of the house; the last for what has none.
    pub(super) fn place(&self, unit: Option<UnitId>) -> usize {
        let place = unit.and_then(|unit| self.order.get(&unit));
        place.copied().unwrap_or(usize::MAX)
    }
}

fn paths(units: &HashMap<UnitId, (String, Option<UnitId>)>) -> HashMap<UnitId, String> {
    let path = |id: &UnitId| {
        let mut names = Vec::new();
        let mut next = Some(*id);
        // No tree is deeper; a ring ends here.
        for _ in 0..12 {
            let Some((name, parent)) = next.and_then(|id| units.get(&id)) else {
                break;
            };
            names.push(name.as_str());
            next = *parent;
        }
        names.reverse();
        names.concat()
    };
    units.keys().map(|id| (*id, path(id))).collect()
}
