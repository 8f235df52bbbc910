//! One folder for each thing a clerk does. A module offers what its `mod.rs` names and nothing else.

pub(crate) mod directory;
pub(crate) mod mail;
pub(crate) mod portal;
pub(crate) mod presence;
pub(crate) mod reassignment;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod style;

/// The modules that say on the next page what was done, each under the word its cookie begins with.
pub(crate) static TOLD: crate::web::done::Tellers = &[("display", settings::tell)];

/// The modules that can be searched, in the order of the page of results. A module that is to be found adds its line.
pub(crate) static SEARCHED: crate::search::Sources =
    &[&mail::MailSource, &directory::DirectorySource];
