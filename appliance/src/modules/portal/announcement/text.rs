//! The words of announcements.

use crate::text::Language;
use jiff::civil::Date;

/// The fixed words.
#[derive(Debug)]
pub(super) struct AnnouncementText {
    pub title: &'static str,
    pub must: &'static str,
    pub must_number: &'static str,
    pub all: &'static str,
    /// What is so, and what will be here.
    pub none: (&'static str, &'static str),
    pub none_written: &'static str,
    pub read: &'static str,
    pub has_read: &'static str,
    pub only_must: &'static str,
    pub write: &'static str,
    pub written: &'static str,
    pub new_title: &'static str,
    pub change_title: &'static str,
    pub for_whom: &'static str,
    pub heading: &'static str,
    pub text: &'static str,
    pub text_help: &'static str,
    pub from: &'static str,
    pub until: &'static str,
    pub must_choice: &'static str,
    pub must_help: &'static str,
    pub publish: &'static str,
    pub keep: &'static str,
    pub take_off: &'static str,
    pub take_off_lead: &'static str,
    pub back: &'static str,
    pub state: &'static str,
    pub days: &'static str,
    /// 掲載前, 掲載中, 終了.
    pub states: [&'static str; 3],
    pub readers: &'static str,
    pub readers_title: &'static str,
    pub unit: &'static str,
    pub people: &'static str,
    pub count_read: &'static str,
    pub count_rest: &'static str,
    pub rest_names: &'static str,
    pub whole: &'static str,
    pub no_post: &'static str,
    pub done: &'static str,
}

static JA: AnnouncementText = AnnouncementText {
    title: "お知らせ",
    must: "必読",
    must_number: "必読のお知らせ",
    all: "すべて見る",
    none: (
        "いま出ているお知らせはありません。",
        "団体や所属からのお知らせが、ここに出ます。",
    ),
    none_written: "まだありません。「お知らせを書く」から始められます。",
    read: "読みました",
    has_read: "確認済み",
    only_must: "まだ読んでいない必読のお知らせ",
    write: "お知らせを書く",
    written: "書いたお知らせ",
    new_title: "お知らせを書く",
    change_title: "お知らせを直す",
    for_whom: "だれに",
    heading: "題名",
    text: "本文",
    text_help: "なくてもかまいません。1000文字まで。",
    from: "いつから",
    until: "いつまで",
    must_choice: "必読にする",
    must_help: "読んだ人が「読みました」を押します。所属ごとの人数と、まだの人を確かめられます。",
    publish: "お知らせを出す",
    keep: "この内容にする",
    take_off: "取り下げる",
    take_off_lead: "取り下げると、全員のポータルからすぐに消えます。記録は残ります。",
    back: "お知らせに戻る",
    state: "状態",
    days: "掲載する日",
    states: ["掲載前", "掲載中", "終了"],
    readers: "読んだ人",
    readers_title: "読んだ人",
    unit: "所属",
    people: "人数",
    count_read: "読んだ",
    count_rest: "まだ",
    rest_names: "まだの人",
    whole: "合計",
    no_post: "所属なし",
    done: "すべて読みました",
};

static EN: AnnouncementText = AnnouncementText {
    title: "Announcements",
    must: "Must read",
    must_number: "To be read",
    all: "Show all",
    none: (
        "There is no announcement now.",
        "What your organisation or your section announces will appear here.",
    ),
    none_written: "None yet. Begin with “Write an announcement”.",
    read: "I have read it",
    has_read: "Read",
    only_must: "Announcements you still must read",
    write: "Write an announcement",
    written: "What was written",
    new_title: "Write an announcement",
    change_title: "Change an announcement",
    for_whom: "For whom",
    heading: "Title",
    text: "Text",
    text_help: "May be left empty; up to 1,000 characters.",
    from: "From",
    until: "Until",
    must_choice: "Must be read",
    must_help: "Readers say that they have read it. You see the numbers by section and who has not yet.",
    publish: "Announce it",
    keep: "Keep this",
    take_off: "Take it off",
    take_off_lead: "It leaves everybody's portal at once. The record stays.",
    back: "Back to the announcements",
    state: "State",
    days: "Days",
    states: ["Not yet", "Standing", "Over"],
    readers: "Readers",
    readers_title: "Who has read it",
    unit: "Section",
    people: "People",
    count_read: "Read",
    count_rest: "Not yet",
    rest_names: "Who has not",
    whole: "All",
    no_post: "No post",
    done: "All have read it",
};

/// Those words in `language`.
pub(super) fn words(language: Language) -> &'static AnnouncementText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// 11/20から11/30まで, with years where they are not this one.
pub(super) fn days(language: Language, (from, until): (Date, Date), today: Date) -> String {
    let day = |day: Date| {
        if day.year() == today.year() {
            format!("{}/{}", day.month(), day.day())
        } else {
            format!("{}/{}/{}", day.year(), day.month(), day.day())
        }
    };
    match language {
        Language::Japanese => format!("{}から{}まで", day(from), day(until)),
        Language::English => format!("{} to {}", day(from), day(until)),
    }
}

/// 総務係の既読 11/14.
pub(super) fn section_read(language: Language, section: &str, read: usize, all: usize) -> String {
    match language {
        Language::Japanese => format!("{section}の既読 {read}/{all}"),
        Language::English => format!("read in {section}: {read} of {all}"),
    }
}

/// ほか 3 件を見る.
pub(super) fn more(language: Language, rest: usize) -> String {
    match language {
        Language::Japanese => format!("ほか {rest} 件を見る"),
        Language::English => format!("{rest} more"),
    }
}
