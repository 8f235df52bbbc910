//! What browsers report when a page tries what its policy forbids. There should never be one; the last few are kept
//! for the operator, without addresses of mails or people.

use crate::app::App;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::post;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// How many reports are kept.
const KEPT: usize = 100;

/// One thing a page tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Violation {
    /// The rule that forbade it.
    pub directive: String,
    /// What was to be loaded: `inline`, `eval`, or the origin and path without a query.
    pub blocked: String,
    /// The page, by its first two steps.
    pub page: String,
}

/// The last reports.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    kept: Mutex<(u64, VecDeque<Violation>)>,
}

impl Reports {
    fn keep(&self, violation: Violation) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.0 = kept.0.saturating_add(1);
        if kept.1.len() >= KEPT {
            kept.1.pop_front();
        }
        kept.1.push_back(violation);
    }

    /// How many there were, and the last of them.
    pub(crate) fn all(&self) -> (u64, Vec<Violation>) {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        (kept.0, kept.1.iter().cloned().collect())
    }
}

#[derive(Deserialize)]
struct Sent {
    #[serde(rename = "csp-report")]
    report: Report,
}

#[derive(Deserialize)]
struct Report {
    #[serde(rename = "document-uri", default)]
    document: String,
    #[serde(rename = "effective-directive", default)]
    effective: String,
    #[serde(rename = "violated-directive", default)]
    violated: String,
    #[serde(rename = "blocked-uri", default)]
    blocked: String,
}

/// The route reports come in by; a browser sends them without asking the page.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/csp-report", post(report))
        .layer(DefaultBodyLimit::max(16 * 1024))
}

async fn report(State(app): State<Arc<App>>, body: Bytes) -> StatusCode {
    let Ok(Sent { report }) = serde_json::from_slice::<Sent>(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    let directive = if report.effective.is_empty() {
        report.violated
    } else {
        report.effective
    };
    let violation = Violation {
        directive: short(&directive),
        blocked: short(bare(&report.blocked)),
        page: short(&steps(&report.document)),
    };
    tracing::warn!(
        code = "csp-report",
        directive = violation.directive,
        "a page tried what its policy forbids"
    );
    app.reports().keep(violation);
    StatusCode::NO_CONTENT
}

/// An address without query and fragment.
fn bare(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// The first two steps of a page's path: which page it was, not whose mail.
fn steps(address: &str) -> String {
    let path = bare(address).splitn(4, '/').nth(3).unwrap_or_default();
    path.split('/')
        .take(2)
        .fold(String::new(), |out, step| out + "/" + step)
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_the_page_and_not_the_mail() {
        assert_eq!(
            steps("https://host:1/mail/inbox/0193575e?x=1"),
            "/mail/inbox"
        );
        assert_eq!(steps("about"), "/");
        assert_eq!(bare("https://a.example/x?secret=1"), "https://a.example/x");
    }

    #[test]
    fn only_the_last_few_are_kept_and_all_are_counted() {
        let reports = Reports::default();
        for n in 0..150 {
            reports.keep(Violation {
                directive: n.to_string(),
                blocked: String::new(),
                page: String::new(),
            });
        }
        let (all, kept) = reports.all();
        assert_eq!((all, kept.len()), (150, KEPT));
        assert_eq!(kept[0].directive, "50");
    }
}
