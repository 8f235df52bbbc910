//! Sealed bundles, made byte by byte as the wire says, so that what is tested is the form and not our own writer.

use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};
use uuid::Uuid;

/// A mail to be sealed.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    pub item: Uuid,
    pub to: Vec<String>,
    pub original: String,
    pub received: String,
    pub kept_until: String,
    pub record: Value,
    pub findings: Value,
    pub parts: Vec<Value>,
    pub files: Vec<(&'static str, Vec<u8>)>,
}

impl Mail {
    /// A plain mail to one person.
    pub(crate) fn to(number: u128, to: &[&str], subject: &str) -> Self {
        Self {
            item: Uuid::from_u128(number),
            to: to
                .iter()
                .map(|to| format!("{to}@yamabiko.example"))
                .collect(),
            original: format!("1:{number}"),
            received: "2026-11-20T08:31:05.700+09:00".to_owned(),
            kept_until: "2026-11-27T00:00:00+09:00".to_owned(),
            record: json!({
                "v": 1, "subject": subject,
                "from": [{"name": "株式会社みどり測量 中村 誠", "address": "nakamura@midori-sokuryo.example"}],
                "to": [{"name": "佐藤", "address": "sato@yamabiko.example"}], "cc": [], "reply_to": [],
                "date": "2026-11-20T08:30:59+09:00", "message_id": format!("<{number}@midori-sokuryo.example>"),
                "in_reply_to": [], "references": [],
                "headers": [{"name": "Received", "value": "from mx.midori-sokuryo.example"},
                            {"name": "Subject", "value": subject}],
                "text": "やまびこ市 総務課 佐藤様\n\nいつもお世話になっております。\n", "text_origin": "plain",
                "html": null, "attachments": [], "unrepresented": 0,
            }),
            findings: json!([]),
            parts: Vec::new(),
            files: Vec::new(),
        }
    }

    /// From somebody else.
    pub(crate) fn from(mut self, name: &str, address: &str) -> Self {
        self.record["from"] = json!([{ "name": name, "address": address }]);
        self
    }

    /// With the HTML our writer made.
    pub(crate) fn html(mut self, html: &str) -> Self {
        self.record["html"] = json!(html);
        self
    }

    /// With an attachment that was made anew.
    pub(crate) fn file(
        mut self,
        before: &str,
        name: &str,
        kind: &'static str,
        bytes: &[u8],
        findings: Value,
    ) -> Self {
        let index = self.parts.len();
        self.parts.push(json!({
            "index": index, "name": name, "original_name": before, "original_size": bytes.len() * 2,
            "original_digest": "00", "detected": kind,
            "result": {"state": "clean", "method": "rebuild", "kind": kind, "size": bytes.len(),
                       "digest": blake3::hash(bytes).to_hex().to_string(), "file": index},
            "findings": findings, "members": [],
        }));
        self.note(index, before);
        self.files.push((kind, bytes.to_vec()));
        self
    }

    /// With an attachment that waits.
    pub(crate) fn held(mut self, name: &str, reason: &str) -> Self {
        let index = self.parts.len();
        self.parts.push(json!({
            "index": index, "name": name, "original_name": name, "original_size": 1_258_291,
            "original_digest": "00", "detected": "zip",
            "result": {"state": "held", "reason": reason}, "findings": [], "members": [],
        }));
        self.note(index, name);
        self.files.push(("", Vec::new()));
        self
    }

    /// Whose original is kept until then.
    pub(crate) fn kept_until(mut self, at: &str) -> Self {
        at.clone_into(&mut self.kept_until);
        self
    }

    fn note(&mut self, index: usize, name: &str) {
        if let Some(list) = self.record["attachments"].as_array_mut() {
            list.push(
                json!({ "child": index, "name": name, "inline_id": format!("inline-{index}") }),
            );
        }
    }

    /// The bundle.
    pub(crate) fn seal(&self, key: &SigningKey) -> Vec<u8> {
        let record = serde_json::to_vec(&self.record).expect("json");
        let part = |file: Option<usize>, kind: &str, bytes: &[u8]| json!({ "file": file, "kind": kind, "size": bytes.len(), "digest": blake3::hash(bytes).to_hex().to_string() });
        let there: Vec<_> = self
            .files
            .iter()
            .enumerate()
            .filter(|(_, (kind, _))| !kind.is_empty())
            .collect();
        let mut parts = vec![part(None, "message", &record)];
        parts.extend(
            there
                .iter()
                .map(|(index, (kind, bytes))| part(Some(*index), kind, bytes)),
        );
        let header = json!({
            "v": 1, "engine": "sekisho/test", "policy": "00",
            "report": { "findings": self.findings, "unrepresented": 0, "parts": self.parts },
            "envelope": {
                "v": 1, "item": self.item, "crossing": "internet-lgwan", "from": "nakamura@midori-sokuryo.example",
                "to": self.to, "received": self.received, "sanitized": "2026-11-20T08:31:06.9+09:00",
                "sealed": "2026-11-20T08:31:06.95+09:00", "kept_until": self.kept_until,
                "size": 4096, "rule": "import-mail", "original": self.original,
            },
            "files": self.files.len(), "parts": parts,
        });
        let header = serde_json::to_vec(&header).expect("json");
        let mut out = b"SKSEAL1\n".to_vec();
        out.extend(u32::try_from(header.len()).expect("length").to_be_bytes());
        out.extend(&header);
        for bytes in std::iter::once(&record).chain(there.iter().map(|(_, (_, bytes))| bytes)) {
            out.extend(u64::try_from(bytes.len()).expect("length").to_be_bytes());
            out.extend(bytes);
        }
        let mut hasher = blake3::Hasher::new_derive_key("sekisho seal v1");
        hasher.update(&out);
        let signature = key.sign(hasher.finalize().as_bytes());
        out.extend(signature.to_bytes());
        out
    }
}
