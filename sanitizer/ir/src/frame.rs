//! The stream between the halves: `[tag u8][length u32 LE][payload]`, each tag with a maximum that is known
//! before its payload is touched.
//!
//! A reader emits `Detected`, then `Document`, its `Child`ren, what it read of them `Along` the way, `Signature`s and
//! `Finding`s, or `Held`, then `End`. The host
//! sends a writer `Order`, `Document` (or `Beside`, where a long one lies beside the stream), a `Blob` for each
//! sanitised child, `End`. A stream without `End` was cut and is refused by [`FrameReader::next`].

use std::io;

use serde::{Deserialize, Serialize};

use crate::coded::coded;
use crate::document::Document;
use crate::kind::Kind;
use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::report::{Finding, Reason};
use crate::rules::Rules;
use crate::signature::Signature;

/// One frame, read. Bytes of children and blobs are borrowed from the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame<'a> {
    /// What is described.
    Document(Box<Document>),
    /// What was found.
    Finding(Finding),
    /// A digital signature as it was before rebuilding.
    Signature(Signature),
    /// A thing inside the thing: still untrusted, to be read by a fresh reader.
    Child(ChildHeader, &'a [u8]),
    /// It cannot be read; why.
    Held(Reason),
    /// What it is.
    Detected(Kind),
    /// What the writer shall make.
    Order(Order),
    /// A sanitised child for the writer to put in its place.
    Blob(BlobHeader, &'a [u8]),
    /// What the same reader made of the child of that number along the way: its whole stream.
    Along(u32, &'a [u8]),
    /// The stream is whole.
    End,
}

/// One frame for someone who only passes documents on: they stay unread, everything else is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawFrame<'a> {
    /// The payload of a document frame, within its maximum and otherwise unseen.
    Document(&'a [u8]),
    /// Any other frame.
    Other(Frame<'a>),
}

/// What is known of a child from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildHeader {
    /// Its number, from zero, in order.
    pub index: u32,
    /// Its cleaned name.
    pub name: String,
    /// The media type the container gives it, cleaned; a hint only.
    pub declared: Option<String>,
    /// True where it is shown within the text.
    pub inline: bool,
}

/// What a sanitised child is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobHeader {
    /// The child's number.
    pub index: u32,
    /// The name it goes by now.
    pub name: String,
    /// What it is now.
    pub kind: Kind,
    /// The child it came out of and stands beside; none for a child itself.
    pub beside: Option<u32>,
}

/// What the writer shall make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The form.
    pub output: Output,
    /// What the site decided about documents; the writer refuses what goes beyond.
    pub rules: Rules,
}

impl Order {
    /// An order within the house's own rules.
    pub fn of(output: Output) -> Self {
        Self {
            output,
            rules: Rules::default(),
        }
    }
}

coded! {
    /// The forms a document can be written in.
    #[non_exhaustive]
    pub enum Output {
        /// The document's own format.
        File = "file",
        /// Plain text, from text, HTML, a table or a mail.
        Text = "text",
        /// The canonical JSON record of a mail.
        MessageRecord = "message-record",
        /// A new RFC 5322 message with its sanitised attachments.
        Eml = "eml",
        /// A PDF whose pages are pixels.
        Pixels = "pixels",
    }
}

const DOCUMENT: u8 = 1;
const FINDING: u8 = 2;
const CHILD: u8 = 3;
const HELD: u8 = 4;
const DETECTED: u8 = 5;
const ORDER: u8 = 6;
const BLOB: u8 = 7;
const END: u8 = 8;
const ALONG: u8 = 9;
const BESIDE: u8 = 10;
const SIGNATURE: u8 = 11;

/// Reads frames from a whole stream.
#[derive(Debug)]
pub struct FrameReader<'a> {
    rest: &'a [u8],
    beside: &'a [u8],
    limits: Limits,
    ended: bool,
    findings: usize,
    signatures: usize,
    children: usize,
}

impl<'a> FrameReader<'a> {
    /// Over a stream.
    pub fn new(stream: &'a [u8], limits: &Limits) -> Self {
        Self {
            rest: stream,
            beside: &[],
            limits: limits.clone(),
            ended: false,
            findings: 0,
            signatures: 0,
            children: 0,
        }
    }

