//! The requests of サインインの設定.

use super::page::{AccountPage, SessionLine};
use super::{service, text};
use crate::app::App;
use crate::auth::AuthError;
use crate::auth::policy::{self, Chosen};
use crate::cx::Cx;
use crate::modules::mail;
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, page};
use axum::Router;
use axum::extract::{Extension, Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use serde::Deserialize;
use std::sync::Arc;

/// The person's own pages, all behind the gate.
pub(in crate::auth) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/account", get(account))
        .route("/account/session", post(session))
        .route("/account/sessions", post(sessions))
        .route("/account/password", post(password))
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    done: String,
}

#[derive(Debug, Deserialize)]
struct SessionForm {
    session: String,
}

#[derive(Deserialize)]
struct PasswordForm {
    old: String,
    new: String,
    again: String,
}

async fn account(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let words = text::words(cx.language());
    let done = match asked.done.as_str() {
        "session" => Some(words.done_session),
        "password" => Some(words.done_password),
        _ => None,
    };
    page(&build(&app, cx, done, None).await?)
}

async fn session(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(form): Form<SessionForm>,
) -> Result<Response, Failure> {
    let (mine, now) = (cx.session.clone(), cx.now);
    let ended = app
        .update(move |tx| service::session_end(tx, &mine, &form.session, now))
        .await?;
    if ended {
        Ok(Redirect::to("/account?done=session").into_response())
    } else {
        Err(Failure::NotFound)
    }
}

async fn sessions(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    let (mine, now) = (cx.session.clone(), cx.now);
    app.update(move |tx| service::sessions_end_others(tx, &mine, now))
        .await?;
    Ok(Redirect::to("/account?done=session").into_response())
}

async fn password(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(form): Form<PasswordForm>,
) -> Result<Response, Failure> {
    let wrong = change(&app, &cx, form).await?;
    match wrong {
        None => Ok(Redirect::to("/account?done=password").into_response()),
        Some(wrong) => {
            let again = page(&build(&app, cx, None, Some(wrong)).await?)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
    }
}

/// Changes the password when the old one was theirs and the new one is good; otherwise says what to correct.
async fn change(app: &App, cx: &Cx, form: PasswordForm) -> Result<Option<String>, Failure> {
    let (mine, staff, now) = (cx.session.clone(), cx.staff, cx.now);
    let (open, hash) = app
        .view(move |tx| -> Result<_, AuthError> {
            Ok((
                service::guessing_open(tx, staff, now.as_second())?,
                service::hash_of(tx, staff)?,
            ))
        })
        .await?;
    let right = app
        .passwords()
        .verify(form.old, hash.clone())
        .await
        .map_err(AuthError::from)?;
    let wrong_old = || Some(text::words(cx.language()).wrong_old.to_owned());
    let Some(hash) = hash.filter(|_| right && open) else {
        app.update(move |tx| service::guessed_wrong(tx, staff, now))
            .await?;
        return Ok(wrong_old());
    };
    let chosen = Chosen {
        new: form.new,
        again: form.again,
    };
    let new = match policy::prepare(app, cx.town, staff, &cx.person, chosen).await? {
        Ok(new) => new,
        Err(complaint) => return Ok(Some(policy::complaint(cx.language(), complaint))),
    };
    let changed = app
        .update(move |tx| service::password_change(tx, &mine, &hash, &new, now))
        .await?;
    Ok(if changed { None } else { wrong_old() })
}

async fn build(
    app: &App,
    cx: Arc<Cx>,
    done: Option<&'static str>,
    wrong: Option<String>,
) -> Result<AccountPage, Failure> {
    let lifetime = app.lifetime();
    app.view(move |tx| {
        let words = text::words(cx.language());
        let calendar = cx.calendar();
        let when = |seconds: i64| calendar.short(Timestamp::from_second(seconds).unwrap_or(cx.now));
        let open = service::sessions_of(tx, &cx.session, lifetime, cx.now.as_second())?;
        let sessions = open
            .into_iter()
            .map(|session| SessionLine {
                since: when(session.began),
                seen: when(session.seen),
                handle: session.handle,
                address: session.address,
                here: session.here,
            })
            .collect();
        let waiting = mail::waiting(tx, &cx)?;
        let title = words.title.to_owned();
        Ok(AccountPage {
            frame: Frame::new(&cx, Module::Account, waiting, title, "/account"),
            words,
            sessions,
            rules: policy::rules(cx.language(), policy::policy_of(tx, cx.town)?),
            done,
            wrong: wrong.clone(),
        })
    })
    .await
}
