//! Raising an emergency, taking it down, and what stands at a moment.

use super::access::May;
use super::model::{EmergencyId, Level, Reach, Words};
use super::table::{BY_END, Emergencies, Emergency};
use crate::cx::Cx;
use crate::org::{self, Denied, OrgError, Town};
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Direction, StoreError, Update, View};
use uuid::Uuid;

/// The most that stand at once for one reach: more would hide the page, and each other.
pub(super) const STANDING_MOST: usize = 3;

/// How many of the past are listed.
const PAST_MOST: usize = 50;

/// How it fails.
#[derive(Debug, thiserror::Error)]
pub(super) enum EmergencyError {
    /// The store failed.
    #[error("reading or writing emergencies")]
    Store(#[from] StoreError),
    /// The people could not be read.
    #[error("finding who raises an emergency")]
    Org(#[from] OrgError),
    /// No role of theirs gives it.
    #[error("raising an emergency")]
    Denied(#[from] Denied),
    /// It does not stand (any more).
    #[error("taking down an emergency that does not stand")]
    NotThere,
    /// There are as many as a page can bear.
    #[error("raising an emergency beside too many others")]
    Full,
}

/// What stands on every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Which.
    pub(super) id: EmergencyId,
    /// How far it reaches.
    pub(super) reach: Reach,
    /// What is said.
    pub(super) words: Words,
    /// From where.
    pub(super) from: String,
    /// Since when, in microseconds.
    pub(super) at: u64,
}

/// Puts words on every page at once.
pub(super) fn emergency_raise(
    tx: &mut Update<'_>,
    may: &May,
    id: EmergencyId,
    words: &Words,
    cx: &Cx,
) -> Result<(), EmergencyError> {
    let mut standing = Vec::new();
    gather(tx, may.reach(), cx.town, cx.micros(), &mut standing)?;
    if standing.len() >= STANDING_MOST {
        return Err(EmergencyError::Full);
    }
    let row = Emergency {
        words: words.clone(),
        by: may.by(),
        from: from(tx, may, cx)?,
        at: cx.micros(),
        down: None,
    };
    tx.put::<Emergencies>(&(may.key(), id), &row)?;
    let more = [words.level().tag(), may.reach().tag()].join(" ");
    told(tx, cx, "emergency-raise", id, &more)
}

/// From where it is said; beyond one's own walls with the name of the organisation.
fn from(tx: &View<'_>, may: &May, cx: &Cx) -> Result<String, OrgError> {
    let held = org::held_on(tx, cx.town, may.by(), cx.today())?;
    let section = match held.first() {
        Some(main) => org::unit_path(tx, cx.town, main.post.unit, cx.today())?,
        None => String::new(),
    };
    Ok(match may.reach() {
        Reach::Organisation => section,
        Reach::House => [cx.organisation_name.as_str(), section.as_str()].join("　"),
    })
}

/// Takes one down before its time. Of two who do, the second is told that it is gone.
pub(super) fn emergency_take_down(
    tx: &mut Update<'_>,
    may: &May,
    id: EmergencyId,
    cx: &Cx,
) -> Result<(), EmergencyError> {
    let key = (may.key(), id);
    let row = tx.get::<Emergencies>(&key)?;
    let mut row = row
        .filter(|row| row.down.is_none() && row.words.until() > cx.micros())
        .ok_or(EmergencyError::NotThere)?;
    row.down = Some((cx.micros(), may.by()));
    tx.put::<Emergencies>(&key, &row)?;
    told(tx, cx, "emergency-take-down", id, may.reach().tag())
}

fn told(
    tx: &mut Update<'_>,
    cx: &Cx,
    act: &str,
    id: EmergencyId,
    more: &str,
) -> Result<(), EmergencyError> {
    let (who, what) = (cx.staff.uuid().to_string(), id.uuid().to_string());
    Audit::append(tx, cx.now, &who, act, &what, more)?;
    Ok(())
}

/// What stands at a moment for the people of an organisation: the gravest first, then the latest.
pub(crate) fn emergencies_standing(
    tx: &View<'_>,
    town: Town,
    now: Timestamp,
) -> Result<Vec<Standing>, StoreError> {
    let now = u64::try_from(now.as_microsecond()).unwrap_or(0);
    let mut out = Vec::new();
    for reach in [Reach::House, Reach::Organisation] {
        gather(tx, reach, town, now, &mut out)?;
    }
    out.sort_by_key(|one: &Standing| (one.words.level(), std::cmp::Reverse((one.at, one.id))));
    Ok(out)
}

/// What stands at a moment for whoever has not logged in: what reaches the whole house, and, where the house has one
/// organisation alone, what reaches that.
pub(crate) fn emergencies_at_the_door(
    tx: &View<'_>,
    now: Timestamp,
) -> Result<Vec<Standing>, OrgError> {
    let now = u64::try_from(now.as_microsecond()).unwrap_or(0);
    let mut out = Vec::new();
    gather_under(tx, (Reach::House, Uuid::nil()), now, &mut out)?;
    if let Some(alone) = org::organisation_alone(tx)? {
        gather_under(tx, (Reach::Organisation, alone.uuid()), now, &mut out)?;
    }
    out.sort_by_key(|one: &Standing| (one.words.level(), std::cmp::Reverse((one.at, one.id))));
    Ok(out)
}

fn gather(
    tx: &View<'_>,
    reach: Reach,
    town: Town,
    now: u64,
    out: &mut Vec<Standing>,
) -> Result<(), StoreError> {
    gather_under(tx, (reach, reach.key(town)), now, out)
}

fn gather_under(
    tx: &View<'_>,
    (reach, key): (Reach, Uuid),
    now: u64,
    out: &mut Vec<Standing>,
) -> Result<(), StoreError> {
    let bounds = (key, now.saturating_add(1))..=(key, u64::MAX);
    let rows = tx.index_range::<Emergencies, _>(BY_END, bounds, Direction::Up, STANDING_MOST)?;
    out.extend(rows.into_iter().map(|((_, id), row)| Standing {
        id,
        reach,
        words: row.words,
        from: row.from,
        at: row.at,
    }));
    Ok(())
}

/// What stood before and does not any more, the latest first, for whoever may raise.
pub(super) fn emergencies_past(
    tx: &View<'_>,
    may: &May,
    now: u64,
) -> Result<Vec<Emergency>, StoreError> {
    let most = PAST_MOST.saturating_add(STANDING_MOST);
    let rows = tx.prefix::<Emergencies>(&may.key(), Direction::Down, most)?;
    let past = rows.into_iter().map(|(_, row)| row);
    let past = past.filter(|row| row.down.is_some() || row.words.until() <= now);
    Ok(past.take(PAST_MOST).collect())
}

/// The word of a level that somebody chose, or the middle one.
pub(super) fn level_of(tag: &str) -> Level {
    Level::from_tag(tag).unwrap_or(Level::Caution)
}
