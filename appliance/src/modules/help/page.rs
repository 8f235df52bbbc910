//! The pages of the manual, as values.

use super::book::{Chapter, Section};
use super::text::HelpText;
use crate::modules::settings::Look;
use crate::search::Piece;
use crate::web::keys::Group;
use crate::web::layout::Frame;
use askama::Template;

/// The first page: a question, and the chapters.
#[derive(Debug, Template)]
#[template(path = "modules/help/page.html")]
pub(super) struct HelpPage {
    pub frame: Frame,
    pub words: &'static HelpText,
    /// What was asked; empty for nothing.
    pub q: String,
    pub hits: Vec<HitRow>,
    /// How many, in words.
    pub count: String,
    /// Whether what was found only comes near.
    pub near: bool,
    pub shelves: Vec<Shelf>,
}

/// A chapter.
#[derive(Debug, Template)]
#[template(path = "modules/help/chapter.html")]
pub(super) struct ChapterPage {
    pub frame: Frame,
    pub words: &'static HelpText,
    pub chapter: &'static Chapter,
    pub shelves: Vec<Shelf>,
}

/// All keys of all modules.
#[derive(Debug, Template)]
#[template(path = "modules/help/keys.html")]
pub(super) struct KeysPage {
    pub frame: Frame,
    pub words: &'static HelpText,
    pub groups: Vec<Group>,
    pub shelves: Vec<Shelf>,
}

/// A sheet to print and to lay beside the machine.
#[derive(Debug, Template)]
#[template(path = "modules/help/leaflet.html")]
pub(super) struct LeafletPage {
    pub words: &'static HelpText,
    pub look: Look,
    pub organisation: String,
    pub heading: &'static str,
    pub day: String,
    pub sections: Vec<&'static Section>,
}

/// The chapters for one kind of reader.
#[derive(Debug)]
pub(super) struct Shelf {
    pub word: &'static str,
    pub leaflet: String,
    pub chapters: Vec<ChapterLink>,
}

/// The way to a chapter.
#[derive(Debug)]
pub(super) struct ChapterLink {
    pub href: String,
    pub title: String,
    /// Its first sentence.
    pub lead: String,
    pub here: bool,
}

/// A section that was found.
#[derive(Debug)]
pub(super) struct HitRow {
    pub href: String,
    pub title: Vec<Piece>,
    pub place: String,
    pub text: Vec<Piece>,
}
