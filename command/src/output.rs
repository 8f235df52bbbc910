//! What the operator sees: tables that line up in Japanese too, or one JSON object.

use std::io::Write as _;

use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use crate::words::Words;

/// Where answers go.
#[derive(Debug)]
pub(crate) struct Output {
    json: bool,
    pub(crate) words: &'static Words,
}

impl Output {
    pub(crate) fn new(json: bool, words: &'static Words) -> Self {
        Self { json, words }
    }

    /// Whether the answer is to be one JSON object.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Shows the answer: as JSON when that was asked for, or else the text.
    pub(crate) fn answer(&self, json: &impl Serialize, text: impl FnOnce() -> String) {
        if self.json {
            line(&serde_json::to_string(json).unwrap_or_default());
        } else {
            line(text().trim_end());
        }
    }

    /// Why nothing could be answered.
    pub(crate) fn failure(&self, report: &miette::Report) {
        if self.json {
            let chain: Vec<String> = report.chain().map(ToString::to_string).collect();
            line(&serde_json::json!({ "ok": false, "error": chain.join(": ") }).to_string());
        }
        aside(&format!("{report:?}"));
    }
}

/// One line to the operator. A closed pipe is not an error of ours.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// One line beside the answer.
pub(crate) fn aside(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// How a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Left,
    Right,
}

/// Lines up rows under a heading. Wide characters count two.
pub(crate) fn table(heading: &[&str], columns: &[Column], rows: &[Vec<String>]) -> String {
    let heading: Vec<String> = heading.iter().map(|&cell| cell.to_owned()).collect();
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(place, _)| {
            let cells = std::iter::once(&heading)
                .chain(rows)
                .filter_map(|row| row.get(place));
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    for row in [&heading, &rule].into_iter().chain(rows) {
        let cells = row
            .iter()
            .zip(&widths)
            .zip(columns)
            .map(|((cell, width), column)| {
                let room = " ".repeat(width.saturating_sub(cell.width()));
                match column {
                    Column::Left => format!("{cell}{room}"),
                    Column::Right => format!("{room}{cell}"),
                }
            });
        let line = cells.collect::<Vec<_>>().join("  ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_where_characters_are_wide() {
        let rows = [
            vec!["受付".to_owned(), "2000".to_owned()],
            vec!["ab".to_owned(), "3".to_owned()],
        ];
        let text = table(&["区分", "n"], &[Column::Left, Column::Right], &rows);
        assert_eq!(text, "区分     n\n────  ────\n受付  2000\nab       3\n");
    }
}
