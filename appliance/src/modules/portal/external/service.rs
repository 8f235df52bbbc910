//! Describing numbers of other systems, each with a permit; taking what those systems say; what somebody sees of it.

use super::model::{Draft, ExternalId, Token};
use super::push::Push;
use super::table::{BY_ID, Count, Counts, ExternalRow, Externals, Report, Reports};
use crate::auth::{MachineKey, Mark};
use crate::cx::Cx;
use crate::modules::portal::access::{Denied, Edit, Permit};
use crate::org::{self, LoginName, OrgError, OrganisationId, StaffId, Town};
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Direction, Revision, StoreError, Update, View};
use std::collections::{BTreeMap, BTreeSet};

/// The most numbers of one organisation.
pub(super) const MOST: usize = 20;

/// The most rows of counts that one number can have: as many as a push names people.
const COUNTS_MOST: usize = 100_000;

/// How long after one push the next is taken, in microseconds.
const PAUSE: u64 = 5_000_000;

/// How it fails.
#[derive(Debug, thiserror::Error)]
pub(super) enum ExternalError {
    /// The store failed.
    #[error("reading or writing numbers of other systems")]
    Store(#[from] StoreError),
    /// The people could not be read.
    #[error("finding whose count it is")]
    Org(#[from] OrgError),
    /// No role of theirs gives it.
    #[error("describing a number of another system")]
    Denied(#[from] Denied),
    /// There is none of this identity for this person.
    #[error("changing a number that is not there")]
    NotThere,
    /// Somebody else changed it since it was opened.
    #[error("changing a number that somebody else has changed")]
    Changed,
    /// There are as many as a portal can bear.
    #[error("adding a number beside too many others")]
    Full,
    /// No such token of such a number.
    #[error("showing a token that opens nothing")]
    Token,
    /// The one before came just now; so many whole seconds are left.
    #[error("pushing again too soon")]
    TooSoon(u64),
    /// What is known already is younger.
    #[error("pushing what is older than what is known")]
    Older,
}

/// One of them with what a form carries and what was last said.
#[derive(Clone, Debug)]
pub(super) struct Stands {
    /// Which.
    pub id: ExternalId,
    /// Its row.
    pub row: ExternalRow,
    /// What a form carries.
    pub revision: Revision,
    /// What was last said.
    pub report: Option<Report>,
}

/// Adds one.
pub(super) fn external_create(
    tx: &mut Update<'_>,
    permit: &Permit<Edit>,
    id: ExternalId,
    (draft, token): (&Draft, Mark),
    cx: &Cx,
) -> Result<(), ExternalError> {
    if externals_of(tx, permit.town())?.len() >= MOST {
        return Err(ExternalError::Full);
    }
    let draft = draft.clone();
    tx.put::<Externals>(&key(permit, id), &ExternalRow { draft, token })?;
    told(tx, cx, "external-create", id)
}

/// Changes what stands on one, unless somebody else has since the form was opened.
pub(super) fn external_change(
    tx: &mut Update<'_>,
    permit: &Permit<Edit>,
    (id, seen): (ExternalId, Revision),
    draft: &Draft,
    cx: &Cx,
) -> Result<(), ExternalError> {
    let row = ExternalRow {
        draft: draft.clone(),
        ..standing(tx, permit, id, Some(seen))?
    };
    tx.put::<Externals>(&key(permit, id), &row)?;
    told(tx, cx, "external-change", id)
}

/// Gives one another token; the former opens nothing from now on.
pub(super) fn external_token(
    tx: &mut Update<'_>,
    permit: &Permit<Edit>,
    id: ExternalId,
    token: Mark,
    cx: &Cx,
) -> Result<ExternalRow, ExternalError> {
    let row = ExternalRow {
        token,
        ..standing(tx, permit, id, None)?
    };
    tx.put::<Externals>(&key(permit, id), &row)?;
    told(tx, cx, "external-token", id)?;
    Ok(row)
}

/// Removes one with all that was said of it.
pub(super) fn external_remove(
    tx: &mut Update<'_>,
    permit: &Permit<Edit>,
    (id, seen): (ExternalId, Revision),
    cx: &Cx,
) -> Result<(), ExternalError> {
    standing(tx, permit, id, Some(seen))?;
    let key = key(permit, id);
    for (count, _) in tx.prefix::<Counts>(&key, Direction::Up, COUNTS_MOST)? {
        tx.remove::<Counts>(&count)?;
    }
    tx.remove::<Reports>(&key)?;
    tx.remove::<Externals>(&key)?;
    told(tx, cx, "external-remove", id)
}

fn key(permit: &Permit<Edit>, id: ExternalId) -> (OrganisationId, ExternalId) {
    (permit.town().organisation(), id)
}

fn standing(
    tx: &View<'_>,
    permit: &Permit<Edit>,
    id: ExternalId,
    seen: Option<Revision>,
) -> Result<ExternalRow, ExternalError> {
    let found = tx.get_with_revision::<Externals>(&key(permit, id))?;
    let (revision, row) = found.ok_or(ExternalError::NotThere)?;
    if seen.is_some_and(|seen| seen != revision) {
        return Err(ExternalError::Changed);
    }
    Ok(row)
}

fn told(tx: &mut Update<'_>, cx: &Cx, act: &str, id: ExternalId) -> Result<(), ExternalError> {
    let (who, what) = (cx.staff.uuid().to_string(), id.uuid().to_string());
    Audit::append(tx, cx.now, &who, act, &what, "")?;
    Ok(())
}

/// All of an organisation, in the order they were added.
pub(super) fn externals_of(
    tx: &View<'_>,
    town: Town,
) -> Result<Vec<(ExternalId, ExternalRow)>, StoreError> {
    let rows = tx.prefix::<Externals>(&town.organisation(), Direction::Up, MOST)?;
    Ok(rows.into_iter().map(|((_, id), row)| (id, row)).collect())
}

/// The same for whoever describes them, with what was last said of each.
pub(super) fn externals_open(
    tx: &View<'_>,
    permit: &Permit<Edit>,
) -> Result<Vec<Stands>, ExternalError> {
    let mut out = Vec::new();
    for (id, _) in externals_of(tx, permit.town())? {
        let found = tx.get_with_revision::<Externals>(&key(permit, id))?;
        if let Some((revision, row)) = found {
            let report = tx.get::<Reports>(&key(permit, id))?;
            out.push(Stands {
                id,
                row,
                revision,
                report,
            });
        }
    }
    Ok(out)
}

/// How many somebody has, and the moment that was true; none where nobody said yet.
pub(super) fn count_of(
    tx: &View<'_>,
    town: Town,
    id: ExternalId,
    staff: StaffId,
) -> Result<Option<Count>, StoreError> {
    let organisation = town.organisation();
    let complete = tx
        .get::<Reports>(&(organisation, id))?
        .and_then(|report| report.complete);
    let row = tx.get::<Counts>(&(organisation, id, staff))?;
    Ok(match (row, complete) {
        (Some(row), complete) => Some(Count {
            as_of: row.as_of.max(complete.unwrap_or(0)),
            ..row
        }),
        // Whom a complete report does not name has none.
        (None, Some(as_of)) => Some(Count { count: 0, as_of }),
        (None, None) => None,
    })
}

/// Whether a token opens a number: the row and the walls of its town.
pub(super) fn opened(
    tx: &View<'_>,
    machine: &MachineKey,
    (id, token): (ExternalId, &Token),
) -> Result<Town, ExternalError> {
    let found = tx.find::<Externals>(BY_ID, &id)?;
    let ((organisation, _), row) = found.ok_or(ExternalError::Token)?;
    if row.token != token.mark(machine, id) {
        return Err(ExternalError::Token);
    }
    Ok(Town::at_the_machine(organisation))
}

/// Whether the next push may come already; asked before its body is read.
pub(super) fn in_time(
    tx: &View<'_>,
    town: Town,
    id: ExternalId,
    now: u64,
) -> Result<(), ExternalError> {
    let report = tx.get::<Reports>(&(town.organisation(), id))?;
    let next = report.map_or(0, |report| report.at.saturating_add(PAUSE));
    match next.checked_sub(now) {
        Some(left) if left > 0 => Err(ExternalError::TooSoon(left.div_ceil(1_000_000))),
        _ => Ok(()),
    }
}

/// What became of a push.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Taken {
    /// How many people of the town it named.
    pub people: u32,
    /// The log-in names that are nobody's of this town.
    pub unknown: Vec<String>,
}

/// Takes what another system says of the people of a town. Rows that say the same already are left alone.
pub(super) fn push_take(
    tx: &mut Update<'_>,
    town: Town,
    id: ExternalId,
    push: &Push,
    now: u64,
) -> Result<Taken, ExternalError> {
    in_time(tx, town, id, now)?;
    let key = (town.organisation(), id);
    if !tx.contains::<Externals>(&key)? {
        return Err(ExternalError::Token);
    }
    let former = tx.get::<Reports>(&key)?;
    if former.is_some_and(|former| former.as_of > push.as_of) {
        return Err(ExternalError::Older);
    }
    let mut unknown = Vec::new();
    let mut said = BTreeMap::new();
    for (login, count) in &push.counts {
        match somebody(tx, town, login)? {
            Some(staff) => {
                said.insert(staff, *count);
            }
            None => unknown.push(login.clone()),
        }
    }
    let people = u32::try_from(said.len()).unwrap_or(u32::MAX);
    if push.complete {
        let mut same = BTreeSet::new();
        for ((organisation, id, staff), row) in
            tx.prefix::<Counts>(&key, Direction::Up, COUNTS_MOST)?
        {
            match said.get(&staff) {
                Some(count) if *count > 0 && *count == row.count => {
                    same.insert(staff);
                }
                Some(count) if *count > 0 => {}
                _ => {
                    tx.remove::<Counts>(&(organisation, id, staff))?;
                }
            }
        }
        said.retain(|staff, count| *count > 0 && !same.contains(staff));
    }
    let as_of = push.as_of;
    for (staff, count) in said {
        tx.put::<Counts>(&(key.0, id, staff), &Count { count, as_of })?;
    }
    let report = Report {
        at: now,
        as_of,
        complete: if push.complete {
            Some(as_of)
        } else {
            former.and_then(|former| former.complete)
        },
        people,
        unknown: u32::try_from(unknown.len()).unwrap_or(u32::MAX),
    };
    tx.put::<Reports>(&key, &report)?;
    Ok(Taken { people, unknown })
}

/// Whom of the town a log-in name is; somebody of another town is nobody here.
fn somebody(tx: &View<'_>, town: Town, login: &str) -> Result<Option<StaffId>, OrgError> {
    let Ok(login) = LoginName::new(login) else {
        return Ok(None);
    };
    let found = org::staff_by_login(tx, &login)?;
    Ok(found
        .filter(|(_, row)| row.organisation == town.organisation())
        .map(|(staff, _)| staff))
}
