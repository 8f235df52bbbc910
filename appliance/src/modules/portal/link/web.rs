//! The requests of links.

use super::model::{Draft, LinkId, Way};
use super::page::Typed;
use super::service::{self, LinkError};
use super::show::{self, NotTaken};
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::portal::access::{self, Denied};
use crate::modules::portal::model::{Audience, Refused};
use crate::modules::portal::text as portal;
use crate::web::{Failure, page};
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
        .route("/portal/links", get(list).post(create))
        .route("/portal/links/{id}", post(change))
        .route("/portal/links/{id}/move", post(shift))
        .route("/portal/links/{id}/remove", post(remove))
}

impl From<LinkError> for Failure {
    fn from(error: LinkError) -> Self {
        match error {
            // What is not there and what is not theirs look the same.
            LinkError::NotThere | LinkError::Denied(Denied::NoRole) => Self::NotFound,
            other => Self::Internal("link", Box::new(other)),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default, rename = "for")]
    audience: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Sent {
    /// Whose list it is, to go back to.
    #[serde(default, rename = "for")]
    audience: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    way: String,
    #[serde(default)]
    revision: u64,
}

impl Sent {
    fn draft(&self) -> Result<Draft, Refused> {
        Draft::new(&self.title, &self.address, &self.group)
    }

    fn typed(&self) -> Typed {
        Typed {
            title: self.title.clone(),
            address: self.address.clone(),
            group: self.group.clone(),
        }
    }
}

async fn list(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let audience = Audience::parse(&asked.audience);
    let list = app.view(move |tx| show::list(tx, &cx, audience, &NotTaken::default()));
    page(&list.await?)
}

async fn create(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let audience = Audience::parse(&sent.audience).ok_or(Failure::NotFound)?;
    let id = LinkId::new(app.ids().uuid());
    let writer = Arc::clone(&cx);
    let done = match sent.draft() {
        Ok(draft) => {
            app.update(move |tx| -> Result<(), LinkError> {
                let permit = access::may_edit(tx, &writer, audience)?;
                service::link_create(tx, &permit, id, &draft, &writer)
            })
            .await
        }
        Err(refused) => return again(&app, cx, None, sent, refused_why(refused)).await,
    };
    answer(&app, cx, None, sent, done).await
}

async fn change(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let (id, seen) = (LinkId::new(id), sent.revision);
    let writer = Arc::clone(&cx);
    let done = match sent.draft() {
        Ok(draft) => {
            app.update(move |tx| -> Result<(), LinkError> {
                let permit = service::may_edit(tx, &writer, id)?;
                service::link_change(tx, &permit, (id, seen), &draft, &writer)
            })
            .await
        }
        Err(refused) => return again(&app, cx, Some(id), sent, refused_why(refused)).await,
    };
    answer(&app, cx, Some(id), sent, done).await
}

async fn shift(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let id = LinkId::new(id);
    let way = match sent.way.as_str() {
        "up" => Way::Up,
        "down" => Way::Down,
        _ => return Err(Failure::NotFound),
    };
    let writer = Arc::clone(&cx);
    let done = app
        .update(move |tx| -> Result<(), LinkError> {
            let permit = service::may_edit(tx, &writer, id)?;
            service::link_move(tx, &permit, id, way, &writer)
        })
        .await;
    answer(&app, cx, Some(id), sent, done).await
}

async fn remove(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let (id, seen) = (LinkId::new(id), sent.revision);
    let writer = Arc::clone(&cx);
    let done = app
        .update(move |tx| -> Result<(), LinkError> {
            let permit = service::may_edit(tx, &writer, id)?;
            service::link_remove(tx, &permit, (id, seen), &writer)
        })
        .await;
    answer(&app, cx, Some(id), sent, done).await
}

type Why = fn(&Cx) -> &'static str;

/// A sentence and the status it is sent with.
type Said = (StatusCode, Box<dyn Fn(&Cx) -> &'static str + Send + Sync>);

fn refused_why(refused: Refused) -> Said {
    let why = move |cx: &Cx| portal::words(cx.language()).refused.of(refused);
    (StatusCode::UNPROCESSABLE_ENTITY, Box::new(why))
}

/// Back to the list, or the list again with what could not be done.
async fn answer(
    app: &App,
    cx: Arc<Cx>,
    id: Option<LinkId>,
    sent: Sent,
    done: Result<(), LinkError>,
) -> Result<Response, Failure> {
    let changed: Why = |cx| portal::words(cx.language()).refused.changed;
    let full: Why = |cx| text::words(cx.language()).full;
    match done {
        Ok(()) => {
            let audience = Audience::parse(&sent.audience).unwrap_or(Audience::Everybody);
            let at = id.map_or_else(String::new, |id| format!("#link-{}", id.uuid()));
            Ok(Redirect::to(&format!("/portal/links?for={audience}{at}")).into_response())
        }
        Err(LinkError::Changed) => {
            // What stands now is shown, not what was typed.
            let audience = Audience::parse(&sent.audience);
            let not_taken = NotTaken {
                why: Some(changed(&cx)),
                ..NotTaken::default()
            };
            let list = app.view(move |tx| show::list(tx, &cx, audience, &not_taken));
            Ok((StatusCode::CONFLICT, page(&list.await?)?).into_response())
        }
        Err(LinkError::Full) => {
            again(app, cx, id, sent, (StatusCode::CONFLICT, Box::new(full))).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The list with what was typed still in its form.
async fn again(
    app: &App,
    cx: Arc<Cx>,
    of: Option<LinkId>,
    sent: Sent,
    (status, why): Said,
) -> Result<Response, Failure> {
    let audience = Audience::parse(&sent.audience);
    let not_taken = NotTaken {
        why: Some(why(&cx)),
        of,
        typed: sent.typed(),
    };
    let list = app.view(move |tx| show::list(tx, &cx, audience, &not_taken));
    Ok((status, page(&list.await?)?).into_response())
}
