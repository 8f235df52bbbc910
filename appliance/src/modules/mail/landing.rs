//! A mail lands: one transaction writes the message, a row in each recipient's mailbox, the words beside it, the
//! counts, and what has landed for whom. The same thing handed over again changes nothing and answers as before.

use super::model::{Folder, LandingState, MailboxId, MessageId};
use super::record::MailRecord;
use super::service::{MailError, replace};
use super::table::{
    Content, Entries, Entry, Landing, Landings, Message, Messages, Piece, Pieces, StoredFile, Wait,
};
use crate::org::{self, Address, OrgError};
use bytes::Bytes;
use sekisho_platform::blob::{Blobs, Digest};
use sekisho_platform::store::{Direction, Store, StoreError, Update, View};
use sekisho_sanitizer::{Class, Finding, MailReport, Opened, PartReport, PartResult};
use serde::Deserialize;
use std::collections::HashSet;
use std::ops::Bound;
use uuid::Uuid;

/// A record or report up to this size lies in the row.
const INLINE: usize = 32 * 1024;

/// What the gateway wrote on the outside.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Envelope {
    /// The item.
    pub item: Uuid,
    /// The sender given in SMTP, empty for a notice.
    #[serde(default)]
    pub from: String,
    /// The recipients.
    pub to: Vec<String>,
    /// When the outer side had it on disk.
    pub received: jiff::Timestamp,
    /// When it was made safe.
    #[serde(default)]
    pub sanitized: Option<jiff::Timestamp>,
    /// When it was sealed.
    #[serde(default)]
    pub sealed: Option<jiff::Timestamp>,
    /// How large the original was.
    #[serde(default)]
    pub size: u64,
    /// The rule that let it pass.
    #[serde(default)]
    pub rule: String,
    /// Until when the original is kept.
    #[serde(default)]
    pub kept_until: Option<jiff::Timestamp>,
    /// Where the outer side keeps the original: one for every mail it accepted.
    #[serde(default)]
    pub original: String,
}

/// What happened for one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The address as the envelope gave it.
    pub to: String,
    /// What.
    pub state: LandingState,
}

/// A mail whose blobs are on disk and whose rows are ready to be written.
#[derive(Debug)]
pub(crate) struct Arrival {
    id: MessageId,
    to: Vec<String>,
    message: Message,
    pieces: Vec<(u32, Piece)>,
    entry: Entry,
}

