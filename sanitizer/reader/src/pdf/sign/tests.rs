//! Signatures as another program's samples have them, and the same tampered with.

use hayro_interpret::hayro_syntax::Pdf;
use sekisho_ir::signature::{Clock, Coverage, Integrity, Signatory, Signature, Trust};
use std::sync::Arc;

use super::{Anchors, NoCertificate, look};

macro_rules! sample {
    ($name:literal) => {
        include_bytes!(concat!("../../../samples/pdf/", $name)).as_slice()
    };
}

const ROOT: &[u8] = sample!("root.der");
const RSA: &[u8] = sample!("signed-rsa.pdf");
/// 10:02 in Japan on the first of April 2026.
const AT: i64 = 1_775_005_320;

fn roots() -> Anchors {
    let mut anchors = Anchors::default();
    anchors.add(ROOT).unwrap();
    anchors
}

fn told(bytes: &[u8], anchors: &Anchors) -> Vec<Signature> {
    let pdf = Pdf::new(Arc::new(bytes.to_vec())).unwrap();
    let found = look(&pdf, anchors);
    assert!(found.iter().all(Signature::is_well_formed));
    found
}

fn one(bytes: &[u8]) -> Signature {
    let [one] = <[Signature; 1]>::try_from(told(bytes, &roots())).unwrap();
    one
}

/// The bytes with one word in place of another of the same length.
fn with(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = memchr::memmem::find(bytes, from).unwrap();
    let mut bytes = bytes.to_vec();
    bytes[at..at + to.len()].copy_from_slice(to);
    bytes
}

#[test]
fn a_good_signature_is_told_with_all_its_facts() {
    let signer = Signature {
        signatory: Signatory::Signer,
        name: "山田太郎".into(),
        organisation: "株式会社やまびこ商会".into(),
        issuer: "試験認証局".into(),
        at: Some(AT),
        clock: Clock::Signer,
        valid_until: Some(1_893_456_000),
        coverage: Coverage::Whole,
        integrity: Integrity::Intact,
        trust: Trust::Trusted,
        weak: false,
    };
    assert_eq!(one(RSA), signer);
    assert_eq!(one(sample!("signed-pss.pdf")), signer);
    let weak = Signature {
        weak: true,
        ..signer.clone()
    };
    assert_eq!(one(sample!("signed-sha1.pdf")), weak);
    let other = Signature {
        name: "佐藤花子".into(),
        at: Some(AT + 60),
        clock: Clock::TimeStamp,
        ..signer.clone()
    };
    assert_eq!(one(sample!("signed-ecdsa.pdf")), other);
    let stamp = Signature {
        signatory: Signatory::TimeStamp,
        name: "試験時刻認証局".into(),
        organisation: String::new(),
        ..other
    };
    assert_eq!(one(sample!("stamped.pdf")), stamp);
}

#[test]
fn a_changed_byte_breaks_every_kind_of_signature() {
    for bytes in [
        RSA,
        sample!("signed-pss.pdf"),
        sample!("signed-sha1.pdf"),
        sample!("signed-ecdsa.pdf"),
        sample!("stamped.pdf"),
    ] {
        let told = one(&with(bytes, b"(Hello)", b"(Hallo)"));
        assert_eq!(told.integrity, Integrity::Broken);
        assert_eq!(told.coverage, Coverage::Whole);
    }
}

#[test]
fn what_was_signed_with_another_key_or_at_another_time_is_broken() {
    // Within the envelope: the signer's own time, then the last byte of the signature's value.
    let time = b"3236303430313031303230305a";
    let moved = with(RSA, time, b"3235303430313031303230305a");
    assert_eq!(one(&moved).integrity, Integrity::Broken);
    let mut forged = RSA.to_vec();
    let end = memchr::memmem::find(RSA, b"00000000000000000000>").unwrap();
    let last = RSA[..end].iter().rposition(|byte| *byte != b'0').unwrap();
    forged[last] = if RSA[last] == b'1' { b'2' } else { b'1' };
    assert_eq!(one(&forged).integrity, Integrity::Broken);
}

