//! The frame of a page: bar, rail, and where the module's own part goes. `frame.html` is for people who are
//! logged in, `plain.html` for everything before that.

use super::text::FrameText;
use crate::text::Language;

/// The frame around a page of someone who is logged in. `frame.html` reads it as `frame`.
#[derive(Debug)]
pub(crate) struct Frame {
    /// `ja` or `en`.
    pub lang: &'static str,
    /// `auto`, `light`, `dark` or `contrast`.
    pub theme: &'static str,
    /// The frame's words.
    pub words: &'static FrameText,
    /// The title of the page, without the product's name.
    pub title: String,
    /// The organisation's name.
    pub organisation: String,
    /// The person's name.
    pub person: String,
    /// The post they act in, as `総務課総務係 係長`.
    pub post: String,
    /// The entries of the rail.
    pub rail: Vec<RailItem>,
    /// How many notices wait.
    pub notices: u64,
    /// What stands in the search box.
    pub search: String,
    /// Where live changes come from, empty when there are none.
    pub mail_stream: &'static str,
    /// The path (and query) of this page, for forms that come back to it.
    pub here: String,
}

/// One entry of the rail.
#[derive(Debug)]
pub(crate) struct RailItem {
    /// Where it leads.
    pub href: &'static str,
    /// The symbol's name: `mail`, `directory`.
    pub icon: &'static str,
    /// The module's name on screen.
    pub word: &'static str,
    /// What waits there; zero shows nothing.
    pub count: u64,
    /// Whether the page belongs to it.
    pub here: bool,
    /// Whether a line stands above it.
    pub divider_before: bool,
}

/// The frame of a page before log-in. `plain.html` reads it as `plain`.
#[derive(Debug)]
pub(crate) struct Plain {
    /// `ja` or `en`.
    pub lang: &'static str,
    /// `auto`, `light`, `dark` or `contrast`.
    pub theme: &'static str,
    /// The frame's words.
    pub words: &'static FrameText,
    /// The title of the page.
    pub title: String,
    /// The organisation's name.
    pub organisation: String,
}

impl Plain {
    /// The plain frame with a title.
    pub(crate) fn new(language: Language, organisation: &str, title: &str) -> Self {
        Self {
            lang: language.tag(),
            theme: "auto",
            words: super::text::frame(language),
            title: title.to_owned(),
            organisation: organisation.to_owned(),
        }
    }
}
