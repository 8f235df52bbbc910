//! One folder for each thing a clerk does. A module offers what its `mod.rs` names and nothing else.

pub(crate) mod administration;
pub(crate) mod directory;
pub(crate) mod group;
pub(crate) mod mail;
pub(crate) mod portal;
pub(crate) mod presence;
pub(crate) mod reassignment;
pub(crate) mod search;

/// The modules that can be searched, in the order of the page of results. A module that is to be found adds its line.
pub(crate) static SEARCHED: crate::search::Sources =
    &[&mail::MailSource, &directory::DirectorySource];

/// What each part of the house lets people do, in the order of the page that tells it. A part that guards something adds
/// its line.
pub(crate) static GROUNDS: &[&dyn crate::org::Grounds] = &[
    &administration::HouseGrounds,
    &mail::MailGrounds,
    &directory::DirectoryGrounds,
    &group::GroupGrounds,
    &presence::PresenceGrounds,
    &reassignment::ReassignmentGrounds,
    &administration::AdministrationGrounds,
];
