//! Which notices one gets, when it is quiet, and when the digest comes: the page and what it sends.

use super::digest::{Digest, MOST_TIMES, digest_keep, digest_of};
use super::page::{Group, KindRow, SettingsPage, Time};
use super::quiet::{Quiet, clock, minutes};
use super::service;
use super::table::Choices;
use super::text;
use super::web::TELLER;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::{NOTICED, mail, settings};
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, done, page};
use axum::extract::{Extension, Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use sekisho_platform::store::View;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where one chooses.
const CHOICES: &str = "/settings/notices";

/// When a digest comes to whoever wants one and has not said when: before the day, and after lunch.
const OFFERED: [u16; 2] = [8 * 60 + 15, 13 * 60];

/// What the form holds beside the kinds: as it was typed, so that nothing typed is lost where something is wrong.
#[derive(Clone, Debug)]
struct Typed {
    chosen: Choices,
    from: String,
    until: String,
    digest: bool,
    digest_weekend: bool,
    times: Vec<String>,
    wrong: &'static str,
    digest_wrong: &'static str,
}

/// The fields of the digest's times.
fn time_names() -> impl Iterator<Item = String> {
    (1..=MOST_TIMES).map(|place| format!("digest-{place}"))
}

pub(super) async fn choices(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    let built = app
        .view(move |tx| -> Result<SettingsPage, Failure> {
            let chosen = service::choices(tx, cx.staff)?;
            let digest = digest_of(tx, &cx)?;
            let offered = if digest.times.is_empty() {
                OFFERED.to_vec()
            } else {
                digest.times.clone()
            };
            let typed = Typed {
                from: clock(chosen.quiet.from),
                until: clock(chosen.quiet.until),
                digest: !digest.times.is_empty(),
                digest_weekend: digest.weekend,
                times: offered.into_iter().map(clock).collect(),
                wrong: "",
                digest_wrong: "",
                chosen,
            };
            settings_page(tx, &cx, &typed)
        })
        .await?;
    page(&built)
}

fn settings_page(tx: &View<'_>, cx: &Cx, typed: &Typed) -> Result<SettingsPage, Failure> {
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
                chosen: service::wanted(&typed.chosen, *source, kind),
                always: kind.always,
            })
            .collect(),
    };
    let times = time_names().zip(words.digest_times).enumerate();
    let times = times.map(|(place, (name, word))| Time {
        name,
        word,
        value: typed.times.get(place).cloned().unwrap_or_default(),
    });
    Ok(SettingsPage {
        frame: frame.helped_by("/help/notices#quiet"),
        words,
        all: settings::all_word(language),
        tabs: settings::tabs(language, settings::Place::Notices),
        groups: NOTICED.iter().map(group).collect(),
        hours: typed.chosen.quiet.hours,
        from: typed.from.clone(),
        until: typed.until.clone(),
        weekend: typed.chosen.quiet.weekend,
        wrong: typed.wrong,
        digest: typed.digest,
        digest_weekend: typed.digest_weekend,
        times: times.collect(),
        digest_wrong: typed.digest_wrong,
    })
}

/// The times of a digest as they were typed: in order, each once; none where one of them is no time.
fn times(typed: &[String]) -> Option<Vec<u16>> {
    let filled = typed.iter().filter(|time| !time.trim().is_empty());
    let mut times = filled
        .map(|time| minutes(time))
        .collect::<Option<Vec<u16>>>()?;
    times.sort_unstable();
    times.dedup();
    Some(times)
}

/// The fields are the kinds that are wanted, each by its key, those of the quiet hours, and those of the digest.
pub(super) async fn choose(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    mut jar: CookieJar,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, Failure> {
    let text_of = |name: &str| sent.get(name).cloned().unwrap_or_default();
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
    let (from, until) = (text_of("from"), text_of("until"));
    let (quiet_from, quiet_until) = (minutes(&from), minutes(&until));
    let before = Quiet::default();
    let chosen = Choices {
        quiet: Quiet {
            hours: sent.contains_key("hours"),
            from: quiet_from.unwrap_or(before.from),
            until: quiet_until.unwrap_or(before.until),
            weekend: sent.contains_key("weekend"),
        },
        kinds: kinds.collect(),
    };
    let typed_times: Vec<String> = time_names().map(|name| text_of(&name)).collect();
    let (wanted, read) = (sent.contains_key("digest"), times(&typed_times));
    let words = text::words(cx.language());
    let quiet_wrong = chosen.quiet.hours && (quiet_from.is_none() || quiet_until.is_none());
    let digest_wrong = wanted && read.as_ref().is_none_or(Vec::is_empty);
    let typed = Typed {
        chosen,
        from,
        until,
        digest: wanted,
        digest_weekend: sent.contains_key("digest-weekend"),
        times: typed_times,
        wrong: if quiet_wrong { words.wrong_time } else { "" },
        digest_wrong: if digest_wrong { words.digest_none } else { "" },
    };
    if quiet_wrong || digest_wrong {
        // What was entered stays; only the place is pointed out.
        let again = app.view(move |tx| settings_page(tx, &cx, &typed)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&again)?).into_response());
    }
    let digest = Digest {
        times: read.filter(|_| wanted).unwrap_or_default(),
        weekend: typed.digest_weekend,
    };
    app.update(move |tx| -> Result<(), Failure> {
        service::choices_keep(tx, &cx, &typed.chosen)?;
        let newest = service::newest(tx, cx.staff)?;
        digest_keep(tx, &cx, &digest, newest)?;
        Ok(())
    })
    .await?;
    jar = jar.add(done::cookie(TELLER, "kept", CHOICES, app.secure()));
    Ok((jar, Redirect::to(CHOICES)).into_response())
}
