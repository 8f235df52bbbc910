//! One reading and one writing, each in a jail, with its outcome in our own words.
//!
//! A reader is not trusted: a stream that breaks a rule counts as a reader that fell over. A
//! document's payload is passed on unread; children and findings are taken.

use std::collections::BTreeMap;
use std::io::Write;

use bytes::Bytes;
use sekisho_ir::{
    BlobHeader, ChildHeader, Document, Finding, Frame, FrameReader, FrameWriter, Kind, Limits,
    MANY, Order, Output, REFUSED, RawFrame, ReadJob, Reason, Refusal, Signature,
};
use sekisho_jail::{Ending, Input, Jail, Piece, Task};

use crate::evidence::Sanitized;
use crate::policy::{Policy, PolicyLimits};
use crate::sanitizer::Sanitizer;

/// What a reader made of some bytes.
#[derive(Clone)]
pub(crate) struct Reading {
    /// What it found them to be.
    pub(crate) kind: Kind,
    /// What it found in them.
    pub(crate) findings: Vec<Finding>,
    /// Its signatures, as far as they could be verified.
    pub(crate) signatures: Vec<Signature>,
    /// The description and what is inside, or why there is none.
    pub(crate) described: Result<Described, Reason>,
}

/// A description, still unverified, and the untrusted things inside.
#[derive(Clone)]
pub(crate) struct Described {
    pub(crate) document: Piece,
    pub(crate) children: Vec<(ChildHeader, Bytes)>,
    /// What the same process made of some of the children, by their number.
    pub(crate) along: BTreeMap<u32, Piece>,
}