#[test]
fn what_is_added_later_is_told_and_a_later_signature_covers_it() {
    let twice = sample!("signed-twice.pdf");
    let [first, second] = <[Signature; 2]>::try_from(told(twice, &roots())).unwrap();
    assert_eq!(first.coverage, Coverage::BeforeAnother);
    assert_eq!(first.integrity, Integrity::Intact);
    assert_eq!(second.coverage, Coverage::Whole);
    assert_eq!(second.name, "佐藤花子");
    let added = [
        RSA,
        b"\n4 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n",
    ]
    .concat();
    let added = one(&added);
    assert_eq!(added.coverage, Coverage::AddedTo);
    assert_eq!(added.integrity, Integrity::Intact);
    // The second one broken covers nothing for the first.
    let end = memchr::memmem::rfind(twice, b"(b)").unwrap();
    let mut broken = twice.to_vec();
    broken[end + 1] = b'c';
    let [first, second] = <[Signature; 2]>::try_from(told(&broken, &roots())).unwrap();
    assert_eq!(first.coverage, Coverage::AddedTo);
    assert_eq!(second.integrity, Integrity::Broken);
    // Nor does one of somebody nobody knows, for one that is trusted; where nobody is known, it does.
    for (first_trust, second_trust, coverage) in [
        (Trust::Trusted, Trust::Unknown, Coverage::AddedTo),
        (Trust::Unknown, Trust::Unknown, Coverage::BeforeAnother),
        (Trust::Trusted, Trust::Trusted, Coverage::BeforeAnother),
    ] {
        let mut both = told(twice, &roots());
        both[0].coverage = Coverage::AddedTo;
        (both[0].trust, both[1].trust) = (first_trust, second_trust);
        super::vouched(&mut both);
        assert_eq!(both[0].coverage, coverage);
    }
}

#[test]
fn a_gap_that_is_not_the_signatures_own_place_covers_a_part_only() {
    let start = memchr::memmem::find(RSA, b"/ByteRange[0").unwrap();
    let mut later = RSA.to_vec();
    later[start + 11] = b'1';
    assert_eq!(one(&later).coverage, Coverage::Part);
    // The place of the signature named as something else.
    let named = with(RSA, b"/Contents <", b"/Contenta <");
    assert_eq!(one(&named).coverage, Coverage::Part);
    let range = RSA[start..].iter().position(|byte| *byte == b' ').unwrap() + start + 1;
    let mut wider = RSA.to_vec();
    let number: usize = std::str::from_utf8(&RSA[range..range + 8])
        .unwrap()
        .trim()
        .parse()
        .unwrap();
    wider[range..range + 8].copy_from_slice(format!("{:<8}", number - 1).as_bytes());
    let wider = one(&wider);
    assert_eq!(wider.coverage, Coverage::Part);
    assert_eq!(wider.integrity, Integrity::Unknown);
}

#[test]
fn nobody_is_trusted_whom_the_site_does_not_trust() {
    let [stranger] = <[Signature; 1]>::try_from(told(RSA, &Anchors::default())).unwrap();
    assert_eq!(stranger.trust, Trust::Unknown);
    assert_eq!(stranger.integrity, Integrity::Intact);
    // A time stamp of a stranger is no clock.
    let strangers = told(sample!("signed-ecdsa.pdf"), &Anchors::default());
    let [stranger] = <[Signature; 1]>::try_from(strangers).unwrap();
    assert_eq!((stranger.clock, stranger.at), (Clock::Signer, Some(AT)));
    assert_eq!(one(sample!("signed-expired.pdf")).trust, Trust::Expired);
    let rogue = one(sample!("signed-rogue.pdf"));
    assert_eq!(rogue.name, "町長");
    assert_eq!(rogue.trust, Trust::Unknown);
}

#[test]
fn certificates_come_as_pem_and_der_and_nothing_else_does() {
    let base64 = data_encoding::BASE64.encode(ROOT);
    let one = format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
    let mut anchors = Anchors::default();
    anchors.add(format!("{one}{one}").as_bytes()).unwrap();
    assert_eq!(anchors.0.len(), 2);
    assert_eq!(told(RSA, &anchors)[0].trust, Trust::Trusted);
    for wrong in [&b""[..], b"-----BEGIN X-----", &ROOT[..100], b"hello"] {
        assert_eq!(anchors.add(wrong), Err(NoCertificate));
    }
}

#[test]
fn an_unsigned_file_has_none_and_an_envelope_cut_short_is_told_as_unknown() {
    assert_eq!(told(sample!("owner-only.pdf"), &roots()), []);
    let head = memchr::memmem::find(RSA, b"/Contents <").unwrap() + 11;
    let mut cut = RSA.to_vec();
    cut[head..head + 64].fill(b'0');
    let cut = one(&cut);
    assert_eq!(cut.integrity, Integrity::Unknown);
    assert_eq!(cut.trust, Trust::Unknown);
}
