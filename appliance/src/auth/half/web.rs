//! The steps of a log-in, for whoever holds the cookie of one that is not whole.

use super::model::Step;
use super::page::PasswordPage;
use super::service;
use super::table::Half;
use super::text;
use crate::app::{App, Peer};
use crate::auth::admit::Admitted;
use crate::auth::app_password::{self, Apps};
use crate::auth::model::{SessionKey, SessionSecret};
use crate::auth::policy::{self, Chosen, Complaint};
use crate::auth::service::AuthError;
use crate::auth::web::{leave_behind, session_cookie};
use crate::org::{self, Staff};
use crate::web::layout::Plain;
use crate::web::{Failure, guest, local_path, page};
use axum::Router;
use axum::extract::{Extension, Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use serde::Deserialize;
use std::sync::Arc;

/// The pages of the steps.
pub(in crate::auth) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/login/password", get(password_page).post(password))
        .route("/login/stop", post(stop))
}

#[derive(Deserialize)]
struct PasswordForm {
    new: String,
    again: String,
    #[serde(default)]
    keep_apps: String,
}

/// The name of the cookie of a log-in that is not whole.
fn cookie_name(app: &App) -> &'static str {
    if app.secure() {
        "__Host-sekisho-step"
    } else {
        "sekisho-step"
    }
}

fn step_cookie(app: &App, value: String) -> Cookie<'static> {
    Cookie::build((cookie_name(app), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(app.secure())
        .build()
}

/// Hands out what a proof opened: the cookie of a session and the page that was wanted, or the cookie of a log-in that
/// is not whole and its next step.
pub(in crate::auth) fn entered(
    app: &App,
    jar: CookieJar,
    admitted: Admitted,
    secret: &SessionSecret,
    next: &str,
) -> Response {
    match admitted {
        Admitted::Session => {
            let jar = opened(app, jar, secret);
            (jar, Redirect::to(local_path(next))).into_response()
        }
        Admitted::Half(step) => {
            let jar = jar.add(step_cookie(app, secret.to_cookie()));
            (jar, Redirect::to(step.path())).into_response()
        }
    }
}

/// The cookies of whoever has just got a session.
pub(in crate::auth) fn opened(app: &App, jar: CookieJar, secret: &SessionSecret) -> CookieJar {
    jar.remove(step_cookie(app, String::new()))
        .add(session_cookie(app, secret.to_cookie()))
}

/// The log-in behind the cookie with its owner, when it waits for this step; otherwise where to go.
pub(in crate::auth) async fn standing(
    app: &App,
    jar: &CookieJar,
    step: Step,
) -> Result<Result<(SessionKey, Half, Staff), Response>, Failure> {
    let key = jar
        .get(cookie_name(app))
        .and_then(|cookie| SessionSecret::from_cookie(cookie.value()))
        .map(|secret| secret.key());
    let Some(key) = key else {
        return Ok(Err(Redirect::to("/login").into_response()));
    };
    let now = app.now().as_second();
    let found = app
        .view(move |tx| -> Result<_, AuthError> {
            let Some(half) = service::half_find(tx, key, now)? else {
                return Ok(None);
            };
            let person = org::staff_get(tx, half.town, half.staff)?;
            Ok(person.map(|person| (half, person)))
        })
        .await?;
    Ok(match found {
        Some((half, person)) => match half.left.first() {
            Some(next) if *next == step => Ok((key, half, person)),
            Some(next) => Err(Redirect::to(next.path()).into_response()),
            None => Err(Redirect::to("/login").into_response()),
        },
        None => Err(Redirect::to("/login?why=expired").into_response()),
    })
}

async fn password_page(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    jar: CookieJar,
) -> Result<Response, Failure> {
    match standing(&app, &jar, Step::Password).await? {
        Ok((_, half, person)) => asked(&app, &headers, &half, &person, None).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn password(
    State(app): State<Arc<App>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<PasswordForm>,
) -> Result<Response, Failure> {
    let (key, half, person) = match standing(&app, &jar, Step::Password).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let apps = Apps::chosen(&form.keep_apps);
    let chosen = Chosen {
        new: form.new,
        again: form.again,
    };
    let hash = match policy::prepare(&app, half.town, half.staff, &person, chosen).await? {
        Ok(hash) => hash,
        Err(complaint) => return asked(&app, &headers, &half, &person, Some(complaint)).await,
    };
    let (secret, now) = (SessionSecret::new(app.ids().secret()), app.now());
    let (fresh, address) = (secret.clone(), peer.to_string());
    let admitted = app
        .update(move |tx| service::password_changed(tx, key, (&hash, apps), &fresh, &address, now))
        .await?;
    if admitted.is_some() {
        leave_behind(&app, &jar).await?;
    }
    Ok(match admitted {
        Some(Admitted::Session) => entered(&app, jar, Admitted::Session, &secret, &half.next),
        Some(Admitted::Half(step)) => Redirect::to(step.path()).into_response(),
        None => Redirect::to("/login?why=expired").into_response(),
    })
}

/// Gives up: the half is worth nothing from now on.
async fn stop(State(app): State<Arc<App>>, jar: CookieJar) -> Result<Response, Failure> {
    let key = jar
        .get(cookie_name(&app))
        .and_then(|cookie| SessionSecret::from_cookie(cookie.value()))
        .map(|secret| secret.key());
    if let Some(key) = key {
        app.update(move |tx| service::give_up(tx, key)).await?;
    }
    let mut gone = step_cookie(&app, String::new());
    gone.make_removal();
    Ok((jar.add(gone), Redirect::to("/login")).into_response())
}

async fn asked(
    app: &App,
    headers: &HeaderMap,
    half: &Half,
    person: &Staff,
    wrong: Option<Complaint>,
) -> Result<Response, Failure> {
    let wanted = guest::preference(headers);
    let words = text::words(wanted.language);
    let town = half.town;
    let staff = half.staff;
    let (policy, apps) = app
        .view(move |tx| -> Result<_, AuthError> {
            Ok((policy::policy_of(tx, town)?, app_password::many(tx, staff)?))
        })
        .await?;
    let asking = page(&PasswordPage {
        plain: Plain::new(wanted, &app.house_name().await?, words.heading),
        words,
        login: person.login.as_str().to_owned(),
        rules: policy::rules(wanted.language, policy),
        apps: (apps > 0).then(|| app_password::keep_words(wanted.language)),
        wrong: wrong.map(|wrong| policy::complaint(wanted.language, wrong)),
    })?;
    if wrong.is_some() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, asking).into_response());
    }
    Ok(asking)
}
