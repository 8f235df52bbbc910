//! The page that asks once more.

use super::text::ConfirmText;
use crate::web::layout::Frame;
use askama::Template;

/// Asks for the password once more.
#[derive(Debug, Template)]
#[template(path = "auth/confirm/page.html")]
pub(super) struct ConfirmPage {
    pub frame: Frame,
    pub words: &'static ConfirmText,
    /// Where to go on to, a path of ours.
    pub next: String,
    /// Their log-in name, for the browser's keeper of passwords.
    pub login: String,
    /// Whether the last try failed.
    pub failed: bool,
}
