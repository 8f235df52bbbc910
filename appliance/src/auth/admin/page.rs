//! The pages of サインインの管理, as values.

use super::text::AdminText;
use crate::modules::administration::Tabs;
use crate::web::layout::Frame;
use askama::Template;

/// The policy, and people to find.
#[derive(Debug, Template)]
#[template(path = "auth/admin/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub words: &'static AdminText,
    pub form: PolicyForm,
    /// What has just been done.
    pub done: Option<&'static str>,
    /// What to correct.
    pub wrong: Option<&'static str>,
    /// Whether app passwords are allowed.
    pub app_passwords: bool,
    /// What was searched for.
    pub query: String,
    pub people: Vec<PersonLine>,
    /// Whether not all who were found are listed.
    pub more: bool,
}

/// The policy as its form shows it.
#[derive(Debug)]
pub(super) struct PolicyForm {
    pub least: u8,
    pub kinds: u8,
    pub days: u16,
    pub former: u8,
    /// Of whom two factors are asked, by its word.
    pub two: &'static str,
    /// Whether any of what an office's rules ask for is on.
    pub legacy: bool,
    /// The revision that was read.
    pub seen: String,
}

/// Somebody in the list.
#[derive(Debug)]
pub(super) struct PersonLine {
    pub href: String,
    pub name: String,
    pub yomi: String,
    pub login: String,
    pub state: State,
}

/// A state in a word and a colour.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    pub word: &'static str,
    pub kind: &'static str,
}

/// How one person stands, and a code for them.
#[derive(Debug, Template)]
#[template(path = "auth/admin/person.html")]
pub(super) struct PersonPage {
    pub frame: Frame,
    pub words: &'static AdminText,
    pub name: String,
    pub yomi: String,
    pub login: String,
    pub state: State,
    pub password: Option<String>,
    pub code: Option<String>,
    pub second: bool,
    pub passkeys: usize,
    pub app_passwords: usize,
    pub sessions: usize,
    /// Where a code is asked for; none when it is not this administrator's to give.
    pub give: Option<Give>,
    /// Why there is none.
    pub refused: Option<&'static str>,
}

/// The form that gives a code.
#[derive(Debug)]
pub(super) struct Give {
    pub action: String,
    pub lead: &'static str,
    /// What is said where it takes two people.
    pub two: Option<&'static str>,
    /// Whether there is a second factor to be taken away.
    pub second: bool,
    /// How many days are offered, and which is chosen.
    pub days: Vec<(i64, bool)>,
}

/// The code, once.
#[derive(Debug, Template)]
#[template(path = "auth/admin/slip.html")]
pub(super) struct SlipPage {
    pub frame: Frame,
    pub words: &'static AdminText,
    pub name: String,
    pub login: String,
    pub code: String,
    pub until: String,
    pub page: String,
}
