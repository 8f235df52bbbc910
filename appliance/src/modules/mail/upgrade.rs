//! Rows of the first version say nothing of the deadline of what waits. They are written anew once, in small
//! transactions, before anybody asks for the shelf; a power cut between two of them is made good at the next start.

use super::landing;
use super::table::{Content, Done, Entries, Entry, HELD_V1, Message, Messages, Steps};
use sekisho_platform::store::{Direction, Position, Reverse, Store, StoreError, Update};
use sekisho_sanitizer::MailReport;

/// How many rows one transaction writes.
const STRIDE: usize = 200;

/// The step of the deadlines.
const DEADLINES: u8 = 1;

/// Puts what waited before on the shelf by its deadline. Answers how many rows that were.
pub(crate) fn catch_up(store: &Store) -> Result<usize, StoreError> {
    if store.view(|tx| tx.contains::<Steps>(&DEADLINES))? {
        return Ok(0);
    }
    let (mut after, mut done) = (None, 0_usize);
    loop {
        let place = after.clone();
        let (next, some) = store.update(|tx| stretch(tx, place.as_ref()))?;
        done = done.saturating_add(some);
        after = next;
        if after.is_none() {
            return Ok(done);
        }
    }
}

/// Writes a stretch of rows; at the end of all, that it is done. Answers where the next stretch begins.
fn stretch(
    tx: &mut Update<'_>,
    after: Option<&Position>,
) -> Result<(Option<Position>, usize), StoreError> {
    let rows = tx.by_index::<Entries>(HELD_V1, &(), Direction::Up, after, STRIDE)?;
    for (key, entry) in &rows {
        if entry.wait.is_some() {
            continue;
        }
        let message = tx.get::<Messages>(&key.1)?;
        let wait = message.map(|message| landing::wait(&report(&message), message.kept_until));
        let entry = Entry {
            wait,
            ..entry.clone()
        };
        tx.put::<Entries>(key, &entry)?;
    }
    let last = rows.last().filter(|_| rows.len() >= STRIDE);
    let next = last.map(|(key, entry)| Position::new(&(key.0, Reverse(entry.landed)), key));
    if next.is_none() {
        tx.put::<Steps>(&DEADLINES, &Done)?;
    }
    Ok((next, rows.len()))
}

/// The report of a message, where it lies in its row; a longer one lies in a blob, and its mail stands without a reason.
fn report(message: &Message) -> MailReport {
    match &message.report {
        Content::Inline(bytes) => serde_json::from_slice(bytes).unwrap_or_default(),
        Content::Blob(_) => MailReport::default(),
    }
}
