//! Writing notices, reading them, choosing which to get. Everything here is of one person; the caller is that person's
//! own request, or the module that has something to tell them.

use super::model::New;
use super::source::{Kind, Source};
use super::table::{ABOUT, ChoiceRows, Choices, Notice, Notices, Tallies, Tally, UNREAD};
use crate::cx::Cx;
use crate::modules::NOTICED;
use crate::org::StaffId;
use sekisho_platform::store::{Direction, StoreError, ToKey, Update, View};
use std::ops::Bound;

/// How many notices somebody keeps; the oldest go first, read or not.
pub(super) const MOST: u64 = 500;

/// How many about one thing are looked at.
const ABOUT_MOST: usize = 50;

/// A module by its name in rows.
pub(super) fn source(name: &str) -> Option<&'static dyn Source> {
    let mut all = NOTICED.iter().copied();
    all.find(|source| source.name() == name)
}

/// How a kind is called in choices.
pub(super) fn choice_key(source: &str, kind: &str) -> String {
    [source, ".", kind].concat()
}

/// Whether somebody gets a kind.
pub(super) fn wanted(choices: &Choices, source: &dyn Source, kind: &Kind) -> bool {
    let key = choice_key(source.name(), kind.tag);
    kind.always || choices.kinds.get(&key).copied().unwrap_or(kind.usual)
}

/// What somebody has chosen.
pub(super) fn choices(tx: &View<'_>, staff: StaffId) -> Result<Choices, StoreError> {
    Ok(tx.get::<ChoiceRows>(&staff)?.unwrap_or_default())
}

/// Keeps what one has chosen.
pub(super) fn choices_keep(
    tx: &mut Update<'_>,
    cx: &Cx,
    choices: &Choices,
) -> Result<(), StoreError> {
    tx.put::<ChoiceRows>(&cx.staff, choices)?;
    Ok(())
}

/// Whether it is quiet for somebody now.
pub(crate) fn quiet_now(tx: &View<'_>, cx: &Cx) -> Result<bool, StoreError> {
    let now = cx.now.to_zoned(cx.zone.clone());
    Ok(choices(tx, cx.staff)?.quiet.holds(&now))
}

fn tally(tx: &View<'_>, staff: StaffId) -> Result<Tally, StoreError> {
    Ok(tx.get::<Tallies>(&staff)?.unwrap_or_default())
}

/// How many somebody has not read.
pub(crate) fn unread_of(tx: &View<'_>, staff: StaffId) -> Result<u64, StoreError> {
    Ok(tally(tx, staff)?.unread)
}

/// How many somebody has.
pub(super) fn total_of(tx: &View<'_>, staff: StaffId) -> Result<u64, StoreError> {
    Ok(tally(tx, staff)?.total)
}

/// Writes a notice to somebody, unless they do not want its kind. An unread one of the same kind about the same thing
/// makes room for it.
pub(crate) fn append(tx: &mut Update<'_>, staff: StaffId, new: &New) -> Result<(), StoreError> {
    let Some(source) = source(new.source) else {
        return Ok(());
    };
    let Some(kind) = source.kinds().iter().find(|kind| kind.tag == new.kind) else {
        return Ok(());
    };
    if !wanted(&choices(tx, staff)?, source, kind) {
        return Ok(());
    }
    for (number, row) in about(tx, staff, new.source, &new.about)? {
        if row.read.is_none() && row.kind == new.kind {
            remove(tx, staff, number)?;
        }
    }
    let mut tally = tally(tx, staff)?;
    let row = Notice {
        source: new.source.to_owned(),
        kind: new.kind.to_owned(),
        about: new.about.clone(),
        words: new.kept(),
        href: new.href.clone(),
        at: new.at,
        read: None,
        touched: 0,
    };
    tx.put::<Notices>(&(staff, tally.next), &row)?;
    tally.next = tally.next.saturating_add(1);
    tally.total = tally.total.saturating_add(1);
    tally.unread = tally.unread.saturating_add(1);
    tx.put::<Tallies>(&staff, &tally)?;
    if tally.total > MOST {
        let oldest = tx.prefix::<Notices>(&staff, Direction::Up, 1)?;
        for ((_, number), _) in oldest {
            remove(tx, staff, number)?;
        }
    }
    Ok(())
}

fn about(
    tx: &View<'_>,
    staff: StaffId,
    source: &str,
    about: &[u8],
) -> Result<Vec<(u64, Notice)>, StoreError> {
    let prefix = (staff, source, about);
    let rows = tx.by_index::<Notices>(ABOUT, &prefix, Direction::Up, None, ABOUT_MOST)?;
    Ok(rows
        .into_iter()
        .map(|((_, number), row)| (number, row))
        .collect())
}

