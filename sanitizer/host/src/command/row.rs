//! The report for programs: one JSON object a line, its fields always there, pinned by `docs/wire/sanitize.json`.

use sekisho_sanitizer::{PartReport, Reason};
use serde::Serialize;

use super::work::{End, Failure};

/// One file as a line.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    /// The path as it was given or found.
    input: String,
    /// The path of the new file; null where none was written.
    output: Option<String>,
    /// The path of the page, with `--preview`.
    preview: Option<String>,
    /// `clean`, `held`, `unreadable` or `unwritable`.
    state: &'static str,
    /// The code of why it is held.
    reason: Option<&'static str>,
    /// What the machine said of a file that could not be read or written.
    error: Option<String>,
    /// What happened to it, as inside seals.
    report: Option<&'a PartReport>,
    /// What was attached inside it, each written beside it or held; left out where there is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    beside: Vec<Beside<'a>>,
}

/// One thing that was attached inside.
#[derive(Serialize)]
struct Beside<'a> {
    /// The path of the new file; null where none was written.
    output: Option<String>,
    /// What happened to it, as inside seals.
    report: &'a PartReport,
}

impl<'a> Row<'a> {
    pub(super) fn of(end: &'a End<'_>) -> Self {
        let mut row = Self {
            input: end.thing.path.display().to_string(),
            output: None,
            preview: None,
            state: "clean",
            reason: None,
            error: None,
            report: None,
            beside: Vec::new(),
        };
        match &end.result {
            Ok(done) => {
                let report = &done.outcome.report;
                let written = done.written.as_ref().map(|path| path.display().to_string());
                if done.is_page {
                    row.preview = written;
                } else {
                    row.output = written;
                }
                row.reason = report.result.reason().map(Reason::code);
                row.state = if row.reason.is_some() {
                    "held"
                } else {
                    "clean"
                };
                row.report = Some(report);
                let places = done.beside.iter().map(Option::as_ref);
                let places = places.chain(std::iter::repeat(None));
                row.beside = done
                    .outcome
                    .beside
                    .iter()
                    .zip(places)
                    .map(|((report, _), place)| Beside {
                        output: place.map(|path| path.display().to_string()),
                        report,
                    })
                    .collect();
            }
            Err(Failure::Read(error)) => {
                row.state = "unreadable";
                row.error = Some(error.to_string());
            }
            Err(Failure::Write(error)) => {
                row.state = "unwritable";
                row.error = Some(error.to_string());
            }
        }
        row
    }
}
