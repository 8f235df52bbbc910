//! The walls between organisations, as a value: whoever asks about people or places says within whose walls.
//!
//! No question of this folder about staff, units or posts can be asked without one, and the rows' keys begin with it:
//! an identity that was guessed, or carried over from another town, finds nothing.

use serde::{Deserialize, Serialize};

use super::model::OrganisationId;
use super::table::Staff;

/// The walls of one organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Town(OrganisationId);

impl Town {
    /// The walls a person works within.
    pub(crate) fn of(person: &Staff) -> Self {
        Self(person.organisation)
    }

    /// For whoever stands at the machine itself (the control socket, the demo town), and never for a request.
    pub(crate) fn at_the_machine(organisation: OrganisationId) -> Self {
        Self(organisation)
    }

    /// Whose walls.
    pub(crate) fn organisation(self) -> OrganisationId {
        self.0
    }
}
