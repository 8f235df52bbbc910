//! Which arrangement stands for somebody, and the setting of it.

use super::access::Permit;
use super::model::{Arrangement, Whose};
use super::table::{Arrangements, Set};
use crate::cx::Cx;
use crate::modules::portal::access::{self, Denied};
use crate::modules::portal::model::Audience;
use crate::org::{OrgError, OrganisationId};
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Revision, StoreError, Update, View};
use uuid::Uuid;

/// How it fails.
#[derive(Debug, thiserror::Error)]
pub(in crate::modules::portal) enum ArrangeError {
    /// The store failed.
    #[error("reading or writing an arrangement")]
    Store(#[from] StoreError),
    /// The people could not be read.
    #[error("finding whose arrangement stands")]
    Org(#[from] OrgError),
    /// No role of theirs gives it.
    #[error("arranging for people one does not write for")]
    Denied(#[from] Denied),
    /// Somebody else set it since it was opened.
    #[error("setting an arrangement that somebody else has set")]
    Changed,
}

/// What was set for whom.
#[derive(Clone, Debug)]
pub(super) struct Stands {
    /// What a form carries; zero where nothing was set.
    pub revision: Revision,
    /// What was set.
    pub set: Option<Set>,
}

/// The arrangement that stands for this person, and whose it is; nothing where nobody has set any.
pub(in crate::modules::portal) fn standing(
    tx: &View<'_>,
    cx: &Cx,
) -> Result<Option<(Whose, Arrangement)>, ArrangeError> {
    let own = std::iter::once(Whose::Own);
    let units = access::main_units(tx, cx)?.into_iter().map(Audience::Unit);
    let defaults = units.chain(std::iter::once(Audience::Everybody));
    for whose in own.chain(defaults.map(Whose::Default)) {
        if let Some(set) = tx.get::<Arrangements>(&key(cx, whose))? {
            return Ok(Some((whose, set.arrangement)));
        }
    }
    Ok(None)
}

/// What stands for somebody who has set nothing of their own, above `whose`: what a reset leads back to.
pub(super) fn above(
    tx: &View<'_>,
    cx: &Cx,
    whose: Whose,
) -> Result<Option<Arrangement>, ArrangeError> {
    let units = match whose {
        Whose::Own => access::main_units(tx, cx)?,
        Whose::Default(Audience::Unit(unit)) => access::units_over(tx, cx, unit)?,
        Whose::Default(Audience::Everybody) => return Ok(None),
    };
    let units = units.into_iter().map(Audience::Unit);
    for audience in units.chain(std::iter::once(Audience::Everybody)) {
        if let Some(set) = tx.get::<Arrangements>(&key(cx, Whose::Default(audience)))? {
            return Ok(Some(set.arrangement));
        }
    }
    Ok(None)
}

/// What was set.
pub(super) fn arrangement_open(tx: &View<'_>, permit: &Permit) -> Result<Stands, ArrangeError> {
    let found = tx.get_with_revision::<Arrangements>(&permit.key())?;
    let (revision, set) = found.map_or((0, None), |(revision, set)| (revision, Some(set)));
    Ok(Stands { revision, set })
}

/// Sets an arrangement, unless somebody else has since it was opened.
pub(super) fn arrangement_set(
    tx: &mut Update<'_>,
    permit: &Permit,
    seen: Revision,
    arrangement: &Arrangement,
    cx: &Cx,
) -> Result<(), ArrangeError> {
    if arrangement_open(tx, permit)?.revision != seen {
        return Err(ArrangeError::Changed);
    }
    let set = Set {
        arrangement: arrangement.clone(),
        by: permit.by(),
        at: cx.micros(),
    };
    tx.put::<Arrangements>(&permit.key(), &set)?;
    told(tx, cx, "arrangement-set", permit.whose())
}

/// Forgets what was set, so that what stands above it stands again.
pub(super) fn arrangement_reset(
    tx: &mut Update<'_>,
    permit: &Permit,
    seen: Revision,
    cx: &Cx,
) -> Result<(), ArrangeError> {
    if arrangement_open(tx, permit)?.revision != seen {
        return Err(ArrangeError::Changed);
    }
    if tx.remove::<Arrangements>(&permit.key())? {
        told(tx, cx, "arrangement-reset", permit.whose())?;
    }
    Ok(())
}

fn key(cx: &Cx, whose: Whose) -> (OrganisationId, u8, Uuid) {
    let (kind, id) = whose.key(cx.staff);
    (cx.town.organisation(), kind, id)
}

/// What one does with one's own page is nobody's business; what stands for others is on record.
fn told(tx: &mut Update<'_>, cx: &Cx, act: &str, whose: Whose) -> Result<(), ArrangeError> {
    if let Whose::Default(audience) = whose {
        let who = cx.staff.uuid().to_string();
        Audit::append(tx, cx.now, &who, act, &audience.to_string(), "")?;
    }
    Ok(())
}
