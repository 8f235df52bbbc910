//! The record our writer wrote for a mail, read back. Its form is pinned by `docs/wire/message.json`.

use serde::{Deserialize, Serialize};

/// A mailbox in a head.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Correspondent {
    /// The name, when there was one.
    #[serde(default)]
    pub name: Option<String>,
    /// The address.
    #[serde(default)]
    pub address: String,
}

/// One line of the head as it came.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct RecordHeader {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// An attachment's place and name.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct RecordAttachment {
    /// Which attachment.
    pub child: u32,
    /// What the HTML calls it.
    #[serde(default)]
    pub inline_id: Option<String>,
}

/// A line of a letter of the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HouseLine {
    /// When it happened, as a list shows it.
    pub time: String,
    /// Which part of the house says it.
    pub module: String,
    /// What it is about.
    pub title: String,
    /// What happened.
    pub sentence: String,
    /// Where it leads, a path of this house.
    pub href: String,
}

/// A mail as our writer wrote it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct MailRecord {
    /// The subject.
    #[serde(default)]
    pub subject: String,
    /// Who it says it is from.
    #[serde(default)]
    pub from: Vec<Correspondent>,
    /// To whom.
    #[serde(default)]
    pub to: Vec<Correspondent>,
    /// Who else.
    #[serde(default)]
    pub cc: Vec<Correspondent>,
    /// Where answers shall go.
    #[serde(default)]
    pub reply_to: Vec<Correspondent>,
    /// Who really sent it, where that is another.
    #[serde(default)]
    pub sender: Option<Correspondent>,
    /// When its sender says it was written, RFC 3339.
    #[serde(default)]
    pub date: Option<String>,
    /// What its sender calls it.
    #[serde(default)]
    pub message_id: Option<String>,
    /// What it answers.
    #[serde(default)]
    pub in_reply_to: Vec<String>,
    /// The conversation it belongs to.
    #[serde(default)]
    pub references: Vec<String>,
    /// What else of its head was kept.
    #[serde(default)]
    pub headers: Vec<RecordHeader>,
    /// The text.
    #[serde(default)]
    pub text: String,
    /// The rebuilt HTML.
    #[serde(default)]
    pub html: Option<String>,
    /// The attachments.
    #[serde(default)]
    pub attachments: Vec<RecordAttachment>,
    /// What a letter of the house tells; the record of a mail has none.
    #[serde(default)]
    pub lines: Vec<HouseLine>,
    /// What stands above those lines.
    #[serde(default)]
    pub opening: String,
    /// What stands below them.
    #[serde(default)]
    pub closing: String,
}

impl MailRecord {
    /// Reads a record. The bytes are our own writer's; anything else is a fault of the program.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// The first sender.
    pub(crate) fn sender(&self) -> Correspondent {
        self.from.first().cloned().unwrap_or_default()
    }

    /// The beginning of the text on one line.
    pub(crate) fn preview(&self) -> String {
        const MOST: usize = 90;
        let mut out = String::new();
        let mut length = 0;
        for word in self.text.split_whitespace().take(MOST) {
            if !out.is_empty() {
                out.push(' ');
                length += 1;
            }
            for c in word.chars() {
                if length >= MOST {
                    out.push('…');
                    return out;
                }
                out.push(c);
                length += 1;
            }
        }
        out
    }
}
