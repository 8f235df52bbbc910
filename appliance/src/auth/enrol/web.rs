//! The requests of 登録, before log-in. The code is checked at both steps and spent at the second.

use super::model::EnrolmentCode;
use super::page::{ChoosePage, CodePage};
use super::service::{self, Shown};
use super::text;
use crate::app::{App, Peer};
use crate::auth::admit::admit;
use crate::auth::half;
use crate::auth::model::SessionSecret;
use crate::auth::policy::{self, Chosen, Complaint};
use crate::auth::service::AuthError;
use crate::auth::web::leave_behind;
use crate::org::{Staff, StaffId, Town};
use crate::web::layout::Plain;
use crate::web::{Failure, guest, page};
use axum::Router;
use axum::extract::{Extension, Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The pages, open to everybody who holds a code.
pub(in crate::auth) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/enrol", get(code_page).post(code))
        .route("/enrol/password", post(choose))
}

/// Whose code was shown.
type Holder = (Town, StaffId, Staff);

#[derive(Deserialize)]
struct CodeForm {
    name: String,
    code: String,
}

#[derive(Deserialize)]
struct ChooseForm {
    name: String,
    code: String,
    new: String,
    again: String,
}

async fn code_page(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Failure> {
    asked(&app, &headers, "", false).await
}

async fn code(
    State(app): State<Arc<App>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Result<Response, Failure> {
    let shown = shown(&form.name, &form.code, peer);
    match holder(&app, &shown).await? {
        Some(person) => offer(&app, &headers, &shown, &person, None).await,
        None => wrong(&app, &headers, shown).await,
    }
}

async fn choose(
    State(app): State<Arc<App>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<ChooseForm>,
) -> Result<Response, Failure> {
    let shown = shown(&form.name, &form.code, peer);
    let Some(person) = holder(&app, &shown).await? else {
        return wrong(&app, &headers, shown).await;
    };
    let chosen = Chosen {
        new: form.new,
        again: form.again,
    };
    let (town, staff, row) = &person;
    let hash = match policy::prepare(&app, *town, *staff, row, chosen).await? {
        Ok(hash) => hash,
        Err(complaint) => return offer(&app, &headers, &shown, &person, Some(complaint)).await,
    };
    let secret = SessionSecret::new(app.ids().secret());
    let (key, now, tried, fresh) = (
        app.machine().clone(),
        app.now().to_zoned(app.zone().clone()),
        shown.clone(),
        secret.clone(),
    );
    let admitted = app
        .update(move |tx| -> Result<_, AuthError> {
            match service::spend(tx, &tried, &key, &hash, now.timestamp())? {
                Some(proof) => Ok(Some(admit(
                    tx,
                    &proof,
                    &fresh,
                    ("/", &tried.address),
                    &now,
                )?)),
                None => Ok(None),
            }
        })
        .await?;
    match admitted {
        Some(admitted) => {
            leave_behind(&app, &jar).await?;
            Ok(half::entered(&app, jar, admitted, &secret, "/"))
        }
        None => wrong(&app, &headers, shown).await,
    }
}

fn shown(name: &str, code: &str, peer: Peer) -> Shown {
    Shown::from(name, code, &peer.to_string())
}

/// How many codes are weighed at once while somebody guesses on a large scale.
static LANES: Semaphore = Semaphore::const_new(8);

async fn holder(app: &App, shown: &Shown) -> Result<Option<Holder>, Failure> {
    let (key, now, shown) = (app.machine().clone(), app.now().as_second(), shown.clone());
    let tried = shown.clone();
    let (shut, pause) = app
        .view(move |tx| -> Result<_, AuthError> {
            Ok((service::shut(tx, &tried, now)?, service::pause(tx, now)?))
        })
        .await?;
    // Whoever is closed out takes no place in the queue from somebody who is not.
    let _lane = if shut || pause.is_zero() {
        None
    } else {
        let lane = LANES.acquire().await.ok();
        tokio::time::sleep(pause).await;
        lane
    };
    Ok(app
        .view(move |tx| service::holder(tx, &shown, &key, now))
        .await?)
}

async fn wrong(app: &App, headers: &HeaderMap, shown: Shown) -> Result<Response, Failure> {
    let now = app.now();
    let name = shown.name.clone();
    app.update(move |tx| service::guessed_wrong(tx, &shown, now))
        .await?;
    let again = asked(app, headers, &name, true).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

async fn asked(
    app: &App,
    headers: &HeaderMap,
    name: &str,
    failed: bool,
) -> Result<Response, Failure> {
    let wanted = guest::preference(headers);
    let words = text::words(wanted.language);
    page(&CodePage {
        plain: Plain::new(wanted, &app.house_name().await?, words.heading),
        words,
        name: name.to_owned(),
        failed,
    })
}

async fn offer(
    app: &App,
    headers: &HeaderMap,
    shown: &Shown,
    (town, _, person): &Holder,
    wrong: Option<Complaint>,
) -> Result<Response, Failure> {
    let wanted = guest::preference(headers);
    let words = text::words(wanted.language);
    let town = *town;
    let policy = app.view(move |tx| policy::policy_of(tx, town)).await?;
    let choosing = page(&ChoosePage {
        plain: Plain::new(wanted, &app.house_name().await?, words.choose),
        words,
        person: person.name.as_str().to_owned(),
        login: person.login.as_str().to_owned(),
        code: shown
            .code
            .as_ref()
            .map(EnrolmentCode::spoken)
            .unwrap_or_default(),
        rules: policy::rules(wanted.language, policy),
        wrong: wrong.map(|wrong| policy::complaint(wanted.language, wrong)),
    })?;
    if wrong.is_some() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, choosing).into_response());
    }
    Ok(choosing)
}
