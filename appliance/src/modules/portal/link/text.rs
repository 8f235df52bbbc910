//! The words of links.

use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct LinkText {
    pub title: &'static str,
    /// What is so, and what will be here.
    pub none: (&'static str, &'static str),
    pub foreign: &'static str,
    pub list_for: &'static str,
    pub show: &'static str,
    pub none_here: &'static str,
    pub name: &'static str,
    pub address: &'static str,
    pub address_help: &'static str,
    pub group: &'static str,
    pub group_help: &'static str,
    pub new: &'static str,
    pub add: &'static str,
    pub change: &'static str,
    pub keep: &'static str,
    pub remove: &'static str,
    pub up: &'static str,
    pub down: &'static str,
    pub full: &'static str,
}

static JA: LinkText = LinkText {
    title: "リンク集",
    none: (
        "リンクはまだありません。",
        "団体や所属がよく使う行き先が、ここに出ます。",
    ),
    foreign: "（新しいタブで開きます）",
    list_for: "だれのリンク集",
    show: "表示する",
    none_here: "まだリンクがありません。下の欄から加えられます。",
    name: "名前",
    address: "リンク先",
    address_help: "https:// か http:// で始まる住所、または / で始まるこの画面の中の住所",
    group: "まとまり",
    group_help: "同じ名前のリンクが一つにまとまります。なくてもかまいません。",
    new: "リンクを加える",
    add: "加える",
    change: "直す",
    keep: "この内容にする",
    remove: "消す",
    up: "上へ",
    down: "下へ",
    full: "一つのリンク集に入るのは100件までです。使わないものを消してから加えてください。",
};

static EN: LinkText = LinkText {
    title: "Links",
    none: (
        "There are no links yet.",
        "Where your organisation or your section often goes will appear here.",
    ),
    foreign: " (opens a new tab)",
    list_for: "Whose links",
    show: "Show",
    none_here: "There are no links yet. Add the first below.",
    name: "Name",
    address: "Leads to",
    address_help: "Begins with https:// or http://, or with / for a page of this house",
    group: "Group",
    group_help: "Links of one group stand together. May be left empty.",
    new: "Add a link",
    add: "Add",
    change: "Change",
    keep: "Keep this",
    remove: "Remove",
    up: "Up",
    down: "Down",
    full: "A list holds 100 links. Please remove what nobody uses first.",
};

/// Those words in `language`.
pub(super) fn words(language: Language) -> &'static LinkText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}
