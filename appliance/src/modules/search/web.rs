//! The request of the page of results.

use super::page::{HitRow, SearchPage, Section};
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::{SEARCHED, mail};
use crate::search::{self, Asking, Group, Hit, MOST, Question, Reading, Source};
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, Tab, query_value};
use axum::Router;
use axum::extract::{Extension, OriginalUri, Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use std::sync::Arc;

/// How many of each module are shown side by side, and of one alone.
const FEW: usize = 5;
const PAGE: usize = 50;

/// The page of results, behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/search", get(results))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    /// One module alone.
    #[serde(default, rename = "in")]
    within: String,
    /// Which fifty of it, from 1.
    #[serde(default)]
    page: String,
}

/// What is asked, taken apart.
struct Wanted {
    question: Question,
    /// The module that is shown alone.
    alone: Option<&'static str>,
    page: usize,
}

impl Wanted {
    fn of(asked: &Asked) -> Self {
        let mut names = SEARCHED.iter().map(|source| source.name());
        let last = usize::try_from(MOST).unwrap_or(usize::MAX).div_ceil(PAGE);
        Self {
            question: Question::new(&asked.q),
            alone: names.find(|name| *name == asked.within),
            page: asked.page.parse().unwrap_or(1).clamp(1, last),
        }
    }

    fn range(&self, source: &dyn Source) -> std::ops::Range<usize> {
        match self.alone {
            None => 0..FEW,
            Some(name) if name == source.name() => (self.page - 1) * PAGE..self.page * PAGE,
            Some(_) => 0..0,
        }
    }

    fn href(&self, within: Option<&str>, page: usize) -> String {
        let mut href = format!("/search?q={}", query_value(&self.question.typed));
        if let Some(name) = within {
            href.push_str("&in=");
            href.push_str(name);
        }
        if page > 1 {
            href.push_str("&page=");
            href.push_str(&page.to_string());
        }
        href
    }
}

async fn results(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    OriginalUri(uri): OriginalUri,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let here = uri.path_and_query().map_or("/search", |path| path.as_str());
    let (here, inside) = (here.to_owned(), Arc::clone(&app));
    let page = app
        .store()
        .blocking(move |_| build(&inside, &cx, &asked, &here))
        .await?;
    crate::web::page(&page)
}

fn build(app: &App, cx: &Cx, asked: &Asked, here: &str) -> Result<SearchPage, Failure> {
    let wanted = Wanted::of(asked);
    let words = text::words(cx.language());
    let rosters = app.rosters();
    app.store().view(|tx| {
        let asking = Asking {
            tx,
            rosters: &rosters,
        };
        let (index, question) = (app.search(), &wanted.question);
        let groups = search::ask(index, SEARCHED, &asking, cx, question, |source| {
            wanted.range(source)
        })?;
        let reading = Reading {
            tx,
            blobs: app.blobs(),
        };
        let mut sections = Vec::new();
        for group in groups.iter().flatten() {
            if group.count == 0 || wanted.alone.is_some_and(|name| name != group.source.name()) {
                continue;
            }
            let mut hits = Vec::new();
            for key in &group.keys {
                let hit = search::hit(&reading, group.source, cx, &wanted.question, key)?;
                hits.extend(hit.map(row));
            }
            sections.push(section(cx, &wanted, group, hits));
        }
        let frame = Frame::new(
            cx,
            Module::Search,
            mail::waiting(tx, cx)?,
            words.title.to_owned(),
            here,
        );
        let all = groups.as_deref().unwrap_or_default();
        let count = all.iter().map(|group| group.count).sum();
        let more = all.iter().any(|group| group.more);
        Ok(SearchPage {
            frame: frame.searching(&wanted.question.typed),
            words,
            q: wanted.question.typed.clone(),
            cut: wanted.question.cut,
            preparing: groups.is_none(),
            total: text::counted(cx.language(), count, more),
            tabs: tabs(cx, &wanted, all, (count, more)),
            groups: sections,
        })
    })
}

fn tabs(cx: &Cx, wanted: &Wanted, groups: &[Group], all: (u64, bool)) -> Vec<Tab> {
    let tab = |name: Option<&'static str>, word, (count, more)| Tab {
        href: wanted.href(name, 1),
        word,
        count: text::number(count, more),
        here: wanted.alone == name,
    };
    let mut tabs = vec![tab(None, text::words(cx.language()).all, all)];
    tabs.extend(groups.iter().map(|group| {
        let word = group.source.word(cx.language());
        tab(Some(group.source.name()), word, (group.count, group.more))
    }));
    tabs
}

fn section(cx: &Cx, wanted: &Wanted, group: &Group, hits: Vec<HitRow>) -> Section {
    let (name, language) = (group.source.name(), cx.language());
    let alone = wanted.alone.is_some();
    let count = usize::try_from(group.count).unwrap_or(usize::MAX);
    let step = |page| wanted.href(Some(name), page);
    Section {
        name,
        word: group.source.word(language),
        count: text::counted(language, group.count, group.more),
        more: (!alone && count > FEW).then(|| {
            let word = text::all_of(language, group.count, group.more);
            (wanted.href(Some(name), 1), word)
        }),
        newer: (alone && wanted.page > 1).then(|| step(wanted.page - 1)),
        older: (alone && wanted.page * PAGE < count).then(|| step(wanted.page + 1)),
        too_many: group.more,
        list: alone
            .then(|| group.source.list(&wanted.question.typed))
            .flatten(),
        hits,
    }
}

fn row(hit: Hit) -> HitRow {
    HitRow {
        href: hit.shown.href,
        title: hit.title,
        place: hit.shown.place,
        time: hit.shown.time,
        datetime: hit.shown.datetime,
        why: hit.why,
    }
}
