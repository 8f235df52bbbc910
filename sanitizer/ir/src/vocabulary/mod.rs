//! The words of Office XML that exist for us: namespaces, elements and the attributes each may carry.
//!
//! The lists stand beside this file as plain text, one element a line. A word gets its number from its place there,
//! and an event carries numbers only, so a name that is not listed cannot be said at all.

mod names;

use std::sync::OnceLock;

use self::names::Names;
use crate::coded::coded;

coded! {
    /// A namespace; the code is the prefix it is written with.
    pub enum Space {
        /// WordprocessingML.
        Word = "w",
        /// Drawings anchored in Word text.
        WordDrawing = "wp",
        /// Word text boxes and shapes.
        WordShape = "wps",
        /// Groups of Word shapes.
        WordGroup = "wpg",
        /// Word drawing canvas.
        WordCanvas = "wpc",
        /// WordprocessingML extensions of 2010 (MS-DOCX 2.6.1).
        Word2010 = "w14",
        /// WordprocessingML extensions of 2012 (MS-DOCX 2.6.2).
        Word2012 = "w15",
        /// Mathematics.
        Math = "m",
        /// SpreadsheetML.
        Sheet = "x",
        /// SpreadsheetML extensions of 2010.
        Sheet2010 = "x14",
        /// Formulas and ranges within those extensions.
        SheetMain = "xm",
        /// Drawings on a sheet.
        SheetDrawing = "xdr",
        /// PresentationML.
        Slide = "p",
        /// DrawingML.
        Drawing = "a",
        /// Pictures.
        Picture = "pic",
        /// Locked canvas.
        Canvas = "lc",
        /// Charts.
        Chart = "c",
        /// Shapes on charts.
        ChartDrawing = "cdr",
        /// Diagrams.
        Diagram = "dgm",
        /// The drawn form of diagrams.
        DiagramDrawing = "dsp",
        /// Old shapes.
        Vml = "v",
        /// Office's words on old shapes.
        Office = "o",
        /// Word's words on old shapes.
        WordOld = "w10",
        /// Relationships; attributes only.
        Relationship = "r",
    }
}

impl Space {
    /// The transitional name of the namespace.
    pub const fn uri(self) -> &'static str {
        match self {
            Self::Word => "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            Self::WordDrawing => {
                "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
            }
            Self::WordShape => "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
            Self::WordGroup => "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
            Self::WordCanvas => {
                "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"
            }
            Self::Word2010 => "http://schemas.microsoft.com/office/word/2010/wordml",
            Self::Word2012 => "http://schemas.microsoft.com/office/word/2012/wordml",
            Self::Math => "http://schemas.openxmlformats.org/officeDocument/2006/math",
            Self::Sheet => "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            Self::Sheet2010 => "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
            Self::SheetMain => "http://schemas.microsoft.com/office/excel/2006/main",
            Self::SheetDrawing => {
                "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
            }
            Self::Slide => "http://schemas.openxmlformats.org/presentationml/2006/main",
            Self::Drawing => "http://schemas.openxmlformats.org/drawingml/2006/main",
            Self::Picture => "http://schemas.openxmlformats.org/drawingml/2006/picture",
            Self::Canvas => "http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas",
            Self::Chart => "http://schemas.openxmlformats.org/drawingml/2006/chart",
            Self::ChartDrawing => "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing",
            Self::Diagram => "http://schemas.openxmlformats.org/drawingml/2006/diagram",
            Self::DiagramDrawing => "http://schemas.microsoft.com/office/drawing/2008/diagram",
            Self::Vml => "urn:schemas-microsoft-com:vml",
            Self::Office => "urn:schemas-microsoft-com:office:office",
            Self::WordOld => "urn:schemas-microsoft-com:office:word",
            Self::Relationship => {
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            }
        }
    }

    /// True where a program that does not know the namespace may pass over its words.
    pub const fn is_ignorable(self) -> bool {
        matches!(self, Self::Word2010 | Self::Word2012)
    }

    /// The namespace of a name, transitional or strict.
    pub fn from_uri(uri: &str) -> Option<Self> {
        if let Some(rest) = uri.strip_prefix("http://purl.oclc.org/ooxml/") {
            let transitional = match rest {
                "officeDocument/math" => return Some(Self::Math),
                "officeDocument/relationships" => return Some(Self::Relationship),
                "wordprocessingml/main" => return Some(Self::Word),
                "spreadsheetml/main" => return Some(Self::Sheet),
                "presentationml/main" => return Some(Self::Slide),
                other => other.strip_prefix("drawingml/")?,
            };
            let known = "http://schemas.openxmlformats.org/drawingml/2006/";
            return Self::ALL
                .iter()
                .copied()
                .find(|space| space.uri().strip_prefix(known) == Some(transitional));
        }
        Self::ALL.iter().copied().find(|space| space.uri() == uri)
    }
}

