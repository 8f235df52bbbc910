//! The requests of whoever describes numbers of other systems.

use super::model::{Draft, ExternalId, Token};
use super::page::Typed;
use super::service::{self, ExternalError};
use super::show::{self, Came, HERE};
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::portal::access::{self, Denied};
use crate::modules::portal::model::{Audience, Refused};
use crate::modules::portal::text as portal;
use crate::web::{Failure, page};
use axum::Router;
use axum::extract::{Extension, Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// The pages, all behind the gate.
pub(in crate::modules::portal) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/portal/external", get(list).post(create))
        .route("/portal/external/{id}", post(change))
        .route("/portal/external/{id}/token", post(token))
        .route("/portal/external/{id}/remove", post(remove))
}

impl From<ExternalError> for Failure {
    fn from(error: ExternalError) -> Self {
        match error {
            // What is not there and what is not theirs look the same.
            ExternalError::NotThere | ExternalError::Denied(Denied::NoRole) => Self::NotFound,
            other => Self::Internal("external", Box::new(other)),
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Sent {
    #[serde(default)]
    name: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    stale: String,
    #[serde(default)]
    revision: u64,
}

impl Sent {
    fn stale(&self) -> u32 {
        self.stale.parse().unwrap_or(60)
    }

    fn draft(&self) -> Result<Draft, Refused> {
        Draft::new(&self.name, &self.address, self.stale())
    }

    fn typed(&self) -> Typed {
        Typed {
            name: self.name.clone(),
            address: self.address.clone(),
            stale: self.stale(),
        }
    }
}

async fn list(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    shown(&app, cx, StatusCode::OK, Came::default()).await
}

async fn shown(
    app: &App,
    cx: Arc<Cx>,
    status: StatusCode,
    came: Came,
) -> Result<Response, Failure> {
    let list = app.view(move |tx| show::list(tx, &cx, &came));
    Ok((status, page(&list.await?)?).into_response())
}

async fn create(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let draft = match sent.draft() {
        Ok(draft) => draft,
        Err(refused) => return again(&app, cx, None, &sent, Err(refused)).await,
    };
    let id = ExternalId::new(app.ids().uuid());
    let token = Token::new(app.ids().secret());
    let (mark, by) = (token.mark(app.machine(), id), Arc::clone(&cx));
    let name = draft.name().to_owned();
    let done = app.update(move |tx| -> Result<(), ExternalError> {
        let permit = access::may_edit(tx, &by, Audience::Everybody)?;
        service::external_create(tx, &permit, id, (&draft, mark), &by)
    });
    match done.await {
        Ok(()) => told(&app, cx, id, name, &token).await,
        Err(error) => again(&app, cx, None, &sent, Ok(error)).await,
    }
}

async fn change(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let (id, seen) = (ExternalId::new(id), sent.revision);
    let draft = match sent.draft() {
        Ok(draft) => draft,
        Err(refused) => return again(&app, cx, Some(id), &sent, Err(refused)).await,
    };
    let by = Arc::clone(&cx);
    let done = app.update(move |tx| -> Result<(), ExternalError> {
        let permit = access::may_edit(tx, &by, Audience::Everybody)?;
        service::external_change(tx, &permit, (id, seen), &draft, &by)
    });
    match done.await {
        Ok(()) => Ok(Redirect::to(HERE).into_response()),
        Err(error) => again(&app, cx, Some(id), &sent, Ok(error)).await,
    }
}

async fn token(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let id = ExternalId::new(id);
    let token = Token::new(app.ids().secret());
    let (mark, by) = (token.mark(app.machine(), id), Arc::clone(&cx));
    let row = app.update(move |tx| -> Result<_, ExternalError> {
        let permit = access::may_edit(tx, &by, Audience::Everybody)?;
        service::external_token(tx, &permit, id, mark, &by)
    });
    let name = row.await?.draft.name().to_owned();
    told(&app, cx, id, name, &token).await
}

async fn remove(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let (id, seen) = (ExternalId::new(id), sent.revision);
    let by = Arc::clone(&cx);
    let done = app.update(move |tx| -> Result<(), ExternalError> {
        let permit = access::may_edit(tx, &by, Audience::Everybody)?;
        service::external_remove(tx, &permit, (id, seen), &by)
    });
    match done.await {
        Ok(()) => Ok(Redirect::to(HERE).into_response()),
        Err(error) => again(&app, cx, Some(id), &sent, Ok(error)).await,
    }
}

/// The page with a token, which no other page shows again.
async fn told(
    app: &App,
    cx: Arc<Cx>,
    id: ExternalId,
    name: String,
    token: &Token,
) -> Result<Response, Failure> {
    let came = Came {
        secret: Some((id, name, token.spoken())),
        ..Came::default()
    };
    shown(app, cx, StatusCode::OK, came).await
}

/// The page again, saying why. Of a conflict it shows what stands now, else what was typed.
async fn again(
    app: &App,
    cx: Arc<Cx>,
    of: Option<ExternalId>,
    sent: &Sent,
    why: Result<ExternalError, Refused>,
) -> Result<Response, Failure> {
    let refused = &portal::words(cx.language()).refused;
    let (status, why, keeps) = match why {
        Err(why) => (StatusCode::UNPROCESSABLE_ENTITY, refused.of(why), true),
        Ok(ExternalError::Changed) => (StatusCode::CONFLICT, refused.changed, false),
        Ok(ExternalError::Full) => (StatusCode::CONFLICT, text::words(cx.language()).full, true),
        Ok(other) => return Err(other.into()),
    };
    let came = Came {
        refused: Some(why),
        of,
        typed: keeps.then(|| sent.typed()),
        secret: None,
    };
    shown(app, cx, status, came).await
}
