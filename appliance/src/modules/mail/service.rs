//! Questions about a mailbox and the changes within it, each inside the caller's transaction and each asking for the
//! permit that `access` gives. Nothing here knows how a page looks.

use super::access::{Arrange, Permit, Read};
use super::model::{Count, Cursor, Folder, MailboxId, MessageId, Shelf};
use super::notice;
use super::table::{
    Counts, Entries, Entry, HELD, HELD_UNREAD, IN_FOLDER, Message, Messages, Pieces, SearchText,
    SearchTexts, UNREAD,
};
use super::touch::{What, trace};
use crate::text::fold::fold;
use sekisho_platform::store::{Direction, Position, Reverse, StoreError, ToKey, Update, View};
use std::ops::Bound;
use uuid::Uuid;

/// How many small rows a search looks at in one go.
const STRIDE: usize = 1_000;

/// How much the clocks of the two sides may differ, in microseconds.
const CLOCKS: u64 = 3_600_000_000;

/// How mail fails.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MailError {
    /// The store failed.
    #[error("reading or writing mail")]
    Store(#[from] StoreError),
    /// A stored record or report does not read.
    #[error("reading a stored mail, at byte {at}")]
    Record {
        /// The place alone: the words of such an error may hold what was read.
        at: usize,
    },
    /// A blob that a row names is not there or not whole.
    #[error("reading a stored part of a mail")]
    Blob(#[source] sekisho_platform::blob::BlobError),
    /// There is no such mail in this mailbox.
    #[error("asking for a mail that is not there")]
    NotThere,
}

impl From<serde_json::Error> for MailError {
    fn from(error: serde_json::Error) -> Self {
        Self::Record { at: error.column() }
    }
}

/// What a list shall hold.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    /// Which shelf.
    pub shelf: Shelf,
    /// Only what is unread.
    pub unread_only: bool,
    /// The words to be found in sender and subject; empty for all.
    pub words: String,
    /// Where to begin.
    pub after: Option<Cursor>,
    /// How many at most.
    pub limit: usize,
}

/// A page of a list.
#[derive(Debug)]
pub(crate) struct ListPage {
    /// The mails, newest first; of what waits, the nearest deadline first.
    pub rows: Vec<(MessageId, Entry)>,
    /// Where the next page begins, when there is one.
    pub next: Option<Cursor>,
}

/// The mails beside an open one in the same list.
#[derive(Debug, Default)]
pub(crate) struct Neighbours {
    /// The next newer.
    pub newer: Option<MessageId>,
    /// The next older.
    pub older: Option<MessageId>,
}

/// A page of a list.
pub(crate) fn mail_page(
    tx: &View<'_>,
    permit: &Permit<Read>,
    query: &Query,
) -> Result<ListPage, MailError> {
    let mut rows = walk(
        tx,
        permit.mailbox(),
        query,
        Direction::Up,
        query.limit.saturating_add(1),
    )?;
    let more = rows.len() > query.limit;
    rows.truncate(query.limit);
    let next = if more {
        rows.last().map(|(id, entry)| cursor(*id, entry))
    } else {
        None
    };
    Ok(ListPage { rows, next })
}

/// The mails beside one, as the list stands that the reader came from.
pub(crate) fn mail_neighbours(
    tx: &View<'_>,
    permit: &Permit<Read>,
    query: &Query,
    id: MessageId,
    entry: &Entry,
) -> Result<Neighbours, MailError> {
    let query = Query {
        after: Some(cursor(id, entry)),
        ..query.clone()
    };
    let one = |direction| -> Result<Option<MessageId>, MailError> {
        Ok(walk(tx, permit.mailbox(), &query, direction, 1)?
            .pop()
            .map(|(id, _)| id))
    };
    Ok(Neighbours {
        newer: one(Direction::Down)?,
        older: one(Direction::Up)?,
    })
}

/// The place of a mail in any list it stands in.
fn cursor(id: MessageId, entry: &Entry) -> Cursor {
    Cursor {
        landed: entry.landed,
        id,
        until: entry.until(),
    }
}

/// One mail of the mailbox: its row and the message.
pub(crate) fn mail_open(
    tx: &View<'_>,
    permit: &Permit<Read>,
    id: MessageId,
) -> Result<(Entry, Message), MailError> {
    let entry = mail_entry(tx, permit, id)?;
    let message = tx.get::<Messages>(&id)?.ok_or(MailError::NotThere)?;
    Ok((entry, message))
}

/// The bytes of a small attachment of a mail that one may read.
pub(crate) fn mail_piece(
    tx: &View<'_>,
    permit: &Permit<Read>,
    id: MessageId,
    index: u32,
) -> Result<Vec<u8>, MailError> {
    mail_entry(tx, permit, id)?;
    let piece = tx.get::<Pieces>(&(id, index))?;
    Ok(piece.ok_or(MailError::NotThere)?.bytes)
}

/// One mail's row.
pub(crate) fn mail_entry(
    tx: &View<'_>,
    permit: &Permit<Read>,
    id: MessageId,
) -> Result<Entry, MailError> {
    tx.get::<Entries>(&(permit.mailbox(), id))?
        .ok_or(MailError::NotThere)
}

