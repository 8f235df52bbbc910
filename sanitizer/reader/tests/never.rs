//! Whatever the bytes: no panic, a description that verifies, within the maxima, in linear time.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::type_complexity,
    reason = "tests may do what the product must not"
)]

use std::time::Duration;

use proptest::prelude::*;
use sekisho_ir::{Document, Frame, FrameReader, FrameWriter, Limits, Order, Output};
use sekisho_reader::{ReadHint, detect::detect, read};

/// Reads, checks every promise of the stream, and writes what was described.
fn check(input: &[u8], name: Option<&str>, as_mail: bool) {
    let limits = Limits::default();
    let hint = ReadHint {
        name: name.map(str::to_owned),
        as_mail,
        ..ReadHint::default()
    };
    let mut stream = Vec::new();
    read(input, &hint, &mut stream).expect("a vector takes everything");
    let mut again = Vec::new();
    read(input, &hint, &mut again).expect("a vector takes everything");
    assert_eq!(stream, again, "the same bytes give the same bytes");
    let mut frames = FrameReader::new(&stream, &limits);
    let (mut document, mut children, mut held) = (None, 0_u32, false);
    while let Some(frame) = frames.next().expect("well-formed frames") {
        match frame {
            Frame::Document(found) => document = Some(*found),
            Frame::Held(_) => held = true,
            Frame::Child(header, _) => {
                assert_eq!(header.index, children);
                children += 1;
            }
            _ => {}
        }
    }
    assert!(held != document.is_some(), "either described or held");
    assert!(!(as_mail && held), "a mail is never held");
    let Some(document) = document else { return };
    assert_eq!(document.verify(&limits), Ok(()));
    let outputs: &[Output] = match &document {
        Document::Message(_) => &[Output::MessageRecord, Output::Eml, Output::Text],
        Document::Text(_) | Document::Html(_) | Document::Table(_) => &[Output::File, Output::Text],
        _ => &[],
    };
    for output in outputs {
        let mut order = Vec::new();
        let mut frames = FrameWriter::new(&mut order);
        frames.order(Order::of(*output)).expect("frames");
        frames.document(&document).expect("frames");
        frames.end().expect("frames");
        let mut out = Vec::new();
        sekisho_writer::write(&order, &mut out).expect("what verifies is written");
    }
}

/// Words a mail is made of, to be put together in every order.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    const WORDS: [&[u8]; 44] = [
        b"\r\n",
        b"\n",
        b"\r\n\r\n",
        b" ",
        b"\t",
        b"Subject: ",
        b"From: ",
        b"To: ",
        b"Date: ",
        b"Content-Type: multipart/mixed; boundary=x",
        b"Content-Type: multipart/alternative; boundary=\"x\"",
        b"Content-Type: text/plain; charset=iso-2022-jp",
        b"Content-Type: text/html; charset=Shift_JIS",
        b"Content-Type: message/rfc822",
        b"Content-Transfer-Encoding: base64",
        b"Content-Transfer-Encoding: quoted-printable",
        b"Content-Disposition: attachment; filename=",
        b"; filename*0*=iso-2022-jp''",
        b"; filename*1*=",
        b"%1B$B",
        b"\x1b$B",
        b"\x1b(B",
        b"\x1b(I",
        b"\x1b$(D",
        b"--x",
        b"--x--",
        b"=?",
        b"?=",
        b"=?utf-8?B?",
        b"=?iso-2022-jp?Q?",
        b"\"",
        b"<",
        b">",
        b"(",
        b")",
        b",",
        b";",
        b"=",
        b"\xe3\x81\x82",
        b"\x82\xa0",
        b"<script>",
        b"<a href='javascript:",
        b"<img src=cid:a>",
        b"\xf0\x40",
    ];
    let word = prop_oneof![
        4 => proptest::sample::select(WORDS.to_vec()).prop_map(<[u8]>::to_vec),
        1 => proptest::collection::vec(any::<u8>(), 0..12),
        1 => "[ -~]{0,12}".prop_map(String::into_bytes),
    ];
    proptest::collection::vec(word, 0..60).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_as_a_mail(input in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        check(&input, None, true);
    }

    #[test]
    fn words_of_a_mail_in_any_order(input in pieces()) {
        check(&input, None, true);
    }

    #[test]
    fn mutated_mails(at in any::<usize>(), with in proptest::collection::vec(any::<u8>(), 0..6), cut in 0_usize..40) {
        let sample: &[u8] = include_bytes!("../../../tests/corpus/mail/alternative-related.eml");
        let start = at % sample.len();
        let end = (start + cut).min(sample.len());
        let mutated = [&sample[..start], &with, &sample[end..]].concat();
        check(&mutated, None, true);
    }

    #[test]
    fn arbitrary_text_files(input in pieces(), name in prop_oneof![Just("a.csv"), Just("a.html"), Just("a.txt"), Just("a.tsv")]) {
        let _ = detect(&input, Some(name));
        check(&input, Some(name), false);
    }

    #[test]
    fn names_and_lines_stay_clean(raw in any::<String>()) {
        let cleaned = sekisho_ir::name::clean_name(&raw).name;
        prop_assert!(cleaned.is_empty() || sekisho_ir::name::name_is_clean(&cleaned), "{cleaned:?}");
        let path = sekisho_ir::name::clean_path(&raw).name;
        prop_assert!(path.is_empty() || sekisho_ir::name::path_is_clean(&path), "{path:?}");
        let line = sekisho_ir::unicode::clean_line(&raw).text;
        prop_assert!(line.chars().all(sekisho_ir::unicode::line_allows));
    }
}

