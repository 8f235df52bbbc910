//! The words of サインインの知らせ.

use super::model::Event;
use crate::auth::proof::Means;
use crate::text::Language;

/// Words of the notices.
#[derive(Debug)]
pub(super) struct NewsText {
    pub title: &'static str,
    pub kind: &'static str,
}

static JA: NewsText = NewsText {
    title: "サインイン",
    kind: "ログインの方法が変わったとき",
};

static EN: NewsText = NewsText {
    title: "Sign-in",
    kind: "When a way to log in changes",
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static NewsText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// An event in words.
pub(in crate::auth) fn said(language: Language, event: Event) -> &'static str {
    let (japanese, english) = match event {
        Event::LogIn(Means::Password) => ("パスワードでログイン", "Logged in by password"),
        Event::LogIn(Means::Enrolment) => {
            ("登録コードでログイン", "Logged in by an enrolment code")
        }
        Event::LogIn(Means::Passkey) => ("パスキーでログイン", "Logged in by passkey"),
        Event::LogIn(Means::WithTotp) => (
            "パスワードと確認アプリでログイン",
            "Logged in by password and app",
        ),
        Event::LogIn(Means::WithPasskey) => (
            "パスワードとパスキーでログイン",
            "Logged in by password and passkey",
        ),
        Event::LogIn(Means::WithRecovery) => (
            "回復コードでログインしました",
            "Logged in by a recovery code",
        ),
        Event::PasskeyAdd => ("パスキーが加わりました", "A passkey was added"),
        Event::PasskeyRemove => ("パスキーが消されました", "A passkey was removed"),
        Event::TotpSet => (
            "確認アプリが設定されました",
            "An authenticator app was set up",
        ),
        Event::TotpRemove => (
            "確認アプリが使われなくなりました",
            "The authenticator app was given up",
        ),
        Event::RecoveryCodes => (
            "回復コードが作り直されました",
            "Recovery codes were made anew",
        ),
        Event::AppPassword => ("アプリパスワードが作られました", "An app password was made"),
        Event::Password => ("パスワードが変わりました", "The password was changed"),
        Event::Code => (
            "登録コードが出されました",
            "An enrolment code was given out",
        ),
        Event::Recover => ("再登録の手続きが行われました", "Your account was recovered"),
        Event::Enrol => (
            "登録コードでパスワードが決まりました",
            "A password was chosen with a code",
        ),
    };
    match language {
        Language::Japanese => japanese,
        Language::English => english,
    }
}

/// From where, and what to do about what one does not know.
pub(super) fn from_where(language: Language, from: &str) -> String {
    match (language, from.is_empty()) {
        (Language::Japanese, true) => {
            "管理者が行いました。覚えのないときは、管理者にお尋ねください。".to_owned()
        }
        (Language::Japanese, false) => format!(
            "接続元は {from} です。覚えのないときは、サインインの設定で端末をログアウトさせ、管理者に知らせてください。"
        ),
        (Language::English, true) => {
            "An administrator did it. If you do not know why, please ask.".to_owned()
        }
        (Language::English, false) => format!(
            "From {from}. If it was not you, log the device out in the sign-in settings and tell your administrator."
        ),
    }
}
