//! 〇〇係のいま: the people of one's section on the portal, and the form by which one says where one is.

use super::model::State;
use super::section::{self, Colleague};
use super::service::presence_revision;
use super::text::{self, TileText, state_word};
use crate::cx::Cx;
use crate::modules::portal::{Body, Card, Face, Home, Link, Tile};
use crate::text::Language;
use crate::web::conflict::carried;
use crate::web::{Failure, render};
use askama::Template;
use jiff::Timestamp;
use sekisho_platform::store::View;

/// The card.
pub(crate) struct SectionCard;

impl Tile for SectionCard {
    fn key(&self) -> &'static str {
        "presence-section"
    }

    fn word(&self, language: Language) -> &'static str {
        text::tile(language).section
    }

    fn home(&self) -> Home {
        Home::Column(2)
    }

    /// Somebody may just be writing where they are.
    fn live(&self) -> bool {
        false
    }

    fn face(&self, tx: &View<'_>, cx: &Cx) -> Result<Face, Failure> {
        let (language, words) = (cx.language(), text::tile(cx.language()));
        let section = section::section(tx, cx)?;
        let mine = section.people.iter().find(|person| person.id == cx.staff);
        let mine = mine.and_then(|person| person.told.clone());
        let body = SectionBody {
            words,
            people: section.people.iter().map(|one| line(cx, one)).collect(),
            states: State::ALL
                .into_iter()
                .map(|state| Choice {
                    tag: state.tag(),
                    word: state_word(language, state),
                    chosen: mine.as_ref().is_some_and(|told| told.state == state),
                })
                .collect(),
            revision: carried(presence_revision(tx, cx.town, cx.staff)?),
            until: mine
                .as_ref()
                .and_then(|told| told.until)
                .map_or_else(String::new, |at| clock(cx, at)),
            note: mine.map_or_else(String::new, |told| told.note),
        };
        Ok(Face::Card(Card {
            heading: Some(text::section_now(language, &section.name)),
            hint: "",
            link: Some(Link {
                href: "/directory".to_owned(),
                word: words.directory.to_owned(),
            }),
            body: Body::Html(render(&body)?),
            holds: false,
        }))
    }
}

/// The inside of the card.
#[derive(Debug, Template)]
#[template(path = "modules/presence/tile.html")]
struct SectionBody {
    words: &'static TileText,
    people: Vec<Person>,
    states: Vec<Choice>,
    note: String,
    until: String,
    /// The number of the change this was read from, so that another window's is not written over.
    revision: String,
}

/// Somebody of the section.
#[derive(Debug)]
struct Person {
    name: String,
    /// The mark's shape; empty where nothing was said.
    tag: &'static str,
    /// 会議 第2会議室 10:30まで.
    told: String,
    phone: String,
    /// Whether it is the reader.
    me: bool,
}

/// A state that can be chosen.
#[derive(Debug)]
struct Choice {
    tag: &'static str,
    word: &'static str,
    chosen: bool,
}

fn clock(cx: &Cx, at: Timestamp) -> String {
    at.to_zoned(cx.zone.clone()).strftime("%H:%M").to_string()
}

fn line(cx: &Cx, person: &Colleague) -> Person {
    let language = cx.language();
    let told = person.told.as_ref();
    Person {
        name: person.staff.name.as_str().to_owned(),
        tag: told.map_or("", |told| told.state.tag()),
        told: told.map_or_else(String::new, |told| {
            let until = told.until.map(|at| clock(cx, at));
            let state = state_word(language, told.state);
            text::told(language, state, &told.note, until.as_deref())
        }),
        phone: person.staff.phone.clone(),
        me: person.id == cx.staff,
    }
}
