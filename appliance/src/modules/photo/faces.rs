//! Whose photo somebody sees, for pages that name people: what the organisation decided is asked once a page.

use super::access;
use super::service::{href, photo_shown_of, photos_audience};
use super::table::Audience;
use crate::cx::Cx;
use crate::org::{self, Denied, OrgError, StaffId, UnitId, Who};
use sekisho_platform::store::View;
use std::collections::BTreeSet;

/// The photos that a reader sees today.
#[derive(Debug)]
pub(crate) struct Faces {
    who: Who,
    reach: Reach,
}

/// Whose.
#[derive(Debug)]
enum Reach {
    /// Everybody's of the town.
    Town,
    /// Their own, and of whoever works below one of these units, which stand at the top.
    Below(BTreeSet<UnitId>),
    /// Nobody's.
    Nobody,
}

impl Faces {
    /// For the reader of a page.
    pub(crate) fn of(tx: &View<'_>, cx: &Cx) -> Result<Self, OrgError> {
        Self::of_who(tx, cx.who())
    }

    pub(super) fn of_who(tx: &View<'_>, who: Who) -> Result<Self, OrgError> {
        let reach = match photos_audience(tx, who.town)? {
            Audience::Everybody => Reach::Town,
            Audience::Nobody => Reach::Nobody,
            Audience::Department => match access::changes_anybodys(tx, who) {
                Ok(_) => Reach::Town,
                Err(Denied::Unknown(error)) => return Err(error),
                Err(_) => Reach::Below(tops(tx, who)?),
            },
        };
        Ok(Self { who, reach })
    }

    /// Whether there may be any.
    pub(crate) fn shown(&self) -> bool {
        !matches!(self.reach, Reach::Nobody)
    }

    /// Whether the reader sees the photo of somebody who works in their town.
    pub(super) fn reach(&self, tx: &View<'_>, staff: StaffId) -> Result<bool, OrgError> {
        match &self.reach {
            Reach::Town => Ok(true),
            Reach::Nobody => Ok(false),
            Reach::Below(_) if staff == self.who.staff => Ok(true),
            Reach::Below(mine) => {
                let theirs = tops(tx, Who { staff, ..self.who })?;
                Ok(!mine.is_disjoint(&theirs))
            }
        }
    }

    /// The address of somebody's photo, where there is one that the reader sees.
    pub(crate) fn href(&self, tx: &View<'_>, staff: StaffId) -> Result<Option<String>, OrgError> {
        if !self.shown() {
            return Ok(None);
        }
        let Some(now) = photo_shown_of(tx, self.who.town, staff)? else {
            return Ok(None);
        };
        Ok(self.reach(tx, staff)?.then(|| href(staff, now)))
    }
}

/// The address of one's own photo, which stands in the bar of every page.
pub(crate) fn own_face(tx: &View<'_>, who: Who) -> Result<Option<String>, OrgError> {
    if photos_audience(tx, who.town)? == Audience::Nobody {
        return Ok(None);
    }
    let now = photo_shown_of(tx, who.town, who.staff)?;
    Ok(now.map(|now| href(who.staff, now)))
}

/// The units at the top above all the posts that somebody holds.
fn tops(tx: &View<'_>, who: Who) -> Result<BTreeSet<UnitId>, OrgError> {
    let mut tops = BTreeSet::new();
    for held in org::held_on(tx, who.town, who.staff, who.day)? {
        let above = org::units_above(tx, who.town, held.post.unit, who.day)?;
        tops.extend(above.last());
    }
    Ok(tops)
}
