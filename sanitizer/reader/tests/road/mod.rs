//! The road of a file through both halves in one process, children first: what the host does, without its walls.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::format_push_string,
    clippy::print_stderr,
    clippy::cast_possible_truncation,
    dead_code,
    reason = "a test's tool: it may fail loudly, and not every story uses all of it"
)]

pub(crate) mod forge;
pub(crate) mod records;

use sekisho_ir::{
    BlobHeader, ChildHeader, Document, Finding, Frame, FrameReader, FrameWriter, Kind, Limits,
    Order, Output, Reason,
};

/// A file at the end of its way.
#[derive(Debug)]
pub(crate) struct Clean {
    pub(crate) kind: Kind,
    pub(crate) bytes: Vec<u8>,
    pub(crate) findings: Vec<Finding>,
    /// Children that were held, by name.
    pub(crate) held: Vec<(String, Reason)>,
}

/// Takes a file through.
pub(crate) fn carry(name: &str, bytes: &[u8]) -> Result<Clean, Reason> {
    carry_to(name, bytes, 0)
}

fn carry_to(name: &str, bytes: &[u8], depth: usize) -> Result<Clean, Reason> {
    if depth > 5 {
        return Err(Reason::TooDeep);
    }
    let limits = Limits::default();
    let hint = sekisho_reader::ReadHint {
        name: Some(name.to_owned()),
        ..sekisho_reader::ReadHint::default()
    };
    let mut stream = Vec::new();
    sekisho_reader::read(bytes, &hint, &mut stream).unwrap();
    let mut frames = FrameReader::new(&stream, &limits);
    let mut document: Option<Document> = None;
    let mut children: Vec<(ChildHeader, &[u8])> = Vec::new();
    let mut findings = Vec::new();
    while let Some(frame) = frames.next().unwrap() {
        match frame {
            Frame::Document(given) => document = Some(*given),
            Frame::Child(header, bytes) => children.push((header, bytes)),
            Frame::Finding(finding) => findings.push(finding),
            Frame::Held(reason) => return Err(reason),
            _ => {}
        }
    }
    let document = document.unwrap();
    let mut held = Vec::new();
    let mut order = Vec::new();
    let mut writer = FrameWriter::new(&mut order);
    writer
        .order(Order {
            output: Output::File,
        })
        .unwrap();
    writer.document(&document).unwrap();
    for (header, bytes) in children {
        match carry_to(&header.name, bytes, depth + 1) {
            Ok(clean) => {
                let (stem, _) = sekisho_ir::name::split_extension(&header.name);
                let name = format!("{stem}.{}", clean.kind.extension());
                let blob = BlobHeader {
                    index: header.index,
                    name,
                    kind: clean.kind,
                };
                writer.blob(&blob, &clean.bytes).unwrap();
                held.extend(clean.held);
            }
            Err(reason) => held.push((header.name, reason)),
        }
    }
    writer.end().unwrap();
    let mut bytes = Vec::new();
    sekisho_writer::write(&order, &mut bytes).map_err(|refusal| {
        eprintln!("{name}: {refusal}");
        Reason::WriterRefused
    })?;
    Ok(Clean {
        kind: document.kind(),
        bytes,
        findings,
        held,
    })
}
