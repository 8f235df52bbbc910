//! The stream of an open page: arrivals, changes made elsewhere, and the counts, each with the number of the change so
//! that a page which was cut off goes on where it was.

use super::access::{self, Permit, Read};
use super::live::{Moved, missed};
use super::model::{MailboxId, Shelf};
use super::service::{self, MailError};
use crate::app::App;
use crate::auth;
use crate::cx::Cx;
use crate::web::Failure;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use sekisho_platform::store::View;
use serde::Deserialize;
use serde_json::json;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// How far back a page may ask; one that was away longer only gets the counts.
const REACH: usize = 2_000;

/// How often a stream asks whether its session still stands.
const ASK: Duration = Duration::from_secs(30);

/// How often a silent stream says that it is there.
const PING: Duration = Duration::from_secs(20);

/// What a page says of itself when it asks for its stream.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// Whose page it is. Another person may have logged in in the same browser since.
    #[serde(default, rename = "for")]
    whose: String,
    /// Where another window of the same person left off.
    after: Option<u64>,
}

/// `GET /mail/stream`.
pub(super) async fn stream(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if !asked.whose.is_empty() && asked.whose != cx.staff.uuid().to_string() {
        return Err(Failure::NotFound);
    }
    let seen = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse::<u64>().ok())
        .or(asked.after);
    let reader = Arc::clone(&cx);
    app.view(move |tx| -> Result<(), Failure> {
        access::may_read(tx, &reader, MailboxId::of(reader.staff))?;
        Ok(())
    })
    .await?;
    let (sender, receiver) = mpsc::channel::<Result<Event, Infallible>>(16);
    tokio::spawn(async move {
        if let Err(error) = tell(&app, &cx, seen, &sender).await {
            tracing::warn!(code = "mail-stream", %error, "a stream ended");
        }
    });
    let ping = KeepAlive::new().interval(PING);
    let mut response = Sse::new(ReceiverStream::new(receiver))
        .keep_alive(ping)
        .into_response();
    response.headers_mut().insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    Ok(response)
}

type Sender = mpsc::Sender<Result<Event, Infallible>>;

/// Tells one page what concerns it until the page goes or the session ends.
async fn tell(
    app: &Arc<App>,
    cx: &Arc<Cx>,
    seen: Option<u64>,
    sender: &Sender,
) -> Result<(), MailError> {
    let mailbox = MailboxId::of(cx.staff);
    // Listening begins before looking back, so that nothing falls between.
    let mut changes = app.live().subscribe();
    let (mut moved, mut last) = look_back(app, mailbox, seen).await?;
    if !send(app, cx, &moved, last, sender).await? {
        return Ok(());
    }
    let mut ask = tokio::time::interval(ASK);
    ask.tick().await;
    loop {
        tokio::select! {
            () = sender.closed() => return Ok(()),
            _ = ask.tick() => {
                if !auth::still_open(app, &cx.session).await {
                    return Ok(());
                }
            }
            change = changes.recv() => {
                moved.clear();
                match change {
                    Ok(change) => {
                        moved.push(change);
                        while let Ok(more) = changes.try_recv() {
                            moved.push(more);
                        }
                    }
                    Err(RecvError::Lagged(_)) => {
                        (moved, _) = look_back(app, mailbox, Some(last)).await?;
                    }
                    Err(RecvError::Closed) => return Ok(()),
                }
                moved.retain(|change| change.mailbox == mailbox && change.sequence > last);
                if let Some(latest) = moved.last() {
                    last = latest.sequence;
                    if !send(app, cx, &moved, last, sender).await? {
                        return Ok(());
                    }
                }
            }
        }
    }
}

/// What a page missed; without a word of where it was, nothing, and the number to go on from.
async fn look_back(
    app: &App,
    mailbox: MailboxId,
    seen: Option<u64>,
) -> Result<(Vec<Moved>, u64), MailError> {
    app.view(move |tx| -> Result<_, MailError> {
        let now = tx.last_sequence()?;
        match seen.filter(|seen| *seen <= now) {
            Some(seen) => {
                let (moved, last) = missed(tx, mailbox, seen, REACH)?;
                let complete = tx.changes_since(last, 1)?.is_empty();
                Ok(if complete {
                    (moved, last.max(seen))
                } else {
                    (Vec::new(), now)
                })
            }
            None => Ok((Vec::new(), now)),
        }
    })
    .await
}

/// Sends events for what moved, then the counts. Answers whether the page is still there.
async fn send(
    app: &App,
    cx: &Arc<Cx>,
    moved: &[Moved],
    last: u64,
    sender: &Sender,
) -> Result<bool, MailError> {
    // Whoever may read on one day may not on the next.
    let cx = Cx {
        now: app.now(),
        ..Cx::clone(cx)
    };
    let moved = moved.to_vec();
    let events = app
        .view(move |tx| -> Result<Vec<Event>, MailError> {
            // The permit is asked for anew each time: who may read can change while a page is open.
            let Ok(permit) = access::may_read(tx, &cx, MailboxId::of(cx.staff)) else {
                return Ok(Vec::new());
            };
            events(tx, &permit, &moved, last)
        })
        .await?;
    for event in events {
        if sender.send(Ok(event)).await.is_err() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn events(
    tx: &View<'_>,
    permit: &Permit<Read>,
    moved: &[Moved],
    last: u64,
) -> Result<Vec<Event>, MailError> {
    let mut out = Vec::new();
    for change in moved {
        let entry = match service::mail_entry(tx, permit, change.id) {
            Ok(entry) => entry,
            Err(MailError::NotThere) => continue,
            Err(error) => return Err(error),
        };
        let id = change.id.to_string();
        let folder = Shelf::In(entry.folder).key();
        let (name, data) = if entry.touched == 0 {
            let from = if entry.from_name.is_empty() {
                &entry.from_address
            } else {
                &entry.from_name
            };
            let data = json!({
                "id": id, "folder": folder, "unread": entry.unread, "held": entry.held,
                "from": from, "subject": entry.subject,
            });
            ("arrival", data)
        } else {
            (
                "changed",
                json!({ "id": id, "folder": folder, "unread": entry.unread, "held": entry.held }),
            )
        };
        out.push(
            Event::default()
                .event(name)
                .id(change.sequence.to_string())
                .data(data.to_string()),
        );
    }
    let mut counts = serde_json::Map::new();
    for shelf in Shelf::ALL {
        counts.insert(
            shelf.key().to_owned(),
            json!(service::mail_shown(tx, permit, shelf)?),
        );
    }
    let counts = serde_json::Value::Object(counts).to_string();
    out.push(
        Event::default()
            .event("counts")
            .id(last.to_string())
            .data(counts),
    );
    Ok(out)
}
