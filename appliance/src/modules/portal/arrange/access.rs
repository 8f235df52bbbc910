//! Who may say how tiles stand: oneself for oneself, and for an audience whoever writes for it.

use super::model::Whose;
use crate::cx::Cx;
use crate::modules::portal::access::{self, Denied};
use crate::org::{OrganisationId, StaffId};
use sekisho_platform::store::View;
use uuid::Uuid;

/// That somebody may arrange one portal. Made only here.
#[derive(Debug)]
pub(super) struct Permit {
    organisation: OrganisationId,
    by: StaffId,
    whose: Whose,
}

impl Permit {
    /// Whose portal.
    pub(super) fn whose(&self) -> Whose {
        self.whose
    }

    /// Who arranges it.
    pub(super) fn by(&self) -> StaffId {
        self.by
    }

    /// The key of its row.
    pub(super) fn key(&self) -> (OrganisationId, u8, Uuid) {
        let (kind, id) = self.whose.key(self.by);
        (self.organisation, kind, id)
    }
}

/// Everybody arranges their own portal; an audience's whoever writes for it.
pub(super) fn may_arrange(tx: &View<'_>, cx: &Cx, whose: Whose) -> Result<Permit, Denied> {
    if let Whose::Default(audience) = whose {
        access::may_edit(tx, cx, audience)?;
    }
    Ok(Permit {
        organisation: cx.town.organisation(),
        by: cx.staff,
        whose,
    })
}
