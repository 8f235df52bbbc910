//! A seal opens to what was closed, and to nothing when anything was changed.

use sekisho_ir::{Code, Finding, Kind, Method};

use super::*;
use crate::report::{PartReport, PartResult};

fn clean(kind: Kind, bytes: &'static [u8]) -> Sanitized {
    Sanitized::mint(kind, Bytes::from_static(bytes), blake3::hash(bytes))
}

fn mail() -> DisarmedMail {
    let part = |index, result| PartReport {
        index,
        name: "見積.xlsx".into(),
        original_name: "見積.xlsm".into(),
        original_size: 4096,
        original_digest: "00".repeat(32),
        detected: "xlsm".into(),
        result,
        findings: vec![
            Finding::new(Code::MacroRemoved, 2)
                .at("ThisWorkbook")
                .at("計算"),
        ],
        signatures: Vec::new(),
        members: Vec::new(),
    };
    let file = clean(Kind::Xlsx, b"PK fresh");
    DisarmedMail {
        record: Ok(clean(Kind::Message, b"{\"v\":1}")),
        report: MailReport {
            held: None,
            findings: vec![Finding::new(Code::CharsetGuessed, 1)],
            unrepresented: 3,
            parts: vec![
                part(
                    0,
                    PartResult::Held {
                        reason: Reason::PasswordLocked,
                    },
                ),
                part(
                    1,
                    PartResult::Clean {
                        method: Method::Rebuild,
                        kind: Kind::Xlsx,
                        size: 8,
                        digest: file.digest().to_hex().to_string(),
                        file: 1,
                    },
                ),
            ],
        },
        files: vec![None, Some(file)],
    }
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn closed() -> Vec<u8> {
    let envelope = serde_json::json!({"v": 1, "item": "x"});
    Seal::close(envelope, &mail(), &Policy::default(), &key()).unwrap()
}

#[test]
fn what_was_closed_is_opened() {
    let opened = Seal::open(&closed(), &key().verifying_key()).unwrap();
    let mail = mail();
    assert_eq!(opened.engine, ENGINE);
    assert_eq!(
        opened.policy,
        Policy::default().digest().to_hex().to_string()
    );
    assert_eq!(opened.report, mail.report);
    assert_eq!(opened.envelope["item"], "x");
    assert_eq!(Ok(opened.record), mail.record);
    assert_eq!(opened.files, mail.files);
}

#[test]
fn the_same_mail_is_sealed_to_the_same_bytes() {
    assert_eq!(closed(), closed());
}

#[test]
fn no_byte_can_be_changed_added_or_taken() {
    let seal = closed();
    let key = key().verifying_key();
    for place in 0..seal.len() {
        let mut changed = seal.clone();
        changed[place] ^= 1;
        assert!(Seal::open(&changed, &key).is_err(), "byte {place}");
    }
    assert!(Seal::open(&seal[..seal.len() - 1], &key).is_err());
    assert!(Seal::open(&[&seal[..], b"x"].concat(), &key).is_err());
    assert!(Seal::open(b"", &key).is_err());
}

#[test]
fn another_key_opens_nothing() {
    let other = SigningKey::from_bytes(&[8; 32]).verifying_key();
    assert!(matches!(
        Seal::open(&closed(), &other),
        Err(SealError::Signature)
    ));
}

#[test]
fn a_part_that_differs_from_the_signed_header_is_refused_even_when_signed() {
    let mut body = closed();
    body.truncate(body.len() - SIGNATURE_LENGTH);
    *body.last_mut().unwrap() ^= 1;
    let signature = key().sign(signed(&body).as_bytes());
    body.extend_from_slice(&signature.to_bytes());
    assert!(matches!(
        Seal::open(&body, &key().verifying_key()),
        Err(SealError::Digest)
    ));
}

#[test]
fn a_mail_without_a_record_is_not_sealed() {
    let mail = DisarmedMail {
        record: Err(Reason::WriterRefused),
        ..mail()
    };
    let closed = Seal::close(serde_json::Value::Null, &mail, &Policy::default(), &key());
    assert!(matches!(
        closed,
        Err(SealError::NoRecord(Reason::WriterRefused))
    ));
}
