//! The requests of notices: the list, opening one, marking, choosing.

use super::page::{Group, KindRow, ListPage, Row, SettingsPage};
use super::quiet::{Quiet, clock, minutes};
use super::service;
use super::table::{Choices, Notice};
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::{NOTICED, mail, settings};
use crate::text::date::Calendar;
use crate::web::layout::{Frame, Module};
use crate::web::{Done, Failure, Tab, Undo, done, is_partial, local_path, page};
use axum::Router;
use axum::extract::{Extension, Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::cookie::CookieJar;
use jiff::Timestamp;
use sekisho_platform::store::View;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many a page shows.
const PAGE: usize = 50;

/// The list.
const LIST: &str = "/notices";

/// The list of the unread.
const UNREAD: &str = "/notices?show=unread";

/// Where one chooses.
const CHOICES: &str = "/settings/notices";

/// Who tells what was done.
const TELLER: &str = "notice";

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

async fn choices(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    let built = app
        .view(move |tx| -> Result<SettingsPage, Failure> {
            let chosen = service::choices(tx, cx.staff)?;
            let times = (clock(chosen.quiet.from), clock(chosen.quiet.until));
            settings_page(tx, &cx, &chosen, times, "")
        })
        .await?;
    page(&built)
}

fn settings_page(
    tx: &View<'_>,
    cx: &Cx,
    chosen: &Choices,
    (from, until): (String, String),
    wrong: &'static str,
) -> Result<SettingsPage, Failure> {
    let language = cx.language();
    let words = text::words(language);
    let title = words.settings.to_owned();
    let frame = Frame::new(cx, Module::Settings, mail::waiting(tx, cx)?, title, CHOICES);
    let group = |source: &&'static dyn super::Source| Group {
        icon: source.icon(),
        word: source.word(language),
        kinds: source
            .kinds()
            .iter()
            .map(|kind| KindRow {
                key: service::choice_key(source.name(), kind.tag),
                word: source.kind_word(language, kind.tag),
                chosen: service::wanted(chosen, *source, kind),
                always: kind.always,
            })
            .collect(),
    };
    Ok(SettingsPage {
        frame: frame.helped_by("/help/notices#quiet"),
        words,
        all: settings::all_word(language),
        tabs: settings::tabs(language, settings::Place::Notices),
        groups: NOTICED.iter().map(group).collect(),
        hours: chosen.quiet.hours,
        from,
        until,
        weekend: chosen.quiet.weekend,
        wrong,
    })
}

/// The fields are the kinds that are wanted, each by its key, and those of the quiet hours.
async fn choose(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    mut jar: CookieJar,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, Failure> {
    let text_of = |name: &str| sent.get(name).cloned().unwrap_or_default();
    let (from, until) = (text_of("from"), text_of("until"));
    let times = (minutes(&from), minutes(&until));
    let kinds = NOTICED.iter().flat_map(|source| {
        let kinds = source.kinds().iter();
        let free = kinds.filter(|kind| !kind.always);
        free.map(|kind| (service::choice_key(source.name(), kind.tag), kind.usual))
    });
    let kinds = kinds.filter_map(|(key, usual)| {
        let wanted = sent.contains_key(&key);
        // What is as usual is not kept, so that the usual may change.
        (wanted != usual).then_some((key, wanted))
    });
    let before = Quiet::default();
    let choices = Choices {
        quiet: Quiet {
            hours: sent.contains_key("hours"),
            from: times.0.unwrap_or(before.from),
            until: times.1.unwrap_or(before.until),
            weekend: sent.contains_key("weekend"),
        },
        kinds: kinds.collect(),
    };
    if choices.quiet.hours && (times.0.is_none() || times.1.is_none()) {
        // What was entered stays; only the place is pointed out.
        let again = app
            .view(move |tx| {
                let wrong = text::words(cx.language()).wrong_time;
                settings_page(tx, &cx, &choices, (from.clone(), until.clone()), wrong)
            })
            .await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&again)?).into_response());
    }
    app.update(move |tx| service::choices_keep(tx, &cx, &choices))
        .await?;
    jar = jar.add(done::cookie(TELLER, "kept", CHOICES, app.secure()));
    Ok((jar, Redirect::to(CHOICES)).into_response())
}
