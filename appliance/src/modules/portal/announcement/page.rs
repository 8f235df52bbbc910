//! The pages of announcements, as values.

use super::text::AnnouncementText;
use crate::modules::portal::tabs::Tabs;
use crate::web::layout::Frame;
use askama::Template;

/// What stands now, and below it for whoever writes what they wrote.
#[derive(Debug, Template)]
#[template(path = "modules/portal/announcement/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub words: &'static AnnouncementText,
    pub tabs: Tabs,
    /// Whether only what must still be read is shown.
    pub must: bool,
    pub standing: Vec<Notice>,
    /// None for whoever writes for nobody.
    pub written: Option<Vec<WrittenLine>>,
}

/// The inside of the card on the portal.
#[derive(Debug, Template)]
#[template(path = "modules/portal/announcement/tile.html")]
pub(super) struct CardBody {
    pub words: &'static AnnouncementText,
    pub standing: Vec<Notice>,
    /// ほか 3 件を見る; empty for none.
    pub more: String,
}

/// An announcement as it is read.
#[derive(Debug)]
pub(super) struct Notice {
    pub id: String,
    pub title: String,
    /// Shown with its lines.
    pub text: String,
    pub must: bool,
    /// Whether this person has yet to say that they have read it.
    pub waits: bool,
    /// From whom, since when, how many of the section have read it.
    pub meta: String,
}

/// One line of what was written.
#[derive(Debug)]
pub(super) struct WrittenLine {
    pub href: String,
    pub title: String,
    pub audience: String,
    pub days: String,
    pub state: &'static str,
    pub kind: &'static str,
    /// Where the readers are told, for what must be read.
    pub readers: Option<String>,
}

/// The form of one announcement.
#[derive(Debug, Template)]
#[template(path = "modules/portal/announcement/form.html")]
pub(super) struct FormPage {
    pub frame: Frame,
    pub words: &'static AnnouncementText,
    pub tabs: Tabs,
    pub heading: &'static str,
    /// Where it is sent.
    pub action: String,
    /// Where it is taken off; none for a new one.
    pub take_off: Option<String>,
    pub revision: u64,
    /// Why it was not taken.
    pub refused: Option<&'static str>,
    /// For whom it can be: value, words, whether it is chosen. One that stands keeps its own.
    pub audiences: Vec<(String, String, bool)>,
    pub typed: Typed,
}

/// What stands in the form.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub title: String,
    pub text: String,
    pub from: String,
    pub until: String,
    pub must: bool,
}

/// Who has read it, section by section.
#[derive(Debug, Template)]
#[template(path = "modules/portal/announcement/readers.html")]
pub(super) struct ReadersPage {
    pub frame: Frame,
    pub words: &'static AnnouncementText,
    pub tabs: Tabs,
    pub title: String,
    pub sections: Vec<SectionLine>,
    pub whole: (usize, usize, usize),
}

/// One section.
#[derive(Debug)]
pub(super) struct SectionLine {
    pub path: String,
    pub people: usize,
    pub read: usize,
    /// The names of those who have not.
    pub rest: Vec<String>,
}
