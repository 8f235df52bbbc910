//! Letters that the house itself writes into a mailbox: they crossed no tier, so there is nothing of a crossing to tell.
//!
//! They are no accepted mail: nothing is written among what landed, and the reconciliation of both sides does not see
//! them. Their name is made from what they are about, so that the same thing told twice lies there once.

use super::model::{Folder, MailboxId, MessageId};
use super::record::HouseLine;
use super::service::{MailError, replace};
use super::table::{Content, Entries, Entry, Message, Messages};
use crate::org::StaffId;
use sekisho_platform::store::Update;
use sekisho_sanitizer::MailReport;
use serde::Serialize;
use uuid::Uuid;

/// A letter to one person.
#[derive(Clone, Debug)]
pub(crate) struct HouseLetter {
    /// Who is named as its sender: a part of the house.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// What stands above the lines.
    pub opening: String,
    /// What it tells, line by line, each leading to its page.
    pub lines: Vec<HouseLine>,
    /// What stands below them.
    pub closing: String,
    /// What it is about: the same bytes for the same person are the same letter.
    pub about: Vec<u8>,
    /// When, in microseconds.
    pub at: u64,
}

/// The record as a mail's is kept, with the lines beside.
#[derive(Serialize)]
struct Record<'a> {
    subject: &'a str,
    from: [Named<'a>; 1],
    text: &'a str,
    lines: &'a [HouseLine],
    closing: &'a str,
    opening: &'a str,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    address: &'a str,
}

/// Whether a message is a letter of the house: every mail that crossed names the engine that made it safe.
pub(super) fn of_the_house(message: &Message) -> bool {
    message.engine.is_empty() && message.policy.is_empty() && message.sealed.is_none()
}

/// Puts a letter into somebody's inbox; false where it lies there already.
pub(crate) fn house_letter(
    tx: &mut Update<'_>,
    staff: StaffId,
    letter: &HouseLetter,
) -> Result<bool, MailError> {
    let name = named(staff, &letter.about);
    let (mailbox, id) = (MailboxId::of(staff), MessageId::new(name));
    if tx.contains::<Entries>(&(mailbox, id))? {
        return Ok(false);
    }
    let text = text(letter);
    let record = serde_json::to_vec(&Record {
        subject: &letter.subject,
        from: [Named {
            name: &letter.from,
            address: "",
        }],
        text: &text,
        lines: &letter.lines,
        opening: &letter.opening,
        closing: &letter.closing,
    })?;
    let message = Message {
        received: letter.at,
        sanitized: None,
        sealed: None,
        kept_until: None,
        landed: letter.at,
        size: u64::try_from(text.len()).unwrap_or(u64::MAX),
        rule: String::new(),
        engine: String::new(),
        policy: String::new(),
        record: Content::Inline(record),
        report: Content::Inline(serde_json::to_vec(&MailReport::default())?),
        files: Vec::new(),
    };
    let entry = Entry {
        folder: Folder::Inbox,
        unread: true,
        landed: letter.at,
        received: letter.at,
        opened: None,
        from_name: letter.from.clone(),
        from_address: String::new(),
        subject: letter.subject.clone(),
        preview: letter.opening.chars().take(90).collect(),
        attachments: 0,
        held: 0,
        cleaned: false,
        touched: 0,
        fingerprint: name.into_bytes(),
        wait: None,
    };
    replace(tx, mailbox, id, None, &entry)?;
    tx.put::<Messages>(&id, &message)?;
    Ok(true)
}

/// The letter as plain text, for the search and for paper.
fn text(letter: &HouseLetter) -> String {
    let lines = letter.lines.iter().map(|line| {
        let what = [line.title.as_str(), line.sentence.as_str()];
        let what: Vec<&str> = what.into_iter().filter(|part| !part.is_empty()).collect();
        format!("・{} [{}] {}", line.time, line.module, what.join(" "))
    });
    let lines: Vec<String> = lines.collect();
    [
        letter.opening.as_str(),
        lines.join("\n").as_str(),
        letter.closing.as_str(),
    ]
    .join("\n\n")
}

/// The letter's name: the first half of a digest over whom and what, marked as a name made so (RFC 9562, version 8).
fn named(staff: StaffId, about: &[u8]) -> Uuid {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"house letter");
    hasher.update(staff.uuid().as_bytes());
    hasher.update(about);
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
