//! The person's own page of passkeys. Each change asks for a fresh proof.

use super::model::{Aim, Whom};
use super::page::{Line, ManagePage};
use super::service::{self, Removed};
use super::text;
use super::web::{keep, offer, party, read};
use crate::app::{App, Peer};
use crate::auth::confirm;
use crate::auth::label::Label;
use crate::auth::service::AuthError;
use crate::cx::Cx;
use crate::modules::mail;
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, page};
use axum::extract::{Extension, Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use serde::Deserialize;
use std::sync::Arc;
use webauthn_rs::prelude::RegisterPublicKeyCredential;

/// The pages, all behind the gate.
pub(in crate::auth) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/account/passkey", get(passkeys).post(add))
        .route("/account/passkey/begin", post(begin))
        .route("/account/passkey/remove", post(remove))
}

/// Where whoever must prove themselves first comes back to.
const HERE: &str = "/account/passkey";

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    done: String,
}

#[derive(Debug, Deserialize)]
struct AddForm {
    #[serde(default)]
    label: String,
    #[serde(default)]
    credential: String,
}

#[derive(Debug, Deserialize)]
struct RemoveForm {
    passkey: String,
}

async fn passkeys(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    if let Some(elsewhere) = confirm::wanted(&cx, HERE) {
        return Ok(elsewhere);
    }
    let words = text::manage(cx.language());
    let done = match asked.done.as_str() {
        "added" => Some(words.done_added),
        "removed" => Some(words.done_removed),
        _ => None,
    };
    page(&build(&app, cx, String::new(), done, None).await?)
}

async fn begin(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Extension(peer): Extension<Peer>,
) -> Result<Response, Failure> {
    if let Some(elsewhere) = confirm::wanted(&cx, HERE) {
        return Ok(elsewhere);
    }
    let party = match party(&app) {
        Ok(party) => party,
        Err(unasked) => return Ok(unasked.into_response()),
    };
    let staff = cx.staff;
    // One that opens nothing any more is named too: the device that made it must not make another in its place.
    let have = app
        .view(move |tx| service::passkeys_of(tx, staff))
        .await?
        .into_iter()
        .map(|(_, row)| row.credential)
        .collect();
    let names = (cx.person.login.as_str(), cx.person.name.as_str());
    let (options, state) = party
        .enrol_begin(staff, names, have)
        .map_err(AuthError::from)?;
    let ceremony = (Aim::Enrol, cx.session.key);
    if keep(&app, ceremony, Whom::Only(staff), state, peer).await? {
        Ok(Json(options).into_response())
    } else {
        Ok(StatusCode::TOO_MANY_REQUESTS.into_response())
    }
}

async fn add(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Extension(peer): Extension<Peer>,
    Form(form): Form<AddForm>,
) -> Result<Response, Failure> {
    if let Some(elsewhere) = confirm::wanted(&cx, HERE) {
        return Ok(elsewhere);
    }
    let words = text::manage(cx.language());
    let (mine, now) = ((cx.town, cx.staff), cx.now);
    let ceremony = (Aim::Enrol, cx.session.key);
    let spent = app
        .update(move |tx| service::ceremony_spend(tx, ceremony, now.as_second()))
        .await?;
    let Some(label) = Label::new(&form.label) else {
        return again(&app, cx, form.label, words.wrong_label).await;
    };
    let answer = read::<RegisterPublicKeyCredential>(&form.credential);
    let (Some(party), Some(spent), Some(answer)) = (app.party(), spent, answer) else {
        return again(&app, cx, form.label, words.failed).await;
    };
    let made = party
        .enrol_finish(&spent.state, &answer)
        .map_err(AuthError::from)?;
    let added = match made {
        Some(made) => {
            app.update(move |tx| {
                let key = (&*made.credential, &*made.passkey);
                service::add(tx, mine, &label, key, &peer.to_string(), now)
            })
            .await?
        }
        None => false,
    };
    if added {
        Ok(Redirect::to("/account/passkey?done=added").into_response())
    } else {
        again(&app, cx, form.label, words.failed).await
    }
}

async fn remove(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Extension(peer): Extension<Peer>,
    Form(form): Form<RemoveForm>,
) -> Result<Response, Failure> {
    if let Some(elsewhere) = confirm::wanted(&cx, HERE) {
        return Ok(elsewhere);
    }
    let words = text::manage(cx.language());
    let (staff, now) = (cx.staff, cx.now);
    let removed = app
        .update(move |tx| service::remove(tx, staff, &form.passkey, &peer.to_string(), now))
        .await?;
    match removed {
        Removed::Gone => Ok(Redirect::to("/account/passkey?done=removed").into_response()),
        Removed::None => Err(Failure::NotFound),
        Removed::Last => again(&app, cx, String::new(), words.wrong_last).await,
    }
}

async fn again(
    app: &App,
    cx: Arc<Cx>,
    label: String,
    wrong: &'static str,
) -> Result<Response, Failure> {
    let again = page(&build(app, cx, label, None, Some(wrong)).await?)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

async fn build(
    app: &App,
    cx: Arc<Cx>,
    label: String,
    done: Option<&'static str>,
    wrong: Option<&'static str>,
) -> Result<ManagePage, Failure> {
    let language = cx.language();
    let asked = Arc::clone(&cx);
    let (rows, waiting) = app
        .view(move |tx| -> Result<_, Failure> {
            let rows = service::passkeys_of(tx, asked.staff)?;
            Ok((rows, mail::waiting(tx, &asked)?))
        })
        .await?;
    let words = text::manage(language);
    let calendar = cx.calendar();
    let when = |seconds: i64| calendar.short(Timestamp::from_second(seconds).unwrap_or(cx.now));
    let passkeys = rows
        .into_iter()
        .map(|(key, row)| Line {
            handle: key.handle(),
            label: row.label.as_str().to_owned(),
            made: when(row.made),
            used: row.used.map(when),
            doubted: row.doubted.map(when),
        })
        .collect();
    let title = words.title.to_owned();
    Ok(ManagePage {
        frame: Frame::new(&cx, Module::Account, waiting, title, "/account"),
        words,
        offer: offer(app, language, (Aim::Enrol, HERE), ""),
        passkeys,
        label,
        done,
        wrong,
    })
}
