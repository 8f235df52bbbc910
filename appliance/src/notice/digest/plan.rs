//! When somebody's digest comes.

use crate::cx::Cx;
use crate::org::{OrganisationId, StaffId, Town};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use sekisho_platform::store::{Indexes, Record, StoreError, Table, Update, View};
use serde::{Deserialize, Serialize};

/// How many times a day.
pub(in crate::notice) const MOST_TIMES: usize = 3;

/// What somebody chose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::notice) struct Digest {
    /// Minutes from midnight, in order, each once; none for no digest.
    pub times: Vec<u16>,
    /// Whether it also comes on Saturday and Sunday.
    pub weekend: bool,
}

/// The plan of somebody who chose one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plan {
    /// Within whose walls they work.
    pub town: Town,
    /// What they chose.
    pub digest: Digest,
    /// When the next is due, in microseconds.
    pub next: u64,
    /// Notices up to this one stood in a digest already.
    pub told: u64,
}

impl Record for Plan {}

/// By organisation and person.
#[derive(Debug)]
pub(super) enum Plans {}

/// Of those, by when they are due.
pub(super) const DUE: &str = "due";

impl Table for Plans {
    const NAME: &'static str = "notice_digest";
    // Whoever gets one follows their mail.
    const LOGGED: bool = false;
    type Key = (OrganisationId, StaffId);
    type Record = Plan;

    fn index(_: &Self::Key, row: &Plan, out: &mut Indexes) {
        out.add(DUE, &row.next);
    }
}

impl Digest {
    /// The first time after a moment, in microseconds; none where nothing is chosen.
    pub(super) fn after(&self, now: Timestamp, zone: &TimeZone) -> Option<u64> {
        let mut day = now.to_zoned(zone.clone()).date();
        // From any day of a week on, the next working day is at most three days away.
        for _ in 0..8 {
            let rests = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            if self.weekend || !rests {
                let times = self.times.iter().filter_map(|time| at(day, *time, zone));
                let mut later = times.filter(|at| at.timestamp() > now);
                if let Some(next) = later.next() {
                    return u64::try_from(next.timestamp().as_microsecond()).ok();
                }
            }
            day = day.tomorrow().ok()?;
        }
        None
    }
}

/// A minute of a day on the town's clock.
fn at(day: Date, minutes: u16, zone: &TimeZone) -> Option<Zoned> {
    let (hour, minute) = (
        i8::try_from(minutes / 60).ok()?,
        i8::try_from(minutes % 60).ok()?,
    );
    let at = day.to_datetime(jiff::civil::Time::new(hour, minute, 0, 0).ok()?);
    at.to_zoned(zone.clone()).ok()
}

/// What somebody chose.
pub(in crate::notice) fn digest_of(tx: &View<'_>, cx: &Cx) -> Result<Digest, StoreError> {
    let row = tx.get::<Plans>(&(cx.town.organisation(), cx.staff))?;
    Ok(row.map(|row| row.digest).unwrap_or_default())
}

/// Keeps what one chose for oneself. What is unread by now was seen at the bell: the first digest tells what comes after.
pub(in crate::notice) fn digest_keep(
    tx: &mut Update<'_>,
    cx: &Cx,
    digest: &Digest,
    newest: u64,
) -> Result<(), StoreError> {
    let key = (cx.town.organisation(), cx.staff);
    let before = tx.get::<Plans>(&key)?;
    let Some(next) = digest.after(cx.now, &cx.zone) else {
        tx.remove::<Plans>(&key)?;
        return Ok(());
    };
    let plan = Plan {
        town: cx.town,
        digest: digest.clone(),
        next,
        told: before.map_or(newest, |before| before.told),
    };
    tx.put::<Plans>(&key, &plan)?;
    Ok(())
}
