//! The requests of announcements.

use super::model::{AnnouncementId, Draft};
use super::page::Typed;
use super::service::{self, AnnouncementError};
use super::show;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::portal::access::{self, Denied};
use crate::modules::portal::model::{Audience, Refused};
use crate::modules::portal::text as portal;
use crate::web::{Failure, local_path, page};
use axum::Router;
use axum::extract::{Extension, Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// The pages, all behind the gate.
pub(in crate::modules::portal) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/portal/announcements", get(list).post(create))
        .route("/portal/announcements/new", get(new))
        .route("/portal/announcements/{id}", get(open).post(change))
        .route("/portal/announcements/{id}/take-off", post(take_off))
        .route("/portal/announcements/{id}/readers", get(readers))
        .route("/portal/announcements/{id}/read", post(read))
}

impl From<AnnouncementError> for Failure {
    fn from(error: AnnouncementError) -> Self {
        match error {
            // What is not there and what is not theirs look the same.
            AnnouncementError::NotThere | AnnouncementError::Denied(Denied::NoRole) => {
                Self::NotFound
            }
            other => Self::Internal("announcement", Box::new(other)),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    must: String,
    #[serde(default, rename = "for")]
    audience: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Sent {
    #[serde(default, rename = "for")]
    audience: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    must: String,
    #[serde(default)]
    revision: u64,
}

#[derive(Debug, Default, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

impl Sent {
    fn draft(&self) -> Result<Draft, Refused> {
        let day = |text: &str| text.trim().parse().map_err(|_| Refused::Backwards);
        let days = (day(&self.from)?, day(&self.until)?);
        Draft::new(&self.title, &self.text, days, !self.must.is_empty())
    }

    fn typed(&self) -> Typed {
        Typed {
            title: self.title.clone(),
            text: self.text.clone(),
            from: self.from.clone(),
            until: self.until.clone(),
            must: !self.must.is_empty(),
        }
    }
}

async fn list(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let must = asked.must == "1";
    page(&app.view(move |tx| show::list(tx, &cx, must)).await?)
}

async fn new(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let typed = Typed {
        from: cx.today().to_string(),
        ..Typed::default()
    };
    let audience = Audience::parse(&asked.audience);
    let form = app.view(move |tx| show::new_form(tx, &cx, audience, typed.clone(), None));
    page(&form.await?)
}

async fn create(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let audience = Audience::parse(&sent.audience).ok_or(Failure::NotFound)?;
    let draft = match sent.draft() {
        Ok(draft) => draft,
        Err(refused) => {
            let why = portal::words(cx.language()).refused.of(refused);
            let form = app
                .view(move |tx| show::new_form(tx, &cx, Some(audience), sent.typed(), Some(why)));
            let form = page(&form.await?)?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, form).into_response());
        }
    };
    let id = AnnouncementId::new(app.ids().uuid());
    app.update(move |tx| -> Result<(), AnnouncementError> {
        let permit = access::may_edit(tx, &cx, audience)?;
        service::announcement_create(tx, &permit, id, &draft, &cx)
    })
    .await?;
    Ok(Redirect::to("/portal/announcements").into_response())
}

async fn open(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let id = AnnouncementId::new(id);
    let form = app.view(move |tx| show::change_form(tx, &cx, id, None, None));
    page(&form.await?)
}

async fn change(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let id = AnnouncementId::new(id);
    let words = &portal::words(cx.language()).refused;
    let why = match sent.draft() {
        Ok(draft) => {
            let (writer, seen) = (Arc::clone(&cx), sent.revision);
            let done = app.update(move |tx| -> Result<(), AnnouncementError> {
                let (permit, ..) = service::announcement_open(tx, &writer, id)?;
                service::announcement_change(tx, &permit, (id, seen), &draft, &writer)
            });
            match done.await {
                Ok(()) => return Ok(Redirect::to("/portal/announcements").into_response()),
                Err(AnnouncementError::Changed) => None,
                Err(other) => return Err(other.into()),
            }
        }
        Err(refused) => Some(words.of(refused)),
    };
    // A conflict shows what stands now; what was merely not taken shows what was typed.
    let (status, typed) = match why {
        None => (StatusCode::CONFLICT, None),
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, Some(sent.typed())),
    };
    let why = why.unwrap_or(words.changed);
    let form = app.view(move |tx| show::change_form(tx, &cx, id, typed.clone(), Some(why)));
    Ok((status, page(&form.await?)?).into_response())
}

async fn take_off(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let id = AnnouncementId::new(id);
    let (writer, seen) = (Arc::clone(&cx), sent.revision);
    let done = app.update(move |tx| -> Result<(), AnnouncementError> {
        let (permit, ..) = service::announcement_open(tx, &writer, id)?;
        service::announcement_take_off(tx, &permit, (id, seen), &writer)
    });
    match done.await {
        Ok(()) => Ok(Redirect::to("/portal/announcements").into_response()),
        Err(AnnouncementError::Changed) => {
            let why = portal::words(cx.language()).refused.changed;
            let form = app.view(move |tx| show::change_form(tx, &cx, id, None, Some(why)));
            Ok((StatusCode::CONFLICT, page(&form.await?)?).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn readers(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let id = AnnouncementId::new(id);
    page(&app.view(move |tx| show::readers(tx, &cx, id)).await?)
}

async fn read(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(form): Form<Next>,
) -> Result<Redirect, Failure> {
    let id = AnnouncementId::new(id);
    app.update(move |tx| service::announcement_read(tx, &cx, id))
        .await?;
    Ok(Redirect::to(local_path(&form.next)))
}
