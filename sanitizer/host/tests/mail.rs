//! Real mails through both real halves: what a clerk would get.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fall over"
)]

mod scene;

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::BASE64_MIME;
use sekisho_sanitizer::{
    DisarmedMail, Kind, PartReport, PartResult, Policy, Reason, Sanitizer, Seal, Slots, Untrusted,
};

fn crossed(sanitizer: &Sanitizer, mail: &[u8]) -> DisarmedMail {
    sanitizer.mail(Untrusted::new(mail.to_vec()), &Policy::default())
}

fn record(mail: &DisarmedMail) -> serde_json::Value {
    serde_json::from_slice(mail.record.as_ref().unwrap().bytes()).unwrap()
}

/// A mail of a text and these attachments.
fn mail_with(attachments: &[(&str, &[u8])]) -> Vec<u8> {
    let mut mail = "From: =?UTF-8?B?5L2Q6Jek?= <sato@example.jp>\r\n\
        To: suzuki@yamabiko.example\r\nSubject: =?ISO-2022-JP?B?GyRCMnE1RBsoQg==?=\r\n\
        Date: Fri, 20 Nov 2026 09:00:00 +0900\r\nMessage-ID: <1@example.jp>\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n\
        --b\r\nContent-Type: text/plain; charset=UTF-8\r\n\
        Content-Transfer-Encoding: 8bit\r\n\r\n𠮷田です。資料を送ります。\r\n"
        .to_owned();
    for (name, bytes) in attachments {
        let part = format!(
            "--b\r\nContent-Type: application/octet-stream; name=\"{name}\"\r\n\
             Content-Disposition: attachment; filename=\"{name}\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{}",
            BASE64_MIME.encode(bytes)
        );
        mail.push_str(&part);
    }
    mail.push_str("--b--\r\n");
    mail.into_bytes()
}

const PROGRAM: &[u8] =
    b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0This program cannot be run in DOS mode";

#[test]
fn a_mail_arrives_with_its_words_and_what_could_be_made_safe() {
    let sanitizer = scene::real(Slots::default());
    let archive = scene::stored_zip(&[("memo.txt", b"in the archive"), ("run.exe", PROGRAM)]);
    let mail = mail_with(&[
        ("note.txt", "議事録\n".as_bytes()),
        ("run.exe", PROGRAM),
        ("files.zip", &archive),
        ("list.csv", "氏名,計算\n佐藤,=1+1\n".as_bytes()),
    ]);
    let crossed = crossed(&sanitizer, &mail);
    let record = record(&crossed);
    assert_eq!(record["subject"], "会議");
    assert_eq!(record["from"][0]["name"], "佐藤");
    assert!(record["text"].as_str().unwrap().contains("𠮷田です"));
    assert_eq!(record["attachments"].as_array().unwrap().len(), 4);

    let parts = &crossed.report.parts;
    let states: Vec<_> = parts.iter().map(|part| part.result.is_clean()).collect();
    assert_eq!(states, [true, false, true, true], "{parts:?}");
    assert_eq!(
        crossed
            .files
            .iter()
            .map(Option::is_some)
            .collect::<Vec<_>>(),
        states
    );
    let note = crossed.files[0].as_ref().unwrap();
    assert!(String::from_utf8_lossy(note.bytes()).contains("議事録"));

    let zip = &parts[2];
    assert_eq!(zip.members.len(), 2);
    assert!(zip.members[0].result.is_clean());
    assert!(!zip.members[1].result.is_clean());
    let PartResult::Clean {
        file: 2,
        kind: Kind::Zip,
        ..
    } = zip.result
    else {
        panic!("the archive is there: {:?}", zip.result)
    };
    let packed = crossed.files[2].as_ref().unwrap().bytes();
    assert!(
        !packed.windows(8).any(|window| window == b"DOS mode"),
        "the program is not in it"
    );

    let table = crossed.files[3].as_ref().unwrap();
    assert_eq!(table.kind(), Kind::Csv);
    assert!(
        !String::from_utf8_lossy(table.bytes()).contains(",="),
        "no cell runs"
    );
}

