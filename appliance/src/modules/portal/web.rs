//! The request of the portal.

use super::page::{Choice, PersonNow, PortalPage, Tile};
use super::service::{self, Colleague};
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::mail::{self, Heap};
use crate::modules::presence::{self, State as Presence};
use crate::web::conflict::carried;
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, is_partial};
use axum::Router;
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use sekisho_platform::store::View;
use std::sync::Arc;

/// How many of each list are shown; the rest is a link.
const SHOWN: usize = 6;

/// The page of the portal, behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/", get(portal))
}

async fn portal(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let page = app.view(move |tx| build(tx, &cx)).await?;
    if is_partial(&headers) {
        crate::web::page(&page.as_fresh())
    } else {
        crate::web::page(&page)
    }
}

fn build(tx: &View<'_>, cx: &Cx) -> Result<PortalPage, Failure> {
    let (language, calendar) = (cx.language(), cx.calendar());
    let words = text::words(language);
    let waiting = mail::waiting(tx, cx)?;
    let held = mail::briefs(tx, cx, Heap::Held, SHOWN)?;
    let unread = mail::briefs(tx, cx, Heap::Unread, SHOWN)?;
    let today = mail::unread_since(tx, cx, cx.today())?;
    let section = service::section(tx, cx)?;
    let mine = section.people.iter().find(|person| person.id == cx.staff);
    let mine = mine.and_then(|person| person.told.clone());
    let clock = |at: jiff::Timestamp| at.to_zoned(cx.zone.clone()).strftime("%H:%M").to_string();
    let more = |all: u64, shown: usize| all.saturating_sub(u64::try_from(shown).unwrap_or(all));
    Ok(PortalPage {
        greeting: text::greeting(
            language,
            cx.now.to_zoned(cx.zone.clone()).hour(),
            cx.person.name.as_str(),
        ),
        day: calendar.date_and_weekday(cx.today()),
        western: format!("{} ／ {}", cx.today(), calendar.fiscal_year(cx.today())),
        tiles: vec![
            Tile {
                key: "mail",
                href: "/mail/inbox?unread=1",
                word: words.unread,
                count: waiting.unread,
                hint: text::of_today(language, today),
                waits: false,
            },
            Tile {
                key: "held",
                href: "/mail/held",
                word: words.held,
                count: waiting.held,
                hint: String::new(),
                waits: waiting.held > 0,
            },
        ],
        held_more: more(waiting.held, held.len()),
        held,
        unread_more: more(waiting.unread, unread.len()),
        unread,
        section: text::section_now(language, &section.name),
        people: section
            .people
            .iter()
            .map(|person| now(cx, person, clock))
            .collect(),
        states: Presence::ALL
            .into_iter()
            .map(|state| Choice {
                tag: state.tag(),
                word: presence::state_word(language, state),
                chosen: mine.as_ref().is_some_and(|told| told.state == state),
            })
            .collect(),
        revision: carried(presence::presence_revision(tx, cx.town, cx.staff)?),
        until: mine
            .as_ref()
            .and_then(|told| told.until)
            .map_or_else(String::new, clock),
        note: mine.map_or_else(String::new, |told| told.note),
        frame: Frame::new(cx, Module::Portal, waiting, words.title.to_owned(), "/"),
        words,
    })
}

fn now(cx: &Cx, person: &Colleague, clock: impl Fn(jiff::Timestamp) -> String) -> PersonNow {
    let language = cx.language();
    let told = person.told.as_ref();
    PersonNow {
        name: person.staff.name.as_str().to_owned(),
        tag: told.map_or("", |told| told.state.tag()),
        told: told.map_or_else(String::new, |told| {
            let until = told.until.map(clock);
            let state = presence::state_word(language, told.state);
            text::told(language, state, &told.note, until.as_deref())
        }),
        phone: person.staff.phone.clone(),
        me: person.id == cx.staff,
    }
}
