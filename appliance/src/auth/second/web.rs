//! The step of a log-in that asks for a second factor.

use super::page::{StepPage, Tried};
use super::recovery::RecoveryCode;
use super::service::{self, Answer};
use super::set_up;
use super::text;
use crate::app::{App, Peer};
use crate::auth::half::{self, Step};
use crate::auth::model::SessionSecret;
use crate::auth::passkey::{self, Aim};
use crate::auth::service::AuthError;
use crate::auth::web::leave_behind;
use crate::org::StaffId;
use crate::web::layout::Plain;
use crate::web::{Failure, guest, page};
use axum::Router;
use axum::extract::{Extension, Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The page of the step.
pub(in crate::auth) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/login/second", get(second_page).post(second))
        .merge(set_up::routes())
}

#[derive(Deserialize)]
struct SecondForm {
    #[serde(default)]
    code: String,
    #[serde(default)]
    recovery: String,
}

async fn second_page(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    jar: CookieJar,
) -> Result<Response, Failure> {
    match half::standing(&app, &jar, Step::Second).await? {
        Ok((_, half, _)) => asked(&app, &headers, half.staff, Tried::Nothing).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn second(
    State(app): State<Arc<App>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<SecondForm>,
) -> Result<Response, Failure> {
    let (key, half) = match half::standing(&app, &jar, Step::Second).await? {
        Ok((key, half, _)) => (key, half),
        Err(elsewhere) => return Ok(elsewhere),
    };
    let answer = if form.recovery.is_empty() {
        Answer::Totp(digits(&form.code))
    } else {
        Answer::Recovery(RecoveryCode::typed(&form.recovery))
    };
    let (secret, now) = (SessionSecret::new(app.ids().secret()), app.now());
    let (fresh, address, machine) = (secret.clone(), peer.to_string(), app.machine().clone());
    let taken = app
        .update(move |tx| service::second_step(tx, key, &answer, &machine, (&fresh, &address), now))
        .await?;
    if let Some(admitted) = taken {
        leave_behind(&app, &jar).await?;
        return Ok(half::entered(&app, jar, admitted, &secret, &half.next));
    }
    let again = asked(&app, &headers, half.staff, Tried::Code).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

/// The page again, after a passkey that was none.
pub(in crate::auth) async fn passkey_failed(
    app: &App,
    headers: &HeaderMap,
    staff: StaffId,
) -> Result<Response, Failure> {
    let again = asked(app, headers, staff, Tried::Passkey).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

/// The digits of what was typed, in any width.
pub(in crate::auth) fn digits(typed: &str) -> String {
    let narrow = typed.nfkc().take(40);
    narrow.filter(|c| !c.is_whitespace() && *c != '-').collect()
}

async fn asked(
    app: &App,
    headers: &HeaderMap,
    staff: StaffId,
    tried: Tried,
) -> Result<Response, Failure> {
    let wanted = guest::preference(headers);
    let words = text::step(wanted.language);
    let (kept, any) = app
        .view(move |tx| -> Result<_, AuthError> {
            Ok((service::kept(tx, staff)?, passkey::has_any(tx, staff)?))
        })
        .await?;
    let ask = (Aim::Second, "/login/second/passkey");
    let offer = passkey::offer(app, wanted.language, ask, "");
    page(&StepPage {
        plain: Plain::new(wanted, &app.house_name().await?, words.heading),
        words,
        totp: kept.totp.is_some(),
        recovery: kept.recovery.is_some_and(|left| left > 0),
        failed: tried == Tried::Code,
        passkey_failed: tried == Tried::Passkey,
        offer: offer.filter(|_| any),
    })
}
