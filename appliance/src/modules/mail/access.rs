//! Who may do what with a mailbox. Each action has its one function, and the service asks for its answer.

use super::model::MailboxId;
use crate::cx::Cx;
use crate::org::{self, Because, Denied, Link, Who};
use sekisho_platform::store::View;
use std::marker::PhantomData;

/// Reading what lies in a mailbox.
#[derive(Debug)]
pub(crate) enum Read {}

/// Marking and moving what lies in a mailbox.
#[derive(Debug)]
pub(crate) enum Arrange {}

/// The answer yes, for one action on one mailbox. Made only here.
#[derive(Debug)]
pub(crate) struct Permit<Action> {
    mailbox: MailboxId,
    action: PhantomData<Action>,
}

impl<Action> Permit<Action> {
    fn grant(mailbox: MailboxId) -> Self {
        Self {
            mailbox,
            action: PhantomData,
        }
    }

    /// The mailbox it is for.
    pub(super) fn mailbox(&self) -> MailboxId {
        self.mailbox
    }
}

/// People read their own mail and nobody else's, whatever their office.
pub(super) fn reads(tx: &View<'_>, who: Who, mailbox: MailboxId) -> Result<Because, Denied> {
    if mailbox == MailboxId::of(who.staff) {
        Ok(org::works(tx, who)?.and(&Link::Own))
    } else {
        Err(Denied::NoRole)
    }
}

/// Whoever may read what lies in a mailbox.
pub(crate) fn may_read(tx: &View<'_>, cx: &Cx, mailbox: MailboxId) -> Result<Permit<Read>, Denied> {
    reads(tx, cx.who(), mailbox)?;
    Ok(Permit::grant(mailbox))
}

/// Whoever may read a mailbox may put it in order.
pub(crate) fn may_arrange(
    tx: &View<'_>,
    cx: &Cx,
    mailbox: MailboxId,
) -> Result<Permit<Arrange>, Denied> {
    may_read(tx, cx, mailbox).map(|permit| Permit::grant(permit.mailbox))
}
