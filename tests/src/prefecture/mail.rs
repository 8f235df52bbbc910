//! Mail of a prefecture: short texts between its people, sealed byte by byte as the outer side seals them.

use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::chat;
use crate::mutate::Random;

const SEED: u64 = 0x3a11_5eed_0000_0077;

/// One second of the year before, as a number.
const SECOND: u64 = 1_000_000;

/// A mail to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its item.
    pub item: Uuid,
    /// To whom.
    pub to: String,
    /// The sender's name and address.
    pub from: (String, String),
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// When it came, in microseconds.
    pub at: u64,
    /// The name of a part that is held, and until when (in microseconds).
    pub held: Option<(String, u64)>,
}

/// The mail of one person, the oldest first: `many` texts of the numbers from `first` on, `now` the newest. One in forty
/// of the newest two hundred has a part that is held for some days.
pub fn letters_of(to: &str, (first, many): (u64, u64), now: u64) -> impl Iterator<Item = Letter> {
    let to = to.to_owned();
    (0..many).map(move |at| {
        let number = first + at;
        let mut random = Random::of(SEED, number);
        let behind = (many - at) * 9_000 * SECOND + random.bits() % (5_000 * SECOND);
        let fresh = many - at <= 200;
        let held = (fresh && random.chance(2)).then(|| {
            let days = random.bits() % 6;
            (
                "添付資料.zip".to_owned(),
                now + (days * 86_400 + 1_800) * SECOND,
            )
        });
        let subject: String = chat::text(number ^ (1 << 40)).chars().take(24).collect();
        Letter {
            item: Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)),
            to: to.clone(),
            from: (
                format!("取引先 {:03}", random.below(900)),
                format!("sender{:03}@partner.example", random.below(900)),
            ),
            subject,
            text: chat::text(number),
            at: now - behind,
            held,
        }
    })
}

impl Letter {
    /// The bundle, sealed.
    pub fn seal(&self, key: &SigningKey) -> Vec<u8> {
        let parts: Vec<Value> = self.held.iter().map(|(name, _)| part(name)).collect();
        let notes: Vec<Value> = self.held.iter().map(|(name, _)| note(name)).collect();
        let record = json!({
            "v": 1, "subject": self.subject, "from": [{"name": self.from.0, "address": self.from.1}],
            "to": [{"name": "", "address": self.to}], "cc": [], "reply_to": [], "date": null,
            "message_id": format!("{}@partner.example", self.item), "in_reply_to": [], "references": [],
            "headers": [], "text": self.text, "text_origin": "plain", "html": null,
            "attachments": notes, "unrepresented": 0,
        });
        let record = serde_json::to_vec(&record).expect("json");
        let digest = blake3::hash(&record).to_hex().to_string();
        let kept = self.held.as_ref().map(|(_, until)| moment(*until));
        let header = json!({
            "v": 1, "engine": "sekisho/bench", "policy": "00",
            "report": {"findings": [], "unrepresented": 0, "parts": parts},
            "envelope": {
                "v": 1, "item": self.item, "crossing": "internet-lgwan", "from": self.from.1, "to": [self.to],
                "received": moment(self.at), "sanitized": moment(self.at + SECOND), "sealed": moment(self.at + SECOND),
                "kept_until": kept, "size": 4096, "rule": "import-mail", "original": format!("1:{}", self.item),
            },
            "files": self.held.iter().count(),
            "parts": [{"file": null, "kind": "message", "size": record.len(), "digest": digest}],
        });
        let header = serde_json::to_vec(&header).expect("json");
        let mut out = b"SKSEAL1\n".to_vec();
        out.extend(u32::try_from(header.len()).expect("short").to_be_bytes());
        out.extend(&header);
        out.extend(u64::try_from(record.len()).expect("short").to_be_bytes());
        out.extend(&record);
        let mut hasher = blake3::Hasher::new_derive_key("sekisho seal v1");
        hasher.update(&out);
        out.extend(key.sign(hasher.finalize().as_bytes()).to_bytes());
        out
    }
}

fn moment(micros: u64) -> String {
    let micros = i64::try_from(micros).expect("a time of today");
    jiff::Timestamp::from_microsecond(micros)
        .expect("a time of today")
        .to_string()
}

fn part(name: &str) -> Value {
    json!({
        "index": 0, "name": name, "original_name": name, "original_size": 1_258_291, "original_digest": "00",
        "detected": "zip", "result": {"state": "held", "reason": "password-locked"}, "findings": [], "members": [],
    })
}

fn note(name: &str) -> Value {
    json!({"child": 0, "name": name, "inline_id": null})
}
