//! The log-in page's requests, the cookie, and the gate every other page stands behind.

use super::admit::admit;
use super::model::{Session, SessionKey, SessionSecret};
use super::page::{LoginPage, Said};
use super::passkey::Aim;
use super::service::{self, Checked};
use super::text;
use super::throttle::{Door, Tryer};
use super::{account, admin, app_password, confirm, enrol, half, known, passkey, policy, second};
use crate::app::{App, Peer};
use crate::cx::Cx;
use crate::modules::emergency::{self, Strip};
use crate::org::{self, Who};
use crate::web::layout::Plain;
use crate::web::{Failure, guest, local_path, page};
use axum::Router;
use axum::extract::{Extension, Form, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use serde::Deserialize;
use std::sync::Arc;

/// The pages before log-in.
pub(crate) fn public_routes() -> Router<Arc<App>> {
    Router::new()
        .route("/login", get(login_page).post(login))
        .merge(enrol::routes())
        .merge(half::routes())
        .merge(second::routes())
        .merge(passkey::routes())
}

/// The pages behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/logout", post(logout))
        .merge(account::routes())
        .merge(confirm::routes())
        .merge(second::manage_routes())
        .merge(passkey::manage_routes())
        .merge(app_password::routes())
        .merge(admin::routes())
}

#[derive(Debug, Deserialize)]
struct LoginQuery {
    #[serde(default)]
    next: String,
    #[serde(default)]
    why: String,
}

#[derive(Deserialize)]
struct LoginForm {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// The name of the cookie: with TLS one that only this host can have set.
fn cookie_name(app: &App) -> &'static str {
    if app.secure() {
        "__Host-sekisho"
    } else {
        "sekisho"
    }
}

