//! The words of presence.

use super::model::State;
use crate::text::Language;

/// The word for where somebody is.
pub(crate) fn state_word(language: Language, state: State) -> &'static str {
    match (language, state) {
        (Language::Japanese, State::In) => "在席",
        (Language::Japanese, State::Away) => "離席",
        (Language::Japanese, State::Meeting) => "会議",
        (Language::Japanese, State::Trip) => "外出・出張",
        (Language::Japanese, State::Leave) => "休暇",
        (Language::English, State::In) => "At the desk",
        (Language::English, State::Away) => "Away",
        (Language::English, State::Meeting) => "In a meeting",
        (Language::English, State::Trip) => "Out on duty",
        (Language::English, State::Leave) => "On leave",
    }
}

/// The words of the section's card on the portal.
#[derive(Debug)]
pub(super) struct TileText {
    pub section: &'static str,
    pub phone: &'static str,
    pub directory: &'static str,
    pub no_section: &'static str,
    pub me: &'static str,
    pub change: &'static str,
    pub state: &'static str,
    pub unsaid: &'static str,
    pub until: &'static str,
    pub note: &'static str,
    pub note_hint: &'static str,
    pub keep: &'static str,
}

static JA: TileText = TileText {
    section: "所属のいま",
    phone: "内線",
    directory: "職員録へ",
    no_section: "今日の所属がありません。所属は団体の管理者が登録します。",
    me: "わたし",
    change: "知らせる",
    state: "いまの状態",
    unsaid: "知らせない",
    until: "何時まで",
    note: "ひとこと",
    note_hint: "第2会議室、県庁 など",
    keep: "この状態にする",
};

static EN: TileText = TileText {
    section: "Your section now",
    phone: "Ext.",
    directory: "Directory",
    no_section: "You hold no post today. Posts are entered by your administrator.",
    me: "Me",
    change: "Tell them",
    state: "Where you are",
    unsaid: "Say nothing",
    until: "Until",
    note: "A few words",
    note_hint: "Room 2, prefecture",
    keep: "Say so",
};

/// Those words in `language`.
pub(super) fn tile(language: Language) -> &'static TileText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// 総務係のいま.
pub(super) fn section_now(language: Language, name: &str) -> String {
    match (language, name) {
        (language, "") => tile(language).section.to_owned(),
        (Language::Japanese, name) => format!("{name}のいま"),
        (Language::English, name) => format!("{name} now"),
    }
}

/// 会議 第2会議室 10:30まで.
pub(super) fn told(language: Language, state: &str, note: &str, until: Option<&str>) -> String {
    let until = until.map(|until| match language {
        Language::Japanese => format!("{until}まで"),
        Language::English => format!("until {until}"),
    });
    [state, note, until.as_deref().unwrap_or_default()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("　")
}
/// The part of the house, reading where others are, and saying where one is.
pub(super) fn rights(language: Language) -> (&'static str, &'static str, &'static str) {
    match language {
        Language::Japanese => (
            "在席",
            "職員の在席の状態を見る",
            "自分の在席の状態を知らせる",
        ),
        Language::English => (
            "Presence",
            "See where people say they are",
            "Say where they are themselves",
        ),
    }
}
