//! The few words about a mail that other pages show: the portal's lists. Nobody's mail but the reader's own.

use super::access;
use super::model::{Folder, MailboxId, Shelf};
use super::present::{Place, moment, row};
use super::service::{self, MailError};
use super::text;
use crate::cx::Cx;
use crate::web::Failure;
use jiff::civil::Date;
use sekisho_platform::store::View;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heap {
    /// What is unread in the inbox.
    Unread,
    /// Mails of which a part is held.
    Held,
}

/// A mail in a line.
#[derive(Clone, Debug)]
pub(crate) struct Brief {
    /// Where it opens.
    pub href: String,
    /// From whom.
    pub from: String,
    /// About what.
    pub subject: String,
    /// Its state in a word; empty for none.
    pub pill: String,
    /// The look of that word.
    pub kind: String,
    /// When, short.
    pub time: String,
    /// When, exactly.
    pub datetime: String,
}

impl Heap {
    fn place(self) -> Place {
        Place {
            shelf: match self {
                Self::Unread => Shelf::In(Folder::Inbox),
                Self::Held => Shelf::Held,
            },
            unread_only: self == Self::Unread,
            words: String::new(),
            after: None,
        }
    }
}

/// The newest of a heap of one's own.
pub(crate) fn briefs(
    tx: &View<'_>,
    cx: &Cx,
    heap: Heap,
    limit: usize,
) -> Result<Vec<Brief>, Failure> {
    let permit = access::may_read(tx, cx, MailboxId::of(cx.staff))?;
    let (place, words, calendar) = (heap.place(), text::words(cx.language()), cx.calendar());
    let page = service::mail_page(tx, &permit, &place.query(limit))?;
    // What was unread is read once it is open: it opens in its whole folder.
    let whole = Place {
        unread_only: false,
        ..place
    };
    let brief = |(id, entry): &(_, _)| {
        let row = row(&whole, *id, entry, false, words, &calendar);
        let pill = row.pills.into_iter().next();
        Brief {
            href: row.href,
            from: row.from,
            subject: row.subject,
            kind: pill
                .as_ref()
                .map_or_else(String::new, |pill| format!("is-{}", pill.kind)),
            pill: pill.map_or_else(String::new, |pill| pill.word),
            time: row.time,
            datetime: row.datetime,
        }
    };
    Ok(page.rows.iter().map(brief).collect())
}

/// How many of one's own unread mails came on a day or later; as many as a page of the list looks at.
pub(crate) fn unread_since(tx: &View<'_>, cx: &Cx, day: Date) -> Result<u64, Failure> {
    const LOOKED_AT: usize = 200;
    let permit = access::may_read(tx, cx, MailboxId::of(cx.staff))?;
    let page = service::mail_page(tx, &permit, &Heap::Unread.place().query(LOOKED_AT))?;
    let of_day = |(_, entry): &&(_, super::table::Entry)| {
        moment(entry.received).to_zoned(cx.zone.clone()).date() >= day
    };
    u64::try_from(page.rows.iter().filter(of_day).count()).map_err(|_| MailError::NotThere.into())
}
