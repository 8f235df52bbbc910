//! Whom an administrator may give a new code. What it lets somebody do is choose a password, and so become that person:
//! it must never be a way to more than the administrator has already.

use crate::cx::Cx;
use crate::org::{self, Denied, Role, Staff, StaffId, Town};
use sekisho_platform::store::View;

/// Why there is no code to be given.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    /// They may not administer, or the person is not there: the two look the same.
    #[error("giving a code to whom one does not administer")]
    Denied(#[from] Denied),
    /// Nobody does it for themselves: whoever sits at an open session would take the account over.
    #[error("giving a code to oneself")]
    Oneself,
    /// Whoever has a role over the whole house is recovered at the machine, where two keys are needed.
    #[error("giving a code to somebody with a role over the whole house")]
    Weighty,
    /// Whoever is suspended gets a code once they are not: it would wait for that day in somebody's hand.
    #[error("giving a code to somebody who is suspended")]
    Suspended,
}

/// That somebody may give this person a new code today.
#[derive(Debug)]
pub(super) struct MayRecover {
    town: Town,
    by: StaffId,
    staff: StaffId,
    person: Staff,
}

impl MayRecover {
    /// Within whose walls.
    pub(super) fn town(&self) -> Town {
        self.town
    }

    /// Who gives it.
    pub(super) fn by(&self) -> StaffId {
        self.by
    }

    /// To whom.
    pub(super) fn staff(&self) -> StaffId {
        self.staff
    }

    /// Their row.
    pub(super) fn person(&self) -> &Staff {
        &self.person
    }
}

/// For whoever administers the organisation and for its people, but not for oneself and not for who has a role over
/// the whole house.
pub(super) fn may_recover(cx: &Cx, tx: &View<'_>, staff: StaffId) -> Result<MayRecover, Refused> {
    let permit = org::may_administer(cx, tx)?;
    let (town, by) = (permit.town(), permit.by());
    let person = org::staff_get(tx, town, staff).map_err(Denied::from)?;
    let person = person.ok_or(Denied::NoRole)?;
    if staff == by {
        return Err(Refused::Oneself);
    }
    // A suspended person's roles sleep and come back with them: a code that was given meanwhile would too.
    let roles = org::roles_were(
        tx,
        org::Who {
            town,
            staff,
            day: cx.today(),
        },
    )
    .map_err(Denied::from)?;
    let weighty = [
        Role::System,
        Role::Organisation,
        Role::Security,
        Role::Auditor,
    ];
    if weighty.into_iter().any(|role| roles.has(role)) {
        return Err(Refused::Weighty);
    }
    if !person.active {
        return Err(Refused::Suspended);
    }
    Ok(MayRecover {
        town,
        by,
        staff,
        person,
    })
}
