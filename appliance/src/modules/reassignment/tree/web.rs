//! The requests of reading the tree.

use super::super::model::DraftId;
use super::super::service::{self, ReassignmentError};
use super::super::write::written;
use super::super::{read, show, text as common};
use super::compare::{self, Finding, HEAD};
use super::page::{FindingLine, FormPage};
use super::text::{self, TreeText};
use crate::app::App;
use crate::cx::Cx;
use crate::modules::administration::{Room, Tabs};
use crate::sheet::{Rows, Sheet};
use crate::web::out::{Wanted, out};
use crate::web::{Failure, page};
use axum::extract::{Extension, Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use sekisho_platform::store::View;
use serde::Deserialize;
use std::sync::Arc;

/// Where the form is.
const HERE: &str = "/admin/reassignment/units";

/// The most findings that a page shows.
const SHOWN: usize = 500;

/// What is to be said over the form, and how.
type Told = Option<(&'static str, &'static str)>;

/// The form.
pub(in super::super) async fn form(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    let day = cx.today().to_string();
    page(&app.view(move |tx| shown(tx, &cx, &day, None)).await?)
}

fn shown(tx: &View<'_>, cx: &Cx, day: &str, told: Told) -> Result<FormPage, Failure> {
    let own = text::words(cx.language());
    Ok(FormPage {
        frame: show::room(tx, cx, own.title, HERE)?,
        tabs: Tabs::of(tx, cx, Room::Reassignment)?,
        words: common::words(cx.language()),
        own,
        day: day.to_owned(),
        told,
        findings: Vec::new(),
    })
}

/// A file: what is wrong with it, or the list of 人事異動 that came of it.
pub(in super::super) async fn read_file(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    mut sent: Multipart,
) -> Result<Response, Failure> {
    let (own, today) = (text::words(cx.language()), cx.today());
    let asked = Arc::clone(&cx);
    // Nothing is read for whoever may not.
    app.view(move |tx| service::known(tx, &asked, today).map(drop))
        .await?;
    let (mut day, mut file) = (String::new(), Vec::new());
    while let Ok(Some(field)) = sent.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        let Ok(bytes) = field.bytes().await else {
            break;
        };
        match name.as_str() {
            "day" => String::from_utf8_lossy(&bytes).trim().clone_into(&mut day),
            "file" => file = bytes.to_vec(),
            _ => {}
        }
    }
    let (Ok(on), false) = (day.parse::<Date>(), file.is_empty()) else {
        let told = Some(("is-danger", own.no_file));
        return again(&app, cx, day, told, Vec::new()).await;
    };
    let cp932 = read::is_cp932(&file);
    let text = read::decode(&file);
    let text = text.trim_start_matches('\u{FEFF}').to_owned();
    let (asked, compared) = (Arc::clone(&cx), text.clone());
    let report = app
        .view(move |tx| -> Result<_, ReassignmentError> {
            let known = service::known(tx, &asked, on)?;
            Ok(compare::compare(&known, &compared, cp932))
        })
        .await?;
    if !report.findings.is_empty() {
        let lines = lines(own, &text, &report.findings);
        let told = Some(("is-danger", own.stopped));
        return again(&app, cx, day, told, lines).await;
    }
    if report.rows.is_empty() {
        return again(&app, cx, day, Some(("", own.nothing)), Vec::new()).await;
    }
    let id = DraftId::new(app.ids().uuid());
    let title = format!("{} {}", cx.calendar().date(on), own.draft_title);
    app.update(move |tx| {
        let list = written(&report.rows);
        service::draft_create(tx, &cx, id, (&title, on, &list))
    })
    .await?;
    Ok(Redirect::to(&show::address(id)).into_response())
}

fn lines(own: &TreeText, text: &str, findings: &[Finding]) -> Vec<FindingLine> {
    let source: Vec<&str> = text.lines().collect();
    let findings = findings.iter().take(SHOWN);
    findings
        .map(|finding| {
            let (what, next) = own.finding(finding);
            FindingLine {
                line: finding.line,
                column: finding.column,
                what,
                row: show::cells(&source, finding.line),
                next,
            }
        })
        .collect()
}

async fn again(
    app: &App,
    cx: Arc<Cx>,
    day: String,
    told: Told,
    findings: Vec<FindingLine>,
) -> Result<Response, Failure> {
    let mut again = app.view(move |tx| shown(tx, &cx, &day, told)).await?;
    again.findings = findings;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&again)?).into_response())
}

/// How the tree is wanted.
#[derive(Debug, Default, Deserialize)]
pub(in super::super) struct Asked {
    #[serde(default, rename = "as")]
    kind: String,
    #[serde(default)]
    geta: String,
}

/// The tree of today as a file.
pub(in super::super) async fn file(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let language = cx.language();
    let own = text::words(language);
    let today = cx.today();
    let (sheet, frame) = app
        .view(move |tx| -> Result<_, Failure> {
            let known = service::known(tx, &cx, today)?;
            let mut rows = Rows::default();
            for row in compare::rows(&known) {
                rows.push(row);
            }
            let sheet = Sheet {
                name: own.sheet.to_owned(),
                head: HEAD.map(str::to_owned).to_vec(),
                rows,
            };
            Ok((sheet, show::room(tx, &cx, own.title, HERE)?))
        })
        .await?;
    let wanted = Wanted {
        kind: asked.kind,
        geta: asked.geta == "1",
        stem: format!("{}_{}", sheet.name, today.strftime("%Y%m%d")),
        address: format!("{HERE}/file"),
        back: HERE.to_owned(),
    };
    out(&sheet, &wanted, language, frame)
}
