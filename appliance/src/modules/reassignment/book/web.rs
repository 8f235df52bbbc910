//! The requests of reading the directory's file.

use super::super::model::DraftId;
use super::super::read;
use super::super::service::ReassignmentError;
use super::service;
use super::show::{self, Came};
use super::table::BookId;
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::org;
use crate::web::{Failure, page};
use axum::extract::{Extension, Form, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// The form.
pub(in super::super) async fn form(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    let day = cx.today().to_string();
    page(&app.view(move |tx| show::form(tx, &cx, &day, None)).await?)
}

/// A file: kept, then shown with what it changes.
pub(in super::super) async fn read_file(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    mut sent: Multipart,
) -> Result<Response, Failure> {
    let asked = Arc::clone(&cx);
    // Nothing is read for whoever may not.
    app.view(move |tx| -> Result<(), ReassignmentError> {
        org::may_administer(&asked, tx)?;
        Ok(())
    })
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
        let why = Some(text::words(cx.language()).no_file);
        let form = app.view(move |tx| show::form(tx, &cx, &day, why)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&form)?).into_response());
    };
    let cp932 = read::is_cp932(&file);
    let text = read::decode(&file);
    let text = text.trim_start_matches('\u{FEFF}').to_owned();
    let id = BookId::new(app.ids().uuid());
    app.update(move |tx| service::book_read(tx, &cx, id, (on, &text, cp932)))
        .await?;
    Ok(Redirect::to(&show::address(id)).into_response())
}

/// What it changes.
pub(in super::super) async fn report(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    shown(&app, cx, BookId::new(id), StatusCode::OK, Came::Opened).await
}

async fn shown(
    app: &App,
    cx: Arc<Cx>,
    id: BookId,
    status: StatusCode,
    came: Came,
) -> Result<Response, Failure> {
    let report = app.view(move |tx| show::report(tx, &cx, id, &came)).await?;
    Ok((status, page(&report)?).into_response())
}

#[derive(Debug, Default, Deserialize)]
pub(in super::super) struct Chosen {
    /// Whether rows that cannot be done are left out.
    #[serde(default)]
    skip: String,
}

/// Puts it right.
pub(in super::super) async fn apply(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Failure> {
    let (id, draft) = (BookId::new(id), DraftId::new(app.ids().uuid()));
    let title = format!(
        "{} {}",
        cx.calendar().date(cx.today()),
        text::words(cx.language()).draft_title
    );
    let (by, skip) = (Arc::clone(&cx), !chosen.skip.is_empty());
    let done = app
        .update(move |tx| service::book_apply(tx, &by, (id, draft), (skip, &title)))
        .await;
    let came = match done {
        Ok(()) => return Ok(Redirect::to(&show::address(id)).into_response()),
        Err(ReassignmentError::Findings) => Came::Findings,
        Err(ReassignmentError::Changed) => Came::Changed,
        Err(other) => return Err(other.into()),
    };
    shown(&app, cx, id, StatusCode::CONFLICT, came).await
}

/// Takes it back.
pub(in super::super) async fn undo(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let id = BookId::new(id);
    let by = Arc::clone(&cx);
    let done = app.update(move |tx| service::book_undo(tx, &by, id)).await;
    let came = match done {
        Ok(others) if others.is_empty() => {
            return Ok(Redirect::to(&show::address(id)).into_response());
        }
        Ok(others) => Came::Others(others),
        Err(ReassignmentError::Changed) => Came::Changed,
        Err(other) => return Err(other.into()),
    };
    shown(&app, cx, id, StatusCode::CONFLICT, came).await
}
