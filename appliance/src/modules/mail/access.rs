//! Who may do what with a mailbox. Each action has its one function, and the service asks for its answer.

use super::model::MailboxId;
use crate::cx::Cx;
use crate::org::{self, Because, Denied, Link, PostId, StaffId, Who};
use jiff::Timestamp;
use sekisho_platform::store::View;
use std::marker::PhantomData;

/// Reading what lies in a mailbox.
#[derive(Debug)]
pub(crate) enum Read {}

/// Marking and moving what lies in a mailbox.
#[derive(Debug)]
pub(crate) enum Arrange {}

/// The answer yes, for one action on one mailbox by one person now. Made only here.
#[derive(Debug)]
pub(crate) struct Permit<Action> {
    mailbox: MailboxId,
    by: StaffId,
    now: Timestamp,
    account: Option<PostId>,
    action: PhantomData<Action>,
}

impl<Action> Permit<Action> {
    fn grant(cx: &Cx, mailbox: MailboxId) -> Self {
        Self {
            mailbox,
            by: cx.staff,
            now: cx.now,
            account: (mailbox != MailboxId::of(cx.staff)).then(|| mailbox.account()),
            action: PhantomData,
        }
    }

    /// The mailbox it is for.
    pub(super) fn mailbox(&self) -> MailboxId {
        self.mailbox
    }

    /// Who.
    pub(super) fn by(&self) -> StaffId {
        self.by
    }

    /// When it was asked.
    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    /// The account that they act as, where it is not their own mailbox: then every act is written down.
    pub(super) fn account(&self) -> Option<PostId> {
        self.account
    }
}

/// People read their own mail, and that of an account while they may act as it; nobody else's, whatever their office.
pub(super) fn reads(tx: &View<'_>, who: Who, mailbox: MailboxId) -> Result<Because, Denied> {
    if mailbox == MailboxId::of(who.staff) {
        Ok(org::works(tx, who)?.and(&Link::Own))
    } else {
        org::acts_as(tx, who, mailbox.account())
    }
}

/// Whoever may read what lies in a mailbox.
pub(crate) fn may_read(tx: &View<'_>, cx: &Cx, mailbox: MailboxId) -> Result<Permit<Read>, Denied> {
    reads(tx, cx.who(), mailbox)?;
    Ok(Permit::grant(cx, mailbox))
}

/// Whoever may read a mailbox may put it in order.
pub(crate) fn may_arrange(
    tx: &View<'_>,
    cx: &Cx,
    mailbox: MailboxId,
) -> Result<Permit<Arrange>, Denied> {
    may_read(tx, cx, mailbox)?;
    Ok(Permit::grant(cx, mailbox))
}
