//! 課代表のメール: who of the section did what to it, and who answers it. Every reading and every act is written down with
//! the person, here for the colleagues and in the audit trail for whoever asks later; of one's own mailbox nothing is.

use super::access::{Arrange, Permit, Read};
use super::model::{Folder, MailboxId, MessageId};
use super::service::{MailError, mail_entry};
use crate::org::StaffId;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Direction, Record, Table, Update, View};
use serde::{Deserialize, Serialize};

/// The same once more by the same person within this is one, in microseconds: a page that is loaded anew is no second
/// reading.
const AGAIN: u64 = 5 * 60 * 1_000_000;

/// How many are told.
const TOLD: usize = 100;

/// What was done to a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum What {
    /// It was opened.
    Opened,
    /// It was marked as read, or as unread.
    Marked(bool),
    /// It was moved.
    Moved(Folder),
    /// A file of it was taken.
    Took,
    /// They answer it.
    Answers,
    /// They do not any more.
    Leaves,
}

impl What {
    /// Its name in the audit trail.
    fn act(self) -> &'static str {
        match self {
            Self::Opened => "section-mail-open",
            Self::Marked(_) => "section-mail-mark",
            Self::Moved(_) => "section-mail-move",
            Self::Took => "section-mail-file",
            Self::Answers => "section-mail-answer",
            Self::Leaves => "section-mail-leave",
        }
    }
}

/// One act by one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Touch {
    /// What.
    pub what: What,
    /// Who.
    pub by: StaffId,
    /// When, in microseconds.
    pub at: u64,
}

impl Record for Touch {}

/// Acts on the mails of accounts, in their order.
#[derive(Debug)]
pub(super) enum Touches {}

impl Table for Touches {
    const NAME: &'static str = "mail_touch";
    type Key = (MailboxId, MessageId, u32);
    type Record = Touch;
}

/// Writes an act down, where the mailbox is an account's.
pub(super) fn trace<A>(
    tx: &mut Update<'_>,
    permit: &Permit<A>,
    id: MessageId,
    what: What,
) -> Result<(), MailError> {
    let Some(account) = permit.account() else {
        return Ok(());
    };
    let of_mail = (permit.mailbox(), id);
    let last = tx.prefix::<Touches>(&of_mail, Direction::Down, 1)?.pop();
    let touch = Touch {
        what,
        by: permit.by(),
        at: u64::try_from(permit.now().as_microsecond()).unwrap_or(0),
    };
    let number = match last {
        // To open it is to mark it as read.
        Some((_, last))
            if last.by == touch.by
                && touch.at.saturating_sub(last.at) < AGAIN
                && (last.what == what
                    || (last.what == What::Opened && what == What::Marked(false))) =>
        {
            return Ok(());
        }
        Some(((.., number), _)) => number.saturating_add(1),
        None => 0,
    };
    tx.put::<Touches>(&(permit.mailbox(), id, number), &touch)?;
    let (who, which) = (permit.by().uuid().to_string(), id.to_string());
    let account = account.uuid().to_string();
    Audit::append(tx, permit.now(), &who, what.act(), &which, &account)?;
    Ok(())
}

/// Says that a mail was opened.
pub(super) fn mail_opened(
    tx: &mut Update<'_>,
    permit: &Permit<Read>,
    id: MessageId,
) -> Result<(), MailError> {
    mail_entry(tx, permit, id)?;
    trace(tx, permit, id, What::Opened)
}

/// Takes a mail upon oneself, or leaves it to the others again. In one's own mailbox there are no others.
pub(super) fn mail_answer(
    tx: &mut Update<'_>,
    read: &Permit<Read>,
    permit: &Permit<Arrange>,
    id: MessageId,
    answers: bool,
) -> Result<(), MailError> {
    mail_entry(tx, read, id)?;
    if permit.account().is_none() {
        return Err(MailError::NotThere);
    }
    let what = if answers { What::Answers } else { What::Leaves };
    trace(tx, permit, id, what)
}

/// What was done to a mail of an account, the latest first.
pub(super) fn touches(
    tx: &View<'_>,
    permit: &Permit<Read>,
    id: MessageId,
) -> Result<Vec<Touch>, MailError> {
    let of_mail = (permit.mailbox(), id);
    let rows = tx.prefix::<Touches>(&of_mail, Direction::Down, TOLD)?;
    Ok(rows.into_iter().map(|(_, touch)| touch).collect())
}

/// Who answers a mail of an account, where somebody said so and has not left it.
pub(super) fn answers(
    tx: &View<'_>,
    permit: &Permit<Read>,
    id: MessageId,
) -> Result<Option<StaffId>, MailError> {
    for touch in touches(tx, permit, id)? {
        match touch.what {
            What::Answers => return Ok(Some(touch.by)),
            What::Leaves => return Ok(None),
            _ => {}
        }
    }
    Ok(None)
}
