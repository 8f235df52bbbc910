//! 役割: what somebody may do beside their daily work, for the whole machine, for the organisation or for a unit of it.
//!
//! A role is granted to a post, so that the successor has it, or to a person; either way for some days.

use super::dated::Lasts;
use super::model::{GrantId, PostId, StaffId, UnitId};
use super::period::Period;
use super::post::Held;
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

impl Role {
    /// Its word in addresses, forms, verbs and the audit trail, without the unit.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Organisation => "organisation",
            Self::Unit(_) => "unit",
            Self::Security => "security",
            Self::Auditor => "auditor",
        }
    }

    /// Reads the word; `unit` is for 所属管理者 and nobody else.
    pub(crate) fn from_code(code: &str, unit: Option<UnitId>) -> Option<Self> {
        match code {
            "system" => Some(Self::System),
            "organisation" => Some(Self::Organisation),
            "unit" => unit.map(Self::Unit),
            "security" => Some(Self::Security),
            "auditor" => Some(Self::Auditor),
            _ => None,
        }
    }
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

/// A role that somebody has, and how it came to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Borne {
    /// The identity of what was given.
    pub id: GrantId,
    /// What was given.
    pub grant: Grant,
    /// The post that bears it, as they hold it; none where it was given to them.
    pub through: Option<Held>,
}

/// Every role of somebody on a day, with every way in which it came to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roles(Vec<Borne>);

impl Roles {
    /// From what was granted.
    pub(super) fn of(mut roles: Vec<Borne>) -> Self {
        roles.sort_by_key(|one| (one.grant.role, one.through.is_some(), one.id));
        Self(roles)
    }

    /// Whether this one is among them.
    pub(crate) fn has(&self, role: Role) -> bool {
        self.0.iter().any(|one| one.grant.role == role)
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Borne] {
        &self.0
    }

    /// Each once.
    pub(crate) fn kinds(&self) -> Vec<Role> {
        let mut kinds: Vec<Role> = self.0.iter().map(|one| one.grant.role).collect();
        kinds.dedup();
        kinds
    }
}