#[test]
fn a_mail_that_crossed_is_sealed_and_opened_on_the_other_side() {
    let sanitizer = scene::real(Slots::default());
    let mail = crossed(
        &sanitizer,
        &mail_with(&[("note.txt", b"hello\n"), ("run.exe", PROGRAM)]),
    );
    let key = ed25519_dalek::SigningKey::from_bytes(&[3; 32]);
    let sealed = Seal::close(serde_json::json!({"v": 1}), &mail, &Policy::default(), &key).unwrap();
    assert!(
        !sealed.windows(8).any(|window| window == b"DOS mode"),
        "no original is in the seal"
    );
    let opened = Seal::open(&sealed, &key.verifying_key()).unwrap();
    assert_eq!(Ok(opened.record), mail.record);
    assert_eq!(opened.files, mail.files);
    assert_eq!(opened.report, mail.report);
}

#[test]
fn the_same_mail_gives_the_same_bytes_on_every_day_and_machine() {
    let archive = scene::stored_zip(&[("a.txt", b"a"), ("b.csv", b"1,2\n"), ("c.txt", b"c")]);
    let mail = mail_with(&[
        ("a.zip", &archive),
        ("note.txt", b"hello\n"),
        ("run.exe", PROGRAM),
    ]);
    let told = |slots| {
        let crossed = crossed(&scene::real(slots), &mail);
        (crossed.record, crossed.report, crossed.files)
    };
    assert_eq!(
        told(Slots { quick: 1, slow: 0 }),
        told(Slots { quick: 8, slow: 2 })
    );
}

#[test]
fn archives_inside_archives_are_followed_only_so_deep() {
    let sanitizer = scene::real(Slots::default());
    let depth = Policy::default().limits().depth;
    let nested = |levels: u32| {
        (0..levels).fold(b"innermost".to_vec(), |inner, level| {
            let name = if level == 0 { "a.txt" } else { "inner.zip" };
            scene::stored_zip(&[(name, &inner)])
        })
    };
    let file = |levels| sanitizer.file("a.zip", Untrusted::new(nested(levels)), &Policy::default());
    assert!(
        file(depth).report.result.is_clean(),
        "{:?}",
        file(depth).report
    );
    let beyond = file(depth + 1);
    assert!(beyond.file.is_none());
    let reasons: Vec<_> = beyond
        .report
        .walk()
        .iter()
        .map(|part| part.result.reason())
        .collect();
    assert!(
        reasons
            .iter()
            .all(|reason| *reason == Some(Reason::TooDeep)),
        "{reasons:?}"
    );
}

#[test]
fn something_that_is_no_mail_at_all_still_arrives() {
    let sanitizer = scene::real(Slots::default());
    for bytes in [
        &b""[..],
        b"\0\0\0",
        b"no header and no sense",
        PROGRAM,
        &[0xff; 4096],
    ] {
        let crossed = crossed(&sanitizer, bytes);
        assert_eq!(record(&crossed)["v"], 1, "{bytes:?}");
        assert_eq!(crossed.report.held, None);
    }
}

/// The mails of the demo town, and those of the shared collection when it stands beside the tree.
#[test]
fn every_mail_we_know_arrives_with_its_own_words() {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = [
        tree.join("command/samples"),
        tree.join("../shared/corpus/mail"),
    ];
    let mut mails: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
        .collect();
    mails.sort();
    assert!(!mails.is_empty());
    let sanitizer = scene::real(Slots::default());
    let wrong: Vec<_> = mails
        .iter()
        .filter_map(|path| {
            let mail = crossed(&sanitizer, &fs::read(path).unwrap());
            let bad: Vec<_> = mail
                .report
                .parts
                .iter()
                .flat_map(PartReport::walk)
                .filter_map(|part| part.result.reason())
                .chain(mail.report.held)
                .filter(|reason| OUR_FAULT.contains(reason))
                .collect();
            (mail.record.is_err() || !bad.is_empty()).then_some((path, bad))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Reasons that speak of our own halves and never of a mail.
const OUR_FAULT: &[Reason] = &[
    Reason::Crashed,
    Reason::ForbiddenCall,
    Reason::WriterRefused,
    Reason::RecheckFailed,
    Reason::TimedOut,
    Reason::MemoryExceeded,
];
