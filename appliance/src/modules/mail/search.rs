//! Mail as it is searched: sender, recipients, subject, text and the names of attachments, each mail for its mailbox.

use super::access;
use super::model::{Folder, MailboxId, MessageId, Shelf};
use super::present::moment;
use super::record::{Correspondent, MailRecord};
use super::table::{Content, Entries, Entry, Messages};
use super::text;
use crate::cx::Cx;
use crate::search::{Field, Item, Reading, Scope, Shown, Source};
use crate::text::Language;
use crate::web::{Failure, query_value};
use sekisho_platform::store::{Change, Direction, Key, StoreError, ToKey, View};
use std::ops::Bound;

const NAME: &str = "mail";

/// Mail, for the search over everything.
pub(crate) struct MailSource;

fn scope(mailbox: MailboxId) -> Scope {
    Scope::new(NAME, &mailbox.to_key())
}

fn place(key: &[u8]) -> Option<(MailboxId, MessageId)> {
    Key::from_key(key)
}

/// All parts of a mail that can be read.
fn fields(
    reading: &Reading<'_>,
    id: MessageId,
    entry: &Entry,
    language: Language,
) -> Result<Vec<Field>, StoreError> {
    let words = text::found(language);
    let mut out = Vec::new();
    let mut add = |word, text: String| {
        if !text.trim().is_empty() {
            out.push(Field { word, text });
        }
    };
    add(words.subject, entry.subject.clone());
    add(
        words.from,
        format!("{} {}", entry.from_name, entry.from_address),
    );
    let Some(message) = reading.tx.get::<Messages>(&id)? else {
        return Ok(out);
    };
    let record = match message.record {
        Content::Inline(bytes) => Some(bytes),
        Content::Blob(digest) => reading.blob(&digest),
    };
    // A record that does not read is told when the mail is opened; here what stands in the row is still found.
    let record = record.and_then(|bytes| MailRecord::read(&bytes).ok());
    let record = record.unwrap_or_default();
    let people = |people: &[Correspondent]| {
        let one = |who: &Correspondent| {
            format!(
                "{} {}",
                who.name.as_deref().unwrap_or_default(),
                who.address
            )
        };
        people.iter().map(one).collect::<Vec<_>>().join("、")
    };
    add(words.to, people(&record.to));
    add(words.copy, people(&record.cc));
    add(words.body, record.text);
    for file in message.files {
        add(words.file, file.name);
    }
    Ok(out)
}

impl Source for MailSource {
    fn name(&self) -> &'static str {
        NAME
    }

    fn word(&self, language: Language) -> &'static str {
        crate::web::text::frame(language).mail
    }

    fn concerns(&self, change: &Change) -> Option<Vec<u8>> {
        change.key_of::<Entries>().map(|key| key.to_key())
    }

    fn keys(
        &self,
        tx: &View<'_>,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        let from = match after.and_then(place) {
            Some(place) => Bound::Excluded(place),
            None => Bound::Unbounded,
        };
        let rows = tx.range::<Entries>((from, Bound::Unbounded), Direction::Up, limit)?;
        Ok(rows.into_iter().map(|(key, _)| key.to_key()).collect())
    }

    fn item(&self, reading: &Reading<'_>, key: &[u8]) -> Result<Option<Item>, StoreError> {
        let Some((mailbox, id)) = place(key) else {
            return Ok(None);
        };
        let Some(entry) = reading.tx.get::<Entries>(&(mailbox, id))? else {
            return Ok(None);
        };
        Ok(Some(Item {
            scopes: vec![scope(mailbox)],
            when: entry.landed,
            fields: fields(reading, id, &entry, Language::Japanese)?,
        }))
    }

    fn scopes(&self, cx: &Cx) -> Vec<Scope> {
        vec![scope(MailboxId::of(cx.staff))]
    }

    fn list(&self, words: &str) -> Option<String> {
        Some(format!("/mail/inbox?q={}", query_value(words)))
    }

    fn show(&self, reading: &Reading<'_>, cx: &Cx, key: &[u8]) -> Result<Option<Shown>, Failure> {
        let Some((mailbox, id)) = place(key) else {
            return Ok(None);
        };
        if access::may_read(reading.tx, cx, mailbox).is_err() {
            return Ok(None);
        }
        let Some(entry) = reading.tx.get::<Entries>(&(mailbox, id))? else {
            return Ok(None);
        };
        let (language, calendar) = (cx.language(), cx.calendar());
        let words = text::words(language);
        let folder = match entry.folder {
            Folder::Inbox => words.inbox,
            Folder::Archive => words.archive,
            Folder::Trash => words.trash,
        };
        let names = [
            entry.from_name.as_str(),
            entry.from_address.as_str(),
            words.no_sender,
        ];
        let from = names.into_iter().find(|name| !name.trim().is_empty());
        let title = match entry.subject.trim() {
            "" => words.no_subject.to_owned(),
            _ => entry.subject.clone(),
        };
        let at = moment(entry.received);
        Ok(Some(Shown {
            href: format!("{}/{id}", Shelf::In(entry.folder).href()),
            title,
            place: format!("{} ・ {folder}", from.unwrap_or_default()),
            time: calendar.short(at),
            datetime: calendar.exact(at),
            fields: fields(reading, id, &entry, language)?,
        }))
    }
}

/// The key of a mail in a mailbox, for tests that guess.
#[cfg(test)]
pub(crate) fn guessed(mailbox: crate::org::StaffId, item: uuid::Uuid) -> Vec<u8> {
    (MailboxId::of(mailbox), MessageId::new(item)).to_key()
}
