//! A challenge out and its answer back, the same for every page that takes a passkey; and the two of them that stand
//! before log-in.

use super::first;
use super::model::{Aim, PasskeyKey, Whom};
use super::page::Offer;
use super::party::{Party, Refusal};
use super::service::{self, Checked};
use super::table::{Ceremony, Passkeys};
use super::text;
use crate::app::{App, Peer};
use crate::auth::admit::admit;
use crate::auth::half::{self, Step};
use crate::auth::machine::Purpose;
use crate::auth::model::{SessionKey, SessionSecret};
use crate::auth::service::AuthError;
use crate::auth::web as login;
use crate::org::{self, LoginName, StaffId};
use crate::text::Language;
use crate::text::fold::fold;
use crate::web::{Failure, local_path};
use axum::extract::{Extension, Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use sekisho_platform::store::{Update, View};
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use webauthn_rs::prelude::PublicKeyCredential;

/// The longest answer of a device that is read, in bytes.
pub(super) const ANSWER_MOST: usize = 16 * 1024;

/// The ways in before log-in.
pub(in crate::auth) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/login/passkey", post(log_in))
        .route("/login/passkey/begin", post(log_in_begin))
        .route("/login/second/passkey", post(second))
        .route("/login/second/passkey/begin", post(second_begin))
        .merge(first::routes())
}

/// What a page shows where passkeys may be used; `None` where this house offers none.
pub(in crate::auth) fn offer(
    app: &App,
    language: Language,
    (aim, action): (Aim, &'static str),
    next: &str,
) -> Option<Offer> {
    let party = app.party()?;
    let words = text::offer(language);
    Some(Offer {
        words,
        enter: match aim {
            Aim::LogIn => words.enter,
            Aim::Enrol | Aim::Second | Aim::Confirm => words.confirm,
        },
        action,
        next: next.to_owned(),
        party: party.id().to_owned(),
        origin: party.origin().to_owned(),
    })
}

/// Why there is no challenge to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::auth) enum Unasked {
    /// This house offers no passkeys.
    Unoffered,
    /// Too many wait for their answer.
    Busy,
}

impl IntoResponse for Unasked {
    fn into_response(self) -> Response {
        match self {
            Self::Unoffered => StatusCode::NOT_FOUND.into_response(),
            Self::Busy => StatusCode::TOO_MANY_REQUESTS.into_response(),
        }
    }
}

/// The house's name for passkeys.
pub(super) fn party(app: &App) -> Result<&Party, Unasked> {
    app.party().ok_or(Unasked::Unoffered)
}

/// Asks for a passkey of `whom`: keeps a challenge for the holder and answers what their browser needs.
pub(in crate::auth) async fn asked(
    app: &App,
    ceremony: (Aim, SessionKey),
    whom: Whom,
    allowed: Vec<Vec<u8>>,
    peer: Peer,
) -> Result<Result<Value, Unasked>, Failure> {
    let party = match party(app) {
        Ok(party) => party,
        Err(unasked) => return Ok(Err(unasked)),
    };
    let (options, state) = party.ask(allowed).map_err(AuthError::from)?;
    let kept = keep(app, ceremony, whom, state, peer).await?;
    Ok(if kept {
        Ok(options)
    } else {
        Err(Unasked::Busy)
    })
}

/// Keeps a challenge; `false` when too many wait.
pub(super) async fn keep(
    app: &App,
    ceremony: (Aim, SessionKey),
    whom: Whom,
    state: Vec<u8>,
    peer: Peer,
) -> Result<bool, Failure> {
    let row = Ceremony {
        whom,
        state,
        began: app.now().as_second(),
        address: peer.to_string(),
    };
    Ok(app
        .update(move |tx| service::ceremony_begin(tx, ceremony, &row))
        .await?)
}

/// That an answer was none. It is counted and noted already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::auth) struct Wrong;

