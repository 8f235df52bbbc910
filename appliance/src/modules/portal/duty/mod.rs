//! What must I do before noon? Whatever has a real deadline, from every module, the nearest first and what is over
//! before that.
//!
//! A module writes one source in its own folder and names it once in `modules::DUTIES`. Only what a person must do
//! themselves, by a deadline that somebody really set, is a duty; what is merely new is not.

mod page;
mod text;
mod tile;
mod web;

pub(crate) use tile::{DutyCard, TodayNumber};
pub(crate) use web::routes;

use crate::cx::Cx;
use crate::modules::DUTIES;
use crate::modules::portal::Pill;
use crate::web::Failure;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sekisho_platform::store::View;

/// The sources of the house.
pub(crate) type DutySources = &'static [&'static dyn Duties];

/// The most that are listed; whoever has more has another trouble.
pub(super) const MOST: usize = 200;

/// Where duties come from.
pub(crate) trait Duties: Send + Sync {
    /// What this person must do, the nearest deadline first, at most `most`; with `until`, only what ends by then.
    fn duties(
        &self,
        tx: &View<'_>,
        cx: &Cx,
        until: Option<Timestamp>,
        most: usize,
    ) -> Result<Vec<Duty>, Failure>;
}

/// Something somebody must do.
#[derive(Debug)]
pub(crate) struct Duty {
    /// Until when.
    pub due: Due,
    /// What it is about.
    pub title: String,
    /// Why it is theirs: one short sentence.
    pub reason: String,
    /// Of what kind, in a word.
    pub pill: Option<Pill>,
    /// Where it is done.
    pub href: String,
    /// What one does there.
    pub act: &'static str,
}

/// A deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// At a moment.
    At(Timestamp),
    /// In the course of a day.
    #[allow(dead_code, reason = "for the modules whose deadlines are days")]
    On(Date),
}

impl Due {
    /// The last moment.
    pub(super) fn end(self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::At(at) => at,
            Self::On(day) => day_end(day, zone),
        }
    }
}

/// The last moment of a day on the town's clock.
pub(super) fn day_end(day: Date, zone: &TimeZone) -> Timestamp {
    day.tomorrow()
        .map_or(Timestamp::MAX, |next| day_begin(next, zone))
}

/// The first moment of a day on the town's clock.
pub(super) fn day_begin(day: Date, zone: &TimeZone) -> Timestamp {
    let begin = day.to_zoned(zone.clone());
    begin.map_or(Timestamp::MAX, |begin| begin.timestamp())
}

/// What somebody must do, from all sources, the nearest first.
pub(super) fn duties(
    tx: &View<'_>,
    cx: &Cx,
    until: Option<Timestamp>,
    most: usize,
) -> Result<Vec<Duty>, Failure> {
    let mut all = Vec::new();
    for source in DUTIES {
        all.extend(source.duties(tx, cx, until, most)?);
    }
    all.sort_by(|one, other| {
        let (a, b) = (one.due.end(&cx.zone), other.due.end(&cx.zone));
        a.cmp(&b).then_with(|| one.title.cmp(&other.title))
    });
    all.truncate(most);
    Ok(all)
}

/// What of it ends today or is over: all of it, for its number stands on the portal.
pub(super) fn of_today(tx: &View<'_>, cx: &Cx) -> Result<Vec<Duty>, Failure> {
    duties(tx, cx, Some(day_end(cx.today(), &cx.zone)), usize::MAX)
}
