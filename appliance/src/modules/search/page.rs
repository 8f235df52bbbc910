//! The page of results, as a value.

use super::text::SearchText;
use crate::search::Piece;
use crate::web::Tab;
use crate::web::layout::Frame;
use askama::Template;

/// What was found, module by module.
#[derive(Debug, Template)]
#[template(path = "modules/search/page.html")]
pub(super) struct SearchPage {
    pub frame: Frame,
    pub words: &'static SearchText,
    /// What was asked, as typed; empty for nothing.
    pub q: String,
    /// Whether a part of it was left out.
    pub cut: bool,
    /// Whether the index is still being made.
    pub preparing: bool,
    /// How many in all, in words.
    pub total: String,
    /// All modules and each, with their numbers.
    pub tabs: Vec<Tab>,
    /// The modules in which something was found.
    pub groups: Vec<Section>,
}

/// The results of a module.
#[derive(Debug)]
pub(super) struct Section {
    /// Its name in addresses, which is its icon's too.
    pub name: &'static str,
    pub word: &'static str,
    pub count: String,
    pub hits: Vec<HitRow>,
    /// More of this module, with the number that is not shown; empty for none.
    pub more: Option<(String, String)>,
    /// The pages before and after, in the page of one module.
    pub newer: Option<String>,
    pub older: Option<String>,
    /// Whether there is more than is counted.
    pub too_many: bool,
    /// The module's own list with the same words.
    pub list: Option<String>,
}

/// One result.
#[derive(Debug)]
pub(super) struct HitRow {
    pub href: String,
    pub title: Vec<Piece>,
    pub place: String,
    pub time: String,
    pub datetime: String,
    /// The part in which it was found, and the text around.
    pub why: Vec<(&'static str, Vec<Piece>)>,
}
