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
pub(crate) mod locksmith;
pub(crate) mod records;

use sekisho_ir::{
    BlobHeader, ChildHeader, Code, Document, Finding, Frame, FrameReader, FrameWriter, Kind,
    Limits, Order, Output, Password, Reason, Rules,
};
use sekisho_reader::ReadHint;

/// A file at the end of its way.
#[derive(Debug)]
pub(crate) struct Clean {
    pub(crate) kind: Kind,
    pub(crate) bytes: Vec<u8>,
    pub(crate) findings: Vec<Finding>,
    /// Children that were held, by name.
    pub(crate) held: Vec<(String, Reason)>,
}

/// How often something was told.
pub(crate) fn told(findings: &[Finding], code: Code) -> u32 {
    findings
        .iter()
        .find(|finding| finding.code == code)
        .map_or(0, |finding| finding.count)
}

/// Takes a file through.
pub(crate) fn carry(name: &str, bytes: &[u8]) -> Result<Clean, Reason> {
    carry_to(name, bytes, &ReadHint::default(), 0)
}

/// Takes a file through by other rules.
pub(crate) fn carry_by(name: &str, bytes: &[u8], rules: Rules) -> Result<Clean, Reason> {
    let hint = ReadHint {
        rules,
        ..ReadHint::default()
    };
    carry_to(name, bytes, &hint, 0)
}

/// Takes a file through, with passwords for its locks.
pub(crate) fn carry_opened(name: &str, bytes: &[u8], passwords: &[&str]) -> Result<Clean, Reason> {
    let hint = ReadHint {
        passwords: passwords.iter().map(|word| Password::new(*word)).collect(),
        ..ReadHint::default()
    };
    carry_to(name, bytes, &hint, 0)
}

fn carry_to(name: &str, bytes: &[u8], hint: &ReadHint, depth: usize) -> Result<Clean, Reason> {
    if depth > 3 {
        return Err(Reason::TooDeep);
    }
    match carry_without(name, bytes, hint, depth, Vec::new())? {
        Carried::Whole(clean) => Ok(clean),
        Carried::Without(orders) => match carry_without(name, bytes, hint, depth, orders)? {
            Carried::Whole(clean) => Ok(clean),
            Carried::Without(_) => Err(Reason::Malformed),
        },
    }
}

enum Carried {
    Whole(Clean),
    /// Embedded documents that are held, by their order.
    Without(Vec<u32>),
}

fn carry_without(
    name: &str,
    bytes: &[u8],
    hint: &ReadHint,
    depth: usize,
    left_out: Vec<u32>,
) -> Result<Carried, Reason> {
    let limits = Limits::default();
    let hint = ReadHint {
        name: Some(name.to_owned()),
        left_out,
        ..hint.clone()
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
            rules: hint.rules,
        })
        .unwrap();
    writer.document(&document).unwrap();
    let package = matches!(document, Document::Package(_));
    let (mut held_documents, mut documents) = (Vec::new(), 0);
    for (header, bytes) in children {
        let embedded = package && !header.inline;
        documents += u32::from(embedded);
        match carry_to(&header.name, bytes, &hint, depth + 1) {
            Ok(clean) => {
                let (stem, _) = sekisho_ir::name::split_extension(&header.name);
                let name = format!("{stem}.{}", clean.kind.extension());
                let blob = BlobHeader {
                    index: header.index,
                    name,
                    kind: clean.kind,
                    beside: None,
                };
                writer.blob(&blob, &clean.bytes).unwrap();
                held.extend(clean.held);
            }
            Err(_) if embedded => held_documents.push(documents - 1),
            Err(reason) => held.push((header.name, reason)),
        }
    }
    if !held_documents.is_empty() {
        return Ok(Carried::Without(held_documents));
    }
    writer.end().unwrap();
    let mut bytes = Vec::new();
    sekisho_writer::write(&order, &mut bytes).map_err(|refusal| {
        eprintln!("{name}: {refusal}");
        Reason::WriterRefused
    })?;
    Ok(Carried::Whole(Clean {
        kind: document.kind(),
        bytes,
        findings,
        held,
    }))
}
