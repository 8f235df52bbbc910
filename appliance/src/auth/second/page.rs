//! The pages of 二段階の確認, as values.

use super::text::{ManageText, SetUpText, StepText};
use crate::auth::passkey::Offer;
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
    /// Whether the last code was none.
    pub failed: bool,
    /// Whether the last passkey was none.
    pub passkey_failed: bool,
    /// The button of passkeys, where the person has one.
    pub offer: Option<Offer>,
}

/// What was tried last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    /// Nothing yet.
    Nothing,
    /// A code.
    Code,
    /// A passkey.
    Passkey,
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

/// Two factors are asked and the person has one: sets another up on the way in.
#[derive(Debug, Template)]
#[template(path = "auth/second/set_up.html")]
pub(super) struct SetUpPage {
    pub plain: Plain,
    pub words: &'static SetUpText,
    pub app: &'static ManageText,
    pub key: KeyForm,
    pub setup: Setup,
    /// What to correct of the app's code.
    pub wrong: Option<&'static str>,
}

/// The form of a passkey on the way in.
#[derive(Debug)]
pub(super) struct KeyForm {
    pub offer: Option<Offer>,
    /// What was typed as its name, to be corrected.
    pub label: String,
    /// What to correct.
    pub wrong: Option<&'static str>,
}

/// The codes, once, before the page that was wanted.
#[derive(Debug, Template)]
#[template(path = "auth/second/first_codes.html")]
pub(super) struct FirstCodesPage {
    pub plain: Plain,
    pub words: &'static ManageText,
    pub codes: Vec<String>,
    pub login: String,
    /// Where they wanted to go, a path of ours.
    pub next: String,
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