/// What a writer is given.
pub(crate) enum Source<'a> {
    /// A reader's description.
    Payload(&'a Piece),
    /// A document of our own.
    Own(&'a Document),
}

/// Reads some bytes behind walls.
pub(crate) fn read(
    sanitizer: &Sanitizer,
    bytes: &[u8],
    job: &ReadJob,
    limits: PolicyLimits,
) -> Reading {
    let failed = |reason| Reading {
        kind: Kind::Unknown,
        findings: Vec::new(),
        signatures: Vec::new(),
        described: Err(reason),
    };
    if u64::try_from(bytes.len()).map_or(true, |length| length > limits.input_bytes()) {
        return failed(Reason::TooLarge);
    }
    let input = Input::of(bytes);
    match run(&sanitizer.reader, input, None, &job.encode(), limits) {
        Ok(stream) => gather(&stream).unwrap_or_else(|refusal| {
            tracing::warn!(kind = refusal.kind(), "the reader's stream was refused");
            failed(broken_stream(refusal))
        }),
        Err(ending) => failed(reason_of(ending, Reason::Crashed)),
    }
}

/// Writes a description anew behind walls; the bytes are not yet re-checked.
pub(crate) fn write(
    sanitizer: &Sanitizer,
    policy: &Policy,
    output: Output,
    source: &Source<'_>,
    blobs: &[(BlobHeader, Sanitized)],
) -> Result<Bytes, Reason> {
    let order = Order {
        output,
        rules: policy.documents(),
    };
    // A long description lies where its reader left it; what it is not copied into, it need not be copied out of.
    let beside = match source {
        Source::Payload(payload) if payload.is_long() => Some(*payload),
        _ => None,
    };
    let input = Input::write(|sink| frames(sink, order, source, beside.is_some(), blobs));
    run(&sanitizer.writer, input, beside, &[], policy.limits())
        .map(|made| made.bytes().clone())
        .map_err(|ending| reason_of(ending, Reason::WriterRefused))
}

fn frames(
    sink: &mut dyn Write,
    order: Order,
    source: &Source<'_>,
    beside: bool,
    blobs: &[(BlobHeader, Sanitized)],
) -> std::io::Result<()> {
    let mut frames = FrameWriter::new(sink);
    frames.order(order)?;
    match source {
        Source::Payload(_) if beside => frames.document_beside()?,
        Source::Payload(payload) => frames.document_payload(payload.bytes())?,
        Source::Own(document) => frames.document(document)?,
    }
    for (header, blob) in blobs {
        frames.blob(header, blob.bytes())?;
    }
    frames.end()
}

fn run(
    jail: &Jail,
    input: std::io::Result<Input>,
    beside: Option<&Piece>,
    job: &[u8],
    limits: PolicyLimits,
) -> Result<Piece, Ending> {
    // No memory for the input: nothing was read, nothing may cross.
    let input = input.map_err(|_| Ending::Lost)?;
    jail.run(&Task {
        job,
        input: &input,
        beside,
        limits: limits.jail(),
    })
}

/// Writes several descriptions in one process; `None` stands for one that has to be written alone.
pub(crate) fn write_many(
    sanitizer: &Sanitizer,
    policy: &Policy,
    wanted: &[(Output, Source<'_>)],
) -> Vec<Option<Bytes>> {
    let input = Input::write(|sink| {
        for (output, source) in wanted {
            let mut stream = Vec::new();
            let order = Order {
                output: *output,
                rules: policy.documents(),
            };
            frames(&mut stream, order, source, false, &[])?;
            let length = u64::try_from(stream.len()).map_err(std::io::Error::other)?;
            sink.write_all(&length.to_le_bytes())?;
            sink.write_all(&stream)?;
        }
        Ok(())
    });
    let made = run(&sanitizer.writer, input, None, MANY, policy.limits());
    let mut rest = made.map(|made| made.bytes().clone()).unwrap_or_default();
    let mut one = || {
        let length = u64::from_le_bytes(*rest.first_chunk::<8>()?);
        rest = rest.slice(8..);
        if length == REFUSED {
            return None;
        }
        let length = usize::try_from(length).ok().filter(|l| *l <= rest.len())?;
        Some(rest.split_to(length))
    };
    wanted.iter().map(|_| one()).collect()
}

/// Takes a reader's whole stream apart.
pub(crate) fn gather(stream: &Piece) -> Result<Reading, Refusal> {
    let limits = Limits::default();
    let mut frames = FrameReader::new(stream.bytes(), &limits);
    let mut kind = None;
    let mut document = None;
    let mut held = None;
    let mut findings = Vec::new();
    let mut signatures = Vec::new();
    let mut children: Vec<(ChildHeader, Bytes)> = Vec::new();
    let mut along = BTreeMap::new();
    while let Some(frame) = frames.next_raw()? {
        match frame {
            RawFrame::Document(payload) if document.is_none() => {
                document = Some(stream.part(payload));
            }
            RawFrame::Other(Frame::Detected(found)) if kind.is_none() => kind = Some(found),
            RawFrame::Other(Frame::Held(reason)) if held.is_none() => held = Some(reason),
            RawFrame::Other(Frame::Finding(finding)) => findings.push(finding),
            RawFrame::Other(Frame::Signature(signature)) => signatures.push(signature),
            RawFrame::Other(Frame::Child(header, bytes))
                if usize::try_from(header.index) == Ok(children.len())
                    && sekisho_ir::name::path_is_clean(&header.name) =>
            {
                children.push((header, stream.bytes().slice_ref(bytes)));
            }
            RawFrame::Other(Frame::Along(index, bytes))
                if usize::try_from(index).is_ok_and(|index| index < children.len())
                    && !along.contains_key(&index) =>
            {
                along.insert(index, stream.part(bytes));
            }
            RawFrame::Other(Frame::End) => {}
            _ => return Err(Refusal::Frame("out of place")),
        }
    }
    let described = match (held, document) {
        (Some(reason), _) => Err(reason),
        (None, Some(document)) => Ok(Described {
            document,
            children,
            along,
        }),
        (None, None) => return Err(Refusal::Frame("nothing described and nothing held")),
    };
    Ok(Reading {
        kind: kind.unwrap_or(Kind::Unknown),
        findings,
        signatures,
        described,
    })
}

/// Why a thing is held whose reader's stream broke a rule.
fn broken_stream(refusal: Refusal) -> Reason {
    match refusal {
        Refusal::TooMany(_) => Reason::TooMany,
        Refusal::TooLarge(_) => Reason::TooLarge,
        // Whatever else it said, it is not what our reader says.
        _ => Reason::Crashed,
    }
}

/// Why a thing is held whose process ended so; `refused` is what a refusal means in this half.
fn reason_of(ending: Ending, refused: Reason) -> Reason {
    match ending {
        Ending::Refused => refused,
        Ending::TimedOut => Reason::TimedOut,
        Ending::MemoryExceeded => Reason::MemoryExceeded,
        Ending::OutputExceeded => Reason::TooLarge,
        Ending::ForbiddenCall => Reason::ForbiddenCall,
        Ending::Crashed | Ending::Lost | Ending::Done => Reason::Crashed,
    }
}
