//! The requests of reading groups.

use super::compare::{HEAD, rows};
use super::service::{self, BookError};
use super::show::{self, Came, HERE};
use super::table::BookId;
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::org::{GROUPS_MOST, GroupId};
use crate::sheet::{self, Rows, Sheet};
use crate::web::out::{Wanted, out};
use crate::web::{Failure, page};
use axum::extract::{Extension, Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// The form.
pub(in super::super) async fn form(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    page(&app.view(move |tx| show::form(tx, &cx, None)).await?)
}

/// How the groups are wanted.
#[derive(Debug, Default, Deserialize)]
pub(in super::super) struct Asked {
    #[serde(default, rename = "as")]
    kind: String,
    #[serde(default)]
    geta: String,
}

/// The groups as a file.
pub(in super::super) async fn file(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (language, today) = (cx.language(), cx.today());
    let own = text::words(language);
    let (sheet, frame) = app
        .view(move |tx| -> Result<_, Failure> {
            let (_, known) = service::known(tx, &cx)?;
            let mut all = Rows::default();
            for row in rows(&known) {
                all.push(row);
            }
            let sheet = Sheet {
                name: own.sheet.to_owned(),
                head: HEAD.map(str::to_owned).to_vec(),
                rows: all,
            };
            Ok((sheet, show::frame(tx, &cx, HERE)?))
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

/// A file: kept, then shown with what it changes.
pub(in super::super) async fn read_file(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    mut sent: Multipart,
) -> Result<Response, Failure> {
    let asked = Arc::clone(&cx);
    // Nothing is read for whoever may not.
    app.view(move |tx| service::known(tx, &asked).map(drop))
        .await?;
    let mut file = Vec::new();
    while let Ok(Some(field)) = sent.next_field().await {
        let is_file = field.name() == Some("file");
        let Ok(bytes) = field.bytes().await else {
            break;
        };
        if is_file {
            file = bytes.to_vec();
        }
    }
    if file.is_empty() {
        let why = Some(text::words(cx.language()).no_file);
        let form = app.view(move |tx| show::form(tx, &cx, why)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&form)?).into_response());
    }
    let cp932 = sheet::is_cp932(&file);
    let text = sheet::decode(&file);
    let id = BookId::new(app.ids().uuid());
    app.update(move |tx| service::book_read(tx, &cx, id, (&text, cp932)))
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
    let fresh = fresh(app);
    let report = app
        .view(move |tx| show::report(tx, &cx, (id, &fresh), &came))
        .await?;
    Ok((status, page(&report)?).into_response())
}

/// Identities for as many groups as a file may make.
fn fresh(app: &App) -> Vec<GroupId> {
    let ids = std::iter::repeat_with(|| GroupId::new(app.ids().uuid()));
    ids.take(GROUPS_MOST).collect()
}

/// Does it.
pub(in super::super) async fn apply(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let (id, fresh, by) = (BookId::new(id), fresh(&app), Arc::clone(&cx));
    let done = app
        .update(move |tx| service::book_apply(tx, &by, id, &fresh))
        .await;
    let came = match done {
        Ok(()) => return Ok(Redirect::to(&show::address(id)).into_response()),
        Err(BookError::Findings) => Came::Findings,
        Err(BookError::Changed) => Came::Changed,
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
    let (id, by) = (BookId::new(id), Arc::clone(&cx));
    let done = app.update(move |tx| service::book_undo(tx, &by, id)).await;
    let came = match done {
        Ok(others) if others.is_empty() => {
            return Ok(Redirect::to(&show::address(id)).into_response());
        }
        Ok(others) => Came::Others(others),
        Err(BookError::Changed) => Came::Changed,
        Err(other) => return Err(other.into()),
    };
    shown(&app, cx, id, StatusCode::CONFLICT, came).await
}
