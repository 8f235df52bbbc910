//! The words of the page that asks once more.

use crate::text::Language;

/// Words of もう一度の確認.
#[derive(Debug)]
pub(super) struct ConfirmText {
    pub title: &'static str,
    pub lead: &'static str,
    pub password: &'static str,
    pub enter: &'static str,
    pub failed: &'static str,
    pub back: &'static str,
}

static JA: ConfirmText = ConfirmText {
    title: "ご本人の確認",
    lead: "ログインの方法を変える前に、今のパスワードを入れてください。離席中にほかの人が変えるのを防ぎます。",
    password: "今のパスワード",
    enter: "確認して進む",
    failed: "確認できませんでした。もう一度入れてください。何度か続いたときは、15分ほど待ってからお試しください。",
    back: "サインインの設定へ戻る",
};

static EN: ConfirmText = ConfirmText {
    title: "Is it you?",
    lead: "Please enter your password before you change how you log in. It keeps others from doing so while you are away.",
    password: "Password now",
    enter: "Confirm and go on",
    failed: "That could not be confirmed. Please enter it again. After several tries, wait about 15 minutes.",
    back: "Back to sign-in settings",
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static ConfirmText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}
