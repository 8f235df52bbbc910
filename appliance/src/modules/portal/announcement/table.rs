//! The rows: announcements, and who has read those that must be read.

use super::model::{AnnouncementId, Draft};
use crate::modules::portal::model::Audience;
use crate::org::{OrganisationId, StaffId};
use sekisho_platform::store::{Indexes, Record, Table};
use serde::{Deserialize, Serialize};

/// An announcement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Announcement {
    /// For whom; that never changes.
    pub audience: Audience,
    /// What.
    pub draft: Draft,
    /// Who wrote it last.
    pub by: StaffId,
    /// The section they wrote it from: 総務課総務係; empty for whoever held no post.
    pub section: String,
    /// When that was, in microseconds.
    pub at: u64,
    /// Whether it was taken off before its last day.
    pub off: bool,
}

/// That somebody has read one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Read {
    /// When they said so, in microseconds.
    pub at: u64,
}

impl Record for Announcement {}
impl Record for Read {}

/// Announcements by organisation and identity, found by whom they are for and their last day.
#[derive(Debug)]
pub(super) enum Announcements {}

/// The index of what is not taken off.
pub(super) const BY_AUDIENCE: &str = "by_audience";

impl Table for Announcements {
    const NAME: &'static str = "portal_announcement";
    type Key = (OrganisationId, AnnouncementId);
    type Record = Announcement;

    fn index((organisation, _): &Self::Key, row: &Announcement, out: &mut Indexes) {
        if !row.off {
            let (kind, whose) = row.audience.key();
            out.add(
                BY_AUDIENCE,
                &(*organisation, kind, whose, row.draft.until()),
            );
        }
    }
}

/// Who has read what.
#[derive(Debug)]
pub(super) enum Reads {}

impl Table for Reads {
    const NAME: &'static str = "portal_announcement_read";
    type Key = (OrganisationId, AnnouncementId, StaffId);
    type Record = Read;
}
