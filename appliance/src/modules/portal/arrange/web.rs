//! The requests of arranging.

use super::access::may_arrange;
use super::model::{Arrangement, Way, Whose};
use super::service::{self, ArrangeError};
use super::show::{self, Asked};
use crate::app::App;
use crate::cx::Cx;
use crate::modules::portal::access::Denied;
use crate::modules::portal::board::catalogue;
use crate::modules::portal::web::preview;
use crate::web::{Failure, is_partial, page, query_value};
use axum::Router;
use axum::extract::{Extension, Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use std::sync::Arc;

/// The pages, all behind the gate.
pub(in crate::modules::portal) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/portal/edit", get(edit).post(keep))
        .route("/portal/edit/preview", get(sample))
        .route("/portal/edit/reset", post(reset))
}

impl From<ArrangeError> for Failure {
    fn from(error: ArrangeError) -> Self {
        match error {
            // What is not theirs to arrange is not there.
            ArrangeError::Denied(Denied::NoRole) => Self::NotFound,
            other => Self::Internal("arrange", Box::new(other)),
        }
    }
}

/// What an address or a form says.
#[derive(Clone, Debug, Default, Deserialize)]
struct Sent {
    #[serde(default)]
    of: String,
    #[serde(default)]
    layout: String,
    #[serde(default)]
    revision: u64,
    /// `up.duty-list`: a move to be made.
    #[serde(default)]
    go: String,
    /// What was moved last.
    #[serde(default)]
    moved: String,
}

impl Sent {
    fn whose(&self) -> Result<Whose, Failure> {
        Whose::parse(&self.of).ok_or(Failure::NotFound)
    }

    fn asked(&self, conflict: bool) -> Result<Asked, Failure> {
        let draft = (Arrangement::parse(&self.layout), self.revision);
        Ok(Asked {
            whose: self.whose()?,
            draft: (!self.layout.is_empty()).then_some(draft),
            moved: self.moved.clone(),
            conflict,
        })
    }

    fn address(&self, path: &str) -> String {
        let moved = if self.moved.is_empty() {
            String::new()
        } else {
            format!("&moved={}#tile-{0}", query_value(&self.moved))
        };
        format!(
            "{path}?of={}&revision={}&layout={}{moved}",
            query_value(&self.of),
            self.revision,
            query_value(&self.layout)
        )
    }
}

async fn edit(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(sent): Query<Sent>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if let Some((way, key)) = sent.go.split_once('.') {
        return go(&app, cx, &sent, way, key, is_partial(&headers)).await;
    }
    let asked = sent.asked(false)?;
    let editor = app.view(move |tx| show::page(tx, &cx, &asked)).await?;
    if is_partial(&headers) {
        page(&editor.as_board())
    } else {
        page(&editor)
    }
}

/// Makes one move and shows the draft after it: at once by script, else at an address of its own, so that one can go
/// back.
async fn go(
    app: &App,
    cx: Arc<Cx>,
    sent: &Sent,
    way: &str,
    key: &str,
    by_script: bool,
) -> Result<Response, Failure> {
    let way = Way::ALL.into_iter().find(|one| one.word() == way);
    let (way, key) = (way.ok_or(Failure::NotFound)?, key.to_owned());
    let looker = Arc::clone(&cx);
    let offers = app.view(move |tx| -> Result<_, Failure> { Ok(catalogue(tx, &looker)?.offers()) });
    let offers = offers.await?;
    let draft = Arrangement::parse(&sent.layout).settled(&offers);
    let layout = draft.moved(&key, way, &offers);
    let after = Sent {
        layout: layout.to_string(),
        moved: key,
        go: String::new(),
        ..sent.clone()
    };
    if !by_script {
        return Ok(Redirect::to(&after.address("/portal/edit")).into_response());
    }
    let asked = after.asked(false)?;
    let editor = app.view(move |tx| show::page(tx, &cx, &asked)).await?;
    page(&editor.as_board())
}

async fn keep(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let (whose, seen) = (sent.whose()?, sent.revision);
    let (draft, writer) = (Arrangement::parse(&sent.layout), Arc::clone(&cx));
    let done = app.update(move |tx| -> Result<bool, Failure> {
        let permit = may_arrange(tx, &writer, whose).map_err(ArrangeError::from)?;
        let settled = draft.settled(&catalogue(tx, &writer)?.offers());
        unchanged(service::arrangement_set(
            tx, &permit, seen, &settled, &writer,
        ))
    });
    answer(&app, cx, &sent, done.await).await
}

async fn reset(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let (whose, seen) = (sent.whose()?, sent.revision);
    let writer = Arc::clone(&cx);
    let done = app.update(move |tx| -> Result<bool, Failure> {
        let permit = may_arrange(tx, &writer, whose).map_err(ArrangeError::from)?;
        unchanged(service::arrangement_reset(tx, &permit, seen, &writer))
    });
    answer(&app, cx, &sent, done.await).await
}

/// Whether it was done; it was not where somebody else was quicker.
fn unchanged(done: Result<(), ArrangeError>) -> Result<bool, Failure> {
    match done {
        Ok(()) => Ok(true),
        Err(ArrangeError::Changed) => Ok(false),
        Err(other) => Err(other.into()),
    }
}

/// One's own portal as it stands now, the editor of what stands for others, or both drafts side by side.
async fn answer(
    app: &App,
    cx: Arc<Cx>,
    sent: &Sent,
    done: Result<bool, Failure>,
) -> Result<Response, Failure> {
    if !done? {
        let asked = sent.asked(true)?;
        let editor = app.view(move |tx| show::page(tx, &cx, &asked)).await?;
        return Ok((StatusCode::CONFLICT, page(&editor)?).into_response());
    }
    let to = match sent.whose()? {
        Whose::Own => "/".to_owned(),
        Whose::Default(_) => format!("/portal/edit?of={}", query_value(&sent.of)),
    };
    Ok(Redirect::to(&to).into_response())
}

/// The portal as it would be.
async fn sample(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(sent): Query<Sent>,
) -> Result<Response, Failure> {
    let whose = sent.whose()?;
    let (draft, back) = (
        Arrangement::parse(&sent.layout),
        sent.address("/portal/edit"),
    );
    let portal = app.view(move |tx| {
        may_arrange(tx, &cx, whose).map_err(ArrangeError::from)?;
        preview(tx, &cx, &draft, &back)
    });
    page(&portal.await?)
}
