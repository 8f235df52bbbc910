//! A mail: the strict structure of our own, and every wrong way Japanese mail has been written, read right.
//!
//! ```text
//!  bytes ─▶ structure ─▶ tree of parts ─▶ assemble ─▶ body, attachments
//!           fields head params transfer     │ html
//!           words address date             ─┴▶ Message
//! ```
//!
//! Total: whatever the bytes are, a message comes out. What has no header is a text; what cannot be
//! represented is counted in [`Message::unrepresented`](sekisho_ir::Message) and told.

mod address;
mod assemble;
mod date;
mod fields;
mod head;
mod params;
mod structure;
mod transfer;
mod words;

use sekisho_ir::{
    Body, BodyOrigin, Code, Document, Findings, Header, Limits, Mailbox, Message, unicode,
};

use crate::{Reading, charset, note_cleaned};
use fields::Block;
use structure::{Content, Part};

/// Reads a mail. Never fails.
pub(crate) fn read<'a>(input: &'a [u8], limits: &Limits) -> Reading<'a> {
    // Lines that end in a bare CR, as very old desks wrote them.
    if input.contains(&b'\r') && !input.contains(&b'\n') {
        let lines: Vec<u8> = input
            .iter()
            .map(|b| if *b == b'\r' { b'\n' } else { *b })
            .collect();
        return read_lines(&lines, limits).into_owned();
    }
    read_lines(input, limits)
}

fn read_lines<'a>(input: &'a [u8], limits: &Limits) -> Reading<'a> {
    let Some(tree) = structure::read(input, limits) else {
        return raw(input, limits);
    };
    let hint = charset_of(&tree.root).map(str::to_owned);
    let assembled = assemble::assemble(&tree.root, hint.as_deref(), limits);
    let mut writer = Heads {
        block: &tree.block,
        hint: hint.as_deref(),
        limits,
        findings: tree.findings,
        lost: tree.extra.saturating_add(assembled.lost),
    };
    let mut message = writer.message();
    message.body = assembled.body;
    message.attachments = assembled.notes;
    let (mut findings, lost) = (writer.findings, writer.lost);
    findings.merge(&assembled.findings);
    findings.add(Code::BytesNotRepresented, lost);
    message.unrepresented = u64::try_from(lost).unwrap_or(u64::MAX);
    Reading {
        document: Document::Message(message),
        children: assembled.children,
        findings,
        signatures: Vec::new(),
    }
}

/// Bytes without a header: what they say, as text.
fn raw<'a>(input: &[u8], limits: &Limits) -> Reading<'a> {
    let head = input.get(..limits.text_bytes).unwrap_or(input);
    let decoded = charset::decode(head, None);
    let mut cleaned = unicode::clean_text(&decoded.text);
    let kept = crate::cut_bytes(&cleaned.text, limits.text_bytes).len();
    let cut = cleaned.text.len().saturating_sub(kept);
    cleaned.text.truncate(kept);
    let mut findings = Findings::new();
    note_cleaned(&mut findings, &cleaned, "body");
    findings.add(Code::StructureRepaired, 1);
    findings.add(
        Code::TextCut,
        usize::from(cut > 0 || head.len() < input.len()),
    );
    let lost = decoded
        .lost
        .saturating_add(cut)
        .saturating_add(cleaned.removed())
        .saturating_add(input.len().saturating_sub(head.len()));
    findings.add(Code::BytesNotRepresented, lost);
    let origin = if cleaned.text.is_empty() {
        BodyOrigin::None
    } else {
        BodyOrigin::Raw
    };
    let message = Message {
        body: Body {
            text: cleaned.text,
            origin,
            html: None,
        },
        unrepresented: u64::try_from(lost).unwrap_or(u64::MAX),
        ..Message::default()
    };
    Reading {
        document: Document::Message(message),
        children: Vec::new(),
        findings,
        signatures: Vec::new(),
    }
}

/// The charset that the mail's first words are labelled with.
fn charset_of<'t>(part: &'t Part<'_>) -> Option<&'t str> {
    match &part.content {
        Content::Leaf(_) => part.head.charset.as_deref(),
        Content::Multi(parts) => part
            .head
            .charset
            .as_deref()
            .or_else(|| parts.iter().find_map(charset_of)),
    }
}

