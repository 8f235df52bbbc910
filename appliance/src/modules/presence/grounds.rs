//! Who says where they are, and who reads it.

use super::text;
use crate::org::{self, Grounds, Link, OrgError, Rights, Who};
use crate::text::Language;
use sekisho_platform::store::View;

/// The rights over 在席: everybody reads it who comes in, and says it of themselves.
pub(crate) struct PresenceGrounds;

impl Grounds for PresenceGrounds {
    fn word(&self, language: Language) -> &'static str {
        text::rights(language).0
    }

    fn rights(
        &self,
        tx: &View<'_>,
        who: Who,
        language: Language,
        out: &mut Rights,
    ) -> Result<(), OrgError> {
        let (_, read, say) = text::rights(language);
        out.ask(
            ("presence.read", None),
            read.to_owned(),
            org::works(tx, who),
        )?;
        let own = org::works(tx, who).map(|because| because.and(&Link::Own));
        out.ask(
            ("presence.say", Some(who.staff.uuid())),
            say.to_owned(),
            own,
        )
    }
}
