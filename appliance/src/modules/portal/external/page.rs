//! The page of numbers of other systems for whoever describes them, as values.

use super::text::ExternalText;
use crate::modules::portal::tabs::Tabs;
use crate::web::layout::Frame;
use askama::Template;

/// All of them, and the form of another one.
#[derive(Debug, Template)]
#[template(path = "modules/portal/external/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub words: &'static ExternalText,
    pub tabs: Tabs,
    /// Why something was not taken.
    pub refused: Option<&'static str>,
    /// The token of one, shown this once.
    pub secret: Option<Secret>,
    pub lines: Vec<Line>,
    /// What was typed for another one.
    pub typed: Typed,
    pub stales: Vec<(u32, String, bool)>,
}

/// A token with what to do with it.
#[derive(Debug)]
pub(super) struct Secret {
    pub name: String,
    pub token: String,
    /// Where the other system sends to.
    pub path: String,
}

/// One of them.
#[derive(Debug)]
pub(super) struct Line {
    pub id: String,
    pub revision: u64,
    pub typed: Typed,
    pub stales: Vec<(u32, String, bool)>,
    /// What was last said, when.
    pub state: String,
    pub kind: &'static str,
    pub path: String,
    /// Whether its form is open, because what was typed was not taken.
    pub open: bool,
}

/// What stands in a form.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub name: String,
    pub address: String,
    pub stale: u32,
}
