//! A pattern for addresses and names: letters as they are, `*` for anything, capitals alike.

use serde::Deserialize;

/// A pattern.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Pattern {
    pieces: Vec<String>,
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        Self {
            pieces: text.to_lowercase().split('*').map(str::to_owned).collect(),
        }
    }
}

impl Pattern {
    /// Whether the whole of `text` fits.
    pub(super) fn fits(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let Some((first, others)) = self.pieces.split_first() else {
            return text.is_empty();
        };
        let Some((last, middle)) = others.split_last() else {
            return text == *first;
        };
        let Some(mut rest) = text.strip_prefix(first.as_str()) else {
            return false;
        };
        for piece in middle {
            match rest.split_once(piece.as_str()) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        rest.ends_with(last.as_str())
    }

    /// Whether every text fits.
    pub(super) fn fits_all(&self) -> bool {
        self.pieces.len() > 1 && self.pieces.iter().all(String::is_empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything_and_the_rest_for_itself() {
        for (pattern, text, fits) in [
            ("*@pref.example", "kikaku@PREF.example", true),
            ("*@pref.example", "kikaku@pref.example.evil", false),
            ("*@*.lg.jp", "a@b.lg.jp", true),
            ("*@*.lg.jp", "a@lg.jp", false),
            ("sato@*", "sato@yamabiko.example", true),
            ("a*a", "a", false),
            ("*", "", true),
            ("", "", true),
            ("", "x", false),
        ] {
            assert_eq!(
                Pattern::from(pattern.to_owned()).fits(text),
                fits,
                "{pattern} {text}"
            );
        }
    }
}
