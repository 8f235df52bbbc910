//! The rows of app passwords, and of organisations that allow them.

use super::model::{AppPasswordId, Scopes};
use crate::auth::label::Label;
use crate::auth::machine::Mark;
use crate::org::{OrganisationId, StaffId, Town};
use sekisho_platform::store::{Indexes, Record, Table};
use serde::{Deserialize, Serialize};

/// An app password.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct AppPassword {
    /// Within whose walls.
    pub town: Town,
    /// Whose.
    pub staff: StaffId,
    /// What its owner calls it by.
    pub label: Label,
    /// What it opens.
    pub scopes: Scopes,
    /// What is stored of its secret.
    pub mark: Mark,
    /// When it was made, in seconds.
    pub made: i64,
    /// When it was last used, in seconds, to the minute.
    pub used: Option<i64>,
    /// When its use was last put on the trail, in seconds.
    pub noted: Option<i64>,
}

/// What an organisation says of app passwords; without a row they are not allowed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Allowed {
    /// Whether its people may make and use them.
    pub allowed: bool,
}

impl Record for AppPassword {}
impl Record for Allowed {}

/// App passwords.
#[derive(Debug)]
pub(super) enum AppPasswords {}

impl Table for AppPasswords {
    const NAME: &'static str = "auth_app_password";
    const LOGGED: bool = false;
    type Key = AppPasswordId;
    type Record = AppPassword;

    fn index(_key: &AppPasswordId, row: &AppPassword, out: &mut Indexes) {
        out.add("by_staff", &row.staff);
    }
}

/// Who allows them.
#[derive(Debug)]
pub(super) enum Allowing {}

impl Table for Allowing {
    const NAME: &'static str = "auth_app_password_policy";
    type Key = OrganisationId;
    type Record = Allowed;
}
