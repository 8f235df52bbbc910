//! The pages of グループ, as values.

use super::text::GroupText;
use crate::web::layout::Frame;
use askama::Template;

/// All groups that somebody sees.
#[derive(Debug, Template)]
#[template(path = "modules/group/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub words: &'static GroupText,
    pub told: Option<Told>,
    pub own: Vec<GroupLine>,
    pub shared: Vec<GroupLine>,
    /// The value of an owner, the words.
    pub owners: Vec<(String, String)>,
}

/// A group in a list.
#[derive(Debug)]
pub(super) struct GroupLine {
    pub href: String,
    pub name: String,
    /// Who keeps it.
    pub owner: String,
    pub first: bool,
    pub last: bool,
}

/// What came of an act.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub word: &'static str,
    pub kind: &'static str,
    pub icon: &'static str,
}

/// One group.
#[derive(Debug, Template)]
#[template(path = "modules/group/group.html")]
pub(super) struct GroupPage {
    pub frame: Frame,
    pub words: &'static GroupText,
    /// Its own address.
    pub here: String,
    pub told: Option<Told>,
    pub name: String,
    pub owner: String,
    pub shared: bool,
    pub day: String,
    pub day_told: String,
    pub directory: String,
    pub count: String,
    pub people: Vec<PersonLine>,
    /// How many more there are than are shown.
    pub more: usize,
    pub members: Vec<MemberLine>,
    pub may_keep: bool,
    pub q: String,
    pub found: Vec<FoundLine>,
    pub units: Vec<(String, String)>,
    pub titles: Vec<String>,
    pub groups: Vec<(String, String)>,
}

/// Somebody of the day.
#[derive(Debug)]
pub(super) struct PersonLine {
    pub initial: String,
    /// Where their photo is, which stands in its place; none on another day.
    pub photo: Option<String>,
    pub name: String,
    pub post: String,
}

/// What people are found by.
#[derive(Debug)]
pub(super) struct MemberLine {
    pub code: String,
    pub kind: &'static str,
    pub told: String,
    pub count: String,
    pub first: bool,
    pub last: bool,
}

/// Somebody who may be added.
#[derive(Debug)]
pub(super) struct FoundLine {
    pub code: String,
    pub name: String,
    pub yomi: String,
    /// The posts they hold: the value, the words.
    pub posts: Vec<(String, String)>,
}
