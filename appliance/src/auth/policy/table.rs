//! The rows of policies: one for an organisation that has said something else than the default.

use super::model::Policy;
use crate::org::OrganisationId;
use sekisho_platform::store::{Record, Table};

impl Record for Policy {}

/// Policies by organisation.
#[derive(Debug)]
pub(in crate::auth) enum Policies {}

impl Table for Policies {
    const NAME: &'static str = "auth_policy";
    type Key = OrganisationId;
    type Record = Policy;
}
