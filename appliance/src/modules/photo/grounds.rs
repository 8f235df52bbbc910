//! Who changes whose photo, and why.

use super::access;
use super::text;
use crate::org::{self, Grounds, OrgError, Rights, Who};
use crate::text::Language;
use sekisho_platform::store::View;

/// The rights over photos.
pub(crate) struct PhotoGrounds;

impl Grounds for PhotoGrounds {
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
        out.ask(
            ("photo.see", None),
            words.right_see.to_owned(),
            org::works(tx, who),
        )?;
        out.ask(
            ("photo.own", Some(who.staff.uuid())),
            words.right_own.to_owned(),
            org::works(tx, who),
        )?;
        let answer = access::changes_anybodys(tx, who);
        out.ask(
            ("photo.anybody", None),
            words.right_anybody.to_owned(),
            answer,
        )
    }
}
