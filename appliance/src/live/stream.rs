//! The stream of an open page: what happened, then the counts, each with the number of the change so that a page which
//! was cut off goes on where it was.

use super::follow::{Moved, missed};
use super::source::{Sources, Told};
use crate::app::App;
use crate::auth;
use crate::cx::Cx;
use crate::web::Failure;
use axum::Router;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sekisho_platform::store::View;
use serde::Deserialize;
use serde_json::{Map, Value};
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

/// The one route, behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/stream", get(stream))
}

/// What a page says of itself when it asks for its stream.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    /// Whose page it is. Another person may have logged in in the same browser since.
    #[serde(default, rename = "for")]
    whose: String,
    /// Where another window of the same person left off.
    after: Option<u64>,
}

async fn stream(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if !asked.whose.is_empty() && asked.whose != cx.whose().to_string() {
        return Err(Failure::NotFound);
    }
    let seen = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse::<u64>().ok())
        .or(asked.after);
    let (sender, receiver) = mpsc::channel::<Result<Event, Infallible>>(16);
    tokio::spawn(async move {
        match tell(&app, &cx, seen, &sender).await {
            Ok(()) | Err(Failure::NotFound) => {}
            Err(Failure::Internal(kind, error)) => {
                tracing::warn!(code = "stream", kind, %error, "a stream ended");
            }
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
) -> Result<(), Failure> {
    let sources = app.live().sources();
    let topics: Vec<(usize, Vec<u8>)> = sources
        .iter()
        .enumerate()
        .flat_map(|(place, source)| {
            source
                .topics(cx)
                .into_iter()
                .map(move |topic| (place, topic))
        })
        .collect();
    let mine = |moved: &Moved| {
        topics
            .iter()
            .any(|(place, topic)| *place == moved.source && *topic == moved.topic)
    };
    // Listening begins before looking back, so that nothing falls between.
    let mut changes = app.live().subscribe();
    let (mut moved, mut last) = look_back(app, sources, seen).await?;
    moved.retain(|moved| mine(moved));
    if !send(app, cx, sources, &moved, last, sender).await? {
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
                        (moved, _) = look_back(app, sources, Some(last)).await?;
                    }
                    Err(RecvError::Closed) => return Ok(()),
                }
                moved.retain(|change| mine(change) && change.sequence > last);
                if let Some(latest) = moved.last() {
                    last = latest.sequence;
                    if !send(app, cx, sources, &moved, last, sender).await? {
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
    sources: Sources,
    seen: Option<u64>,
) -> Result<(Vec<Arc<Moved>>, u64), Failure> {
    app.view(move |tx| -> Result<_, Failure> {
        let now = tx.last_sequence()?;
        match seen.filter(|seen| *seen <= now) {
            Some(seen) => {
                let (moved, last) = missed(tx, sources, seen, REACH)?;
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
    sources: Sources,
    moved: &[Arc<Moved>],
    last: u64,
    sender: &Sender,
) -> Result<bool, Failure> {
    // Nothing is told to a page whose session ended since it was opened.
    if !auth::still_open(app, &cx.session).await {
        return Ok(false);
    }
    // Whether it is quiet now is asked by the clock of now, not of when the page was opened.
    let cx = Arc::new(Cx {
        now: app.now(),
        ..Cx::clone(cx)
    });
    let moved = moved.to_vec();
    let told = app
        .view(move |tx| -> Result<Vec<Told>, Failure> { told(tx, &cx, sources, &moved, last) })
        .await?;
    for one in told {
        let event = Event::default()
            .event(one.event)
            .id(one.sequence.to_string())
            .data(one.data.to_string());
        if sender.send(Ok(event)).await.is_err() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn told(
    tx: &View<'_>,
    cx: &Cx,
    sources: Sources,
    moved: &[Arc<Moved>],
    last: u64,
) -> Result<Vec<Told>, Failure> {
    let mut out = Vec::new();
    let mut counts = Map::new();
    for (place, source) in sources.iter().enumerate() {
        let mine = moved.iter().filter(|moved| moved.source == place);
        let changed: Vec<(u64, Vec<u8>)> = mine
            .map(|moved| (moved.sequence, moved.key.clone()))
            .collect();
        if !changed.is_empty() {
            out.extend(source.events(tx, cx, &changed)?);
        }
        source.counts(tx, cx, &mut counts)?;
    }
    // A page goes on from the last number it heard.
    out.sort_by_key(|told| told.sequence);
    out.push(Told {
        event: "counts",
        sequence: last,
        data: Value::Object(counts),
    });
    Ok(out)
}
