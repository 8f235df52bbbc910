//! The words of the directory.

use crate::org::Tenure;
use crate::text::Language;

/// The fixed words of the directory.
#[derive(Debug)]
pub(super) struct DirectoryText {
    pub title: &'static str,
    pub units: &'static str,
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
    tenures: [&'static str; 4],
}

impl DirectoryText {
    /// The short word before a post that is held so; none for the main one.
    pub(super) fn tenure(&self, tenure: Tenure) -> &'static str {
        let [concurrent, joint, seconded, acting] = self.tenures;
        match tenure {
            Tenure::Main => "",
            Tenure::Concurrent => concurrent,
            Tenure::Joint => joint,
            Tenure::Seconded => seconded,
            Tenure::Acting => acting,
        }
    }
}

static JA: DirectoryText = DirectoryText {
    title: "職員録",
    units: "所属",
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
    tenures: ["兼", "併任", "出向", "事務取扱"],
};

static EN: DirectoryText = DirectoryText {
    title: "Directory",
    units: "Units",
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
    tenures: ["also", "jointly", "on loan", "acting"],
};

/// The directory's words in `language`.
pub(super) fn words(language: Language) -> &'static DirectoryText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}
