//! The pages of notices, as values.

use super::text::NoticeText;
use crate::web::Tab;
use crate::web::layout::Frame;
use askama::Template;

/// 通知. The list alone is asked for when something changes.
#[derive(Debug, Template)]
#[template(path = "notice/list.html", blocks = ["list"])]
pub(super) struct ListPage {
    pub frame: Frame,
    pub words: &'static NoticeText,
    pub tabs: Vec<Tab>,
    pub rows: Vec<Row>,
    /// Whether only the unread are shown.
    pub unread_only: bool,
    /// Whether there is anything to mark.
    pub any_unread: bool,
    /// This list, for what comes back to it.
    pub here: String,
    /// Older ones; empty for none.
    pub older: String,
    /// Back to the newest; empty on the first part.
    pub newest: &'static str,
}

/// A notice.
#[derive(Debug)]
pub(super) struct Row {
    pub number: u64,
    pub icon: &'static str,
    pub module: &'static str,
    pub title: String,
    pub sentence: String,
    pub time: String,
    pub time_full: String,
    pub datetime: String,
    pub unread: bool,
}

/// 通知の設定.
#[derive(Debug, Template)]
#[template(path = "notice/settings.html")]
pub(super) struct SettingsPage {
    pub frame: Frame,
    pub words: &'static NoticeText,
    pub all: &'static str,
    pub tabs: Vec<Tab>,
    pub groups: Vec<Group>,
    pub hours: bool,
    pub from: String,
    pub until: String,
    pub weekend: bool,
    /// What to correct in the times; empty for nothing.
    pub wrong: &'static str,
    /// Whether a digest is wanted.
    pub digest: bool,
    pub digest_weekend: bool,
    pub times: Vec<Time>,
    /// What to correct in the times of the digest; empty for nothing.
    pub digest_wrong: &'static str,
}

/// A time of the digest.
#[derive(Debug)]
pub(super) struct Time {
    pub name: String,
    pub word: &'static str,
    pub value: String,
}

/// The kinds of a module.
#[derive(Debug)]
pub(super) struct Group {
    pub icon: &'static str,
    pub word: &'static str,
    pub kinds: Vec<KindRow>,
}

/// A kind that can be chosen.
#[derive(Debug)]
pub(super) struct KindRow {
    pub key: String,
    pub word: &'static str,
    pub chosen: bool,
    /// Whether it cannot be left out.
    pub always: bool,
}
