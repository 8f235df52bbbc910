//! The words of the page about one's own log-in.

use crate::auth::WeakPassword;
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
    pub rules: &'static str,
    pub password_hint: &'static str,
    pub old: &'static str,
    pub new: &'static str,
    pub again: &'static str,
    pub change: &'static str,
    pub done_session: &'static str,
    pub done_password: &'static str,
    pub wrong_old: &'static str,
    pub differ: &'static str,
    pub short: &'static str,
    pub long: &'static str,
    pub common: &'static str,
}

impl AccountText {
    /// What to say about a password nobody should have.
    pub(super) fn weak(&self, weak: WeakPassword) -> &'static str {
        match weak {
            WeakPassword::Short => self.short,
            WeakPassword::Long => self.long,
            WeakPassword::Common => self.common,
        }
    }
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
    rules: "12文字以上にしてください。短い文をつなげると、覚えやすく、当てられにくくなります。",
    password_hint: "変えると、ほかの端末はログアウトします。",
    old: "今のパスワード",
    new: "新しいパスワード",
    again: "新しいパスワード(もう一度)",
    change: "パスワードを変える",
    done_session: "ログアウトさせました。",
    done_password: "パスワードを変えました。ほかの端末はログアウトしました。",
    wrong_old: "今のパスワードを確かめられませんでした。もう一度入れてください。何度か続いたときは、15分ほど待ってからお試しください。",
    differ: "新しいパスワードが2つの欄で違っています。同じものを入れてください。",
    short: "新しいパスワードは12文字以上にしてください。",
    long: "新しいパスワードは200文字以内にしてください。",
    common: "そのパスワードは当てられやすいので、別のものにしてください。",
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
    rules: "At least 12 characters. A few short words in a row are easy to remember and hard to guess.",
    password_hint: "Your other devices will be logged out.",
    old: "Password now",
    new: "New password",
    again: "New password, once more",
    change: "Change the password",
    done_session: "Logged out.",
    done_password: "Your password is changed. Your other devices are logged out.",
    wrong_old: "The password you have now could not be confirmed. Please enter it again. After several tries, wait about 15 minutes.",
    differ: "The two new passwords differ. Please enter the same one twice.",
    short: "Please choose a new password of at least 12 characters.",
    long: "Please choose a new password of at most 200 characters.",
    common: "That password is easily guessed. Please choose another.",
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static AccountText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// What to say about a password nobody should have.
pub(in crate::auth) fn weak(language: Language, weak: WeakPassword) -> &'static str {
    words(language).weak(weak)
}

/// What a password must be, one sentence.
pub(in crate::auth) fn rules(language: Language) -> &'static str {
    words(language).rules
}
