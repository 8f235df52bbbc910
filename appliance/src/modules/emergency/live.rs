//! Emergencies while people look: the strip anew, on every page that is open.

use super::service::emergencies_standing;
use super::strip::Strip;
use super::table::Emergencies;
use crate::cx::Cx;
use crate::live::{Source, Told};
use crate::web::Failure;
use sekisho_platform::store::{Change, ToKey, View};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Emergencies, for open pages.
pub(crate) struct EmergencyLive;

impl Source for EmergencyLive {
    fn concerns(&self, change: &Change) -> Option<(Vec<u8>, Vec<u8>)> {
        let (reach, id) = change.key_of::<Emergencies>()?;
        Some((reach.to_key(), id.to_key()))
    }

    fn topics(&self, cx: &Cx) -> Vec<Vec<u8>> {
        let own = cx.town.organisation().uuid();
        vec![own.to_key(), Uuid::nil().to_key()]
    }

    fn events(
        &self,
        tx: &View<'_>,
        cx: &Cx,
        changed: &[(u64, Vec<u8>)],
    ) -> Result<Vec<Told>, Failure> {
        // However many changed, what stands now is one strip.
        let Some((sequence, _)) = changed.last() else {
            return Ok(Vec::new());
        };
        let standing = emergencies_standing(tx, cx.town, cx.now)?;
        Ok(vec![Told {
            event: "emergency",
            sequence: *sequence,
            data: json!({ "html": Strip::new(cx, &standing).html()? }),
        }])
    }

    fn counts(&self, _: &View<'_>, _: &Cx, _: &mut Map<String, Value>) -> Result<(), Failure> {
        Ok(())
    }
}
