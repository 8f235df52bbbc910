//! What can be said, and the note beside it.

use serde::{Deserialize, Serialize};

/// Where somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum State {
    /// 在席.
    In,
    /// 離席.
    Away,
    /// 会議.
    Meeting,
    /// 外出・出張.
    Trip,
    /// 休暇.
    Leave,
}

impl State {
    /// Every one, in the order they are offered.
    pub(crate) const ALL: [Self; 5] =
        [Self::In, Self::Away, Self::Meeting, Self::Trip, Self::Leave];

    /// The word of the form and of the mark's shape.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Away => "away",
            Self::Meeting => "meeting",
            Self::Trip => "trip",
            Self::Leave => "leave",
        }
    }

    /// Reads the word of the form; anything else says nothing.
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.tag() == tag)
    }
}

/// A few words beside it: 第2会議室, 県庁. One line, at most forty letters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note(String);

impl Note {
    const MOST: usize = 40;

    /// Takes the beginning of what was typed, without line breaks.
    pub(crate) fn new(text: &str) -> Self {
        let line: String = text
            .trim()
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(Self::MOST)
            .collect();
        Self(line)
    }

    /// The words.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}
