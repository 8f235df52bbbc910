//! The words of the directory.

use crate::org::Tenure;
use crate::text::Language;

/// The fixed words of the directory.
#[derive(Debug)]
pub(super) struct DirectoryText {
    pub title: &'static str,
    pub right: &'static str,
    pub units: &'static str,
    pub groups: &'static str,
    pub account: &'static str,
    pub group_shared: &'static str,
    pub groups_keep: &'static str,
    pub everybody: &'static str,
    pub search: &'static str,
    pub search_do: &'static str,
    pub clear: &'static str,
    /// Before and after the number of people shown.
    pub count: (&'static str, &'static str),
    pub name: &'static str,
    pub unit: &'static str,
    pub post: &'static str,
    pub phone: &'static str,
    pub address: &'static str,
    pub nobody: &'static str,
    pub nobody_hint: &'static str,
    pub day: &'static str,
    /// Before and after a day that is not today.
    pub as_of: (&'static str, &'static str),
    pub today: &'static str,
    /// Of a post that is held beside the main one, in the order of [`Tenure`].
    tenures: [&'static str; 5],
    /// Of the main post, where every post is told how it is held.
    main: &'static str,
    /// The words over the columns of a file.
    pub columns: [&'static str; 8],
    pub out: &'static str,
    pub out_xlsx: &'static str,
    pub out_csv: &'static str,
    pub out_cp932: &'static str,
    pub out_print: &'static str,
    pub print_hint: &'static str,
    pub print_photos: &'static str,
    pub print_plain: &'static str,
    pub back: &'static str,
    /// Before and after the day, on paper.
    pub as_of_short: (&'static str, &'static str),
    pub pages: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    /// Over those who hold nothing on the day.
    pub no_post: &'static str,
    /// The page on which one looks up a log-in name.
    pub suggest: &'static str,
    pub suggest_lead: &'static str,
    pub suggest_list: &'static str,
    /// Where not all who fit are shown.
    pub suggest_more: &'static str,
}

impl DirectoryText {
    /// The short word before a post that is held so; none for the main one.
    pub(super) fn tenure(&self, tenure: Tenure) -> &'static str {
        let [concurrent, joint, seconded, acting, on_leave] = self.tenures;
        match tenure {
            Tenure::Main => "",
            Tenure::Concurrent => concurrent,
            Tenure::Joint => joint,
            Tenure::Seconded => seconded,
            Tenure::Acting => acting,
            Tenure::OnLeave => on_leave,
        }
    }

    /// How a post is held, the main one included.
    pub(super) fn tenure_whole(&self, tenure: Tenure) -> &'static str {
        match tenure {
            Tenure::Main => self.main,
            other => self.tenure(other),
        }
    }
}

