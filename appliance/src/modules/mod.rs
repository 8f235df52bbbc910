//! One folder for each thing a clerk does. A module offers what its `mod.rs` names and nothing else.

pub(crate) mod directory;
pub(crate) mod mail;
pub(crate) mod portal;
pub(crate) mod presence;
pub(crate) mod reassignment;
pub(crate) mod search;

/// The modules that can be searched, in the order of the page of results. A module that is to be found adds its line.
pub(crate) static SEARCHED: crate::search::Sources =
    &[&mail::MailSource, &directory::DirectorySource];

/// What stands on the portal until somebody arranges it, in this order. A module adds a line for each of its tiles.
pub(crate) static TILES: portal::Tiles = &[
    &portal::TodayNumber,
    &mail::UnreadNumber,
    &mail::HeldNumber,
    &portal::MustReadNumber,
    &portal::DutyCard,
    &mail::HeldCard,
    &mail::UnreadCard,
    &portal::AnnouncementCard,
    &portal::LinkCard,
    &presence::SectionCard,
];

/// Where what has a deadline comes from. A module adds its line.
pub(crate) static DUTIES: portal::DutySources = &[&mail::HeldDuties];
