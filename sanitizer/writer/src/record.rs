//! The canonical JSON of a mail: one form, fields in one order, no blanks, so that the same mail gives the
//! same bytes and the same digest.

use sekisho_ir::{BodyOrigin, Mailbox, Message, Refusal};
use serde::Serialize;

use crate::{html, time};

#[derive(Serialize)]
struct Record<'a> {
    v: u32,
    subject: &'a str,
    from: Vec<Person<'a>>,
    sender: Option<Person<'a>>,
    to: Vec<Person<'a>>,
    cc: Vec<Person<'a>>,
    reply_to: Vec<Person<'a>>,
    date: Option<String>,
    message_id: Option<&'a str>,
    in_reply_to: &'a [String],
    references: &'a [String],
    headers: Vec<Line<'a>>,
    text: &'a str,
    text_origin: BodyOrigin,
    html: Option<String>,
    attachments: Vec<Attachment<'a>>,
    unrepresented: u64,
}

#[derive(Serialize)]
struct Person<'a> {
    name: &'a str,
    address: &'a str,
}

#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct Attachment<'a> {
    child: u32,
    name: &'a str,
    inline_id: Option<&'a str>,
}

/// Writes the record of a verified message.
pub(crate) fn write(message: &Message) -> Result<Vec<u8>, Refusal> {
    let record = Record {
        v: 1,
        subject: &message.subject,
        from: people(&message.from),
        sender: message.sender.as_ref().map(person),
        to: people(&message.to),
        cc: people(&message.cc),
        reply_to: people(&message.reply_to),
        date: message
            .date
            .map(|at| time::rfc3339(at, message.date_offset_minutes)),
        message_id: message.message_id.as_deref(),
        in_reply_to: &message.in_reply_to,
        references: &message.references,
        headers: message
            .headers
            .iter()
            .map(|h| Line {
                name: &h.name,
                value: &h.value,
            })
            .collect(),
        text: &message.body.text,
        text_origin: message.body.origin,
        html: message.body.html.as_ref().map(html::fragment),
        attachments: message
            .attachments
            .iter()
            .map(|note| Attachment {
                child: note.child,
                name: &note.name,
                inline_id: note.inline_id.as_deref(),
            })
            .collect(),
        unrepresented: message.unrepresented,
    };
    serde_json::to_vec(&record).map_err(|_| Refusal::Write("the record"))
}

fn people(list: &[Mailbox]) -> Vec<Person<'_>> {
    list.iter().map(person).collect()
}

fn person(mailbox: &Mailbox) -> Person<'_> {
    Person {
        name: mailbox.name.as_deref().unwrap_or_default(),
        address: &mailbox.address,
    }
}

#[cfg(test)]
mod tests {
    use sekisho_ir::{
        AttachmentNote, Attr, Body, BodyOrigin, Header, Html, HtmlEvent, Limits, Mailbox, Message,
        Tag,
    };

    use super::write;

    #[test]
    fn a_record_is_what_the_wire_says() {
        let person = |name: &str, address: &str| Mailbox {
            name: (!name.is_empty()).then(|| name.to_owned()),
            address: address.to_owned(),
        };
        let note = |child, name: &str, inline: Option<&str>| AttachmentNote {
            child,
            name: name.to_owned(),
            inline_id: inline.map(str::to_owned),
        };
        let open = |tag, attrs: &[(Attr, &str)]| HtmlEvent::Open {
            tag,
            attrs: attrs
                .iter()
                .map(|(attr, value)| (*attr, (*value).to_owned()))
                .collect(),
        };
        let words = |text: &str| HtmlEvent::Text(text.to_owned());
        let events = vec![
            open(Tag::P, &[]),
            words("見積書を"),
            open(Tag::Font, &[(Attr::Color, "#ff0000")]),
            words("送ります"),
            HtmlEvent::Close,
            words("。"),
            open(Tag::Img, &[(Attr::Inline, "inline-1"), (Attr::Alt, "印")]),
            HtmlEvent::Close,
        ];
        let message = Message {
            from: vec![person("佐藤 花子", "sato@yamabiko.example")],
            to: vec![person("", "soumu@yamabiko.example")],
            subject: "見積書の送付について".into(),
            date: Some(1_795_402_800),
            date_offset_minutes: Some(540),
            message_id: Some("20261123.1@vendor.example".into()),
            references: vec!["20261122.9@yamabiko.example".into()],
            headers: vec![Header {
                name: "Importance".into(),
                value: "high".into(),
            }],
            body: Body {
                text: "見積書を送ります。\n".into(),
                origin: BodyOrigin::Plain,
                html: Some(Html { events }),
            },
            attachments: vec![
                note(0, "見積書.xlsx", None),
                note(1, "印.png", Some("inline-1")),
            ],
            unrepresented: 3,
            ..Message::default()
        };
        assert_eq!(message.verify(&Limits::default()), Ok(()));
        let written: serde_json::Value = serde_json::from_slice(&write(&message).unwrap()).unwrap();
        let golden = include_str!("../../../docs/wire/message.json");
        assert_eq!(
            written,
            serde_json::from_str::<serde_json::Value>(golden).unwrap()
        );
    }

    #[test]
    fn a_record_has_one_form() {
        let message = Message {
            from: vec![Mailbox {
                name: Some("佐藤".into()),
                address: "sato@yamabiko.example".into(),
            }],
            to: vec![Mailbox {
                name: None,
                address: "a@b".into(),
            }],
            subject: "見積\"書".into(),
            date: Some(1_795_402_800),
            date_offset_minutes: Some(540),
            headers: vec![Header {
                name: "Importance".into(),
                value: "high".into(),
            }],
            body: Body {
                text: "本文\n".into(),
                origin: BodyOrigin::Plain,
                html: None,
            },
            attachments: vec![AttachmentNote {
                child: 0,
                name: "a.pdf".into(),
                inline_id: None,
            }],
            ..Message::default()
        };
        let bytes = write(&message).unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            concat!(
                r#"{"v":1,"subject":"見積\"書","from":[{"name":"佐藤","address":"sato@yamabiko.example"}],"sender":null,"#,
                r#""to":[{"name":"","address":"a@b"}],"cc":[],"reply_to":[],"date":"2026-11-23T12:00:00+09:00","#,
                r#""message_id":null,"in_reply_to":[],"references":[],"headers":[{"name":"Importance","value":"high"}],"#,
                r#""text":"本文\n","text_origin":"plain","html":null,"attachments":[{"child":0,"name":"a.pdf","inline_id":null}],"unrepresented":0}"#
            )
        );
    }
}
