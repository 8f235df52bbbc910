//! Values that a word of the vocabulary may not have: the reader leaves them out by these rules, the writer refuses by the same.

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
    let is_formula = match element.space() {
        Space::Sheet => matches!(
            element.name(),
            "f" | "formula"
                | "formula1"
                | "formula2"
                | "definedName"
                | "calculatedColumnFormula"
                | "totalsRowFormula"
        ),
        Space::SheetMain | Space::Chart => element.name() == "f",
        _ => false,
    };
    !is_formula || formula_is_inert(text)
}

/// True where the value of an attribute neither reaches outside the document nor runs anything.
/// Ids of relations are checked against the relations of the part, not here.
pub fn attribute_is_inert(element: Element, attribute: Attribute, value: &str) -> bool {
    match (element.space(), element.name(), attribute.name()) {
        (Space::Word, "fldSimple", "instr") => field_is_inert(value),
        (Space::Word, "hyperlink", "anchor") | (Space::Sheet, "hyperlink", "location") => {
            leads_within(value)
        }
        (Space::Drawing, "hlinkClick" | "hlinkHover", "action") => is_inert_action(value),
        (Space::Drawing, "graphicData", "uri") => is_graphic(value),
        (Space::Office, "OLEObject", "Type") => value == "Embed",
        (Space::Office, "OLEObject", "DrawAspect") => matches!(value, "Content" | "Icon"),
        (Space::Sheet, "oleObject", "dvAspect") => value == "DVASPECT_ICON",
        (Space::Sheet, "oleObject", "shapeId") => numbered(value, ""),
        (Space::Office, "OLEObject", "ProgID")
        | (Space::Slide, "oleObj", "progId")
        | (Space::Sheet, "oleObject", "progId") => {
            EMBEDDED.iter().any(|(_, program)| *program == value)
        }
        (Space::Office, "OLEObject", "ObjectID") => numbered(value, "_"),
        (Space::Vml, _, "string" | "alt") => !value.contains("://"),
        (Space::Vml | Space::Office | Space::WordOld, ..) => is_drawn(value),
        (Space::Word, "compatSetting", "uri") => {
            value == "http://schemas.microsoft.com/office/word"
        }
        (_, "ext", "uri") => is_guid(value),
        // The data of a diagram names its drawing by an id of the part that shows both.
        (Space::DiagramDrawing, "dataModelExt", "relId") => Relation::position(value).is_some(),
        (_, "cfvo", "val") => formula_is_inert(value),
        (_, _, "textlink") => formula_is_inert(value),
        (Space::Sheet, "sheet", "state") => matches!(value, "visible" | "hidden"),
        // The edition a diagram was drawn for is said by the name of its vocabulary.
        (_, _, "minVer") => value == Space::Diagram.uri(),
        // Numbers, identifiers and words of the format: never an address, whatever a sender wrote there.
        (_, _, "id" | "path") | (Space::Sheet, _, "style") => !value.contains([':', '\\', '(']),
        _ => WORDS.contains(&attribute.name()) || !is_address(value),
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
