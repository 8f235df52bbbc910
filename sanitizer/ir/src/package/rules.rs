//! Values that a word of the vocabulary may not have: the reader leaves them out by these rules, the writer refuses by the same.

use std::sync::OnceLock;

use super::field::field_is_inert;
use super::formula::formula_is_inert;
use super::{PartKind, Relation};
use crate::kind::Kind;
use crate::unicode;
use crate::vocabulary::{Attribute, Element, Space};

/// True where a character may stand in the text of a document.
pub fn character_may_stand(c: char) -> bool {
    // Line and paragraph separators and break opportunities are part of how a document is set.
    unicode::text_allows(c) || matches!(c, '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}')
}

/// True where an element may name a relation to a part of this kind; without a kind, to a page or an address.
pub fn may_name(element: Element, target: Option<PartKind>) -> bool {
    let is_jump = element.space() == Space::Drawing && element.name().starts_with("hlink");
    let is_link =
        matches!(element.space(), Space::Word | Space::Sheet) && element.name() == "hyperlink";
    let Some(target) = target else {
        return is_jump || is_link;
    };
    match (element.space(), element.name()) {
        (Space::Drawing, "blip") | (Space::Sheet, "picture" | "objectPr") => {
            target == PartKind::Picture
        }
        (Space::Sheet, "legacyDrawing") => target == PartKind::CommentShapes,
        (Space::Sheet, "legacyDrawingHF") => target == PartKind::HeaderShapes,
        _ if matches!(target, PartKind::CommentShapes | PartKind::HeaderShapes) => false,
        (Space::Chart, "chart") => target == PartKind::Chart,
        (Space::Office, "OLEObject") | (Space::Slide, "oleObj") | (Space::Sheet, "oleObject") => {
            target == PartKind::EmbeddedDocument
        }
        (Space::Vml, "imagedata") => target == PartKind::Picture,
        _ if target == PartKind::EmbeddedDocument => false,
        _ if is_jump => target == PartKind::Slide,
        _ => !is_link,
    }
}

/// True where the text of an element neither reaches outside the document nor runs anything.
pub fn text_is_inert(element: Element, text: &str) -> bool {
    Of::element(element).text != TextRule::Formula || formula_is_inert(text)
}

/// What the text of an element is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextRule {
    /// Nothing: words of people, or a value.
    Words,
    /// It is the instruction of a field.
    Instruction,
    /// It is computed.
    Formula,
    /// It is a header or footer of a sheet.
    Header,
}

impl TextRule {
    fn find(element: Element) -> Self {
        let name = element.name();
        match element.space() {
            Space::Word if name == "instrText" => Self::Instruction,
            Space::Sheet if name.ends_with("Header") || name.ends_with("Footer") => Self::Header,
            Space::Sheet
                if matches!(
                    name,
                    "f" | "formula"
                        | "formula1"
                        | "formula2"
                        | "definedName"
                        | "calculatedColumnFormula"
                        | "totalsRowFormula"
                ) =>
            {
                Self::Formula
            }
            Space::SheetMain | Space::Chart if name == "f" => Self::Formula,
            _ => Self::Words,
        }
    }
}

/// What the rules ask of an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Of {
    /// It may hold text.
    pub(super) holds_text: bool,
    /// What its text is held to.
    pub(super) text: TextRule,
    /// It is a mark of a field.
    pub(super) marks_field: bool,
}

impl Of {
    fn find(element: Element) -> Self {
        Self {
            holds_text: element.holds_text(),
            text: TextRule::find(element),
            marks_field: element.is(Space::Word, "fldChar"),
        }
    }

    /// What is asked of this element.
    #[inline]
    pub(super) fn element(element: Element) -> Self {
        let known = Known::get().elements.get(usize::from(element.number()));
        known.map_or_else(|| Self::find(element), |of| *of)
    }
}

/// All rules, looked up by number: names are compared once for each word of the vocabulary, not for each of a document.
struct Known {
    /// By element.
    elements: Vec<Of>,
    /// By slot.
    values: Vec<Rule>,
}

impl Known {
    #[inline]
    fn get() -> &'static Self {
        static KNOWN: OnceLock<Known> = OnceLock::new();
        KNOWN.get_or_init(|| Self {
            elements: Element::all().map(Of::find).collect(),
            values: Element::all()
                .flat_map(|element| {
                    let attributes = element.attributes().iter();
                    attributes.map(move |attribute| Rule::find(element, *attribute))
                })
                .collect(),
        })
    }
}