    /// With a document's payload that lies beside the stream; empty where none does.
    #[must_use]
    pub fn with_beside(self, beside: &'a [u8]) -> Self {
        Self { beside, ..self }
    }

    /// The next frame; `None` after `End`. A stream that stops before `End`, or goes on after it, is refused.
    #[expect(
        clippy::should_implement_trait,
        reason = "an error ends the stream, which Iterator cannot say"
    )]
    pub fn next(&mut self) -> Result<Option<Frame<'a>>, Refusal> {
        Ok(match self.next_raw()? {
            None => None,
            Some(RawFrame::Document(payload)) => Some(Frame::Document(Box::new(decode(payload)?))),
            Some(RawFrame::Other(frame)) => Some(frame),
        })
    }

    /// The next frame, with a document's payload left as it is. The host uses this: it passes
    /// documents from reader to writer and has no reason to look into one.
    pub fn next_raw(&mut self) -> Result<Option<RawFrame<'a>>, Refusal> {
        if self.ended {
            return if self.rest.is_empty() {
                Ok(None)
            } else {
                Err(Refusal::Frame("bytes after the end"))
            };
        }
        let (tag, payload) = self.split()?;
        if tag == DOCUMENT {
            return Ok(Some(RawFrame::Document(payload)));
        }
        if tag == BESIDE {
            return self.take_beside().map(RawFrame::Document).map(Some);
        }
        let frame = match tag {
            FINDING => {
                self.findings = self.findings.saturating_add(1);
                if self.findings > self.limits.findings {
                    return Err(Refusal::TooMany("findings"));
                }
                let finding: Finding = decode(payload)?;
                if !finding.is_well_formed() {
                    return Err(Refusal::Character("a finding"));
                }
                Frame::Finding(finding)
            }
            SIGNATURE => {
                self.signatures = self.signatures.saturating_add(1);
                if self.signatures > self.limits.signatures {
                    return Err(Refusal::TooMany("signatures"));
                }
                let signature: Signature = decode(payload)?;
                if !signature.is_well_formed() {
                    return Err(Refusal::Character("a signature"));
                }
                Frame::Signature(signature)
            }
            CHILD => {
                self.children = self.children.saturating_add(1);
                if self.children > self.limits.children {
                    return Err(Refusal::TooMany("children"));
                }
                let (header, bytes) = decode_with_rest(payload)?;
                Frame::Child(header, bytes)
            }
            HELD => Frame::Held(decode(payload)?),
            DETECTED => Frame::Detected(decode(payload)?),
            ORDER => Frame::Order(decode(payload)?),
            BLOB => {
                self.children = self.children.saturating_add(1);
                if self.children > self.limits.children {
                    return Err(Refusal::TooMany("blobs"));
                }
                let (header, bytes) = decode_with_rest(payload)?;
                Frame::Blob(header, bytes)
            }
            ALONG => {
                let (index, bytes) = decode_with_rest(payload)?;
                Frame::Along(index, bytes)
            }
            END => {
                self.ended = true;
                Frame::End
            }
            _ => return Err(Refusal::Frame("an unknown tag")),
        };
        Ok(Some(RawFrame::Other(frame)))
    }

    fn split(&mut self) -> Result<(u8, &'a [u8]), Refusal> {
        let (tag, rest) = self.rest.split_first().ok_or(Refusal::Frame("no end"))?;
        let (length, rest) = rest
            .split_first_chunk::<4>()
            .ok_or(Refusal::Frame("cut short"))?;
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        if length > self.maximum(*tag) {
            return Err(Refusal::TooLarge("a frame"));
        }
        let (payload, rest) = rest
            .split_at_checked(length)
            .ok_or(Refusal::Frame("cut short"))?;
        self.rest = rest;
        Ok((*tag, payload))
    }

    /// What lies beside, once.
    fn take_beside(&mut self) -> Result<&'a [u8], Refusal> {
        let payload = std::mem::take(&mut self.beside);
        if payload.is_empty() {
            Err(Refusal::Frame("nothing lies beside"))
        } else if payload.len() > self.limits.document_bytes {
            Err(Refusal::TooLarge("a frame"))
        } else {
            Ok(payload)
        }
    }

    fn maximum(&self, tag: u8) -> usize {
        match tag {
            DOCUMENT => self.limits.document_bytes,
            CHILD | BLOB | ALONG => self.limits.child_bytes,
            FINDING | SIGNATURE => self.limits.small_bytes,
            HELD | DETECTED | ORDER => 32,
            _ => 0,
        }
    }
}

