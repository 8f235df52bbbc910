//! Who reassigns people, and why.

use super::text;
use crate::org::{self, Grounds, OrgError, Rights, Who};
use crate::text::Language;
use sekisho_platform::store::View;

/// The rights over 人事異動.
pub(crate) struct ReassignmentGrounds;

impl Grounds for ReassignmentGrounds {
    fn word(&self, language: Language) -> &'static str {
        text::words(language).title
    }

    fn rights(
        &self,
        tx: &View<'_>,
        who: Who,
        language: Language,
        out: &mut Rights,
    ) -> Result<(), OrgError> {
        let told = text::words(language).right.to_owned();
        out.ask(("reassignment.make", None), told, org::administers(tx, who))
    }
}
