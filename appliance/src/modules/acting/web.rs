//! The choice of whom one acts as: the request that makes it, and the layer that finds it with every other.

use crate::app::App;
use crate::auth::Session;
use crate::cx::Cx;
use crate::org::{self, PostId};
use crate::web::Failure;
use axum::Router;
use axum::extract::{Extension, Form, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use sekisho_platform::audit::Audit;
use sekisho_platform::store::ToKey;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// The request that chooses, behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/acting", post(act))
}

/// The name of the cookie: with TLS one that only this host can have set.
fn cookie_name(app: &App) -> &'static str {
    if app.secure() {
        "__Host-sekisho-as"
    } else {
        "sekisho-as"
    }
}

fn cookie(app: &App, value: String) -> Cookie<'static> {
    Cookie::build((cookie_name(app), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(app.secure())
        .build()
}

/// What the cookie holds: which account, for this session alone. Whoever logs in next in the same browser is themselves.
fn word(session: &Session, account: PostId) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("sekisho acting as an account v1");
    hasher.update(&session.key.to_key());
    hasher.update(account.uuid().as_bytes());
    let bound: String = hasher.finalize().to_hex().chars().take(32).collect();
    format!("{}.{bound}", account.uuid())
}

/// The account that a cookie of this session names.
fn chosen(session: &Session, value: &str) -> Option<PostId> {
    let (account, _) = value.split_once('.')?;
    let account = PostId::new(Uuid::try_parse(account).ok()?);
    (word(session, account) == value).then_some(account)
}

/// Behind the gate: whoever chose an account, and may act as it now, acts as it.
pub(crate) async fn choose(
    State(app): State<Arc<App>>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Response {
    let wish = jar.get(cookie_name(&app)).map(Cookie::value);
    if let Some(cx) = request.extensions().get::<Arc<Cx>>().cloned()
        && let Some(account) = wish.and_then(|value| chosen(&cx.session, value))
        // Asked for with this very request: the accounts that somebody may act as are those of now.
        && let Some(acting) = cx.accounts.iter().find(|one| one.post() == account)
    {
        let mut acts = Cx::clone(&cx);
        acts.acting = Some(acting.clone());
        request.extensions_mut().insert(Arc::new(acts));
    }
    next.run(request).await
}

#[derive(Debug, Deserialize)]
struct ActForm {
    /// Which account; empty to be oneself again.
    #[serde(default)]
    account: String,
}

async fn act(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    jar: CookieJar,
    Form(form): Form<ActForm>,
) -> Result<Response, Failure> {
    let account = match form.account.as_str() {
        "" => None,
        id => Some(PostId::new(
            Uuid::try_parse(id).map_err(|_| Failure::NotFound)?,
        )),
    };
    let by = Arc::clone(&cx);
    app.update(move |tx| -> Result<(), Failure> {
        let who = by.staff.uuid().to_string();
        if let Some(account) = account {
            org::may_act(tx, by.who(), account)?;
            Audit::append(tx, by.now, &who, "act-as", &account.uuid().to_string(), "")?;
        } else if let Some(acting) = &by.acting {
            let former = acting.post().uuid().to_string();
            Audit::append(tx, by.now, &who, "act-as-oneself", &former, "")?;
        }
        Ok::<(), Failure>(())
    })
    .await?;
    let jar = if let Some(account) = account {
        jar.add(cookie(&app, word(&cx.session, account)))
    } else {
        let mut gone = cookie(&app, String::new());
        gone.make_removal();
        jar.add(gone)
    };
    // What one saw before is another mailbox's.
    let next = if account.is_some() {
        "/mail/inbox"
    } else {
        "/"
    };
    Ok((jar, Redirect::to(next)).into_response())
}
