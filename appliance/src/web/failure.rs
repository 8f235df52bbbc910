//! How a failure is told: to the person one sentence and what to do next, with a short number; to the operator an
//! event with a stable code and the same number; to nobody what the store or the mail said.

use super::layout::Plain;
use super::text::{self, Notice};
use super::{guest, html_response};
use crate::app::App;
use crate::auth::AuthError;
use crate::org::{Denied, OrgError};
use crate::sheet::SheetError;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sekisho_platform::store::StoreError;
use std::error::Error;
use std::sync::Arc;

/// A request that got no page.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Not there, or not this person's: the two look the same.
    NotFound,
    /// Our own fault; the cause is told to the operator.
    Internal(&'static str, Box<dyn Error + Send + Sync>),
}

impl Failure {
    /// A template did not render.
    pub(super) fn template(error: askama::Error) -> Self {
        Self::Internal("template", Box::new(error))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Internal("store", Box::new(error))
    }
}

impl From<OrgError> for Failure {
    fn from(error: OrgError) -> Self {
        Self::Internal("org", Box::new(error))
    }
}

/// What is not theirs looks as if it were not there.
impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Unknown(error) => error.into(),
            _ => Self::NotFound,
        }
    }
}

impl From<SheetError> for Failure {
    fn from(error: SheetError) -> Self {
        Self::Internal("sheet", Box::new(error))
    }
}

impl From<AuthError> for Failure {
    fn from(error: AuthError) -> Self {
        Self::Internal("auth", Box::new(error))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND.into_response(),
            Self::Internal(code, cause) => {
                let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
                response
                    .extensions_mut()
                    .insert(Cause(code, Arc::from(cause)));
                response
            }
        }
    }
}

/// What lies behind a failure, on its way to the operator.
#[derive(Clone)]
struct Cause(&'static str, Arc<dyn Error + Send + Sync>);

/// The page that says one thing.
#[derive(Template)]
#[template(path = "web/layout/notice.html")]
struct NoticePage {
    plain: Plain,
    notice: Notice,
    href: &'static str,
    number: String,
}

/// Puts a page in the place of every bare refusal, and tells the operator what was ours.
pub(crate) async fn tell(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let wanted = guest::preference(request.headers());
    let language = wanted.language;
    let response = next.run(request).await;
    let status = response.status();
    let written = response.headers().contains_key(header::CONTENT_TYPE)
        && response.extensions().get::<Cause>().is_none();
    // A refusal of a library may bring a line of English; a page of ours brings HTML.
    let ours = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain"));
    if !status.is_client_error() && !status.is_server_error()
        || status == StatusCode::UNAUTHORIZED
        || (written && ours)
    {
        return response;
    }
    let mut number = String::new();
    let notice = match status {
        StatusCode::FORBIDDEN => text::refused(language),
        StatusCode::NOT_FOUND => text::not_found(language),
        _ if status.is_client_error() => text::not_understood(language),
        _ => {
            number = app
                .ids()
                .uuid()
                .simple()
                .to_string()
                .chars()
                .rev()
                .take(8)
                .collect();
            let cause = response.extensions().get::<Cause>();
            let chain = cause
                .map(|Cause(_, error)| chain(error.as_ref()))
                .unwrap_or_default();
            let code = cause.map_or("panic", |Cause(code, _)| code);
            tracing::error!(code, number, %status, chain, "a page could not be made");
            text::failed(language)
        }
    };
    let house = app.house_name().await.unwrap_or_default();
    let page = NoticePage {
        plain: Plain::new(wanted, &house, notice.heading),
        notice,
        href: "/",
        number,
    };
    let mut told = match page.render() {
        Ok(html) => html_response(html),
        Err(_) => return status.into_response(),
    };
    *told.status_mut() = status;
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told
}

/// The causes of a failure, outermost first, once.
fn chain(error: &dyn Error) -> String {
    let mut out = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        out.push_str(": ");
        out.push_str(&cause.to_string());
        next = cause.source();
    }
    out
}
