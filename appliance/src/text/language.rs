//! The two languages the appliance speaks. Japanese is the first and the one in doubt.

use serde::{Deserialize, Serialize};

/// The language of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Language {
    /// 日本語.
    #[default]
    Japanese,
    /// English.
    English,
}

impl Language {
    /// The tag for the `lang` attribute and for the setting form.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::English => "en",
        }
    }

    /// Reads a tag as a form sends it; anything unknown is Japanese.
    pub(crate) fn from_tag(tag: &str) -> Self {
        if tag.trim().to_ascii_lowercase().starts_with("en") {
            Self::English
        } else {
            Self::Japanese
        }
    }

    /// Reads an `Accept-Language` header: English only when it is asked for before Japanese.
    pub(crate) fn accepted(header: &str) -> Self {
        for part in header.split(',') {
            let tag = part
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase();
            if tag.starts_with("ja") {
                return Self::Japanese;
            }
            if tag.starts_with("en") {
                return Self::English;
            }
        }
        Self::Japanese
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_first_known_language_of_a_browser_wins() {
        assert_eq!(
            Language::accepted("fr, en;q=0.8, ja;q=0.7"),
            Language::English
        );
        assert_eq!(Language::accepted("ja,en-US;q=0.9"), Language::Japanese);
        assert_eq!(Language::accepted(""), Language::Japanese);
        assert_eq!(Language::from_tag("en"), Language::English);
        assert_eq!(Language::from_tag("xx"), Language::Japanese);
    }
}
