//! 二人で行う操作の決まり: whether grave deeds take two people in a town, and from how many people on a reassignment does.

use super::OrgError;
use super::roles::grants_on;
use crate::org::access::{Denied, administers};
use crate::org::deed::{Deed, May};
use crate::org::ground::{Because, Who};
use crate::org::model::{OrganisationId, StaffId};
use crate::org::role::{Bearer, Role};
use crate::org::scope::Town;
use crate::org::second::{SecondError, conclude};
use crate::org::service::posts::holders_on;
use jiff::Timestamp;
use jiff::civil::Date;
use sekisho_platform::store::{Record, Table, Update, View};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a town decided; as it is to begin with until then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Safeguard {
    /// Whether grave deeds take two.
    pub two: bool,
    /// A reassignment of more people than this is grave.
    pub people: u32,
}

impl Default for Safeguard {
    fn default() -> Self {
        Self {
            two: true,
            people: 20,
        }
    }
}

impl Record for Safeguard {}

/// By organisation.
#[derive(Debug)]
pub(crate) enum Safeguards {}

impl Table for Safeguards {
    const NAME: &'static str = "org_safeguard";
    type Key = OrganisationId;
    type Record = Safeguard;
}

impl Safeguard {
    fn looser_than(self, other: Self) -> bool {
        other.two && (!self.two || self.people > other.people)
    }
}

impl Deed for Safeguard {
    const KIND: &'static str = "safeguard";

    fn because(&self, tx: &View<'_>, who: Who) -> Result<Because, Denied> {
        administers(tx, who)
    }

    /// To loosen it alone would be to do everything else alone.
    fn is_grave(&self, tx: &View<'_>, who: Who) -> Result<bool, Denied> {
        Ok(self.looser_than(safeguard(tx, who.town)?))
    }
}

/// What a town decided.
pub(crate) fn safeguard(tx: &View<'_>, town: Town) -> Result<Safeguard, OrgError> {
    let row = tx.get::<Safeguards>(&town.organisation())?;
    Ok(row.unwrap_or_default())
}

/// Decides.
pub(crate) fn safeguard_set(
    tx: &mut Update<'_>,
    may: &May<Safeguard>,
    now: Timestamp,
) -> Result<(), SecondError> {
    conclude(tx, may, now)?;
    tx.put::<Safeguards>(&may.town().organisation(), may.deed())?;
    Ok(())
}

/// Everybody who administers a town on a day, each once.
pub(crate) fn administrators_on(
    tx: &View<'_>,
    town: Town,
    day: Date,
) -> Result<Vec<StaffId>, OrgError> {
    let mut people = BTreeSet::new();
    for (_, grant) in grants_on(tx, town, day)? {
        if !matches!(grant.role, Role::Organisation | Role::System) {
            continue;
        }
        match grant.bearer {
            Bearer::Staff(staff) => {
                people.insert(staff);
            }
            Bearer::Post(post) => {
                let holders = holders_on(tx, town, post, day)?;
                people.extend(holders.into_iter().map(|(staff, _)| staff));
            }
        }
    }
    let mut out = Vec::new();
    for staff in people {
        // Who is not here, or is lent away, is none: the guard says so and nobody else.
        match administers(tx, Who { town, staff, day }) {
            Ok(_) => out.push(staff),
            Err(Denied::Unknown(error)) => return Err(error),
            Err(_) => {}
        }
    }
    Ok(out)
}

/// Whether a grave deed takes two on a day: the town wants it, and there are two. Alone one would be locked out of one's
/// own town.
pub(crate) fn takes_two(tx: &View<'_>, town: Town, day: Date) -> Result<bool, OrgError> {
    Ok(safeguard(tx, town)?.two && administrators_on(tx, town, day)?.len() > 1)
}
