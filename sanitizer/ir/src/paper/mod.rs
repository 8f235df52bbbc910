//! A document of pages: what stands on each, in the marks of a [`drawing`](crate::drawing), and words as glyphs.
//!
//! ```text
//!  pages        width × height in points, marks, links          each with definitions of its own
//!     │ refer to
//!  fonts        numbered glyphs: an outline, an advance, a text   no program, no name, no hinting
//!  pictures     pixels, ink and paper, or the planes of a JPEG    shared by all pages
//!  outline      bookmarks, each to a page
//!  labels       what the pages are called
//! ```
//!
//! The model is that of ISO 32000-2 with everything resolved: pages stand upright, their origin is the upper left corner
//! and `y` goes down, colours are sRGB, a glyph is known by its number alone. What runs, submits, loads, plays or is
//! attached has no place here; a link leads to a page, or to an address that is shown as words.

mod check;
mod reading;
mod weight;

use serde::{Deserialize, Serialize};

pub use check::{MAX_EDGE, leads_to_the_web};

use crate::drawing::{Area, Definition, Mark, Number, Segment};
use crate::raster::RasterFrame;

/// A whole document of pages. The pixels of its pictures are its own, or borrowed from the payload they stand in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(
    serialize = "P: serde_bytes::Serialize",
    deserialize = "P: serde_bytes::Deserialize<'de>"
))]
pub struct Paper<P = Vec<u8>> {
    /// What it says it is called, one line; empty where it does not, or where the rules leave it out.
    pub title: String,
    /// The language it is in, as BCP 47 spells it (`ja`, `en-GB`); empty where unknown.
    pub language: String,
    /// The fonts, by their place.
    pub fonts: Vec<Font>,
    /// Pictures, by their place.
    pub pictures: Vec<RasterFrame<P>>,
    /// The pages, at least one.
    pub pages: Vec<Page>,
    /// Bookmarks, in the order of reading.
    pub outline: Vec<Bookmark>,
    /// What the pages are called, each from its page to the next one's; none is 1, 2, 3.
    pub labels: Vec<Label>,
}

/// One page, upright.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Points (72 an inch) across; also how much of the plane is seen, from zero.
    pub width: Number,
    /// Points down.
    pub height: Number,
    /// What marks refer to by its place here.
    pub definitions: Vec<Definition>,
    /// What is drawn, in order.
    pub content: Vec<Mark>,
    /// Where a click leads.
    pub links: Vec<Link>,
}

/// Glyphs that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Font {
    /// True where strokes end in serifs, so far as is known.
    pub serif: bool,
    /// True where all glyphs are equally wide, so far as is known.
    pub monospace: bool,
    /// True where it is written downwards.
    pub vertical: bool,
    /// The glyphs, by their place.
    pub glyphs: Vec<Glyph>,
}

/// One glyph. Its units are thousandths of an em; `y` goes up, as is usual in fonts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glyph {
    /// How far the pen goes on; across, or in a vertical font down.
    pub advance: Number,
    /// Its outline, filled wherever it winds around; none for a blank, or for what is shown otherwise.
    pub segments: Vec<Segment>,
    /// What it says: mostly one character, several for a ligature, none where nobody knows.
    pub text: String,
}

/// Where a click leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Where on the page.
    pub area: Area,
    /// Where to.
    pub target: Target,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// A page of the same document, by its place.
    Page(u32),
    /// An address of `http:`, `https:` or `mailto:`. Whether it can be clicked is for the rules to say: see
    /// [`Links`](crate::rules::Links).
    Address(String),
}

/// A bookmark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// How deep it stands, from zero; at most one deeper than the one before.
    pub depth: u8,
    /// Its words, one line.
    pub title: String,
    /// The page it leads to, by its place.
    pub page: u32,
}

/// What pages are called from one page on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// From which page, by its place; the first is 0, and they rise.
    pub page: u32,
    /// How the number is written.
    pub style: Numbering,
    /// What stands before it, one line.
    pub prefix: String,
    /// The first number, at least 1.
    pub start: u32,
}

/// How a page's number is written (ISO 32000-2, table 161).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Numbering {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// I, II, III.
    UpperRoman,
    /// i, ii, iii.
    LowerRoman,
    /// A, B, C.
    UpperLetters,
    /// a, b, c.
    LowerLetters,
    /// Only what stands before.
    None,
}

#[cfg(test)]
mod tests;
