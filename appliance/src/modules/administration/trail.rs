//! 監査の記録 as an auditor asks for it: by person, by act, by day, the latest first, of their own organisation alone. A
//! question looks at so many rows and says where to go on, so that one never waits for years of them.

use crate::org::{self, OrgError, Ours, Permit, Review, StaffId, Town};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sekisho_platform::audit::{Entries, Entry};
use sekisho_platform::store::{Direction, Position, View};
use std::collections::HashMap;
use uuid::Uuid;

/// How many rows are read in one go.
const STRIDE: usize = 1_000;

/// How many rows one question looks at.
const LOOKED_AT: usize = 50_000;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// Who did it, or to whom it was done.
    pub who: Option<StaffId>,
    /// Which act; any for none.
    pub act: Option<String>,
    /// From which day on.
    pub from: Option<Date>,
    /// Until which day.
    pub last: Option<Date>,
    /// Only rows before this one.
    pub before: Option<u64>,
}

/// Rows, the latest first.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Each with its number.
    pub rows: Vec<(u64, Entry)>,
    /// Before which row to go on, where there may be more.
    pub next: Option<u64>,
}

/// Looks for at most `most` rows.
pub(super) fn trail(
    tx: &View<'_>,
    permit: &Permit<Review>,
    asked: &Asked,
    zone: &TimeZone,
    most: usize,
) -> Result<Found, OrgError> {
    let (lowest, highest) = bounds(tx, asked, zone)?;
    let mut look = Look {
        tx,
        town: permit.town(),
        known: HashMap::new(),
    };
    let mut found = Found::default();
    let mut before = highest.saturating_add(1);
    let mut looked = 0_usize;
    while before > lowest {
        let rows = match asked.who {
            Some(staff) => of_person(tx, staff, before, STRIDE)?,
            None => tx.range::<Entries>(lowest..before, Direction::Down, STRIDE)?,
        };
        let exhausted = rows.len() < STRIDE;
        for (number, entry) in rows {
            if number < lowest {
                return Ok(found);
            }
            before = number;
            let fits = asked.act.as_ref().is_none_or(|act| *act == entry.act);
            if fits && look.is_ours(&entry)? {
                found.rows.push((number, entry));
                if found.rows.len() >= most {
                    found.next = (number > lowest).then_some(number);
                    return Ok(found);
                }
            }
        }
        looked = looked.saturating_add(STRIDE);
        if exhausted {
            return Ok(found);
        }
        if looked >= LOOKED_AT {
            found.next = Some(before);
            return Ok(found);
        }
    }
    Ok(found)
}

/// The first and the last row that may be meant.
fn bounds(tx: &View<'_>, asked: &Asked, zone: &TimeZone) -> Result<(u64, u64), OrgError> {
    let last = tx.range::<Entries>(.., Direction::Down, 1)?;
    let last = last.first().map_or(0, |(number, _)| *number);
    let begins = |day: Date| {
        let at = day.to_zoned(zone.clone()).ok()?;
        Some(at.timestamp().as_nanosecond())
    };
    let lowest = match asked.from.and_then(begins) {
        Some(at) => first_since(tx, at, last)?,
        None => 1,
    };
    let after = asked.last.and_then(|day| begins(day.tomorrow().ok()?));
    let mut highest = match after {
        Some(at) => first_since(tx, at, last)?.saturating_sub(1),
        None => last,
    };
    if let Some(before) = asked.before {
        highest = highest.min(before.saturating_sub(1));
    }
    Ok((lowest, highest))
}

/// The number of the first row that is not older than a moment; rows are numbered as they were written.
fn first_since(tx: &View<'_>, at: i128, last: u64) -> Result<u64, OrgError> {
    let (mut low, mut high) = (1, last.saturating_add(1));
    while low < high {
        let middle = low.midpoint(high);
        let row = tx.get::<Entries>(&middle)?;
        if row.is_some_and(|row| row.at().as_nanosecond() < at) {
            low = middle.saturating_add(1);
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// What somebody did and what was done to them before a row, the latest first.
fn of_person(
    tx: &View<'_>,
    staff: StaffId,
    before: u64,
    most: usize,
) -> Result<Vec<(u64, Entry)>, OrgError> {
    let who = staff.uuid().to_string();
    let after = Position::new(&who, &before);
    let mut rows = Vec::new();
    for index in ["by_actor", "by_object"] {
        rows.extend(tx.by_index::<Entries>(index, &who, Direction::Down, Some(&after), most)?);
    }
    rows.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    rows.dedup_by_key(|(number, _)| *number);
    rows.truncate(most);
    Ok(rows)
}

struct Look<'a> {
    tx: &'a View<'a>,
    town: Town,
    known: HashMap<String, bool>,
}

impl Look<'_> {
    /// Whether a row is of this town: somebody of it did it, or it was done to somebody or something of it.
    fn is_ours(&mut self, entry: &Entry) -> Result<bool, OrgError> {
        Ok(self.is_of(&entry.actor)? || self.is_of(&entry.object)?)
    }

    fn is_of(&mut self, name: &str) -> Result<bool, OrgError> {
        if let Some(known) = self.known.get(name) {
            return Ok(*known);
        }
        let is = is_of(self.tx, self.town, name)?.is_some();
        self.known.insert(name.to_owned(), is);
        Ok(is)
    }
}

/// What a name in the trail is, where it is of a town.
pub(super) fn is_of(tx: &View<'_>, town: Town, name: &str) -> Result<Option<Ours>, OrgError> {
    match Uuid::try_parse(name) {
        Ok(id) => org::ours(tx, town, id),
        Err(_) => Ok(None),
    }
}
