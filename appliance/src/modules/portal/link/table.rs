//! The rows: one for each link.

use super::model::{Draft, LinkId};
use crate::modules::portal::model::Audience;
use crate::org::OrganisationId;
use sekisho_platform::store::{Indexes, Record, Table};
use serde::{Deserialize, Serialize};

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LinkRow {
    /// For whom; that never changes.
    pub audience: Audience,
    /// What.
    pub draft: Draft,
    /// Its place in the list of its audience.
    pub order: u32,
}

impl Record for LinkRow {}

/// Links by organisation and identity, found by whom they are for, in their order.
#[derive(Debug)]
pub(super) enum Links {}

/// The index of an audience's list.
pub(super) const BY_AUDIENCE: &str = "by_audience";

impl Table for Links {
    const NAME: &'static str = "portal_link";
    type Key = (OrganisationId, LinkId);
    type Record = LinkRow;

    fn index((organisation, _): &Self::Key, row: &LinkRow, out: &mut Indexes) {
        let (kind, whose) = row.audience.key();
        out.add(BY_AUDIENCE, &(*organisation, kind, whose, row.order));
    }
}
