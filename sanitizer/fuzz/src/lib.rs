//! The road every fuzzed input walks: read, take the frames apart, verify, write.
//!
//! Run with `cargo +nightly fuzz run mail` in the folder above. A finding is a panic, a hang, or a
//! description that the reader made and the writer refuses.
#![forbid(unsafe_code)]

use sekisho_ir::{Document, Frame, FrameReader, FrameWriter, Limits, Order, Output};
use sekisho_reader::{ReadHint, read};

/// Walks the whole road with one input.
pub fn road(input: &[u8], name: Option<&str>, as_mail: bool) {
    let hint = ReadHint { name: name.map(str::to_owned), as_mail, ..ReadHint::default() };
    let mut stream = Vec::new();
    read(input, &hint, &mut stream).expect("a vector takes everything");
    let limits = Limits::default();
    let mut frames = FrameReader::new(&stream, &limits);
    while let Some(frame) = frames.next().expect("a reader writes well-formed frames") {
        if let Frame::Document(document) = frame {
            document.verify(&limits).expect("a reader describes within the rules");
            write(&document);
        }
    }
}

fn write(document: &Document) {
    let outputs: &[Output] = match document {
        Document::Message(_) => &[Output::MessageRecord, Output::Eml, Output::Text],
        Document::Text(_) | Document::Html(_) | Document::Table(_) => &[Output::File, Output::Text],
        _ => &[Output::File],
    };
    for output in outputs {
        let mut order = Vec::new();
        let mut frames = FrameWriter::new(&mut order);
        let written = frames
            .order(Order::of(*output))
            .and_then(|()| frames.document(document))
            .and_then(|()| frames.end());
        written.expect("a vector takes everything");
        sekisho_writer::write(&order, &mut Vec::new()).expect("what verifies is written");
    }
}
