//! Reading somebody's facts, putting them right, taking that back. Each asks for the permit and leaves its row of audit.

use super::super::service::AdministrationError;
use super::table::{Amendment, Amendments};
use crate::cx::Cx;
use crate::org::{self, Denied, Facts, OrgError, StaffId};
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Update, View};

/// Somebody's facts, as they are.
#[derive(Debug)]
pub(super) struct Standing {
    /// The facts.
    pub facts: Facts,
    /// The last change by a form, while nobody has changed them otherwise since.
    pub last: Option<Amendment>,
    /// What follows the `@` of every address of the town.
    pub domain: String,
}

/// What came of a change.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Amended {
    /// It is so.
    Done,
    /// It was so already.
    Same,
    /// The facts are others than those that were seen: these.
    Changed(Facts),
}

/// Somebody's facts, for whoever administers the town.
pub(super) fn facts_of(
    tx: &View<'_>,
    cx: &Cx,
    staff: StaffId,
) -> Result<Standing, AdministrationError> {
    let permit = org::may_administer(cx, tx)?;
    let town = permit.town();
    let row = org::staff_get(tx, town, staff)?.ok_or(Denied::NotThere)?;
    let facts = Facts::of(&row);
    let last = tx.get::<Amendments>(&(town.organisation(), staff))?;
    let organisation = org::organisation_named(tx, town.organisation())?;
    Ok(Standing {
        last: last.filter(|last| last.after == facts),
        domain: organisation.map_or_else(String::new, |row| row.domain),
        facts,
    })
}

/// Puts somebody's facts right, unless they are others than those of `seen`. An address is one of the town's.
pub(super) fn facts_change(
    tx: &mut Update<'_>,
    cx: &Cx,
    staff: StaffId,
    (seen, after): (&str, &Facts),
) -> Result<Amended, AdministrationError> {
    let Standing { facts, domain, .. } = facts_of(tx, cx, staff)?;
    if *after == facts {
        return Ok(Amended::Same);
    }
    if seen != mark(&facts) {
        return Ok(Amended::Changed(facts));
    }
    let ours = ["@", &domain].concat();
    if after.address != facts.address && !after.address.as_str().ends_with(&ours) {
        return Err(AdministrationError::ForeignAddress);
    }
    amend(tx, cx, staff, "staff-amend", (&facts, after))?;
    let row = Amendment {
        before: facts,
        after: after.clone(),
        by: cx.staff,
        at: cx.micros(),
    };
    tx.put::<Amendments>(&(cx.town.organisation(), staff), &row)?;
    Ok(Amended::Done)
}

/// Takes the last change back, where it is the one of `seen` and still stands.
pub(super) fn facts_undo(
    tx: &mut Update<'_>,
    cx: &Cx,
    staff: StaffId,
    seen: &str,
) -> Result<(), AdministrationError> {
    let standing = facts_of(tx, cx, staff)?;
    let last = standing.last.filter(|_| mark(&standing.facts) == seen);
    let last = last.ok_or(OrgError::Changed)?;
    let way = (&last.after, &last.before);
    amend(tx, cx, staff, "staff-amend-undo", way)?;
    tx.remove::<Amendments>(&(cx.town.organisation(), staff))?;
    Ok(())
}

fn amend(
    tx: &mut Update<'_>,
    cx: &Cx,
    staff: StaffId,
    act: &str,
    (before, after): (&Facts, &Facts),
) -> Result<(), AdministrationError> {
    org::staff_amend(tx, cx.town, staff, (before, after))?;
    let changed = [
        ("name", before.name != after.name),
        ("yomi", before.yomi != after.yomi),
        ("phone", before.phone != after.phone),
        ("address", before.address != after.address),
    ];
    // The trail says which of them, and leaves the words where they can be put right.
    let told = changed.iter().filter(|(_, other)| *other);
    let told: Vec<_> = told.map(|(name, _)| *name).collect();
    let (who, whom) = (cx.staff.uuid().to_string(), staff.uuid().to_string());
    Audit::append(tx, cx.now, &who, act, &whom, &told.join(" "))?;
    Ok(())
}

/// The facts as a form carries them to say which it was made from: other facts have another mark.
pub(super) fn mark(facts: &Facts) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [
        facts.name.as_str(),
        facts.yomi.as_str(),
        &facts.phone,
        facts.address.as_str(),
    ] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex().chars().take(16).collect()
}
