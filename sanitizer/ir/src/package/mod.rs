//! An Office package: parts of typed XML, pictures that are children, and the relations between them.
//!
//! What cannot be said here cannot cross: a part is one of a closed list, its name is made by the writer, an
//! element is a number of the vocabulary, and a relation leads to another part and never outside.

mod boxes;
mod check;
mod events;
mod field;
mod formula;
mod marks;
mod parts;
mod properties;
mod rules;

use serde::{Deserialize, Serialize};

pub use boxes::{
    Boxes, CommentBox, HeaderPicture, HeaderSlot, ObjectBox, header_shows_picture, stands_on_sheet,
    without_pictures,
};
pub use events::{EventReader, Events, Said, XmlEvent};
pub use field::{FieldWatch, field_is_inert};
pub use formula::{formula_calls, formula_is_inert};
pub use marks::{Marks, text_may_stand};
pub use parts::PartKind;
pub use properties::{PROPERTY_CHARS, Properties, is_time};
pub use rules::{EMBEDDED, attribute_is_inert, character_may_stand, may_name, text_is_inert};

use crate::coded::coded;
use crate::kind::Kind;
use crate::limits::Limits;
use crate::refusal::Refusal;

/// A package of one of the three Office formats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// Docx, Xlsx or Pptx.
    pub format: Kind,
    /// The parts; the first is the main one.
    pub parts: Vec<Part>,
    /// What a site keeps of its properties.
    pub properties: Properties,
    /// Whose measures a workbook was set by.
    pub measures: Measures,
}

coded! {
    /// Whose measures the rows of a workbook were set by. A program that reads it trusts the heights it finds where it
    /// knows who measured them, and measures anew, by its own fonts, where it does not.
    pub enum Measures {
        /// Nobody said so.
        Unknown = "unknown",
        /// Excel.
        Excel = "excel",
        /// LibreOffice.
        LibreOffice = "libreoffice",
    }
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What it is, which gives its name and content type.
    pub kind: PartKind,
    /// What it holds.
    pub body: PartBody,
    /// Where it points. The relation at position `n` has the id `rId{n + 1}`.
    pub rels: Vec<Relation>,
}

/// What a part holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartBody {
    /// Typed XML events.
    Xml(Events),
    /// A picture, which goes through its own reader and writer.
    Image {
        /// The child that is the picture.
        child: u32,
    },
    /// A document that went through its own reader and writer.
    Document {
        /// The child that is the document.
        child: u32,
    },
    /// Old shapes beside a sheet, drawn anew by the writer.
    Boxes(Boxes),
}

/// Where a part leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// To the part at this position; the relation's type follows from what that part is.
    Part(u32),
    /// To a page or an address, when a person asks for it: see [`crate::html::href_is_allowed`].
    Web(String),
}

impl Relation {
    /// The position of the relation that an id names.
    pub fn position(id: &str) -> Option<usize> {
        let digits = id.strip_prefix("rId")?;
        if digits.len() > 6
            || digits.starts_with('0')
            || !digits.bytes().all(|b| b.is_ascii_digit())
        {
            return None;
        }
        digits.parse::<usize>().ok()?.checked_sub(1)
    }
}

impl Package {
    /// True where something in it leads to a page or an address.
    pub fn has_links(&self) -> bool {
        self.parts
            .iter()
            .flat_map(|part| &part.rels)
            .any(|relation| matches!(relation, Relation::Web(_)))
    }

    /// Checks parts, relations, every word and every value.
    pub fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        check::package(self, limits)
    }
}
