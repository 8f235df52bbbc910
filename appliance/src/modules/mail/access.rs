//! Who may do what with a mailbox. Each action has its one function, and the service asks for its answer.

use super::model::MailboxId;
use crate::cx::Cx;
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

/// The answer no. It looks like "not there" from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("asking for a mailbox that is not one's own")]
pub(crate) struct Denied;

/// People read their own mail and nobody else's, whatever their office.
pub(crate) fn may_read(cx: &Cx, mailbox: MailboxId) -> Result<Permit<Read>, Denied> {
    if mailbox == MailboxId::of(cx.staff) {
        Ok(Permit::grant(mailbox))
    } else {
        Err(Denied)
    }
}

/// Whoever may read a mailbox may put it in order.
pub(crate) fn may_arrange(cx: &Cx, mailbox: MailboxId) -> Result<Permit<Arrange>, Denied> {
    may_read(cx, mailbox).map(|permit| Permit::grant(permit.mailbox))
}
