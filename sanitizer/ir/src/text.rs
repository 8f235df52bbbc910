//! Plain text: lines of visible characters, and the charset they were found in.

use serde::{Deserialize, Serialize};

use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::unicode;

/// A cleaned text; lines end in `\n`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The characters.
    pub text: String,
    /// The charset as found, by its usual name.
    pub charset: String,
}

impl Text {
    /// Checks size and characters.
    pub fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        verify_text(&self.text, limits, "text")?;
        verify_line(&self.charset, limits, "charset")
    }
}

/// A text of many lines: within the maximum, only visible characters.
pub(crate) fn verify_text(text: &str, limits: &Limits, what: &'static str) -> Result<(), Refusal> {
    if text.len() > limits.text_bytes {
        return Err(Refusal::TooLarge(what));
    }
    if text.chars().all(unicode::text_allows) {
        Ok(())
    } else {
        Err(Refusal::Character(what))
    }
}

/// A text of one line.
pub(crate) fn verify_line(text: &str, limits: &Limits, what: &'static str) -> Result<(), Refusal> {
    verify_line_within(text, limits.line_chars, what)
}

/// A text of one line and at most `max` characters.
pub(crate) fn verify_line_within(
    text: &str,
    max: usize,
    what: &'static str,
) -> Result<(), Refusal> {
    if text.chars().take(max.saturating_add(1)).count() > max {
        return Err(Refusal::TooLarge(what));
    }
    if text.chars().all(unicode::line_allows) {
        Ok(())
    } else {
        Err(Refusal::Character(what))
    }
}