/// What waits and is kept by a deadline, the nearest first; with `until`, only what is kept no longer than that.
pub(crate) fn mail_due(
    tx: &View<'_>,
    permit: &Permit<Read>,
    until: Option<u64>,
    limit: usize,
) -> Result<Vec<(MessageId, Entry)>, MailError> {
    let mailbox = permit.mailbox();
    // What nobody set a deadline for stands last, under the largest number.
    let last = until.unwrap_or(u64::MAX).min(u64::MAX - 1);
    let bounds = (mailbox, 0)..=(mailbox, last);
    let rows = tx.index_range::<Entries, _>(HELD, bounds, Direction::Up, limit)?;
    Ok(rows
        .into_iter()
        .map(|((_, id), entry)| (id, entry))
        .collect())
}

/// How many mails lie on each shelf.
pub(crate) fn mail_count(
    tx: &View<'_>,
    permit: &Permit<Read>,
    shelf: Shelf,
) -> Result<Count, MailError> {
    Ok(tx
        .get::<Counts>(&(permit.mailbox(), shelf.number()))?
        .unwrap_or_default())
}

/// The number that stands beside a shelf: what is unread, and of what waits and of the trash everything that calls for
/// an act, which for the trash is nothing.
pub(crate) fn mail_shown(
    tx: &View<'_>,
    permit: &Permit<Read>,
    shelf: Shelf,
) -> Result<u64, MailError> {
    let count = mail_count(tx, permit, shelf)?;
    Ok(match shelf {
        Shelf::Held => count.total,
        Shelf::In(Folder::Trash) => 0,
        Shelf::In(_) => count.unread,
    })
}

/// How many unread mails of the inbox the outer side received since a moment, in microseconds. Whatever it received
/// since then landed since then, but for how much the two clocks may differ.
pub(crate) fn mail_unread_since(
    tx: &View<'_>,
    permit: &Permit<Read>,
    since: u64,
) -> Result<usize, MailError> {
    let place = |landed| (permit.mailbox(), Folder::Inbox.number(), Reverse(landed));
    let landed = place(u64::MAX)..=place(since.saturating_sub(CLOCKS));
    let rows = tx.index_range::<Entries, _>(UNREAD, landed, Direction::Up, usize::MAX)?;
    let received = rows.iter().filter(|(_, entry)| entry.received >= since);
    Ok(received.count())
}

/// Marks a mail as read or unread; the first reading is remembered.
pub(crate) fn mail_mark(
    tx: &mut Update<'_>,
    permit: &Permit<Arrange>,
    id: MessageId,
    unread: bool,
    now: u64,
) -> Result<(), MailError> {
    let mailbox = permit.mailbox();
    let before = tx
        .get::<Entries>(&(mailbox, id))?
        .ok_or(MailError::NotThere)?;
    if !unread && permit.account().is_none() {
        crate::notice::read_about(tx, permit.by(), notice::NAME, &id.to_key(), now)?;
    }
    let mut after = before.clone();
    after.unread = unread;
    if !unread && after.opened.is_none() {
        after.opened = Some(now);
    }
    trace(tx, permit, id, What::Marked(unread))?;
    if before.unread == after.unread && before.opened == after.opened {
        return Ok(());
    }
    after.touched = after.touched.saturating_add(1);
    replace(tx, mailbox, id, Some(&before), &after)
}

/// Moves a mail to another folder.
pub(crate) fn mail_move(
    tx: &mut Update<'_>,
    permit: &Permit<Arrange>,
    id: MessageId,
    folder: Folder,
) -> Result<(), MailError> {
    let mailbox = permit.mailbox();
    let before = tx
        .get::<Entries>(&(mailbox, id))?
        .ok_or(MailError::NotThere)?;
    if before.folder == folder {
        return Ok(());
    }
    trace(tx, permit, id, What::Moved(folder))?;
    let after = Entry {
        folder,
        touched: before.touched.saturating_add(1),
        ..before.clone()
    };
    replace(tx, mailbox, id, Some(&before), &after)
}

/// Writes a row, the words beside it and the counts, from what was there before to what is there now.
pub(super) fn replace(
    tx: &mut Update<'_>,
    mailbox: MailboxId,
    id: MessageId,
    before: Option<&Entry>,
    after: &Entry,
) -> Result<(), MailError> {
    if before.is_none_or(|entry| entry.folder != after.folder) {
        let folded = match before {
            Some(entry) => {
                let old = search_key(mailbox, id, entry);
                let text = tx.get::<SearchTexts>(&old)?;
                tx.remove::<SearchTexts>(&old)?;
                text.map_or_else(|| searchable(entry), |text| text.folded)
            }
            None => searchable(after),
        };
        tx.put::<SearchTexts>(&search_key(mailbox, id, after), &SearchText { folded })?;
    }
    for shelf in Shelf::ALL {
        let was = before.map_or(Count::default(), |entry| weight(entry, shelf));
        let is = weight(after, shelf);
        if was != is {
            let key = (mailbox, shelf.number());
            let mut count = tx.get::<Counts>(&key)?.unwrap_or_default();
            count.total = count
                .total
                .saturating_add(is.total)
                .saturating_sub(was.total);
            count.unread = count
                .unread
                .saturating_add(is.unread)
                .saturating_sub(was.unread);
            tx.put::<Counts>(&key, &count)?;
        }
    }
    tx.put::<Entries>(&(mailbox, id), after)?;
    Ok(())
}

