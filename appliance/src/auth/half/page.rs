//! The step of a new password.

use super::text::StepText;
use crate::web::layout::Plain;
use askama::Template;

/// Asks for a new password in place of one that has aged.
#[derive(Debug, Template)]
#[template(path = "auth/half/password.html")]
pub(super) struct PasswordPage {
    pub plain: Plain,
    pub words: &'static StepText,
    /// Their log-in name, for the browser's keeper of passwords.
    pub login: String,
    /// What a password must be.
    pub rules: String,
    /// What is asked about their app passwords, where they have any: a question and its explanation.
    pub apps: Option<(&'static str, &'static str)>,
    /// What to correct.
    pub wrong: Option<String>,
}
