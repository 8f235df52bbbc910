//! The page that asks once more.

use super::text::ConfirmText;
use crate::auth::passkey::Offer;
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
    /// Whether they have a password that could be asked for.
    pub password: bool,
    /// Whether the app's code is asked for with it.
    pub totp: bool,
    /// What to say of the last try.
    pub wrong: Option<&'static str>,
    /// The button of passkeys, where the person has one.
    pub offer: Option<Offer>,
}
