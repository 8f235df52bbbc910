//! 組織: one unit is opened, called otherwise, placed elsewhere or closed from a day on. Each is a swap of one row, so that
//! the days before stay as they were.

use super::OrgError;
use super::accounts::account_of;
use super::posts::{appointments_to, posts_of};
use super::staff::staff_get;
use super::swaps::{people_number, stands, swap_prepare, swap_stand, swap_write};
use super::units::DEEPEST;
use crate::org::access::{Administer, Permit};
use crate::org::model::{SwapId, UnitId, line};
use crate::org::period::Period;
use crate::org::scope::Town;
use crate::org::swap::Change;
use crate::org::table::{Unit, UnitPlaces};
use crate::org::tree::{Tree, tree_on};
use jiff::civil::Date;
use sekisho_platform::store::{Direction, Update, View};
use std::collections::BTreeSet;

/// More than any town has of anything.
const MANY: usize = 100_000;

/// What becomes of a unit from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Redraw {
    /// 新設, below another one or at the top.
    Open {
        /// Its identity.
        id: UnitId,
        /// The unit above.
        parent: Option<UnitId>,
        /// Its name.
        name: String,
    },
    /// 改称.
    Name {
        /// Which.
        id: UnitId,
        /// How it is called.
        name: String,
    },
    /// 移管.
    Place {
        /// Which.
        id: UnitId,
        /// The unit above.
        parent: Option<UnitId>,
    },
    /// 廃止: the day is the first without it.
    Close {
        /// Which.
        id: UnitId,
    },
}

/// Makes it so from a day on.
pub(crate) fn unit_redraw(
    tx: &mut Update<'_>,
    permit: &Permit<Administer>,
    swap: SwapId,
    day: Date,
    redraw: &Redraw,
) -> Result<(), OrgError> {
    let change = changed(tx, permit.town(), day, redraw)?;
    let seen = people_number(tx, permit.town())?;
    swap_prepare(tx, permit, swap, day, seen)?;
    swap_write(tx, permit, swap, 0, &[change])?;
    swap_stand(tx, permit, swap)
}

fn changed(tx: &View<'_>, town: Town, day: Date, redraw: &Redraw) -> Result<Change, OrgError> {
    let tree = tree_on(tx, town, day)?;
    match redraw {
        Redraw::Open { id, parent, name } => {
            let name = line("unit", name, 80)?;
            stands_alone(&tree, *parent, &name, None)?;
            let depth = match parent {
                Some(parent) => tree.node(*parent).ok_or(OrgError::NoUnit)?.depth,
                None => 0,
            };
            if depth.saturating_add(1) >= DEEPEST {
                return Err(OrgError::TooDeep);
            }
            let unit = Unit {
                parent: *parent,
                name,
                order: super::units::order_last(tx, town)?,
                period: Period::since(day),
            };
            Ok(Change::UnitOpened(*id, unit))
        }
        Redraw::Name { id, name } => {
            let name = line("unit", name, 80)?;
            let node = tree.node(*id).ok_or(OrgError::NoUnit)?;
            let above = node.parent.and_then(|place| tree.nodes().get(place));
            stands_alone(&tree, above.map(|above| above.id), &name, Some(*id))?;
            Ok(Change::UnitNamed(*id, day, name))
        }
        Redraw::Place { id, parent } => {
            let node = tree.node(*id).ok_or(OrgError::NoUnit)?;
            stands_alone(&tree, *parent, &node.name, Some(*id))?;
            let depth = match parent {
                Some(parent) => tree
                    .node(*parent)
                    .ok_or(OrgError::NoUnit)?
                    .depth
                    .saturating_add(1),
                None => 0,
            };
            let below = tree.branch(*id).iter().map(|one| one.depth).max();
            let tall = below.unwrap_or(node.depth).saturating_sub(node.depth);
            if depth.saturating_add(tall) >= DEEPEST {
                return Err(OrgError::TooDeep);
            }
            if let Some(parent) = parent {
                never_below_itself(tx, town, (*id, *parent), day)?;
            }
            Ok(Change::UnitMoved(*id, day, *parent))
        }
        Redraw::Close { id } => {
            let last = day.yesterday().map_err(|_| OrgError::NoUnit)?;
            tree.node(*id).ok_or(OrgError::NoUnit)?;
            let below = tree.branch(*id).len().saturating_sub(1);
            let account = account_of(tx, town, *id)?.is_some_and(|(_, account)| account.active);
            let people = people_after(tx, town, *id, last)?;
            if people > 0 || below > 0 || account {
                return Err(OrgError::UnitInUse(people, below));
            }
            Ok(Change::UnitClosed(*id, last))
        }
    }
}

/// Beside a unit, below the same one, no other has its name.
fn stands_alone(
    tree: &Tree,
    parent: Option<UnitId>,
    name: &str,
    but: Option<UnitId>,
) -> Result<(), OrgError> {
    let above = match parent {
        Some(parent) => Some(tree.place(parent).ok_or(OrgError::NoUnit)?),
        None => None,
    };
    let beside = tree.nodes().iter().filter(|node| node.parent == above);
    let mut others = beside.filter(|node| Some(node.id) != but);
    if others.any(|node| node.name == name) {
        return Err(OrgError::UnitThere);
    }
    Ok(())
}

/// On the day, and on every later one on which another unit is placed anew, the new place is not below the unit itself.
fn never_below_itself(
    tx: &View<'_>,
    town: Town,
    (id, parent): (UnitId, UnitId),
    day: Date,
) -> Result<(), OrgError> {
    if tree_on(tx, town, day)?.holds(id, parent) || below_itself_later(tx, town, (id, parent), day)?
    {
        return Err(OrgError::UnitBelowItself);
    }
    Ok(())
}

/// Whether a unit that is placed below another from a day on would stand below itself on a later one, by what is
/// scheduled already.
pub(crate) fn below_itself_later(
    tx: &View<'_>,
    town: Town,
    (id, parent): (UnitId, UnitId),
    day: Date,
) -> Result<bool, OrgError> {
    let mut days = BTreeSet::new();
    let mut ours_next = None;
    let places = tx.prefix::<UnitPlaces>(&town.organisation(), Direction::Up, MANY)?;
    for ((_, unit, from, swap), _) in places {
        if from > day && stands(tx, town, swap)? {
            if unit == id {
                ours_next = Some(ours_next.map_or(from, |next: Date| next.min(from)));
            }
            days.insert(from);
        }
    }
    for day in days {
        // From its own next move on it stands elsewhere again.
        if ours_next.is_none_or(|next| day < next) && tree_on(tx, town, day)?.holds(id, parent) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How many people hold a post of a unit after a day.
fn people_after(tx: &View<'_>, town: Town, unit: UnitId, last: Date) -> Result<usize, OrgError> {
    let mut people = BTreeSet::new();
    for (post, _) in posts_of(tx, town, unit)? {
        for (_, row) in appointments_to(tx, town, post)? {
            let stays = row.period.last().is_none_or(|day| day > last);
            if stays && staff_get(tx, town, row.staff)?.is_some() {
                people.insert(row.staff);
            }
        }
    }
    Ok(people.len())
}
