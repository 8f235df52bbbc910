//! The one request: saying where one is.

use super::model::{Note, State};
use super::service::{Said, Told, presence_say};
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::mail;
use crate::web::conflict::{self, Both, Conflict, carried, conflict};
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, local_path};
use axum::Router;
use axum::extract::{Extension, Form, State as With};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use jiff::Timestamp;
use jiff::civil::Time;
use serde::Deserialize;
use std::sync::Arc;

/// The requests of presence, all behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/presence", post(say))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Sent {
    #[serde(default)]
    state: String,
    #[serde(default)]
    note: String,
    /// `15:30`, today or, where that is over, tomorrow; empty for open end.
    #[serde(default)]
    until: String,
    #[serde(default)]
    next: String,
    /// The number of the change the form was made from.
    revision: Option<String>,
}

async fn say(
    With(app): With<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let (state, note) = (State::from_tag(&sent.state), Note::new(&sent.note));
    let until = until(&cx, &sent.until);
    let read = conflict::read(sent.revision.as_deref());
    let (sayer, words) = (Arc::clone(&cx), note.clone());
    let said = app
        .update(move |tx| presence_say(tx, &sayer, state, &words, until, read))
        .await?;
    match said {
        Said::Kept => Ok(Redirect::to(local_path(&sent.next)).into_response()),
        Said::Changed(revision, standing) => {
            let reader = Arc::clone(&cx);
            let waiting = app.view(move |tx| mail::waiting(tx, &reader)).await?;
            let title = text::tile(cx.language()).state.to_owned();
            let frame = Frame::new(&cx, Module::Portal, waiting, title, "/");
            let both = both(&cx, &sent, state, &note, revision, standing);
            conflict(frame, cx.language(), both)
        }
    }
}

/// What stands and what was sent.
fn both(
    cx: &Cx,
    sent: &Sent,
    state: Option<State>,
    note: &Note,
    revision: Option<u64>,
    standing: Option<Told>,
) -> Conflict {
    let (language, words) = (cx.language(), text::tile(cx.language()));
    let clock = |at: Timestamp| at.to_zoned(cx.zone.clone()).strftime("%H:%M").to_string();
    let word = |state: Option<State>| {
        state.map_or_else(String::new, |state| {
            text::state_word(language, state).to_owned()
        })
    };
    let part = |word: &str, theirs: String, mine: String| Both {
        word: word.to_owned(),
        theirs,
        mine,
    };
    let theirs = standing.as_ref();
    let next = local_path(&sent.next).to_owned();
    Conflict {
        parts: vec![
            part(
                words.state,
                word(theirs.map(|told| told.state)),
                word(state),
            ),
            part(
                words.until,
                theirs
                    .and_then(|told| told.until)
                    .map_or_else(String::new, clock),
                sent.until.clone(),
            ),
            part(
                words.note,
                theirs.map(|told| told.note.clone()).unwrap_or_default(),
                note.as_str().to_owned(),
            ),
        ],
        action: "/presence".to_owned(),
        fields: [
            ("state", sent.state.clone()),
            ("until", sent.until.clone()),
            ("note", note.as_str().to_owned()),
            ("next", next.clone()),
            ("revision", carried(revision)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec(),
        keep: next,
    }
}

/// The next time the town's clock shows what was typed.
fn until(cx: &Cx, text: &str) -> Option<Timestamp> {
    let time: Time = text.trim().parse().ok()?;
    let today = cx.today();
    let on = |day: jiff::civil::Date| {
        let at = day.to_datetime(time).to_zoned(cx.zone.clone()).ok()?;
        Some(at.timestamp())
    };
    let first = on(today)?;
    if first > cx.now {
        return Some(first);
    }
    on(today.tomorrow().ok()?)
}
