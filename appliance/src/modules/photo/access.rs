//! Who sees a person's photo, and who changes it.

use super::faces::Faces;
use crate::cx::Cx;
use crate::org::{self, Because, Denied, StaffId, Town, Who};
use sekisho_platform::store::View;

/// That somebody may change the photo of a person of their town. Made only here.
#[derive(Debug)]
pub(super) struct May {
    town: Town,
    staff: StaffId,
}

impl May {
    /// Within whose walls.
    pub(super) fn town(&self) -> Town {
        self.town
    }

    /// Whose photo.
    pub(super) fn staff(&self) -> StaffId {
        self.staff
    }
}

/// That somebody may see the photo of a person. Made only here.
#[derive(Debug)]
pub(super) struct See {
    town: Town,
    staff: StaffId,
}

impl See {
    /// Within whose walls.
    pub(super) fn town(&self) -> Town {
        self.town
    }

    /// Whose photo.
    pub(super) fn staff(&self) -> StaffId {
        self.staff
    }
}

/// Why somebody changes the photos of others.
pub(super) fn changes_anybodys(tx: &View<'_>, who: Who) -> Result<Because, Denied> {
    org::administers(tx, who)
}

/// For one's own, and for those who administer the organisation.
pub(super) fn may_change(tx: &View<'_>, cx: &Cx, staff: StaffId) -> Result<May, Denied> {
    if staff != cx.staff {
        changes_anybodys(tx, cx.who())?;
        org::counted(tx, cx.town, staff)?.ok_or(Denied::NotThere)?;
    }
    Ok(May {
        town: cx.town,
        staff,
    })
}

/// For whoever the organisation shows it to, of whoever works there today; and for whoever may change it.
pub(super) fn may_see(tx: &View<'_>, cx: &Cx, staff: StaffId) -> Result<See, Denied> {
    let town = cx.town;
    let works = org::staff_on(tx, town, staff, cx.today())?.is_some();
    if !works || !Faces::of(tx, cx)?.reach(tx, staff)? {
        may_change(tx, cx, staff)?;
    }
    Ok(See { town, staff })
}