/// A document's payload, with its pixels where they lie in it.
pub fn document_in(payload: &[u8]) -> Result<Document<&[u8]>, Refusal> {
    decode(payload)
}

fn decode<'a, T: Deserialize<'a>>(payload: &'a [u8]) -> Result<T, Refusal> {
    let (value, rest): (T, &[u8]) = decode_with_rest(payload)?;
    if rest.is_empty() {
        Ok(value)
    } else {
        Err(Refusal::Frame("bytes after a payload"))
    }
}

fn decode_with_rest<'a, T: Deserialize<'a>>(payload: &'a [u8]) -> Result<(T, &'a [u8]), Refusal> {
    postcard::take_from_bytes(payload).map_err(|_| Refusal::Frame("a payload that says nothing"))
}

/// Writes frames to a sink.
#[derive(Debug)]
pub struct FrameWriter<W: io::Write> {
    sink: W,
}

impl<W: io::Write> FrameWriter<W> {
    /// Over a sink.
    pub fn new(sink: W) -> Self {
        Self { sink }
    }

    /// Writes the document, without a copy of it in between.
    pub fn document(&mut self, document: &Document) -> io::Result<()> {
        self.put(DOCUMENT, document, &[])
    }

    /// Writes a document that is already a payload, as [`FrameReader::next_raw`] gave it.
    pub fn document_payload(&mut self, payload: &[u8]) -> io::Result<()> {
        let length = u32::try_from(payload.len())
            .map_err(|_| io::Error::other("a frame of more than 4 GiB"))?;
        self.sink.write_all(&[DOCUMENT])?;
        self.sink.write_all(&length.to_le_bytes())?;
        self.sink.write_all(payload)
    }

    /// Writes that the document's payload lies beside the stream.
    pub fn document_beside(&mut self) -> io::Result<()> {
        self.sink.write_all(&[BESIDE, 0, 0, 0, 0])
    }

    /// Writes a finding.
    pub fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        self.put(FINDING, finding, &[])
    }

    /// Writes a signature.
    pub fn signature(&mut self, signature: &Signature) -> io::Result<()> {
        self.put(SIGNATURE, signature, &[])
    }

    /// Writes a child.
    pub fn child(&mut self, header: &ChildHeader, bytes: &[u8]) -> io::Result<()> {
        self.put(CHILD, header, bytes)
    }

    /// Writes what was made of a child along the way.
    pub fn along(&mut self, index: u32, stream: &[u8]) -> io::Result<()> {
        self.put(ALONG, &index, stream)
    }

    /// Writes that the thing is held.
    pub fn held(&mut self, reason: Reason) -> io::Result<()> {
        self.put(HELD, &reason, &[])
    }

    /// Writes what the thing is.
    pub fn detected(&mut self, kind: Kind) -> io::Result<()> {
        self.put(DETECTED, &kind, &[])
    }

    /// Writes what shall be made.
    pub fn order(&mut self, order: Order) -> io::Result<()> {
        self.put(ORDER, &order, &[])
    }

    /// Writes a sanitised child.
    pub fn blob(&mut self, header: &BlobHeader, bytes: &[u8]) -> io::Result<()> {
        self.put(BLOB, header, bytes)
    }

    /// Ends the stream.
    pub fn end(&mut self) -> io::Result<()> {
        self.sink.write_all(&[END, 0, 0, 0, 0])?;
        self.sink.flush()
    }

    fn put<T: Serialize>(&mut self, tag: u8, value: &T, tail: &[u8]) -> io::Result<()> {
        let size = postcard::serialize_with_flavor(value, postcard::ser_flavors::Size::default())
            .map_err(io::Error::other)?;
        let length = size
            .checked_add(tail.len())
            .and_then(|length| u32::try_from(length).ok())
            .ok_or_else(|| io::Error::other("a frame of more than 4 GiB"))?;
        self.sink.write_all(&[tag])?;
        self.sink.write_all(&length.to_le_bytes())?;
        postcard::to_io(value, &mut self.sink).map_err(io::Error::other)?;
        self.sink.write_all(tail)
    }
}