/// What a value is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// An instruction of a field.
    Field,
    /// A place within the document.
    Within,
    /// What a click on a drawing does.
    Action,
    /// What a graphic frame holds.
    Graphic,
    /// The way an object is there.
    Embedded,
    /// What an object is shown by: its content, or an icon.
    Aspect,
    /// The same on a sheet.
    SheetAspect,
    /// A number.
    Number,
    /// A number behind a bar.
    ObjectNumber,
    /// The program that opens an object.
    Program,
    /// Words of an old drawing.
    OldWords,
    /// A value of an old drawing.
    Drawn,
    /// The namespace of Word's compatibility settings.
    WordUri,
    /// A GUID.
    Guid,
    /// The id of a relation.
    Relation,
    /// A formula.
    Formula,
    /// Whether a sheet is shown.
    SheetState,
    /// The edition a diagram was drawn for, said by the name of its vocabulary.
    Edition,
    /// Numbers, identifiers and words of the format: never an address, whatever a sender wrote there.
    Identifier,
    /// Words of people, in which an address is no more than words.
    Words,
    /// Numbers, names and switches of the format, where an address is one that some program may follow.
    NoAddress,
}

impl Rule {
    /// The rule of an attribute of this element.
    fn find(element: Element, attribute: Attribute) -> Self {
        match (element.space(), element.name(), attribute.name()) {
            (Space::Word, "fldSimple", "instr") => Self::Field,
            (Space::Word, "hyperlink", "anchor") | (Space::Sheet, "hyperlink", "location") => {
                Self::Within
            }
            (Space::Drawing, "hlinkClick" | "hlinkHover", "action") => Self::Action,
            (Space::Drawing, "graphicData", "uri") => Self::Graphic,
            (Space::Office, "OLEObject", "Type") => Self::Embedded,
            (Space::Office, "OLEObject", "DrawAspect") => Self::Aspect,
            (Space::Sheet, "oleObject", "dvAspect") => Self::SheetAspect,
            (Space::Sheet, "oleObject", "shapeId") => Self::Number,
            (Space::Office, "OLEObject", "ProgID")
            | (Space::Slide, "oleObj", "progId")
            | (Space::Sheet, "oleObject", "progId") => Self::Program,
            (Space::Office, "OLEObject", "ObjectID") => Self::ObjectNumber,
            (Space::Vml, _, "string" | "alt") => Self::OldWords,
            (Space::Vml | Space::Office | Space::WordOld, ..) => Self::Drawn,
            (Space::Word, "compatSetting", "uri") => Self::WordUri,
            (_, "ext", "uri") => Self::Guid,
            // The data of a diagram names its drawing by an id of the part that shows both.
            (Space::DiagramDrawing, "dataModelExt", "relId") => Self::Relation,
            (_, "cfvo", "val") | (_, _, "textlink") => Self::Formula,
            (Space::Sheet, "sheet", "state") => Self::SheetState,
            (_, _, "minVer") => Self::Edition,
            (_, _, "id" | "path") | (Space::Sheet, _, "style") => Self::Identifier,
            _ if WORDS.contains(&attribute.name()) => Self::Words,
            _ => Self::NoAddress,
        }
    }

    /// The rule of an attribute of this element; none where it may not carry it.
    #[inline]
    pub(super) fn of(element: Element, attribute: Attribute) -> Option<Self> {
        let slot = element.slot(attribute)?;
        Known::get().values.get(slot).copied()
    }

    /// True where a value keeps it.
    pub(super) fn allows(self, value: &str) -> bool {
        match self {
            Self::Field => field_is_inert(value),
            Self::Within => leads_within(value),
            Self::Action => is_inert_action(value),
            Self::Graphic => is_graphic(value),
            Self::Embedded => value == "Embed",
            Self::Aspect => matches!(value, "Content" | "Icon"),
            Self::SheetAspect => value == "DVASPECT_ICON",
            Self::Number => numbered(value, ""),
            Self::ObjectNumber => numbered(value, "_"),
            Self::Program => EMBEDDED.iter().any(|(_, program)| *program == value),
            Self::OldWords => !value.contains("://"),
            Self::Drawn => is_drawn(value),
            Self::WordUri => value == "http://schemas.microsoft.com/office/word",
            Self::Guid => is_guid(value),
            Self::Relation => Relation::position(value).is_some(),
            Self::Formula => formula_is_inert(value),
            Self::SheetState => matches!(value, "visible" | "hidden"),
            Self::Edition => value == Space::Diagram.uri(),
            Self::Identifier => !value.contains([':', '\\', '(']),
            Self::Words => true,
            Self::NoAddress => !is_address(value),
        }
    }
}

/// True where an element may carry an attribute, and its value neither reaches outside the document nor runs anything.
/// Ids of relations are checked against the relations of the part, not here.
#[inline]
pub fn attribute_is_inert(element: Element, attribute: Attribute, value: &str) -> bool {
    match Rule::of(element, attribute) {
        None => false,
        Some(Rule::Words) => true,
        Some(rule) => rule.allows(value),
    }
}

