//! Which mailboxes somebody may read, and why: asked of the function that opens them.

use super::access;
use super::model::MailboxId;
use super::text;
use crate::org::{self, Grounds, OrgError, Rights, Who};
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
        let own = access::reads(tx, who, MailboxId::of(who.staff));
        let told = text::read_own(language).to_owned();
        out.ask(("mail.read", Some(who.staff.uuid())), told, own)?;
        for acting in org::actings(tx, who)? {
            let told = text::read_account(language, acting.path());
            let mailbox = MailboxId::of_account(acting.post());
            let over = ("mail.read", Some(mailbox.uuid()));
            out.ask(over, told, access::reads(tx, who, mailbox))?;
        }
        Ok(())
    }
}
