//! The page of emergencies for whoever raises them, as values.

use super::strip::Banner;
use super::text::EmergencyText;
use crate::modules::administration::Tabs;
use crate::web::layout::Frame;
use askama::Template;

/// What stands, the form, and what stood before.
#[derive(Debug, Template)]
#[template(path = "modules/emergency/page.html")]
pub(super) struct EmergencyPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static EmergencyText,
    /// Whom it reaches, how many they are.
    pub lead: String,
    /// Why something was not taken.
    pub refused: Option<&'static str>,
    pub standing: Vec<StandingLine>,
    pub typed: Typed,
    pub levels: Vec<LevelChoice>,
    /// Whom it can reach: value, words, whether it is chosen. Empty where there is no choice.
    pub reaches: Vec<(&'static str, &'static str, bool)>,
    pub past: Vec<PastLine>,
}

/// One that stands.
#[derive(Debug)]
pub(super) struct StandingLine {
    /// Where it is taken down.
    pub action: String,
    /// Its reach, as the form carries it.
    pub reach: &'static str,
    pub reach_word: &'static str,
    pub kind: &'static str,
    pub banner: Banner,
    /// Whether this person may take it down.
    pub theirs: bool,
}

/// A level that can be chosen.
#[derive(Debug)]
pub(super) struct LevelChoice {
    pub tag: &'static str,
    pub word: &'static str,
    pub kind: &'static str,
    pub help: &'static str,
    pub chosen: bool,
}

/// What stands in the form.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub level: String,
    pub text: String,
    /// `2026-11-20T17:00`.
    pub until: String,
    pub reach: String,
}

/// One that stood before.
#[derive(Debug)]
pub(super) struct PastLine {
    pub level: &'static str,
    pub kind: &'static str,
    pub text: String,
    pub by: String,
    pub from: String,
    pub end: String,
}
