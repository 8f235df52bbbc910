//! The pages of the room, as values.

use super::tabs::Tabs;
use super::text::{AdministrationText, AuditText, RightsText};
use crate::web::layout::Frame;
use askama::Template;

/// 概要.
#[derive(Debug, Template)]
#[template(path = "modules/administration/home.html")]
pub(super) struct HomePage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static AdministrationText,
    pub lead: String,
    pub tiles: Vec<Tile>,
    pub wardens: Vec<WardenLine>,
}

/// A number that is a list.
#[derive(Debug)]
pub(super) struct Tile {
    pub href: String,
    pub word: &'static str,
    pub count: usize,
    /// Whether it calls for an act.
    pub waits: bool,
}

/// Somebody with a role.
#[derive(Debug)]
pub(super) struct WardenLine {
    pub role: String,
    /// Their page; empty where nobody bears it today.
    pub href: String,
    pub name: String,
    /// The post that bears it.
    pub through: Option<String>,
}

/// 職員.
#[derive(Debug, Template)]
#[template(path = "modules/administration/people.html")]
pub(super) struct PeoplePage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static AdministrationText,
    pub q: String,
    /// The code of a state, its word, whether it is asked for.
    pub states: Vec<(&'static str, &'static str, bool)>,
    /// Whether not everybody was asked for.
    pub filtered: bool,
    pub people: Vec<PersonLine>,
    pub total: String,
    pub all: usize,
    pub shown: Option<Shown>,
}

/// A part of a long list.
#[derive(Debug)]
pub(super) struct Shown {
    pub first: usize,
    pub last: usize,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Somebody in the list.
#[derive(Debug)]
pub(super) struct PersonLine {
    pub href: String,
    pub initial: String,
    /// Where the photo is that stands in its place.
    pub face: Option<String>,
    pub name: String,
    pub yomi: String,
    pub login: String,
    pub posts: Vec<String>,
    pub roles: Vec<String>,
    pub state: StateLine,
}

/// Whether somebody is here, as a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct StateLine {
    pub word: &'static str,
    pub kind: &'static str,
    /// Its word in an address.
    pub code: &'static str,
}

impl StateLine {
    pub(super) fn new(word: &'static str, kind: &'static str, code: &'static str) -> Self {
        Self { word, kind, code }
    }
}

/// One person.
#[derive(Debug, Template)]
#[template(path = "modules/administration/person.html")]
pub(super) struct PersonPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static AdministrationText,
    pub rights: &'static RightsText,
    /// Its own address.
    pub here: String,
    pub name: String,
    pub yomi: String,
    pub login: String,
    pub address: String,
    pub phone: String,
    pub employment: &'static str,
    pub initial: String,
    /// Where their photo is.
    pub face: Option<String>,
    /// Where it is changed, for whoever may.
    pub photo: Option<String>,
    pub state: StateLine,
    pub told: Option<Told>,
    pub posts: Vec<PostLine>,
    pub grants: Vec<GrantLine>,
    pub roles: Vec<Choice>,
    pub units: Vec<Choice>,
    pub bearers: Vec<Choice>,
    /// Today, as a form carries it.
    pub today: String,
    pub may_suspend: bool,
    pub may_restore: bool,
    /// The form of their name and address, for whoever may change them.
    pub facts: Option<(String, &'static str)>,
}

/// What came of a deed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub word: &'static str,
    /// The kind of the note.
    pub kind: &'static str,
    pub icon: &'static str,
}

/// What somebody holds, held or will hold.
#[derive(Debug)]
pub(super) struct PostLine {
    pub told: String,
    pub period: String,
    pub now: bool,
    pub coming: bool,
}

/// A role of somebody.
#[derive(Debug)]
pub(super) struct GrantLine {
    pub id: String,
    pub role: String,
    /// The post that bears it.
    pub through: Option<String>,
    pub period: String,
    pub may_take: bool,
}

/// Something that can be chosen.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub value: String,
    pub told: String,
}

/// 組織.
#[derive(Debug, Template)]
#[template(path = "modules/administration/units.html")]
pub(super) struct UnitsPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static AdministrationText,
    pub units: Vec<UnitLine>,
    pub all: Vec<Choice>,
    pub day: String,
    /// The day in words, where it is not today.
    pub as_of: Option<String>,
    pub today: String,
    pub told: Option<Told>,
    /// Whether they may draw the tree otherwise.
    pub may_draw: bool,
}

/// A unit where it stands.
#[derive(Debug)]
pub(super) struct UnitLine {
    pub href: String,
    pub name: String,
    pub depth: usize,
    pub people: String,
    /// That it closes, where it does.
    pub closes: Option<String>,
}

