//! A passkey that is made on the way in, by whoever must set up a second factor before a log-in is whole.

use super::model::{Aim, Whom};
use super::service;
use super::web::{keep, party, read};
use crate::app::{App, Peer};
use crate::auth::half::{self, Step};
use crate::auth::label::Label;
use crate::auth::model::SessionSecret;
use crate::auth::proof::Means;
use crate::auth::second;
use crate::auth::service::AuthError;
use crate::auth::web as login;
use crate::web::Failure;
use axum::extract::{Extension, Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;
use std::sync::Arc;
use webauthn_rs::prelude::RegisterPublicKeyCredential;

/// The requests, for whoever holds the cookie of a log-in that is not whole.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/login/set-up/passkey", post(add))
        .route("/login/set-up/passkey/begin", post(begin))
}

#[derive(Debug, Deserialize)]
struct AddForm {
    #[serde(default)]
    label: String,
    #[serde(default)]
    credential: String,
}

async fn begin(
    State(app): State<Arc<App>>,
    Extension(peer): Extension<Peer>,
    jar: CookieJar,
) -> Result<Response, Failure> {
    let (key, half, person) = match half::standing(&app, &jar, Step::SetUp).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let party = match party(&app) {
        Ok(party) => party,
        Err(unasked) => return Ok(unasked.into_response()),
    };
    let staff = half.staff;
    let have = app
        .view(move |tx| service::passkeys_of(tx, staff))
        .await?
        .into_iter()
        .map(|(_, row)| row.credential)
        .collect();
    let names = (person.login.as_str(), person.name.as_str());
    let (options, state) = party
        .enrol_begin(staff, names, have)
        .map_err(AuthError::from)?;
    if keep(&app, (Aim::Enrol, key), Whom::Only(staff), state, peer).await? {
        Ok(Json(options).into_response())
    } else {
        Ok(StatusCode::TOO_MANY_REQUESTS.into_response())
    }
}

async fn add(
    State(app): State<Arc<App>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<AddForm>,
) -> Result<Response, Failure> {
    let (key, half, person) = match half::standing(&app, &jar, Step::SetUp).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let now = app.now();
    let spent = app
        .update(move |tx| service::ceremony_spend(tx, (Aim::Enrol, key), now.as_second()))
        .await?;
    let label = Label::new(&form.label);
    let whose = (&half, &person);
    let again = (form.label, label.is_some());
    let answer = read::<RegisterPublicKeyCredential>(&form.credential);
    let (Some(label), Some(party), Some(spent), Some(answer)) = (label, app.party(), spent, answer)
    else {
        return second::set_up_again(&app, &headers, whose, again).await;
    };
    let made = party
        .enrol_finish(&spent.state, &answer)
        .map_err(AuthError::from)?;
    let Some(made) = made else {
        return second::set_up_again(&app, &headers, whose, again).await;
    };
    let secret = SessionSecret::new(app.ids().secret());
    let (fresh, address, mine) = (secret.clone(), peer.to_string(), (half.town, half.staff));
    let taken = app
        .update(move |tx| -> Result<_, AuthError> {
            // Two may be on the way in: what one of them has set up is asked of the other.
            if second::kept(tx, mine.1)?.any() || service::has_any(tx, mine.1)? {
                return Ok(None);
            }
            if !service::add(
                tx,
                mine,
                &label,
                (&made.credential, &made.passkey),
                &address,
                now,
            )? {
                return Ok(None);
            }
            half::halves_end(tx, mine.1, &[key])?;
            let shown = (Step::SetUp, Some(Means::WithPasskey));
            half::step_taken(tx, key, shown, &fresh, &address, now)
        })
        .await?;
    match taken {
        Some(admitted) => {
            login::leave_behind(&app, &jar).await?;
            Ok(half::entered(&app, jar, admitted, &secret, &half.next))
        }
        None => second::set_up_again(&app, &headers, whose, again).await,
    }
}
