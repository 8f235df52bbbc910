//! One mail: read, with its way and its headers on request.

use super::super::access;
use super::super::model::{MailboxId, MessageId, Shelf};
use super::super::page::{DetailPage, HeaderLine, Step};
use super::super::present::{self, Open};
use super::super::{service, text};
use super::list::{listed, mail_page};
use super::{Asked, Opened, message_id, open, shelf, waiting};
use crate::app::App;
use crate::cx::Cx;
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, is_partial, page};
use axum::extract::{Extension, OriginalUri, Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::Arc;

pub(super) async fn read(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    OriginalUri(uri): OriginalUri,
    Path((folder, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (place, id) = (asked.place(shelf(&folder)?), message_id(&id)?);
    let mut opened = open(&app, &cx, id).await?;
    // The neighbours are those of the list as it was before reading changed it.
    let (reader, at, entry) = (Arc::clone(&cx), place.clone(), opened.entry.clone());
    let neighbours = app
        .view(move |tx| -> Result<_, Failure> {
            let permit = access::may_read(tx, &reader, MailboxId::of(reader.staff))?;
            Ok(service::mail_neighbours(
                tx,
                &permit,
                &at.query(1),
                id,
                &entry,
            )?)
        })
        .await?;
    if opened.entry.unread {
        // A mail that cannot be marked, because the disk is full, can still be read.
        match mark(&app, &cx, id, false).await {
            Ok(()) => {
                opened.entry.unread = false;
                opened.entry.opened = opened.entry.opened.or(Some(cx.micros()));
            }
            Err(Failure::Internal(code, error)) => {
                tracing::warn!(code, %error, "a mail could not be marked as read");
            }
            Err(failure) => return Err(failure),
        }
    }
    let (reader, at) = (Arc::clone(&cx), place.clone());
    let found = app.view(move |tx| listed(tx, &reader, &at)).await?;
    let reading = present::reading(
        &Open {
            place: &place,
            id,
            entry: &opened.entry,
            message: &opened.message,
            record: &opened.record,
            report: &opened.report,
            neighbours: &neighbours,
            html_shown: asked.view == "html",
            show_story: asked.show == "story",
            show_headers: asked.show == "headers",
        },
        text::words(cx.language()),
        &cx.calendar(),
    );
    let here = uri
        .path_and_query()
        .map_or("/mail/inbox", |path| path.as_str());
    let whole = mail_page(&cx, &place, found, Some((id, reading)), here);
    if is_partial(&headers) {
        page(&whole.as_reading())
    } else {
        page(&whole)
    }
}

pub(super) async fn mark(
    app: &App,
    cx: &Arc<Cx>,
    id: MessageId,
    unread: bool,
) -> Result<(), Failure> {
    let reader = Arc::clone(cx);
    app.update(move |tx| -> Result<(), Failure> {
        let permit = access::may_arrange(tx, &reader, MailboxId::of(reader.staff))?;
        Ok(service::mail_mark(
            tx,
            &permit,
            id,
            unread,
            reader.micros(),
        )?)
    })
    .await
}

pub(super) async fn story(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    OriginalUri(uri): OriginalUri,
    Path((folder, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (shelf, id) = (shelf(&folder)?, message_id(&id)?);
    let opened = open(&app, &cx, id).await?;
    let steps = present::story(
        &opened.entry,
        &opened.message,
        &opened.report,
        &cx.calendar(),
    );
    let word = text::words(cx.language()).story;
    let detail = Detail {
        word,
        story: steps,
        headers: Vec::new(),
    };
    detail_page(&app, &cx, shelf, id, &opened, detail, uri.path(), &headers).await
}

pub(super) async fn headers(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    OriginalUri(uri): OriginalUri,
    Path((folder, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (shelf, id) = (shelf(&folder)?, message_id(&id)?);
    let opened = open(&app, &cx, id).await?;
    let lines = present::headers(&opened.record);
    let word = text::words(cx.language()).headers;
    let detail = Detail {
        word,
        story: Vec::new(),
        headers: lines,
    };
    detail_page(&app, &cx, shelf, id, &opened, detail, uri.path(), &headers).await
}

struct Detail {
    word: &'static str,
    story: Vec<Step>,
    headers: Vec<HeaderLine>,
}

#[expect(
    clippy::too_many_arguments,
    reason = "one page for two requests, both private to this file"
)]
async fn detail_page(
    app: &App,
    cx: &Arc<Cx>,
    shelf: Shelf,
    id: MessageId,
    opened: &Opened,
    detail: Detail,
    here: &str,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let reader = Arc::clone(cx);
    let waiting = app.view(move |tx| waiting(tx, &reader)).await?;
    let words = text::words(cx.language());
    let subject = if opened.record.subject.is_empty() {
        words.no_subject
    } else {
        &opened.record.subject
    };
    let whole = DetailPage {
        frame: Frame::new(cx, Module::Mail, waiting, detail.word.to_owned(), here),
        words,
        subject: subject.to_owned(),
        back: format!("{}/{id}", shelf.href()),
        story: detail.story,
        headers: detail.headers,
    };
    if is_partial(headers) {
        page(&whole.as_detail())
    } else {
        page(&whole)
    }
}
