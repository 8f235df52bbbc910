//! The page of reading the tree, as a value.

use super::super::text::ReassignmentText;
use super::text::TreeText;
use crate::modules::administration::Tabs;
use crate::web::layout::Frame;
use askama::Template;

/// The form, with what is wrong with the file that was just sent.
#[derive(Debug, Template)]
#[template(path = "modules/reassignment/tree/form.html")]
pub(super) struct FormPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static ReassignmentText,
    pub own: &'static TreeText,
    pub day: String,
    /// Why it could not be read, and how that is to be said.
    pub told: Option<(&'static str, &'static str)>,
    pub findings: Vec<FindingLine>,
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
