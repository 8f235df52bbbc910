//! Who puts words on everybody's pages, and why: asked of the function that lets them.

use super::access;
use super::model::Reach;
use super::text;
use crate::org::{Grounds, OrgError, Rights, Who};
use crate::text::Language;
use sekisho_platform::store::View;

/// The right to raise an emergency.
pub(crate) struct EmergencyGrounds;

impl Grounds for EmergencyGrounds {
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
        let words = text::words(language);
        for (reach, code, told) in [
            (Reach::Organisation, "emergency.raise", words.right),
            (Reach::House, "emergency.raise-house", words.right_house),
        ] {
            let answer = access::raises(tx, who, reach);
            out.ask((code, None), told.to_owned(), answer)?;
        }
        Ok(())
    }
}