/// Spends the holder's challenge and checks the answer to it, signature and all. Whether it opens anything is for
/// `used` to say, in the transaction that does it.
pub(in crate::auth) async fn shown(
    app: &App,
    ceremony: (Aim, SessionKey),
    answer: &str,
    peer: Peer,
) -> Result<Result<Checked, Wrong>, Failure> {
    let now = app.now();
    let spent = app
        .update(move |tx| service::ceremony_spend(tx, ceremony, now.as_second()))
        .await?;
    let answer = read::<PublicKeyCredential>(answer);
    let (Some(party), Some(spent), Some(answer)) = (app.party(), spent, answer) else {
        return wrong(app, None, peer).await;
    };
    let key = PasskeyKey::of(answer.get_credential_id());
    let row = app.view(move |tx| tx.get::<Passkeys>(&key)).await?;
    let Some(row) = row else {
        return wrong(app, None, peer).await;
    };
    // Whose it is comes from our own row; what the device says must not differ, and may be missing only where we
    // knew whom we asked.
    let said = answer.get_user_unique_id();
    let same = said.is_none_or(|said| said == row.staff.uuid().as_bytes());
    let wanted = match spent.whom {
        Whom::Anybody => same && said.is_some(),
        Whom::Only(staff) => same && staff == row.staff,
        Whom::Nobody => false,
    };
    if !wanted {
        return wrong(app, Some(row.staff), peer).await;
    }
    let checked = party
        .check(&spent.state, &answer, &row.passkey)
        .map_err(AuthError::from)?;
    match checked {
        Ok(result) => Ok(Ok(Checked { key, result })),
        Err(refusal) => {
            if refusal == Refusal::Counter {
                let address = peer.to_string();
                app.update(move |tx| service::doubt(tx, key, &address, now))
                    .await?;
            }
            wrong(app, Some(row.staff), peer).await
        }
    }
}

/// What a device answered, as its browser wrote it.
pub(super) fn read<T: serde::de::DeserializeOwned>(answer: &str) -> Option<T> {
    if answer.len() > ANSWER_MOST {
        return None;
    }
    serde_json::from_str(answer).ok()
}

async fn wrong(
    app: &App,
    suspect: Option<StaffId>,
    peer: Peer,
) -> Result<Result<Checked, Wrong>, Failure> {
    let now = app.now();
    app.update(move |tx| service::refused(tx, suspect, &peer.to_string(), now))
        .await?;
    Ok(Err(Wrong))
}

#[derive(Debug, Deserialize)]
struct BeginForm {
    #[serde(default)]
    name: String,
}

#[derive(Debug, Deserialize)]
struct LoginForm {
    #[serde(default)]
    credential: String,
    #[serde(default)]
    next: String,
}

#[derive(Debug, Deserialize)]
struct SecondForm {
    #[serde(default)]
    credential: String,
}

/// The name of the cookie of whoever was given a challenge before log-in.
fn cookie_name(app: &App) -> &'static str {
    if app.secure() {
        "__Host-sekisho-passkey"
    } else {
        "sekisho-passkey"
    }
}

