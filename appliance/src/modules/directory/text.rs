//! The words of the directory.

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
};

/// The directory's words in `language`.
pub(super) fn words(language: Language) -> &'static DirectoryText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}
