//! The requests of the manual: its first page with what a question finds, a chapter, the list of keys, a leaflet.

use super::book::{Book, Chapter, Reader, book};
use super::find::find;
use super::page::{ChapterLink, ChapterPage, HelpPage, HitRow, KeysPage, LeafletPage, Shelf};
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::mail;
use crate::search::{Question, marked, snippet};
use crate::text::Language;
use crate::web::keys;
use crate::web::layout::{Frame, Module, Waiting};
use crate::web::{Failure, page, query_value};
use axum::Router;
use axum::extract::{Extension, Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use std::sync::Arc;

/// How many results are shown.
const SHOWN: usize = 30;

/// The pages of the manual, behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/help", get(start))
        .route("/keys", get(key_map))
        .route("/help/leaflet/{reader}", get(leaflet))
        .route("/help/{chapter}", get(chapter))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

async fn waiting(app: &App, cx: &Arc<Cx>) -> Result<Waiting, Failure> {
    let reader = Arc::clone(cx);
    app.view(move |tx| mail::waiting(tx, &reader)).await
}

/// The chapters by their readers; `here` is the one that is open.
fn shelves(book: &Book, language: Language, here: &str) -> Vec<Shelf> {
    let chapters = |reader| {
        let mine = book.chapters.iter().filter(move |one| one.reader == reader);
        mine.map(|one| ChapterLink {
            href: format!("/help/{}", one.name),
            title: one.title.clone(),
            lead: one.lead(language),
            here: one.name == here,
        })
    };
    let shelf = |reader| Shelf {
        word: text::reader(language, reader),
        leaflet: format!("/help/leaflet/{}", reader.tag()),
        chapters: chapters(reader).collect(),
    };
    let mut all: Vec<Shelf> = Reader::ALL.map(shelf).into();
    all.retain(|shelf| !shelf.chapters.is_empty());
    all
}

async fn start(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (language, waiting) = (cx.language(), waiting(&app, &cx).await?);
    let (words, book) = (text::words(language), book(language));
    let question = Question::new(&asked.q);
    let found = find(book, &question);
    let hit = |(chapter, section): &(&Chapter, &super::book::Section)| HitRow {
        href: chapter.href(section),
        title: marked(&section.title, &question.words),
        place: chapter.title.clone(),
        text: snippet(&section.text, &question.words).unwrap_or_else(|| {
            let beginning: String = section.text.chars().take(96).chain(['…']).collect();
            marked(&beginning, &[])
        }),
    };
    let here = if question.words.is_empty() {
        "/help".to_owned()
    } else {
        format!("/help?q={}", query_value(&question.typed))
    };
    page(&HelpPage {
        frame: Frame::new(&cx, Module::Help, waiting, words.title.to_owned(), &here),
        words,
        hits: found.sections.iter().take(SHOWN).map(hit).collect(),
        count: text::counted(language, found.sections.len()),
        near: found.near,
        shelves: shelves(book, language, ""),
        q: question.typed,
    })
}

async fn chapter(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let language = cx.language();
    let (words, book) = (text::words(language), book(language));
    let chapter = book.chapter(&name).ok_or(Failure::NotFound)?;
    let waiting = waiting(&app, &cx).await?;
    let here = format!("/help/{}", chapter.name);
    page(&ChapterPage {
        frame: Frame::new(&cx, Module::Help, waiting, chapter.title.clone(), &here),
        words,
        chapter,
        shelves: shelves(book, language, &chapter.name),
    })
}

async fn key_map(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    let (language, waiting) = (cx.language(), waiting(&app, &cx).await?);
    let words = text::words(language);
    let title = words.keys.to_owned();
    let frame = Frame::new(&cx, Module::Help, waiting, title, "/keys");
    page(&KeysPage {
        groups: keys::all(&cx, &frame.rail, frame.words),
        frame,
        words,
        shelves: shelves(book(language), language, "keys"),
    })
}

async fn leaflet(
    Extension(cx): Extension<Arc<Cx>>,
    Path(reader): Path<String>,
) -> Result<Response, Failure> {
    let language = cx.language();
    let reader = Reader::from_tag(&reader).ok_or(Failure::NotFound)?;
    let sections: Vec<_> = book(language)
        .sections()
        .filter(|(chapter, section)| chapter.reader == reader && section.leaflet)
        .map(|(_, section)| section)
        .collect();
    if sections.is_empty() {
        return Err(Failure::NotFound);
    }
    page(&LeafletPage {
        words: text::words(language),
        look: cx.look(),
        organisation: cx.organisation_name.clone(),
        heading: text::leaflet(language, reader),
        day: cx.calendar().date(cx.today()),
        sections,
    })
}
