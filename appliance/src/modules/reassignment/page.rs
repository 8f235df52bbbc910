//! The pages of 人事異動, as values.

use super::text::ReassignmentText;
use crate::modules::administration::Tabs;
use crate::web::layout::Frame;
use askama::Template;

/// All reassignments, and the form for another list.
#[derive(Debug, Template)]
#[template(path = "modules/reassignment/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static ReassignmentText,
    pub drafts: Vec<DraftLine>,
    /// What was typed, when it could not be taken.
    pub title: String,
    pub day: String,
    pub text: String,
    /// Why it could not.
    pub refused: Option<&'static str>,
    /// The words over the columns, with what stands below.
    pub columns: Vec<(&'static str, &'static str)>,
    pub sample: &'static str,
}

/// One reassignment in the list of all.
#[derive(Debug)]
pub(super) struct DraftLine {
    pub href: String,
    pub title: String,
    pub day: String,
    pub state: State,
}

/// How far it is, as a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    pub word: &'static str,
    /// The kind of the mark.
    pub kind: &'static str,
}

/// One reassignment: what is wrong, what it does, who inherits, what happened to it.
#[derive(Debug, Template)]
#[template(path = "modules/reassignment/draft.html")]
pub(super) struct DraftPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static ReassignmentText,
    /// Its own address.
    pub here: String,
    /// Where its list is put right.
    pub again: String,
    pub title: String,
    pub day: String,
    pub state: State,
    /// What is to be said first.
    pub told: Option<&'static str>,
    /// Who stands upon it, where it could not be taken back.
    pub blocks: Vec<String>,
    /// What it comes to: a word and a number.
    pub counts: Vec<(String, usize)>,
    pub findings: Vec<FindingLine>,
    /// The first sentence over the findings.
    pub wrong: String,
    pub units: Vec<UnitChange>,
    pub groups: Vec<Group>,
    pub rights: Vec<RightsLine>,
    pub memberships: Vec<MembershipLine>,
    /// How many more people's groups change than are shown, as a sentence.
    pub memberships_more: Option<String>,
    pub orphans: Vec<OrphanLine>,
    pub mailboxes: Vec<String>,
    /// What a rehearsal just showed.
    pub rehearsed: Option<RehearsedPart>,
    pub may_apply: bool,
    /// Whether nobody would administer the organisation from the day on.
    pub unadministered: bool,
    /// Whether it takes a second person.
    pub takes_two: bool,
    /// Where it waits for one.
    pub pending: Option<String>,
    pub may_undo: bool,
    pub is_undone: bool,
    pub may_choose: bool,
    pub history: Vec<HistoryLine>,
}

/// What is wrong with a row, and what to do next.
#[derive(Debug)]
pub(super) struct FindingLine {
    pub line: u64,
    pub column: &'static str,
    pub what: String,
    /// The row itself, cells apart.
    pub row: String,
    pub next: &'static str,
}

/// A unit that opens, closes or changes its name.
#[derive(Debug)]
pub(super) struct UnitChange {
    pub how: &'static str,
    /// The kind of its mark.
    pub kind: &'static str,
    pub before: String,
    pub after: String,
}

/// The people of a unit of the day.
#[derive(Debug)]
pub(super) struct Group {
    pub unit: String,
    pub people: Vec<PersonLine>,
}

/// Somebody before and after.
#[derive(Debug)]
pub(super) struct PersonLine {
    pub name: String,
    pub login: String,
    pub how: String,
    pub kind: &'static str,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// Somebody's roles before and after.
#[derive(Debug)]
pub(super) struct RightsLine {
    pub name: String,
    pub before: String,
    pub after: String,
}

/// Somebody's groups that find them no more, and those that do from the day on.
#[derive(Debug)]
pub(super) struct MembershipLine {
    pub name: String,
    pub leaves: String,
    pub joins: String,
}

/// What a rehearsal showed.
#[derive(Debug)]
pub(super) struct RehearsedPart {
    pub done: String,
    pub restored: &'static str,
    pub administrators: String,
    /// Whether nothing of it is an alarm.
    pub good: bool,
}

/// A role whose bearer goes, with the choices.
#[derive(Debug)]
pub(super) struct OrphanLine {
    /// The name of the form's field.
    pub field: String,
    /// The name of the field for somebody else's log-in name.
    pub other: String,
    pub role: String,
    pub of: String,
    /// The value, the words, whether it is chosen.
    pub options: Vec<(String, String, bool)>,
}

/// What happened, when, by whom.
#[derive(Debug)]
pub(super) struct HistoryLine {
    pub at: String,
    pub exact: String,
    pub what: &'static str,
    pub by: String,
}
