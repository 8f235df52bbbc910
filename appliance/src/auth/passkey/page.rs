//! The page of passkeys, and what other pages show of them.

use super::text::{ManageText, OfferText};
use crate::web::layout::Frame;
use askama::Template;

/// The button that asks for a passkey, as `auth/passkey/offer.html` draws it.
#[derive(Clone, Debug)]
pub(in crate::auth) struct Offer {
    pub words: &'static OfferText,
    /// What the button says.
    pub enter: &'static str,
    /// Where the answer is sent; the challenge comes from `begin` below it.
    pub action: &'static str,
    /// Where to go afterwards, a path of ours.
    pub next: String,
    /// The name passkeys belong to.
    pub party: String,
    /// Where the pages must be open for it.
    pub origin: String,
}

/// One's passkeys, and a form for one more.
#[derive(Debug, Template)]
#[template(path = "auth/passkey/page.html")]
pub(super) struct ManagePage {
    pub frame: Frame,
    pub words: &'static ManageText,
    pub offer: Option<Offer>,
    pub passkeys: Vec<Line>,
    /// What was typed as the name, to be corrected.
    pub label: String,
    /// What has just been done.
    pub done: Option<&'static str>,
    /// What to correct.
    pub wrong: Option<&'static str>,
}

/// One passkey.
#[derive(Debug)]
pub(super) struct Line {
    pub handle: String,
    pub label: String,
    pub made: String,
    pub used: Option<String>,
    /// Since when it opens nothing any more.
    pub doubted: Option<String>,
}