/// How long reading takes; wall time, so the bound below is loose.
#[expect(
    clippy::disallowed_methods,
    reason = "the test measures, the product does not"
)]
fn cost(input: &[u8], as_mail: bool) -> Duration {
    let hint = ReadHint {
        as_mail,
        name: Some("a.csv".to_owned()),
        ..ReadHint::default()
    };
    let start = std::time::Instant::now();
    read(input, &hint, &mut Vec::new()).expect("a vector takes everything");
    start.elapsed()
}

#[test]
fn hostile_shapes_cost_linear_time() {
    let head = "Content-Type: multipart/mixed; boundary=x\n\n";
    let shapes: Vec<(&str, Box<dyn Fn(usize) -> String>)> = vec![
        (
            "boundaries",
            Box::new(|n| format!("{head}{}", "--x\n".repeat(n))),
        ),
        (
            "near boundaries",
            Box::new(|n| format!("{head}{}", "--xy\n".repeat(n))),
        ),
        (
            "lost boundaries",
            Box::new(|n| {
                format!(
                    "{head}{}",
                    "--x\nContent-Type: multipart/mixed; boundary=y\n\n".repeat(n / 2)
                )
            }),
        ),
        (
            "blanks",
            Box::new(|n| format!("Content-Type: text/plain; name=a{}", " ".repeat(n * 6))),
        ),
        ("routes", Box::new(|n| format!("To: {}", "<@,".repeat(n)))),
        (
            "quoted-printable",
            Box::new(|n| {
                format!(
                    "Content-Transfer-Encoding: quoted-printable\n\n{}",
                    "= ".repeat(n)
                )
            }),
        ),
        (
            "entities",
            Box::new(|n| format!("Content-Type: text/html\n\n{}", "&amp&".repeat(n))),
        ),
        (
            "lost endings",
            Box::new(|n| {
                format!(
                    "Content-Type: text/html\n\n{}",
                    "<table><td><p></table".repeat(n)
                )
            }),
        ),
        ("headers", Box::new(|n| "A: b\n".repeat(n))),
        (
            "folds",
            Box::new(|n| format!("Subject: \x1b$B{}", "\n 0!".repeat(n))),
        ),
        (
            "encoded words",
            Box::new(|n| format!("Subject: {}", "=?utf-8?q?a?= ".repeat(n))),
        ),
        (
            "open words",
            Box::new(|n| format!("Subject: {}", "=?utf-8?q?a".repeat(n))),
        ),
        (
            "addresses",
            Box::new(|n| format!("To: {}", "\"a\" <b@c>, ".repeat(n))),
        ),
        ("comments", Box::new(|n| format!("To: {}", "(".repeat(n)))),
        (
            "parameters",
            Box::new(|n| format!("Content-Type: text/plain{}", "; a*0=b".repeat(n))),
        ),
        (
            "quotes",
            Box::new(|n| format!("Content-Type: text/plain; name=\"{}", "\" \"".repeat(n))),
        ),
        (
            "escapes",
            Box::new(|n| {
                format!(
                    "Content-Type: text/plain; charset=iso-2022-jp\n\n{}",
                    "\x1b$B\n".repeat(n)
                )
            }),
        ),
        (
            "lost escapes",
            Box::new(|n| {
                format!(
                    "Content-Type: text/plain; charset=iso-2022-jp\n\n{}",
                    "$B$B".repeat(n)
                )
            }),
        ),
        (
            "html",
            Box::new(|n| format!("Content-Type: text/html\n\n{}", "<div><a href=x>".repeat(n))),
        ),
        (
            "html closes",
            Box::new(|n| {
                format!(
                    "Content-Type: text/html\n\n{}{}",
                    "<x>".repeat(500),
                    "</b>".repeat(n)
                )
            }),
        ),
        (
            "html attributes",
            Box::new(|n| format!("Content-Type: text/html\n\n<p {}", "a=b ".repeat(n))),
        ),
        (
            "pictures",
            Box::new(|n| format!("Content-Type: text/html\n\n{}", "<img src=cid:a>".repeat(n))),
        ),
        ("table", Box::new(|n| "\"a\n".repeat(n))),
    ];
    for (name, shape) in shapes {
        let as_mail = name != "table";
        let (small, large) = (shape(4_000), shape(32_000));
        let small = cost(small.as_bytes(), as_mail).max(Duration::from_millis(20));
        let large = cost(large.as_bytes(), as_mail);
        // Eight times the bytes; a quadratic reader would need sixty-four times as long.
        assert!(
            large < small * 30,
            "{name}: {small:?} for one, {large:?} for eight"
        );
    }
}
