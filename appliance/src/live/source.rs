//! What a module must say to be followed. A module writes one such source and is named once in `modules::FOLLOWED`.

use crate::cx::Cx;
use crate::web::Failure;
use sekisho_platform::store::{Change, View};
use serde_json::{Map, Value};

/// What a page is told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Told {
    /// The kind of event, as the script of the page knows it.
    pub event: &'static str,
    /// The number of the change, so that a page goes on from there.
    pub sequence: u64,
    /// What the script needs.
    pub data: Value,
}

/// A module whose changes reach open pages.
pub(crate) trait Source: Send + Sync {
    /// Of which topic a change is, and the key of what changed; none for a change nobody follows.
    fn concerns(&self, change: &Change) -> Option<(Vec<u8>, Vec<u8>)>;

    /// The topics somebody follows: their mailbox, their notices.
    fn topics(&self, cx: &Cx) -> Vec<Vec<u8>>;

    /// What they are told of the keys that changed, each with its number. The rights are asked for anew: they can change
    /// while a page is open.
    fn events(
        &self,
        tx: &View<'_>,
        cx: &Cx,
        changed: &[(u64, Vec<u8>)],
    ) -> Result<Vec<Told>, Failure>;

    /// The numbers of the frame and of the lists, by the words the page knows them by.
    fn counts(&self, tx: &View<'_>, cx: &Cx, out: &mut Map<String, Value>) -> Result<(), Failure>;
}

/// All modules that are followed.
pub(crate) type Sources = &'static [&'static dyn Source];
