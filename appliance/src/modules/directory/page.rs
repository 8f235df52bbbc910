//! The page of the directory, as a value.

use super::text::DirectoryText;
use crate::web::layout::Frame;
use askama::Template;

/// The directory: units on one side, people on the other.
#[derive(Debug, Template)]
#[template(path = "modules/directory/page.html", blocks = ["people"])]
pub(super) struct DirectoryPage {
    pub frame: Frame,
    pub words: &'static DirectoryText,
    pub units: Vec<UnitLink>,
    /// The heading over the people: a unit's path, or the word for everybody.
    pub heading: String,
    pub q: String,
    pub people: Vec<PersonRow>,
    /// 基準日, as a form carries it.
    pub day: String,
    /// The day in words, where it is not today.
    pub as_of: Option<String>,
    /// The unit that is chosen, as an address carries it; empty for everybody.
    pub unit: String,
}

/// A unit in the tree, in its order; `depth` indents it.
#[derive(Debug)]
pub(super) struct UnitLink {
    pub href: String,
    pub name: String,
    pub depth: usize,
    pub here: bool,
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
    /// 総務課総務係.
    pub unit: String,
    /// 係長.
    pub title: String,
    /// What they hold beside it.
    pub also: Vec<PostLine>,
    pub phone: String,
    pub address: String,
    /// One letter for the round mark.
    pub initial: String,
}
