//! 団体・所属・職員: who works here, where, in which post, and under which address.
//!
//! ```text
//!  model, period, post (what cannot be wrong) ─▶ table ─▶ service (questions and changes in a transaction,
//!                                                   ▲      each within the walls of a scope)
//!                                                   ▲
//!                                      demo ────────┘  (the town of やまびこ市)
//! ```
//!
//! What a person is in the house follows from the appointments of a day: nothing else is asked for rights.
//!
//! Others may ask for people and addresses; only this folder writes them. Every change of an address raises the
//! directory's version, which is what the checkpoint's intake learns its recipients from.

pub(crate) mod demo;
mod model;
mod period;
mod post;
mod roster;
mod scope;
mod service;
mod table;
mod tree;

pub(crate) use model::{
    Address, AppointmentId, Invalid, LoginName, OrganisationId, PersonName, PostId, Preference,
    StaffId, Theme, UnitId, Yomi,
};
pub(crate) use period::Period;
pub(crate) use post::{Appointment, Employment, Post, PostKind, Tenure, Title};
pub(crate) use roster::Rosters;
pub(crate) use scope::Town;
pub(crate) use service::OrgError;
pub(crate) use service::addresses::{addresses, recipient_of, version};
pub(crate) use service::organisations::{
    organisation_create, organisation_first, organisation_named,
};
pub(crate) use service::posts::{appoint, held_on, post_like, staff_in};
pub(crate) use service::staff::{
    NewStaff, staff_add, staff_by_login, staff_count, staff_get, staff_list, staff_restore,
    staff_settings, staff_suspend,
};
pub(crate) use service::units::{unit_named, unit_path, units_on};
pub(crate) use table::{Staff, StaffRows};
pub(crate) use tree::{Tree, tree_on};

#[cfg(test)]
mod tests;
