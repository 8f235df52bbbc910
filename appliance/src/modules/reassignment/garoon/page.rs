//! The page of another system's lists, as a value.

use super::super::text::ReassignmentText;
use super::text::GaroonText;
use crate::modules::administration::Tabs;
use crate::web::layout::Frame;
use askama::Template;

/// The form for the three files, and what came of them.
#[derive(Debug, Template)]
#[template(path = "modules/reassignment/garoon/garoon.html")]
pub(super) struct GaroonPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static ReassignmentText,
    pub own: &'static GaroonText,
    /// The day as the form carries it.
    pub day: String,
    /// Why the files could not be taken.
    pub refused: Option<&'static str>,
    pub result: Option<ResultPart>,
}

/// What came of them.
#[derive(Debug)]
pub(super) struct ResultPart {
    /// How many rows of each kind: a word and a number.
    pub counts: Vec<(&'static str, usize)>,
    /// What has to be looked at first.
    pub notes: Vec<String>,
    /// The list.
    pub list: String,
}
