//! Where in the document a part is, and where in a part a relation is named: for the report, in a reader's terms.
//!
//! The name of a part inside the package tells a clerk nothing. A sheet is told by its name, a drawing by the sheet and
//! the cell it hangs on, a slide by its number, a place in a text by its paragraph.

use std::collections::BTreeMap;

use sekisho_ir::{PartKind, Place};

use super::container::{RawRelation, resolve};
use super::walk::{Raw, Walk};
use super::xml::{Item, Ns, Scanner};
use sekisho_ir::vocabulary::Space;

/// The sheets or slides that a main part names: the name of the part in lower case, and its place.
pub(super) fn labels(
    main: &str,
    text: &str,
    relations: &[RawRelation],
    depth: usize,
) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::new();
    // A text names neither, and need not be read for it.
    if !["<sheet", ":sheet", "sldId"]
        .iter()
        .any(|n| text.contains(n))
    {
        return labels;
    }
    let mut scanner = Scanner::new(text, depth);
    let mut slides = 0_u32;
    let targets: BTreeMap<&str, &str> = relations
        .iter()
        .map(|lead| (lead.id.as_str(), lead.target.as_str()))
        .collect();
    while let Ok(Some(item)) = scanner.next() {
        let Item::Open(tag) = item else { continue };
        let place = match (tag.ns, tag.name) {
            (Ns::Known(Space::Sheet), "sheet") => {
                Place::Sheet(tag.value("name").unwrap_or_default(), None).to_string()
            }
            (Ns::Known(Space::Slide), "sldId") => {
                slides = slides.saturating_add(1);
                Place::Slide(slides).to_string()
            }
            _ => continue,
        };
        let id = tag
            .attributes
            .iter()
            .find(|(ns, ..)| *ns == Ns::Known(Space::Relationship));
        if let Some(target) = id.and_then(|(_, _, id)| targets.get(&**id)) {
            labels.insert(resolve(main, target).to_lowercase(), place);
        }
    }
    labels
}

/// The place of a part that no label names, by what it is and, where that does not say it, the place it is led to from.
pub(super) fn of_part(kind: PartKind, above: impl FnOnce() -> String) -> String {
    let place = match kind {
        PartKind::WordHeader => Place::Header,
        PartKind::WordFooter => Place::Footer,
        PartKind::WordFootnotes => Place::Footnote,
        PartKind::WordEndnotes => Place::Endnote,
        PartKind::WordComments => Place::Comment,
        PartKind::SlideLayout => Place::SlideLayout,
        PartKind::SlideMaster | PartKind::NotesMaster | PartKind::HandoutMaster => {
            Place::SlideMaster
        }
        PartKind::Notes => {
            let above = above();
            match Place::read(&above) {
                Some(Place::Slide(number)) => Place::SlideNotes(number),
                _ => return above,
            }
        }
        _ => return above(),
    };
    place.to_string()
}

impl Walk<'_, '_, '_> {
    /// Where in the document the relation being followed is named.
    pub(super) fn here(&mut self) -> String {
        match self.lead.clone() {
            Some((at, id)) => self.spot(at, &id),
            None => String::new(),
        }
    }

    /// What a relation of the part at this position leads to stands at this cell.
    pub(super) fn stands_at(&mut self, at: usize, id: &str, cell: &str) {
        if let Some((spots, place)) = self.spots(at) {
            let here = at_cell(spots.get("").map_or(place, String::as_str), cell);
            spots.insert(id.to_owned(), here);
        }
    }

    /// Where in the document a relation of the part at this position is named.
    fn spot(&mut self, at: usize, id: &str) -> String {
        let Some(part) = self.found.get(at) else {
            return String::new();
        };
        // Most of what a part leads to, its styles, its theme, it names nowhere, and need not be read for it.
        let unread = !self.spots.contains_key(&at);
        if unread && matches!(&part.body, Raw::Xml(text) if names_nowhere(text, id)) {
            return part.place.clone();
        }
        let spots = self.spots(at);
        spots.map_or_else(String::new, |(spots, place)| {
            spots.get(id).map_or(place, String::as_str).to_owned()
        })
    }

    /// Where in the part at this position each of its relations is named, and the place of the part itself.
    fn spots(&mut self, at: usize) -> Option<(&mut BTreeMap<String, String>, &str)> {
        let part = self.found.get(at)?;
        let spots = self.spots.entry(at).or_insert_with(|| match &part.body {
            Raw::Xml(text) => spots(part.kind, text, &part.place, self.limits.markup_depth),
            _ => BTreeMap::new(),
        });
        Some((spots, &part.place))
    }
}

