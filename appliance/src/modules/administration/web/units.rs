//! The requests about 組織.

use super::super::page::{UnitPage, UnitsPage};
use super::super::{service, units};
use super::{Told, answer, back};
use crate::app::App;
use crate::cx::Cx;
use crate::org::{Redraw, SwapId, UnitId};
use crate::web::Failure;
use axum::extract::{Extension, Form, Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(super) async fn tree(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(told): Query<Told>,
) -> Result<Response, Failure> {
    let day = told.on.parse::<Date>().unwrap_or_else(|_| cx.today());
    let page = app
        .view(move |tx| -> Result<UnitsPage, Failure> { units::page(tx, &cx, day, &told.told) })
        .await?;
    crate::web::page(&page)
}

pub(super) async fn unit(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Query(told): Query<Told>,
) -> Result<Response, Failure> {
    let day = told.on.parse::<Date>().unwrap_or_else(|_| cx.today());
    let page = app
        .view(move |tx| -> Result<UnitPage, Failure> {
            units::one(tx, &cx, UnitId::new(id), day, &told.told)
        })
        .await?;
    crate::web::page(&page)
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct UnitForm {
    #[serde(default)]
    name: String,
    /// The unit above; empty for the top.
    #[serde(default)]
    parent: String,
    /// From which day on.
    #[serde(default)]
    day: String,
}

impl UnitForm {
    #[expect(
        clippy::option_option,
        reason = "whether something was said, and whether it is something"
    )]
    fn parent(&self) -> Option<Option<UnitId>> {
        match self.parent.as_str() {
            "" => Some(None),
            id => Some(Some(UnitId::new(Uuid::try_parse(id).ok()?))),
        }
    }
}

pub(super) async fn open(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(form): Form<UnitForm>,
) -> Result<Response, Failure> {
    let parent = form.parent().ok_or(Failure::NotFound)?;
    let redraw = Redraw::Open {
        id: UnitId::new(app.ids().uuid()),
        parent,
        name: form.name.clone(),
    };
    drawn(&app, cx, (units::HERE, &form), redraw, "opened").await
}

pub(super) async fn name(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(form): Form<UnitForm>,
) -> Result<Response, Failure> {
    let id = UnitId::new(id);
    let redraw = Redraw::Name {
        id,
        name: form.name.clone(),
    };
    drawn(&app, cx, (&units::address(id), &form), redraw, "named").await
}

pub(super) async fn place(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(form): Form<UnitForm>,
) -> Result<Response, Failure> {
    let id = UnitId::new(id);
    let redraw = Redraw::Place {
        id,
        parent: form.parent().ok_or(Failure::NotFound)?,
    };
    drawn(&app, cx, (&units::address(id), &form), redraw, "placed").await
}

pub(super) async fn close(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(form): Form<UnitForm>,
) -> Result<Response, Failure> {
    let id = UnitId::new(id);
    let redraw = Redraw::Close { id };
    drawn(&app, cx, (&units::address(id), &form), redraw, "closed").await
}

/// Draws a unit otherwise, and shows the day from which on it is so. Where it closes, its page is the last day's.
async fn drawn(
    app: &App,
    cx: Arc<Cx>,
    (to, form): (&str, &UnitForm),
    redraw: Redraw,
    done: &str,
) -> Result<Response, Failure> {
    let Ok(day) = form.day.trim().parse::<Date>() else {
        return Ok(back(to, "no-day"));
    };
    let swap = SwapId::new(app.ids().uuid());
    let closes = matches!(redraw, Redraw::Close { .. });
    let today = cx.today();
    let outcome = app
        .update(move |tx| service::redraw(tx, &cx, swap, day, &redraw))
        .await;
    let to = match (&outcome, closes) {
        (Ok(()), true) => units::HERE.to_owned(),
        (Ok(()), false) if day != today => format!("{to}?on={day}"),
        _ => to.to_owned(),
    };
    answer(&to, done, outcome)
}
