//! The request for all that has a deadline.

use super::page::DutyPage;
use super::{MOST, duties, of_today, text, tile};
use crate::app::App;
use crate::cx::Cx;
use crate::modules::mail;
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use axum::Router;
use axum::extract::{Extension, Query, State};
use axum::response::Response;
use axum::routing::get;
use sekisho_platform::store::View;
use serde::Deserialize;
use std::sync::Arc;

/// The page, behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/portal/duties", get(list))
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    by: String,
}

async fn list(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let today = asked.by == "today";
    let page = app.view(move |tx| build(tx, &cx, today)).await?;
    crate::web::page(&page)
}

fn build(tx: &View<'_>, cx: &Cx, today: bool) -> Result<DutyPage, Failure> {
    let words = text::words(cx.language());
    let all = if today {
        of_today(tx, cx)?
    } else {
        duties(tx, cx, None, MOST)?
    };
    let rows = all.into_iter().enumerate();
    let rows = rows
        .map(|(at, duty)| tile::row(cx, duty, at == 0))
        .collect();
    let (heading, here) = if today {
        (words.title_today, "/portal/duties?by=today")
    } else {
        (words.title, "/portal/duties")
    };
    let waiting = mail::waiting(tx, cx)?;
    Ok(DutyPage {
        frame: Frame::new(cx, Module::Portal, waiting, heading.to_owned(), here),
        words,
        heading,
        today,
        rows,
    })
}
