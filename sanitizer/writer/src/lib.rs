//! A verified description in, fresh bytes out. Has never linked a parser of any document format.
//!
//! ```text
//!  frames ─▶ order, document, blobs ─▶ verify ─┬▶ record   the canonical JSON of a mail
//!                                              ├▶ eml      a new RFC 5322 message
//!                                              ├▶ text  html  csv
//!                                              └▶ image  drawing  zip  ooxml  paper
//! ```
//!
//! Nothing is written before the whole description was verified; a refusal leaves no half output, since the
//! host takes nothing from a writer that refused. The same frames give the same bytes.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::io;

use sekisho_ir::rules::Links;
use sekisho_ir::{
    BlobHeader, Document, Frame, FrameReader, Limits, Order, Output, REFUSED, RawFrame, Refusal,
    document_in,
};

mod csv;
mod drawing;
mod eml;
mod html;
mod image;
mod ooxml;
mod paper;
mod record;
mod text;
mod time;
mod zip;

/// Sanitised children by their index.
pub(crate) type Blobs<'a> = BTreeMap<u32, (BlobHeader, &'a [u8])>;

/// What came out of a child and stands beside it, in order.
pub(crate) fn beside<'b, 'a>(
    blobs: &'b Blobs<'a>,
    child: Option<u32>,
) -> impl Iterator<Item = (&'b BlobHeader, &'a [u8])> {
    blobs
        .values()
        .filter(move |(header, _)| header.beside.is_some() && header.beside == child)
        .map(|(header, bytes)| (header, *bytes))
}

/// Verifies the frames and writes what they order, within the house's maxima.
pub fn write(input_frames: &[u8], out: &mut impl io::Write) -> Result<(), Refusal> {
    write_within(input_frames, &Limits::default(), out)
}

/// As [`write`]; `beside` is the document's payload where the frames say that it lies beside them, and else empty.
pub fn write_beside(
    input_frames: &[u8],
    beside: &[u8],
    out: &mut impl io::Write,
) -> Result<(), Refusal> {
    let limits = Limits::default();
    let frames = FrameReader::new(input_frames, &limits).with_beside(beside);
    write_frames(frames, &limits, out)
}

/// Writes several streams of one item, each as [`write`] would: see [`sekisho_ir::MANY`] for the form. One that is
/// refused spoils none of the others.
pub fn write_many(input: &[u8], out: &mut impl io::Write) -> Result<(), Refusal> {
    let limits = Limits::default();
    let mut rest = input;
    while let Some((length, after)) = rest.split_first_chunk::<8>() {
        let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let cut = after.split_at_checked(length);
        let (stream, after) = cut.ok_or(Refusal::Frame("cut short"))?;
        rest = after;
        let mut made = Vec::new();
        let length = if write_within(stream, &limits, &mut made).is_ok() {
            u64::try_from(made.len()).unwrap_or(REFUSED)
        } else {
            made.clear();
            REFUSED
        };
        out.write_all(&length.to_le_bytes())
            .and_then(|()| out.write_all(&made))
            .map_err(|_| Refusal::Write("the output"))?;
    }
    out.flush().map_err(|_| Refusal::Write("the output"))
}

/// As [`write`], within other maxima.
pub fn write_within(
    input_frames: &[u8],
    limits: &Limits,
    out: &mut impl io::Write,
) -> Result<(), Refusal> {
    write_frames(FrameReader::new(input_frames, limits), limits, out)
}

fn write_frames(
    frames: FrameReader<'_>,
    limits: &Limits,
    out: &mut impl io::Write,
) -> Result<(), Refusal> {
    let job = Job::read(frames)?;
    job.document.verify(limits)?;
    let bytes = job.make()?;
    out.write_all(&bytes)
        .and_then(|()| out.flush())
        .map_err(|_| Refusal::Write("the output"))
}

/// One order with what it needs.
struct Job<'a> {
    order: Order,
    document: Document<&'a [u8]>,
    blobs: Blobs<'a>,
}

impl<'a> Job<'a> {
    fn read(mut frames: FrameReader<'a>) -> Result<Self, Refusal> {
        let (mut order, mut document, mut blobs) = (None, None, Blobs::new());
        while let Some(frame) = frames.next_raw()? {
            let frame = match frame {
                // Pixels stay where they lie: a large picture is there once, not twice.
                RawFrame::Document(payload) if document.is_none() => {
                    document = Some(document_in(payload)?);
                    continue;
                }
                RawFrame::Document(_) => return Err(Refusal::Frame("a second document")),
                RawFrame::Other(frame) => frame,
            };
            match frame {
                Frame::Order(given) if order.is_none() => order = Some(given),
                Frame::Blob(header, bytes) => {
                    if blobs.insert(header.index, (header, bytes)).is_some() {
                        return Err(Refusal::Inconsistent("a blob that stands twice"));
                    }
                }
                Frame::End => {}
                _ => return Err(Refusal::Frame("a frame the writer does not take")),
            }
        }
        Ok(Self {
            order: order.ok_or(Refusal::Order("no order"))?,
            document: document.ok_or(Refusal::Order("no document"))?,
            blobs,
        })
    }

    fn make(&self) -> Result<Vec<u8>, Refusal> {
        match (self.order.output, &self.document) {
            (Output::File | Output::Text, Document::Text(found)) => Ok(text::write(&found.text)),
            (Output::File, Document::Html(found)) => Ok(html::page(found)),
            (Output::Text, Document::Html(found)) => Ok(text::write(&found.to_text())),
            (Output::File, Document::Table(table)) => Ok(csv::write(table)),
            (Output::Text, Document::Table(table)) => Ok(text::write(&text::of_table(table))),
            (Output::MessageRecord, Document::Message(message)) => record::write(message),
            (Output::File | Output::Eml, Document::Message(message)) => {
                eml::write(message, &self.blobs)
            }
            (Output::Text, Document::Message(message)) => Ok(text::write(&message.body.text)),
            (Output::File, Document::Raster(raster)) => image::write(raster),
            (Output::File, Document::Drawing(found)) => drawing::write(found),
            (Output::File | Output::Pixels, Document::Paper(found)) => {
                paper::write(found, self.order)
            }
            (Output::Text, Document::Paper(found)) => Ok(text::write(&found.to_text())),
            (Output::File, Document::Archive(archive)) => zip::write(archive, &self.blobs),
            (Output::File, Document::Package(package)) => {
                if package.has_links() && self.order.rules.links == Links::Text {
                    return Err(Refusal::Order("links that no rule allows"));
                }
                ooxml::write(package, &self.blobs)
            }
            _ => Err(Refusal::Order("this form of this document")),
        }
    }
}
