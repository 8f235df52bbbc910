//! Mails whose parts make the reader misbehave: each part is held with its own reason, the rest arrives.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fall over"
)]

mod scene;

use sekisho_sanitizer::{
    DisarmedMail, Kind, PartResult, Policy, Reason, Sanitizer, Slots, Untrusted,
};

fn mail(sanitizer: &Sanitizer, orders: &[&str], policy: &Policy) -> DisarmedMail {
    let mail = format!("mail\n{}", orders.join("\n"));
    sanitizer.mail(Untrusted::new(mail.into_bytes()), policy)
}

fn reasons(mail: &DisarmedMail) -> Vec<Option<Reason>> {
    mail.report
        .parts
        .iter()
        .map(|part| part.result.reason())
        .collect()
}

#[test]
fn each_part_is_held_with_its_own_reason_and_its_neighbours_arrive() {
    let sanitizer = scene::misbehaving(Slots::default());
    let expected = [
        ("behave", None),
        ("open", Some(Reason::ForbiddenCall)),
        ("connect", Some(Reason::ForbiddenCall)),
        ("exec", Some(Reason::ForbiddenCall)),
        ("fork", Some(Reason::ForbiddenCall)),
        ("allocate", Some(Reason::MemoryExceeded)),
        ("spin", Some(Reason::TimedOut)),
        ("panic", Some(Reason::Crashed)),
        ("write", Some(Reason::TooLarge)),
        ("flood", Some(Reason::TooLarge)),
        ("giant", Some(Reason::TooLarge)),
        ("cut", Some(Reason::Crashed)),
        ("tag", Some(Reason::Crashed)),
        ("exit", Some(Reason::Crashed)),
        ("control", Some(Reason::WriterRefused)),
        ("lie", Some(Reason::RecheckFailed)),
        ("behave too", None),
    ];
    let orders: Vec<&str> = expected.iter().map(|(order, _)| *order).collect();
    let mail = mail(&sanitizer, &orders, &scene::tight());
    for ((order, reason), (part, file)) in expected
        .iter()
        .zip(mail.report.parts.iter().zip(&mail.files))
    {
        assert_eq!(part.result.reason(), *reason, "{order}");
        assert_eq!(file.is_some(), reason.is_none(), "{order}");
        assert_eq!(
            part.original_digest,
            blake3::hash(order.as_bytes()).to_hex().to_string()
        );
    }
    assert_eq!(mail.files.len(), expected.len());
    let record = mail.record.unwrap();
    assert_eq!(record.kind(), Kind::Json);
    assert!(String::from_utf8_lossy(record.bytes()).contains("件名"));
    let first = mail.files[0].as_ref().unwrap();
    assert_eq!(&first.bytes()[..], b"behave");
    let PartResult::Clean { digest, file, .. } = &mail.report.parts[0].result else {
        panic!("the first part is clean")
    };
    assert_eq!(
        (digest.as_str(), *file),
        (first.digest().to_hex().as_str(), 0)
    );
}

#[test]
fn a_mail_that_breaks_its_own_reader_still_arrives_as_a_notice() {
    let sanitizer = scene::misbehaving(Slots::default());
    for (order, reason) in [
        ("spin", Reason::TimedOut),
        ("open", Reason::ForbiddenCall),
        ("panic", Reason::Crashed),
        ("giant", Reason::TooLarge),
        ("behave", Reason::Malformed),
    ] {
        let mail = sanitizer.mail(Untrusted::new(order.as_bytes()), &scene::tight());
        assert_eq!(mail.report.held, Some(reason), "{order}");
        assert!(mail.files.is_empty() && mail.report.parts.is_empty());
        let record: serde_json::Value =
            serde_json::from_slice(mail.record.unwrap().bytes()).unwrap();
        assert_eq!(record["text"], "", "nothing of the mail is in its notice");
        assert_eq!(record["subject"], "");
    }
}

#[test]
fn a_rule_that_holds_a_kind_holds_it() {
    let sanitizer = scene::misbehaving(Slots::default());
    let policy = scene::tight().with(Kind::Text, sekisho_sanitizer::Treatment::Hold);
    let mail = mail(&sanitizer, &["behave"], &policy);
    assert_eq!(reasons(&mail), [Some(Reason::PolicyHolds)]);
}

#[test]
fn more_parts_than_allowed_are_held_and_the_first_ones_arrive() {
    let sanitizer = scene::misbehaving(Slots { quick: 1, slow: 1 });
    let mut limits = scene::tight().limits();
    limits.parts = 2;
    let policy = scene::tight().with_limits(limits);
    let mail = mail(&sanitizer, &["a", "b", "c", "d"], &policy);
    assert_eq!(
        reasons(&mail),
        [None, None, Some(Reason::TooMany), Some(Reason::TooMany)]
    );
}

#[test]
fn the_same_mail_gives_the_same_bytes_however_its_parts_travel() {
    let policy = scene::tight();
    let orders = ["a", "panic", "b", "c", "giant", "d"];
    let told = |slots| {
        let mail = mail(&scene::misbehaving(slots), &orders, &policy);
        (mail.record, mail.report, mail.files)
    };
    let alone = told(Slots { quick: 1, slow: 0 });
    assert_eq!(alone, told(Slots { quick: 8, slow: 8 }));
}

#[test]
fn under_the_houses_own_limits_no_item_gets_more_than_half_a_gibibyte() {
    let policy = Policy::default();
    assert!(policy.limits().memory_mib <= 512);
    let sanitizer = scene::misbehaving(Slots::default());
    let orders = ["behave", "allocate-slowly", "allocate", "behave too"];
    let mail = mail(&sanitizer, &orders, &policy);
    let exceeded = Some(Reason::MemoryExceeded);
    assert_eq!(reasons(&mail), [None, exceeded, exceeded, None]);
}
