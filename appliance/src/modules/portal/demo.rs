//! What stands on the portals of the demo town: a first look at a portal shows what it is for.

use super::model::Refused;
use super::{announcement, link};
use crate::org::{StaffId, Town};
use jiff::Timestamp;
use jiff::civil::Date;
use sekisho_platform::id::Ids;
use sekisho_platform::store::{StoreError, Update};

/// How it fails.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    /// The store failed.
    #[error("writing what the demo town announces")]
    Store(#[from] StoreError),
    /// The words here are not as anybody could have typed them.
    #[error("taking what the demo town announces")]
    Refused(#[from] Refused),
}

/// Whose words they are, and when they are said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Morning<'a> {
    /// Within whose walls.
    pub town: Town,
    /// Who announces.
    pub by: StaffId,
    /// Their section.
    pub section: &'a str,
    /// When.
    pub now: Timestamp,
    /// What day that is in the town.
    pub today: Date,
}

/// Announcements and links for everybody, once.
pub(crate) fn demo(
    tx: &mut Update<'_>,
    ids: &dyn Ids,
    morning: &Morning<'_>,
) -> Result<(), DemoError> {
    if link::demo(tx, ids, morning.town)? {
        announcement::demo(tx, ids, morning)?;
    }
    Ok(())
}