/// True where no value in a part can be this id: it stands nowhere between quotes, and nothing stands for a letter of it.
fn names_nowhere(text: &str, id: &str) -> bool {
    let plain = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let quoted = |quote: char| text.contains(&format!("{quote}{id}{quote}"));
    plain && !id.is_empty() && !quoted('"') && !quoted('\'') && !text.contains("&#")
}

/// The names by which the reading passes on to another paragraph or cell.
pub(super) fn heeds(space: Space, name: &str) -> bool {
    match space {
        Space::Word => matches!(name, "txbxContent" | "p"),
        Space::SheetDrawing => {
            matches!(
                name,
                "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" | "wsDr" | "from"
            )
        }
        _ => false,
    }
}

/// Which paragraph or cell is being read.
#[derive(Debug, Default)]
pub(super) struct Spot {
    paragraph: u32,
    /// Text boxes open; what is in one belongs to the paragraph it hangs on.
    boxes: u32,
    /// The cell a drawing hangs on: column and row, as they stand in the file.
    column: String,
    row: String,
}

impl Spot {
    /// An element begins, or ends where `open` is false.
    pub(super) fn passes(&mut self, space: Space, name: &str, open: bool) {
        match (space, name, open) {
            (Space::Word, "txbxContent", true) => self.boxes = self.boxes.saturating_add(1),
            (Space::Word, "txbxContent", false) => self.boxes = self.boxes.saturating_sub(1),
            (Space::Word, "p", true) if self.boxes == 0 => {
                self.paragraph = self.paragraph.saturating_add(1);
            }
            (
                Space::SheetDrawing,
                "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" | "wsDr",
                _,
            )
            | (Space::SheetDrawing, "from", true) => {
                self.column.clear();
                self.row.clear();
            }
            _ => {}
        }
    }

    /// The text of an element within the near corner of an anchor.
    pub(super) fn corner(&mut self, name: &str, text: &str) {
        match name {
            "col" => text.trim().clone_into(&mut self.column),
            "row" => text.trim().clone_into(&mut self.row),
            _ => {}
        }
    }

    /// The cell an anchor hangs on.
    pub(super) fn cell(&self) -> Option<String> {
        let column = self.column.parse::<u32>().ok()?;
        let row = self.row.parse::<u32>().ok()?.checked_add(1)?;
        Some(format!("{}{row}", letters(column)?))
    }

    /// The place of a part, made exact by where the reading stands.
    pub(super) fn place(&self, kind: PartKind, place: &str) -> String {
        match kind {
            PartKind::WordDocument if self.paragraph > 0 => {
                Place::Paragraph(self.paragraph).to_string()
            }
            PartKind::SheetDrawing => match self.cell() {
                Some(cell) => at_cell(place, &cell),
                None => place.to_owned(),
            },
            _ => place.to_owned(),
        }
    }
}

/// The place of a sheet, made exact by a cell, a range, a row or columns.
pub(super) fn at_cell(place: &str, cell: &str) -> String {
    match Place::read(place) {
        Some(sheet) => sheet.at(cell).to_string(),
        None => place.to_owned(),
    }
}

/// The letters of a column, from zero.
pub(super) fn letters(column: u32) -> Option<String> {
    let mut letters = String::new();
    let mut rest = column.checked_add(1).filter(|rest| *rest <= 16_384)?;
    while rest > 0 {
        rest = rest.saturating_sub(1);
        let letter = u8::try_from(rest.checked_rem(26)?).ok()?;
        letters.insert(0, char::from(letter.saturating_add(b'A')));
        rest = rest.checked_div(26)?;
    }
    Some(letters)
}

