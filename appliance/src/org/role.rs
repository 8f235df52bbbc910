//! 役割: what somebody may do beside their daily work, for the whole machine, for the organisation or for a unit of it.
//!
//! A role is granted to a post, so that the successor has it, or to a person; either way for some days.

use super::dated::Lasts;
use super::model::{PostId, StaffId, UnitId};
use super::period::Period;
use serde::{Deserialize, Serialize};

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Role {
    /// 総合管理者: the whole appliance; reads no mail, approves nothing.
    System,
    /// 団体管理者: one organisation.
    Organisation,
    /// 所属管理者: a unit and what stands below it.
    Unit(UnitId),
    /// 情報セキュリティ担当: writes tier rules; another one signs them.
    Security,
    /// 監査担当: reads the audit trail, changes nothing.
    Auditor,
}

/// Whom a role is granted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Bearer {
    /// Whoever holds the post on the day.
    Post(PostId),
    /// This person and nobody after them.
    Staff(StaffId),
}

/// A role, given to somebody for some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grant {
    /// What.
    pub role: Role,
    /// To whom.
    pub bearer: Bearer,
    /// When.
    pub period: Period,
}

impl Lasts for Grant {
    fn period(&self) -> Period {
        self.period
    }

    fn lasting(self, period: Period) -> Self {
        Self { period, ..self }
    }
}

/// Every role of somebody on a day, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roles(Vec<Role>);

impl Roles {
    /// From what was granted.
    pub(super) fn of(mut roles: Vec<Role>) -> Self {
        roles.sort_unstable();
        roles.dedup();
        Self(roles)
    }

    /// Whether this one is among them.
    pub(crate) fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Role] {
        &self.0
    }
}
