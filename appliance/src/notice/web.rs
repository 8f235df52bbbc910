//! The requests of notices: the list, opening one, marking.

use super::choose::{choices, choose};
use super::page::{ListPage, Row};
use super::service;
use super::table::Notice;
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::mail;
use crate::text::date::Calendar;
use crate::web::layout::{Frame, Module};
use crate::web::{Done, Failure, Tab, Undo, done, is_partial, local_path, page};
use axum::Router;
use axum::extract::{Extension, Form, Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::cookie::CookieJar;
use jiff::Timestamp;
use sekisho_platform::store::View;
use serde::Deserialize;
use std::sync::Arc;

/// How many a page shows.
const PAGE: usize = 50;

/// The list.
const LIST: &str = "/notices";

/// The list of the unread.
const UNREAD: &str = "/notices?show=unread";

/// Who tells what was done.
pub(super) const TELLER: &str = "notice";

/// The requests, all behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/notices", get(list))
        .route("/notices/act", post(act))
        .route("/notices/{number}", get(open))
        .route("/settings/notices", get(choices).post(choose))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    show: String,
    /// Only those older than this number.
    #[serde(default)]
    before: String,
}

async fn list(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let built = app.view(move |tx| build(tx, &cx, &asked)).await?;
    if is_partial(&headers) {
        page(&built.as_list())
    } else {
        page(&built)
    }
}

fn build(tx: &View<'_>, cx: &Cx, asked: &Asked) -> Result<ListPage, Failure> {
    let words = text::words(cx.language());
    let unread_only = asked.show == "unread";
    let before = asked.before.parse::<u64>().ok();
    let mut rows = service::list(tx, cx.staff, unread_only, before, PAGE.saturating_add(1))?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let base = if unread_only { UNREAD } else { LIST };
    let sign = if unread_only { '&' } else { '?' };
    let older = rows.last().filter(|_| more);
    let older = older.map(|(number, _)| format!("{base}{sign}before={number}"));
    let (unread, total) = (
        service::unread_of(tx, cx.staff)?,
        service::total_of(tx, cx.staff)?,
    );
    let tab = |href: &str, word, count: u64, here| Tab {
        href: href.to_owned(),
        word,
        count: count.to_string(),
        here,
    };
    let here = match before {
        Some(number) => format!("{base}{sign}before={number}"),
        None => base.to_owned(),
    };
    let calendar = cx.calendar();
    Ok(ListPage {
        frame: Frame::new(
            cx,
            Module::Notices,
            mail::waiting(tx, cx)?,
            words.title.to_owned(),
            &here,
        ),
        words,
        tabs: vec![
            tab(LIST, words.all, total, !unread_only),
            tab(UNREAD, words.unread, unread, unread_only),
        ],
        rows: rows.iter().map(|row| shown(cx, &calendar, row)).collect(),
        unread_only,
        any_unread: unread > 0,
        here,
        older: older.unwrap_or_default(),
        newest: if before.is_some() { base } else { "" },
    })
}

fn shown(cx: &Cx, calendar: &Calendar, (number, row): &(u64, Notice)) -> Row {
    let at = i64::try_from(row.at)
        .ok()
        .and_then(|micros| Timestamp::from_microsecond(micros).ok())
        .unwrap_or(cx.now);
    let source = service::source(&row.source);
    let said = text::said(cx.language(), row);
    Row {
        number: *number,
        icon: source.map_or("bell", super::Source::icon),
        module: source.map_or("", |source| source.word(cx.language())),
        title: said.title,
        sentence: said.sentence,
        time: calendar.short(at),
        time_full: calendar.long(at),
        datetime: calendar.exact(at),
        unread: row.read.is_none(),
    }
}

/// Opens what a notice is about; it is read by that.
async fn open(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(number): Path<String>,
) -> Result<Redirect, Failure> {
    let number = number.parse::<u64>().map_err(|_| Failure::NotFound)?;
    let (reader, now) = (Arc::clone(&cx), cx.micros());
    let row = app
        .view(move |tx| service::notice(tx, reader.staff, number))
        .await?
        .ok_or(Failure::NotFound)?;
    if row.read.is_none() {
        let marked = app
            .update(move |tx| service::mark(tx, cx.staff, number, Some(now)))
            .await;
        // A full disk must not keep anybody from reading.
        if let Err(error) = marked {
            tracing::warn!(code = "notice-mark", %error, "a notice could not be marked as read");
        }
    }
    Ok(Redirect::to(local_path(&row.href)))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Pressed {
    /// `read`, `unread`, `read-all`, `unread-all`.
    #[serde(default)]
    act: String,
    /// Which; for `unread-all` the moment at which they were read.
    #[serde(default)]
    number: String,
    #[serde(default)]
    next: String,
}

async fn act(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    mut jar: CookieJar,
    Form(asked): Form<Pressed>,
) -> Result<Response, Failure> {
    let (staff, now) = (cx.staff, cx.micros());
    let number = asked.number.parse::<u64>().ok();
    let next = if asked.next.is_empty() {
        LIST
    } else {
        local_path(&asked.next)
    };
    match (asked.act.as_str(), number) {
        ("read", Some(number)) => {
            app.update(move |tx| service::mark(tx, staff, number, Some(now)))
                .await?;
        }
        ("unread", Some(number)) => {
            app.update(move |tx| service::mark(tx, staff, number, None))
                .await?;
        }
        ("read-all", _) => {
            let count = app
                .update(move |tx| service::read_all(tx, staff, now))
                .await?;
            if count > 0 {
                let what = format!("read-all.{count}.{now}");
                jar = jar.add(done::cookie(TELLER, &what, next, app.secure()));
            }
        }
        ("unread-all", Some(at)) => {
            app.update(move |tx| service::unread_all(tx, staff, at))
                .await?;
        }
        _ => return Err(Failure::NotFound),
    }
    Ok((jar, Redirect::to(next)).into_response())
}

/// What the next page says.
#[expect(
    clippy::unnecessary_wraps,
    reason = "one signature for everybody who tells"
)]
pub(crate) fn tell(_: &View<'_>, cx: &Cx, what: &str) -> Result<Option<Done>, Failure> {
    let mut parts = what.split('.');
    let number = |text: Option<&str>| text.and_then(|text| text.parse::<u64>().ok());
    let done = match (parts.next(), number(parts.next()), number(parts.next())) {
        (Some("read-all"), Some(count), Some(at)) => Some(Done {
            sentence: text::all_read(cx.language(), count),
            undo: Some(Undo {
                action: "/notices/act".to_owned(),
                fields: vec![
                    ("act", "unread-all".to_owned()),
                    ("number", at.to_string()),
                    ("next", LIST.to_owned()),
                ],
            }),
        }),
        (Some("kept"), ..) => Some(Done {
            sentence: text::words(cx.language()).kept.to_owned(),
            undo: None,
        }),
        _ => None,
    };
    Ok(done)
}
