//! The road every fuzzed input walks: read, take the frames apart, verify, write.
//!
//! Run with `make fuzz`, or `scripts/fuzz.sh mail` for one target. A finding is a panic, a hang, or a
//! description that the reader made and the writer refuses.
#![forbid(unsafe_code)]

pub mod office;

use std::io::{Cursor, Write};

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

/// Walks the road with a compound file whose two streams of a lock are the halves of the input, cut at its first byte
/// times four. Seeds are made with the password that Excel never asks for.
pub fn locked(input: &[u8]) {
    let (cut, rest) = input.split_first().unwrap_or((&0, &[]));
    let (info, package) = rest.split_at(rest.len().min(usize::from(*cut) * 4));
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a vector takes everything");
    for (name, bytes) in [("/EncryptionInfo", info), ("/EncryptedPackage", package)] {
        let mut stream = file.create_stream(name).expect("a new name");
        stream.write_all(bytes).expect("a vector takes everything");
    }
    road(&file.into_inner().into_inner(), None, false);
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
