//! The words of the steps of a log-in.

use crate::text::Language;

/// Words of the page where an aged password is changed.
#[derive(Debug)]
pub(super) struct StepText {
    pub heading: &'static str,
    pub lead: &'static str,
    pub new: &'static str,
    pub again: &'static str,
    pub keep: &'static str,
    pub stop: &'static str,
}

static JA: StepText = StepText {
    heading: "パスワードの変更",
    lead: "団体の決まりにより、パスワードの変更の時期になりました。新しいパスワードを決めると、続きの画面が開きます。",
    new: "新しいパスワード",
    again: "新しいパスワード(もう一度)",
    keep: "このパスワードにする",
    stop: "ログインをやめる",
};

static EN: StepText = StepText {
    heading: "Change your password",
    lead: "By the rules of your organisation it is time for another password. Choose one, and the page you wanted will open.",
    new: "New password",
    again: "New password, once more",
    keep: "Take this password",
    stop: "Do not log in",
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static StepText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}
