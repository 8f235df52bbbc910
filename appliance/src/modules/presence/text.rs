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

/// The names of what is said.
#[derive(Debug)]
pub(super) struct PresenceText {
    pub state: &'static str,
    pub until: &'static str,
    pub note: &'static str,
}

static JA: PresenceText = PresenceText {
    state: "いまの状態",
    until: "何時まで",
    note: "ひとこと",
};

static EN: PresenceText = PresenceText {
    state: "Where you are",
    until: "Until",
    note: "A few words",
};

/// Those names in `language`.
pub(super) fn words(language: Language) -> &'static PresenceText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}
