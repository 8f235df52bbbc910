//! Who may say what stands on others' portals, and whose words a person reads.

use super::model::Audience;
use crate::cx::Cx;
use crate::org::{self, OrgError, Role, StaffId, Town, UnitId};
use sekisho_platform::store::{StoreError, View};
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

/// For whom this person writes today. The organisation's administrator, and the system's within the organisation they
/// work in, write for everybody; a unit's administrator for the unit and what stands below it.
pub(super) fn writes(tx: &View<'_>, cx: &Cx) -> Result<Writes, OrgError> {
    let roles = org::roles_on(tx, cx.town, cx.staff, cx.today())?;
    let everybody = roles.has(Role::Organisation) || roles.has(Role::System);
    let of = |role: &Role| match role {
        Role::Unit(unit) => Some(*unit),
        _ => None,
    };
    let named: Vec<UnitId> = roles.all().iter().filter_map(of).collect();
    let mut units = Vec::new();
    if !named.is_empty() {
        let tree = org::tree_on(tx, cx.town, cx.today())?;
        let nodes = tree.nodes().iter().map(|node| node.id);
        units.extend(nodes.filter(|id| named.iter().any(|unit| tree.holds(*unit, *id))));
    }
    Ok(Writes { everybody, units })
}

/// For whoever writes for that audience. A unit that is not there today is nobody's.
pub(super) fn may_edit(tx: &View<'_>, cx: &Cx, audience: Audience) -> Result<Permit<Edit>, Denied> {
    let writes = writes(tx, cx)?;
    let may = match audience {
        Audience::Everybody => writes.everybody,
        Audience::Unit(unit) if writes.everybody => {
            org::tree_on(tx, cx.town, cx.today())?.place(unit).is_some()
        }
        Audience::Unit(unit) => writes.units.contains(&unit),
    };
    if may {
        Ok(permit(cx, audience))
    } else {
        Err(Denied::NoRole)
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
