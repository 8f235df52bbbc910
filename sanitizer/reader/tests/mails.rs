//! Mails and what becomes of them, from bytes to the canonical record: our own set beside its golden
//! neighbours, and the shared corpus where it stands beside the checkout.
//!
//! A golden file that is missing fails; `SEKISHO_GOLDEN=write` writes it, for a person to read and commit.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::type_complexity,
    reason = "tests may do what the product must not"
)]

use std::path::{Path, PathBuf};

use sekisho_ir::{Document, Finding, Frame, FrameReader, FrameWriter, Kind, Limits, Order, Output};
use sekisho_reader::{ReadHint, read};
use serde_json::{Value, json};

/// What a stream of the reader holds.
struct Outcome {
    document: Document,
    children: Vec<(sekisho_ir::ChildHeader, Vec<u8>)>,
    findings: Vec<Finding>,
}

fn outcome(mail: &[u8]) -> Outcome {
    let limits = Limits::default();
    let hint = ReadHint {
        as_mail: true,
        ..ReadHint::default()
    };
    let mut stream = Vec::new();
    read(mail, &hint, &mut stream).expect("a vector takes everything");
    let mut frames = FrameReader::new(&stream, &limits);
    let (mut document, mut children, mut findings) = (None, Vec::new(), Vec::new());
    while let Some(frame) = frames.next().expect("well-formed frames") {
        match frame {
            Frame::Document(found) => document = Some(*found),
            Frame::Child(header, bytes) => children.push((header, bytes.to_vec())),
            Frame::Finding(finding) => findings.push(finding),
            Frame::Detected(kind) => assert_eq!(kind, Kind::Message),
            Frame::End => {}
            other => panic!("a mail gives no {other:?}"),
        }
    }
    let document = document.expect("whatever a mail is, a message comes out");
    assert_eq!(document.verify(&limits), Ok(()));
    Outcome {
        document,
        children,
        findings,
    }
}

fn written(document: &Document, output: Output) -> Vec<u8> {
    let mut order = Vec::new();
    let mut frames = FrameWriter::new(&mut order);
    frames.order(Order::of(output)).expect("frames");
    frames.document(document).expect("frames");
    frames.end().expect("frames");
    let mut out = Vec::new();
    sekisho_writer::write(&order, &mut out).expect("what the reader describes is written");
    out
}

fn shown(mail: &[u8]) -> Value {
    let outcome = outcome(mail);
    let record: Value =
        serde_json::from_slice(&written(&outcome.document, Output::MessageRecord)).expect("JSON");
    let children: Vec<Value> = outcome
        .children
        .iter()
        .map(|(header, bytes)| {
            json!({"name": header.name, "declared": header.declared, "inline": header.inline, "bytes": bytes.len()})
        })
        .collect();
    json!({"record": record, "children": children, "findings": outcome.findings})
}

#[expect(
    clippy::disallowed_methods,
    reason = "a person asks for new golden files on purpose"
)]
fn check(golden: &Path, found: &Value) -> Result<(), String> {
    let text = format!("{found:#}\n");
    if std::env::var("SEKISHO_GOLDEN").as_deref() == Ok("write") {
        std::fs::write(golden, text).expect("the golden file is written");
        return Ok(());
    }
    let expected =
        std::fs::read(golden).map_err(|_| format!("no golden file {}", golden.display()))?;
    if expected == text.as_bytes() {
        return Ok(());
    }
    Err(format!("{}\n--- found\n{text}", golden.display()))
}

#[expect(clippy::disallowed_methods, reason = "tests read their samples")]
fn mails(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
    paths.sort();
    paths
        .into_iter()
        .map(|path| (path.clone(), std::fs::read(&path).expect("a sample")))
        .collect()
}

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn every_japanese_mail_reads_as_its_golden_neighbour_says() {
    let mails = mails(&checkout().join("tests/corpus/mail"));
    assert!(mails.len() >= 50, "the project's own set is here");
    let wrong: Vec<String> = mails
        .iter()
        .filter_map(|(path, mail)| check(&path.with_extension("json"), &shown(mail)).err())
        .collect();
    assert!(
        wrong.is_empty(),
        "{} mails differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_mail_of_the_shared_corpus_shows_its_subject_and_names() {
    let mails = mails(&checkout().join("../shared/corpus/mail"));
    if mails.is_empty() {
        eprintln!("SKIPPED: no shared corpus beside the checkout");
        return;
    }
    let folder = checkout().join("tests/corpus/shared-mail");
    let wrong: Vec<String> = mails
        .iter()
        .filter_map(|(path, mail)| {
            let shown = shown(mail);
            let short = json!({
                "subject": shown["record"]["subject"],
                "from": shown["record"]["from"],
                "attachments": shown["children"].as_array().expect("a list").iter().map(|child| child["name"].clone()).collect::<Vec<_>>(),
                "text": shown["record"]["text"].as_str().expect("a text").chars().take(160).collect::<String>(),
                "findings": shown["findings"],
            });
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            check(&folder.join(format!("{name}.json")), &short).err()
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} mails differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_same_mail_gives_the_same_bytes_and_reads_the_same_when_written_anew() {
    for (path, mail) in mails(&checkout().join("tests/corpus/mail")) {
        let (first, second) = (outcome(&mail), outcome(&mail));
        assert_eq!(first.document, second.document, "{}", path.display());
        let Document::Message(message) = &first.document else {
            panic!("a message")
        };
        let eml = written(&first.document, Output::Eml);
        assert_eq!(
            eml,
            written(&second.document, Output::Eml),
            "{}",
            path.display()
        );
        let again = outcome(&eml);
        let Document::Message(anew) = &again.document else {
            panic!("a message")
        };
        assert_eq!(message.subject, anew.subject, "{}", path.display());
        assert_eq!(message.from, anew.from, "{}", path.display());
        assert_eq!(message.to, anew.to, "{}", path.display());
        assert_eq!(
            message.body.text.trim_end(),
            anew.body.text.trim_end(),
            "{}",
            path.display()
        );
        assert_eq!(anew.unrepresented, 0, "{}", path.display());
    }
}
