//! A mail as a person sees it: who, to whom, when, about what, the words, and the list of what hangs on it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::html::Html;
use crate::limits::Limits;
use crate::name;
use crate::refusal::Refusal;
use crate::text::{verify_line, verify_line_within, verify_text};
use crate::unicode;

/// A described mail. Attachments are children of the frame stream, named here by their index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Who wrote it.
    pub from: Vec<Mailbox>,
    /// Who sent it for the writer.
    pub sender: Option<Mailbox>,
    /// To whom.
    pub to: Vec<Mailbox>,
    /// Copied to whom.
    pub cc: Vec<Mailbox>,
    /// Where answers go.
    pub reply_to: Vec<Mailbox>,
    /// What it is about, one line.
    pub subject: String,
    /// When it was written, by the writer's word, in unix seconds.
    pub date: Option<i64>,
    /// The writer's offset from UTC in minutes.
    pub date_offset_minutes: Option<i16>,
    /// Its id, without angle brackets.
    pub message_id: Option<String>,
    /// What it answers.
    pub in_reply_to: Vec<String>,
    /// The thread before it.
    pub references: Vec<String>,
    /// Other headers worth keeping.
    pub headers: Vec<Header>,
    /// The words.
    pub body: Body,
    /// What hangs on it.
    pub attachments: Vec<AttachmentNote>,
    /// How many bytes could not be represented.
    pub unrepresented: u64,
}

/// One address, with the name before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// The name, one line.
    pub name: Option<String>,
    /// The address, one line without blanks.
    pub address: String,
}

/// One header that is kept as words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Its name: letters, digits and hyphens.
    pub name: String,
    /// Its value, one line.
    pub value: String,
}

/// The words of a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// As text, always.
    pub text: String,
    /// Where the text comes from.
    pub origin: BodyOrigin,
    /// As rebuilt HTML, where the mail had HTML.
    pub html: Option<Html>,
}

/// Where the text of a body comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyOrigin {
    /// The mail had a text part.
    Plain,
    /// Made from the HTML part.
    #[serde(rename = "html")]
    FromHtml,
    /// The mail had no readable structure; this is what it says, as text.
    Raw,
    /// The mail has no words.
    #[default]
    None,
}

/// One thing that hangs on a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentNote {
    /// The index of the child in the frame stream.
    pub child: u32,
    /// Its cleaned name.
    pub name: String,
    /// `inline-N` where the HTML shows it.
    pub inline_id: Option<String>,
}

impl Message {
    /// Checks counts, lengths, characters, vocabulary, and that the HTML shows only what hangs here.
    pub fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        for (list, what) in [
            (&self.from, "from"),
            (&self.to, "to"),
            (&self.cc, "cc"),
            (&self.reply_to, "reply-to"),
        ] {
            if list.len() > limits.addresses {
                return Err(Refusal::TooMany(what));
            }
            list.iter().try_for_each(|mailbox| mailbox.verify(limits))?;
        }
        self.sender
            .iter()
            .try_for_each(|mailbox| mailbox.verify(limits))?;
        verify_line_within(&self.subject, limits.header_chars, "a subject")?;
        self.verify_dates()?;
        self.verify_threads(limits)?;
        if self.headers.len() > limits.headers {
            return Err(Refusal::TooMany("headers"));
        }
        self.headers
            .iter()
            .try_for_each(|header| header.verify(limits))?;
        self.verify_attachments(limits)?;
        self.body.verify(limits)?;
        self.verify_inline()
    }

    fn verify_dates(&self) -> Result<(), Refusal> {
        // The years 1 to 9999, which is what RFC 3339 can say, and offsets of less than a day.
        let date = self
            .date
            .is_none_or(|at| (-62_135_596_800..=253_402_300_799).contains(&at));
        let offset = self
            .date_offset_minutes
            .is_none_or(|minutes| (-1439..=1439).contains(&minutes));
        if date && offset {
            Ok(())
        } else {
            Err(Refusal::Inconsistent("a date"))
        }
    }

    fn verify_threads(&self, limits: &Limits) -> Result<(), Refusal> {
        if self.in_reply_to.len() > limits.headers || self.references.len() > limits.headers {
            return Err(Refusal::TooMany("references"));
        }
        for id in self
            .message_id
            .iter()
            .chain(&self.in_reply_to)
            .chain(&self.references)
        {
            if id.is_empty() || id.len() > limits.line_chars {
                return Err(Refusal::TooLarge("a message id"));
            }
            if !id.chars().all(unicode::id_allows) {
                return Err(Refusal::Character("a message id"));
            }
        }
        Ok(())
    }

    fn verify_attachments(&self, limits: &Limits) -> Result<(), Refusal> {
        if self.attachments.len() > limits.children {
            return Err(Refusal::TooMany("attachments"));
        }
        let (mut children, mut inline) = (BTreeSet::new(), BTreeSet::new());
        for note in &self.attachments {
            if !children.insert(note.child) {
                return Err(Refusal::Inconsistent("a child that stands twice"));
            }
            if !name::name_is_clean(&note.name) {
                return Err(Refusal::Character("an attachment's name"));
            }
            if let Some(id) = &note.inline_id {
                if !is_inline_id(id) {
                    return Err(Refusal::Vocabulary("an inline id"));
                }
                if !inline.insert(id) {
                    return Err(Refusal::Inconsistent("an inline id that stands twice"));
                }
            }
        }
        Ok(())
    }

    fn verify_inline(&self) -> Result<(), Refusal> {
        let known: BTreeSet<&str> = self
            .attachments
            .iter()
            .filter_map(|note| note.inline_id.as_deref())
            .collect();
        let shown = self.body.html.iter().flat_map(Html::inline_ids);
        for id in shown {
            if !known.contains(id) {
                return Err(Refusal::Inconsistent("an inline picture"));
            }
        }
        Ok(())
    }
}

