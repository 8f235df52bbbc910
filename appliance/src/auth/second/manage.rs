//! The person's own pages about the second factor. Each asks for a fresh proof.

use super::page::{CodesPage, Setup, TotpPage};
use super::recovery::RecoveryCode;
use super::service;
use super::text;
use super::totp::TotpSecret;
use super::web::digits;
use crate::app::{App, Peer};
use crate::auth::confirm;
use crate::auth::machine::{Mark, Purpose};
use crate::auth::news::{self, Event};
use crate::auth::service::AuthError;
use crate::cx::Cx;
use crate::modules::mail;
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, page};
use axum::Router;
use axum::extract::{Extension, Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use serde::Deserialize;
use std::sync::Arc;

/// The pages, all behind the gate.
pub(in crate::auth) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/account/totp", get(totp).post(totp_set))
        .route("/account/totp/remove", post(totp_remove))
        .route("/account/recovery", post(recovery))
}

#[derive(Deserialize)]
struct TotpForm {
    carried: String,
    code: String,
}

async fn totp(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    if let Some(elsewhere) = confirm::wanted(&cx, "/account/totp") {
        return Ok(elsewhere);
    }
    let staff = cx.staff;
    let kept = app.view(move |tx| service::kept(tx, staff)).await?;
    match kept.totp {
        Some(since) => shown(&app, cx, Some(since), None, None).await,
        None => offered(&app, cx, None).await,
    }
}

/// Offers a new secret.
async fn offered(app: &App, cx: Arc<Cx>, wrong: Option<&'static str>) -> Result<Response, Failure> {
    let secret = TotpSecret::fresh(&app.ids().secret());
    shown(app, cx, None, Some(secret), wrong).await
}

async fn shown(
    app: &App,
    cx: Arc<Cx>,
    since: Option<i64>,
    secret: Option<TotpSecret>,
    wrong: Option<&'static str>,
) -> Result<Response, Failure> {
    let words = text::manage(cx.language());
    let setup = match secret {
        None => None,
        Some(secret) => {
            let now = cx.now.as_second();
            let carried = service::setup_seal(app.machine(), cx.staff, &secret, now, app.ids())?;
            let house = [app_name(&cx), cx.organisation_name.as_str()].join(" ");
            let login = cx.person.login.as_str();
            Some(Setup {
                picture: secret.picture(&house, login).unwrap_or_default(),
                written: secret.written(),
                carried: BASE64URL_NOPAD.encode(&carried),
            })
        }
    };
    let since = since
        .and_then(|since| Timestamp::from_second(since).ok())
        .map(|since| cx.calendar().long(since));
    let frame = frame(app, cx, words.title).await?;
    page(&TotpPage {
        frame,
        words,
        since,
        setup,
        wrong,
    })
}

/// What the app on the telephone calls this house.
fn app_name(cx: &Cx) -> &'static str {
    crate::web::text::frame(cx.language()).mark
}

async fn totp_set(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Extension(peer): Extension<Peer>,
    Form(form): Form<TotpForm>,
) -> Result<Response, Failure> {
    if let Some(elsewhere) = confirm::wanted(&cx, "/account/totp") {
        return Ok(elsewhere);
    }
    let words = text::manage(cx.language());
    let (staff, now, machine) = (cx.staff, cx.now, app.machine());
    let kept = app.view(move |tx| service::kept(tx, staff)).await?;
    if kept.totp.is_some() {
        return Ok(Redirect::to("/account/totp").into_response());
    }
    let carried = BASE64URL_NOPAD.decode(form.carried.as_bytes());
    let secret = carried
        .ok()
        .and_then(|carried| service::setup_open(machine, staff, &carried, now.as_second()));
    let Some(secret) = secret else {
        let again = offered(&app, cx, Some(words.late)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
    };
    let Some(step) = secret.step_of(&digits(&form.code), now.as_second(), 0) else {
        let again = shown(&app, cx, None, Some(secret), Some(words.failed)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
    };
    let about = staff.uuid();
    let sealed = machine
        .seal(
            Purpose::TotpSecret,
            about.as_bytes(),
            secret.bytes(),
            app.ids(),
        )
        .map_err(AuthError::from)?;
    let (codes, marks) = fresh_codes(&app, &cx);
    let address = peer.to_string();
    let first = app
        .update(move |tx| {
            service::totp_set(tx, staff, (&sealed, step), &marks, (&[], &address), now)
        })
        .await?;
    match first {
        Some(true) => codes_once(&app, cx, codes).await,
        Some(false) => Ok(Redirect::to("/account?done=totp").into_response()),
        None => Ok(Redirect::to("/account/totp").into_response()),
    }
}

async fn totp_remove(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Extension(peer): Extension<Peer>,
) -> Result<Response, Failure> {
    if let Some(elsewhere) = confirm::wanted(&cx, "/account/totp") {
        return Ok(elsewhere);
    }
    let (staff, now) = (cx.staff, cx.now);
    app.update(move |tx| service::totp_remove(tx, staff, &peer.to_string(), now))
        .await?;
    Ok(Redirect::to("/account?done=totp-removed").into_response())
}

async fn recovery(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Extension(peer): Extension<Peer>,
) -> Result<Response, Failure> {
    if let Some(elsewhere) = confirm::wanted(&cx, "/account") {
        return Ok(elsewhere);
    }
    let (staff, now) = (cx.staff, cx.now);
    let (codes, marks) = fresh_codes(&app, &cx);
    let made = app
        .update(move |tx| -> Result<_, AuthError> {
            let any = service::kept(tx, staff)?.any();
            if any {
                service::recovery_set(tx, staff, &marks, now)?;
                news::tell(tx, staff, Event::RecoveryCodes, &peer.to_string(), now)?;
            }
            Ok(any)
        })
        .await?;
    if made {
        codes_once(&app, cx, codes).await
    } else {
        Ok(Redirect::to("/account").into_response())
    }
}

fn fresh_codes(app: &App, cx: &Cx) -> (Vec<RecoveryCode>, Vec<Mark>) {
    let codes = RecoveryCode::set(app.ids());
    let marks = codes.iter().map(|code| code.mark(app.machine(), cx.staff));
    let marks = marks.collect();
    (codes, marks)
}

/// The codes, in the answer to the request that made them: they are stored nowhere.
async fn codes_once(app: &App, cx: Arc<Cx>, codes: Vec<RecoveryCode>) -> Result<Response, Failure> {
    let words = text::manage(cx.language());
    let login = cx.person.login.as_str().to_owned();
    let made = cx.calendar().long(cx.now);
    let frame = frame(app, cx, words.codes).await?;
    page(&CodesPage {
        frame,
        words,
        codes: codes.iter().map(RecoveryCode::written).collect(),
        login,
        made,
    })
}

async fn frame(app: &App, cx: Arc<Cx>, title: &'static str) -> Result<Frame, Failure> {
    app.view(move |tx| -> Result<_, Failure> {
        let waiting = mail::waiting(tx, &cx)?;
        let title = title.to_owned();
        Ok(Frame::new(&cx, Module::Account, waiting, title, "/account"))
    })
    .await
}
