//! One folder for each thing a clerk does. A module offers what its `mod.rs` names and nothing else.

pub(crate) mod acting;
pub(crate) mod administration;
pub(crate) mod directory;
pub(crate) mod emergency;
pub(crate) mod favourite;
pub(crate) mod group;
pub(crate) mod help;
pub(crate) mod mail;
pub(crate) mod photo;
pub(crate) mod portal;
pub(crate) mod presence;
pub(crate) mod reassignment;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod style;

use crate::text::Language;
use crate::web::keys::Keys;
use crate::web::layout::Module;

/// The modules that say on the next page what was done, each under the word its cookie begins with.
pub(crate) static TOLD: crate::web::done::Tellers = &[
    ("display", settings::tell),
    (administration::FACTS, administration::facts_tell),
    ("favourite", favourite::tell),
    ("mail", mail::tell),
    ("notice", crate::notice::tell),
    ("photo", photo::tell),
];

/// The name and the keys of a module.
type KeysOf = fn(Language) -> (&'static str, Keys);

/// The modules in which single letters act, each with its name and its keys.
pub(crate) static KEYS: &[(Module, KeysOf)] = &[(Module::Mail, mail::keys)];

/// The modules that can be searched, in the order of the page of results. A module that is to be found adds its line.
pub(crate) static SEARCHED: crate::search::Sources = &[
    &mail::MailSource,
    &directory::DirectorySource,
    &help::HelpSource,
];

/// The modules whose changes reach open pages. A module that is followed adds its line.
pub(crate) static FOLLOWED: crate::live::Sources = &[
    &mail::MailLive,
    &crate::notice::NoticeLive,
    &emergency::EmergencyLive,
    &portal::ExternalLive,
    &crate::auth::EndingLive,
];

/// The modules that give notice, in the order one chooses among them. A module that gives notice adds its line.
pub(crate) static NOTICED: crate::notice::Sources =
    &[&mail::MailNotices, &crate::auth::SignInNotices];

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

/// What each part of the house lets people do, in the order of the page that tells it. A part that guards something adds
/// its line.
pub(crate) static GROUNDS: &[&dyn crate::org::Grounds] = &[
    &administration::HouseGrounds,
    &portal::PortalGrounds,
    &mail::MailGrounds,
    &directory::DirectoryGrounds,
    &photo::PhotoGrounds,
    &group::GroupGrounds,
    &presence::PresenceGrounds,
    &emergency::EmergencyGrounds,
    &reassignment::ReassignmentGrounds,
    &administration::AdministrationGrounds,
];
