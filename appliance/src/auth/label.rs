//! What its owner calls a way of logging in by.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The longest name, in characters.
const MOST: usize = 40;

/// A name of a passkey or an app password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Label(String);

impl Label {
    /// One to forty characters of one line.
    pub(super) fn new(typed: &str) -> Option<Self> {
        if typed.len() > 1_000 {
            return None;
        }
        let whole: String = typed.nfc().collect();
        let whole = whole.trim();
        let fits = (1..=MOST).contains(&whole.chars().count());
        (fits && !whole.chars().any(char::is_control)).then(|| Self(whole.to_owned()))
    }

    /// As it is shown.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_forty_characters_at_most() {
        assert_eq!(
            Label::new("  窓口のPC ").expect("a name").as_str(),
            "窓口のPC"
        );
        assert!(Label::new(&"あ".repeat(40)).is_some());
        let long = "あ".repeat(41);
        let blank = " ".repeat(2_000);
        for wrong in ["", "   ", "a\nb", &long, &blank] {
            assert!(Label::new(wrong).is_none(), "{wrong}");
        }
    }
}
