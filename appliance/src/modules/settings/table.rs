//! The rows: one for each person who chose something.

use super::model::Settings;
use crate::org::{OrganisationId, StaffId};
use sekisho_platform::store::{Record, Table};

impl Record for Settings {}

/// By organisation and person.
#[derive(Debug)]
pub(super) enum SettingRows {}

impl Table for SettingRows {
    const NAME: &'static str = "settings";
    // Nobody follows them: they are read with every page.
    const LOGGED: bool = false;
    type Key = (OrganisationId, StaffId);
    type Record = Settings;
}
