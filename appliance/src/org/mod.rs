//! 団体・所属・職員: who works here, where, in which post, and under which address.
//!
//! ```text
//!  model, period, post, role (what cannot be wrong) ─▶ table ─▶ service (questions and changes in a transaction,
//!                                                   ▲      each within the walls of a scope)
//!                                                   ▲
//!                                      demo ────────┘  (the town of やまびこ市)
//! ```
//!
//! A change of many people at once is a swap (`dated`): written ahead of its day, seen all at once or never. Rights are
//! values that `access` alone makes.
//!
//! What a person is in the house follows from the appointments of a day: nothing else is asked for rights.
//!
//! Others may ask for people and addresses; only this folder writes them. Every change of an address raises the
//! directory's version, which is what the checkpoint's intake learns its recipients from.

mod access;
mod dated;
pub(crate) mod demo;
mod model;
mod period;
mod post;
mod role;
mod roster;
mod scope;
mod service;
mod swap;
mod table;
mod tree;

pub use access::{Administer, Approve, Permit};
pub(crate) use access::{Denied, administers_on, may_administer};
pub(crate) use model::{
    Address, AppointmentId, GrantId, Invalid, LoginName, OrganisationId, PersonName, PostId,
    Preference, StaffId, SwapId, Theme, UnitId, Yomi,
};
pub(crate) use period::Period;
pub(crate) use post::{Appointment, Employment, Post, PostKind, Tenure, Title};
pub(crate) use role::{Bearer, Grant, Role};
pub(crate) use roster::Rosters;
pub(crate) use scope::Town;
pub(crate) use service::OrgError;
pub(crate) use service::addresses::{addresses, recipient_of, version};
pub(crate) use service::census::{Census, Counted, census};
pub(crate) use service::organisations::{
    organisation_create, organisation_first, organisation_named,
};
pub(crate) use service::posts::{appoint, held_on, post_like, staff_in};
pub(crate) use service::roles::roles_on;
pub(crate) use service::staff::{
    NewStaff, staff_add, staff_by_login, staff_count, staff_get, staff_list, staff_on,
    staff_restore, staff_settings, staff_suspend,
};
pub(crate) use service::swaps::{
    people_number, swap_abandon, swap_changes, swap_prepare, swap_stand, swap_undo, swap_write,
    swaps_sweep,
};
pub(crate) use service::undo::swap_blocks;
pub(crate) use service::units::{unit_named, unit_path, units_on};
pub(crate) use swap::{Block, Change};
pub(crate) use table::{Organisation, Staff, Unit};
pub(crate) use tree::{Tree, tree_on};

#[cfg(test)]
mod tests;
