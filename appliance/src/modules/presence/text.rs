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
