//! The requests of 人事異動. Whoever may not administer finds nothing here.

use super::model::{Choice, Choices, DraftId};
use super::page::{DraftPage, ListPage};
use super::service::{self, ReassignmentError};
use super::{book, garoon, read, show, text, tree};
use crate::app::App;
use crate::cx::Cx;
use crate::org::{self, Denied, GrantId, LoginName, PendingId, StaffId, SwapId};
use crate::sheet;
use crate::web::{Failure, disposition};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Extension, Form, Multipart, Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// The largest list.
const LIST_MOST: usize = 8 * 1024 * 1024;

/// The pages, all behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/admin/reassignment", get(list).post(create))
        .route("/admin/reassignment/sample", get(sample))
        .route(
            "/admin/reassignment/garoon",
            get(garoon::web::form).post(garoon::web::convert_files),
        )
        .route(
            "/admin/reassignment/book",
            get(book::web::form).post(book::web::read_file),
        )
        .route("/admin/reassignment/book/{id}", get(book::web::report))
        .route(
            "/admin/reassignment/book/{id}/apply",
            post(book::web::apply),
        )
        .route("/admin/reassignment/book/{id}/undo", post(book::web::undo))
        .route(
            "/admin/reassignment/units",
            get(tree::web::form).post(tree::web::read_file),
        )
        .route("/admin/reassignment/units/file", get(tree::web::file))
        .route("/admin/reassignment/{id}", get(draft))
        .route("/admin/reassignment/{id}/list", get(source))
        .route("/admin/reassignment/{id}/heirs", post(choose))
        .route("/admin/reassignment/{id}/rehearse", post(rehearse))
        .route("/admin/reassignment/{id}/apply", post(apply))
        .route("/admin/reassignment/{id}/undo", post(undo))
        .layer(DefaultBodyLimit::max(LIST_MOST))
}

impl From<ReassignmentError> for Failure {
    fn from(error: ReassignmentError) -> Self {
        match error {
            // What is not there and what is not theirs look the same.
            ReassignmentError::NotThere
            | ReassignmentError::Denied(
                Denied::NoRole | Denied::NotThere | Denied::Oneself | Denied::TakesTwo,
            ) => Self::NotFound,
            other => Self::Internal("reassignment", Box::new(other)),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
struct Told {
    #[serde(default)]
    told: String,
}

/// What was sent with a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    pub title: String,
    pub day: String,
    pub text: String,
    pub refused: Option<&'static str>,
}

#[derive(Debug, Default, Deserialize)]
struct Again {
    /// The list that is put right in the form; nothing for an empty one.
    again: Option<Uuid>,
}

async fn list(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Again>,
) -> Result<Response, Failure> {
    let Some(id) = asked.again.map(DraftId::new) else {
        return listed(&app, cx, Sent::default()).await;
    };
    let reader = Arc::clone(&cx);
    let sent = app.view(move |tx| -> Result<Sent, ReassignmentError> {
        let draft = service::look(tx, &reader, id)?.draft;
        Ok(Sent {
            title: draft.title,
            day: draft.day.to_string(),
            text: service::source(tx, &reader, id)?,
            refused: None,
        })
    });
    let sent = sent.await?;
    listed(&app, cx, sent).await
}

async fn listed(app: &App, cx: Arc<Cx>, sent: Sent) -> Result<Response, Failure> {
    let page = app
        .view(move |tx| -> Result<ListPage, Failure> { show::list(tx, &cx, &sent) })
        .await?;
    crate::web::page(&page)
}

async fn create(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    mut form: Multipart,
) -> Result<Response, Failure> {
    let asked = Arc::clone(&cx);
    app.view(move |tx| -> Result<(), ReassignmentError> {
        org::may_administer(&asked, tx)?;
        Ok(())
    })
    .await?;
    let mut sent = Sent::default();
    let mut file = Vec::new();
    while let Ok(Some(field)) = form.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        let Ok(bytes) = field.bytes().await else {
            break;
        };
        match name.as_str() {
            "file" => file = bytes.to_vec(),
            "title" => String::from_utf8_lossy(&bytes)
                .trim()
                .clone_into(&mut sent.title),
            "day" => String::from_utf8_lossy(&bytes)
                .trim()
                .clone_into(&mut sent.day),
            "text" => sent.text = String::from_utf8_lossy(&bytes).into_owned(),
            _ => {}
        }
    }
    let words = text::words(cx.language());
    let text = if file.is_empty() {
        sent.text.clone()
    } else {
        read::decode(&file)
    };
    let Ok(day) = sent.day.parse::<Date>() else {
        sent.refused = Some(words.no_day);
        return listed(&app, cx, sent).await;
    };
    if text.trim().is_empty() {
        sent.refused = Some(words.no_list);
        return listed(&app, cx, sent).await;
    }
    let title: String = sent
        .title
        .chars()
        .filter(|c| !c.is_control())
        .take(80)
        .collect();
    let title = if title.is_empty() {
        format!("{} {}", cx.calendar().date(day), words.title)
    } else {
        title
    };
    let id = DraftId::new(app.ids().uuid());
    app.update(move |tx| service::draft_create(tx, &cx, id, (&title, day, &text)))
        .await?;
    Ok(Redirect::to(&show::address(id)).into_response())
}

async fn draft(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Query(told): Query<Told>,
) -> Result<Response, Failure> {
    let page = app
        .view(move |tx| -> Result<DraftPage, Failure> {
            show::draft(tx, &cx, DraftId::new(id), &told.told)
        })
        .await?;
    crate::web::page(&page)
}

async fn source(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let id = DraftId::new(id);
    let text = app.view(move |tx| service::source(tx, &cx, id)).await?;
    file("人事異動.csv", &text)
}

/// A list to begin with, for whoever may read one in.
async fn sample(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    app.view(move |tx| -> Result<(), ReassignmentError> {
        org::may_administer(&cx, tx)?;
        Ok(())
    })
    .await?;
    file("人事異動の例.csv", text::SAMPLE)
}

fn file(name: &str, text: &str) -> Result<Response, Failure> {
    let named = disposition::attachment(name);
    let kind = "text/csv; charset=utf-8".to_owned();
    let bytes = sheet::sent_again(text)?;
    Ok((
        [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_DISPOSITION, named),
        ],
        bytes,
    )
        .into_response())
}

