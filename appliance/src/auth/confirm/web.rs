//! The requests of the page that asks once more, and the question other pages put before they do anything.

use super::page::ConfirmPage;
use super::{service, text};
use crate::app::{App, Peer};
use crate::auth::passkey::{self, Aim, Whom};
use crate::auth::second::{self, digits};
use crate::auth::service::AuthError;
use crate::cx::Cx;
use crate::modules::mail;
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, local_path, page, query_value};
use axum::extract::{Extension, Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use std::sync::Arc;

/// The page, behind the gate.
pub(in crate::auth) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/account/confirm", get(confirm_page).post(confirm))
        .route("/account/confirm/passkey", post(by_passkey))
        .route("/account/confirm/passkey/begin", post(passkey_begin))
}

/// Where somebody must go first who wants to change how anybody logs in, or to be the second of two, and comes back from to `back`; `None` for who has
/// just proven themselves.
pub(crate) fn wanted(cx: &Cx, back: &str) -> Option<Response> {
    if cx.session.fresh(cx.now.as_second()) {
        return None;
    }
    let to = format!("/account/confirm?next={}", query_value(back));
    Some(Redirect::to(&to).into_response())
}

/// The person's hash, when the password is theirs. A wrong one is counted, and noted as a refusal of `act`.
pub(in crate::auth) async fn proven(
    app: &App,
    cx: &Cx,
    peer: Peer,
    password: String,
    act: &'static str,
) -> Result<Option<String>, Failure> {
    let (staff, now, address) = (cx.staff, cx.now, peer.to_string());
    let from = address.clone();
    let (hash, open) = app
        .view(move |tx| service::asked(tx, staff, &from, now.as_second()))
        .await?;
    let right = app
        .passwords()
        .verify(password, hash.clone())
        .await
        .map_err(AuthError::from)?;
    let hash = hash.filter(|_| right && open);
    let holds = hash.is_some();
    app.update(move |tx| {
        if holds {
            service::accepted(tx, staff, &address)
        } else {
            service::refused(tx, staff, (act, &address), now)
        }
    })
    .await?;
    Ok(hash)
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct ConfirmForm {
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

#[derive(Debug, Deserialize)]
struct PasskeyForm {
    #[serde(default)]
    credential: String,
    #[serde(default)]
    next: String,
}

async fn confirm_page(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    page(&build(&app, cx, asked.next, None).await?)
}

async fn confirm(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Extension(peer): Extension<Peer>,
    Form(form): Form<ConfirmForm>,
) -> Result<Response, Failure> {
    let (staff, keys) = (cx.staff, app.party().is_some());
    let asked = app
        .view(move |tx| service::what_is_asked(tx, staff, keys))
        .await?;
    // Who has only a passkey beside the password shows that; the page offers no password.
    let offered = asked.password;
    let right = offered
        && proven(&app, &cx, peer, form.password, "confirm-refused")
            .await?
            .is_some();
    let (mine, now, address) = (cx.session.clone(), cx.now, peer.to_string());
    let (machine, code) = (app.machine().clone(), digits(&form.code));
    let whole = right
        && app
            .update(move |tx| -> Result<bool, AuthError> {
                if asked.totp && !second::totp_shown(tx, staff, &code, &machine, &address, now)? {
                    return Ok(false);
                }
                service::confirmed(tx, &mine, &address, now)?;
                Ok(true)
            })
            .await?;
    if !whole {
        let wrong = text::words(cx.language()).failed;
        return again(&app, cx, form.next, wrong).await;
    }
    Ok(Redirect::to(local_path(&form.next)).into_response())
}

async fn again(
    app: &App,
    cx: Arc<Cx>,
    next: String,
    wrong: &'static str,
) -> Result<Response, Failure> {
    let again = page(&build(app, cx, next, Some(wrong)).await?)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

async fn passkey_begin(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Extension(peer): Extension<Peer>,
) -> Result<Response, Failure> {
    let staff = cx.staff;
    let allowed = app
        .view(move |tx| passkey::credentials_of(tx, staff))
        .await?;
    let ceremony = (Aim::Confirm, cx.session.key);
    let asked = passkey::asked(&app, ceremony, Whom::Only(staff), allowed, peer).await?;
    Ok(match asked {
        Ok(options) => Json(options).into_response(),
        Err(unasked) => unasked.into_response(),
    })
}

async fn by_passkey(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Extension(peer): Extension<Peer>,
    Form(form): Form<PasskeyForm>,
) -> Result<Response, Failure> {
    let ceremony = (Aim::Confirm, cx.session.key);
    let checked = passkey::shown(&app, ceremony, &form.credential, peer).await?;
    let right = match checked {
        Ok(checked) => {
            let (mine, now, address) = (cx.session.clone(), cx.now, peer.to_string());
            app.update(move |tx| service::confirmed_by_passkey(tx, &mine, &checked, &address, now))
                .await?
        }
        Err(passkey::Wrong) => false,
    };
    if right {
        return Ok(Redirect::to(local_path(&form.next)).into_response());
    }
    let wrong = text::words(cx.language()).passkey_failed;
    again(&app, cx, form.next, wrong).await
}

async fn build(
    app: &App,
    cx: Arc<Cx>,
    next: String,
    wrong: Option<&'static str>,
) -> Result<ConfirmPage, Failure> {
    let next = local_path(&next).to_owned();
    let ask = (Aim::Confirm, "/account/confirm/passkey");
    let offered = passkey::offer(app, cx.language(), ask, &next);
    app.view(move |tx| {
        let offered = offered.clone();
        let words = text::words(cx.language());
        let waiting = mail::waiting(tx, &cx)?;
        let any = passkey::has_any(tx, cx.staff)?;
        let asked = service::what_is_asked(tx, cx.staff, offered.is_some())?;
        let title = words.title.to_owned();
        Ok(ConfirmPage {
            frame: Frame::new(&cx, Module::Account, waiting, title, "/account"),
            words,
            next: next.clone(),
            login: cx.person.login.as_str().to_owned(),
            password: asked.password,
            totp: asked.totp,
            wrong,
            offer: offered.filter(|_| any),
        })
    })
    .await
}
