//! Writing, changing and taking off announcements, each with a permit for their audience; reading what stands.

use super::model::{AnnouncementId, Draft};
use super::table::{Announcement, Announcements, BY_AUDIENCE, Read, Reads};
use crate::cx::Cx;
use crate::modules::portal::access::{self, Denied, Edit, Permit, Writes};
use crate::modules::portal::model::Audience;
use crate::org::{self, OrgError, Section, StaffId, Town};
use jiff::civil::Date;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Direction, Revision, StoreError, Update, View};
use std::collections::HashSet;

/// More than any audience has standing at once.
const STANDING_MOST: usize = 200;

/// The most that are listed for whoever writes.
const WRITTEN_MOST: usize = 500;

/// More than any organisation has people.
const PEOPLE_MOST: usize = 100_000;

/// How it fails.
#[derive(Debug, thiserror::Error)]
pub(super) enum AnnouncementError {
    /// The store failed.
    #[error("reading or writing announcements")]
    Store(#[from] StoreError),
    /// The people could not be read.
    #[error("finding whom an announcement is for")]
    Org(#[from] OrgError),
    /// No role of theirs gives it.
    #[error("writing an announcement")]
    Denied(#[from] Denied),
    /// There is none of this identity for this person.
    #[error("opening an announcement that is not there")]
    NotThere,
    /// Somebody else changed it since it was opened.
    #[error("changing an announcement that somebody else has changed")]
    Changed,
}

/// An announcement as somebody reads it.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// Which.
    pub id: AnnouncementId,
    /// Its row.
    pub row: Announcement,
    /// Whether it must be read and the reader has not said that they have.
    pub waits: bool,
}

/// Announces something.
pub(super) fn announcement_create(
    tx: &mut Update<'_>,
    permit: &Permit<Edit>,
    id: AnnouncementId,
    draft: &Draft,
    cx: &Cx,
) -> Result<(), AnnouncementError> {
    let row = Announcement {
        audience: permit.audience(),
        draft: draft.clone(),
        by: permit.by(),
        section: section(tx, cx)?,
        at: cx.micros(),
        off: false,
    };
    tx.put::<Announcements>(&(permit.town().organisation(), id), &row)?;
    told(
        tx,
        cx,
        "announcement-create",
        id,
        &permit.audience().to_string(),
    )
}

/// Changes what was announced, unless somebody else has since the form was opened. Who has read it before has read it.
pub(super) fn announcement_change(
    tx: &mut Update<'_>,
    permit: &Permit<Edit>,
    (id, seen): (AnnouncementId, Revision),
    draft: &Draft,
    cx: &Cx,
) -> Result<(), AnnouncementError> {
    let row = standing(tx, permit, (id, seen))?;
    let row = Announcement {
        draft: draft.clone(),
        by: permit.by(),
        section: section(tx, cx)?,
        at: cx.micros(),
        ..row
    };
    tx.put::<Announcements>(&(permit.town().organisation(), id), &row)?;
    told(tx, cx, "announcement-change", id, "")
}

/// The section somebody writes from.
fn section(tx: &View<'_>, cx: &Cx) -> Result<String, OrgError> {
    let held = org::held_on(tx, cx.town, cx.staff, cx.today())?;
    match held.first() {
        Some(main) => org::unit_path(tx, cx.town, main.post.unit, cx.today()),
        None => Ok(String::new()),
    }
}

/// Takes an announcement off before its last day.
pub(super) fn announcement_take_off(
    tx: &mut Update<'_>,
    permit: &Permit<Edit>,
    (id, seen): (AnnouncementId, Revision),
    cx: &Cx,
) -> Result<(), AnnouncementError> {
    let mut row = standing(tx, permit, (id, seen))?;
    row.off = true;
    row.by = permit.by();
    row.at = cx.micros();
    tx.put::<Announcements>(&(permit.town().organisation(), id), &row)?;
    told(tx, cx, "announcement-take-off", id, "")
}

/// The row that a permit is for, as it was when the form was opened.
fn standing(
    tx: &View<'_>,
    permit: &Permit<Edit>,
    (id, seen): (AnnouncementId, Revision),
) -> Result<Announcement, AnnouncementError> {
    let key = (permit.town().organisation(), id);
    let found = tx.get_with_revision::<Announcements>(&key)?;
    let (revision, row) = found.ok_or(AnnouncementError::NotThere)?;
    if row.audience != permit.audience() || row.off {
        return Err(AnnouncementError::NotThere);
    }
    if revision != seen {
        return Err(AnnouncementError::Changed);
    }
    Ok(row)
}

/// One, for whoever may change it: the permit, the row, and the revision a form carries.
pub(super) fn announcement_open(
    tx: &View<'_>,
    cx: &Cx,
    id: AnnouncementId,
) -> Result<(Permit<Edit>, Announcement, Revision), AnnouncementError> {
    let found = tx.get_with_revision::<Announcements>(&(cx.town.organisation(), id))?;
    let (revision, row) = found
        .filter(|(_, row)| !row.off)
        .ok_or(AnnouncementError::NotThere)?;
    let permit = access::may_edit(tx, cx, row.audience)?;
    Ok((permit, row, revision))
}

/// What stands today for this person: what they still must read first, then the newest.
pub(super) fn announcements_of(tx: &View<'_>, cx: &Cx) -> Result<Vec<Told>, AnnouncementError> {
    let (organisation, today) = (cx.town.organisation(), cx.today());
    let mut out = Vec::new();
    for audience in access::audiences(tx, cx)? {
        let (kind, whose) = audience.key();
        let last = Date::MAX;
        let bounds = (organisation, kind, whose, today)..=(organisation, kind, whose, last);
        let rows =
            tx.index_range::<Announcements, _>(BY_AUDIENCE, bounds, Direction::Up, STANDING_MOST)?;
        for ((_, id), row) in rows {
            if row.draft.stands_on(today) {
                let waits = row.draft.must_read()
                    && !tx.contains::<Reads>(&(organisation, id, cx.staff))?;
                out.push(Told { id, row, waits });
            }
        }
    }
    out.sort_by_key(|told| {
        let newest = (told.row.draft.from(), told.id);
        (!told.waits, std::cmp::Reverse(newest))
    });
    Ok(out)
}

/// Everything that somebody wrote for an audience that this person writes for too, the latest first.
pub(super) fn announcements_written(
    tx: &View<'_>,
    cx: &Cx,
    writes: &Writes,
) -> Result<Vec<(AnnouncementId, Announcement)>, AnnouncementError> {
    let rows =
        tx.prefix::<Announcements>(&cx.town.organisation(), Direction::Down, WRITTEN_MOST)?;
    let mine = |row: &Announcement| match row.audience {
        Audience::Everybody => writes.everybody,
        Audience::Unit(unit) => writes.everybody || writes.units.contains(&unit),
    };
    Ok(rows
        .into_iter()
        .filter(|(_, row)| !row.off && mine(row))
        .map(|((_, id), row)| (id, row))
        .collect())
}

/// Somebody has read what they must read. Saying it again changes nothing; of what is not theirs it is not there.
pub(super) fn announcement_read(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: AnnouncementId,
) -> Result<(), AnnouncementError> {
    let organisation = cx.town.organisation();
    let row = tx.get::<Announcements>(&(organisation, id))?;
    let row = row
        .filter(|row| !row.off && row.draft.must_read())
        .ok_or(AnnouncementError::NotThere)?;
    if !access::audiences(tx, cx)?.contains(&row.audience) {
        return Err(AnnouncementError::NotThere);
    }
    let key = (organisation, id, cx.staff);
    if !tx.contains::<Reads>(&key)? {
        tx.put::<Reads>(&key, &Read { at: cx.micros() })?;
    }
    Ok(())
}

/// Whether somebody has said that they have read it.
pub(super) fn has_read(
    tx: &View<'_>,
    town: Town,
    id: AnnouncementId,
    staff: StaffId,
) -> Result<bool, StoreError> {
    tx.contains::<Reads>(&(town.organisation(), id, staff))
}

/// Who has read it, and everybody it is for, section by section.
pub(super) fn announcement_readers(
    tx: &View<'_>,
    permit: &Permit<Edit>,
    id: AnnouncementId,
    day: Date,
) -> Result<(Vec<Section>, HashSet<StaffId>), AnnouncementError> {
    let within = match permit.audience() {
        Audience::Everybody => None,
        Audience::Unit(unit) => Some(unit),
    };
    let prefix = (permit.town().organisation(), id);
    let rows = tx.prefix::<Reads>(&prefix, Direction::Up, PEOPLE_MOST)?;
    let read = rows.into_iter().map(|((_, _, staff), _)| staff).collect();
    Ok((org::roll_on(tx, permit.town(), within, day)?, read))
}

fn told(
    tx: &mut Update<'_>,
    cx: &Cx,
    act: &str,
    id: AnnouncementId,
    detail: &str,
) -> Result<(), AnnouncementError> {
    let (who, what) = (cx.staff.uuid().to_string(), id.uuid().to_string());
    Audit::append(tx, cx.now, &who, act, &what, detail)?;
    Ok(())
}
