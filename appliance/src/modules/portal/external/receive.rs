//! `PUT /api/tiles/{id}/counts`: what another system says, by its token. No person is logged in here.
//!
//! The token is asked for first, then whether it is time, then how large the body is; only then is anything read. All
//! answers are JSON for the operator of the other system, and say nothing of people.

use super::model::{ExternalId, Token};
use super::push::Push;
use super::service::{self, ExternalError, Taken};
use crate::app::App;
use crate::web::Failure;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::put;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// The largest body, in bytes: 20,000 people with long names.
const BODY_MOST: usize = 2 * 1024 * 1024;

/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many names nobody has are told back.
const NAMES_MOST: usize = 100;

/// The one route, open to whoever shows a token.
pub(in crate::modules::portal) fn routes() -> Router<Arc<App>> {
    Router::new().route("/api/tiles/{id}/counts", put(receive))
}

async fn receive(
    State(app): State<Arc<App>>,
    Path(id): Path<Uuid>,
    request: Request,
) -> Result<Response, Failure> {
    let id = ExternalId::new(id);
    let Some(token) = bearer(request.headers()) else {
        return answer(&ExternalError::Token);
    };
    let (machine, now) = (app.machine().clone(), micros(&app));
    let opened = app.view(move |tx| -> Result<_, ExternalError> {
        let town = service::opened(tx, &machine, (id, &token))?;
        service::in_time(tx, town, id, now)?;
        Ok(town)
    });
    let town = match opened.await {
        Ok(town) => town,
        Err(error) => return answer(&error),
    };
    let body = match read(request.into_body()).await {
        Ok(body) => body,
        Err(refused) => return Ok(refused),
    };
    let push = match Push::read(&body, app.now()) {
        Ok(push) => push,
        Err(why) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(said(status, &error("not-understood", &why.to_string())));
        }
    };
    let now = micros(&app);
    let taken = app.update(move |tx| service::push_take(tx, town, id, &push, now));
    match taken.await {
        Ok(Taken {
            people,
            mut unknown,
        }) => {
            let strangers = unknown.len();
            unknown.truncate(NAMES_MOST);
            let told = json!({ "people": people, "unknown": strangers, "unknown_logins": unknown });
            Ok(said(StatusCode::OK, &told))
        }
        Err(error) => answer(&error),
    }
}

/// The token behind `Authorization: Bearer`.
fn bearer(headers: &HeaderMap) -> Option<Token> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = Some(token.trim()).filter(|_| scheme.eq_ignore_ascii_case("bearer"))?;
    Token::read(token)
}

/// The whole body, or why not.
async fn read(body: Body) -> Result<Vec<u8>, Response> {
    let late = || {
        said(
            StatusCode::REQUEST_TIMEOUT,
            &error("too-slow", "30 seconds at most"),
        )
    };
    let large = || {
        said(
            StatusCode::PAYLOAD_TOO_LARGE,
            &error("too-large", "2 MiB at most"),
        )
    };
    match tokio::time::timeout(PATIENCE, to_bytes(body, BODY_MOST)).await {
        Err(_) => Err(late()),
        Ok(Err(_)) => Err(large()),
        Ok(Ok(bytes)) => Ok(bytes.to_vec()),
    }
}

fn micros(app: &App) -> u64 {
    u64::try_from(app.now().as_microsecond()).unwrap_or(0)
}

/// A refusal. What is our own fault is told to our operator, not to theirs.
fn answer(failed: &ExternalError) -> Result<Response, Failure> {
    let (status, told) = match failed {
        ExternalError::Token => (
            StatusCode::UNAUTHORIZED,
            error("token", "show the token of this number as a bearer token"),
        ),
        ExternalError::TooSoon(_) => (
            StatusCode::TOO_MANY_REQUESTS,
            error("too-soon", "wait as long as Retry-After says"),
        ),
        ExternalError::Older => (
            StatusCode::CONFLICT,
            error("older", "a younger report was taken already"),
        ),
        other => {
            let cause = other.to_string();
            return Err(Failure::Internal("external", cause.into()));
        }
    };
    let mut response = said(status, &told);
    if let ExternalError::TooSoon(seconds) = failed {
        let value = HeaderValue::from(*seconds);
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    if matches!(failed, ExternalError::Token) {
        let value = HeaderValue::from_static("Bearer");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, value);
    }
    Ok(response)
}

fn error(code: &str, message: &str) -> Value {
    json!({ "error": code, "message": message })
}

fn said(status: StatusCode, told: &Value) -> Response {
    let kind = HeaderValue::from_static("application/json");
    let mut response = (status, told.to_string()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
