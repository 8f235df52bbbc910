//! The one request: saying where one is.

use super::model::{Note, State};
use super::service::presence_say;
use crate::app::App;
use crate::cx::Cx;
use crate::web::{Failure, local_path};
use axum::Router;
use axum::extract::{Extension, Form, State as With};
use axum::response::Redirect;
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
struct Said {
    #[serde(default)]
    state: String,
    #[serde(default)]
    note: String,
    /// `15:30`, today or, where that is over, tomorrow; empty for open end.
    #[serde(default)]
    until: String,
    #[serde(default)]
    next: String,
}

async fn say(
    With(app): With<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(said): Form<Said>,
) -> Result<Redirect, Failure> {
    let (state, note) = (State::from_tag(&said.state), Note::new(&said.note));
    let until = until(&cx, &said.until);
    app.update(move |tx| presence_say(tx, &cx, state, &note, until))
        .await?;
    Ok(Redirect::to(local_path(&said.next)))
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
