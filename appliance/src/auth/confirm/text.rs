//! The words of the page that asks once more.

use crate::text::Language;

/// Words of もう一度の確認.
#[derive(Debug)]
pub(super) struct ConfirmText {
    pub title: &'static str,
    pub lead: &'static str,
    pub password: &'static str,
    pub code: &'static str,
    pub code_help: &'static str,
    pub enter: &'static str,
    pub failed: &'static str,
    pub passkey_failed: &'static str,
    pub back: &'static str,
}

static JA: ConfirmText = ConfirmText {
    title: "ご本人の確認",
    lead: "大切な操作の前に、ご本人であることを確かめます。離席中にほかの人が行うのを防ぎます。",
    password: "今のパスワード",
    code: "確認コード",
    code_help: "確認アプリに表示されている6けたの数字です。一度使った数字は使えません。",
    enter: "確認して進む",
    failed: "確認できませんでした。もう一度入れてください。何度か続いたときは、15分ほど待ってからお試しください。",
    passkey_failed: "パスキーで確認できませんでした。もう一度お試しください。",
    back: "やめてサインインの設定へ",
};

static EN: ConfirmText = ConfirmText {
    title: "Is it you?",
    lead: "Before something that matters, please show that it is you. It keeps others from doing it while you are away.",
    password: "Password now",
    code: "Code",
    code_help: "The six digits your authenticator app shows; each is good once.",
    enter: "Confirm and go on",
    failed: "That could not be confirmed. Please enter it again. After several tries, wait about 15 minutes.",
    passkey_failed: "The passkey did not work. Please try again.",
    back: "Leave it, to sign-in settings",
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static ConfirmText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}
