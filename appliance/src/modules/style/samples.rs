//! What stands in the samples: made up, and as awkward as real data: long names, rare letters, nothing at all.

use super::text::StyleText;
use crate::web::Tab;
use crate::web::table::{Column, Pages};

/// The roles of the colours, as the style sheet names them.
pub(super) const COLOURS: &[&str] = &[
    "ground",
    "surface",
    "ink",
    "ink-soft",
    "ink-faint",
    "line",
    "line-strong",
    "accent",
    "accent-soft",
    "safe",
    "safe-soft",
    "hold",
    "hold-soft",
    "danger",
    "danger-soft",
    "badge",
];

/// The icons, as the sprite names them.
pub(super) const ICONS: &[&str] = &[
    "gate",
    "home",
    "mail",
    "inbox",
    "unread",
    "read",
    "hold",
    "held",
    "archive",
    "trash",
    "restore",
    "search",
    "bell",
    "person",
    "directory",
    "settings",
    "display",
    "keyboard",
    "lock",
    "language",
    "help",
    "book",
    "star",
    "star-full",
    "passkey",
    "out",
    "left",
    "grip",
    "undo",
    "print",
    "story",
    "download",
    "clip",
    "send",
    "check",
    "shield",
    "alert",
    "info",
    "close",
    "back",
    "next",
    "up",
    "down",
    "sort",
    "more",
    "sign-out",
];

/// A line of the sample list.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub name: &'static str,
    pub place: &'static str,
    pub state: (&'static str, &'static str),
    pub count: u32,
}

/// The columns of the sample list.
pub(super) fn columns(words: &StyleText) -> Vec<Column> {
    let [name, place, state, count] = words.columns;
    vec![
        Column::sorts("name", name),
        Column::fixed(place),
        Column::fixed(state),
        Column::sorts("count", count).of_numbers(),
    ]
}

/// The lines of the sample list.
pub(super) fn rows(words: &StyleText) -> Vec<Row> {
    let [safe, hold, danger, info] = words.states;
    let row = |name, place, state, count| Row {
        name,
        place,
        state,
        count,
    };
    vec![
        row("佐藤 美咲", "総務課総務係", ("safe", safe), 12),
        row("𠮷田 健一", "危機管理課", ("hold", hold), 3),
        row("葛\u{E0100}城 千尋", "会計課", ("info", info), 1_480),
        row(words.long, words.long_place, ("danger", danger), 0),
        row("髙橋 由美", "", ("", info), 27),
    ]
}

/// A line of pages beside each other.
pub(super) fn tabs(words: &StyleText) -> Vec<Tab> {
    let [first, second, third] = words.tabs;
    [
        (first, "128", true),
        (second, "6", false),
        (third, "", false),
    ]
    .map(|(word, count, here)| Tab {
        href: "#style-tabs".to_owned(),
        word,
        count: count.to_owned(),
        here,
    })
    .to_vec()
}

/// A part of a long list.
pub(super) fn pages(words: &StyleText) -> Pages {
    Pages {
        first: 101,
        last: 200,
        total: 7_012,
        before: "#style-table".to_owned(),
        after: "#style-table".to_owned(),
        before_word: words.before,
        after_word: words.after,
    }
}
