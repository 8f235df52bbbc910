//! The pages of arranging, as values.

use super::text::ArrangeText;
use crate::modules::portal::tabs::Tabs;
use crate::web::layout::Frame;
use askama::Template;

/// The editor. The board alone answers a move by script.
#[derive(Debug, Template)]
#[template(path = "modules/portal/arrange/page.html", blocks = ["board"])]
pub(super) struct ArrangePage {
    pub frame: Frame,
    pub words: &'static ArrangeText,
    pub tabs: Tabs,
    /// Whose portals this person arranges: value, words, whether it is this one.
    pub choices: Vec<(String, String, bool)>,
    /// `own`, `all`, `unit-…`.
    pub whose: String,
    /// Whose arrangement stands now.
    pub stands: String,
    /// The draft, as addresses carry it.
    pub layout: String,
    pub revision: u64,
    /// Whether something was set, which can be set back.
    pub may_reset: bool,
    /// What was moved where, for ears.
    pub said: String,
    /// The band, the columns, what is away.
    pub lists: Vec<List>,
    /// What stands instead, where somebody else set it meanwhile.
    pub conflict: Option<Conflict>,
}

/// A list that tiles stand in.
#[derive(Debug)]
pub(super) struct List {
    /// `n`, `1`, `2`, `3`, `x`.
    pub key: &'static str,
    pub word: &'static str,
    /// `number`, `card`, or empty for both.
    pub shape: &'static str,
    pub tiles: Vec<TileLine>,
}

/// A tile that can be moved.
#[derive(Debug)]
pub(super) struct TileLine {
    pub key: String,
    pub word: String,
    pub number: bool,
    pub moves: Vec<Move>,
}

/// A button that moves a tile.
#[derive(Debug)]
pub(super) struct Move {
    /// `up`, `down`, `left`, `right`, `away`, `fetch`.
    pub key: &'static str,
    pub word: &'static str,
    /// Its sign, where the word is only heard; empty for the word itself.
    pub icon: &'static str,
    /// Whether it leads nowhere from here. The button stays, so that the focus does.
    pub ends: bool,
}

/// What stands instead.
#[derive(Debug)]
pub(super) struct Conflict {
    /// Who set it and when; empty where it was set back.
    pub by: String,
    pub lists: Vec<(&'static str, String)>,
}
