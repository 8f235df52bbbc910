//! The page of the display, as a value.

use super::text::SettingsText;
use crate::web::Tab;
use crate::web::layout::Frame;
use askama::Template;

/// 表示の設定.
#[derive(Debug, Template)]
#[template(path = "modules/settings/display.html")]
pub(super) struct DisplayPage {
    pub frame: Frame,
    pub words: &'static SettingsText,
    pub tabs: Vec<Tab>,
    pub themes: Vec<Choice>,
    pub sizes: Vec<Choice>,
    /// Whether single letters act.
    pub letters: bool,
}

/// Something that can be chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    pub value: &'static str,
    pub word: &'static str,
    pub chosen: bool,
}
