//! What the writing half writes once before the first item comes: small things of our own.
//!
//! Whatever is found out once (the processor's features, the vocabulary) is then known to every
//! child from its birth.

use std::io;

use sekisho_ir::package::{Events, Measures, PartBody, Properties};
use sekisho_ir::vocabulary::{Element, Space};
use sekisho_ir::{
    Chroma, Document, FrameWriter, Kind, Layout, Message, Order, Output, Package, Part, PartKind,
    Raster, RasterFrame,
};

/// The streams: a record, which is the thing most often written, a document, and pictures.
pub(crate) fn streams() -> Vec<Vec<u8>> {
    let pictures = [Kind::Png, Kind::Jpeg, Kind::Gif].map(|format| (Output::File, picture(format)));
    [
        (Output::MessageRecord, Document::Message(Message::default())),
        (Output::File, document()),
    ]
    .into_iter()
    .chain(pictures)
    .filter_map(|(output, document)| stream(output, &document).ok())
    .collect()
}

fn stream(output: Output, document: &Document) -> io::Result<Vec<u8>> {
    let mut stream = Vec::new();
    let mut frames = FrameWriter::new(&mut stream);
    frames.order(Order::of(output))?;
    frames.document(document)?;
    frames.end()?;
    Ok(stream)
}

fn document() -> Document {
    let mut events = Events::default();
    let names = ["document", "body", "p", "r", "t"];
    for element in names
        .iter()
        .filter_map(|name| Element::find(Space::Word, name))
    {
        events.open_bare(element);
    }
    events.text("a");
    for _ in names {
        events.close();
    }
    Document::Package(Package {
        format: Kind::Docx,
        parts: vec![Part {
            kind: PartKind::WordDocument,
            body: PartBody::Xml(events),
            rels: Vec::new(),
        }],
        properties: Properties::default(),
        measures: Measures::Unknown,
    })
}

fn picture(format: Kind) -> Document {
    let layout = if format == Kind::Gif {
        Layout::Rgba
    } else {
        Layout::Rgb
    };
    Document::Raster(Raster {
        format,
        frames: vec![RasterFrame {
            pixels: vec![255; if layout == Layout::Rgba { 4 } else { 3 }],
            ..RasterFrame::still(1, 1, layout)
        }],
        loops: None,
        quality: 90,
        chroma: Chroma::Full,
    })
}

#[cfg(test)]
mod tests {
    /// A rehearsal that stopped half-way would leave the rest cold.
    #[test]
    fn each_rehearsal_is_written_to_its_end() {
        let streams = super::streams();
        assert_eq!(streams.len(), 5);
        for stream in streams {
            let mut out = Vec::new();
            sekisho_writer::write(&stream, &mut out).unwrap();
            assert!(!out.is_empty());
        }
    }
}
