//! What can be chosen.

use crate::org::{Preference, Theme};
use crate::text::Language;
use serde::{Deserialize, Serialize};

/// How large the letters are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TextSize {
    /// 標準: 15 px where the browser was left as it came.
    #[default]
    Plain,
    /// 大: a fifth larger.
    Large,
    /// 特大: two fifths larger.
    Larger,
}

impl TextSize {
    /// All of them, the smallest first.
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::Large, Self::Larger];

    /// The word of the form and of the page's root.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Plain => "m",
            Self::Large => "l",
            Self::Larger => "xl",
        }
    }

    /// Reads the word; anything unknown is the plain size.
    pub(crate) fn from_tag(tag: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|size| size.tag() == tag).unwrap_or_default()
    }
}

/// What stands in a person's row of this module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// How large the letters are.
    pub size: TextSize,
    /// Whether a single letter acts (WCAG 2.1.4): a trap for speech input and for hands that tremble.
    pub letters: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            size: TextSize::Plain,
            letters: true,
        }
    }
}

/// How pages look for one person, or for whoever stands before the log-in page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// The language.
    pub language: Language,
    /// The colours.
    pub theme: Theme,
    /// How large the letters are.
    pub size: TextSize,
    /// Whether a single letter acts.
    pub letters: bool,
}

impl Look {
    /// From where the two halves are kept.
    pub(crate) fn new(preference: Preference, settings: Settings) -> Self {
        Self {
            language: preference.language,
            theme: preference.theme,
            size: settings.size,
            letters: settings.letters,
        }
    }

    /// The half that stands in the person's own row.
    pub(super) fn preference(self) -> Preference {
        Preference {
            language: self.language,
            theme: self.theme,
        }
    }

    /// The whole in one word: `ja.dark.l.1`, for a cookie and for taking a change back.
    pub(crate) fn tag(self) -> String {
        let letters = if self.letters { "1" } else { "0" };
        [
            self.language.tag(),
            self.theme.tag(),
            self.size.tag(),
            letters,
        ]
        .join(".")
    }

    /// Reads that word; what is missing or unknown is as it comes.
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        let mut parts = tag.split('.');
        let (language, theme) = (parts.next()?, parts.next()?);
        Some(Self {
            language: Language::from_tag(language),
            theme: Theme::from_tag(theme),
            size: TextSize::from_tag(parts.next().unwrap_or_default()),
            letters: parts.next() != Some("0"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_survives_a_cookie_and_an_older_cookie_still_reads() {
        let look = Look {
            language: Language::English,
            theme: Theme::Contrast,
            size: TextSize::Larger,
            letters: false,
        };
        assert_eq!(Look::from_tag(&look.tag()), Some(look));
        let older = Look::from_tag("ja.dark").expect("two words");
        assert_eq!(
            (older.theme, older.size, older.letters),
            (Theme::Dark, TextSize::Plain, true)
        );
        assert_eq!(Look::from_tag("ja"), None);
        let nonsense = Look::from_tag("%00.x.y.z").expect("words");
        assert_eq!(nonsense.size, TextSize::Plain);
    }
}
