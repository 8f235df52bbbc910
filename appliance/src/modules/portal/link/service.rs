//! Writing links, changing them, putting them in order, each with a permit for their audience; reading them.

use super::model::{Draft, LinkId, Way};
use super::table::{BY_AUDIENCE, LinkRow, Links};
use crate::cx::Cx;
use crate::modules::portal::access::{self, Denied, Edit, Permit};
use crate::modules::portal::model::Audience;
use crate::org::{OrgError, Town};
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Direction, Revision, StoreError, Update, View};

/// The most links of one audience.
pub(super) const MOST: usize = 100;

/// How it fails.
#[derive(Debug, thiserror::Error)]
pub(super) enum LinkError {
    /// The store failed.
    #[error("reading or writing links")]
    Store(#[from] StoreError),
    /// The people could not be read.
    #[error("finding whose links somebody sees")]
    Org(#[from] OrgError),
    /// No role of theirs gives it.
    #[error("writing a link")]
    Denied(#[from] Denied),
    /// There is none of this identity for this person.
    #[error("changing a link that is not there")]
    NotThere,
    /// Somebody else changed it since it was opened.
    #[error("changing a link that somebody else has changed")]
    Changed,
    /// The list is as long as it can be.
    #[error("adding a link to a list that is full")]
    Full,
}

/// A link with its identity and the revision a form carries.
#[derive(Clone, Debug)]
pub(super) struct Stands {
    /// Which.
    pub id: LinkId,
    /// Its row.
    pub row: LinkRow,
    /// What a form carries.
    pub revision: Revision,
}

/// Adds a link at the end of its audience's list.
pub(super) fn link_create(
    tx: &mut Update<'_>,
    permit: &Permit<Edit>,
    id: LinkId,
    draft: &Draft,
    cx: &Cx,
) -> Result<(), LinkError> {
    let all = links_of(tx, permit.town(), permit.audience())?;
    if all.len() >= MOST {
        return Err(LinkError::Full);
    }
    let last = all.iter().map(|(_, row)| row.order).max().unwrap_or(0);
    let row = LinkRow {
        audience: permit.audience(),
        draft: draft.clone(),
        order: last.saturating_add(10),
    };
    tx.put::<Links>(&(permit.town().organisation(), id), &row)?;
    told(tx, cx, "link-create", id, &permit.audience().to_string())
}

/// Changes a link, unless somebody else has since the form was opened.
pub(super) fn link_change(
    tx: &mut Update<'_>,
    permit: &Permit<Edit>,
    (id, seen): (LinkId, Revision),
    draft: &Draft,
    cx: &Cx,
) -> Result<(), LinkError> {
    let row = standing(tx, permit, id, Some(seen))?;
    let row = LinkRow {
        draft: draft.clone(),
        ..row
    };
    tx.put::<Links>(&(permit.town().organisation(), id), &row)?;
    told(tx, cx, "link-change", id, "")
}

/// Removes a link.
pub(super) fn link_remove(
    tx: &mut Update<'_>,
    permit: &Permit<Edit>,
    (id, seen): (LinkId, Revision),
    cx: &Cx,
) -> Result<(), LinkError> {
    standing(tx, permit, id, Some(seen))?;
    tx.remove::<Links>(&(permit.town().organisation(), id))?;
    told(tx, cx, "link-remove", id, "")
}

/// Moves a link one place up or down in its audience's list; at the end of the list nothing happens.
pub(super) fn link_move(
    tx: &mut Update<'_>,
    permit: &Permit<Edit>,
    id: LinkId,
    way: Way,
    cx: &Cx,
) -> Result<(), LinkError> {
    standing(tx, permit, id, None)?;
    let mut all = links_of(tx, permit.town(), permit.audience())?;
    let place = all.iter().position(|(other, _)| *other == id);
    let place = place.ok_or(LinkError::NotThere)?;
    let other = match way {
        Way::Up => place.checked_sub(1),
        Way::Down => place.checked_add(1).filter(|next| *next < all.len()),
    };
    let Some(other) = other else { return Ok(()) };
    all.swap(place, other);
    // Numbered anew, so that two that once got one number part again.
    for (at, (id, row)) in all.into_iter().enumerate() {
        let order = u32::try_from(at.saturating_add(1)).unwrap_or(u32::MAX);
        let order = order.saturating_mul(10);
        if row.order != order {
            let row = LinkRow { order, ..row };
            tx.put::<Links>(&(permit.town().organisation(), id), &row)?;
        }
    }
    told(tx, cx, "link-move", id, "")
}

fn standing(
    tx: &View<'_>,
    permit: &Permit<Edit>,
    id: LinkId,
    seen: Option<Revision>,
) -> Result<LinkRow, LinkError> {
    let found = tx.get_with_revision::<Links>(&(permit.town().organisation(), id))?;
    let (revision, row) = found.ok_or(LinkError::NotThere)?;
    if row.audience != permit.audience() {
        return Err(LinkError::NotThere);
    }
    if seen.is_some_and(|seen| seen != revision) {
        return Err(LinkError::Changed);
    }
    Ok(row)
}

/// The permit for the list that a link stands in.
pub(super) fn may_edit(tx: &View<'_>, cx: &Cx, id: LinkId) -> Result<Permit<Edit>, LinkError> {
    let row = tx.get::<Links>(&(cx.town.organisation(), id))?;
    let row = row.ok_or(LinkError::NotThere)?;
    Ok(access::may_edit(tx, cx, row.audience)?)
}

/// The list of an audience, with what its forms carry.
pub(super) fn links_open(tx: &View<'_>, permit: &Permit<Edit>) -> Result<Vec<Stands>, LinkError> {
    let mut out = Vec::new();
    for (id, _) in links_of(tx, permit.town(), permit.audience())? {
        let key = (permit.town().organisation(), id);
        if let Some((revision, row)) = tx.get_with_revision::<Links>(&key)? {
            out.push(Stands { id, row, revision });
        }
    }
    Ok(out)
}

/// All links this person sees: everybody's first, then their units', the highest unit first.
pub(super) fn links_seen(tx: &View<'_>, cx: &Cx) -> Result<Vec<LinkRow>, LinkError> {
    let mut audiences = access::audiences(tx, cx)?;
    audiences.reverse();
    let mut out = Vec::new();
    for audience in audiences {
        let rows = links_of(tx, cx.town, audience)?;
        out.extend(rows.into_iter().map(|(_, row)| row));
    }
    Ok(out)
}

pub(super) fn links_of(
    tx: &View<'_>,
    town: Town,
    audience: Audience,
) -> Result<Vec<(LinkId, LinkRow)>, StoreError> {
    let (kind, whose) = audience.key();
    let prefix = (town.organisation(), kind, whose);
    let rows = tx.by_index::<Links>(BY_AUDIENCE, &prefix, Direction::Up, None, MOST)?;
    Ok(rows.into_iter().map(|((_, id), row)| (id, row)).collect())
}

fn told(
    tx: &mut Update<'_>,
    cx: &Cx,
    act: &str,
    id: LinkId,
    detail: &str,
) -> Result<(), LinkError> {
    let (who, what) = (cx.staff.uuid().to_string(), id.uuid().to_string());
    Audit::append(tx, cx.now, &who, act, &what, detail)?;
    Ok(())
}
