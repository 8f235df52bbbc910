//! The requests of the mail module: read what was asked, ask the service, hand a page back.

use super::access;
use super::model::{Cursor, Folder, MailboxId, MessageId, Shelf};
use super::page::{DetailPage, HtmlDocument, MailPage, RowFragment};
use super::present::{self, Open, Place};
use super::record::MailRecord;
use super::service::{self, MailError};
use super::stream;
use super::table::{Content, Entry, Message};
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::web::headers::{FILE_POLICY, MAIL_POLICY};
use crate::web::layout::{Frame, Module, Waiting};
use crate::web::{Failure, assets, disposition, is_partial, local_path, page};
use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Form, OriginalUri, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use sekisho_platform::audit::Audit;
use sekisho_platform::store::View;
use sekisho_sanitizer::{Kind, MailReport};
use serde::Deserialize;
use std::sync::Arc;

/// How many rows a page of a list has.
const PAGE: usize = 50;

/// Pictures within a mail's HTML are written into it up to this many bytes in all.
const PICTURES: usize = 8 * 1024 * 1024;

/// The pages of mail, all behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(start))
        .route("/mail", get(start))
        .route("/mail/stream", get(stream::stream))
        .route("/mail/row/{id}", get(row))
        .route("/mail/{folder}", get(list))
        .route("/mail/{folder}/{id}", get(read))
        .route("/mail/{folder}/{id}/html", get(html))
        .route("/mail/{folder}/{id}/story", get(story))
        .route("/mail/{folder}/{id}/headers", get(headers))
        .route("/mail/{folder}/{id}/file/{index}", get(file))
        .route("/mail/{folder}/{id}/{act}", post(act))
}

impl From<MailError> for Failure {
    fn from(error: MailError) -> Self {
        match error {
            MailError::NotThere => Self::NotFound,
            other => Self::Internal("mail", Box::new(other)),
        }
    }
}

impl From<access::Denied> for Failure {
    fn from(_: access::Denied) -> Self {
        Self::NotFound
    }
}

/// What the query of a list or a mail may say.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    unread: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    view: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    folder: String,
}

impl Asked {
    fn place(&self, shelf: Shelf) -> Place {
        Place {
            shelf,
            unread_only: self.unread == "1",
            words: self.q.trim().chars().take(100).collect(),
            after: self.after.parse::<Cursor>().ok(),
        }
    }
}

fn shelf(key: &str) -> Result<Shelf, Failure> {
    Shelf::parse(key).ok_or(Failure::NotFound)
}

fn message_id(text: &str) -> Result<MessageId, Failure> {
    MessageId::parse(text).ok_or(Failure::NotFound)
}

async fn start() -> Redirect {
    Redirect::to("/mail/inbox")
}

/// What every page with the list needs from the store.
struct Listed {
    page: service::ListPage,
    shown: Vec<(Shelf, u64)>,
    waiting: Waiting,
}

