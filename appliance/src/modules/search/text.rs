//! The words of the page of results.

use crate::text::Language;

/// The fixed words of the page of results.
#[derive(Debug)]
pub(super) struct SearchText {
    pub title: &'static str,
    /// Before and after what was asked.
    pub heading: (&'static str, &'static str),
    pub find: &'static str,
    pub modules: &'static str,
    pub all: &'static str,
    pub begin: &'static str,
    pub begin_hint: &'static str,
    pub nothing: &'static str,
    pub nothing_hint: &'static str,
    pub preparing: &'static str,
    pub preparing_hint: &'static str,
    pub too_many: &'static str,
    /// Before and after the longest question.
    pub cut: (&'static str, &'static str),
    pub newer: &'static str,
    pub older: &'static str,
    /// Before and after the module's name.
    pub list: (&'static str, &'static str),
}

static JA: SearchText = SearchText {
    title: "さがす",
    heading: ("「", "」の検索結果"),
    find: "さがす",
    modules: "さがす場所",
    all: "すべて",
    begin: "メールと職員録をまとめてさがせます。",
    begin_hint: "1文字からさがせます。言葉を空白で区切ると、すべてをふくむものをさがします。",
    nothing: "見つかりませんでした。",
    nothing_hint: "言葉を短くするか、別の言い方でお試しください。漢字の新旧、ひらがなとカタカナ、全角と半角は区別しません。",
    preparing: "検索の準備をしています。",
    preparing_hint: "少し待ってから、もう一度お試しください。ほかの機能はいつもどおり使えます。",
    too_many: "多すぎるため、新しいものから示します。言葉を足すとしぼりこめます。",
    cut: ("長いので、はじめの", "文字、16語まででさがしました。"),
    newer: "新しいもの",
    older: "古いもの",
    list: ("", "の画面でさがす"),
};

static EN: SearchText = SearchText {
    title: "Search",
    heading: ("Results for “", "”"),
    find: "Search",
    modules: "Where to look",
    all: "Everything",
    begin: "Mail and the directory are searched together.",
    begin_hint: "One character is enough. Words with spaces between them must all be there.",
    nothing: "Nothing was found.",
    nothing_hint: "Try fewer or other words. Width, kana and old forms of letters make no difference.",
    preparing: "Search is being prepared.",
    preparing_hint: "Please wait a moment and try again. Everything else works as always.",
    too_many: "There is too much: the newest are shown. More words narrow it down.",
    cut: (
        "That was long: only the first ",
        " characters and 16 words were looked for.",
    ),
    newer: "Newer",
    older: "Older",
    list: ("Search in ", ""),
};

/// The page's words in `language`.
pub(super) fn words(language: Language) -> &'static SearchText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// 1,000, with a mark when there are more.
pub(super) fn number(count: u64, more: bool) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if more {
        out.push('+');
    }
    out
}

/// How many there are, in words.
pub(super) fn counted(language: Language, count: u64, more: bool) -> String {
    let digits = number(count, false);
    match (language, more) {
        (Language::Japanese, false) => format!("{digits}件"),
        (Language::Japanese, true) => format!("{digits}件以上"),
        (Language::English, false) => format!("{digits} found"),
        (Language::English, true) => format!("{digits} or more found"),
    }
}

/// The link to all of a module.
pub(super) fn all_of(language: Language, count: u64, more: bool) -> String {
    let counted = number(count, more);
    match language {
        Language::Japanese => format!("すべて見る（{counted}件）"),
        Language::English => format!("See all ({counted})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(number(1000, true), "1,000+");
        assert_eq!(number(999, false), "999");
        assert_eq!(number(1_234_567, false), "1,234,567");
        assert_eq!(counted(Language::Japanese, 1000, true), "1,000件以上");
    }
}
