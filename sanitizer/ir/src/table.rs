//! A table of text cells, as a CSV file carries them.

use serde::{Deserialize, Serialize};

use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::unicode;

/// Rows of cells. What a spreadsheet program would run is made harmless by the writer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The rows; they need not be of one length.
    pub rows: Vec<Vec<String>>,
    /// The separator as found: a comma, a tab or a semicolon.
    pub separator: u8,
}

impl Table {
    /// Checks counts, sizes, characters and the separator.
    pub fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        if !matches!(self.separator, b',' | b'\t' | b';') {
            return Err(Refusal::Vocabulary("a separator"));
        }
        if self.rows.len() > limits.rows {
            return Err(Refusal::TooMany("rows"));
        }
        let mut cells = 0_usize;
        for row in &self.rows {
            cells = cells.saturating_add(row.len());
            if cells > limits.cells {
                return Err(Refusal::TooMany("cells"));
            }
            for cell in row {
                if cell.len() > limits.cell_chars.saturating_mul(4) {
                    return Err(Refusal::TooLarge("a cell"));
                }
                if !cell.chars().all(unicode::text_allows) {
                    return Err(Refusal::Character("a cell"));
                }
            }
        }
        Ok(())
    }
}

/// True where a spreadsheet program could run the cell: it begins, after blanks, with a sign that starts
/// a formula, half or full width, and is not simply a number (−1, +81-3-…) or a line of dashes.
pub fn cell_is_live(cell: &str) -> bool {
    let begun = cell.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '\u{200b}'..='\u{200d}' | '\u{feff}')
    });
    if cell.starts_with(['\t', '\r', '\n']) && !begun.is_empty() {
        return true;
    }
    match begun.chars().next() {
        Some('=' | '@' | '＝' | '＠' | '﹦' | '﹫' | '|') => true,
        Some('+' | '-' | '＋' | '－' | '−' | '﹢' | '﹣') => !is_plain_number(begun),
        _ => false,
    }
}

/// A signed number, a telephone number or a rule of signs: digits, blanks and marks only.
fn is_plain_number(text: &str) -> bool {
    text.trim_end().chars().all(|c| {
        c.is_ascii_digit()
            || ('０'..='９').contains(&c)
            || matches!(
                c,
                '+' | '-' | '＋' | '－' | '−' | '.' | ',' | '．' | '，' | ' ' | '%' | '％'
            )
    })
}

#[cfg(test)]
mod tests {
    use super::cell_is_live;

    #[test]
    fn formulas_are_live_and_numbers_are_not() {
        for live in [
            "=1+1",
            "=cmd|'/c calc'!A0",
            "@SUM(A1)",
            "+cmd|' /C calc'!A0",
            "-2+3+cmd|' /C x'!A0",
            "\t=1",
            "\r=1",
            "＝1+1",
            "＋cmd|x",
            "  =1",
            "\"=1",
            "＠SUM(1)",
            "-A1",
            "|x",
        ] {
            assert!(cell_is_live(live), "{live:?}");
        }
        for plain in [
            "",
            "-1",
            "+81-3-1234-5678",
            "−5",
            "---",
            "3=3",
            "山田",
            "-1,234.5",
            "a@b",
            "\t",
            "＋３％",
        ] {
            assert!(!cell_is_live(plain), "{plain:?}");
        }
    }
}
