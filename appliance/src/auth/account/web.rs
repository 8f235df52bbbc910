//! The requests of サインインの設定.

use super::page::{AccountPage, NewsLine, SessionLine};
use super::{service, text};
use crate::app::{App, Peer};
use crate::auth::app_password::{self, Apps};
use crate::auth::confirm;
use crate::auth::news;
use crate::auth::passkey;
use crate::auth::policy::{self, Chosen};
use crate::auth::second;
use crate::cx::Cx;
use crate::modules::{mail, settings};
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
    #[serde(default)]
    keep_apps: String,
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
        "totp" => Some(words.done_totp),
        "totp-removed" => Some(words.done_totp_removed),
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
    Extension(peer): Extension<Peer>,
    Form(form): Form<PasswordForm>,
) -> Result<Response, Failure> {
    let wrong = change(&app, &cx, peer, form).await?;
    match wrong {
        None => Ok(Redirect::to("/account?done=password").into_response()),
        Some(wrong) => {
            let again = page(&build(&app, cx, None, Some(wrong)).await?)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
    }
}

/// Changes the password when the old one was theirs and the new one is good; otherwise says what to correct.
async fn change(
    app: &App,
    cx: &Cx,
    peer: Peer,
    form: PasswordForm,
) -> Result<Option<String>, Failure> {
    let (mine, staff, now) = (cx.session.clone(), cx.staff, cx.now);
    let (apps, address) = (Apps::chosen(&form.keep_apps), peer.to_string());
    let wrong_old = || Some(text::words(cx.language()).wrong_old.to_owned());
    let proven = confirm::proven(app, cx, peer, form.old, "password-change-refused").await?;
    let Some(hash) = proven else {
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
        .update(move |tx| service::password_change(tx, &mine, (&hash, &new), (apps, &address), now))
        .await?;
    Ok(if changed { None } else { wrong_old() })
}

async fn build(
    app: &App,
    cx: Arc<Cx>,
    done: Option<&'static str>,
    wrong: Option<String>,
) -> Result<AccountPage, Failure> {
    let (lifetime, touches) = (app.lifetime(), app.touches());
    app.view(move |tx| {
        let words = text::words(cx.language());
        let calendar = cx.calendar();
        let when = |seconds: i64| calendar.short(Timestamp::from_second(seconds).unwrap_or(cx.now));
        let open = service::sessions_of(tx, &cx.session, &touches, lifetime, cx.now.as_second())?;
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
        let kept = second::kept(tx, cx.staff)?;
        let made = app_password::many(tx, cx.staff)?;
        let allowed = app_password::allowed(tx, cx.town)?;
        let news = news::latest(tx, cx.staff)?.into_iter();
        let news = news.map(|line| NewsLine {
            said: news::said(cx.language(), line.event),
            when: when(line.at),
            from: line.from,
        });
        let waiting = mail::waiting(tx, &cx)?;
        let title = words.title.to_owned();
        Ok(AccountPage {
            frame: Frame::new(&cx, Module::Account, waiting, title, "/account"),
            words,
            tabs: settings::tabs(cx.language(), settings::Place::SignIn),
            sessions,
            rules: policy::rules(cx.language(), policy::policy_of(tx, cx.town)?),
            totp: kept.totp.map(when),
            passkeys: passkey::many(tx, cx.staff)?,
            app_passwords: Some(made).filter(|made| *made > 0 || allowed),
            recovery: kept.recovery,
            second: kept.any(),
            news: news.collect(),
            apps: (made > 0).then(|| app_password::keep_words(cx.language())),
            done,
            wrong: wrong.clone(),
        })
    })
    .await
}
