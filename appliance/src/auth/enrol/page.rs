//! The two steps of 登録: the code, then a password.

use super::text::EnrolText;
use crate::web::layout::Plain;
use askama::Template;

/// Asks for the log-in name and the code; the same page for every reason they did not fit.
#[derive(Debug, Template)]
#[template(path = "auth/enrol/code.html")]
pub(super) struct CodePage {
    pub plain: Plain,
    pub words: &'static EnrolText,
    /// What was typed as the name, to be corrected.
    pub name: String,
    /// Whether the last try failed.
    pub failed: bool,
}

/// Asks for the new password.
#[derive(Debug, Template)]
#[template(path = "auth/enrol/choose.html")]
pub(super) struct ChoosePage {
    pub plain: Plain,
    pub words: &'static EnrolText,
    /// Who chooses.
    pub person: String,
    /// Their log-in name, carried on.
    pub login: String,
    /// The code, carried on.
    pub code: String,
    /// What a password must be.
    pub rules: String,
    /// What to correct.
    pub wrong: Option<String>,
}
