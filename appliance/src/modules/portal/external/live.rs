//! Numbers of other systems while people look: whoever's count changed is told to look again.

use super::table::Counts;
use crate::cx::Cx;
use crate::live::{Source, Told};
use crate::web::Failure;
use sekisho_platform::store::{Change, ToKey, View};
use serde_json::{Map, Value};

/// Numbers of other systems, for open pages.
pub(crate) struct ExternalLive;

impl Source for ExternalLive {
    fn concerns(&self, change: &Change) -> Option<(Vec<u8>, Vec<u8>)> {
        let (_, id, staff) = change.key_of::<Counts>()?;
        Some((staff.to_key(), id.to_key()))
    }

    fn topics(&self, cx: &Cx) -> Vec<Vec<u8>> {
        vec![cx.staff.to_key()]
    }

    /// The portal asks for its tiles anew whenever it hears counts, which follow every change.
    fn events(&self, _: &View<'_>, _: &Cx, _: &[(u64, Vec<u8>)]) -> Result<Vec<Told>, Failure> {
        Ok(Vec::new())
    }

    fn counts(&self, _: &View<'_>, _: &Cx, _: &mut Map<String, Value>) -> Result<(), Failure> {
        Ok(())
    }
}
