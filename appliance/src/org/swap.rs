//! What one swap changes, row by row, and what keeps one from being taken back.

use super::model::{AppointmentId, GrantId, PostId, StaffId, UnitId};
use super::post::{Appointment, Post};
use super::role::Grant;
use super::table::{Staff, Unit};
use jiff::civil::Date;
use sekisho_platform::store::Record;
use serde::{Deserialize, Serialize};

/// One row of a swap. Rows that end name the last day, rows that begin carry the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Change {
    /// 組織新設.
    UnitOpened(UnitId, Unit),
    /// 組織廃止.
    UnitClosed(UnitId, Date),
    /// 組織改称.
    UnitNamed(UnitId, Date, String),
    /// A post that did not stand before.
    PostMade(PostId, Post),
    /// 採用.
    StaffJoined(StaffId, Staff, Date),
    /// 退職.
    StaffLeft(StaffId, Date),
    /// 発令.
    Appointed(AppointmentId, Appointment),
    /// The end of a 発令.
    AppointmentEnded(AppointmentId, Date),
    /// A role for an heir.
    Granted(GrantId, Grant),
    /// The end of a role.
    GrantEnded(GrantId, Date),
    /// 移管: a unit stands below another one, or at the top.
    UnitMoved(UnitId, Date, Option<UnitId>),
}

impl Record for Change {}

/// What was done since on top of a swap, so that taking it back would pull the ground away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Block {
    /// Somebody was appointed anew, or moved on.
    Moved(StaffId),
    /// A role was given to somebody, or to a post, that came with it.
    Granted(GrantId),
    /// A unit that came with it has units or posts of a later day, or another name.
    Unit(UnitId),
}
