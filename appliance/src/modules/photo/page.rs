//! The pages of photos, as values.

use super::text::PhotoText;
use crate::modules::administration::Tabs;
use crate::web::Tab;
use crate::web::layout::Frame;
use askama::Template;

/// One person's photo: one's own among the settings, or another's for whoever administers.
#[derive(Debug, Template)]
#[template(path = "modules/photo/photo.html")]
pub(super) struct PhotoPage {
    pub frame: Frame,
    pub words: &'static PhotoText,
    /// The settings beside it; empty for another's.
    pub tabs: Vec<Tab>,
    /// The heading.
    pub heading: String,
    /// Who sees it.
    pub lead: &'static str,
    /// The way back; empty for one's own.
    pub back: &'static str,
    pub name: String,
    pub yomi: String,
    pub initial: String,
    /// Where the picture is; none where there is none.
    pub href: Option<String>,
    /// Where the forms are sent.
    pub action: String,
    /// Whether the organisation shows photos.
    pub shown: bool,
    /// Why something was not taken.
    pub refused: Option<String>,
}

/// What an administrator sees of all of them.
#[derive(Debug, Template)]
#[template(path = "modules/photo/all.html")]
pub(super) struct AllPage {
    pub frame: Frame,
    pub words: &'static PhotoText,
    pub tabs: Tabs,
    pub rules: Vec<RuleChoice>,
    pub people: Vec<Face>,
    /// How many, in words.
    pub count: String,
}

/// Who may see photos, to be chosen.
#[derive(Debug)]
pub(super) struct RuleChoice {
    pub tag: &'static str,
    pub word: &'static str,
    pub help: &'static str,
    pub here: bool,
}

/// Somebody who has one.
#[derive(Debug)]
pub(super) struct Face {
    pub name: String,
    pub href: String,
    pub edit: String,
}
