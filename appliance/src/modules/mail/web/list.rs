//! The list, and one row of it.

use super::super::access;
use super::super::model::{MailboxId, MessageId, Shelf};
use super::super::page::{MailPage, Reading, RowFragment};
use super::super::present::{self, Place};
use super::super::{service, text};
use super::{Asked, Folder, message_id, shelf, waiting};
use crate::app::App;
use crate::cx::Cx;
use crate::web::layout::{Frame, Module, Waiting};
use crate::web::{Failure, is_partial, page};
use axum::extract::{Extension, OriginalUri, Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use sekisho_platform::store::View;
use std::sync::Arc;

/// How many rows a page of a list has.
const PAGE: usize = 50;

/// What every page with the list needs from the store.
pub(super) struct Listed {
    page: service::ListPage,
    shown: Vec<(Shelf, u64)>,
    waiting: Waiting,
}

pub(super) fn listed(tx: &View<'_>, cx: &Cx, place: &Place) -> Result<Listed, Failure> {
    let permit = access::may_read(tx, cx, MailboxId::of(cx.staff))?;
    let mut shown = Vec::new();
    for shelf in Shelf::ALL {
        shown.push((shelf, service::mail_shown(tx, &permit, shelf)?));
    }
    Ok(Listed {
        page: service::mail_page(tx, &permit, &place.query(PAGE))?,
        shown,
        waiting: waiting(tx, cx)?,
    })
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    OriginalUri(uri): OriginalUri,
    Path(folder): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let place = asked.place(shelf(&folder)?);
    let (reader, at) = (Arc::clone(&cx), place.clone());
    let found = app.view(move |tx| listed(tx, &reader, &at)).await?;
    let here = uri
        .path_and_query()
        .map_or("/mail/inbox", |path| path.as_str());
    let whole = mail_page(&cx, &place, found, None, here);
    if !is_partial(&headers) {
        return page(&whole);
    }
    if place.after.is_some() {
        page(&whole.as_rows())
    } else {
        page(&whole.as_list())
    }
}

pub(super) fn mail_page(
    cx: &Cx,
    place: &Place,
    found: Listed,
    open: Option<(MessageId, Reading)>,
    here: &str,
) -> MailPage {
    let words = text::words(cx.language());
    let calendar = cx.calendar();
    let (id, reading) = open.unzip();
    let title = match &reading {
        Some(reading) => reading.subject.clone(),
        None => present::shelf_word(place.shelf, words).to_owned(),
    };
    MailPage {
        frame: Frame::new(cx, Module::Mail, found.waiting, title, here).searching(&place.words),
        words,
        folders: present::folders(place.shelf, &found.shown, words),
        list: present::list(place, found.page, id, words, &calendar),
        reading,
    }
}

pub(super) async fn row(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let shelf = Shelf::parse(&asked.folder).unwrap_or(Shelf::In(Folder::Inbox));
    row_of(&app, &cx, &asked.place(shelf), message_id(&id)?).await
}

pub(super) async fn row_of(
    app: &App,
    cx: &Arc<Cx>,
    place: &Place,
    id: MessageId,
) -> Result<Response, Failure> {
    let reader = Arc::clone(cx);
    let entry = app
        .view(move |tx| -> Result<_, Failure> {
            let permit = access::may_read(tx, &reader, MailboxId::of(reader.staff))?;
            Ok(service::mail_entry(tx, &permit, id)?)
        })
        .await?;
    let words = text::words(cx.language());
    let row = present::row(place, id, &entry, false, words, &cx.calendar());
    page(&RowFragment { words, row })
}
