//! The page of the list, as a value.

use super::text::FavouriteText;
use crate::web::Tab;
use crate::web::layout::Frame;
use askama::Template;

/// お気に入り.
#[derive(Debug, Template)]
#[template(path = "modules/favourite/page.html")]
pub(super) struct FavouritePage {
    pub frame: Frame,
    pub words: &'static FavouriteText,
    pub tabs: Vec<Tab>,
    pub rows: Vec<Row>,
    /// The number of the change the names were read from.
    pub revision: String,
}

/// A page that is kept.
#[derive(Debug)]
pub(super) struct Row {
    pub href: String,
    pub name: String,
    /// Whether it stands on top.
    pub first: bool,
    /// Whether it stands last.
    pub last: bool,
}
