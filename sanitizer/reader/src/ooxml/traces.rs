//! Working traces by rule: comments and tracked changes stay, or go as a site decided.
//!
//! Accepting is done while reading: what was inserted stays, what was deleted is skipped with all it holds, and what
//! is remembered of former looks is forgotten. Two paragraphs whose mark between them was deleted become one.

use sekisho_ir::Code;
use sekisho_ir::rules::{Revisions, Traces};
use sekisho_ir::vocabulary::Space;

use super::filter::Filter;
use super::frame::{Mode, Verdict};
use super::xml::Tag;

/// The names that rules about traces have a word on.
pub(super) fn heeds(space: Space, name: &str) -> bool {
    match space {
        Space::Word => {
            MARKS_OF_COMMENTS.contains(&name)
                || name == "comment"
                || is_change(name)
                || is_memory(name)
        }
        Space::Sheet => name == "comment",
        Space::Slide => name == "cm",
        _ => false,
    }
}

/// What a comment hangs on in a text.
const MARKS_OF_COMMENTS: &[&str] = &[
    "commentRangeStart",
    "commentRangeEnd",
    "commentReference",
    "annotationRef",
];

/// A change that waits to be accepted.
fn is_change(name: &str) -> bool {
    matches!(
        name,
        "ins" | "del" | "moveFrom" | "moveTo" | "cellIns" | "cellDel" | "cellMerge"
    )
}

/// What is remembered of changes.
fn is_memory(name: &str) -> bool {
    name.ends_with("Change")
        || (name.starts_with("move") && name.contains("Range"))
        || name == "trackRevisions"
}

impl<'s> Filter<'s, '_> {
    /// What a rule says of an element before the vocabulary is asked.
    pub(super) fn trace(&mut self, space: Space, tag: &Tag<'_>) -> Option<Verdict<'s>> {
        match (space, tag.name) {
            (Space::Word, name)
                if MARKS_OF_COMMENTS.contains(&name)
                    && self.setting.rules.comments == Traces::Remove =>
            {
                Some(Verdict::Skip)
            }
            (Space::Word | Space::Sheet, "comment") | (Space::Slide, "cm") => {
                self.findings.add(Code::CommentsKept, 1);
                None
            }
            (Space::Word, name) => self.revision(name),
            _ => None,
        }
    }

    fn revision(&mut self, name: &str) -> Option<Verdict<'s>> {
        let (is_change, is_memory) = (is_change(name), is_memory(name));
        if !is_change && !is_memory {
            return None;
        }
        let accept = self.setting.rules.revisions == Revisions::Accept;
        let told = is_change || name.ends_with("PrChange");
        if !accept {
            self.findings.add(Code::RevisionsKept, usize::from(told));
            return None;
        }
        self.findings
            .add(Code::RevisionsAccepted, usize::from(told));
        let mut holders = self
            .frames
            .iter()
            .rev()
            .filter_map(|frame| match frame.mode {
                Mode::Kept(element) => Some(element.name()),
                _ => None,
            });
        let (holder, above) = (holders.next(), holders.next());
        match (name, holder) {
            // The mark of a paragraph, a row or a cell.
            ("del" | "moveFrom", Some("rPr")) if above == Some("pPr") => {
                self.doom(|mode| matches!(mode, Mode::Kept(e) if e.is(Space::Word, "p")));
                Some(Verdict::Skip)
            }
            ("del", Some("trPr")) => {
                self.doom(|mode| matches!(mode, Mode::Kept(e) if e.is(Space::Word, "tr")));
                Some(Verdict::Skip)
            }
            ("cellDel", Some("tcPr")) => {
                self.doom(|mode| matches!(mode, Mode::Kept(e) if e.is(Space::Word, "tc")));
                Some(Verdict::Skip)
            }
            (_, Some("rPr" | "trPr" | "tcPr")) => Some(Verdict::Skip),
            ("ins" | "moveTo", _) => Some(Verdict::As(Mode::Through)),
            _ => Some(Verdict::Skip),
        }
    }
}
