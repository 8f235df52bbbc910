//! The words around the manual.

use super::book::Reader;
use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct HelpText {
    pub title: &'static str,
    pub chapters: &'static str,
    pub ask: &'static str,
    pub ask_hint: &'static str,
    pub find: &'static str,
    /// Before and after what was asked.
    pub found: (&'static str, &'static str),
    pub near: &'static str,
    pub nothing: &'static str,
    pub nothing_hint: &'static str,
    pub clear: &'static str,
    pub sections: &'static str,
    pub leaflet: &'static str,
    pub print_hint: &'static str,
    pub back: &'static str,
    /// The part of a section in the search over everything.
    pub text: &'static str,
    pub keys: &'static str,
    pub keys_lead: &'static str,
    pub keys_off: &'static str,
    pub keys_change: &'static str,
}

static JA: HelpText = HelpText {
    title: "使い方",
    chapters: "使い方の目次",
    ask: "やりたいこと、困っていること",
    ask_hint: "「パスワード付きのファイルを開くには」のように、文のままでもさがせます。",
    find: "さがす",
    found: ("「", "」の説明"),
    near: "ことばどおりの説明は見つかりませんでした。近いものはこちらです。",
    nothing: "あてはまる説明は見つかりませんでした。",
    nothing_hint: "別のことばでさがすか、目次からお選びください。解決しないときは、情報担当へお尋ねください。",
    clear: "目次にもどる",
    sections: "このページの内容",
    leaflet: "1枚の手引きを印刷する",
    print_hint: "ブラウザーの印刷（Ctrl+P）で紙に出せます。この行は印刷されません。",
    back: "使い方にもどる",
    text: "本文",
    keys: "キー操作",
    keys_lead: "入力らんに文字を入れている間は働きません。どの画面でも「?」で、その画面のキーが出ます。",
    keys_off: "いまは、文字キーを使わない設定です。",
    keys_change: "表示の設定で変える",
};

static EN: HelpText = HelpText {
    title: "Help",
    chapters: "Contents",
    ask: "What you want to do, or what is wrong",
    ask_hint: "A whole sentence will do: how do I open a file with a password?",
    find: "Search",
    found: ("Help on \"", "\""),
    near: "Nothing says exactly this. These come near.",
    nothing: "Nothing was found.",
    nothing_hint: "Try other words, or choose from the contents. If that does not help, ask your IT section.",
    clear: "Back to the contents",
    sections: "On this page",
    leaflet: "Print a one-page guide",
    print_hint: "Print from the browser (Ctrl+P). This line is not printed.",
    back: "Back to help",
    text: "Text",
    keys: "Keys",
    keys_lead: "They rest while you type in a field. On every page ? shows the keys of that page.",
    keys_off: "Single-letter keys are switched off now.",
    keys_change: "Change it under Display",
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static HelpText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// For whom some chapters are.
pub(super) fn reader(language: Language, reader: Reader) -> &'static str {
    match (language, reader) {
        (Language::Japanese, Reader::Clerk) => "職員のみなさまへ",
        (Language::Japanese, Reader::Administrator) => "管理者の方へ",
        (Language::Japanese, Reader::Installer) => "設置業者・情報担当の方へ",
        (Language::English, Reader::Clerk) => "For everybody",
        (Language::English, Reader::Administrator) => "For administrators",
        (Language::English, Reader::Installer) => "For installers and the IT section",
    }
}

/// The heading of a leaflet.
pub(super) fn leaflet(language: Language, reader: Reader) -> &'static str {
    match (language, reader) {
        (Language::Japanese, Reader::Clerk) => "関所の使い方（職員用）",
        (Language::Japanese, Reader::Administrator) => "関所の使い方（管理者用）",
        (Language::Japanese, Reader::Installer) => "関所の使い方（情報担当用）",
        (Language::English, Reader::Clerk) => "Sekisho for staff",
        (Language::English, Reader::Administrator) => "Sekisho for administrators",
        (Language::English, Reader::Installer) => "Sekisho for the IT section",
    }
}

/// 6件.
pub(super) fn counted(language: Language, count: usize) -> String {
    match language {
        Language::Japanese => format!("{count}件"),
        Language::English => format!("{count} found"),
    }
}
