//! The words of the page about one's own log-in.

use crate::text::Language;

/// Words of サインインの設定.
#[derive(Debug)]
pub(super) struct AccountText {
    pub title: &'static str,
    pub sessions: &'static str,
    pub sessions_hint: &'static str,
    pub here: &'static str,
    pub since: &'static str,
    pub seen: &'static str,
    pub from: &'static str,
    /// A session that stands at the machine, or of which no address is known.
    pub nowhere: &'static str,
    pub end: &'static str,
    pub end_others: &'static str,
    pub password: &'static str,
    pub password_hint: &'static str,
    pub old: &'static str,
    pub new: &'static str,
    pub again: &'static str,
    pub change: &'static str,
    pub done_session: &'static str,
    pub done_password: &'static str,
    pub wrong_old: &'static str,
}

static JA: AccountText = AccountText {
    title: "サインインの設定",
    sessions: "ログイン中の端末",
    sessions_hint: "覚えのないものがあれば、終わらせてからパスワードを変えてください。",
    here: "いま使っている端末",
    since: "ログイン",
    seen: "最後の操作",
    from: "接続元",
    nowhere: "不明",
    end: "ログアウトさせる",
    end_others: "ほかの端末をすべてログアウトさせる",
    password: "パスワードを変える",
    password_hint: "変えると、ほかの端末はログアウトします。",
    old: "今のパスワード",
    new: "新しいパスワード",
    again: "新しいパスワード(もう一度)",
    change: "パスワードを変える",
    done_session: "ログアウトさせました。",
    done_password: "パスワードを変えました。ほかの端末はログアウトしました。",
    wrong_old: "今のパスワードを確かめられませんでした。もう一度入れてください。何度か続いたときは、15分ほど待ってからお試しください。",
};

static EN: AccountText = AccountText {
    title: "Sign-in settings",
    sessions: "Where you are logged in",
    sessions_hint: "If you do not know one of these, log it out and then change your password.",
    here: "This device",
    since: "Logged in",
    seen: "Last used",
    from: "From",
    nowhere: "unknown",
    end: "Log it out",
    end_others: "Log out every other device",
    password: "Change your password",
    password_hint: "Your other devices will be logged out.",
    old: "Password now",
    new: "New password",
    again: "New password, once more",
    change: "Change the password",
    done_session: "Logged out.",
    done_password: "Your password is changed. Your other devices are logged out.",
    wrong_old: "The password you have now could not be confirmed. Please enter it again. After several tries, wait about 15 minutes.",
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static AccountText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}