/// An element of the vocabulary, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Element(u16);

/// An attribute of the vocabulary, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Attribute(u16);

struct Word {
    space: Space,
    name: &'static str,
    holds_text: bool,
    attributes: Vec<Attribute>,
    /// How many attributes all words before it have.
    before: usize,
}

struct Vocabulary {
    elements: Vec<Word>,
    attributes: Vec<(Option<Space>, &'static str)>,
    /// Where each element's name is found, and each attribute's.
    element_names: Names,
    attribute_names: Names,
}

const LISTS: [&str; 5] = [
    include_str!("word.txt"),
    include_str!("sheet.txt"),
    include_str!("presentation.txt"),
    include_str!("drawing.txt"),
    include_str!("vml.txt"),
];

fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    VOCABULARY.get_or_init(|| {
        let mut made = Vocabulary {
            elements: Vec::new(),
            attributes: Vec::new(),
            element_names: Names::default(),
            attribute_names: Names::default(),
        };
        let mut numbers = std::collections::BTreeMap::new();
        let mut before = 0_usize;
        let mut space = Space::Word;
        for line in LISTS.iter().flat_map(|list| list.lines()) {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            if let Some(prefix) = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                space = Space::from_code(prefix).unwrap_or(space);
                continue;
            }
            let mut words = line.split(' ');
            let name = words.next().unwrap_or_default();
            let attributes: Vec<Attribute> = words
                .filter_map(|word| {
                    let key = match word.split_once(':') {
                        Some((prefix, local)) => (Some(Space::from_code(prefix)?), local),
                        None => (None, word),
                    };
                    let next = u16::try_from(made.attributes.len()).unwrap_or(u16::MAX);
                    let number = *numbers.entry(key).or_insert_with(|| {
                        made.attributes.push(key);
                        next
                    });
                    Some(Attribute(number))
                })
                .collect();
            let holds_text = name.starts_with('$');
            let name = name.trim_start_matches('$');
            let next = before.saturating_add(attributes.len());
            made.elements.push(Word {
                space,
                name,
                holds_text,
                attributes,
                before: std::mem::replace(&mut before, next),
            });
        }
        let elements = made
            .elements
            .iter()
            .map(|word| (Some(word.space), word.name));
        made.element_names = Names::of(elements);
        made.attribute_names = Names::of(made.attributes.iter().copied());
        made
    })
}

impl Element {
    /// Every element, by number.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..).map_while(Self::from_number)
    }

    /// The element of this name, where the vocabulary has it.
    #[inline]
    pub fn find(space: Space, name: &str) -> Option<Self> {
        let words = vocabulary();
        let found = words.element_names.find(Some(space), name, |number| {
            let word = words.elements.get(usize::from(number));
            word.is_some_and(|word| word.space == space && word.name == name)
        });
        found.map(Self)
    }

    /// The element of this number.
    #[inline]
    pub fn from_number(number: u16) -> Option<Self> {
        (usize::from(number) < vocabulary().elements.len()).then_some(Self(number))
    }

    /// Its number.
    pub const fn number(self) -> u16 {
        self.0
    }

    #[inline]
    fn word(self) -> Option<&'static Word> {
        vocabulary().elements.get(usize::from(self.0))
    }

    /// Its namespace.
    #[inline]
    pub fn space(self) -> Space {
        self.word().map_or(Space::Word, |word| word.space)
    }

    /// Its local name.
    #[inline]
    pub fn name(self) -> &'static str {
        self.word().map_or("", |word| word.name)
    }

    /// True where it may hold text.
    #[inline]
    pub fn holds_text(self) -> bool {
        self.word().is_some_and(|word| word.holds_text)
    }

    /// True for this namespace and name.
    #[inline]
    pub fn is(self, space: Space, name: &str) -> bool {
        self.word()
            .is_some_and(|word| word.space == space && word.name == name)
    }

    /// The attribute of this name, where this element may carry it.
    #[inline]
    pub fn attribute(self, space: Option<Space>, name: &str) -> Option<Attribute> {
        let words = vocabulary();
        let found = words.attribute_names.find(space, name, |number| {
            let known = words.attributes.get(usize::from(number));
            known.is_some_and(|(s, n)| *s == space && *n == name)
        });
        found.map(Attribute).filter(|found| self.allows(*found))
    }

    /// The attributes it may carry.
    #[inline]
    pub fn attributes(self) -> &'static [Attribute] {
        self.word().map_or(&[], |word| &word.attributes)
    }

    /// The place of this attribute among all attributes of all elements in their order; none where it may not carry it.
    #[inline]
    pub fn slot(self, attribute: Attribute) -> Option<usize> {
        let word = self.word()?;
        let mut known = word.attributes.iter();
        let place = known.position(|known| *known == attribute)?;
        word.before.checked_add(place)
    }

    /// True where it may carry this attribute.
    #[inline]
    pub fn allows(self, attribute: Attribute) -> bool {
        self.word()
            .is_some_and(|word| word.attributes.contains(&attribute))
    }
}

