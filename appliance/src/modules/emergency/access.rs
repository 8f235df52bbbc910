//! Who may put words on everybody's pages.

use super::model::Reach;
use crate::cx::Cx;
use crate::org::{self, Because, Denied, Role, StaffId, Who};
use sekisho_platform::store::View;
use uuid::Uuid;

/// That somebody may raise and take down what reaches so far, on the day it was asked. Made only here.
#[derive(Debug)]
pub(super) struct May {
    reach: Reach,
    key: Uuid,
    by: StaffId,
}

impl May {
    /// How far.
    pub(super) fn reach(&self) -> Reach {
        self.reach
    }

    /// Under what it is kept.
    pub(super) fn key(&self) -> Uuid {
        self.key
    }

    /// Who.
    pub(super) fn by(&self) -> StaffId {
        self.by
    }
}

/// Why somebody may: within an organisation its administrators, over all of them the system's alone.
pub(super) fn raises(tx: &View<'_>, who: Who, reach: Reach) -> Result<Because, Denied> {
    match reach {
        Reach::Organisation => org::administers(tx, who),
        Reach::House => org::cares_for(tx, who, Role::System),
    }
}

/// For whoever may.
pub(super) fn may_raise(tx: &View<'_>, cx: &Cx, reach: Reach) -> Result<May, Denied> {
    raises(tx, cx.who(), reach)?;
    Ok(May {
        reach,
        key: reach.key(cx.town),
        by: cx.staff,
    })
}
