//! What is known of an open element while the filter reads on, and what can be decided about one that begins.

use std::borrow::Cow;

use sekisho_ir::package::{attribute_is_inert, text_may_stand};
use sekisho_ir::vocabulary::{Attribute, Element, Space};

use super::join::Joint;

/// One open element of the source.
pub(super) struct Frame<'s> {
    pub(super) mode: Mode,
    /// Where its events begin.
    pub(super) start: usize,
    /// Where the events of what it holds begin.
    pub(super) inner: usize,
    /// How many elements it holds in the output.
    pub(super) children: usize,
    /// Its text, where it may hold text.
    pub(super) text: Cow<'s, str>,
    /// Blanks at its ends count.
    pub(super) preserve: bool,
    /// Something within makes it void.
    pub(super) doomed: bool,
    /// The last block it holds is a paragraph.
    pub(super) paragraph: bool,
    /// The picture to put in its place, as a range of the output.
    pub(super) instead: Option<(usize, usize)>,
    /// A table that has a row, a row that has a cell.
    pub(super) filled: bool,
    /// The last paragraph it holds waits for the next one.
    pub(super) joint: Option<Joint>,
    /// A paragraph that takes up the one before it.
    pub(super) joins: Option<Joint>,
    /// Switches of a chart up to this one were said.
    pub(super) switches: usize,
    /// Where the looks of a paragraph stand.
    pub(super) looks: Option<(usize, usize)>,
}

/// What becomes of an open element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Said again.
    Kept(Element),
    /// Only its children.
    Through,
    /// Alternatives; true once one was taken.
    Alternate(bool),
    /// One alternative.
    Choice,
    /// An embedded object, of which a picture may remain.
    Object,
    /// A link that becomes words.
    Link,
}

/// What is decided about an element that begins.
pub(super) enum Verdict<'s> {
    /// It is said again, with these attributes.
    Keep(Element, Vec<Value<'s>>),
    /// It is treated so.
    As(Mode),
    /// It falls silent, with all it holds.
    Skip,
}

/// An attribute and its value, as it will be said.
pub(super) type Value<'s> = (Attribute, Cow<'s, str>);

impl Frame<'_> {
    /// One whose events begin, and whose children's events begin, there.
    pub(super) fn of(mode: Mode, start: usize, inner: usize) -> Self {
        Self {
            mode,
            start,
            inner,
            children: 0,
            text: Cow::Borrowed(""),
            preserve: false,
            doomed: false,
            paragraph: false,
            instead: None,
            filled: false,
            joint: None,
            joins: None,
            switches: 0,
            looks: None,
        }
    }
}

impl<'s> Verdict<'s> {
    /// Says an element again with attributes that were put together here: the same rules hold for them.
    pub(super) fn made(element: Element, attributes: Vec<Value<'s>>) -> Self {
        let inert = |(attribute, value): &Value<'_>| {
            attribute.space() == Some(Space::Relationship)
                || attribute_is_inert(element, *attribute, value) && text_may_stand(value)
        };
        if attributes.iter().all(inert) {
            Self::Keep(element, attributes)
        } else {
            Self::Skip
        }
    }
}
