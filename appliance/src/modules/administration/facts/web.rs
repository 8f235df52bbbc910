//! The requests of the form of 登録内容.

use super::super::person;
use super::super::service::AdministrationError;
use super::page::{self, FactsPage, Typed, Wrong, address, failed};
use super::service::{self, Amended, facts_of, mark};
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::mail;
use crate::org::{Address, Facts, OrgError, PersonName, StaffId, Yomi};
use crate::text::Language;
use crate::web::conflict::{Conflict, conflict};
use crate::web::layout::{Frame, Module};
use crate::web::{Done, Failure, Undo, done};
use axum::extract::{Extension, Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use sekisho_platform::store::View;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// The name under which it is told what was done.
pub(crate) const TELLER: &str = "facts";

/// The longest extension.
const PHONE_MOST: usize = 40;

#[derive(Clone, Debug, Deserialize)]
pub(in crate::modules::administration) struct Sent {
    #[serde(default)]
    seen: String,
    name: String,
    yomi: String,
    #[serde(default)]
    phone: String,
    address: String,
}

#[derive(Debug, Deserialize)]
pub(in crate::modules::administration) struct Seen {
    seen: String,
}

impl Sent {
    fn typed(&self) -> Typed {
        Typed {
            name: self.name.clone(),
            yomi: self.yomi.clone(),
            phone: self.phone.clone(),
            address: self.address.clone(),
        }
    }

    /// The facts, or what is to be corrected.
    fn facts(&self, language: Language) -> Result<Facts, Wrong> {
        let words = text::words(language);
        let phone = self.phone.trim();
        let phone_fits = phone.chars().count() <= PHONE_MOST && !phone.contains(char::is_control);
        let taken = (
            PersonName::new(&self.name),
            Yomi::new(&self.yomi),
            Address::new(&self.address),
        );
        match taken {
            (Ok(name), Ok(yomi), Ok(address)) if phone_fits => Ok(Facts {
                name,
                yomi,
                phone: phone.to_owned(),
                address,
            }),
            (name, yomi, address) => {
                let wrong =
                    |fits: bool, word: &str| if fits { String::new() } else { word.to_owned() };
                Err(Wrong {
                    name: wrong(name.is_ok(), words.name_wrong),
                    yomi: wrong(yomi.is_ok(), words.yomi_wrong),
                    phone: wrong(phone_fits, words.phone_wrong),
                    address: wrong(address.is_ok(), words.address_wrong),
                })
            }
        }
    }
}

pub(in crate::modules::administration) async fn form(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let staff = StaffId::new(id);
    let page = app.view(move |tx| page::form(tx, &cx, staff, None, ""));
    crate::web::page(&page.await?)
}

pub(in crate::modules::administration) async fn change(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    jar: CookieJar,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let staff = StaffId::new(id);
    let (language, to) = (cx.language(), person::address(staff));
    let after = match sent.facts(language) {
        Ok(after) => after,
        Err(wrong) => return again(&app, cx, staff, sent, move |_| wrong.clone()).await,
    };
    let (by, seen) = (Arc::clone(&cx), sent.seen.clone());
    let outcome = app.update(move |tx| service::facts_change(tx, &by, staff, (&seen, &after)));
    let words = text::words(language);
    match outcome.await {
        Ok(Amended::Same) => Ok(Redirect::to(&to).into_response()),
        Ok(Amended::Done) => {
            let told = done::cookie(TELLER, &id.to_string(), &to, app.secure());
            Ok((jar.add(told), Redirect::to(&to)).into_response())
        }
        Ok(Amended::Changed(now)) => {
            let reader = Arc::clone(&cx);
            let frame = app.view(move |tx| -> Result<Frame, Failure> {
                let waiting = mail::waiting(tx, &reader)?;
                let title = words.title.to_owned();
                Ok(Frame::new(
                    &reader,
                    Module::Administration,
                    waiting,
                    title,
                    &address(staff),
                ))
            });
            conflict(frame.await?, language, both(staff, language, &sent, &now))
        }
        Err(AdministrationError::ForeignAddress) => {
            let wrong = |domain: &str| Wrong {
                address: words.address_foreign(domain),
                ..Wrong::default()
            };
            again(&app, cx, staff, sent, wrong).await
        }
        Err(AdministrationError::Org(OrgError::AddressTaken)) => {
            let wrong = |_: &str| Wrong {
                address: words.address_taken.to_owned(),
                ..Wrong::default()
            };
            again(&app, cx, staff, sent, wrong).await
        }
        Err(other) => Err(failed(other)),
    }
}

/// What stands there, what was sent, and what would write over it.
fn both(staff: StaffId, language: Language, sent: &Sent, now: &Facts) -> Conflict {
    let fields = [
        ("seen", mark(now)),
        ("name", sent.name.clone()),
        ("yomi", sent.yomi.clone()),
        ("phone", sent.phone.clone()),
        ("address", sent.address.clone()),
    ];
    let fields = fields.into_iter();
    Conflict {
        parts: Typed::of(now).beside(text::words(language), &sent.typed()),
        action: address(staff),
        fields: fields
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        keep: person::address(staff),
    }
}

/// The form with what was typed and what is to be corrected, for a town of this domain.
async fn again(
    app: &App,
    cx: Arc<Cx>,
    staff: StaffId,
    sent: Sent,
    wrong: impl Fn(&str) -> Wrong + Send + 'static,
) -> Result<Response, Failure> {
    let page = app.view(move |tx| -> Result<FactsPage, Failure> {
        let domain = facts_of(tx, &cx, staff).map_err(failed)?.domain;
        let typed = (sent.seen.clone(), sent.typed(), wrong(&domain));
        page::form(tx, &cx, staff, Some(typed), "")
    });
    let page = crate::web::page(&page.await?)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

pub(in crate::modules::administration) async fn undo(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    jar: CookieJar,
    Form(Seen { seen }): Form<Seen>,
) -> Result<Response, Failure> {
    let staff = StaffId::new(id);
    let (by, to) = (Arc::clone(&cx), person::address(staff));
    let outcome = app.update(move |tx| service::facts_undo(tx, &by, staff, &seen));
    match outcome.await {
        Ok(()) => {
            let told = ["back.", &id.to_string()].concat();
            let told = done::cookie(TELLER, &told, &to, app.secure());
            Ok((jar.add(told), Redirect::to(&to)).into_response())
        }
        Err(AdministrationError::Org(OrgError::Changed)) => {
            let words = text::words(cx.language());
            let page = app.view(move |tx| page::form(tx, &cx, staff, None, words.changed));
            Ok((StatusCode::CONFLICT, crate::web::page(&page.await?)?).into_response())
        }
        // The address of before may be somebody else's by now.
        Err(AdministrationError::Org(OrgError::AddressTaken)) => {
            let words = text::words(cx.language());
            let page = app.view(move |tx| page::form(tx, &cx, staff, None, words.address_taken));
            Ok((StatusCode::CONFLICT, crate::web::page(&page.await?)?).into_response())
        }
        Err(other) => Err(failed(other)),
    }
}

/// What the next page says.
pub(crate) fn tell(tx: &View<'_>, cx: &Cx, what: &str) -> Result<Option<Done>, Failure> {
    let (back, id) = match what.strip_prefix("back.") {
        Some(id) => (true, id),
        None => (false, what),
    };
    let Ok(id) = Uuid::try_parse(id) else {
        return Ok(None);
    };
    let staff = StaffId::new(id);
    let standing = match facts_of(tx, cx, staff) {
        Ok(standing) => standing,
        Err(AdministrationError::Denied(_)) => return Ok(None),
        Err(other) => return Err(failed(other)),
    };
    let (words, name) = (text::words(cx.language()), standing.facts.name.as_str());
    let undo = standing.last.map(|last| Undo {
        action: [&address(staff), "/undo"].concat(),
        fields: vec![("seen", mark(&last.after))],
    });
    Ok(Some(if back {
        Done {
            sentence: words.taken_back(name),
            undo: None,
        }
    } else {
        Done {
            sentence: words.done(name),
            undo,
        }
    }))
}