impl Mailbox {
    fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        self.name
            .iter()
            .try_for_each(|name| verify_line(name, limits, "a name"))?;
        verify_line(&self.address, limits, "an address")?;
        let plain = |c: char| !c.is_whitespace() && !matches!(c, '<' | '>' | '"');
        if self.address.chars().all(plain) {
            Ok(())
        } else {
            Err(Refusal::Character("an address"))
        }
    }
}

impl Header {
    fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        let word = !self.name.is_empty()
            && self.name.len() <= 80
            && self
                .name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !word {
            return Err(Refusal::Character("a header's name"));
        }
        verify_line_within(&self.value, limits.header_chars, "a header")
    }
}

impl Body {
    fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        verify_text(&self.text, limits, "a body")?;
        if self.origin == BodyOrigin::None && !self.text.is_empty() {
            return Err(Refusal::Inconsistent("a body from nowhere"));
        }
        self.html.iter().try_for_each(|html| html.verify(limits))
    }
}

/// `inline-N`, the only form an inline id takes: made by us, so it carries nothing of the sender's.
pub fn is_inline_id(id: &str) -> bool {
    id.strip_prefix("inline-").is_some_and(|number| {
        (1..=6).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::{AttachmentNote, BodyOrigin, Header, Mailbox, Message};
    use crate::{Attr, Html, HtmlEvent, Limits, Tag};

    fn refuses(change: impl FnOnce(&mut Message)) {
        let mut message = Message::default();
        message.body.origin = BodyOrigin::Plain;
        assert_eq!(message.verify(&Limits::default()), Ok(()));
        change(&mut message);
        assert!(message.verify(&Limits::default()).is_err(), "{message:?}");
    }

    fn note(child: u32, name: &str, inline: Option<&str>) -> AttachmentNote {
        AttachmentNote {
            child,
            name: name.into(),
            inline_id: inline.map(Into::into),
        }
    }

    #[test]
    fn a_reader_that_was_taken_over_says_nothing_more_than_a_message() {
        refuses(|m| m.subject = "a\nBcc: x".into());
        refuses(|m| m.subject = "\u{202e}".into());
        refuses(|m| m.subject = "長".repeat(4_001));
        refuses(|m| m.body.text = "a\0".into());
        refuses(|m| {
            m.body.text = "words from nowhere".into();
            m.body.origin = BodyOrigin::None;
        });
        refuses(|m| {
            m.to = vec![Mailbox {
                name: None,
                address: "a@b>\r\nX: y".into(),
            }];
        });
        refuses(|m| m.cc = vec![Mailbox::default(); 1_001]);
        refuses(|m| m.message_id = Some("<a>".into()));
        refuses(|m| m.references = vec![String::new()]);
        refuses(|m| m.date = Some(i64::MAX));
        refuses(|m| m.date_offset_minutes = Some(1_440));
        refuses(|m| {
            m.headers = vec![Header {
                name: "X:".into(),
                value: String::new(),
            }];
        });
        refuses(|m| m.attachments = vec![note(0, "../a", None)]);
        refuses(|m| m.attachments = vec![note(0, "CON", None)]);
        refuses(|m| m.attachments = vec![note(0, "a", None), note(0, "b", None)]);
        refuses(|m| m.attachments = vec![note(0, "a", Some("cid:x"))]);
        refuses(|m| {
            let attrs = vec![(Attr::Inline, "inline-7".to_owned())];
            let tag = Tag::Img;
            m.body.html = Some(Html {
                events: vec![HtmlEvent::Open { tag, attrs }],
            });
        });
    }
}
