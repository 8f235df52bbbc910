//! A mail's record: JSON of exactly the agreed form, no key more, every string free of control characters.

use sekisho_ir::unicode;
use serde::Deserialize;

use super::markup;

/// True to `docs/wire/message.json`.
pub(super) fn is_record(bytes: &[u8]) -> Option<()> {
    let record: Record = serde_json::from_slice(bytes).ok()?;
    let Record {
        v,
        subject,
        from,
        to,
        cc,
        reply_to,
        sender,
        headers,
        text,
        html,
        ..
    } = &record;
    let lines = [subject]
        .into_iter()
        .chain([&record.date, &record.message_id].into_iter().flatten())
        .chain(&record.in_reply_to)
        .chain(&record.references)
        .chain(
            headers
                .iter()
                .flat_map(|header| [&header.name, &header.value]),
        )
        .chain(record.attachments.iter().map(|attachment| &attachment.name))
        .chain(
            record
                .attachments
                .iter()
                .filter_map(|attachment| attachment.inline_id.as_ref()),
        )
        .chain(
            [from, to, cc, reply_to]
                .into_iter()
                .flatten()
                .chain(sender)
                .flat_map(|mailbox| mailbox.name.iter().chain([&mailbox.address])),
        );
    let clean = *v == 1
        && lines
            .into_iter()
            .all(|line| line.chars().all(unicode::line_allows))
        && text.chars().all(unicode::text_allows)
        && ["plain", "html", "raw", "none"].contains(&record.text_origin.as_str());
    html.as_ref()
        .map_or(Some(()), |html| markup::is_fragment(html))?;
    let _ = record.unrepresented;
    let mut seen = std::collections::BTreeSet::new();
    let distinct = record
        .attachments
        .iter()
        .all(|attachment| seen.insert(attachment.child));
    (clean && distinct).then_some(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    v: u32,
    subject: String,
    from: Vec<Mailbox>,
    #[serde(default)]
    sender: Option<Mailbox>,
    to: Vec<Mailbox>,
    cc: Vec<Mailbox>,
    reply_to: Vec<Mailbox>,
    date: Option<String>,
    message_id: Option<String>,
    in_reply_to: Vec<String>,
    references: Vec<String>,
    headers: Vec<Header>,
    text: String,
    text_origin: String,
    html: Option<String>,
    attachments: Vec<Attachment>,
    unrepresented: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mailbox {
    name: Option<String>,
    address: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    name: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attachment {
    child: u32,
    name: String,
    inline_id: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = r#"{"v":1,"subject":"","from":[],"to":[],"cc":[],"reply_to":[],"date":null,"message_id":null,"in_reply_to":[],"references":[],"headers":[],"text":"","text_origin":"none","html":null,"attachments":[],"unrepresented":0}"#;

    #[test]
    fn the_golden_record_is_recognised() {
        assert!(is_record(include_bytes!("../../../../docs/wire/message.json")).is_some());
    }

    #[test]
    fn the_agreed_form_is_recognised_and_no_other() {
        assert!(is_record(EMPTY.as_bytes()).is_some());
        for (from, to) in [
            ("\"v\":1", "\"v\":2"),
            ("\"v\":1", "\"v\":1,\"extra\":true"),
            ("\"subject\":\"\"", "\"subject\":\"a\\u0000b\""),
            ("\"subject\":\"\"", "\"subject\":\"a\\nBcc: x\""),
            ("\"text\":\"\"", "\"text\":\"\\u202e\""),
            ("\"text_origin\":\"none\"", "\"text_origin\":\"other\""),
            ("\"html\":null", "\"html\":\"<script>x</script>\""),
            ("\"html\":null", "\"html\":\"<p onclick=\\\"x\\\">a</p>\""),
        ] {
            let changed = EMPTY.replace(from, to);
            assert!(is_record(changed.as_bytes()).is_none(), "{to}");
        }
        assert!(is_record(format!("{EMPTY} {{}}").as_bytes()).is_none());
    }
}
