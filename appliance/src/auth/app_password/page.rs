//! The pages of app passwords, as values.

use super::text::ManageText;
use crate::web::layout::Frame;
use askama::Template;

/// One's app passwords, and a form for one more.
#[derive(Debug, Template)]
#[template(path = "auth/app_password/page.html")]
pub(super) struct ManagePage {
    pub frame: Frame,
    pub words: &'static ManageText,
    /// Whether the organisation allows them.
    pub allowed: bool,
    pub passwords: Vec<Line>,
    pub label: String,
    pub scopes: Vec<Choice>,
    /// What has just been done.
    pub done: Option<&'static str>,
    /// What to correct.
    pub wrong: Option<&'static str>,
}

/// One app password.
#[derive(Debug)]
pub(super) struct Line {
    pub id: String,
    pub label: String,
    pub scopes: String,
    pub made: String,
    pub used: Option<String>,
}

/// Something an app password may be for.
#[derive(Debug)]
pub(super) struct Choice {
    pub value: &'static str,
    pub word: &'static str,
    pub chosen: bool,
}

/// The secret, once.
#[derive(Debug, Template)]
#[template(path = "auth/app_password/slip.html")]
pub(super) struct SlipPage {
    pub frame: Frame,
    pub words: &'static ManageText,
    pub label: String,
    pub login: String,
    pub secret: String,
    pub scopes: String,
}
