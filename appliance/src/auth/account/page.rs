//! The page about one's own log-in, as a value.

use super::text::AccountText;
use crate::web::Tab;
use crate::web::layout::Frame;
use askama::Template;

/// サインインの設定.
#[derive(Debug, Template)]
#[template(path = "auth/account/page.html")]
pub(super) struct AccountPage {
    pub frame: Frame,
    pub words: &'static AccountText,
    pub tabs: Vec<Tab>,
    pub sessions: Vec<SessionLine>,
    /// What a password must be.
    pub rules: String,
    /// When the 確認アプリ was set up.
    pub totp: Option<String>,
    /// How many app passwords they have; none where they have none and may make none.
    pub app_passwords: Option<usize>,
    /// How many passkeys they have.
    pub passkeys: usize,
    /// How many 回復コード are left.
    pub recovery: Option<usize>,
    /// Whether a password alone is not enough.
    pub second: bool,
    /// What has just been done.
    pub done: Option<&'static str>,
    /// What happened to how they log in, the latest first.
    pub news: Vec<NewsLine>,
    /// What is asked about their app passwords when the password changes: a question and its explanation.
    pub apps: Option<(&'static str, &'static str)>,
    /// What to correct in the new password.
    pub wrong: Option<String>,
}

/// One thing that happened to how the person logs in.
#[derive(Debug)]
pub(super) struct NewsLine {
    pub said: &'static str,
    pub when: String,
    /// From which address; empty where it was done for them.
    pub from: String,
}

/// One place where the person is logged in.
#[derive(Debug)]
pub(super) struct SessionLine {
    pub handle: String,
    pub since: String,
    pub seen: String,
    pub address: String,
    pub here: bool,
}
