//! The road every fuzzed input walks: read, take the frames apart, verify, write.
//!
//! Run with `make fuzz`, or `scripts/fuzz.sh mail` for one target. A finding is a panic, a hang, or a
//! description that the reader made and the writer refuses.
#![forbid(unsafe_code)]

pub mod office;
pub mod paper;
pub mod recheck;

use std::io::{Cursor, Write};

use sekisho_ir::{Document, Frame, FrameReader, FrameWriter, Limits, Order, Output};
use sekisho_reader::{ReadHint, read};

/// Leaves the file that an input stands for where `SEKISHO_KEEP` says, for the tests that replay what once broke.
pub fn keep(file: &[u8]) {
    if let Some(path) = std::env::var_os("SEKISHO_KEEP") {
        std::fs::write(path, file).expect("a place for the file");
    }
}

/// Walks the whole road with one input.
pub fn road(input: &[u8], name: Option<&str>, as_mail: bool) {
    keep(input);
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
        let mut written = Vec::new();
        sekisho_writer::write(&order, &mut written).expect("what verifies is written");
        if matches!(document, Document::Paper(_)) {
            again(&written);
        }
    }
}

/// A paper that was written is recognised, and read again it has pages.
fn again(written: &[u8]) {
    assert!(recheck::is_paper(written), "what is written is recognised");
    let mut stream = Vec::new();
    read(written, &ReadHint::default(), &mut stream).expect("a vector takes everything");
}

/// Hands the writer a payload as a reader that was taken over would; what it makes of it is recognised.
pub fn payload(input: &[u8]) {
    keep(input);
    let mut order = Vec::new();
    let mut frames = FrameWriter::new(&mut order);
    let written = frames
        .order(Order::of(Output::File))
        .and_then(|()| frames.document_payload(input))
        .and_then(|()| frames.end());
    written.expect("a vector takes everything");
    let paper = matches!(sekisho_ir::document_in(input), Ok(Document::Paper(_)));
    let mut written = Vec::new();
    if sekisho_writer::write(&order, &mut written).is_ok() && paper {
        assert!(recheck::is_paper(&written), "what is written is recognised");
    }
}

/// A binary workbook of one sheet. The first byte says which of its parts the input is; the others are as they should be.
pub fn binary_book(input: &[u8]) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    // A workbook with one sheet, a sheet without rows, styles and strings without any.
    const BOOK: &[u8] = b"\x83\x01\0\x9c\x01\x1a\0\0\0\0\x01\0\0\0\x04\0\0\0r\0I\0d\x001\0\x01\0\0\0S\0\x84\x01\0";
    let parts = [
        ("workbook", "sheet.binary.macroEnabled.main", BOOK),
        ("sheet", "worksheet", b"\x81\x01\0\x82\x01\0"),
        ("styles", "styles", b"\x96\x02\0\x97\x02\0"),
        ("sharedStrings", "sharedStrings", b"\x9f\x01\0\xa0\x01\0"),
        ("comments", "comments", b"\xf4\x04\0\xf5\x04\0"),
        ("table", "table", b"\xd7\x02\0\xd8\x02\0"),
    ];
    let (which, input) = input.split_first().unwrap_or((&1, &[]));
    let which = usize::from(*which) % parts.len();
    let mut types = format!("<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"r\"/>");
    let mut zip = Zip::default();
    for (at, (name, word, usual)) in parts.iter().enumerate() {
        types += &format!("<Override PartName=\"/{name}.bin\" ContentType=\"application/vnd.ms-excel.{word}\"/>");
        zip.add(&format!("{name}.bin"), if at == which { input } else { usual });
    }
    zip.add("[Content_Types].xml", (types + "</Types>").as_bytes());
    let leads = |targets: &[(&str, &str)]| {
        let mut text = format!("<Relationships xmlns=\"{PACKAGE}/relationships\">");
        for (at, (word, target)) in (1..).zip(targets) {
            text += &format!("<Relationship Id=\"rId{at}\" Type=\"{OFFICE}/{word}\" Target=\"{target}.bin\"/>");
        }
        text + "</Relationships>"
    };
    zip.add("_rels/.rels", leads(&[("officeDocument", "workbook")]).as_bytes());
    let of_book = [("worksheet", "sheet"), ("styles", "styles"), ("sharedStrings", "sharedStrings")];
    zip.add("_rels/workbook.bin.rels", leads(&of_book).as_bytes());
    zip.add("_rels/sheet.bin.rels", leads(&[("comments", "comments"), ("table", "table")]).as_bytes());
    zip.close()
}

/// A ZIP of stored members.
#[derive(Default)]
struct Zip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl Zip {
    fn add(&mut self, name: &str, body: &[u8]) {
        let size = u32::try_from(body.len()).expect("small").to_le_bytes();
        let offset = u32::try_from(self.bytes.len()).expect("small").to_le_bytes();
        let length = u16::try_from(name.len()).expect("small").to_le_bytes();
        let crc = checksum(body).to_le_bytes();
        let head = [&[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &crc, &size, &size, &length, &[0, 0]].concat();
        self.bytes.extend([b"PK\x03\x04", &head[..], name.as_bytes(), body].concat());
        self.directory.extend([b"PK\x01\x02\x14\0", &head[..], &[0; 10], &offset, name.as_bytes()].concat());
        self.count += 1;
    }

    fn close(mut self) -> Vec<u8> {
        let start = u32::try_from(self.bytes.len()).expect("small").to_le_bytes();
        let size = u32::try_from(self.directory.len()).expect("small").to_le_bytes();
        let count = self.count.to_le_bytes();
        self.bytes.extend(self.directory);
        self.bytes.extend([b"PK\x05\x06\0\0\0\0", &count[..], &count, &size, &start, &[0, 0]].concat());
        self.bytes
    }
}

fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| sum >> 1 ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
    })
}
