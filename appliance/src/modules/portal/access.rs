//! Who may say what stands on others' portals, and whose words a person reads.

use super::model::Audience;
use crate::cx::Cx;
use crate::org::{self, Because, OrgError, StaffId, Town, UnitId, Who};
use sekisho_platform::store::{StoreError, View};
use std::collections::HashSet;
use std::marker::PhantomData;

/// Writing for an audience: its announcements, its links, how its tiles stand.
#[derive(Debug)]
pub(super) enum Edit {}

/// That somebody may do `A` for an audience within their walls, on the day it was asked. Made only here.
#[derive(Debug)]
pub(super) struct Permit<A> {
    town: Town,
    by: StaffId,
    audience: Audience,
    act: PhantomData<A>,
}

impl<A> Permit<A> {
    /// Within whose walls.
    pub(super) fn town(&self) -> Town {
        self.town
    }

    /// Who.
    pub(super) fn by(&self) -> StaffId {
        self.by
    }

    /// For whom.
    pub(super) fn audience(&self) -> Audience {
        self.audience
    }
}

/// Why there is no permit.
#[derive(Debug, thiserror::Error)]
pub(super) enum Denied {
    /// No role of theirs gives it.
    #[error("writing for people one does not write for")]
    NoRole,
    /// It could not be found out, which is a no.
    #[error("asking for whom somebody writes")]
    Unknown(#[from] OrgError),
}

impl From<StoreError> for Denied {
    fn from(error: StoreError) -> Self {
        Self::Unknown(error.into())
    }
}

/// For whom somebody writes.
#[derive(Clone, Debug, Default)]
pub(super) struct Writes {
    /// Whether for everybody of the organisation, and then for every unit of it.
    pub everybody: bool,
    /// The units for which they write by a role of that unit, with all that stands below each, as they stand in the
    /// tree.
    pub units: Vec<UnitId>,
}

impl Writes {
    /// Whether for anybody at all.
    pub(super) fn any(&self) -> bool {
        self.everybody || !self.units.is_empty()
    }
}

/// For whom this person writes today: for everybody where they care for the whole organisation, and for the units that
/// they care for as their administrators, in the order of the tree.
pub(super) fn writes(tx: &View<'_>, cx: &Cx) -> Result<Writes, OrgError> {
    let oversight = match org::oversees(tx, cx.who()) {
        Ok(oversight) => oversight,
        Err(org::Denied::Unknown(error)) => return Err(error),
        Err(_) => return Ok(Writes::default()),
    };
    let ours: HashSet<UnitId> = oversight.units().map(|(unit, _)| unit).collect();
    let mut units = Vec::new();
    if !ours.is_empty() {
        let tree = org::tree_on(tx, cx.town, cx.today())?;
        let nodes = tree.nodes().iter().map(|node| node.id);
        units.extend(nodes.filter(|id| ours.contains(id)));
    }
    Ok(Writes {
        everybody: oversight.whole().is_some(),
        units,
    })
}

/// Why somebody writes for an audience. A unit that is not there on the day is nobody's.
pub(super) fn edits(tx: &View<'_>, who: Who, audience: Audience) -> Result<Because, org::Denied> {
    match audience {
        Audience::Everybody => org::administers(tx, who),
        Audience::Unit(unit) => {
            let oversight = org::oversees(tx, who)?;
            if org::tree_on(tx, who.town, who.day)?.place(unit).is_none() {
                return Err(org::Denied::NotThere);
            }
            oversight.of_unit(unit)
        }
    }
}

/// For whoever writes for that audience.
pub(super) fn may_edit(tx: &View<'_>, cx: &Cx, audience: Audience) -> Result<Permit<Edit>, Denied> {
    match edits(tx, cx.who(), audience) {
        Ok(_) => Ok(permit(cx, audience)),
        Err(org::Denied::Unknown(error)) => Err(error.into()),
        Err(_) => Err(Denied::NoRole),
    }
}

fn permit<A>(cx: &Cx, audience: Audience) -> Permit<A> {
    Permit {
        town: cx.town,
        by: cx.staff,
        audience,
        act: PhantomData,
    }
}

/// Whose words this person reads today: the units they hold a post in, the main one first, each with those above it,
/// and at last everybody's.
pub(super) fn audiences(tx: &View<'_>, cx: &Cx) -> Result<Vec<Audience>, OrgError> {
    let mut out = Vec::new();
    for held in org::held_on(tx, cx.town, cx.staff, cx.today())? {
        for unit in org::units_above(tx, cx.town, held.post.unit, cx.today())? {
            let audience = Audience::Unit(unit);
            if !out.contains(&audience) {
                out.push(audience);
            }
        }
    }
    out.push(Audience::Everybody);
    Ok(out)
}

/// The unit of the main post this person holds today, and those above it, itself first.
pub(super) fn main_units(tx: &View<'_>, cx: &Cx) -> Result<Vec<UnitId>, OrgError> {
    match org::held_on(tx, cx.town, cx.staff, cx.today())?.first() {
        Some(main) => org::units_above(tx, cx.town, main.post.unit, cx.today()),
        None => Ok(Vec::new()),
    }
}

/// The units above one, the nearest first.
pub(super) fn units_over(tx: &View<'_>, cx: &Cx, unit: UnitId) -> Result<Vec<UnitId>, OrgError> {
    let mut units = org::units_above(tx, cx.town, unit, cx.today())?;
    units.retain(|one| *one != unit);
    Ok(units)
}
