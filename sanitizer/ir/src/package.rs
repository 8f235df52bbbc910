//! An Office package: parts of typed XML and pictures, and the relations between them.

use serde::{Deserialize, Serialize};

use crate::kind::Kind;
use crate::limits::Limits;
use crate::raster::Raster;
use crate::refusal::Refusal;

/// A package of one of the three Office formats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// Docx, Xlsx or Pptx.
    pub format: Kind,
    /// The parts.
    pub parts: Vec<Part>,
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name in the package, without a leading slash.
    pub name: String,
    /// Its content type.
    pub content_type: String,
    /// What it holds.
    pub body: PartBody,
    /// Where it points.
    pub rels: Vec<Relation>,
}

/// What a part holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartBody {
    /// Typed XML events.
    Xml(Vec<XmlEvent>),
    /// A picture.
    Image(Raster),
}

/// One XML event; names are of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum XmlEvent {
    /// An element begins.
    Open {
        /// Namespace.
        space: String,
        /// Local name.
        name: String,
        /// (namespace, local name, value).
        attributes: Vec<(String, String, String)>,
    },
    /// Text between elements.
    Text(String),
    /// The innermost element ends.
    Close,
}

/// A relation from one part to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// Its id, unique in the part.
    pub id: String,
    /// Its type.
    pub kind: String,
    /// The part it leads to.
    pub target: String,
}

impl Package {
    /// Refuses every package until the vocabulary is checked here.
    pub fn verify(&self, _limits: &Limits) -> Result<(), Refusal> {
        Err(Refusal::Vocabulary("a package"))
    }
}
