//! The pages of the directory, as values.

use super::text::DirectoryText;
use crate::sheet::Unsayable;
use crate::web::layout::Frame;
use askama::Template;

/// The directory: units on one side, people on the other.
#[derive(Debug, Template)]
#[template(path = "modules/directory/page.html", blocks = ["people"])]
pub(super) struct DirectoryPage {
    pub frame: Frame,
    pub words: &'static DirectoryText,
    pub units: Vec<UnitLink>,
    pub groups: Vec<GroupLink>,
    /// The group that is chosen, as an address carries it; empty for none.
    pub group: String,
    /// The heading over the people: a unit's path, or the word for everybody.
    pub heading: String,
    pub q: String,
    pub people: Vec<Line>,
    /// How many stand in the directory in all.
    pub total: usize,
    /// What of them is shown, where it is not all: the first, the last, and the addresses before and after.
    pub shown: Option<Shown>,
    /// 基準日, as a form carries it.
    pub day: String,
    /// The day in words, where it is not today.
    pub as_of: Option<String>,
    /// The unit that is chosen, as an address carries it; empty for everybody.
    pub unit: String,
    /// What was asked for, as the addresses of the files and of the print carry it, after a `&`.
    pub asked: String,
}

/// 職員録 on paper: no frame, units as headings, all of them.
#[derive(Debug, Template)]
#[template(path = "modules/directory/print.html")]
pub(super) struct PrintPage {
    pub words: &'static DirectoryText,
    pub lang: &'static str,
    pub theme: &'static str,
    pub organisation: String,
    pub heading: String,
    pub day: String,
    pub people: Vec<Line>,
    pub total: usize,
    pub back: String,
}

/// What CP932 cannot say, before the file is saved.
#[derive(Debug, Template)]
#[template(path = "modules/directory/unsayable.html")]
pub(super) struct UnsayablePage {
    pub frame: Frame,
    pub words: &'static DirectoryText,
    pub cells: Vec<Unsayable>,
    pub asked: String,
}

/// A part of a long list.
#[derive(Debug)]
pub(super) struct Shown {
    pub first: usize,
    pub last: usize,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A unit in the tree, in its order; `depth` indents it.
#[derive(Debug)]
pub(super) struct UnitLink {
    pub href: String,
    pub name: String,
    pub depth: usize,
    pub here: bool,
    /// Whether what is below it is shown; none where nothing is.
    pub open: Option<bool>,
}

/// A group that can be chosen.
#[derive(Debug)]
pub(super) struct GroupLink {
    pub href: String,
    pub name: String,
    pub shared: bool,
    pub here: bool,
}

/// A line of the list.
#[derive(Debug)]
pub(super) enum Line {
    /// From here on the people of this unit.
    Unit(String),
    /// Somebody.
    Person(PersonRow),
}

/// A post somebody holds.
#[derive(Debug, Default)]
pub(super) struct PostLine {
    /// 兼, 併任; empty for the main one.
    pub how: &'static str,
    pub unit: String,
    pub title: String,
}

/// One person.
#[derive(Debug)]
pub(super) struct PersonRow {
    pub name: String,
    pub yomi: String,
    /// The post one reads first.
    pub post: PostLine,
    /// What they hold beside it.
    pub also: Vec<PostLine>,
    pub phone: String,
    pub address: String,
    /// One letter for the round mark.
    pub initial: String,
}
