//! The strip on top of every page, as values: the frame holds it, and the stream sends it anew.

use super::model::Level;
use super::service::Standing;
use super::text;
use crate::cx::Cx;
use crate::text::Language;
use crate::web::{Failure, render};
use askama::Template;
use jiff::Timestamp;

/// What stands on top of a page; empty as a rule.
#[derive(Debug)]
pub(crate) struct Strip {
    /// What it is, for whoever cannot see it.
    pub(crate) title: &'static str,
    /// The gravest first.
    pub(crate) banners: Vec<Banner>,
}

/// One of them.
#[derive(Debug)]
pub(crate) struct Banner {
    /// Its level, as the style knows it.
    pub(crate) level: &'static str,
    /// 緊急.
    pub(crate) word: &'static str,
    /// The symbol's name.
    pub(crate) icon: &'static str,
    /// Shown with its lines.
    pub(crate) text: String,
    /// 情報政策課　8:31　17:00 まで.
    pub(crate) meta: String,
    /// How long it still stands, in milliseconds: the clock of a desk may be wrong.
    pub(crate) left: i64,
}

#[derive(Debug, Template)]
#[template(path = "modules/emergency/strip.html")]
struct Alone<'a> {
    strip: &'a Strip,
}

impl Strip {
    /// What stands for somebody.
    pub(crate) fn new(cx: &Cx, standing: &[Standing]) -> Self {
        Self {
            title: text::words(cx.language()).title,
            banners: standing.iter().map(|one| banner(cx, one)).collect(),
        }
    }

    /// What stands for whoever has not logged in: how grave it is and what is said, and nothing of who says it.
    pub(crate) fn at_the_door(language: Language, standing: &[Standing]) -> Self {
        let words = text::words(language);
        let banners = standing.iter().map(|one| {
            let level = one.words.level();
            Banner {
                level: level.tag(),
                word: words.level(level),
                icon: icon(level),
                text: one.words.text().to_owned(),
                meta: String::new(),
                left: 0,
            }
        });
        Self {
            title: words.title,
            banners: banners.collect(),
        }
    }

    /// Itself, under the name its template knows.
    pub(crate) fn as_strip(&self) -> &Self {
        self
    }

    /// By itself, for an open page.
    pub(super) fn html(&self) -> Result<String, Failure> {
        let html = render(&Alone { strip: self })?;
        Ok(html.trim().to_owned())
    }
}

/// One as it is read.
pub(super) fn banner(cx: &Cx, one: &Standing) -> Banner {
    let words = text::words(cx.language());
    let level = one.words.level();
    let until = moment(one.words.until());
    Banner {
        level: level.tag(),
        word: words.level(level),
        icon: icon(level),
        text: one.words.text().to_owned(),
        meta: words.meta(&one.from, &clock(cx, moment(one.at)), &clock(cx, until)),
        left: until
            .as_millisecond()
            .saturating_sub(cx.now.as_millisecond()),
    }
}

fn icon(level: Level) -> &'static str {
    match level {
        Level::Urgent | Level::Caution => "alert",
        Level::Inform => "info",
    }
}

/// `17:00` today, the day before it on any other.
pub(super) fn clock(cx: &Cx, at: Timestamp) -> String {
    let calendar = cx.calendar();
    if at.to_zoned(cx.zone.clone()).date() == cx.today() {
        calendar.short(at)
    } else {
        calendar.long(at)
    }
}

/// Microseconds of a row as a moment.
pub(super) fn moment(micros: u64) -> Timestamp {
    let micros = i64::try_from(micros).unwrap_or(i64::MAX);
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
}
