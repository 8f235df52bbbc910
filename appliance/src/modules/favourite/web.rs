//! The requests: the star, the page of the list and what is done with it.

use super::model::{Favourites, MOST, Pin};
use super::page::{FavouritePage, Row};
use super::service::{self, Act, Named};
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::{mail, settings};
use crate::web::conflict::{self, Both, Conflict, carried, conflict};
use crate::web::layout::{Frame, Module};
use crate::web::{Done, Failure, Undo, done, local_path, page};
use axum::Router;
use axum::extract::{Extension, Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::cookie::CookieJar;
use sekisho_platform::store::View;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the list is.
const LIST: &str = "/favourites";

/// Who tells what was done.
const TELLER: &str = "favourite";

/// The requests, all behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/favourites", get(list))
        .route("/favourites/act", post(act))
        .route("/favourites/names", post(names))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    /// `pin`, `unpin`, `back`, `up` or `down`.
    #[serde(default)]
    act: String,
    #[serde(default)]
    href: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    next: String,
}

async fn act(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    mut jar: CookieJar,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    let wanted = match asked.act.as_str() {
        "pin" => Pin::new(&asked.href, &asked.name).map(Act::Pin),
        "unpin" => Some(Act::Unpin(asked.href)),
        "back" => Some(Act::PutBack),
        "up" => Some(Act::Shift(asked.href, false)),
        "down" => Some(Act::Shift(asked.href, true)),
        _ => None,
    };
    let wanted = wanted.ok_or(Failure::NotFound)?;
    let next = if asked.next.is_empty() {
        LIST
    } else {
        local_path(&asked.next)
    };
    let does = wanted.clone();
    let changed = app
        .update(move |tx| service::favourites_act(tx, &cx, &does))
        .await?;
    let told = match wanted {
        Act::Pin(_) if changed => Some("pin"),
        Act::Pin(_) => Some("full"),
        Act::Unpin(_) if changed => Some("unpin"),
        Act::Unpin(_) | Act::PutBack | Act::Shift(..) => None,
    };
    if let Some(told) = told {
        jar = jar.add(done::cookie(TELLER, told, next, app.secure()));
    }
    Ok((jar, Redirect::to(next)).into_response())
}

/// What the next page says.
#[expect(
    clippy::unnecessary_wraps,
    reason = "one signature for everybody who tells"
)]
pub(crate) fn tell(_: &View<'_>, cx: &Cx, what: &str) -> Result<Option<Done>, Failure> {
    let (language, kept) = (cx.language(), &cx.favourites);
    let done = match what {
        "pin" => kept.pins().last().map(|pin| Done {
            sentence: text::pinned(language, pin.name()),
            undo: Some(Undo {
                action: "/favourites/act".to_owned(),
                fields: vec![
                    ("act", "unpin".to_owned()),
                    ("href", pin.href().to_owned()),
                    ("next", pin.href().to_owned()),
                ],
            }),
        }),
        "unpin" => kept.taken().map(|pin| Done {
            sentence: text::unpinned(language, pin.name()),
            undo: Some(Undo {
                action: "/favourites/act".to_owned(),
                fields: vec![("act", "back".to_owned()), ("next", LIST.to_owned())],
            }),
        }),
        "names" => Some(Done {
            sentence: text::words(language).named.to_owned(),
            undo: None,
        }),
        "full" => Some(Done {
            sentence: text::full(language, MOST),
            undo: None,
        }),
        _ => None,
    };
    Ok(done)
}

fn frame(tx: &View<'_>, cx: &Cx) -> Result<Frame, Failure> {
    let title = text::words(cx.language()).title.to_owned();
    let frame = Frame::new(cx, Module::Settings, mail::waiting(tx, cx)?, title, LIST);
    Ok(frame.helped_by("/help/start#favourites"))
}

async fn list(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    let built = app
        .view(move |tx| -> Result<FavouritePage, Failure> {
            let (revision, kept) = service::favourites_with_revision(tx, &cx)?;
            let last = kept.pins().len().saturating_sub(1);
            let rows = kept.pins().iter().enumerate().map(|(place, pin)| Row {
                href: pin.href().to_owned(),
                name: pin.name().to_owned(),
                first: place == 0,
                last: place == last,
            });
            Ok(FavouritePage {
                frame: frame(tx, &cx)?,
                words: text::words(cx.language()),
                tabs: settings::tabs(cx.language(), settings::Place::Favourites),
                rows: rows.collect(),
                revision: carried(revision),
            })
        })
        .await?;
    page(&built)
}

/// The fields are the addresses of the pages, each with its name, and `revision`.
async fn names(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    mut jar: CookieJar,
    Form(mut sent): Form<BTreeMap<String, String>>,
) -> Result<Response, Failure> {
    let revision = sent.remove("revision");
    let read = conflict::read(revision.as_deref()).flatten();
    let (namer, given) = (Arc::clone(&cx), sent.clone());
    let named = app
        .update(move |tx| service::favourites_name(tx, &namer, &given, read))
        .await?;
    match named {
        Named::Kept => {
            jar = jar.add(done::cookie(TELLER, "names", LIST, app.secure()));
            Ok((jar, Redirect::to(LIST)).into_response())
        }
        Named::Changed(revision, kept) => {
            let reader = Arc::clone(&cx);
            let frame = app.view(move |tx| frame(tx, &reader)).await?;
            conflict(frame, cx.language(), both(sent, revision, &kept))
        }
    }
}

/// The names as they stand and as they were sent, page by page.
fn both(sent: BTreeMap<String, String>, revision: Option<u64>, kept: &Favourites) -> Conflict {
    let standing = kept.pins().iter().map(|pin| Both {
        word: pin.href().to_owned(),
        theirs: pin.name().to_owned(),
        mine: sent.get(pin.href()).cloned().unwrap_or_default(),
    });
    let gone = sent.iter().filter(|(href, _)| !kept.holds(href));
    let gone = gone.map(|(href, name)| Both {
        word: href.clone(),
        theirs: String::new(),
        mine: name.clone(),
    });
    Conflict {
        parts: standing.chain(gone).collect(),
        action: "/favourites/names".to_owned(),
        fields: sent
            .iter()
            .map(|(href, name)| (href.clone(), name.clone()))
            .chain([("revision".to_owned(), carried(revision))])
            .collect(),
        keep: LIST.to_owned(),
    }
}