fn remove(tx: &mut Update<'_>, staff: StaffId, number: u64) -> Result<(), StoreError> {
    let Some(row) = tx.get::<Notices>(&(staff, number))? else {
        return Ok(());
    };
    tx.remove::<Notices>(&(staff, number))?;
    let mut tally = tally(tx, staff)?;
    tally.total = tally.total.saturating_sub(1);
    if row.read.is_none() {
        tally.unread = tally.unread.saturating_sub(1);
    }
    tx.put::<Tallies>(&staff, &tally)?;
    Ok(())
}

/// Marks one as read at a moment, or as unread; false where it is so already or not there.
pub(super) fn mark(
    tx: &mut Update<'_>,
    staff: StaffId,
    number: u64,
    read: Option<u64>,
) -> Result<bool, StoreError> {
    let Some(before) = tx.get::<Notices>(&(staff, number))? else {
        return Ok(false);
    };
    if before.read.is_some() == read.is_some() {
        return Ok(false);
    }
    let after = Notice {
        read,
        touched: before.touched.saturating_add(1),
        ..before
    };
    tx.put::<Notices>(&(staff, number), &after)?;
    let mut tally = tally(tx, staff)?;
    tally.unread = if read.is_some() {
        tally.unread.saturating_sub(1)
    } else {
        tally.unread.saturating_add(1)
    };
    tx.put::<Tallies>(&staff, &tally)?;
    Ok(true)
}

/// The thing was opened: what was to be known of it is known.
pub(crate) fn read_about(
    tx: &mut Update<'_>,
    staff: StaffId,
    source: &str,
    about_key: &[u8],
    at: u64,
) -> Result<(), StoreError> {
    for (number, _) in about(tx, staff, source, about_key)? {
        mark(tx, staff, number, Some(at))?;
    }
    Ok(())
}

/// Marks all as read; `at` is how they can be told apart afterwards. Answers how many there were.
pub(super) fn read_all(tx: &mut Update<'_>, staff: StaffId, at: u64) -> Result<u64, StoreError> {
    let limit = usize::try_from(MOST).unwrap_or(usize::MAX);
    let unread = tx.index_keys::<Notices>(UNREAD, &staff, Direction::Up, limit)?;
    let mut marked = 0_u64;
    for (_, number) in unread {
        marked = marked.saturating_add(u64::from(mark(tx, staff, number, Some(at))?));
    }
    Ok(marked)
}

/// Marks those as unread again that were read at that moment.
pub(super) fn unread_all(tx: &mut Update<'_>, staff: StaffId, at: u64) -> Result<(), StoreError> {
    let limit = usize::try_from(MOST).unwrap_or(usize::MAX);
    for ((_, number), row) in tx.prefix::<Notices>(&staff, Direction::Up, limit)? {
        if row.read == Some(at) {
            mark(tx, staff, number, None)?;
        }
    }
    Ok(())
}

/// One notice.
pub(super) fn notice(
    tx: &View<'_>,
    staff: StaffId,
    number: u64,
) -> Result<Option<Notice>, StoreError> {
    tx.get::<Notices>(&(staff, number))
}

/// The newest first, below `before` where that is given.
pub(super) fn list(
    tx: &View<'_>,
    staff: StaffId,
    unread: bool,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<(u64, Notice)>, StoreError> {
    let first = (staff, 0_u64);
    let last = match before {
        Some(number) => Bound::Excluded((staff, number)),
        None => Bound::Included((staff, u64::MAX)),
    };
    let bounds = (Bound::Included(first), last);
    let rows = if unread {
        tx.index_range::<Notices, (StaffId, u64)>(UNREAD, bounds, Direction::Down, limit)?
    } else {
        tx.range::<Notices>(bounds, Direction::Down, limit)?
    };
    let rows = rows.into_iter();
    Ok(rows.map(|((_, number), row)| (number, row)).collect())
}

/// The number the next notice of somebody gets: all below it have been written.
pub(super) fn newest(tx: &View<'_>, staff: StaffId) -> Result<u64, StoreError> {
    Ok(tally(tx, staff)?.next)
}

/// What somebody has not read of the notices from a number on, the newest first.
pub(super) fn unread_since(
    tx: &View<'_>,
    staff: StaffId,
    first: u64,
) -> Result<Vec<(u64, Notice)>, StoreError> {
    let bounds = (staff, first)..=(staff, u64::MAX);
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let rows = tx.index_range::<Notices, (StaffId, u64)>(UNREAD, bounds, Direction::Down, most)?;
    let rows = rows.into_iter();
    Ok(rows.map(|((_, number), row)| (number, row)).collect())
}

/// The key of somebody's notices, for whoever follows them.
pub(super) fn topic(staff: StaffId) -> Vec<u8> {
    staff.to_key()
}
