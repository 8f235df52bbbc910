//! The notice as a mail: a delivery status notification (RFC 3464) that a person can read first.
//!
//! Promise: nothing of the refused mail is in it, only what the envelope said; so a notice to a forged sender carries
//! nothing to anybody.

use jiff::Timestamp;
use jiff::tz::{TimeZone, offset};
use mail_builder::MessageBuilder;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::MimePart;

use super::notice::{Failed, Notice, Reason};

/// Who writes the notice, and when.
#[derive(Debug)]
pub(super) struct Letterhead<'a> {
    /// This node's mail name.
    pub(super) hostname: &'a str,
    pub(super) now: Timestamp,
    /// A fresh word for the message id and the boundary.
    pub(super) unique: &'a str,
}

/// Writes the notice.
pub(super) fn compose(notice: &Notice, head: &Letterhead<'_>) -> std::io::Result<Vec<u8>> {
    let hostname = head.hostname;
    let report = ContentType::new("multipart/report")
        .attribute("report-type", "delivery-status")
        .attribute("boundary", format!("=_notice_{}", head.unique));
    let parts = vec![
        MimePart::new("text/plain; charset=utf-8", words(notice, hostname)),
        MimePart::new("message/delivery-status", status(notice, hostname))
            .transfer_encoding("7bit"),
    ];
    MessageBuilder::new()
        .from((
            "関所 Sekisho".to_owned(),
            format!("MAILER-DAEMON@{hostname}"),
        ))
        .to(notice.to.as_str())
        .subject("メールをお届けできませんでした / Your mail was not delivered")
        .date(Date::new(head.now.as_second()))
        .message_id(format!("{}@{hostname}", head.unique))
        .header("Auto-Submitted", Raw::new("auto-replied"))
        .body(MimePart::new(report, parts))
        .write_to_vec()
}

fn words(notice: &Notice, hostname: &str) -> String {
    let list = |why: fn(Reason) -> &'static str| -> String {
        let line = |failed: &Failed| {
            let to: String = failed
                .to
                .chars()
                .filter(|c| !c.is_control())
                .take(500)
                .collect();
            format!("  {to}\n    {}\n", why(failed.reason))
        };
        notice.failed.iter().map(line).collect()
    };
    let received = Timestamp::from_millisecond(notice.received)
        .unwrap_or_default()
        .to_zoned(TimeZone::fixed(offset(9)))
        .strftime("%Y-%m-%d %H:%M:%S %:z");
    let (item, ja, en) = (notice.item, list(japanese), list(english));
    format!(
        "{hostname} です。\n次の宛先に、お送りいただいたメールをお届けできませんでした。\n\n{ja}\n\
         受付日時: {received}\n受付番号: {item}\n\n\
         --\n\nThis is {hostname}.\nYour mail was not delivered to the following recipients.\n\n{en}\n\
         Received: {received}\nItem: {item}\n"
    )
}

fn japanese(reason: Reason) -> &'static str {
    match reason {
        Reason::UnknownRecipient => {
            "このアドレスは使われていません。アドレスをお確かめのうえ、もう一度お送りください。"
        }
        Reason::Closed => {
            "このアドレスは今、メールを受け取っていません。お電話などでご連絡ください。"
        }
        Reason::Rule => {
            "受け取りの決まりにより、お受けできませんでした。送り方について宛先の方へお問い合わせください。"
        }
    }
}

fn english(reason: Reason) -> &'static str {
    match reason {
        Reason::UnknownRecipient => "Nobody has this address. Please check it and send again.",
        Reason::Closed => {
            "This address takes no mail at present. Please reach the person another way."
        }
        Reason::Rule => {
            "Our rules do not admit this mail. Please ask the recipient how to send it."
        }
    }
}

/// The part for machines. Every value is cut down to printable ASCII, since the envelope came from outside.
fn status(notice: &Notice, hostname: &str) -> String {
    let mut lines = vec![format!("Reporting-MTA: dns; {hostname}")];
    if let Some(id) = &notice.envelope_id {
        lines.push(format!("Original-Envelope-Id: {}", printable(id)));
    }
    for Failed {
        to,
        original,
        reason,
    } in &notice.failed
    {
        lines.push(String::new());
        if let Some(original) = original {
            lines.push(format!("Original-Recipient: {}", printable(original)));
        }
        let kind = if to.is_ascii() { "rfc822" } else { "utf-8" };
        lines.push(format!("Final-Recipient: {kind}; {}", xtext(to)));
        lines.push(format!("Action: failed\r\nStatus: {}", reason.status()));
    }
    lines.push(String::new());
    lines.join("\r\n")
}

fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_graphic() || *c == ' ')
        .take(500)
        .collect()
}

/// An address with everything but printable ASCII written as `\x{…}` (RFC 6533).
fn xtext(address: &str) -> String {
    let written = |character: char| match character {
        c if c.is_ascii_graphic() && c != '\\' => c.to_string(),
        c if c.is_ascii_control() => String::new(),
        c => format!("\\x{{{:X}}}", u32::from(c)),
    };
    address.chars().take(500).map(written).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn notice(to: &str) -> Notice {
        let failed = Failed {
            to: to.into(),
            original: Some("rfc822;old@x".into()),
            reason: Reason::Closed,
        };
        Notice {
            item: Uuid::from_u128(7),
            to: "kikaku@pref.example".into(),
            received: 1_795_000_000_000,
            envelope_id: Some("Q1\r\nBcc: victim@example".into()),
            failed: vec![failed],
        }
    }

    fn composed(notice: &Notice) -> String {
        let now = Timestamp::from_second(1_795_000_100).unwrap();
        let head = Letterhead {
            hostname: "mail.yamabiko.example",
            now,
            unique: "0a1b",
        };
        String::from_utf8(compose(notice, &head).unwrap()).unwrap()
    }

    #[test]
    fn a_notice_is_a_delivery_status_notification() {
        let text = composed(&notice("mori@yamabiko.example"));
        assert!(text.contains("Content-Type: multipart/report"));
        assert!(text.contains("report-type=\"delivery-status\""));
        assert!(text.contains("Auto-Submitted: auto-replied\r\n"));
        assert!(text.contains("Final-Recipient: rfc822; mori@yamabiko.example\r\n"));
        assert!(text.contains("Status: 5.2.1\r\n"));
        assert!(text.contains("Message-ID: <0a1b@mail.yamabiko.example>\r\n"));
    }

    #[test]
    fn what_the_envelope_said_cannot_add_a_header() {
        let text = composed(&notice("mori\r\nBcc: victim@example"));
        assert!(!text.contains("\r\nBcc:"), "{text}");
    }

    #[test]
    fn an_address_beyond_ascii_is_written_as_the_standard_says() {
        let text = status(&notice("佐藤@yamabiko.example"), "mail.example");
        assert!(text.contains("Final-Recipient: utf-8; \\x{4F50}\\x{85E4}@yamabiko.example"));
        assert!(text.is_ascii());
    }
}