async fn choose(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let id = DraftId::new(id);
    let choices: Choices = form.iter().filter_map(chosen).collect();
    let named: Vec<_> = form.iter().filter_map(named).collect();
    let done = app.update(move |tx| service::choose(tx, &cx, id, &choices, &named));
    answer(id, "chosen", done.await)
}

/// `role-…` as the form carries it, with `keep`, `end` or somebody's identity.
fn chosen((field, value): &(String, String)) -> Option<(GrantId, Choice)> {
    let grant = Uuid::try_parse(field.strip_prefix("role-")?).ok()?;
    let choice = match value.as_str() {
        "keep" => Choice::Keep,
        "end" => Choice::End,
        staff => Choice::Heir(StaffId::new(Uuid::try_parse(staff).ok()?)),
    };
    Some((GrantId::new(grant), choice))
}

/// `heir-…` with a log-in name, where somebody else was thought of. One that cannot be is told as nobody's.
fn named((field, value): &(String, String)) -> Option<(GrantId, LoginName)> {
    let grant = Uuid::try_parse(field.strip_prefix("heir-")?).ok()?;
    let login = LoginName::new(value.trim()).ok()?;
    Some((GrantId::new(grant), login))
}

/// 予行, on a copy; what it showed is told on the page and kept nowhere.
async fn rehearse(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let (id, swap) = (DraftId::new(id), SwapId::new(app.ids().uuid()));
    let asked = Arc::clone(&cx);
    let outcome = app
        .store()
        .blocking(move |store| service::rehearse(store, &asked, id, swap))
        .await;
    let done = match outcome {
        Ok(done) => done,
        Err(error) => return answer(id, "", Err(error)),
    };
    let page = app
        .view(move |tx| -> Result<DraftPage, Failure> {
            let mut page = show::draft(tx, &cx, id, "")?;
            page.rehearsed = Some(show::rehearsed(tx, &cx, &done)?);
            Ok(page)
        })
        .await?;
    crate::web::page(&page)
}

async fn apply(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let (id, swap) = (DraftId::new(id), SwapId::new(app.ids().uuid()));
    let by = Arc::clone(&cx);
    let done = app
        .store()
        .blocking(move |store| service::apply(store, &by, id, swap))
        .await;
    if matches!(done, Err(ReassignmentError::Denied(Denied::TakesTwo))) {
        let pending = PendingId::new(app.ids().uuid());
        let done = app.update(move |tx| service::propose(tx, &cx, id, pending));
        return answer(id, "proposed", done.await);
    }
    answer(id, "applied", done.map(|_| ()))
}

async fn undo(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let id = DraftId::new(id);
    let done = app
        .store()
        .blocking(move |store| service::undo(store, &cx, id))
        .await;
    answer(id, "undone", done)
}

/// Back to the page, which says what came of it.
fn answer(
    id: DraftId,
    done: &str,
    outcome: Result<(), ReassignmentError>,
) -> Result<Response, Failure> {
    let told = match outcome {
        Ok(()) => done,
        Err(ReassignmentError::Changed) => "changed",
        Err(ReassignmentError::Findings) => "stopped",
        Err(ReassignmentError::Blocked(_)) => "blocked",
        Err(ReassignmentError::NoHeir(_)) => "no-heir",
        Err(other) => return Err(other.into()),
    };
    let to = format!("{}?told={told}", show::address(id));
    Ok(Redirect::to(&to).into_response())
}