/// How landing fails before anything is written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LandingError {
    /// The store or the rows failed.
    #[error("landing a mail")]
    Mail(#[from] MailError),
    /// The recipients could not be looked up.
    #[error("finding the recipients of a mail")]
    Org(#[from] OrgError),
    /// A blob could not be written.
    #[error("keeping a part of a mail")]
    Blob(#[source] sekisho_platform::blob::BlobError),
}

impl From<StoreError> for LandingError {
    fn from(error: StoreError) -> Self {
        Self::Mail(MailError::Store(error))
    }
}

impl From<serde_json::Error> for LandingError {
    fn from(error: serde_json::Error) -> Self {
        Self::Mail(error.into())
    }
}

/// What the earlier handing over of an item answered, when every recipient was answered.
pub(crate) fn landed_before(
    tx: &View<'_>,
    item: Uuid,
    to: &[String],
) -> Result<Option<Vec<Outcome>>, LandingError> {
    let id = MessageId::new(item);
    let mut out = Vec::with_capacity(to.len());
    for address in to {
        let Some(row) = tx.get::<Landings>(&(id, address.to_ascii_lowercase()))? else {
            return Ok(None);
        };
        out.push(Outcome {
            to: address.clone(),
            state: row.state,
        });
    }
    Ok(Some(out))
}

/// Puts the large parts on disk and makes the rows ready.
pub(crate) async fn prepare(
    blobs: &Blobs,
    envelope: &Envelope,
    opened: &Opened,
    now: jiff::Timestamp,
) -> Result<Arrival, LandingError> {
    let record = MailRecord::read(opened.record.bytes())?;
    let (mut files, mut pieces) = (Vec::new(), Vec::new());
    for part in &opened.report.parts {
        let place = usize::try_from(part.index).unwrap_or(usize::MAX);
        if let Some(Some(file)) = opened.files.get(place) {
            let bytes = file.bytes();
            let small = bytes.len() <= INLINE;
            let digest = if small {
                let bytes = bytes.to_vec();
                pieces.push((part.index, Piece { bytes }));
                Digest::of(file.bytes())
            } else {
                put(blobs, bytes.clone()).await?
            };
            files.push(StoredFile {
                index: part.index,
                name: part.name.clone(),
                kind: file.kind().code().to_owned(),
                size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
                digest,
                small,
            });
        }
    }
    let report = Bytes::from(serde_json::to_vec(&opened.report)?);
    let landed = micros(now);
    let received = micros(envelope.received);
    let message = Message {
        received,
        sanitized: envelope.sanitized.map(micros),
        sealed: envelope.sealed.map(micros),
        kept_until: envelope.kept_until.map(micros),
        landed,
        size: envelope.size,
        rule: envelope.rule.clone(),
        engine: opened.engine.clone(),
        policy: opened.policy.clone(),
        record: content(blobs, opened.record.bytes().clone()).await?,
        report: content(blobs, report).await?,
        files,
    };
    let sender = record.sender();
    let held = u16::try_from(opened.report.held_parts())
        .unwrap_or(u16::MAX)
        .max(u16::from(opened.report.held.is_some()));
    let kept_until = envelope.kept_until.map(micros);
    let entry = Entry {
        folder: Folder::Inbox,
        unread: true,
        landed,
        received,
        opened: None,
        from_name: sender.name.unwrap_or_default(),
        from_address: if sender.address.is_empty() {
            envelope.from.clone()
        } else {
            sender.address
        },
        subject: record.subject.clone(),
        preview: MailRecord::preview(&record),
        attachments: u16::try_from(opened.report.parts.len()).unwrap_or(u16::MAX),
        held,
        cleaned: removed_something(&opened.report),
        touched: 0,
        fingerprint: fingerprint(envelope),
        wait: (held > 0).then(|| wait(&opened.report, kept_until)),
    };
    Ok(Arrival {
        id: MessageId::new(envelope.item),
        to: envelope.to.clone(),
        message,
        pieces,
        entry,
    })
}

/// Writes the rows. May be run again by the store; it only reads and writes through the transaction.
pub(crate) fn land(tx: &mut Update<'_>, arrival: &Arrival) -> Result<Vec<Outcome>, LandingError> {
    let mut out = Vec::with_capacity(arrival.to.len());
    for to in &arrival.to {
        let key = (arrival.id, to.to_ascii_lowercase());
        if let Some(before) = tx.get::<Landings>(&key)? {
            out.push(Outcome {
                to: to.clone(),
                state: before.state,
            });
            continue;
        }
        let recipient = match Address::new(to) {
            Ok(address) => org::recipient_of(tx, &address)?,
            Err(_) => None,
        };
        let state = match recipient {
            Some(recipient) => {
                let mailbox = MailboxId::of(recipient.staff);
                if !tx.contains::<Entries>(&(mailbox, arrival.id))? {
                    replace(tx, mailbox, arrival.id, None, &arrival.entry)?;
                }
                LandingState::Delivered
            }
            None => LandingState::UnknownRecipient,
        };
        tx.put::<Landings>(
            &key,
            &Landing {
                state,
                at: arrival.message.landed,
            },
        )?;
        out.push(Outcome {
            to: to.clone(),
            state,
        });
    }
    let delivered = out
        .iter()
        .any(|outcome| outcome.state == LandingState::Delivered);
    if delivered && !tx.contains::<Messages>(&arrival.id)? {
        tx.put::<Messages>(&arrival.id, &arrival.message)?;
        for (index, piece) in &arrival.pieces {
            tx.put::<Pieces>(&(arrival.id, *index), piece)?;
        }
    }
    Ok(out)
}

/// What has landed in all mailboxes, for the reconciliation of both sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Items times recipients that were delivered.
    pub landed: u64,
    /// Mails of which the same accepted original lies in the same mailbox once more.
    pub duplicates: u64,
}

/// Counts from the rows themselves, a stretch at a time so that no state of the store is held long.
pub(crate) fn tally(store: &Store) -> Result<Tally, StoreError> {
    const STRETCH: usize = 5_000;
    let mut tally = Tally::default();
    let mut after = Bound::Unbounded;
    loop {
        let rows = store.view(|tx| {
            tx.range::<Landings>((after.clone(), Bound::Unbounded), Direction::Up, STRETCH)
        })?;
        let delivered = rows
            .iter()
            .filter(|(_, row)| row.state == LandingState::Delivered)
            .count();
        tally.landed = tally
            .landed
            .saturating_add(u64::try_from(delivered).unwrap_or(u64::MAX));
        match rows.into_iter().next_back() {
            Some((key, _)) => after = Bound::Excluded(key),
            None => break,
        }
    }
    let mut seen: HashSet<[u8; 16]> = HashSet::new();
    let mut mailbox = None;
    let mut after = Bound::Unbounded;
    loop {
        let rows = store
            .view(|tx| tx.range::<Entries>((after, Bound::Unbounded), Direction::Up, STRETCH))?;
        for ((of, _), entry) in &rows {
            if mailbox != Some(*of) {
                mailbox = Some(*of);
                seen.clear();
            }
            if !seen.insert(entry.fingerprint) {
                tally.duplicates = tally.duplicates.saturating_add(1);
            }
        }
        match rows.into_iter().next_back() {
            Some((key, _)) => after = Bound::Excluded(key),
            None => return Ok(tally),
        }
    }
}

fn micros(at: jiff::Timestamp) -> u64 {
    u64::try_from(at.as_microsecond()).unwrap_or(0)
}

async fn put(blobs: &Blobs, bytes: Bytes) -> Result<Digest, LandingError> {
    blobs.put(bytes).await.map_err(LandingError::Blob)
}

async fn content(blobs: &Blobs, bytes: Bytes) -> Result<Content, LandingError> {
    if bytes.len() <= INLINE {
        Ok(Content::Inline(bytes.to_vec()))
    } else {
        put(blobs, bytes).await.map(Content::Blob)
    }
}

/// What of a mail is held: until when, and what the report says of it first.
pub(super) fn wait(report: &MailReport, until: Option<u64>) -> Wait {
    let whole = report.held.map(|reason| (String::new(), reason));
    let part = |part: &PartReport| match &part.result {
        PartResult::Held { reason } if part.original_name.is_empty() => {
            Some((part.name.clone(), *reason))
        }
        PartResult::Held { reason } => Some((part.original_name.clone(), *reason)),
        PartResult::Clean { .. } => None,
    };
    let told = whole.or_else(|| report.parts.iter().find_map(part));
    let (name, reason) = told.map_or_else(Default::default, |(name, reason)| {
        (name, reason.code().to_owned())
    });
    Wait {
        until,
        name,
        reason,
    }
}

fn removed_something(report: &MailReport) -> bool {
    let removed = |findings: &[Finding]| findings.iter().any(|f| f.code.class() == Class::Removed);
    removed(&report.findings)
        || report
            .parts
            .iter()
            .flat_map(PartReport::walk)
            .any(|part| removed(&part.findings))
}

/// Two items made from one accepted original have the same; without a word of it, every item is its own.
fn fingerprint(envelope: &Envelope) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    if envelope.original.is_empty() {
        hasher.update(envelope.item.as_bytes());
    } else {
        hasher.update(envelope.original.as_bytes());
    }
    let mut out = [0; 16];
    hasher.finalize_xof().fill(&mut out);
    out
}
