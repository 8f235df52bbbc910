//! A new RFC 5322 message: one canonical structure, the sanitised attachments, and nothing of the old one.

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::mime::MimePart;
use sekisho_ir::{BlobHeader, Mailbox, Message, Refusal};

use crate::{Blobs, beside, html, time};

/// Writes a verified message with the children that came through.
pub(crate) fn write(message: &Message, blobs: &Blobs<'_>) -> Result<Vec<u8>, Refusal> {
    let boundaries = Boundaries::beside(message);
    let mut builder = MessageBuilder::new()
        .header("MIME-Version", Raw::new("1.0"))
        .header(
            "Date",
            Raw::new(time::rfc5322(
                message.date.unwrap_or_default(),
                message.date_offset_minutes,
            )),
        )
        .message_id(
            message
                .message_id
                .clone()
                .unwrap_or_else(|| made_id(message)),
        )
        .subject(message.subject.as_str());
    for (name, list) in [
        ("From", &message.from),
        ("To", &message.to),
        ("Cc", &message.cc),
        ("Reply-To", &message.reply_to),
    ] {
        if !list.is_empty() {
            builder = builder.header(name, addresses(list));
        }
    }
    if let Some(sender) = &message.sender {
        builder = builder.header("Sender", address(sender));
    }
    for (name, ids) in [
        ("In-Reply-To", &message.in_reply_to),
        ("References", &message.references),
    ] {
        if !ids.is_empty() {
            builder = builder.header(name, MessageId::new_list(ids.iter().map(String::as_str)));
        }
    }
    for header in &message.headers {
        builder = builder.header(header.name.as_str(), Text::new(header.value.as_str()));
    }
    let mut out = Vec::new();
    builder
        .body(body(message, blobs, &boundaries))
        .write_to(&mut out)
        .map_err(|_| Refusal::Write("the message"))?;
    Ok(out)
}

fn addresses(list: &[Mailbox]) -> Address<'_> {
    Address::new_list(list.iter().map(address).collect())
}

fn address(mailbox: &Mailbox) -> Address<'_> {
    Address::new_address(mailbox.name.as_deref(), mailbox.address.as_str())
}

fn body<'m>(message: &'m Message, blobs: &Blobs<'m>, boundaries: &Boundaries) -> MimePart<'m> {
    let inline = |note: &&sekisho_ir::AttachmentNote| note.inline_id.is_some();
    let (shown, hung): (Vec<_>, Vec<_>) = message.attachments.iter().partition(inline);
    let text = MimePart::new(
        ContentType::new("text/plain").attribute("charset", "utf-8"),
        message.body.text.as_str(),
    );
    let mut root = text;
    if let Some(found) = &message.body.html {
        let page = String::from_utf8_lossy(&html::page(found)).into_owned();
        let mut rich = MimePart::new(
            ContentType::new("text/html").attribute("charset", "utf-8"),
            page,
        );
        let pictures: Vec<_> = shown
            .iter()
            .filter_map(|note| {
                let (header, bytes) = blobs.get(&note.child)?;
                Some(
                    part(header, bytes)
                        .inline()
                        .cid(note.inline_id.clone().unwrap_or_default()),
                )
            })
            .collect();
        if !pictures.is_empty() {
            let parts = std::iter::once(rich).chain(pictures).collect::<Vec<_>>();
            rich = MimePart::new(boundaries.multipart("multipart/related", 3), parts);
        }
        root = MimePart::new(
            boundaries.multipart("multipart/alternative", 2),
            vec![root, rich],
        );
    }
    let hung: Vec<_> = hung
        .iter()
        .flat_map(|note| {
            let own = blobs.get(&note.child);
            let own = own.map(|(header, bytes)| (header, *bytes));
            let others = own.is_some().then(|| beside(blobs, Some(note.child)));
            own.into_iter().chain(others.into_iter().flatten())
        })
        .map(|(header, bytes)| part(header, bytes).attachment(header.name.clone()))
        .collect();
    if hung.is_empty() {
        return root;
    }
    let parts = std::iter::once(root).chain(hung).collect::<Vec<_>>();
    MimePart::new(boundaries.multipart("multipart/mixed", 1), parts)
}