fn listed(tx: &View<'_>, cx: &Cx, place: &Place) -> Result<Listed, Failure> {
    let permit = access::may_read(cx, MailboxId::of(cx.staff))?;
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

/// What waits for a person, for the frame of every module's pages.
pub(crate) fn waiting(tx: &View<'_>, cx: &Cx) -> Result<Waiting, Failure> {
    let permit = access::may_read(cx, MailboxId::of(cx.staff))?;
    Ok(Waiting {
        unread: service::mail_count(tx, &permit, Shelf::In(Folder::Inbox))?.unread,
        held: service::mail_count(tx, &permit, Shelf::Held)?.total,
    })
}

async fn list(
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
    let page = mail_page(&cx, &place, found, None, here);
    if !is_partial(&headers) {
        return crate::web::page(&page);
    }
    if place.after.is_some() {
        crate::web::page(&page.as_rows())
    } else {
        crate::web::page(&page.as_list())
    }
}

fn mail_page(
    cx: &Cx,
    place: &Place,
    found: Listed,
    open: Option<(MessageId, super::page::Reading)>,
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

/// An opened mail with its record and report read.
struct Opened {
    entry: Entry,
    message: Message,
    record: MailRecord,
    report: MailReport,
}

/// Fetches a mail of the reader's own mailbox; a mail of anybody else is not there.
async fn open(app: &App, cx: &Arc<Cx>, id: MessageId) -> Result<Opened, Failure> {
    let reader = Arc::clone(cx);
    let (entry, message) = app
        .view(move |tx| -> Result<_, Failure> {
            let permit = access::may_read(&reader, MailboxId::of(reader.staff))?;
            Ok(service::mail_open(tx, &permit, id)?)
        })
        .await?;
    let record = MailRecord::read(&bytes(app, &message.record).await?).map_err(MailError::from)?;
    let report =
        serde_json::from_slice(&bytes(app, &message.report).await?).map_err(MailError::from)?;
    Ok(Opened {
        entry,
        message,
        record,
        report,
    })
}

async fn bytes(app: &App, content: &Content) -> Result<axum::body::Bytes, Failure> {
    Ok(match content {
        Content::Inline(bytes) => bytes.clone().into(),
        Content::Blob(digest) => app.blobs().get(digest).await.map_err(MailError::Blob)?,
    })
}

async fn read(
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
            let permit = access::may_read(&reader, MailboxId::of(reader.staff))?;
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
    let page = mail_page(&cx, &place, found, Some((id, reading)), here);
    if is_partial(&headers) {
        crate::web::page(&page.as_reading())
    } else {
        crate::web::page(&page)
    }
}

async fn mark(app: &App, cx: &Arc<Cx>, id: MessageId, unread: bool) -> Result<(), Failure> {
    let reader = Arc::clone(cx);
    app.update(move |tx| -> Result<(), Failure> {
        let permit = access::may_arrange(&reader, MailboxId::of(reader.staff))?;
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

async fn row(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let shelf = Shelf::parse(&asked.folder).unwrap_or(Shelf::In(Folder::Inbox));
    row_of(&app, &cx, &asked.place(shelf), message_id(&id)?).await
}

async fn row_of(
    app: &App,
    cx: &Arc<Cx>,
    place: &Place,
    id: MessageId,
) -> Result<Response, Failure> {
    let reader = Arc::clone(cx);
    let entry = app
        .view(move |tx| -> Result<_, Failure> {
            let permit = access::may_read(&reader, MailboxId::of(reader.staff))?;
            Ok(service::mail_entry(tx, &permit, id)?)
        })
        .await?;
    let words = text::words(cx.language());
    let row = present::row(place, id, &entry, false, words, &cx.calendar());
    page(&RowFragment { words, row })
}

async fn html(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path((folder, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    shelf(&folder)?;
    let opened = open(&app, &cx, message_id(&id)?).await?;
    let mut body = opened.record.html.clone().ok_or(Failure::NotFound)?;
    let mut left = PICTURES;
    for note in &opened.record.attachments {
        let (Some(inline), Some(file)) = (
            &note.inline_id,
            opened
                .message
                .files
                .iter()
                .find(|file| file.index == note.child),
        ) else {
            continue;
        };
        let name = format!("\"cid:{inline}\"");
        let kind = Kind::from_code(&file.kind).unwrap_or(Kind::Unknown);
        let size = usize::try_from(file.size).unwrap_or(usize::MAX);
        if !matches!(kind, Kind::Png | Kind::Jpeg | Kind::Gif)
            || size > left
            || !body.contains(&name)
        {
            continue;
        }
        left = left.saturating_sub(size);
        let bytes = app.blobs().get(&file.blob).await.map_err(MailError::Blob)?;
        let data = data_encoding::BASE64.encode(&bytes);
        body = body.replace(
            &name,
            &format!("\"data:{};base64,{data}\"", kind.media_type()),
        );
    }
    let document = HtmlDocument {
        lang: cx.language().tag(),
        body,
        style: assets::mail_body().to_owned(),
    };
    let mut response = page(&document)?;
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(MAIL_POLICY),
    );
    Ok(response)
}

async fn story(
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

async fn headers(
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
    story: Vec<super::page::Step>,
    headers: Vec<super::page::HeaderLine>,
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
    let page = DetailPage {
        frame: Frame::new(cx, Module::Mail, waiting, detail.word.to_owned(), here),
        words,
        subject: subject.to_owned(),
        back: format!("{}/{id}", shelf.href()),
        story: detail.story,
        headers: detail.headers,
    };
    if is_partial(headers) {
        crate::web::page(&page.as_detail())
    } else {
        crate::web::page(&page)
    }
}

async fn file(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path((folder, id, index)): Path<(String, String, u32)>,
) -> Result<Response, Failure> {
    shelf(&folder)?;
    let id = message_id(&id)?;
    let reader = Arc::clone(&cx);
    let stored = app
        .update(move |tx| -> Result<_, Failure> {
            let permit = access::may_read(&reader, MailboxId::of(reader.staff))?;
            let (_, message) = service::mail_open(tx, &permit, id)?;
            let file = message
                .files
                .into_iter()
                .find(|file| file.index == index)
                .ok_or(Failure::NotFound)?;
            let who = reader.staff.uuid().to_string();
            let digest = file.blob.to_string();
            Audit::append(
                tx,
                reader.now,
                &who,
                "mail-file-taken",
                &id.to_string(),
                &digest,
            )?;
            Ok(file)
        })
        .await?;
    let kind = Kind::from_code(&stored.kind).unwrap_or(Kind::Unknown);
    let bytes = app
        .blobs()
        .get(&stored.blob)
        .await
        .map_err(MailError::Blob)?;
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(kind.media_type()),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(FILE_POLICY),
    );
    if let Ok(value) = HeaderValue::from_str(&disposition::attachment(&stored.name)) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

#[derive(Debug, Default, Deserialize)]
struct ActForm {
    #[serde(default)]
    next: String,
}

async fn act(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path((folder, id, act)): Path<(String, String, String)>,
    headers: HeaderMap,
    Form(form): Form<ActForm>,
) -> Result<Response, Failure> {
    let (shelf, id) = (shelf(&folder)?, message_id(&id)?);
    let to = match act.as_str() {
        "read" | "unread" => None,
        "archive" => Some(Folder::Archive),
        "trash" => Some(Folder::Trash),
        "restore" => Some(Folder::Inbox),
        _ => return Err(Failure::NotFound),
    };
    match to {
        None => mark(&app, &cx, id, act == "unread").await?,
        Some(folder) => {
            let reader = Arc::clone(&cx);
            app.update(move |tx| -> Result<(), Failure> {
                let permit = access::may_arrange(&reader, MailboxId::of(reader.staff))?;
                Ok(service::mail_move(tx, &permit, id, folder)?)
            })
            .await?;
        }
    }
    if to.is_none() && is_partial(&headers) {
        return row_of(&app, &cx, &Asked::default().place(shelf), id).await;
    }
    let next = if form.next.is_empty() {
        shelf.href()
    } else {
        local_path(&form.next)
    };
    Ok(Redirect::to(next).into_response())
}
