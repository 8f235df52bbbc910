//! The words for codes, in Japanese and English: what was removed and why, what stayed, what to do next.
//!
//! Reports carry codes and numbers; this is the trusted side where they become sentences. Every code
//! of the intermediate forms has its words here; a test holds that. The clerk is never blamed, and
//! a hold always says the next step.

mod finding;
mod kind;
mod place;
mod reason;
mod signature;
mod summary;

pub use finding::{Telling, finding_phrase, telling};
pub use kind::{kind_word, method_word};
pub use place::place_phrase;
pub use reason::{ReasonText, held_text, reason_text};
pub use signature::{signature_phrase, signature_sentences};
pub use summary::{held_where, housekeeping, part_sentence, sentences, summary};

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// 日本語
    #[default]
    Ja,
    /// English
    En,
}

/// A text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Both {
    /// 日本語
    pub ja: &'static str,
    /// English
    pub en: &'static str,
}

impl Both {
    /// The text in one language.
    pub const fn lang(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::En => self.en,
        }
    }
}

pub(crate) const fn both(ja: &'static str, en: &'static str) -> Both {
    Both { ja, en }
}
