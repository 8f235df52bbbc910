//! One described document of any kind, and the single door through which it is verified.

use serde::{Deserialize, Serialize};

use crate::archive::Archive;
use crate::drawing::Drawing;
use crate::html::Html;
use crate::kind::Kind;
use crate::limits::Limits;
use crate::message::Message;
use crate::package::Package;
use crate::paper::Paper;
use crate::raster::Raster;
use crate::refusal::Refusal;
use crate::table::Table;
use crate::text::Text;

/// What a reader describes and a writer writes. Pixels are its own, or borrowed from a payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::large_enum_variant,
    reason = "one stands in a stream, behind a box already"
)]
#[serde(bound(
    serialize = "P: serde_bytes::Serialize",
    deserialize = "P: serde_bytes::Deserialize<'de>"
))]
pub enum Document<P = Vec<u8>> {
    /// Plain text.
    Text(Text),
    /// HTML of the allow-listed vocabulary.
    Html(Html),
    /// A table of cells.
    Table(Table),
    /// Pixels.
    Raster(Raster<P>),
    /// Shapes.
    Drawing(Drawing<P>),
    /// A tree of children.
    Archive(Archive),
    /// An Office package.
    Package(Package),
    /// A mail.
    Message(Message),
    /// Pages.
    Paper(Paper<P>),
}

impl<P: AsRef<[u8]>> Document<P> {
    /// Checks every range, count, word and character.
    pub fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        match self {
            Self::Text(text) => text.verify(limits),
            Self::Html(html) => html.verify(limits),
            Self::Table(table) => table.verify(limits),
            Self::Raster(raster) => raster.verify(limits),
            Self::Drawing(drawing) => drawing.verify(limits),
            Self::Archive(archive) => archive.verify(limits),
            Self::Package(package) => package.verify(limits),
            Self::Message(message) => message.verify(limits),
            Self::Paper(paper) => paper.verify(limits),
        }
    }

    /// The kind a rebuild of it gives.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::Html(_) => Kind::Html,
            Self::Table(_) => Kind::Csv,
            Self::Raster(raster) => raster.format,
            Self::Drawing(_) => Kind::Svg,
            Self::Archive(_) => Kind::Zip,
            Self::Package(package) => package.format,
            Self::Message(_) => Kind::Message,
            Self::Paper(_) => Kind::Pdf,
        }
    }
}
