//! Putting a photo up, taking it down, putting back what stood before; and what is shown.

use super::access::{May, See};
use super::model::Picture;
use super::table::{Audience, Photo, Photos, Rule, Rules};
use crate::cx::Cx;
use crate::org::{Administer, OrgError, Permit, StaffId, Town};
use sekisho_platform::audit::Audit;
use sekisho_platform::blob::Digest;
use sekisho_platform::store::{Direction, StoreError, Update, View};

/// How many people with a photo are listed.
pub(super) const LISTED_MOST: usize = 500;

/// How it fails.
#[derive(Debug, thiserror::Error)]
pub(super) enum PhotoError {
    /// The store failed.
    #[error("reading or writing photos")]
    Store(#[from] StoreError),
    /// The people could not be read.
    #[error("finding whose photo it is")]
    Org(#[from] OrgError),
    /// They may not.
    #[error("changing a photo")]
    Denied(#[from] crate::org::Denied),
    /// The organisation shows none.
    #[error("putting up a photo where none is shown")]
    NotShown,
    /// There is nothing to take down or to put back (any more).
    #[error("taking down or putting back a photo that is not there")]
    NotThere,
}

/// Who sees the photos of an organisation's people.
pub(super) fn photos_audience(tx: &View<'_>, town: Town) -> Result<Audience, StoreError> {
    let rule = tx.get::<Rules>(&town.organisation())?;
    Ok(rule.unwrap_or_default().audience)
}

/// Whether anybody sees them.
pub(super) fn photos_shown(tx: &View<'_>, town: Town) -> Result<bool, StoreError> {
    Ok(photos_audience(tx, town)? != Audience::Nobody)
}

/// Says who sees the photos of an organisation's people; they stay where they are. Gives who saw them before.
pub(super) fn photos_rule(
    tx: &mut Update<'_>,
    permit: &Permit<Administer>,
    cx: &Cx,
    audience: Audience,
) -> Result<Audience, PhotoError> {
    let before = photos_audience(tx, permit.town())?;
    if before == audience {
        return Ok(before);
    }
    let organisation = permit.town().organisation();
    tx.put::<Rules>(&organisation, &Rule { audience })?;
    let (who, what) = (
        permit.by().uuid().to_string(),
        organisation.uuid().to_string(),
    );
    Audit::append(tx, cx.now, &who, "photo-rule", &what, audience.tag())?;
    Ok(before)
}

/// What is shown of somebody.
pub(super) fn photo_of(tx: &View<'_>, see: &See) -> Result<Option<Picture>, StoreError> {
    photo_shown_of(tx, see.town(), see.staff())
}

/// The same for [`super::Faces`], which asks for itself who may see it.
pub(super) fn photo_shown_of(
    tx: &View<'_>,
    town: Town,
    staff: StaffId,
) -> Result<Option<Picture>, StoreError> {
    let row = tx.get::<Photos>(&(town.organisation(), staff))?;
    Ok(row.and_then(|row| row.now))
}

/// Whether a picture lies on the disk for somebody, shown or to be put back.
pub(super) fn photo_named(tx: &View<'_>, may: &May, digest: Digest) -> Result<bool, StoreError> {
    let row = photo_row(tx, may)?;
    let both = [row.now, row.before];
    Ok(both.iter().flatten().any(|one| one.digest == digest))
}

/// The whole row of somebody whose photo one may change.
pub(super) fn photo_row(tx: &View<'_>, may: &May) -> Result<Photo, StoreError> {
    let row = tx.get::<Photos>(&(may.town().organisation(), may.staff()))?;
    Ok(row.unwrap_or_default())
}

/// Everybody who has a photo, as far as can be listed.
pub(super) fn photos_up(tx: &View<'_>, town: Town) -> Result<Vec<(StaffId, Picture)>, StoreError> {
    let rows = tx.prefix::<Photos>(&town.organisation(), Direction::Up, LISTED_MOST)?;
    let up = rows.into_iter();
    Ok(up
        .filter_map(|((_, staff), row)| Some((staff, row.now?)))
        .collect())
}

/// Puts up a picture; gives what is to be removed from the disk, once this is durable.
pub(super) fn photo_put_up(
    tx: &mut Update<'_>,
    may: &May,
    cx: &Cx,
    picture: Picture,
) -> Result<Option<Digest>, PhotoError> {
    if !photos_shown(tx, may.town())? {
        return Err(PhotoError::NotShown);
    }
    let row = photo_row(tx, may)?;
    change(tx, may, cx, "photo-set", &row, Some(picture))
}

/// Takes down what is shown.
pub(super) fn photo_take_down(
    tx: &mut Update<'_>,
    may: &May,
    cx: &Cx,
) -> Result<Option<Digest>, PhotoError> {
    let row = photo_row(tx, may)?;
    if row.now.is_none() {
        return Err(PhotoError::NotThere);
    }
    change(tx, may, cx, "photo-remove", &row, None)
}

/// Puts back what stood before the last change, which `at` names: after another change it is refused.
pub(super) fn photo_put_back(
    tx: &mut Update<'_>,
    may: &May,
    cx: &Cx,
    at: u64,
) -> Result<(), PhotoError> {
    let row = photo_row(tx, may)?;
    if row.at != at || row.at == 0 {
        return Err(PhotoError::NotThere);
    }
    let back = Photo {
        now: row.before,
        before: row.now,
        at: cx.micros(),
    };
    write(tx, may, cx, "photo-back", &back)
}

/// What stood before what stands now is forgotten: at most two pictures of a person are on the disk.
fn change(
    tx: &mut Update<'_>,
    may: &May,
    cx: &Cx,
    act: &str,
    row: &Photo,
    now: Option<Picture>,
) -> Result<Option<Digest>, PhotoError> {
    let next = Photo {
        now,
        before: row.now,
        at: cx.micros(),
    };
    write(tx, may, cx, act, &next)?;
    let gone = row
        .before
        .filter(|gone| ![next.now, next.before].contains(&Some(*gone)));
    Ok(gone.map(|gone| gone.digest))
}

fn write(
    tx: &mut Update<'_>,
    may: &May,
    cx: &Cx,
    act: &str,
    row: &Photo,
) -> Result<(), PhotoError> {
    tx.put::<Photos>(&(may.town().organisation(), may.staff()), row)?;
    let (who, whose) = (cx.staff.uuid().to_string(), may.staff().uuid().to_string());
    let more = row
        .now
        .map(|now| now.digest.to_string())
        .unwrap_or_default();
    Audit::append(tx, cx.now, &who, act, &whose, &more)?;
    Ok(())
}

/// The address of a picture: another one for every picture, so that a browser may keep it.
pub(super) fn href(staff: StaffId, picture: Picture) -> String {
    format!("/photo/{}?v={}", staff.uuid(), picture.digest)
}
