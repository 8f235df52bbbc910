//! Inputs that once broke something, kept by `make fuzz` in `tests/regress/<target>/`: none breaks anything any more.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails loudly, and its inputs are on a disk"
)]

use std::path::Path;

use sekisho_ir::{Document, Frame, FrameReader, FrameWriter, Limits, Order, Output, Rules};
use sekisho_reader::{ReadHint, read};

#[test]
fn nothing_that_once_broke_breaks_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/regress");
    for target in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = target.file_name().to_string_lossy().into_owned();
        for input in std::fs::read_dir(target.path()).unwrap() {
            replay(&name, &std::fs::read(input.unwrap().path()).unwrap());
        }
    }
}

/// One file on the road that its target takes it.
fn replay(target: &str, input: &[u8]) {
    let name = match target {
        "frames" => {
            // Whatever a reader that was taken over says, the writer takes or refuses it.
            let _ = sekisho_writer::write(input, &mut Vec::new());
            return;
        }
        // What only the writer is given, and what only the re-check is: their own tests replay them.
        "paper" => {
            payload(input);
            return;
        }
        "recheck" => return,
        "pdf" | "page" => Some("a.pdf"),
        "html" => Some("a.html"),
        "csv" => Some("a.csv"),
        "text" => Some("a.txt"),
        "word" => Some("a.docx"),
        "sheet" => Some("a.xlsx"),
        "slide" => Some("a.pptx"),
        _ => None,
    };
    road(input, name, target == "mail");
}

/// A payload of a reader that was taken over: written, or refused.
fn payload(input: &[u8]) {
    let mut order = Vec::new();
    let mut frames = FrameWriter::new(&mut order);
    frames.order(Order::of(Output::File)).unwrap();
    frames.document_payload(input).unwrap();
    frames.end().unwrap();
    let _ = sekisho_writer::write(&order, &mut Vec::new());
}

fn road(bytes: &[u8], name: Option<&str>, as_mail: bool) {
    let hint = ReadHint {
        name: name.map(str::to_owned),
        as_mail,
        ..ReadHint::default()
    };
    let mut stream = Vec::new();
    read(bytes, &hint, &mut stream).unwrap();
    let limits = Limits::default();
    let mut frames = FrameReader::new(&stream, &limits);
    while let Some(frame) = frames.next().unwrap() {
        if let Frame::Document(document) = frame {
            document.verify(&limits).unwrap();
            write(&document);
        }
    }
}

fn write(document: &Document) {
    let mut order = Vec::new();
    let mut frames = FrameWriter::new(&mut order);
    let output = match document {
        Document::Message(_) => Output::MessageRecord,
        _ => Output::File,
    };
    let rules = Rules::default();
    frames.order(Order { output, rules }).unwrap();
    frames.document(document).unwrap();
    frames.end().unwrap();
    sekisho_writer::write(&order, &mut Vec::new()).unwrap();
}