/// Where in a part each relation is named, by its id.
pub(super) fn spots(
    kind: PartKind,
    text: &str,
    place: &str,
    depth: usize,
) -> BTreeMap<String, String> {
    let mut spots = BTreeMap::new();
    let known = matches!(
        kind,
        PartKind::WordDocument | PartKind::SheetDrawing | PartKind::Worksheet
    );
    if !known {
        return spots;
    }
    let mut scanner = Scanner::new(text, depth);
    let mut spot = Spot::default();
    let mut open: Vec<(Ns, &str)> = Vec::new();
    // On a sheet an object is named before the cell it hangs on.
    let mut waiting: Vec<String> = Vec::new();
    while let Ok(Some(item)) = scanner.next() {
        match item {
            Item::Open(tag) => {
                if let Ns::Known(space) = tag.ns {
                    spot.passes(space, tag.name, true);
                }
                let ids = tag
                    .attributes
                    .iter()
                    .filter(|(ns, ..)| *ns == Ns::Known(Space::Relationship))
                    .map(|(_, _, id)| id.to_string());
                if matches!(tag.name, "oleObject" | "control") {
                    waiting.clear();
                }
                if kind == PartKind::Worksheet {
                    match tag.value("ref") {
                        Some(cells) => spots.extend(ids.map(|id| (id, at_cell(place, cells)))),
                        None => waiting.extend(ids),
                    }
                } else {
                    spots.extend(ids.map(|id| (id, spot.place(kind, place))));
                }
                open.push((tag.ns, tag.name));
                scanner.reuse(tag);
            }
            Item::Text(text) => {
                let within = open.iter().rev().nth(1).is_some_and(|(_, n)| *n == "from");
                if let Some((_, name)) = open.last()
                    && within
                {
                    spot.corner(name, &text);
                }
            }
            Item::Close => {
                let Some((ns, name)) = open.pop() else { break };
                if let Ns::Known(space) = ns {
                    spot.passes(space, name, false);
                }
                if name == "from"
                    && kind == PartKind::Worksheet
                    && let Some(cell) = spot.cell()
                {
                    let here = at_cell(place, &cell);
                    spots.extend(waiting.drain(..).map(|id| (id, here.clone())));
                }
            }
        }
    }
    spots
}

#[cfg(test)]
mod tests {
    use sekisho_ir::PartKind;

    use super::{letters, names_nowhere, spots};

    #[test]
    fn columns_have_letters() {
        for (column, said) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (701, "ZZ"),
            (16_383, "XFD"),
        ] {
            assert_eq!(letters(column).as_deref(), Some(said));
        }
        assert_eq!(letters(16_384), None);
    }

    #[test]
    fn an_id_is_named_wherever_a_reader_could_find_it() {
        assert!(names_nowhere("<a r:id=\"rId12\" b='rId'/>", "rId1"));
        for named in [
            "<a r:id=\"rId1\"/>",
            "<a r:id='rId1'/>",
            "<a r:id='rId&#49;'/>",
        ] {
            assert!(!names_nowhere(named, "rId1"), "{named}");
        }
        assert!(
            !names_nowhere("", "r Id"),
            "what is no plain word is read for"
        );
    }

    #[test]
    fn an_object_on_a_sheet_is_told_by_the_cell_it_hangs_on() {
        let text = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
             xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\">\
             <oleObjects><oleObject r:id=\"a\"><objectPr r:id=\"b\"><anchor><from><xdr:col>2</xdr:col><xdr:row>6</xdr:row></from>\
             </anchor></objectPr></oleObject></oleObjects><hyperlinks><hyperlink ref=\"D4\" r:id=\"c\"/></hyperlinks></worksheet>";
        let found = spots(PartKind::Worksheet, text, "sheet:予算", 20);
        assert_eq!(found.get("a").map(String::as_str), Some("sheet:予算!C7"));
        assert_eq!(found.get("b").map(String::as_str), Some("sheet:予算!C7"));
        assert_eq!(found.get("c").map(String::as_str), Some("sheet:予算!D4"));
    }

    #[test]
    fn a_relation_of_a_text_is_told_by_its_paragraph() {
        let text = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body><w:p/><w:p>\
             <w:r><w:txbxContent><w:p/></w:txbxContent></w:r><w:hyperlink r:id=\"a\"/></w:p></w:body></w:document>";
        let found = spots(PartKind::WordDocument, text, "", 20);
        assert_eq!(found.get("a").map(String::as_str), Some("paragraph:2"));
    }
}