impl Attribute {
    /// The attribute of this number.
    #[inline]
    pub fn from_number(number: u16) -> Option<Self> {
        (usize::from(number) < vocabulary().attributes.len()).then_some(Self(number))
    }

    /// Its number.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// Its namespace, where it has one.
    #[inline]
    pub fn space(self) -> Option<Space> {
        vocabulary()
            .attributes
            .get(usize::from(self.0))
            .and_then(|(space, _)| *space)
    }

    /// Its local name.
    #[inline]
    pub fn name(self) -> &'static str {
        vocabulary()
            .attributes
            .get(usize::from(self.0))
            .map_or("", |(_, name)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Element, LISTS, Space, vocabulary};

    #[test]
    fn every_word_of_the_lists_is_found_again_and_none_stands_twice() {
        let words = vocabulary();
        assert!(words.elements.len() > 1_500);
        for (number, word) in words.elements.iter().enumerate() {
            let found = Element::find(word.space, word.name).unwrap();
            assert_eq!(
                usize::from(found.number()),
                number,
                "{} stands twice",
                word.name
            );
        }
    }

    #[test]
    fn what_can_run_or_reach_out_has_no_word() {
        for (space, name) in [
            (Space::Word, "altChunk"),
            (Space::Word, "dataBinding"),
            (Space::Word2012, "dataBinding"),
            (Space::Word2012, "webExtensionLinked"),
            (Space::Word, "attachedTemplate"),
            (Space::Word, "control"),
            (Space::Word, "subDoc"),
            (Space::Word, "mailMerge"),
            (Space::Sheet, "controls"),
            (Space::Sheet, "externalReferences"),
            (Space::Sheet, "ddeLink"),
            (Space::Slide, "cmd"),
            (Space::Slide, "link"),
            (Space::Office, "LockedField"),
            (Space::Office, "diagram"),
            (Space::Drawing, "videoFile"),
            (Space::Chart, "externalData"),
        ] {
            assert_eq!(Element::find(space, name), None, "{name}");
        }
        for (name, attribute) in [
            ("shape", "href"),
            ("shape", "onclick"),
            ("shape", "target"),
            ("imagedata", "src"),
            ("fill", "src"),
        ] {
            let element = Element::find(Space::Vml, name).unwrap();
            assert!(element.attribute(None, attribute).is_none(), "{attribute}");
            let office = element.attribute(Some(Space::Office), attribute);
            assert!(office.is_none(), "{attribute}");
        }
        for (name, attribute) in [
            ("oleObject", "link"),
            ("oleObject", "autoLoad"),
            ("oleObject", "oleUpdate"),
            ("objectPr", "macro"),
            ("objectPr", "dde"),
        ] {
            let element = Element::find(Space::Sheet, name).unwrap();
            assert!(element.attribute(None, attribute).is_none(), "{attribute}");
        }
        let blip = Element::find(Space::Drawing, "blip").unwrap();
        assert!(blip.attribute(Some(Space::Relationship), "embed").is_some());
        assert!(blip.attribute(Some(Space::Relationship), "link").is_none());
    }

    #[test]
    fn every_attribute_of_the_lists_has_a_known_prefix() {
        for word in LISTS
            .iter()
            .flat_map(|l| l.lines())
            .filter(|l| !l.starts_with('#'))
        {
            for attribute in word.split(' ').skip(1) {
                if let Some((prefix, _)) = attribute.split_once(':') {
                    assert!(Space::from_code(prefix).is_some(), "{attribute}");
                }
            }
        }
    }

    #[test]
    fn strict_names_are_the_same_words() {
        assert_eq!(
            Space::from_uri("http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing"),
            Some(Space::SheetDrawing)
        );
        assert_eq!(
            Space::from_uri("http://purl.oclc.org/ooxml/wordprocessingml/main"),
            Some(Space::Word)
        );
    }
}
