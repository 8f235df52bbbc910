//! The words of the page of 登録.

use crate::text::Language;

/// Words of 登録.
#[derive(Debug)]
pub(super) struct EnrolText {
    pub heading: &'static str,
    pub lead: &'static str,
    pub name: &'static str,
    pub code: &'static str,
    pub code_help: &'static str,
    pub next: &'static str,
    /// One sentence for every failure; it tells nobody which part was wrong.
    pub failed: &'static str,
    pub log_in: &'static str,
    pub choose: &'static str,
    pub choose_lead: &'static str,
    /// What stands behind the name of whoever is addressed.
    pub honorific: &'static str,
    pub new: &'static str,
    pub again: &'static str,
    pub keep: &'static str,
}

static JA: EnrolText = EnrolText {
    heading: "パスワードの登録",
    lead: "管理者から受け取った登録コードで、ご自分のパスワードを決めます。",
    name: "ログイン名",
    code: "登録コード",
    code_help: "数字12けたです。区切りの線や空白は、あってもなくてもかまいません。",
    next: "次へ進む",
    failed: "ログイン名と登録コードを確かめられませんでした。もう一度お確かめください。期限の過ぎたコードは使えません。続くときは15分ほど待つか、管理者に新しいコードをお求めください。",
    log_in: "ログインの画面へ",
    choose: "パスワードを決める",
    choose_lead: "これからお使いになるパスワードを決めてください。ほかの人は、管理者も含めて、このパスワードを知ることができません。",
    honorific: "さん",
    new: "新しいパスワード",
    again: "新しいパスワード(もう一度)",
    keep: "このパスワードにする",
};

static EN: EnrolText = EnrolText {
    heading: "Choose your password",
    lead: "With the code your administrator gave you, you choose a password of your own.",
    name: "Log-in name",
    code: "Enrolment code",
    code_help: "Twelve digits. Strokes and spaces between them do not matter.",
    next: "Go on",
    failed: "The log-in name and the code could not be confirmed. Please check both. A code whose day is over is good no more. After several tries, wait about 15 minutes or ask your administrator for a new code.",
    log_in: "To the log-in page",
    choose: "Choose a password",
    choose_lead: "Please choose the password you will use from now on. Nobody else can learn it, not even an administrator.",
    honorific: "",
    new: "New password",
    again: "New password, once more",
    keep: "Take this password",
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static EnrolText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}
