//! The report of the command: sentences for people, one JSON line a file for programs.

use std::fmt::Write;
use std::path::Path;

use sekisho_sanitizer::words::{self, Lang};
use sekisho_sanitizer::{Kind, PartReport, PartResult};
use serde::Serialize;

use super::Outcome;

/// One file as a JSON line.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    input: String,
    output: Option<String>,
    report: &'a PartReport,
}

impl<'a> Line<'a> {
    pub(super) fn of(path: &Path, outcome: &'a Outcome) -> Self {
        Self {
            input: path.display().to_string(),
            output: outcome
                .written
                .as_ref()
                .map(|path| path.display().to_string()),
            report: &outcome.outcome.report,
        }
    }
}

/// One file in words: a line of what became of it, a line of why, and its members below.
pub(super) fn lines(path: &Path, outcome: &Outcome, lang: Lang) -> String {
    let report = &outcome.outcome.report;
    let mut out = String::new();
    let place = match &outcome.written {
        Some(written) => written.display().to_string(),
        None => both(lang, "保留", "held").to_owned(),
    };
    let kind = Kind::from_code(&report.detected).unwrap_or(Kind::Unknown);
    let kind = words::kind_word(kind, lang);
    let (open, close) = if lang == Lang::Ja {
        ("（", "）")
    } else {
        (" (", ")")
    };
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{}{open}{kind}{close} → {place}", path.display());
    let _ = write!(out, "  {}", words::part_sentence(report, lang));
    members(&mut out, report, lang, 1);
    out
}

fn members(out: &mut String, report: &PartReport, lang: Lang, depth: usize) {
    for member in &report.members {
        let indent = "  ".repeat(depth);
        let mark = match member.result {
            PartResult::Clean { .. } => both(lang, "済", "ok"),
            PartResult::Held { .. } => both(lang, "保留", "held"),
        };
        let sentence = words::part_sentence(member, lang);
        let _ = write!(out, "\n{indent}- [{mark}] {}: {sentence}", member.name);
        members(out, member, lang, depth + 1);
    }
}

fn both(lang: Lang, ja: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}
