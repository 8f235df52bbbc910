//! What was just done, said once on the page that comes next, with a button that takes it back.
//!
//! A request that changed something answers with a redirect and a cookie of one word: who tells, and of what (`mail` and
//! an identity, never a subject). The page that comes next asks the teller for a sentence and forgets the cookie. The
//! cookie goes only to pages below the one that comes next, so that another open window does not take the word away.
//! Works without script; a part of a page asked for by htmx gets the same bar beside it.

use super::text::{self, FrameText};
use super::{Failure, is_partial};
use crate::app::App;
use crate::cx::Cx;
use crate::modules::TOLD;
use askama::Template;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use sekisho_platform::store::View;
use std::sync::Arc;
use std::time::Duration;

/// The cookie's name.
const NAME: &str = "sekisho-done";

/// The longest word that is taken back from a browser.
const LONGEST: usize = 300;

/// How long the word waits for its page.
const PATIENCE: Duration = Duration::from_mins(1);

/// The largest part of a page a bar is put beside.
const PART_MOST: usize = 16 * 1024 * 1024;

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    /// One sentence.
    pub sentence: String,
    /// How it is taken back, where it can be.
    pub undo: Option<Undo>,
}

/// The form that takes it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Undo {
    /// Where it is sent.
    pub action: String,
    /// What it says.
    pub fields: Vec<(&'static str, String)>,
}

/// Makes the sentence from the rest of the cookie's word; none where there is nothing to say (any more).
pub(crate) type Tell = fn(&View<'_>, &Cx, &str) -> Result<Option<Done>, Failure>;

/// Who tells what, by the first part of the word.
pub(crate) type Tellers = &'static [(&'static str, Tell)];

/// The cookie that a redirect to `next` takes along. `what` is of letters, digits, `-`, `_` and `.`.
pub(crate) fn cookie(
    teller: &'static str,
    what: &str,
    next: &str,
    secure: bool,
) -> Cookie<'static> {
    let cookie = Cookie::build((NAME, [teller, what].join("~")))
        .path(below(next))
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure);
    match PATIENCE.try_into() {
        Ok(age) => cookie.max_age(age).build(),
        Err(_) => cookie.build(),
    }
}

/// The first step of a path, where the word waits.
fn below(path: &str) -> String {
    let bare = path.split(['?', '#']).next().unwrap_or_default();
    let first = bare.split('/').nth(1).unwrap_or_default();
    ["/", first].concat()
}

/// The bar alone, put beside a part of a page.
#[derive(Template)]
#[template(path = "web/layout/done_part.html")]
struct DonePart<'a> {
    words: &'static FrameText,
    done: &'a Done,
}

/// Hands what was just done to the page, and forgets it. Stands behind the gate.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Response {
    let word = jar.get(NAME).map(|cookie| cookie.value().to_owned());
    let cx = request.extensions().get::<Arc<Cx>>().cloned();
    let (Some(word), Some(cx)) = (word.filter(|_| asks_for_page(&request)), cx) else {
        return next.run(request).await;
    };
    let reader = Arc::clone(&cx);
    let told = app.view(move |tx| tell(tx, &reader, &word)).await;
    let done = match told {
        Ok(done) => done,
        Err(failure) => return failure.into_response(),
    };
    let partial = is_partial(request.headers());
    let path = below(request.uri().path());
    let language = cx.language();
    let shown = Cx {
        done: done.clone(),
        ..Cx::clone(&cx)
    };
    request.extensions_mut().insert(Arc::new(shown));
    let mut response = next.run(request).await;
    if !is_html(response.headers()) {
        return response;
    }
    for place in [path.as_str(), "/"] {
        let mut gone = Cookie::build((NAME, "")).path(place.to_owned()).build();
        gone.make_removal();
        if let Ok(value) = HeaderValue::from_str(&gone.to_string()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    match done.filter(|_| partial) {
        Some(done) => beside(response, &done, text::frame(language)).await,
        None => response,
    }
}

/// A page that is being opened, or the part of one; not a stream, a file or a row that a script fetches by the way.
fn asks_for_page(request: &Request) -> bool {
    let headers = request.headers();
    request.method() == Method::GET && (!headers.contains_key("hx-request") || is_partial(headers))
}

fn is_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn tell(tx: &View<'_>, cx: &Cx, word: &str) -> Result<Option<Done>, Failure> {
    let Some((teller, what)) = word.split_once('~').filter(|_| word.len() <= LONGEST) else {
        return Ok(None);
    };
    match TOLD.iter().find(|(name, _)| *name == teller) {
        Some((_, tell)) => tell(tx, cx, what),
        None => Ok(None),
    }
}

/// A part of a page with the bar after it.
async fn beside(response: Response, done: &Done, words: &'static FrameText) -> Response {
    let (mut parts, body) = response.into_parts();
    let (Ok(bytes), Ok(bar)) = (
        to_bytes(body, PART_MOST).await,
        DonePart { words, done }.render(),
    ) else {
        return Response::from_parts(parts, Body::empty());
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    let mut whole = bytes.to_vec();
    whole.extend_from_slice(bar.as_bytes());
    Response::from_parts(parts, Body::from(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_waits_where_the_next_page_is() {
        for (next, place) in [
            ("/mail/inbox/1?x=/a", "/mail"),
            ("/", "/"),
            ("/?q=1", "/"),
            ("/settings/display", "/settings"),
        ] {
            assert_eq!(below(next), place, "{next}");
        }
        let cookie = cookie("mail", "archive.1", "/mail/inbox", true).to_string();
        assert!(
            cookie.starts_with("sekisho-done=mail~archive.1;"),
            "{cookie}"
        );
        for part in [
            "HttpOnly",
            "SameSite=Strict",
            "Secure",
            "Path=/mail",
            "Max-Age=60",
        ] {
            assert!(cookie.contains(part), "{cookie}");
        }
    }
}
