//! The pages of 二段階の確認, as values.

use super::text::{ManageText, StepText};
use crate::web::layout::{Frame, Plain};
use askama::Template;

/// Asks for the second factor; the same page for every reason it was not right.
#[derive(Debug, Template)]
#[template(path = "auth/second/step.html")]
pub(super) struct StepPage {
    pub plain: Plain,
    pub words: &'static StepText,
    /// Whether the person has an app to ask.
    pub totp: bool,
    /// Whether they have 回復コード left.
    pub recovery: bool,
    /// Whether the last try failed.
    pub failed: bool,
}

/// The app: set up, or in use.
#[derive(Debug, Template)]
#[template(path = "auth/second/totp.html")]
pub(super) struct TotpPage {
    pub frame: Frame,
    pub words: &'static ManageText,
    /// When it was set up, where it is in use.
    pub since: Option<String>,
    pub setup: Option<Setup>,
    /// What to correct.
    pub wrong: Option<&'static str>,
}

/// What a telephone is to learn.
#[derive(Debug)]
pub(super) struct Setup {
    /// SVG of our own making.
    pub picture: String,
    /// The same as letters.
    pub written: String,
    /// The secret, sealed, carried out and back.
    pub carried: String,
}

/// The codes, once.
#[derive(Debug, Template)]
#[template(path = "auth/second/codes.html")]
pub(super) struct CodesPage {
    pub frame: Frame,
    pub words: &'static ManageText,
    pub codes: Vec<String>,
    pub login: String,
    pub made: String,
}
