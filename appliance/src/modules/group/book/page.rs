//! The pages of reading groups, as values.

use super::text::BookText;
use crate::web::layout::Frame;
use askama::Template;

/// The form.
#[derive(Debug, Template)]
#[template(path = "modules/group/book/form.html")]
pub(super) struct FormPage {
    pub frame: Frame,
    pub own: &'static BookText,
    pub refused: Option<&'static str>,
}

/// What a file changes, or what became of it.
#[derive(Debug, Template)]
#[template(path = "modules/group/book/report.html")]
pub(super) struct ReportPage {
    pub frame: Frame,
    pub own: &'static BookText,
    /// Its own address.
    pub here: String,
    /// What is to be said first, how, and with which sign.
    pub told: Option<Told>,
    pub counts: Vec<(&'static str, usize)>,
    pub findings: Vec<FindingLine>,
    pub changes: Vec<ChangeLines>,
    /// How many lines are not shown, as a sentence.
    pub more: Option<String>,
    /// Whether it can be done now.
    pub can_apply: bool,
    /// Whether it can be taken back now.
    pub can_undo: bool,
}

/// A sentence over the page.
#[derive(Debug)]
pub(super) struct Told {
    pub kind: &'static str,
    pub icon: &'static str,
    pub sentence: String,
}

/// What cannot be done.
#[derive(Debug)]
pub(super) struct FindingLine {
    pub line: u64,
    pub column: &'static str,
    pub what: String,
    /// The row itself, cells apart.
    pub row: String,
    pub next: &'static str,
}

/// A group with what becomes of it.
#[derive(Debug)]
pub(super) struct ChangeLines {
    /// Where it is; nothing for one that is not there yet.
    pub href: Option<String>,
    pub name: String,
    /// That it is made.
    pub made: bool,
    pub rows: Vec<RowLine>,
}

/// What becomes of one thing in it.
#[derive(Debug)]
pub(super) struct RowLine {
    /// The line of the file; nothing for what is not in it any more.
    pub line: String,
    pub pill: &'static str,
    pub how: &'static str,
    pub kind: &'static str,
    pub whom: String,
    pub name: String,
}