/// What one mail adds to the counts of a shelf.
fn weight(entry: &Entry, shelf: Shelf) -> Count {
    let stands = match shelf {
        Shelf::In(folder) => entry.folder == folder,
        Shelf::Held => entry.waits(),
    };
    Count {
        total: u64::from(stands),
        unread: u64::from(stands && entry.unread),
    }
}

fn search_key(
    mailbox: MailboxId,
    id: MessageId,
    entry: &Entry,
) -> (MailboxId, u8, Reverse<u64>, MessageId) {
    (mailbox, entry.folder.number(), Reverse(entry.landed), id)
}

/// Sender and subject as they are compared.
fn searchable(entry: &Entry) -> String {
    fold(&format!(
        "{} {} {}",
        entry.from_name, entry.from_address, entry.subject
    ))
}

/// Rows of a list from a place on, in either direction.
fn walk(
    tx: &View<'_>,
    mailbox: MailboxId,
    query: &Query,
    direction: Direction,
    limit: usize,
) -> Result<Vec<(MessageId, Entry)>, MailError> {
    let words = terms(&query.words);
    match query.shelf {
        Shelf::In(folder) if words.is_empty() => {
            let prefix = (mailbox, folder.number());
            let index = if query.unread_only { UNREAD } else { IN_FOLDER };
            let after = query.after.map(|at| {
                Position::new(
                    &(mailbox, folder.number(), Reverse(at.landed)),
                    &(mailbox, at.id),
                )
            });
            let rows = tx.by_index::<Entries>(index, &prefix, direction, after.as_ref(), limit)?;
            Ok(rows
                .into_iter()
                .map(|((_, id), entry)| (id, entry))
                .collect())
        }
        Shelf::In(folder) => search(tx, mailbox, folder, query, &words, direction, limit),
        Shelf::Held => {
            let index = if query.unread_only { HELD_UNREAD } else { HELD };
            let mut after = query.after.map(|at| {
                let due = at.until.unwrap_or(u64::MAX);
                Position::new(&(mailbox, due, Reverse(at.landed)), &(mailbox, at.id))
            });
            let mut out = Vec::new();
            loop {
                let wanted = if words.is_empty() { limit } else { STRIDE };
                let rows =
                    tx.by_index::<Entries>(index, &mailbox, direction, after.as_ref(), wanted)?;
                let exhausted = rows.len() < wanted;
                after = rows
                    .last()
                    .and_then(|(key, entry)| Position::of::<Entries>(index, key, entry));
                let fits = |entry: &Entry| words.is_empty() || holds(&searchable(entry), &words);
                out.extend(
                    rows.into_iter()
                        .filter(|(_, e)| fits(e))
                        .map(|((_, id), e)| (id, e)),
                );
                if exhausted || out.len() >= limit {
                    out.truncate(limit);
                    return Ok(out);
                }
            }
        }
    }
}

/// Walks the small folded rows of a folder and fetches only the mails that fit.
fn search(
    tx: &View<'_>,
    mailbox: MailboxId,
    folder: Folder,
    query: &Query,
    words: &[String],
    direction: Direction,
    limit: usize,
) -> Result<Vec<(MessageId, Entry)>, MailError> {
    let folder = folder.number();
    let newest = Bound::Included((
        mailbox,
        folder,
        Reverse(u64::MAX),
        MessageId::new(Uuid::nil()),
    ));
    let oldest = Bound::Included((mailbox, folder, Reverse(0), MessageId::new(Uuid::max())));
    let mut at = query
        .after
        .map(|at| (mailbox, folder, Reverse(at.landed), at.id));
    let mut out = Vec::new();
    loop {
        let bounds = match (direction, at) {
            (_, None) => (newest, oldest),
            (Direction::Up, Some(place)) => (Bound::Excluded(place), oldest),
            (Direction::Down, Some(place)) => (newest, Bound::Excluded(place)),
        };
        let rows = tx.range::<SearchTexts>(bounds, direction, STRIDE)?;
        let exhausted = rows.len() < STRIDE;
        at = rows.last().map(|(key, _)| *key);
        for ((_, _, _, id), text) in rows {
            if !holds(&text.folded, words) {
                continue;
            }
            let Some(entry) = tx.get::<Entries>(&(mailbox, id))? else {
                continue;
            };
            if query.unread_only && !entry.unread {
                continue;
            }
            out.push((id, entry));
            if out.len() >= limit {
                return Ok(out);
            }
        }
        if exhausted {
            return Ok(out);
        }
    }
}

/// The folded words of a query; a mail fits when it holds all of them.
fn terms(words: &str) -> Vec<String> {
    fold(words)
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn holds(text: &str, words: &[String]) -> bool {
    words.iter().all(|word| text.contains(word.as_str()))
}
