//! The portal as a value.

use super::text::PortalText;
use crate::modules::mail::Brief;
use crate::web::layout::Frame;
use askama::Template;

/// The portal. The part that changes with the mail is asked for alone when something arrives.
#[derive(Debug, Template)]
#[template(path = "modules/portal/page.html", blocks = ["fresh"])]
pub(super) struct PortalPage {
    pub frame: Frame,
    pub words: &'static PortalText,
    pub greeting: String,
    /// 令和8年11月20日（金）.
    pub day: String,
    /// `2026-11-20 ／ 令和8年度`.
    pub western: String,
    pub tiles: Vec<Tile>,
    pub held: Vec<Brief>,
    /// How many more are held than are shown.
    pub held_more: u64,
    pub unread: Vec<Brief>,
    pub unread_more: u64,
    /// 総務係のいま.
    pub section: String,
    pub people: Vec<PersonNow>,
    pub states: Vec<Choice>,
    pub note: String,
    pub until: String,
    /// The number of the change this was read from, so that another window's is not written over.
    pub revision: String,
}

/// A number with the list behind it.
#[derive(Debug)]
pub(super) struct Tile {
    /// What counts live: `mail`, `held`.
    pub key: &'static str,
    pub href: &'static str,
    pub word: &'static str,
    pub count: u64,
    pub hint: String,
    /// Whether it waits for an act of this person.
    pub waits: bool,
}

/// Somebody of the section.
#[derive(Debug)]
pub(super) struct PersonNow {
    pub name: String,
    /// The mark's shape; empty where nothing was said.
    pub tag: &'static str,
    /// 会議 第2会議室 10:30まで.
    pub told: String,
    pub phone: String,
    /// Whether it is the reader.
    pub me: bool,
}

/// A state that can be chosen.
#[derive(Debug)]
pub(super) struct Choice {
    pub tag: &'static str,
    pub word: &'static str,
    pub chosen: bool,
}
