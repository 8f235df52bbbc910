//! The requests of the mail module: read what was asked, ask the service, hand a page back.

mod act;
mod list;
mod part;
mod read;

pub(crate) use act::tell;

use super::access;
use super::model::{Cursor, Folder, MailboxId, MessageId, Shelf};
use super::present::Place;
use super::record::MailRecord;
use super::service::{self, MailError};
use super::stream;
use super::table::{Content, Entry, Message};
use crate::app::App;
use crate::cx::Cx;
use crate::web::Failure;
use crate::web::layout::Waiting;
use axum::Router;
use axum::body::Bytes;
use axum::response::Redirect;
use axum::routing::{get, post};
use sekisho_platform::store::View;
use sekisho_sanitizer::MailReport;
use serde::Deserialize;
use std::sync::Arc;

/// The pages of mail, all behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/mail", get(start))
        .route("/mail/stream", get(stream::stream))
        .route("/mail/row/{id}", get(list::row))
        .route("/mail/{folder}", get(list::list))
        .route("/mail/{folder}/{id}", get(read::read))
        .route("/mail/{folder}/{id}/html", get(part::html))
        .route("/mail/{folder}/{id}/story", get(read::story))
        .route("/mail/{folder}/{id}/headers", get(read::headers))
        .route("/mail/{folder}/{id}/file/{index}", get(part::file))
        .route("/mail/{folder}/{id}/{act}", post(act::act))
}

impl From<MailError> for Failure {
    fn from(error: MailError) -> Self {
        match error {
            MailError::NotThere => Self::NotFound,
            other => Self::Internal("mail", Box::new(other)),
        }
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

/// What waits for a person, for the frame of every module's pages.
pub(crate) fn waiting(tx: &View<'_>, cx: &Cx) -> Result<Waiting, Failure> {
    let permit = access::may_read(tx, cx, MailboxId::of(cx.staff))?;
    Ok(Waiting {
        unread: service::mail_count(tx, &permit, Shelf::In(Folder::Inbox))?.unread,
        held: service::mail_count(tx, &permit, Shelf::Held)?.total,
        as_of: tx.last_sequence().map_err(MailError::from)?,
    })
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
            let permit = access::may_read(tx, &reader, MailboxId::of(reader.staff))?;
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

async fn bytes(app: &App, content: &Content) -> Result<Bytes, Failure> {
    Ok(match content {
        Content::Inline(bytes) => bytes.clone().into(),
        Content::Blob(digest) => app.blobs().get(digest).await.map_err(MailError::Blob)?,
    })
}
