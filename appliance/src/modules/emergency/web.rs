//! The requests of emergencies.

use super::access;
use super::model::{EmergencyId, Level, Reach, Refused, Words};
use super::page::Typed;
use super::service::{self, EmergencyError};
use super::show::{self, HERE};
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::org::Denied;
use crate::web::{Failure, page};
use axum::Router;
use axum::extract::{Extension, Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// The pages, all behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/admin/emergency", get(show_all).post(raise))
        .route("/admin/emergency/{id}/down", post(take_down))
}

impl From<EmergencyError> for Failure {
    fn from(error: EmergencyError) -> Self {
        match error {
            EmergencyError::Denied(denied) => denied.into(),
            other => Self::Internal("emergency", Box::new(other)),
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Sent {
    #[serde(default)]
    level: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    reach: String,
}

impl Sent {
    fn words(&self, cx: &Cx) -> Result<Words, Refused> {
        let level = Level::from_tag(&self.level).ok_or(Refused::Empty)?;
        let until = until(cx, &self.until).ok_or(Refused::Over)?;
        Words::new(level, &self.text, until, cx.now)
    }

    fn reach(&self) -> Option<Reach> {
        match self.reach.as_str() {
            "" => Some(Reach::Organisation),
            tag => Reach::from_tag(tag),
        }
    }

    fn typed(&self) -> Typed {
        Typed {
            level: self.level.clone(),
            text: self.text.clone(),
            until: self.until.clone(),
            reach: self.reach.clone(),
        }
    }
}

/// `2026-11-20T17:00` on the town's clock.
fn until(cx: &Cx, text: &str) -> Option<Timestamp> {
    let at: DateTime = text.trim().parse().ok()?;
    Some(at.to_zoned(cx.zone.clone()).ok()?.timestamp())
}

async fn show_all(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    page(&app.view(move |tx| show::page(tx, &cx, None, None)).await?)
}

async fn raise(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let reach = sent.reach().ok_or(Failure::NotFound)?;
    let told = text::words(cx.language());
    let words = match sent.words(&cx) {
        Ok(words) => words,
        Err(refused) => {
            let (status, why) = (StatusCode::UNPROCESSABLE_ENTITY, told.refused(refused));
            return again(&app, cx, Some(sent.typed()), status, why).await;
        }
    };
    let id = EmergencyId::new(app.ids().uuid());
    let by = Arc::clone(&cx);
    let done = app.update(move |tx| -> Result<(), EmergencyError> {
        let may = access::may_raise(tx, &by, reach)?;
        service::emergency_raise(tx, &may, id, &words, &by)
    });
    match done.await {
        Ok(()) => Ok(Redirect::to(HERE).into_response()),
        Err(EmergencyError::Full) => {
            let status = StatusCode::CONFLICT;
            again(&app, cx, Some(sent.typed()), status, told.full).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn take_down(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let reach = sent.reach().ok_or(Failure::NotFound)?;
    let by = Arc::clone(&cx);
    let done = app.update(move |tx| -> Result<(), EmergencyError> {
        let may = access::may_raise(tx, &by, reach)?;
        service::emergency_take_down(tx, &may, EmergencyId::new(id), &by)
    });
    match done.await {
        Ok(()) => Ok(Redirect::to(HERE).into_response()),
        Err(EmergencyError::NotThere) => {
            let why = text::words(cx.language()).gone;
            again(&app, cx, None, StatusCode::CONFLICT, why).await
        }
        Err(EmergencyError::Denied(Denied::NoRole)) => Err(Failure::NotFound),
        Err(other) => Err(other.into()),
    }
}

/// The page again, saying why.
async fn again(
    app: &App,
    cx: Arc<Cx>,
    typed: Option<Typed>,
    status: StatusCode,
    why: &'static str,
) -> Result<Response, Failure> {
    let shown = app.view(move |tx| show::page(tx, &cx, typed.clone(), Some(why)));
    Ok((status, page(&shown.await?)?).into_response())
}