/// The words over the columns of the file, in every language it is written in.
pub(crate) fn column_words() -> [[&'static str; 8]; 2] {
    [JA.columns, EN.columns]
}

/// How a post is held, by the word of the file.
pub(crate) fn tenure_named(word: &str) -> Option<Tenure> {
    let all = [
        Tenure::Main,
        Tenure::Concurrent,
        Tenure::Joint,
        Tenure::Seconded,
        Tenure::Acting,
        Tenure::OnLeave,
    ];
    let named = |tenure: &Tenure| {
        [&JA, &EN]
            .iter()
            .any(|words| words.tenure_whole(*tenure) == word)
    };
    all.into_iter().find(named)
}

static JA: DirectoryText = DirectoryText {
    title: "職員録",
    right: "団体のすべての職員の氏名・所属・連絡先を見る",
    units: "所属",
    groups: "グループ",
    account: "課代表",
    group_shared: "共有",
    groups_keep: "グループを作る・直す",
    everybody: "全職員",
    search: "名前・よみ・内線・アドレス",
    search_do: "さがす",
    clear: "さがすのをやめる",
    count: ("", "名"),
    name: "氏名",
    unit: "所属",
    post: "職名",
    phone: "内線",
    address: "メールアドレス",
    nobody: "あてはまる方はいません。",
    nobody_hint: "よみでもさがせます。漢字の新旧、ひらがなとカタカナは区別しません。",
    day: "基準日",
    as_of: ("", "現在の職員録です。"),
    today: "今日にもどす",
    tenures: ["兼", "併任", "出向", "事務取扱", "休職"],
    main: "本務",
    columns: [
        "氏名",
        "よみ",
        "所属",
        "職名",
        "任用の別",
        "内線",
        "メールアドレス",
        "ログイン名",
    ],
    out: "書き出す",
    out_xlsx: "Excel ブック",
    out_csv: "CSV（UTF-8）",
    out_cp932: "CSV（Shift_JIS）",
    out_print: "印刷用の職員録",
    print_hint: "ブラウザーの印刷（Ctrl+P）で紙に出せます。この行は印刷されません。",
    print_photos: "写真を付ける",
    print_plain: "写真を付けない",
    back: "職員録にもどる",
    as_of_short: ("", " 現在"),
    pages: "ページ",
    before: "前の100名",
    after: "次の100名",
    no_post: "所属なし",
    suggest: "職員をさがす",
    suggest_lead: "さがした方のログイン名を、もとのページの欄に入れてください。",
    suggest_list: "あてはまる方",
    suggest_more: "ほかにもいます。もう1文字入れると絞れます。",
};

static EN: DirectoryText = DirectoryText {
    title: "Directory",
    right: "See the name, post and extension of everybody in the organisation",
    units: "Units",
    groups: "Groups",
    account: "Section account",
    group_shared: "shared",
    groups_keep: "Make and change groups",
    everybody: "Everybody",
    search: "Name, reading, extension or address",
    search_do: "Search",
    clear: "Clear the search",
    count: ("", " people"),
    name: "Name",
    unit: "Unit",
    post: "Post",
    phone: "Ext.",
    address: "Mail address",
    nobody: "Nobody matches.",
    nobody_hint: "Readings work too. Width, kana and old forms of letters make no difference.",
    day: "As of",
    as_of: ("The directory as of ", "."),
    today: "Back to today",
    tenures: ["also", "jointly", "on loan", "acting", "on leave"],
    main: "main",
    columns: [
        "Name",
        "Reading",
        "Unit",
        "Post",
        "Held as",
        "Ext.",
        "Mail address",
        "Log-in name",
    ],
    out: "Export",
    out_xlsx: "Excel workbook",
    out_csv: "CSV (UTF-8)",
    out_cp932: "CSV (Shift_JIS)",
    out_print: "Directory for print",
    print_hint: "Print with your browser (Ctrl+P). This line stays on the screen.",
    print_photos: "With photos",
    print_plain: "Without photos",
    back: "Back to the directory",
    as_of_short: ("as of ", ""),
    pages: "Pages",
    before: "100 before",
    after: "Next 100",
    no_post: "Without a post",
    suggest: "Find a person",
    suggest_lead: "Copy the log-in name into the field of the page you came from.",
    suggest_list: "Who matches",
    suggest_more: "There are more. One more letter narrows them down.",
};

/// The directory's words in `language`.
pub(super) fn words(language: Language) -> &'static DirectoryText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// The names of what a person is found by.
#[derive(Debug)]
pub(super) struct FoundText {
    pub name: &'static str,
    pub yomi: &'static str,
    pub phone: &'static str,
    pub address: &'static str,
}

static FOUND_JA: FoundText = FoundText {
    name: "氏名",
    yomi: "よみ",
    phone: "内線",
    address: "アドレス",
};

static FOUND_EN: FoundText = FoundText {
    name: "Name",
    yomi: "Reading",
    phone: "Ext.",
    address: "Address",
};

/// Those names in `language`.
pub(super) fn found(language: Language) -> &'static FoundText {
    match language {
        Language::Japanese => &FOUND_JA,
        Language::English => &FOUND_EN,
    }
}
