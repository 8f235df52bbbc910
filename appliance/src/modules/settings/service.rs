//! Reading and keeping what one has chosen for oneself.

use super::model::{Look, Settings};
use super::table::SettingRows;
use crate::cx::Cx;
use crate::org::{self, OrgError, StaffId, Town};
use sekisho_platform::store::{StoreError, Update, View};

/// What somebody has chosen; as it comes for whoever has chosen nothing.
pub(crate) fn settings_of(
    tx: &View<'_>,
    town: Town,
    staff: StaffId,
) -> Result<Settings, StoreError> {
    let row = tx.get::<SettingRows>(&(town.organisation(), staff))?;
    Ok(row.unwrap_or_default())
}

/// Keeps how one's own pages look. Nobody chooses for another.
pub(super) fn look_keep(tx: &mut Update<'_>, cx: &Cx, look: Look) -> Result<(), OrgError> {
    org::staff_settings(tx, cx.town, cx.staff, look.preference())?;
    let key = (cx.town.organisation(), cx.staff);
    let row = Settings {
        size: look.size,
        letters: look.letters,
    };
    tx.put::<SettingRows>(&key, &row)?;
    Ok(())
}
