//! Which elements a rule beyond the vocabulary has a word on, found once for each element and not for each of a document.
//!
//! Every rule says beside itself which names it heeds. For any other name it is not asked.

use std::sync::OnceLock;

use sekisho_ir::vocabulary::Element;

use super::{graphic, hidden, place, sheet, traces, word};

/// Who heeds an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heeded {
    /// What its name alone decides, when it begins.
    pub(super) begins: bool,
    /// What is changed in its attributes, or decided by them.
    pub(super) attributes: bool,
    /// Where in the document the reading stands.
    pub(super) passes: bool,
    /// What remains of it when it ends.
    pub(super) ends: bool,
}

impl Heeded {
    fn find(element: Element) -> Self {
        let (space, name) = (element.space(), element.name());
        Self {
            begins: traces::heeds(space, name)
                || hidden::heeds(space, name)
                || word::heeds(space, name)
                || graphic::heeds(space, name)
                || sheet::heeds(space, name),
            attributes: hidden::heeds_attributes(space, name) || sheet::heeds_attributes(element),
            passes: place::heeds(space, name),
            ends: word::heeds_end(space, name)
                || graphic::heeds_end(space, name)
                || sheet::heeds_end(space, name),
        }
    }

    /// Who heeds this element.
    #[inline]
    pub(super) fn of(element: Element) -> Self {
        static HEEDED: OnceLock<Vec<Heeded>> = OnceLock::new();
        let heeded = HEEDED.get_or_init(|| Element::all().map(Self::find).collect());
        let known = heeded.get(usize::from(element.number()));
        known.map_or_else(|| Self::find(element), |heeded| *heeded)
    }
}

#[cfg(test)]
mod tests {
    use sekisho_ir::vocabulary::{Element, Space};

    use super::Heeded;

    #[test]
    fn what_fills_most_documents_is_heeded_by_few() {
        for (space, name) in [
            (Space::Word, "b"),
            (Space::Word, "rFonts"),
            (Space::Sheet, "v"),
            (Space::Drawing, "rPr"),
        ] {
            let heeded = Heeded::of(Element::find(space, name).unwrap());
            let Heeded {
                begins,
                attributes,
                passes,
                ends,
            } = heeded;
            assert!(!begins && !attributes && !passes && !ends, "{name}");
        }
        let paragraph = Heeded::of(Element::find(Space::Word, "p").unwrap());
        assert!(paragraph.passes && paragraph.ends && !paragraph.begins);
    }
}
