//! Sessions that end while pages are open: whoever is out hears nothing more, not even for the moment until a stream
//! asks by itself.

use super::table::Endings;
use crate::cx::Cx;
use crate::live::{Source, Told};
use crate::web::Failure;
use sekisho_platform::store::{Change, ToKey, View};
use serde_json::{Map, Value};

/// Endings of sessions, for open pages. The page itself is told nothing: its stream asks and is closed.
pub(crate) struct EndingLive;

impl Source for EndingLive {
    fn concerns(&self, change: &Change) -> Option<(Vec<u8>, Vec<u8>)> {
        let staff = change.key_of::<Endings>()?.to_key();
        Some((staff.clone(), staff))
    }

    fn topics(&self, cx: &Cx) -> Vec<Vec<u8>> {
        vec![cx.staff.to_key()]
    }

    fn events(&self, _: &View<'_>, _: &Cx, _: &[(u64, Vec<u8>)]) -> Result<Vec<Told>, Failure> {
        Ok(Vec::new())
    }

    fn counts(&self, _: &View<'_>, _: &Cx, _: &mut Map<String, Value>) -> Result<(), Failure> {
        Ok(())
    }
}
