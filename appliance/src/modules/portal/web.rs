//! The request of the portal.

use super::arrange::{self, Arrangement};
use super::board::{arranged, board};
use super::page::{Board, FreshTiles, PortalPage, Sample};
use super::text;
use super::{access, announcement, duty, external, link};
use crate::app::App;
use crate::cx::Cx;
use crate::modules::mail;
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, is_partial};
use axum::Router;
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use sekisho_platform::store::View;
use std::sync::Arc;

/// The page of the portal, behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(portal))
        .merge(arrange::routes())
        .merge(duty::routes())
        .merge(announcement::routes())
        .merge(external::routes())
        .merge(link::routes())
}

/// What other systems ask for, each with a token of its own.
pub(crate) fn public_routes() -> Router<Arc<App>> {
    external::public_routes()
}

async fn portal(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if is_partial(&headers) {
        let fresh = app.view(move |tx| fresh(tx, &cx)).await?;
        crate::web::page(&fresh)
    } else {
        let page = app.view(move |tx| build(tx, &cx)).await?;
        crate::web::page(&page)
    }
}

fn fresh(tx: &View<'_>, cx: &Cx) -> Result<FreshTiles, Failure> {
    Ok(FreshTiles {
        words: text::words(cx.language()),
        board: board(tx, cx)?,
    })
}

fn build(tx: &View<'_>, cx: &Cx) -> Result<PortalPage, Failure> {
    page_with(tx, cx, board(tx, cx)?, None)
}

/// The portal as it would be with another arrangement, and the way back to where that is made.
pub(super) fn preview(
    tx: &View<'_>,
    cx: &Cx,
    draft: &Arrangement,
    back: &str,
) -> Result<PortalPage, Failure> {
    let sample = Sample::new(cx.language(), back);
    page_with(tx, cx, arranged(tx, cx, draft)?, Some(sample))
}

fn page_with(
    tx: &View<'_>,
    cx: &Cx,
    board: Board,
    sample: Option<Sample>,
) -> Result<PortalPage, Failure> {
    let (language, calendar) = (cx.language(), cx.calendar());
    let words = text::words(language);
    let waiting = mail::waiting(tx, cx)?;
    Ok(PortalPage {
        greeting: text::greeting(
            language,
            cx.now.to_zoned(cx.zone.clone()).hour(),
            cx.person.name.as_str(),
        ),
        day: calendar.date_and_weekday(cx.today()),
        western: format!("{} ／ {}", cx.today(), calendar.fiscal_year(cx.today())),
        writes: access::writes(tx, cx)?.any(),
        board,
        sample,
        frame: Frame::new(cx, Module::Portal, waiting, words.title.to_owned(), "/"),
        words,
    })
}
