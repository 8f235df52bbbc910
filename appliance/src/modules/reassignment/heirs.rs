//! 後任: what hangs on somebody who goes, or on a post that stands empty, and who could have it from the day on.
//!
//! Whatever hangs on people or posts has an [`Estate`] here; a module that comes later adds its own to [`ESTATES`].

use super::diff::Moves;
use super::model::{Choice, Choices};
use super::plan::Minted;
use super::town::Known;
use crate::org::{
    Bearer, Change, Counted, Grant, GrantId, Period, PostId, Role, StaffId, Tenure, UnitId,
};
use jiff::civil::Date;

/// What would be left without anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Orphan {
    /// What.
    pub what: Left,
    /// Whose it was: somebody who goes, or the post that stands empty.
    pub of: Bearer,
    /// Who could have it.
    pub heir: Option<StaffId>,
}

/// A thing that hangs on a person or a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// A role; what becomes of it is chosen.
    Role(GrantId, Role),
    /// The mailbox of somebody who leaves; it stays and is told.
    Mailbox,
}

/// A kind of things that hang on people and posts.
pub(super) trait Estate: Sync {
    /// What of it is orphaned.
    fn orphans(&self, known: &Known, moves: &Moves) -> Vec<Orphan>;
}

/// Every kind.
static ESTATES: [&dyn Estate; 2] = [&Roles, &Mailboxes];

/// Everything orphaned, in the order it is told.
pub(super) fn orphans(known: &Known, moves: &Moves) -> Vec<Orphan> {
    let kinds = ESTATES.iter();
    kinds.flat_map(|kind| kind.orphans(known, moves)).collect()
}

struct Roles;

impl Estate for Roles {
    fn orphans(&self, known: &Known, moves: &Moves) -> Vec<Orphan> {
        let mut out = Vec::new();
        for (id, grant) in &known.census.grants {
            if !grant.period.holds_on(known.day) {
                continue;
            }
            let heir = match grant.bearer {
                Bearer::Staff(staff) if moves.is_gone(staff) => successor(known, moves, staff),
                Bearer::Post(post) if moves.is_emptied(post) => superior(known, moves, post, None),
                _ => continue,
            };
            out.push(Orphan {
                what: Left::Role(*id, grant.role),
                of: grant.bearer,
                heir,
            });
        }
        out
    }
}

struct Mailboxes;

impl Estate for Mailboxes {
    fn orphans(&self, known: &Known, moves: &Moves) -> Vec<Orphan> {
        let leavers = moves.left.iter();
        leavers
            .map(|staff| Orphan {
                what: Left::Mailbox,
                of: Bearer::Staff(*staff),
                heir: successor(known, moves, *staff),
            })
            .collect()
    }
}

/// Whoever has the main post of somebody from the day on, or else stands above it.
fn successor(known: &Known, moves: &Moves, staff: StaffId) -> Option<StaffId> {
    let before = moves.before(staff).iter();
    let main = before.clone().find(|(_, tenure)| *tenure == Tenure::Main);
    let (post, _) = main.or(moves.before(staff).first())?;
    let mut holders = moves.holders(*post).iter().copied();
    holders
        .find(|other| *other != staff)
        .or_else(|| superior(known, moves, *post, Some(staff)))
}

/// Whoever stands highest in the unit of a post, or in the first unit above where somebody is.
fn superior(known: &Known, moves: &Moves, post: PostId, but: Option<StaffId>) -> Option<StaffId> {
    let mut unit = known.post(post).map(|post| post.unit);
    // No tree is deeper; a ring ends here.
    for _ in 0..12 {
        let here = unit?;
        if let Some(found) = highest(known, moves, here, but) {
            return Some(found);
        }
        let row = known.census.units.iter().find(|(id, _)| *id == here);
        unit = row.and_then(|(_, unit)| unit.parent);
    }
    None
}

fn highest(known: &Known, moves: &Moves, unit: UnitId, but: Option<StaffId>) -> Option<StaffId> {
    let posts = moves.posts(known);
    let of_unit = posts.into_iter().filter(|(_, post)| post.unit == unit);
    let mut ranked: Vec<_> = of_unit
        .filter_map(|(id, post)| {
            let mut holders = moves.holders(id).iter().copied();
            let holder = holders.find(|staff| Some(*staff) != but)?;
            Some((post.order, holder))
        })
        .collect();
    ranked.sort();
    ranked.first().map(|(_, staff)| *staff)
}

/// What becomes of a role while nobody chose: with the post it goes to the heir; somebody who only moves keeps theirs.
pub(super) fn proposed(orphan: &Orphan, moves: &Moves) -> Choice {
    match (orphan.of, orphan.heir) {
        (Bearer::Staff(staff), _) if !moves.left.contains(&staff) => Choice::Keep,
        (_, Some(heir)) => Choice::Heir(heir),
        (Bearer::Staff(_), None) => Choice::End,
        (Bearer::Post(_), None) => Choice::Keep,
    }
}

/// The changes that the choices come to.
pub(super) fn settle(
    known: &Known,
    moves: &Moves,
    choices: &Choices,
    ids: &mut Minted,
) -> Vec<Change> {
    let day = known.day;
    let last = day.yesterday().unwrap_or(Date::MIN);
    let mut out = Vec::new();
    for orphan in orphans(known, moves) {
        let Left::Role(id, role) = orphan.what else {
            continue;
        };
        let chosen = choices.iter().find(|(of, _)| *of == id);
        let choice = chosen.map_or_else(|| proposed(&orphan, moves), |(_, choice)| *choice);
        let whose = matches!(orphan.of, Bearer::Staff(_));
        if whose && choice != Choice::Keep || choice == Choice::End {
            out.push(Change::GrantEnded(id, last));
        }
        if let Choice::Heir(heir) = choice {
            let grant = Grant {
                role,
                bearer: Bearer::Staff(heir),
                period: Period::since(day),
            };
            out.push(Change::Granted(GrantId::new(ids.next()), grant));
        }
    }
    out
}

/// Whether somebody may be chosen as an heir: they are here on the day and do not leave with the list.
pub(super) fn may_inherit(known: &Known, moves: &Moves, staff: StaffId) -> bool {
    let here = |one: &Counted| super::town::is_here(one, known.day);
    known.person(staff).is_some_and(here) && !moves.left.contains(&staff)
}
