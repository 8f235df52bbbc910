//! Which mailboxes somebody may read, and why: asked of the function that opens them.

use super::access;
use super::model::MailboxId;
use super::text;
use crate::org::{Grounds, OrgError, Rights, Who};
use crate::text::Language;
use sekisho_platform::store::View;

/// The rights over mail.
pub(crate) struct MailGrounds;

impl Grounds for MailGrounds {
    fn word(&self, language: Language) -> &'static str {
        crate::web::text::frame(language).mail
    }

    fn rights(
        &self,
        tx: &View<'_>,
        who: Who,
        language: Language,
        out: &mut Rights,
    ) -> Result<(), OrgError> {
        let told = text::read_own(language).to_owned();
        let own = access::reads(tx, who, MailboxId::of(who.staff));
        out.ask(("mail.read", Some(who.staff.uuid())), told, own)
    }
}
