//! Where somebody said they are, as it stands beside their name on the pages of others.

use super::service::presence_of;
use super::text::{self, state_word};
use crate::cx::Cx;
use crate::org::StaffId;
use sekisho_platform::store::{StoreError, View};

/// What stands beside a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The mark's shape: `in`, `away`, `meeting`, `trip`, `leave`.
    pub tag: &'static str,
    /// 会議　第2会議室　10:30まで.
    pub told: String,
}

/// Where somebody of the reader's own organisation said they are now; none where nothing was said, or it is over.
pub(crate) fn mark(tx: &View<'_>, cx: &Cx, staff: StaffId) -> Result<Option<Mark>, StoreError> {
    let told = presence_of(tx, cx.town, staff, cx.now)?;
    Ok(told.map(|told| {
        let until = told.until.map(|at| {
            let at = at.to_zoned(cx.zone.clone());
            at.strftime("%H:%M").to_string()
        });
        let word = state_word(cx.language(), told.state);
        Mark {
            tag: told.state.tag(),
            told: text::told(cx.language(), word, &told.note, until.as_deref()),
        }
    }))
}
