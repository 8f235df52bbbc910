//! The rows: each notice, how many somebody has, and which they want.

use super::quiet::Quiet;
use crate::org::StaffId;
use sekisho_platform::store::{Indexes, Record, Table};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A notice to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Notice {
    /// The module's name.
    pub source: String,
    /// Its kind.
    pub kind: String,
    /// What it is about, in the module's own key.
    pub about: Vec<u8>,
    /// What its sentence is made of.
    pub words: Vec<String>,
    /// Where it leads.
    pub href: String,
    /// When, in microseconds.
    pub at: u64,
    /// When it was read, in microseconds; none for unread.
    pub read: Option<u64>,
    /// How often it was marked since it was written.
    pub touched: u32,
}

/// How many notices somebody has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tally {
    /// The number the next one gets.
    pub next: u64,
    /// All.
    pub total: u64,
    /// Unread.
    pub unread: u64,
}

/// Which notices somebody wants, and when it shall be quiet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Choices {
    /// When.
    pub quiet: Quiet,
    /// By `module.kind`, where it is not as usual.
    pub kinds: BTreeMap<String, bool>,
}

impl Record for Notice {}
impl Record for Tally {}
impl Record for Choices {}

/// Notices of a person, the oldest first.
#[derive(Debug)]
pub(super) enum Notices {}

/// Of those, the unread.
pub(super) const UNREAD: &str = "unread";

/// Of those, by what they are about.
pub(super) const ABOUT: &str = "about";

impl Table for Notices {
    const NAME: &'static str = "notice";
    type Key = (StaffId, u64);
    type Record = Notice;

    fn index((staff, number): &Self::Key, row: &Notice, out: &mut Indexes) {
        if row.read.is_none() {
            out.add(UNREAD, &(*staff, *number));
        }
        out.add(ABOUT, &(*staff, row.source.as_str(), row.about.as_slice()));
    }
}

/// The counts of a person.
#[derive(Debug)]
pub(super) enum Tallies {}

impl Table for Tallies {
    const NAME: &'static str = "notice_tally";
    // Whoever follows notices follows the rows.
    const LOGGED: bool = false;
    type Key = StaffId;
    type Record = Tally;
}

/// The choices of a person.
#[derive(Debug)]
pub(super) enum ChoiceRows {}

impl Table for ChoiceRows {
    const NAME: &'static str = "notice_choice";
    const LOGGED: bool = false;
    type Key = StaffId;
    type Record = Choices;
}