/// Attributes that hold words of people, in which an address is no more than words. Every other holds numbers, names and
/// switches of the format, and an address there is one that some program may follow.
const WORDS: &[&str] = &[
    "alt",
    "altText",
    "author",
    "caption",
    "comment",
    "content",
    "customList",
    "descr",
    "display",
    "displayName",
    "displayText",
    "error",
    "errorTitle",
    "filterVal",
    "formatCode",
    "initials",
    "lastValue",
    "name",
    "original",
    "prompt",
    "promptTitle",
    "string",
    "text",
    "title",
    "tooltip",
    "totalsRowLabel",
    "uniqueName",
    "user",
    "val",
];

/// True for what a program could take for a place or a call: a scheme, a share, a host.
fn is_address(value: &str) -> bool {
    if !value.bytes().any(|b| matches!(b, b':' | b'/' | b'\\')) {
        return false;
    }
    let lower = value.trim_start().to_ascii_lowercase();
    lower.contains("://")
        || lower.starts_with("\\\\")
        || lower.starts_with("//")
        || [
            "javascript:",
            "vbscript:",
            "file:",
            "mhtml:",
            "data:",
            "mailto:",
            "ms-",
        ]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
}

/// The programs that open an embedded document, by what it is (ECMA-376 has no list; these are Office's own names).
pub const EMBEDDED: &[(Kind, &str)] = &[
    (Kind::Docx, "Word.Document.12"),
    (Kind::Xlsx, "Excel.Sheet.12"),
    (Kind::Pptx, "PowerPoint.Show.12"),
];

fn numbered(id: &str, prefix: &str) -> bool {
    id.strip_prefix(prefix).is_some_and(|number| {
        !number.is_empty() && number.len() <= 10 && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// A value of an old drawing: numbers, names, measures and colours, and no way to say a place or a program.
fn is_drawn(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    value
        .chars()
        .all(|c| c.is_alphanumeric() || " #@%;:,.-+_!?$*/()[]'\"&\t\n".contains(c))
        && !["//", "url", "expression", "script", "import", "behavior"]
            .iter()
            .any(|word| lower.contains(word))
        && !is_address(value)
}

fn leads_within(place: &str) -> bool {
    !place.contains("://") && !place.contains(['\\', '|', '[', ']']) && !place.starts_with("//")
}

fn is_inert_action(action: &str) -> bool {
    matches!(
        action,
        "" | "ppaction://noaction"
            | "ppaction://hlinksldjump"
            | "ppaction://hlinkshowjump?jump=nextslide"
            | "ppaction://hlinkshowjump?jump=previousslide"
            | "ppaction://hlinkshowjump?jump=firstslide"
            | "ppaction://hlinkshowjump?jump=lastslide"
            | "ppaction://hlinkshowjump?jump=lastslideviewed"
            | "ppaction://hlinkshowjump?jump=endshow"
    )
}

/// What a graphic frame may hold.
fn is_graphic(uri: &str) -> bool {
    matches!(
        Space::from_uri(uri),
        Some(
            Space::Picture
                | Space::Chart
                | Space::Diagram
                | Space::Canvas
                | Space::WordShape
                | Space::WordGroup
                | Space::WordCanvas
        )
    ) || uri == "http://schemas.openxmlformats.org/drawingml/2006/table"
        // Within it nothing but an embedded document has a word.
        || uri == "http://schemas.openxmlformats.org/presentationml/2006/ole"
}

fn is_guid(uri: &str) -> bool {
    uri.len() == 38
        && uri.starts_with('{')
        && uri.ends_with('}')
        && uri
            .chars()
            .all(|c| c.is_ascii_hexdigit() || matches!(c, '{' | '}' | '-'))
        || uri == Space::DiagramDrawing.uri()
}

#[cfg(test)]
mod tests {
    use super::attribute_is_inert;
    use crate::vocabulary::{Element, Space};

    #[test]
    fn an_address_is_words_where_people_write_and_refused_everywhere_else() {
        let inert = |name: &str, attribute: &str, value: &str| {
            let element = Element::find(Space::Sheet, name).unwrap();
            let attribute = element.attribute(None, attribute).unwrap();
            attribute_is_inert(element, attribute, value)
        };
        for address in [
            "https://x.example/",
            "\\\\server\\share",
            " JavaScript:alert(1)",
            "//x.example",
            "ms-word:ofe|u|x",
        ] {
            assert!(!inert("c", "r", address), "{address}");
            assert!(!inert("mergeCell", "ref", address), "{address}");
            assert!(
                !inert("sheetFormatPr", "baseColWidth", address),
                "{address}"
            );
            assert!(inert("dataValidation", "prompt", address), "{address}");
        }
        assert!(inert("sheet", "state", "hidden") && !inert("sheet", "state", "veryHidden"));
        assert!(!inert("sheet", "state", "ms-msdt:/id"));
        assert!(inert("c", "r", "B7") && inert("mergeCell", "ref", "A1:C2"));
    }
}
