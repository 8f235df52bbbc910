//! 予約: making a reassignment so, as a deed that says exactly which one and what it does.

use super::diff;
use super::model::DraftId;
use super::service::{ReassignmentError, fingerprint, look_within};
use crate::org::{self, Because, Deed, Denied, OrgError, Who};
use sekisho_platform::store::View;
use serde::{Deserialize, Serialize};

/// Making this draft so, while it does exactly this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Apply {
    pub(super) draft: DraftId,
    /// Over its day, its name and every row that it changes.
    pub(super) does: [u8; 32],
}

impl Deed for Apply {
    const KIND: &'static str = "reassignment-apply";

    fn because(&self, tx: &View<'_>, who: Who) -> Result<Because, Denied> {
        let because = org::administers(tx, who)?;
        looked(look_within(tx, who.town, self.draft, self.draft.uuid()))?;
        Ok(because)
    }

    /// Where it moves many, or anybody who administers the town.
    fn is_grave(&self, tx: &View<'_>, who: Who) -> Result<bool, Denied> {
        let looked = looked(look_within(tx, who.town, self.draft, self.draft.uuid()))?;
        let people = diff::people(&looked.known, &looked.plan.changes).len();
        let most = org::safeguard(tx, who.town)?.people;
        let many = u32::try_from(people).unwrap_or(u32::MAX) > most;
        Ok(many
            || looked
                .moves
                .administered_otherwise(&looked.known, &looked.plan.changes))
    }
}

impl Apply {
    /// This draft as it is now.
    pub(super) fn of(tx: &View<'_>, who: Who, draft: DraftId) -> Result<Self, ReassignmentError> {
        let looked = look_within(tx, who.town, draft, draft.uuid())?;
        Ok(Self {
            draft,
            does: fingerprint(&looked)?,
        })
    }
}

fn looked<T>(outcome: Result<T, ReassignmentError>) -> Result<T, Denied> {
    outcome.map_err(|error| match error {
        ReassignmentError::Store(error) => error.into(),
        ReassignmentError::Org(error) => Denied::Unknown(error),
        ReassignmentError::Denied(denied) => denied,
        ReassignmentError::Changed => Denied::Unknown(OrgError::Changed),
        _ => Denied::NotThere,
    })
}
