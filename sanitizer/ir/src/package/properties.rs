//! The few properties of a document that a site may keep: plain words and times, never a link or a setting.

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::unicode;

/// A property is at most so many characters.
pub const PROPERTY_CHARS: usize = 255;

/// Core properties (ECMA-376 Part 2, 11); an empty one is not written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Properties {
    /// Its title.
    pub title: String,
    /// What it is about.
    pub subject: String,
    /// Who made it.
    pub creator: String,
    /// When it was made, as `2026-04-01T08:30:00Z`.
    pub created: String,
    /// When it was last changed, in the same form.
    pub modified: String,
}

impl Properties {
    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn verify(&self) -> Result<(), Refusal> {
        for words in [&self.title, &self.subject, &self.creator] {
            if words.chars().count() > PROPERTY_CHARS {
                return Err(Refusal::TooLarge("a property"));
            }
            if !words.chars().all(unicode::line_allows) {
                return Err(Refusal::Character("a property"));
            }
        }
        if [&self.created, &self.modified]
            .into_iter()
            .all(|time| time.is_empty() || is_time(time))
        {
            Ok(())
        } else {
            Err(Refusal::Vocabulary("a time"))
        }
    }
}

/// A moment in the only form a property is written in: `YYYY-MM-DDThh:mm:ssZ`.
pub fn is_time(text: &str) -> bool {
    text.len() == 20
        && text
            .bytes()
            .zip(b"0000-00-00T00:00:00Z")
            .all(|(byte, form)| {
                if *form == b'0' {
                    byte.is_ascii_digit()
                } else {
                    byte == *form
                }
            })
}

#[cfg(test)]
mod tests {
    use super::{Properties, is_time};

    #[test]
    fn only_words_and_moments_may_stand() {
        assert!(is_time("2026-04-01T08:30:00Z"));
        assert!(!is_time("2026-04-01T08:30:00+09:00") && !is_time("") && !is_time("x"));
        let good = Properties {
            title: "令和8年度 𠮷田様".into(),
            ..Properties::default()
        };
        assert!(good.verify().is_ok() && !good.is_empty());
        for bad in ["a\u{202e}b", "a\nb", &"あ".repeat(256)] {
            let bad = Properties {
                title: bad.to_owned(),
                ..Properties::default()
            };
            assert!(bad.verify().is_err());
        }
    }
}
