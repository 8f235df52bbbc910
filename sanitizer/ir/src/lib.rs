//! The plain intermediate forms that stand between the reader and the writer.
//!
//! ```text
//!  hostile bytes ─▶ reader ─▶ frame ─▶ [ document ─▶ verify ] ─▶ writer ─▶ fresh bytes
//!                               │        message text html table
//!                               │        raster drawing archive package paper
//!                               ├─ report   what was removed, kept, changed: codes and numbers
//!                               └─ kind     what a thing is, by a stable code
//! ```
//!
//! Everything here is described, never copied: typed events, pixels, cells, cleaned strings. A reader is
//! not trusted, so the writer calls [`Document::verify`] before it makes a single byte, and every frame has a
//! maximum that is known before anything is allocated ([`limits`]). Strings keep every character a
//! person can see (𠮷, 髙, variation selectors, private use) and none that only a machine obeys
//! ([`unicode`], [`name`]). Depends on nothing of ours; has no clock, no disk, no randomness.
#![forbid(unsafe_code)]

mod coded;
mod html_text;

pub mod archive;
pub mod document;
pub mod drawing;
pub mod frame;
pub mod html;
pub mod job;
pub mod kind;
pub mod limits;
pub mod message;
pub mod name;
pub mod package;
pub mod paper;
pub mod place;
pub mod raster;
pub mod refusal;
pub mod report;
pub mod rules;
pub mod signature;
pub mod table;
pub mod text;
pub mod unicode;
pub mod vocabulary;

pub use archive::{Archive, Entry};
pub use document::Document;
pub use drawing::Drawing;
pub use frame::{
    BlobHeader, ChildHeader, Frame, FrameReader, FrameWriter, Order, Output, RawFrame, document_in,
};
pub use html::{Attr, Html, HtmlEvent, Tag};
pub use job::{MANY, Password, REFUSED, ReadJob};
pub use kind::Kind;
pub use limits::Limits;
pub use message::{AttachmentNote, Body, BodyOrigin, Header, Mailbox, Message};
pub use package::{Events, Package, Part, PartBody, PartKind, Relation, XmlEvent};
pub use paper::Paper;
pub use place::Place;
pub use raster::{Chroma, Layout, Raster, RasterFrame};
pub use refusal::Refusal;
pub use report::{Class, Code, Finding, Findings, Method, Reason};
pub use rules::Rules;
pub use signature::Signature;
pub use table::Table;
pub use text::Text;