fn part<'m>(header: &BlobHeader, bytes: &'m [u8]) -> MimePart<'m> {
    let media_type = header
        .kind
        .media_type()
        .split(';')
        .next()
        .unwrap_or("application/octet-stream");
    // A text of somebody's making is carried as bytes, so that no line of it can end a part.
    MimePart::new(ContentType::new(media_type), bytes)
        .transfer_encoding("base64")
        .encoded(bytes)
}

/// Base64 in lines: the builder would pick an encoding by the content.
trait Encoded<'m> {
    fn encoded(self, bytes: &'m [u8]) -> MimePart<'m>;
}

impl<'m> Encoded<'m> for MimePart<'m> {
    fn encoded(mut self, bytes: &'m [u8]) -> MimePart<'m> {
        let encoded = mail_builder::encoders::base64::Base64Encoder::new()
            .wrap_lines()
            .encode(bytes);
        self.contents = mail_builder::mime::BodyPart::Binary(encoded.unwrap_or_default().into());
        self
    }
}

/// Boundaries that are the same for the same mail and stand in none of its words.
struct Boundaries {
    number: u32,
}

impl Boundaries {
    fn beside(message: &Message) -> Self {
        let page = message
            .body
            .html
            .as_ref()
            .map(html::fragment)
            .unwrap_or_default();
        let number = (0..u32::MAX)
            .find(|number| {
                let mark = format!("_sekisho_{number}_");
                !message.body.text.contains(&mark) && !page.contains(&mark)
            })
            .unwrap_or_default();
        Self { number }
    }

    fn multipart(&self, media_type: &'static str, level: u32) -> ContentType<'static> {
        let boundary = format!("=_sekisho_{}_{level}", self.number);
        ContentType::new(media_type).attribute("boundary", boundary)
    }
}

/// An id for a mail that has none, made of what it says.
fn made_id(message: &Message) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let words = [&message.subject, &message.body.text]
        .into_iter()
        .flat_map(|text| text.bytes());
    for byte in words.chain(message.date.unwrap_or_default().to_le_bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{hash:016x}@sekisho.invalid")
}

#[cfg(test)]
mod tests {
    use sekisho_ir::{
        AttachmentNote, Attr, BlobHeader, Body, BodyOrigin, Html, HtmlEvent, Kind, Mailbox,
        Message, Tag,
    };

    use super::write;
    use crate::Blobs;

    #[test]
    fn a_message_has_one_canonical_form() {
        let picture = HtmlEvent::Open {
            tag: Tag::Img,
            attrs: vec![(Attr::Inline, "inline-1".into())],
        };
        let message = Message {
            from: vec![Mailbox {
                name: Some("佐藤".into()),
                address: "sato@yamabiko.example".into(),
            }],
            subject: "見積書の送付".into(),
            date: Some(1_795_402_800),
            date_offset_minutes: Some(540),
            body: Body {
                text: "--=_sekisho_0_1\nfrom\n".into(),
                origin: BodyOrigin::Plain,
                html: Some(Html {
                    events: vec![picture],
                }),
            },
            attachments: vec![
                AttachmentNote {
                    child: 0,
                    name: "見積.pdf".into(),
                    inline_id: None,
                },
                AttachmentNote {
                    child: 1,
                    name: "a.png".into(),
                    inline_id: Some("inline-1".into()),
                },
                AttachmentNote {
                    child: 2,
                    name: "held.exe".into(),
                    inline_id: None,
                },
            ],
            ..Message::default()
        };
        let mut blobs = Blobs::new();
        let blob = |index, name: &str, kind| BlobHeader {
            index,
            name: name.into(),
            kind,
            beside: None,
        };
        blobs.insert(0, (blob(0, "見積.txt", Kind::Text), b"--=_sekisho_1_1--"));
        blobs.insert(1, (blob(1, "a.png", Kind::Png), b"png"));
        let first = write(&message, &blobs).unwrap();
        assert_eq!(first, write(&message, &blobs).unwrap());
        let text = String::from_utf8(first).unwrap();
        for line in [
            "Date: Mon, 23 Nov 2026 12:00:00 +0900\r\n",
            "Content-Type: multipart/mixed; boundary=\"=_sekisho_1_1\"\r\n",
            "--=_sekisho_1_2\r\n",
            "Content-ID: <inline-1>\r\n",
            "filename*=UTF-8''%E8%A6%8B%E7%A9%8D.txt",
            "--=_sekisho_1_1--\r\n",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert_eq!(text.matches("\r\n--=_sekisho_1_1--").count(), 1);
        assert!(!text.contains("held.exe"));
    }
}
