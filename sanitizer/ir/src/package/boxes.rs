//! The old shapes of a sheet, as numbers: where comments and objects are shown, and the pictures of its headers.
//!
//! Nothing of a sender's drawing crosses but places, sizes and the picture a shape shows; the writer draws them anew.

use serde::{Deserialize, Serialize};

use super::{Package, Part, PartKind, Relation};
use crate::coded::coded;
use crate::refusal::Refusal;

/// The old shapes beside one sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boxes {
    /// The boxes of comments.
    pub comments: Vec<CommentBox>,
    /// Embedded documents; the first has the number [`Boxes::FIRST`], the others follow.
    pub objects: Vec<ObjectBox>,
    /// Pictures in headers and footers.
    pub headers: Vec<HeaderPicture>,
}

/// The box of a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentBox {
    /// Its cell: row and column, from zero.
    pub cell: (u32, u32),
    /// Where the box stands, as for [`ObjectBox::anchor`]; beside its cell where nobody said.
    pub anchor: Option<[u32; 8]>,
    /// It is shown without being pointed at.
    pub shown: bool,
}

/// What an embedded document is shown by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectBox {
    /// Column, offset in pixels, row, offset; then the same of the far corner.
    pub anchor: [u32; 8],
    /// A line is drawn around it.
    pub framed: bool,
    /// The position of the relation to its picture.
    pub lead: u32,
}

/// A picture in a header or footer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderPicture {
    /// Where it stands.
    pub slot: HeaderSlot,
    /// Width in hundredths of a point.
    pub width: u32,
    /// Height in hundredths of a point.
    pub height: u32,
    /// What is cut off left, top, right and bottom, in 65536ths.
    pub crop: [i32; 4],
    /// Contrast in 65536ths; 65536 is as it was.
    pub gain: i32,
    /// Brightness in 65536ths; 0 is as it was.
    pub black_level: i32,
    /// Without colours.
    pub grey: bool,
    /// The position of the relation to the picture.
    pub lead: u32,
}

coded! {
    /// A place in the header or footer of a sheet; the code is the name Excel knows the shape by (MS-OI29500 2.1.749).
    pub enum HeaderSlot {
        /// Left in the header.
        HeaderLeft = "LH",
        /// Centre of the header.
        HeaderCentre = "CH",
        /// Right in the header.
        HeaderRight = "RH",
        /// Left in the footer.
        FooterLeft = "LF",
        /// Centre of the footer.
        FooterCentre = "CF",
        /// Right in the footer.
        FooterRight = "RF",
        /// Left in the header of even pages.
        EvenHeaderLeft = "LHEVEN",
        /// Centre of the header of even pages.
        EvenHeaderCentre = "CHEVEN",
        /// Right in the header of even pages.
        EvenHeaderRight = "RHEVEN",
        /// Left in the footer of even pages.
        EvenFooterLeft = "LFEVEN",
        /// Centre of the footer of even pages.
        EvenFooterCentre = "CFEVEN",
        /// Right in the footer of even pages.
        EvenFooterRight = "RFEVEN",
        /// Left in the header of the first page.
        FirstHeaderLeft = "LHFIRST",
        /// Centre of the header of the first page.
        FirstHeaderCentre = "CHFIRST",
        /// Right in the header of the first page.
        FirstHeaderRight = "RHFIRST",
        /// Left in the footer of the first page.
        FirstFooterLeft = "LFFIRST",
        /// Centre of the footer of the first page.
        FirstFooterCentre = "CFFIRST",
        /// Right in the footer of the first page.
        FirstFooterRight = "RFFIRST",
    }
}

/// Rows of a sheet.
const ROWS: u32 = 1_048_576;
/// Columns of a sheet.
const COLUMNS: u32 = 16_384;

impl HeaderPicture {
    /// It is at most so many hundredths of a point wide or high: 50 metres are no page.
    pub const LARGEST: u32 = 14_400_000;
}

impl Boxes {
    /// The number of the first shape; Excel keeps the ones below.
    pub const FIRST: u32 = 1025;

    /// Checks every number of a part's shapes, and that each picture is one.
    pub(super) fn verify(
        &self,
        package: &Package,
        part: &Part,
        most: usize,
    ) -> Result<(), Refusal> {
        let of_sheet = part.kind == PartKind::CommentShapes && self.headers.is_empty();
        let of_header = part.kind == PartKind::HeaderShapes
            && self.comments.is_empty()
            && self.objects.is_empty();
        if !of_sheet && !of_header {
            return Err(Refusal::Inconsistent("boxes"));
        }
        if self.comments.len() > most || self.objects.len() > most {
            return Err(Refusal::TooMany("boxes"));
        }
        for comment in &self.comments {
            let anchored = comment.anchor.is_none_or(|anchor| stands_on_sheet(&anchor));
            if is_outside(comment.cell) || !anchored {
                return Err(Refusal::Inconsistent("a comment box"));
            }
        }
        for object in &self.objects {
            if !stands_on_sheet(&object.anchor) {
                return Err(Refusal::Inconsistent("the box of an object"));
            }
            shows_picture(package, part, object.lead)?;
        }
        for (at, picture) in self.headers.iter().enumerate() {
            let again = self.headers.iter().take(at).any(|p| p.slot == picture.slot);
            let side = 1..=HeaderPicture::LARGEST;
            let sized = side.contains(&picture.width) && side.contains(&picture.height);
            if again || !sized {
                return Err(Refusal::Inconsistent("the picture of a header"));
            }
            shows_picture(package, part, picture.lead)?;
        }
        Ok(())
    }
}

fn is_outside((row, column): (u32, u32)) -> bool {
    row >= ROWS || column >= COLUMNS
}

/// True for a place from one corner to another that a sheet has.
pub fn stands_on_sheet(anchor: &[u32; 8]) -> bool {
    let [c0, x0, r0, y0, c1, x1, r1, y1] = *anchor;
    let corner = |row, column, x, y| !is_outside((row, column)) && x <= 1_000_000 && y <= 1_000_000;
    corner(r0, c0, x0, y0) && corner(r1, c1, x1, y1)
}

fn shows_picture(package: &Package, part: &Part, lead: u32) -> Result<(), Refusal> {
    let refusal = Refusal::Inconsistent("the picture of a box");
    let position = usize::try_from(lead).map_err(|_| refusal)?;
    let target = match part.rels.get(position) {
        Some(Relation::Part(target)) => usize::try_from(*target).ok(),
        _ => None,
    };
    match target.and_then(|at| package.parts.get(at)) {
        Some(target) if target.kind == PartKind::Picture => Ok(()),
        _ => Err(refusal),
    }
}

/// True where the text of a header or footer shows a picture: its code `&G`, unless the ampersand itself is meant.
pub fn header_shows_picture(text: &str) -> bool {
    without_pictures(text).len() != text.len()
}

/// The text of a header or footer without the code for a picture.
pub fn without_pictures(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('&', Some('G' | 'g')) => {
                chars.next();
            }
            ('&', Some(next)) => {
                said.push('&');
                said.push(*next);
                chars.next();
            }
            _ => said.push(c),
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::{header_shows_picture, without_pictures};

    #[test]
    fn the_code_for_a_picture_is_told_from_an_ampersand() {
        assert_eq!(without_pictures("&L&G&C頁&P"), "&L&C頁&P");
        assert!(header_shows_picture("&C&g"));
        assert!(!header_shows_picture("&CA&&G"));
        assert_eq!(without_pictures("&"), "&");
    }
}
