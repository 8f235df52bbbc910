//! The person's own pages of app passwords. Each change asks for a fresh proof.

use super::model::{AppPasswordId, AppSecret, Scope, Scopes};
use super::page::{Choice, Line, ManagePage, SlipPage};
use super::service::{self, Unmade};
use super::text;
use crate::app::{App, Peer};
use crate::auth::confirm;
use crate::auth::label::Label;
use crate::cx::Cx;
use crate::modules::mail;
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, page};
use axum::Router;
use axum::extract::{Extension, Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use sekisho_platform::store::View;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// The pages, all behind the gate.
pub(in crate::auth) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/account/app-passwords", get(passwords).post(make))
        .route("/account/app-passwords/revoke", post(revoke))
}

/// Where whoever must prove themselves first comes back to.
const HERE: &str = "/account/app-passwords";

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    done: String,
}

#[derive(Debug, Default, Deserialize)]
struct MakeForm {
    #[serde(default)]
    label: String,
    #[serde(default)]
    mail: String,
    #[serde(default)]
    calendar: String,
    #[serde(default)]
    contacts: String,
}

impl MakeForm {
    fn chosen(&self, scope: Scope) -> bool {
        let field = match scope {
            Scope::Mail => &self.mail,
            Scope::Calendar => &self.calendar,
            Scope::Contacts => &self.contacts,
        };
        !field.is_empty()
    }

    fn scopes(&self) -> Option<Scopes> {
        let chosen = Scope::ALL.into_iter().filter(|scope| self.chosen(*scope));
        Scopes::of_words(chosen.map(Scope::word))
    }
}

#[derive(Debug, Deserialize)]
struct RevokeForm {
    id: Uuid,
}

async fn passwords(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let words = text::words(cx.language());
    let done = (asked.done == "revoked").then_some(words.done_revoked);
    page(&build(&app, cx, MakeForm::default(), done, None).await?)
}

async fn make(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Extension(peer): Extension<Peer>,
    Form(form): Form<MakeForm>,
) -> Result<Response, Failure> {
    if let Some(elsewhere) = confirm::wanted(&cx, HERE) {
        return Ok(elsewhere);
    }
    let words = text::words(cx.language());
    let Some(label) = Label::new(&form.label) else {
        return again(&app, cx, form, words.wrong_label).await;
    };
    let Some(scopes) = form.scopes() else {
        return again(&app, cx, form, words.wrong_scopes).await;
    };
    let secret = AppSecret::fresh(&app.ids().secret());
    let id = AppPasswordId::new(app.ids().uuid());
    let mark = secret.mark(app.machine(), cx.staff);
    let (mine, now) = ((cx.town, cx.staff), cx.now);
    let (named, chosen) = (label.clone(), scopes.clone());
    let made = app
        .update(move |tx| {
            let what = (&named, &chosen);
            service::make(tx, mine, (id, mark), what, &peer.to_string(), now)
        })
        .await?;
    match made {
        Ok(()) => {}
        Err(Unmade::Forbidden) => return again(&app, cx, form, words.forbidden).await,
        Err(Unmade::Many) => return again(&app, cx, form, words.wrong_many).await,
    }
    // In the answer to the request that made it: it is stored nowhere.
    app.view(move |tx| -> Result<_, Failure> {
        page(&SlipPage {
            frame: frame(tx, &cx, words.title)?,
            words,
            label: label.as_str().to_owned(),
            login: cx.person.login.as_str().to_owned(),
            secret: secret.written(),
            scopes: words.listed(scopes.each()),
        })
    })
    .await
}

async fn revoke(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(form): Form<RevokeForm>,
) -> Result<Response, Failure> {
    let (staff, now) = (cx.staff, cx.now);
    let id = AppPasswordId::new(form.id);
    // To close a way in asks for no fresh proof: it may be urgent.
    let revoked = app
        .update(move |tx| service::revoke(tx, staff, id, now))
        .await?;
    if revoked {
        Ok(Redirect::to("/account/app-passwords?done=revoked").into_response())
    } else {
        Err(Failure::NotFound)
    }
}

async fn again(
    app: &App,
    cx: Arc<Cx>,
    form: MakeForm,
    wrong: &'static str,
) -> Result<Response, Failure> {
    let again = page(&build(app, cx, form, None, Some(wrong)).await?)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

async fn build(
    app: &App,
    cx: Arc<Cx>,
    form: MakeForm,
    done: Option<&'static str>,
    wrong: Option<&'static str>,
) -> Result<ManagePage, Failure> {
    let asked = Arc::clone(&cx);
    let words = text::words(cx.language());
    let (rows, allowed, frame) = app
        .view(move |tx| -> Result<_, Failure> {
            let rows = service::passwords_of(tx, asked.staff)?;
            let allowed = service::allowed(tx, asked.town)?;
            Ok((rows, allowed, frame(tx, &asked, words.title)?))
        })
        .await?;
    let calendar = cx.calendar();
    let when = |seconds: i64| calendar.short(Timestamp::from_second(seconds).unwrap_or(cx.now));
    let passwords = rows
        .into_iter()
        .map(|(id, row)| Line {
            id: id.uuid().to_string(),
            label: row.label.as_str().to_owned(),
            scopes: words.listed(row.scopes.each()),
            made: when(row.made),
            used: row.used.map(when),
        })
        .collect();
    let scopes = Scope::ALL.map(|scope| Choice {
        value: scope.word(),
        word: words.scope(scope),
        chosen: form.chosen(scope),
    });
    Ok(ManagePage {
        frame,
        words,
        allowed,
        passwords,
        scopes: scopes.into_iter().collect(),
        label: form.label,
        done,
        wrong,
    })
}

fn frame(tx: &View<'_>, cx: &Cx, title: &'static str) -> Result<Frame, Failure> {
    let waiting = mail::waiting(tx, cx)?;
    let title = title.to_owned();
    Ok(Frame::new(cx, Module::Account, waiting, title, "/account"))
}
