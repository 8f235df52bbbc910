//! The pages of links, as values.

use super::text::LinkText;
use crate::modules::portal::tabs::Tabs;
use crate::web::layout::Frame;
use askama::Template;

/// The inside of the card on the portal.
#[derive(Debug, Template)]
#[template(path = "modules/portal/link/tile.html")]
pub(super) struct CardBody {
    pub words: &'static LinkText,
    pub groups: Vec<Group>,
}

/// Links that stand together.
#[derive(Debug)]
pub(super) struct Group {
    /// Its name; empty for none.
    pub name: String,
    pub links: Vec<Shown>,
}

/// A link as it is followed.
#[derive(Debug)]
pub(super) struct Shown {
    pub href: String,
    pub title: String,
    /// Whether it leads out of this house.
    pub foreign: bool,
}

/// The list of an audience, for whoever writes it.
#[derive(Debug, Template)]
#[template(path = "modules/portal/link/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub words: &'static LinkText,
    pub tabs: Tabs,
    /// Whose lists there are: value, words, whether it is this one.
    pub audiences: Vec<(String, String, bool)>,
    /// Whose list it is, as an address carries it.
    pub audience: String,
    /// Why something was not taken.
    pub refused: Option<&'static str>,
    pub links: Vec<Line>,
    /// The names of groups that are there, to choose from.
    pub groups: Vec<String>,
    /// What was typed for another one.
    pub typed: Typed,
}

/// A link as it is written.
#[derive(Debug)]
pub(super) struct Line {
    pub id: String,
    pub revision: u64,
    pub typed: Typed,
    /// Whether its form is open, because what was typed was not taken.
    pub open: bool,
    pub first: bool,
    pub last: bool,
}

/// What stands in a form.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub title: String,
    pub address: String,
    pub group: String,
}