/// One unit.
#[derive(Debug, Template)]
#[template(path = "modules/administration/unit.html")]
pub(super) struct UnitPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static AdministrationText,
    /// Its own address.
    pub here: String,
    pub path: String,
    pub name: String,
    pub period: String,
    /// That it closes, where it does.
    pub closes: Option<String>,
    /// The unit above; empty at the top.
    pub above: String,
    pub places: Vec<Choice>,
    pub people: Vec<MemberLine>,
    pub below: Vec<UnitLine>,
    pub account: AccountCard,
    /// Whether they may draw the unit otherwise.
    pub may_draw: bool,
    pub day: String,
    pub as_of: Option<String>,
    pub today: String,
    pub told: Option<Told>,
}

/// 課代表 of a unit.
#[derive(Debug, Default)]
pub(super) struct AccountCard {
    /// Its address; empty where the unit never had one.
    pub address: String,
    /// Whether it takes mail.
    pub open: bool,
    pub acts: Vec<ActsLine>,
    /// The posts whose holders may be let act as it.
    pub posts: Vec<Choice>,
}

/// A post whose holders act as it.
#[derive(Debug)]
pub(super) struct ActsLine {
    pub grant: String,
    pub bearer: String,
    pub names: Vec<String>,
    pub period: String,
}

/// Somebody of a unit.
#[derive(Debug)]
pub(super) struct MemberLine {
    pub href: String,
    pub name: String,
    pub post: String,
}

/// 二人で行う操作.
#[derive(Debug, Template)]
#[template(path = "modules/administration/second.html")]
pub(super) struct SecondPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static AdministrationText,
    pub told: Option<Told>,
    /// Whether grave deeds take two today.
    pub takes_two: bool,
    /// Whether they would, were there not one administrator alone.
    pub alone: bool,
    pub two: bool,
    pub people: u32,
    pub administrators: Vec<String>,
    pub open: Vec<PendingLine>,
    pub over: Vec<PendingLine>,
}

/// What waits for a second person, in a line.
#[derive(Debug)]
pub(super) struct PendingLine {
    pub href: String,
    pub what: String,
    pub by: String,
    pub state: String,
    pub kind: &'static str,
}

/// One of them.
#[derive(Debug, Template)]
#[template(path = "modules/administration/pending.html")]
pub(super) struct PendingPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static AdministrationText,
    /// Its own address.
    pub here: String,
    pub told: Option<Told>,
    pub line: PendingLine,
    /// The digest, which the form carries back.
    pub shown: String,
    /// Where the whole of it can be read.
    pub more: Option<String>,
    pub may_confirm: bool,
    pub may_refuse: bool,
    /// Whether it is this person's own and waits.
    pub mine: bool,
}

/// この方に見えるもの.
#[derive(Debug, Template)]
#[template(path = "modules/administration/rights.html")]
pub(super) struct RightsPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static RightsText,
    pub common: &'static AdministrationText,
    /// Its own address.
    pub here: String,
    pub heading: String,
    /// The person's page.
    pub back: String,
    pub state: StateLine,
    pub day: String,
    pub day_told: String,
    pub posts: Vec<String>,
    pub cards: Vec<RightsCard>,
}

/// What one part of the house lets somebody do.
#[derive(Debug)]
pub(super) struct RightsCard {
    pub word: &'static str,
    pub rights: Vec<RightLine>,
}

/// A right with every chain that gives it.
#[derive(Debug)]
pub(super) struct RightLine {
    pub code: &'static str,
    pub told: String,
    pub chains: Vec<ChainLine>,
}

/// A chain, from what somebody is to what they may.
#[derive(Debug)]
pub(super) struct ChainLine {
    pub links: Vec<String>,
}

/// 監査の記録.
#[derive(Debug, Template)]
#[template(path = "modules/administration/audit.html")]
pub(super) struct AuditPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static AuditText,
    /// Why nothing is shown.
    pub unclear: Option<String>,
    /// Whether anything is asked for.
    pub filtered: bool,
    pub who: String,
    /// The code of an act, its word, whether it is asked for.
    pub acts: Vec<(&'static str, &'static str, bool)>,
    pub from: String,
    pub last: String,
    /// What was asked, as an address carries it.
    pub query: String,
    pub rows: Vec<AuditLine>,
    pub next: Option<String>,
    pub newest: Option<String>,
}

/// One row of the trail.
#[derive(Debug)]
pub(super) struct AuditLine {
    pub time: String,
    pub exact: String,
    pub who: String,
    pub what: String,
    /// The act's code, for the file.
    pub code: String,
    pub whom: String,
    pub detail: String,
}