/// Reads the headers of the mail itself.
struct Heads<'t> {
    block: &'t Block,
    hint: Option<&'t str>,
    limits: &'t Limits,
    findings: Findings,
    lost: usize,
}

/// Headers that are words worth keeping, beside those with a place of their own.
const KEPT: [(&str, &str); 16] = [
    ("importance", "Importance"),
    ("priority", "Priority"),
    ("x-priority", "X-Priority"),
    ("auto-submitted", "Auto-Submitted"),
    ("precedence", "Precedence"),
    ("list-id", "List-Id"),
    ("list-post", "List-Post"),
    ("organization", "Organization"),
    ("x-mailer", "X-Mailer"),
    ("user-agent", "User-Agent"),
    ("disposition-notification-to", "Disposition-Notification-To"),
    ("resent-from", "Resent-From"),
    ("resent-to", "Resent-To"),
    ("keywords", "Keywords"),
    ("comments", "Comments"),
    ("x-ml-name", "X-ML-Name"),
];

/// Headers of which a mail has one.
const SINGLE: [&str; 11] = [
    "from",
    "sender",
    "reply-to",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "mime-version",
];

impl Heads<'_> {
    fn message(&mut self) -> Message {
        for name in SINGLE {
            let extra = self.block.all(name).count().saturating_sub(1);
            self.findings.add_at(Code::DuplicateHeader, extra, name);
        }
        let date = self.block.first("date").and_then(date::read);
        Message {
            from: self.addresses("from"),
            sender: self.addresses("sender").into_iter().next(),
            to: self.addresses("to"),
            cc: self.addresses("cc"),
            reply_to: self.addresses("reply-to"),
            subject: self.line("subject"),
            date: date.map(|(at, _)| at),
            date_offset_minutes: date.and_then(|(_, offset)| offset),
            message_id: self.ids("message-id").into_iter().next(),
            in_reply_to: self.ids("in-reply-to"),
            references: self.ids("references"),
            headers: self.kept(),
            body: Body::default(),
            attachments: Vec::new(),
            unrepresented: 0,
        }
    }

    fn line(&mut self, name: &str) -> String {
        let raw = self.block.first(name).unwrap_or_default();
        let words = words::decode(raw, self.hint);
        self.lost = self.lost.saturating_add(words.lost);
        let cleaned = unicode::clean_line(&words.text);
        note_cleaned(&mut self.findings, &cleaned, name);
        let kept = unicode::cut(&cleaned.text, self.limits.header_chars);
        if kept.len() < cleaned.text.len() {
            self.findings.add_at(Code::TextCut, 1, name);
            self.lost = self
                .lost
                .saturating_add(cleaned.text.len().saturating_sub(kept.len()));
        }
        kept.to_owned()
    }

    /// Addresses of the first header of a name; of recipients every header counts.
    fn addresses(&mut self, name: &str) -> Vec<Mailbox> {
        let most = if matches!(name, "to" | "cc") { 20 } else { 1 };
        let mut list: Vec<Mailbox> = Vec::new();
        let raws = self
            .block
            .all(name)
            .filter(|raw| !raw.trim_ascii().is_empty())
            .take(most);
        for raw in raws {
            let read = address::read(raw, self.hint, self.limits);
            self.lost = self.lost.saturating_add(read.lost);
            self.findings
                .add_at(Code::PartsBeyondLimit, usize::from(read.cut), name);
            list.extend(read.list);
        }
        list.truncate(self.limits.addresses);
        list
    }

    fn ids(&mut self, name: &str) -> Vec<String> {
        let raw = self.block.first(name).unwrap_or_default();
        let text = String::from_utf8_lossy(raw);
        text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ','))
            .filter(|id| !id.is_empty() && id.len() <= self.limits.line_chars)
            .filter(|id| id.chars().all(unicode::id_allows))
            .take(self.limits.headers)
            .map(str::to_owned)
            .collect()
    }

    fn kept(&mut self) -> Vec<Header> {
        let mut kept = Vec::new();
        for (name, shown) in KEPT {
            let value = self.line(name);
            if !value.is_empty() {
                kept.push(Header {
                    name: shown.to_owned(),
                    value,
                });
            }
        }
        kept
    }
}
