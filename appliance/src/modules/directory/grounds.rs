//! Who sees the directory, and why.

use super::text;
use crate::org::{self, Grounds, OrgError, Rights, Who};
use crate::text::Language;
use sekisho_platform::store::View;

/// The rights over 職員録: everybody sees all of it who comes in.
pub(crate) struct DirectoryGrounds;

impl Grounds for DirectoryGrounds {
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
        out.ask(("directory.read", None), told, org::works(tx, who))
    }
}
