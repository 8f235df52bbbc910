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
mod account;
mod dated;
mod deed;
pub(crate) mod demo;
pub(crate) mod fill;
mod ground;
mod group;
mod lines;
mod model;
mod on_day;
mod period;
mod post;
mod role;
mod roll;
mod roster;
mod scope;
mod second;
mod service;
mod swap;
mod table;
mod tree;
mod vouch;

pub use access::{Administer, Approve, Permit};
pub(crate) use access::{
    Denied, Oversight, Review, administers, approves, audits, enters, may_administer, may_audit,
    may_oversee, opens_rooms, oversees, works,
};
pub(crate) use account::{Acting, CloseAccount, OpenAccount, actings, acts_as, may_act};
pub(crate) use deed::{Deed, Give, May, Recover, Restore, Suspend, Take, cares_for, may};
pub(crate) use ground::{Because, Ground, Grounds, Link, Rights, Who};
pub(crate) use group::{
    Group, GroupName, GroupOwner, Keeping, Member, Rule, keeps, may_keep, sees,
};
pub(crate) use model::{
    Address, AppointmentId, GrantId, GroupId, Invalid, LoginName, OrganisationId, PendingId,
    PersonName, PostId, Preference, StaffId, SwapId, Theme, UnitId, Yomi,
};
pub(crate) use on_day::{Entry, OnDay};
pub(crate) use period::Period;
pub(crate) use post::{Appointment, Employment, Held, Post, PostKind, Tenure, Title};
pub(crate) use role::{Bearer, Borne, Grant, Role};
pub(crate) use roll::{Section, roll_on};
pub(crate) use roster::Rosters;
pub(crate) use scope::Town;
#[cfg(test)]
pub(crate) use second::forge;
pub(crate) use second::{
    Pending, SecondError, Standing, conclude, confirm, pending_by, pending_get, pendings, propose,
    refuse,
};
pub(crate) use service::OrgError;
#[cfg(test)]
pub(crate) use service::accounts::account_plant;
pub(crate) use service::accounts::{account_close, account_of, account_open};
pub(crate) use service::addresses::{address_taken, addresses, recipient_of, version};
pub(crate) use service::amend::{Facts, staff_amend};
pub(crate) use service::census::{Census, Counted, census, counted, staff_counted};
pub(crate) use service::copy::town_copy;
pub(crate) use service::groups::{
    group_add, group_create, group_drop, group_people, group_place, group_remove, group_rename,
    group_reorder, group_seen, groups_of, groups_shared, member_people, titles_on,
};
pub(crate) use service::organisations::{
    organisation_alone, organisation_create, organisation_first, organisation_named, organisations,
};
#[cfg(test)]
pub(crate) use service::posts::post_create;
pub(crate) use service::posts::{
    appoint, appointments_of, held_on, holders_on, post_get, post_like, posts_of, staff_in,
    staff_in_then,
};
pub(crate) use service::redraw::{Redraw, below_itself_later, unit_redraw};
pub(crate) use service::roles::{
    grant_get, grants_of, grants_on, role_end, role_give, role_grant, role_take, roles_on,
    roles_were,
};
pub(crate) use service::safeguard::{
    Safeguard, administrators_on, safeguard, safeguard_set, takes_two,
};
pub(crate) use service::staff::{
    NewStaff, login_taken, staff_add, staff_by_login, staff_count, staff_get, staff_list, staff_on,
    staff_restore, staff_settings, staff_suspend,
};
pub(crate) use service::swaps::{
    people_number, swap_abandon, swap_changes, swap_prepare, swap_stand, swap_undo, swap_write,
    swaps_sweep,
};
pub(crate) use service::undo::swap_blocks;
#[cfg(test)]
pub(crate) use service::units::{NewUnit, unit_create};
pub(crate) use service::units::{unit_named, unit_on, unit_path, units_above, units_on};
pub(crate) use service::whose::{Ours, ours};
pub(crate) use swap::{Block, Change};
pub(crate) use table::{Organisation, Reader, Staff, Unit};
pub(crate) use tree::{Node, Tree, tree_on};
pub(crate) use vouch::vouch;

#[cfg(test)]
mod tests;
