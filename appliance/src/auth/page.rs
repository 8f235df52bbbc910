//! The log-in page.

use super::text::LoginText;
use crate::web::layout::Plain;
use askama::Template;

/// The log-in page; the same page for every reason a log-in failed.
#[derive(Debug, Template)]
#[template(path = "auth/login.html")]
pub(super) struct LoginPage {
    pub plain: Plain,
    pub words: &'static LoginText,
    /// What was typed as the name, to be corrected.
    pub name: String,
    /// Where to go afterwards, a path of ours.
    pub next: String,
    /// Whether the last try failed.
    pub failed: bool,
    /// Whether the person was logged out because of time.
    pub expired: bool,
    /// Whether the person has just logged out.
    pub farewell: bool,
}
