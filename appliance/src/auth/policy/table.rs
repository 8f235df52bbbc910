//! The rows of policies: one for an organisation that has said something else than the default.

use super::model::Policy;
use crate::org::OrganisationId;
use sekisho_platform::store::{Record, StoreError, Table};
use serde::Deserialize;

/// A policy as the first version wrote it, which knew passwords only.
#[derive(Deserialize)]
struct PolicyV1 {
    least: u8,
    kinds: u8,
    days: u16,
    former: u8,
}

impl Record for Policy {
    const VERSION: u8 = 2;

    fn upgrade(version: u8, bytes: &[u8]) -> Result<Self, StoreError> {
        if version != 1 {
            return Err(StoreError::unknown_version(
                Policies::NAME,
                version,
                Self::VERSION,
            ));
        }
        let old: PolicyV1 = postcard::from_bytes(bytes)
            .map_err(|error| StoreError::undecodable(Policies::NAME, error))?;
        Self::new(old.least, old.kinds, old.days, old.former)
            .map_err(|error| StoreError::undecodable(Policies::NAME, error))
    }
}

/// Policies by organisation.
#[derive(Debug)]
pub(in crate::auth) enum Policies {}

impl Table for Policies {
    const NAME: &'static str = "auth_policy";
    type Key = OrganisationId;
    type Record = Policy;
}
