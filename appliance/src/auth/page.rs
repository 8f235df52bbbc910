//! The log-in page.

use super::passkey::Offer;
use super::text::LoginText;
use crate::modules::emergency::Strip;
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
    /// Emergencies that everybody may read.
    pub emergency: Strip,
    /// What there is to say of what went before.
    pub said: Said,
    /// The button of passkeys, where they may be used.
    pub offer: Option<Offer>,
}

/// What there is to say of what went before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing.
    Nothing,
    /// The last name and password were none.
    Failed,
    /// The last passkey was none.
    PasskeyFailed,
    /// The person was logged out because of time.
    Expired,
    /// The person has just logged out.
    Farewell,
}

impl Said {
    /// Whether the last name and password were none.
    pub(super) fn failed(self) -> bool {
        self == Self::Failed
    }
}
