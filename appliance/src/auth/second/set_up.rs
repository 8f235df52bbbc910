//! The step of a log-in where another factor is set up first: the organisation asks for two and the person has one.
//!
//! Whoever is here has shown a password or a code and nothing more, so what is set up is told to the person like any
//! other change of how they log in. The passkey's own requests stand in its room.

use super::page::{FirstCodesPage, KeyForm, SetUpPage, Setup};
use super::recovery::RecoveryCode;
use super::totp::TotpSecret;
use super::web::digits;
use super::{service, text};
use crate::app::{App, Peer};
use crate::auth::admit::Admitted;
use crate::auth::half::{self, Half, Step};
use crate::auth::machine::{Mark, Purpose};
use crate::auth::model::SessionSecret;
use crate::auth::passkey::{self, Aim};
use crate::auth::proof::Means;
use crate::auth::service::AuthError;
use crate::auth::web::leave_behind;
use crate::org::Staff;
use crate::web::layout::Plain;
use crate::web::{Failure, guest, local_path, page};
use axum::Router;
use axum::extract::{Extension, Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum_extra::extract::cookie::CookieJar;
use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use std::sync::Arc;

/// The step, for whoever holds the cookie of a log-in that is not whole.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/login/set-up", get(set_up_page).post(set_up))
}

#[derive(Deserialize)]
struct TotpForm {
    #[serde(default)]
    carried: String,
    #[serde(default)]
    code: String,
}

/// What there is to say of the last try.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Of the app's code.
    app: Option<&'static str>,
    /// Of the passkey.
    key: Option<&'static str>,
    /// What the passkey was to be called.
    label: String,
}

async fn set_up_page(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    jar: CookieJar,
) -> Result<Response, Failure> {
    match half::standing(&app, &jar, Step::SetUp).await? {
        Ok((_, half, person)) => {
            shown(&app, &headers, (&half, &person), None, Said::default()).await
        }
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn set_up(
    State(app): State<Arc<App>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<TotpForm>,
) -> Result<Response, Failure> {
    let (key, half, person) = match half::standing(&app, &jar, Step::SetUp).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let whose = (&half, &person);
    let words = text::manage(guest::preference(&headers).language);
    let (staff, now, machine) = (half.staff, app.now(), app.machine());
    let carried = BASE64URL_NOPAD.decode(form.carried.as_bytes()).ok();
    let secret =
        carried.and_then(|carried| service::setup_open(machine, staff, &carried, now.as_second()));
    let said = |wrong| Said {
        app: Some(wrong),
        ..Said::default()
    };
    let Some(secret) = secret else {
        let again = shown(&app, &headers, whose, None, said(words.late)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
    };
    let Some(used) = secret.step_of(&digits(&form.code), now.as_second(), 0) else {
        let again = shown(&app, &headers, whose, Some(secret), said(words.failed)).await?;
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
    let codes = RecoveryCode::set(app.ids());
    let marks: Vec<Mark> = codes.iter().map(|code| code.mark(machine, staff)).collect();
    let session = SessionSecret::new(app.ids().secret());
    let (fresh, address) = (session.clone(), peer.to_string());
    let taken = app
        .update(move |tx| -> Result<_, AuthError> {
            let step = (&*sealed, used);
            let Some(first) = service::totp_set(tx, staff, step, &marks, (&[key], &address), now)?
            else {
                return Ok(None);
            };
            let shown = (Step::SetUp, Some(Means::WithTotp));
            let admitted = half::step_taken(tx, key, shown, &fresh, &address, now)?;
            Ok(admitted.map(|admitted| (first, admitted)))
        })
        .await?;
    // Somebody set one up meanwhile: it is asked for, from the beginning.
    let Some((first, admitted)) = taken else {
        return Ok(Redirect::to("/login").into_response());
    };
    leave_behind(&app, &jar).await?;
    if !first || admitted != Admitted::Session {
        return Ok(half::entered(&app, jar, admitted, &session, &half.next));
    }
    let wanted = guest::preference(&headers);
    let once = page(&FirstCodesPage {
        plain: Plain::new(wanted, &app.house_name().await?, words.codes),
        words,
        codes: codes.iter().map(RecoveryCode::written).collect(),
        login: person.login.as_str().to_owned(),
        next: local_path(&half.next).to_owned(),
    })?;
    Ok((half::opened(&app, jar, &session), once).into_response())
}

/// The page again, after a passkey that was none; `named` says whether its name was one.
pub(in crate::auth) async fn again(
    app: &App,
    headers: &HeaderMap,
    whose: (&Half, &Staff),
    (label, named): (String, bool),
) -> Result<Response, Failure> {
    let words = text::set_up(guest::preference(headers).language);
    let wrong = if named {
        words.wrong_key
    } else {
        words.wrong_label
    };
    let said = Said {
        key: Some(wrong),
        label,
        ..Said::default()
    };
    let again = shown(app, headers, whose, None, said).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

/// The page: with the secret that the telephone has read already, or a fresh one.
async fn shown(
    app: &App,
    headers: &HeaderMap,
    (half, person): (&Half, &Staff),
    secret: Option<TotpSecret>,
    said: Said,
) -> Result<Response, Failure> {
    let wanted = guest::preference(headers);
    let words = text::set_up(wanted.language);
    let secret = secret.unwrap_or_else(|| TotpSecret::fresh(&app.ids().secret()));
    let now = app.now().as_second();
    let carried = service::setup_seal(app.machine(), half.staff, &secret, now, app.ids())?;
    let house = app.house_name().await?;
    let plain = Plain::new(wanted, &house, words.heading);
    let name = [plain.words.mark, house.as_str()].join(" ");
    page(&SetUpPage {
        key: KeyForm {
            offer: passkey::offer(
                app,
                wanted.language,
                (Aim::Enrol, "/login/set-up/passkey"),
                "",
            ),
            label: said.label,
            wrong: said.key,
        },
        setup: Setup {
            picture: secret
                .picture(&name, person.login.as_str())
                .unwrap_or_default(),
            written: secret.written(),
            carried: BASE64URL_NOPAD.encode(&carried),
        },
        plain,
        words,
        app: text::manage(wanted.language),
        wrong: said.app,
    })
}