/// The cookie of a session.
pub(super) fn session_cookie(app: &App, value: String) -> Cookie<'static> {
    Cookie::build((cookie_name(app), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(app.secure())
        .build()
}

async fn login_page(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(query): Query<LoginQuery>,
) -> Result<Response, Failure> {
    let next = local_path(&query.next).to_owned();
    let said = match query.why.as_str() {
        "expired" => Said::Expired,
        "farewell" => Said::Farewell,
        _ => Said::Nothing,
    };
    shown(&app, &headers, String::new(), next, said).await
}

/// The page, with what there is to say of the last try.
async fn shown(
    app: &App,
    headers: &HeaderMap,
    name: String,
    next: String,
    said: Said,
) -> Result<Response, Failure> {
    let wanted = guest::preference(headers);
    let words = text::words(wanted.language);
    let now = app.now();
    let standing = app
        .view(move |tx| emergency::emergencies_at_the_door(tx, now))
        .await?;
    let shown = page(&LoginPage {
        emergency: Strip::at_the_door(wanted.language, &standing),
        plain: Plain::new(wanted, &app.house_name().await?, words.heading),
        words,
        name,
        offer: passkey::offer(app, wanted.language, (Aim::LogIn, "/login/passkey"), &next),
        next,
        said,
    })?;
    Ok(match said {
        Said::Failed | Said::PasskeyFailed => {
            (StatusCode::UNPROCESSABLE_ENTITY, shown).into_response()
        }
        Said::Nothing | Said::Expired | Said::Farewell => shown,
    })
}

/// The page again, after a passkey that was none.
pub(super) async fn passkey_failed(
    app: &App,
    headers: &HeaderMap,
    next: String,
) -> Result<Response, Failure> {
    shown(app, headers, String::new(), next, Said::PasskeyFailed).await
}

async fn login(
    State(app): State<Arc<App>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<LoginForm>,
) -> Result<Response, Failure> {
    let address = peer.to_string();
    let name = form.name.clone();
    let candidate = app.view(move |tx| service::candidate(tx, &name)).await?;
    let right = app
        .passwords()
        .verify(form.password, candidate.hash.clone())
        .await
        .map_err(service::AuthError::from)?;
    let checked = Checked {
        proven: if right { candidate.staff } else { None },
        suspect: candidate.staff.map(|(_, staff)| staff),
        against: candidate.hash,
    };
    let token = (candidate.staff).and_then(|(_, staff)| known::token(&app, &jar, staff));
    let tryer = Tryer::new(Door::LogIn, &form.name, &address).known_by(token.as_deref());
    let secret = SessionSecret::new(app.ids().secret());
    let (now, fresh) = (app.now().to_zoned(app.zone().clone()), secret.clone());
    let next = local_path(&form.next).to_owned();
    let wanted = next.clone();
    let admitted = app
        .update(move |tx| -> Result<_, service::AuthError> {
            match service::log_in(tx, tryer, &checked, &address, now.timestamp())? {
                Some(proof) => Ok(Some(admit(tx, &proof, &fresh, (&wanted, &address), &now)?)),
                None => Ok(None),
            }
        })
        .await?;
    if let Some(admitted) = admitted {
        leave_behind(&app, &jar).await?;
        let held = jar.clone();
        let mut entered = half::entered(&app, jar, admitted, &secret, &next);
        if let Some((_, staff)) = candidate.staff {
            known::remember(&app, &held, staff, &mut entered);
        }
        return Ok(entered);
    }
    let name = form.name.chars().take(64).collect();
    shown(&app, &headers, name, next, Said::Failed).await
}

/// Ends the session that a browser still holds when another is opened in it: a copy of it opens nothing from now on.
pub(super) async fn leave_behind(app: &App, jar: &CookieJar) -> Result<(), Failure> {
    let held = jar.get(cookie_name(app));
    let secret = held.and_then(|cookie| SessionSecret::from_cookie(cookie.value()));
    if let Some(secret) = secret {
        let (key, now) = (secret.key(), app.now());
        app.update(move |tx| service::session_left(tx, key, now))
            .await?;
    }
    Ok(())
}

async fn logout(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Extension(peer): Extension<Peer>,
    jar: CookieJar,
) -> Result<Response, Failure> {
    let session = cx.session.clone();
    let now = cx.now;
    app.update(move |tx| service::log_out(tx, &session, &peer.to_string(), now))
        .await?;
    let mut gone = session_cookie(&app, String::new());
    gone.make_removal();
    Ok((jar.add(gone), Redirect::to("/login?why=farewell")).into_response())
}

/// The context of whoever sent these cookies, when their session stands.
pub(crate) async fn current(app: &App, jar: &CookieJar) -> Result<Option<Cx>, Failure> {
    match jar
        .get(cookie_name(app))
        .and_then(|cookie| SessionSecret::from_cookie(cookie.value()))
    {
        Some(secret) => context(app, secret.key()).await,
        None => Ok(None),
    }
}

/// The gate: finds out who asks and hands the context on, or shows the way to the log-in page.
pub(crate) async fn identify(
    State(app): State<Arc<App>>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Response {
    let had_cookie = jar.get(cookie_name(&app)).is_some();
    let found = match current(&app, &jar).await {
        Ok(found) => found,
        Err(failure) => return failure.into_response(),
    };
    match found {
        Some(cx) => {
            request.extensions_mut().insert(Arc::new(cx));
            next.run(request).await
        }
        None => to_login(&request, had_cookie),
    }
}

/// Who a session belongs to, as they are now; notes that it is in use.
async fn context(app: &App, key: SessionKey) -> Result<Option<Cx>, Failure> {
    let (lifetime, now, zone) = (app.lifetime(), app.now(), app.zone().clone());
    let touches = app.touches();
    let found = app
        .glance(move |tx| -> Result<_, service::AuthError> {
            match service::session_find(tx, key, &touches, lifetime, now.as_second())? {
                Some((session, stale)) => {
                    let cx = App::cx(tx, session, now, &zone)?;
                    // What the organisation asks is asked of sessions that stand already, too.
                    let short = match &cx {
                        Some(cx) if !cx.session.two => policy::asks_two(tx, cx.who())?,
                        _ => false,
                    };
                    Ok(Some((cx.filter(|_| !short), stale)))
                }
                None => Ok(None),
            }
        })
        .await?;
    let (cx, stale) = match found {
        Some((Some(cx), stale)) => (cx, stale),
        // A session that stands while its owner was suspended, or while more was asked than they had shown: it ends
        // here, and with it every other of theirs.
        Some((None, _)) => {
            app.update(move |tx| service::session_expel(tx, key, now))
                .await?;
            return Ok(None);
        }
        None => return Ok(None),
    };
    if stale {
        // Neither a slow disk nor a full one keeps anybody from reading.
        app.touches().note(key, now.as_second());
    }
    Ok(Some(cx))
}

/// Whether a session still stands, and its owner may still be here; for streams that outlive the request that opened
/// them. What cannot be found out is a no.
pub(crate) async fn still_open(app: &App, session: &Session) -> bool {
    let (lifetime, now, key) = (app.lifetime(), app.now(), session.key);
    let touches = app.touches();
    let day = now.to_zoned(app.zone().clone()).date();
    let open = app.view(move |tx| -> Result<bool, service::AuthError> {
        let found = service::session_find(tx, key, &touches, lifetime, now.as_second())?;
        let Some((session, _)) = found else {
            return Ok(false);
        };
        let (town, staff) = (session.town, session.staff);
        let who = Who { town, staff, day };
        let short = !session.two && policy::asks_two(tx, who)?;
        Ok(!short && org::works(tx, who).is_ok())
    });
    open.await.unwrap_or(false)
}

/// Shows the way to the log-in page: by a redirect where a person looks, by 401 where a program waits.
fn to_login(request: &Request, expired: bool) -> Response {
    let headers = request.headers();
    let by_script = headers.contains_key("hx-request");
    let streams = headers
        .get(header::ACCEPT)
        .is_some_and(|accept| accept.as_bytes().starts_with(b"text/event-stream"));
    let why = if expired { "&why=expired" } else { "" };
    let came_from = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    let next = if request.method() == Method::GET {
        came_from
    } else {
        "/"
    };
    let target = format!("/login?next={}{why}", crate::web::query_value(next));
    if by_script || streams {
        let mut response = StatusCode::UNAUTHORIZED.into_response();
        if let Ok(value) = HeaderValue::from_str(&target) {
            response.headers_mut().insert("hx-redirect", value);
        }
        return response;
    }
    Redirect::to(&target).into_response()
}
