//! The words of アプリパスワード.

use super::model::Scope;
use crate::text::Language;

/// Words of the pages.
#[derive(Debug)]
pub(super) struct ManageText {
    pub title: &'static str,
    pub back: &'static str,
    pub lead: &'static str,
    pub mine: &'static str,
    pub none: &'static str,
    pub asleep: &'static str,
    pub forbidden: &'static str,
    pub made: &'static str,
    pub used: &'static str,
    pub unused: &'static str,
    pub revoke: &'static str,
    pub add: &'static str,
    pub add_lead: &'static str,
    pub label: &'static str,
    pub label_help: &'static str,
    pub scopes: &'static str,
    pub make: &'static str,
    pub wrong_label: &'static str,
    pub wrong_scopes: &'static str,
    pub wrong_many: &'static str,
    pub done_revoked: &'static str,
    pub once: &'static str,
    pub slip_lead: &'static str,
    pub login: &'static str,
    pub secret: &'static str,
    pub kept: &'static str,
    mail: &'static str,
    calendar: &'static str,
    contacts: &'static str,
    between: &'static str,
}

impl ManageText {
    /// What a scope is called.
    pub(super) fn scope(&self, scope: Scope) -> &'static str {
        match scope {
            Scope::Mail => self.mail,
            Scope::Calendar => self.calendar,
            Scope::Contacts => self.contacts,
        }
    }

    /// Several scopes in a row.
    pub(super) fn listed(&self, scopes: impl Iterator<Item = Scope>) -> String {
        let words: Vec<_> = scopes.map(|scope| self.scope(scope)).collect();
        words.join(self.between)
    }
}

static JA: ManageText = ManageText {
    title: "アプリパスワード",
    back: "サインインの設定へ戻る",
    lead: "メールソフトやスマートフォンの予定表など、パスキーや確認コードを使えないアプリのためのパスワードです。1つのアプリに1つ作り、使わなくなったら止めます。画面のログインには使えません。",
    mine: "作ったもの",
    none: "まだありません。",
    asleep: "休止中",
    forbidden: "この団体では、アプリパスワードを使わないことになっています。必要なときは、管理者にご相談ください。",
    made: "作成",
    used: "最後の利用",
    unused: "まだ使っていません",
    revoke: "止める",
    add: "新しく作る",
    add_lead: "作ったパスワードは、次の画面に一度だけ表示します。",
    label: "名前",
    label_help: "どのアプリか分かる名前を付けます。例: 公用スマートフォンの予定表",
    scopes: "使えるもの",
    make: "アプリパスワードを作る",
    wrong_label: "名前は1文字から40文字で入れてください。",
    wrong_scopes: "使えるものを1つ以上選んでください。",
    wrong_many: "作れるのは20個までです。使っていないものを止めてから作ってください。",
    done_revoked: "止めました。このパスワードを使うアプリは、もうつながりません。",
    once: "このパスワードは、ここに一度だけ表示します。アプリに入れたら、控えは残さないでください。",
    slip_lead: "アプリの設定に、次のとおり入れてください。ハイフンは入れても入れなくても構いません。",
    login: "ログイン名",
    secret: "アプリパスワード",
    kept: "アプリに入れました",
    mail: "メール",
    calendar: "予定表",
    contacts: "連絡先",
    between: "、",
};

static EN: ManageText = ManageText {
    title: "App passwords",
    back: "Back to sign-in settings",
    lead: "For programs that know neither passkeys nor codes: a mail program, the calendar on a phone. Make one for each program and revoke it when it is no longer used. It does not log in to these pages.",
    mine: "Those you made",
    none: "None yet.",
    asleep: "Asleep",
    forbidden: "Your organisation does not use app passwords. Ask your administrator if you need one.",
    made: "Made",
    used: "Last used",
    unused: "not used yet",
    revoke: "Revoke",
    add: "Make one",
    add_lead: "The password is shown once, on the next page.",
    label: "Name",
    label_help: "A name that tells you which program it is: calendar on the office phone.",
    scopes: "Good for",
    make: "Make an app password",
    wrong_label: "Please give a name of one to forty characters.",
    wrong_scopes: "Please choose at least one thing it is good for.",
    wrong_many: "Twenty are the most. Revoke one that is not used first.",
    done_revoked: "Revoked. A program that uses it no longer gets in.",
    once: "This password is shown here once. When the program has it, keep no copy.",
    slip_lead: "Enter this in the settings of the program, with or without the hyphens.",
    login: "Log-in name",
    secret: "App password",
    kept: "The program has it",
    mail: "Mail",
    calendar: "Calendar",
    contacts: "Contacts",
    between: ", ",
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static ManageText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// What is asked about app passwords when the password changes: the box, and its explanation.
pub(in crate::auth) fn keep_words(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::Japanese => (
            "アプリパスワードはそのまま使う",
            "選ばないと、作ってあるアプリパスワードはすべて止まります。ほかの人に知られたおそれがあって変えるときは、選ばないでください。",
        ),
        Language::English => (
            "Keep my app passwords",
            "Otherwise those you made end. Leave it unticked if somebody else may have known the password.",
        ),
    }
}