fn attempt_cookie(app: &App, value: String) -> Cookie<'static> {
    Cookie::build((cookie_name(app), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(app.secure())
        .build()
}

async fn log_in_begin(
    State(app): State<Arc<App>>,
    Extension(peer): Extension<Peer>,
    jar: CookieJar,
    Form(form): Form<BeginForm>,
) -> Result<Response, Failure> {
    let (whom, allowed) = if form.name.trim().is_empty() {
        (Whom::Anybody, Vec::new())
    } else {
        named(&app, form.name).await?
    };
    let secret = SessionSecret::new(app.ids().secret());
    let options = asked(&app, (Aim::LogIn, secret.key()), whom, allowed, peer).await?;
    Ok(match options {
        Ok(options) => {
            let jar = jar.add(attempt_cookie(&app, secret.to_cookie()));
            (jar, Json(options)).into_response()
        }
        Err(unasked) => unasked.into_response(),
    })
}

/// The passkeys of whoever has this name; for a name that is nobody's who has one, the same of nothing, always the
/// same for the same name (WebAuthn level 3, 14.6.2).
async fn named(app: &App, name: String) -> Result<(Whom, Vec<Vec<u8>>), Failure> {
    let mark = app
        .machine()
        .mark(Purpose::PasskeyDecoy, b"", fold(&name).as_bytes());
    let found = app
        .view(move |tx| -> Result<_, AuthError> {
            let person = match LoginName::new(&name) {
                Ok(login) => org::staff_by_login(tx, &login)?,
                Err(_) => None,
            };
            match person.filter(|(_, row)| row.active) {
                Some((staff, _)) => Ok(Some((staff, service::credentials_of(tx, staff)?))),
                None => Ok(None),
            }
        })
        .await?;
    Ok(match found {
        Some((staff, allowed)) if !allowed.is_empty() => (Whom::Only(staff), allowed),
        _ => (Whom::Nobody, vec![mark.bytes().to_vec()]),
    })
}

async fn log_in(
    State(app): State<Arc<App>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<LoginForm>,
) -> Result<Response, Failure> {
    let holder = jar
        .get(cookie_name(&app))
        .and_then(|cookie| SessionSecret::from_cookie(cookie.value()));
    let next = local_path(&form.next).to_owned();
    let Some(holder) = holder else {
        return login::passkey_failed(&app, &headers, next).await;
    };
    let jar = jar.remove(attempt_cookie(&app, String::new()));
    let ceremony = (Aim::LogIn, holder.key());
    let Ok(checked) = shown(&app, ceremony, &form.credential, peer).await? else {
        return login::passkey_failed(&app, &headers, next).await;
    };
    let (secret, now, address) = (
        SessionSecret::new(app.ids().secret()),
        app.now().to_zoned(app.zone().clone()),
        peer.to_string(),
    );
    let (fresh, wanted) = (secret.clone(), next.clone());
    let admitted = app
        .update(move |tx| -> Result<_, AuthError> {
            match service::used(tx, &checked, &address, now.timestamp())? {
                Some(proof) => Ok(Some(admit(tx, &proof, &fresh, (&wanted, &address), &now)?)),
                None => Ok(None),
            }
        })
        .await?;
    match admitted {
        Some(admitted) => {
            login::leave_behind(&app, &jar).await?;
            Ok(half::entered(&app, jar, admitted, &secret, &next))
        }
        None => login::passkey_failed(&app, &headers, next).await,
    }
}

async fn second_begin(
    State(app): State<Arc<App>>,
    Extension(peer): Extension<Peer>,
    jar: CookieJar,
) -> Result<Response, Failure> {
    let (key, half) = match half::standing(&app, &jar, Step::Second).await? {
        Ok((key, half, _)) => (key, half),
        Err(elsewhere) => return Ok(elsewhere),
    };
    let staff = half.staff;
    let allowed = app
        .view(move |tx: &View<'_>| service::credentials_of(tx, staff))
        .await?;
    let asked = asked(&app, (Aim::Second, key), Whom::Only(staff), allowed, peer).await?;
    Ok(match asked {
        Ok(options) => Json(options).into_response(),
        Err(unasked) => unasked.into_response(),
    })
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
    let checked = shown(&app, (Aim::Second, key), &form.credential, peer).await?;
    let (secret, now, address) = (
        SessionSecret::new(app.ids().secret()),
        app.now(),
        peer.to_string(),
    );
    let fresh = secret.clone();
    let taken = match checked {
        Ok(checked) => {
            app.update(move |tx: &mut Update<'_>| {
                crate::auth::second::by_passkey(tx, key, &checked, (&fresh, &address), now)
            })
            .await?
        }
        Err(Wrong) => None,
    };
    match taken {
        Some(admitted) => {
            login::leave_behind(&app, &jar).await?;
            Ok(half::entered(&app, jar, admitted, &secret, &half.next))
        }
        None => crate::auth::second::passkey_failed(&app, &headers, half.staff).await,
    }
}
