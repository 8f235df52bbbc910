//! Whom somebody may mean while they type: at most twenty people of their own town who work here today. The part is
//! what the person picker shows below its field; the page is the same for whoever works without script.

use super::page::{SuggestPage, SuggestPart, Suggested, initial};
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::mail;
use crate::modules::photo::Faces;
use crate::org::{Entry, Rosters};
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, html_response, is_partial, render};
use axum::extract::{Extension, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use sekisho_platform::store::View;
use serde::Deserialize;
use std::sync::Arc;

/// How many people are offered; whoever does not see theirs types another letter.
const MOST: usize = 20;

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
}

/// Answers with the part, or with the page.
pub(super) async fn suggest(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(typed): Query<Typed>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let rosters = app.rosters();
    let partial = is_partial(&headers);
    let html = app
        .glance(move |tx| -> Result<String, Failure> {
            let query: String = typed.q.trim().chars().take(100).collect();
            let part = offered(tx, &rosters, &cx, &query)?;
            if partial {
                return render(&part);
            }
            let waiting = mail::waiting(tx, &cx)?;
            let words = text::words(cx.language());
            let title = words.suggest.to_owned();
            let here = "/directory/suggest";
            render(&SuggestPage {
                frame: Frame::new(&cx, Module::Directory, waiting, title, here)
                    .helped_by("/help/directory#pick"),
                words,
                q: query,
                offer: part,
            })
        })
        .await?;
    Ok(html_response(html))
}

fn offered(tx: &View<'_>, rosters: &Rosters, cx: &Cx, query: &str) -> Result<SuggestPart, Failure> {
    let (words, today) = (text::words(cx.language()), cx.today());
    if query.is_empty() {
        return Ok(SuggestPart {
            words,
            people: Vec::new(),
            said: "",
        });
    }
    let on = rosters.on(tx, cx.town, today)?;
    // One more than is shown tells whether there are more.
    let found = rosters.find_first(tx, cx.town, query, today, MOST.saturating_add(1))?;
    let more = found.len() > MOST;
    let faces = Faces::of(tx, cx)?;
    let mut people = Vec::with_capacity(MOST);
    for id in found.into_iter().take(MOST) {
        // Whoever was shut out this moment is not offered, though the kept copy find them still.
        if let Some(entry) = on.entry(tx, id)?.filter(|entry| entry.staff.active) {
            people.push(one(&entry, faces.href(tx, id)?));
        }
    }
    let said = match (people.is_empty(), more) {
        (true, _) => words.nobody,
        (false, true) => words.suggest_more,
        (false, false) => "",
    };
    Ok(SuggestPart {
        words,
        people,
        said,
    })
}

fn one(entry: &Entry, photo: Option<String>) -> Suggested {
    let post = entry.posts.first();
    let post = post.map(|post| [post.path.as_str(), post.title.as_str()].join(" "));
    Suggested {
        initial: initial(entry.staff.name.as_str()).to_owned(),
        photo,
        login: entry.staff.login.as_str().to_owned(),
        name: entry.staff.name.as_str().to_owned(),
        yomi: entry.staff.yomi.as_str().to_owned(),
        post: post.unwrap_or_default().trim().to_owned(),
        phone: entry.staff.phone.clone(),
    }
}