#[cfg(test)]
mod tests {
    use super::{BlobHeader, ChildHeader, Frame, FrameReader, FrameWriter, Order, Output};
    use crate::{Code, Document, Finding, Kind, Limits, Reason, Refusal, Text};

    #[test]
    fn a_stream_is_read_as_it_was_written() -> Result<(), Box<dyn std::error::Error>> {
        let mut stream = Vec::new();
        let document = Document::Text(Text {
            text: "𠮷".into(),
            charset: "UTF-8".into(),
        });
        let header = ChildHeader {
            index: 3,
            name: "a.txt".into(),
            declared: None,
            inline: true,
        };
        let blob = BlobHeader {
            index: 3,
            name: "a.txt".into(),
            kind: Kind::Text,
            beside: None,
        };
        let finding = Finding::new(Code::MacroRemoved, 2).at("x");
        let mut frames = FrameWriter::new(&mut stream);
        frames.detected(Kind::Text)?;
        frames.document(&document)?;
        frames.child(&header, b"bytes")?;
        frames.finding(&finding)?;
        frames.held(Reason::TooDeep)?;
        frames.order(Order::of(Output::Eml))?;
        frames.blob(&blob, b"")?;
        frames.end()?;

        let limits = Limits::default();
        let mut reader = FrameReader::new(&stream, &limits);
        let mut seen = Vec::new();
        while let Some(frame) = reader.next()? {
            seen.push(frame);
        }
        assert_eq!(
            seen,
            [
                Frame::Detected(Kind::Text),
                Frame::Document(Box::new(document)),
                Frame::Child(header, b"bytes"),
                Frame::Finding(finding),
                Frame::Held(Reason::TooDeep),
                Frame::Order(Order::of(Output::Eml)),
                Frame::Blob(blob, b""),
                Frame::End,
            ]
        );
        Ok(())
    }

    #[test]
    fn a_cut_or_swollen_stream_is_refused() {
        let limits = Limits::default();
        for (stream, refusal) in [
            (&[][..], Refusal::Frame("no end")),
            (&[4, 1, 0], Refusal::Frame("cut short")),
            (&[4, 1, 0, 0, 0], Refusal::Frame("cut short")),
            (&[1, 255, 255, 255, 255], Refusal::TooLarge("a frame")),
            (&[99, 0, 0, 0, 0], Refusal::Frame("an unknown tag")),
            (&[8, 1, 0, 0, 0, 0], Refusal::TooLarge("a frame")),
            (
                &[4, 1, 0, 0, 0, 200],
                Refusal::Frame("a payload that says nothing"),
            ),
            (
                &[4, 2, 0, 0, 0, 1, 1],
                Refusal::Frame("bytes after a payload"),
            ),
        ] {
            assert_eq!(
                FrameReader::new(stream, &limits).next(),
                Err(refusal),
                "{stream:?}"
            );
        }
        let mut reader = FrameReader::new(&[8, 0, 0, 0, 0, 1], &limits);
        assert_eq!(reader.next(), Ok(Some(Frame::End)));
        assert!(reader.next().is_err());
    }

    #[test]
    fn a_document_beside_the_stream_is_taken_once() -> Result<(), Box<dyn std::error::Error>> {
        let document = Document::Text(Text {
            text: "long".into(),
            charset: "UTF-8".into(),
        });
        let payload = postcard::to_stdvec(&document)?;
        let mut stream = Vec::new();
        let mut frames = FrameWriter::new(&mut stream);
        frames.document_beside()?;
        frames.document_beside()?;
        let limits = Limits::default();
        let mut reader = FrameReader::new(&stream, &limits).with_beside(&payload);
        assert_eq!(reader.next()?, Some(Frame::Document(Box::new(document))));
        assert!(reader.next().is_err(), "twice");
        assert!(
            FrameReader::new(&stream, &limits).next().is_err(),
            "nothing beside"
        );
        let tight = Limits {
            document_bytes: payload.len() - 1,
            ..limits
        };
        let mut reader = FrameReader::new(&stream, &tight).with_beside(&payload);
        assert_eq!(reader.next(), Err(Refusal::TooLarge("a frame")));
        Ok(())
    }
}
