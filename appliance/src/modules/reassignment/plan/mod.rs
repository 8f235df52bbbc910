//! What a list changes in a town on a day: a pure function. Rows say how it shall be, so a list laid over a town where
//! it is so already changes nothing.

mod people;
mod units;

use super::model::{Act, Column, Finding, Row, What};
use super::town::{Known, Names, Place};
use crate::org::{AppointmentId, Change, Counted, Period, PostId, PostKind, Town, UnitId};
use crate::text::fold::fold;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// What a list does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// The rows of the swap: units first, then people.
    pub changes: Vec<Change>,
    /// What keeps it from being made so.
    pub findings: Vec<Finding>,
    /// How many rows do something, by what they do.
    pub counts: BTreeMap<Act, usize>,
    /// How many rows say what is so already.
    pub idle: usize,
    /// Units that rows close or place, with their lines.
    pub units: Vec<(UnitId, Act, u64)>,
}

/// Identities that follow from a seed: the same plan twice is the same plan.
#[derive(Debug)]
pub(super) struct Minted {
    seed: Uuid,
    next: u64,
}

impl Minted {
    /// From a seed that was minted by the platform.
    pub(super) fn from(seed: Uuid) -> Self {
        Self { seed, next: 0 }
    }

    /// The next one.
    pub(super) fn next(&mut self) -> Uuid {
        self.next = self.next.saturating_add(1);
        let mut hasher = blake3::Hasher::new_derive_key("sekisho reassignment identities v1");
        hasher.update(self.seed.as_bytes());
        hasher.update(&self.next.to_be_bytes());
        let mut bytes = [0; 16];
        hasher.finalize_xof().fill(&mut bytes);
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }
}

/// Plans a list.
pub(super) fn plan(town: Town, known: &Known, rows: &[Row], ids: &mut Minted) -> Plan {
    let mut work = Work::new(town, known, rows, ids);
    for row in rows.iter().filter(|row| row.act.is_of_a_unit()) {
        work.unit(row);
    }
    work.alone(rows);
    work.names = Names::of(&work.places);
    for row in rows.iter().filter(|row| !row.act.is_of_a_unit()) {
        work.person(row);
    }
    work.emptied(rows);
    let mut plan = work.plan;
    plan.findings.sort();
    plan
}

struct Work<'a> {
    town: Town,
    known: &'a Known,
    ids: &'a mut Minted,
    plan: Plan,
    places: Vec<Place>,
    /// By the names before and, once the units are through, after.
    names: Names,
    former: Names,
    /// Posts that stand from the day on, by place and title.
    posts: HashMap<(UnitId, String), PostId>,
    /// The order a title has wherever it stands.
    orders: HashMap<String, u16>,
    /// Where each post is.
    at: HashMap<PostId, UnitId>,
    /// Who comes with the list.
    joined: HashMap<String, Counted>,
    /// Who goes with it, by which line.
    leaving: HashMap<String, u64>,
    /// Posts given beside a main one, once each.
    beside: HashSet<(String, UnitId, String)>,
    addresses: HashMap<String, u64>,
    /// Who was moved, joined or left, by which line.
    mains: HashMap<String, u64>,
    ended: HashSet<AppointmentId>,
    begun: Vec<UnitId>,
    closed: HashMap<UnitId, u64>,
    /// Units that rows close, rename or place, by what they do and their lines.
    spoken: HashMap<UnitId, Vec<(Act, u64)>>,
}

impl<'a> Work<'a> {
    fn new(town: Town, known: &'a Known, rows: &[Row], ids: &'a mut Minted) -> Self {
        let leaving = rows.iter().filter(|row| row.act == Act::Leave);
        let leaving = leaving.map(|row| (fold(&row.login), row.line));
        let day = Period::since(known.day);
        let mut orders: HashMap<String, u16> = HashMap::new();
        let mut posts = HashMap::new();
        let mut at = HashMap::new();
        for (id, post) in &known.census.posts {
            let title = post.title.as_str().to_owned();
            let order = orders.entry(title.clone()).or_insert(post.order);
            *order = post.order.min(*order);
            at.insert(*id, post.unit);
            if post.kind == PostKind::Ordinary && post.period.covers(&day) {
                posts.entry((post.unit, title)).or_insert(*id);
            }
        }
        let addresses = known.census.staff.iter();
        let addresses = addresses.map(|one| (one.staff.address.as_str().to_owned(), 0));
        let places = known.places();
        let names = Names::of(&places);
        Self {
            town,
            known,
            ids,
            plan: Plan::default(),
            former: Names::of(&known.former()),
            names,
            places,
            posts,
            orders,
            at,
            joined: HashMap::new(),
            leaving: leaving.collect(),
            beside: HashSet::new(),
            addresses: addresses.collect(),
            mains: HashMap::new(),
            ended: HashSet::new(),
            begun: Vec::new(),
            closed: HashMap::new(),
            spoken: HashMap::new(),
        }
    }

    fn day(&self) -> Date {
        self.known.day
    }

    /// The last day before.
    fn eve(&self) -> Date {
        self.day().yesterday().unwrap_or(Date::MIN)
    }

    fn wrong(&mut self, row: &Row, column: Column, what: What) {
        let line = row.line;
        self.plan.findings.push(Finding { line, column, what });
    }

    fn counted(&mut self, act: Act, changes: Vec<Change>) {
        if changes.is_empty() {
            self.plan.idle = self.plan.idle.saturating_add(1);
            return;
        }
        let count = self.plan.counts.entry(act).or_default();
        *count = count.saturating_add(1);
        self.plan.changes.extend(changes);
    }
}
