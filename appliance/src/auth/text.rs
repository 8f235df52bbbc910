//! The words of the log-in page.

use crate::text::Language;

/// Words of the log-in page.
#[derive(Debug)]
pub(super) struct LoginText {
    pub heading: &'static str,
    /// What to type, one sentence.
    pub lead: &'static str,
    pub name: &'static str,
    pub password: &'static str,
    pub enter: &'static str,
    /// One sentence for every failure; it tells nobody which part was wrong.
    pub failed: &'static str,
    pub passkey_failed: &'static str,
    pub expired: &'static str,
    pub farewell: &'static str,
    pub first_time: &'static str,
    pub enrol: &'static str,
}

static JA: LoginText = LoginText {
    heading: "ログイン",
    lead: "職員のログイン名とパスワードを入れてください。",
    name: "ログイン名",
    password: "パスワード",
    enter: "ログインする",
    failed: "ログインできませんでした。ログイン名とパスワードをお確かめください。何度か続いたときは、15分ほど待ってからお試しください。",
    passkey_failed: "パスキーでログインできませんでした。もう一度お試しになるか、ログイン名とパスワードをお使いください。",
    expired: "しばらく操作がなかったため、ログアウトしました。もう一度ログインすると、続きの画面が開きます。",
    farewell: "ログアウトしました。",
    first_time: "はじめての方、パスワードを忘れた方は、管理者に登録コードをお求めください。",
    enrol: "登録コードで登録する",
};

static EN: LoginText = LoginText {
    heading: "Log in",
    lead: "Please enter your staff log-in name and password.",
    name: "Log-in name",
    password: "Password",
    enter: "Log in",
    failed: "Logging in did not work. Please check the name and the password. After several tries, wait about 15 minutes and try again.",
    passkey_failed: "Logging in with the passkey did not work. Please try again, or use your name and password.",
    expired: "You were logged out because nothing happened for a while. Log in again and the page you were on will open.",
    farewell: "You are logged out.",
    first_time: "Here for the first time, or forgot your password? Ask your administrator for an enrolment code.",
    enrol: "Enrol with a code",
};

/// The log-in page's words in `language`.
pub(super) fn words(language: Language) -> &'static LoginText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}
