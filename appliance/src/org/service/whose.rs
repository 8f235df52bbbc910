//! Whose an identity is: what the audit trail names is told only within the walls it is of.

use super::OrgError;
use crate::org::model::{PostId, StaffId, UnitId};
use crate::org::scope::Town;
use crate::org::table::{Posts, StaffRows, Units};
use sekisho_platform::store::View;
use uuid::Uuid;

/// What an identity of this town is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ours {
    /// 職員.
    Staff(StaffId),
    /// 職.
    Post(PostId),
    /// 部・課・係.
    Unit(UnitId),
    /// The organisation itself.
    Town,
}

/// What an identity is, where it is of this town; nothing of any other.
pub(crate) fn ours(tx: &View<'_>, town: Town, id: Uuid) -> Result<Option<Ours>, OrgError> {
    let organisation = town.organisation();
    if id == organisation.uuid() {
        return Ok(Some(Ours::Town));
    }
    let (staff, post, unit) = (StaffId::new(id), PostId::new(id), UnitId::new(id));
    if tx.contains::<StaffRows>(&(organisation, staff))? {
        return Ok(Some(Ours::Staff(staff)));
    }
    if tx.contains::<Posts>(&(organisation, post))? {
        return Ok(Some(Ours::Post(post)));
    }
    if tx.contains::<Units>(&(organisation, unit))? {
        return Ok(Some(Ours::Unit(unit)));
    }
    Ok(None)
}
