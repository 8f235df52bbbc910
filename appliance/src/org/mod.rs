//! 団体・所属・職員: who works here, where, in which post, and under which address.
//!
//! ```text
//!  model (names that cannot be wrong) ─▶ table ─▶ service (questions and changes in a transaction)
//!                                                   ▲
//!                                      demo ────────┘  (the town of やまびこ市)
//! ```
//!
//! Others may ask for people and addresses; only this folder writes them. Every change of an address raises the
//! directory's version, which is what the checkpoint's intake learns its recipients from.

pub(crate) mod demo;
mod model;
mod service;
mod table;

pub(crate) use model::{
    Address, Invalid, LoginName, OrganisationId, PersonName, Post, Preference, StaffId, Theme,
    UnitId, Yomi,
};
pub(crate) use service::{
    NewStaff, OrgError, addresses, organisation_create, organisation_first, organisation_named,
    recipient_of, staff_add, staff_by_login, staff_count, staff_get, staff_in, staff_list,
    staff_settings, unit_depth, unit_named, unit_path, units, version,
};
pub(crate) use table::Staff;

#[cfg(test)]
mod tests;
