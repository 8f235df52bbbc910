//! The page of the samples, as a value.

use super::samples::Row;
use super::text::StyleText;
use crate::web::Tab;
use crate::web::layout::Frame;
use crate::web::table::{Head, Pages};
use askama::Template;

/// 部品の見本.
#[derive(Debug, Template)]
#[template(path = "modules/style/page.html")]
pub(super) struct StylePage {
    pub frame: Frame,
    pub words: &'static StyleText,
    pub themes: Vec<Way>,
    pub sizes: Vec<Way>,
    pub tabs: Vec<Tab>,
    pub heads: Vec<Head>,
    pub rows: Vec<Row>,
    pub pages: Pages,
    /// The roles of the colours.
    pub colours: &'static [&'static str],
    /// The icons of the sprite.
    pub icons: &'static [&'static str],
}

/// The same page in other colours or letters.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub href: String,
    pub word: &'static str,
    pub here: bool,
}
