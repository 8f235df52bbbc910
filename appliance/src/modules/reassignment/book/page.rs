//! The pages of reading the directory's file, as values.

use super::super::text::ReassignmentText;
use super::text::BookText;
use crate::modules::administration::Tabs;
use crate::web::layout::Frame;
use askama::Template;

/// The form.
#[derive(Debug, Template)]
#[template(path = "modules/reassignment/book/form.html")]
pub(super) struct FormPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static ReassignmentText,
    pub own: &'static BookText,
    pub day: String,
    pub refused: Option<&'static str>,
}

/// What a file changes, or what became of it.
#[derive(Debug, Template)]
#[template(path = "modules/reassignment/book/report.html")]
pub(super) struct ReportPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static ReassignmentText,
    pub own: &'static BookText,
    /// Its own address.
    pub here: String,
    /// What is to be said first, and how.
    pub told: Option<(&'static str, String)>,
    pub findings: Vec<FindingLine>,
    pub counts: Vec<(String, usize)>,
    pub amends: Vec<AmendLine>,
    /// The rows of the list of 人事異動, cells joined.
    pub moves: Vec<String>,
    /// Whether it can be put right now.
    pub can_apply: bool,
    /// Whether it can be taken back now.
    pub can_undo: bool,
    /// The list of 人事異動 that came of it.
    pub draft: Option<String>,
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

/// What is put right of somebody.
#[derive(Debug)]
pub(super) struct AmendLine {
    pub line: u64,
    pub who: String,
    /// よみ: あべ → あへ.
    pub changes: Vec<(&'static str, String, String)>,
}
