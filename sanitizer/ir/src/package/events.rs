//! XML as a row of typed events, packed tightly: a large sheet is millions of them.
//!
//! `1 element:u16 count:varint (attribute:u16 length:varint bytes)*` opens, `2 length:varint bytes` is text, `3` closes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::marks::Marks;
use crate::refusal::Refusal;
use crate::vocabulary::{Attribute, Element};

/// One XML event; names are numbers of the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlEvent<'e, 'a> {
    /// An element begins.
    Open {
        /// Which.
        element: Element,
        /// What it carries.
        attributes: &'e [(Attribute, Said<'a>)],
    },
    /// Text within the innermost element.
    Text(Said<'a>),
    /// The innermost element ends.
    Close,
}

/// A value or a piece of text: UTF-8, and what stands in it by one look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    bytes: &'a [u8],
    marks: Marks,
}

impl<'a> Said<'a> {
    /// These bytes; none where they are no UTF-8.
    #[inline]
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let marks = Marks::of(bytes);
        (marks.is_ascii() || std::str::from_utf8(bytes).is_ok()).then_some(Self { bytes, marks })
    }

    /// Its bytes.
    #[inline]
    pub const fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// What stands in it.
    #[inline]
    pub const fn marks(self) -> Marks {
        self.marks
    }

    /// The same as text.
    pub fn text(self) -> Result<&'a str, Refusal> {
        std::str::from_utf8(self.bytes).map_err(|_| BROKEN)
    }
}

const BROKEN: Refusal = Refusal::Vocabulary("an XML event");

/// A row of events.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Events(#[serde(with = "serde_bytes")] Vec<u8>);

impl std::fmt::Debug for Events {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Events({} bytes)", self.0.len())
    }
}

const OPEN: u8 = 1;
const TEXT: u8 = 2;
const CLOSE: u8 = 3;

impl Events {
    /// Bytes they take.
    pub fn size(&self) -> usize {
        self.0.len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Opens an element.
    pub fn open<S: AsRef<str>>(&mut self, element: Element, attributes: &[(Attribute, S)]) {
        let [low, high] = element.number().to_le_bytes();
        self.0.extend_from_slice(&[OPEN, low, high]);
        self.length(attributes.len());
        for (attribute, value) in attributes {
            self.0.extend_from_slice(&attribute.number().to_le_bytes());
            self.string(value.as_ref());
        }
    }

    /// Opens an element that carries nothing.
    pub fn open_bare(&mut self, element: Element) {
        self.open::<&str>(element, &[]);
    }

    /// Adds text.
    pub fn text(&mut self, text: &str) {
        self.0.push(TEXT);
        self.string(text);
    }

    /// Closes the innermost element.
    pub fn close(&mut self) {
        self.0.push(CLOSE);
    }

    /// Forgets everything from `at`, a former [`Events::size`].
    pub fn truncate(&mut self, at: usize) {
        self.0.truncate(at);
    }

    /// Takes everything from `at`, a former [`Events::size`].
    pub fn split_off(&mut self, at: usize) -> Self {
        Self(self.0.split_off(at.min(self.0.len())))
    }

    /// Says again what stands between two former sizes.
    pub fn repeat(&mut self, from: usize, to: usize) {
        let again = self.0.get(from..to).unwrap_or_default().to_vec();
        self.0.extend_from_slice(&again);
    }

    /// Adds the events of another row.
    pub fn append(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    /// A copy of what stands between two former sizes.
    pub fn piece(&self, from: usize, to: usize) -> Self {
        Self(self.0.get(from..to).unwrap_or_default().to_vec())
    }

    /// Leaves out the byte ranges given, each between two former sizes, and puts in pieces, each at a former size.
    pub fn edit(&mut self, mut out: Vec<(usize, usize)>, put: &BTreeMap<usize, Self>) {
        if out.is_empty() && put.is_empty() {
            return;
        }
        // What is put in at a place stands before what is left out from there.
        out.extend(put.keys().map(|at| (*at, *at)));
        out.sort_unstable();
        let mut kept = Vec::with_capacity(self.0.len());
        let mut at = 0;
        for (from, to) in out {
            if from > at {
                kept.extend_from_slice(self.0.get(at..from).unwrap_or_default());
            }
            // What would stand within a part that is left out goes with it.
            if from == to
                && from >= at
                && let Some(piece) = put.get(&from)
            {
                kept.extend_from_slice(&piece.0);
            }
            at = at.max(to).max(from);
        }
        kept.extend_from_slice(self.0.get(at..).unwrap_or_default());
        self.0 = kept;
    }

    /// Reads them one after another.
    pub fn reader(&self) -> EventReader<'_> {
        EventReader {
            rest: &self.0,
            attributes: Vec::with_capacity(32),
        }
    }

    fn string(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn length(&mut self, mut length: usize) {
        while length >= 0x80 {
            let low = u8::try_from(length & 0x7f).unwrap_or(0);
            self.0.push(low | 0x80);
            length >>= 7;
        }
        self.0.push(u8::try_from(length).unwrap_or(0));
    }
}

/// Reads events; ends after the first refusal.
#[derive(Debug)]
pub struct EventReader<'a> {
    rest: &'a [u8],
    /// Those of the last element that began: one room for all of them.
    attributes: Vec<(Attribute, Said<'a>)>,
}

impl<'a> EventReader<'a> {
    /// The next event; none at the end.
    #[inline]
    pub fn read(&mut self) -> Option<Result<XmlEvent<'_, 'a>, Refusal>> {
        let tag = self.byte()?;
        Some(match self.event(tag) {
            Some(Shape::Open(element)) => Ok(XmlEvent::Open {
                element,
                attributes: &self.attributes,
            }),
            Some(Shape::Text(text)) => Ok(XmlEvent::Text(text)),
            Some(Shape::Close) => Ok(XmlEvent::Close),
            None => {
                self.rest = &[];
                Err(BROKEN)
            }
        })
    }

    #[inline]
    fn event(&mut self, tag: u8) -> Option<Shape<'a>> {
        match tag {
            OPEN => {
                let element = Element::from_number(self.number()?)?;
                let count = self.length()?;
                self.attributes.clear();
                for _ in 0..count {
                    let attribute = Attribute::from_number(self.number()?)?;
                    let value = self.string()?;
                    self.attributes.push((attribute, value));
                }
                Some(Shape::Open(element))
            }
            TEXT => self.string().map(Shape::Text),
            CLOSE => Some(Shape::Close),
            _ => None,
        }
    }

    #[inline]
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    #[inline]
    fn number(&mut self) -> Option<u16> {
        let (number, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(u16::from_le_bytes(*number))
    }

    #[inline]
    fn length(&mut self) -> Option<usize> {
        let mut length = 0_usize;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            length |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(length);
            }
        }
        None
    }

    #[inline]
    fn string(&mut self) -> Option<Said<'a>> {
        let length = self.length()?;
        let (head, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Said::of(head)
    }
}

/// An event without its attributes.
enum Shape<'a> {
    Open(Element),
    Text(Said<'a>),
    Close,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Events, XmlEvent};
    use crate::vocabulary::{Element, Space};

    /// How many events there are, up to a broken one; none where one is broken.
    fn count(events: &Events) -> Option<usize> {
        let (mut reader, mut count) = (events.reader(), 0);
        while let Some(event) = reader.read() {
            event.ok()?;
            count += 1;
        }
        Some(count)
    }

    #[test]
    fn events_come_back_as_they_were_said() {
        let cell = Element::find(Space::Sheet, "c").unwrap();
        let at = cell.attribute(None, "r").unwrap();
        let mut events = Events::default();
        events.open(cell, &[(at, "A1")]);
        let before = events.size();
        events.text(&"長い".repeat(100));
        let after = events.size();
        events.close();
        let mut reader = events.reader();
        let Some(Ok(XmlEvent::Open {
            element,
            attributes: [(attribute, value)],
        })) = reader.read()
        else {
            panic!("a cell")
        };
        assert_eq!((element, *attribute), (cell, at));
        assert_eq!(value.text(), Ok("A1"));
        let Some(Ok(XmlEvent::Text(text))) = reader.read() else {
            panic!("its text")
        };
        assert_eq!(text.text().unwrap(), "長い".repeat(100));
        assert_eq!(reader.read(), Some(Ok(XmlEvent::Close)));
        assert_eq!(reader.read(), None);
        events.edit(vec![(before, after)], &BTreeMap::new());
        assert_eq!(count(&events), Some(2));
    }

    #[test]
    fn what_is_put_in_stands_unless_the_part_around_it_is_left_out() {
        let cell = Element::find(Space::Sheet, "c").unwrap();
        let (mut events, mut piece) = (Events::default(), Events::default());
        events.open_bare(cell);
        let inner = events.size();
        events.close();
        let end = events.size();
        piece.open_bare(Element::find(Space::Sheet, "v").unwrap());
        let put = BTreeMap::from([(inner, piece)]);
        let mut renamed = events.clone();
        renamed.edit(vec![(0, inner)], &put);
        assert_eq!(count(&renamed), Some(2));
        events.edit(vec![(0, inner), (0, end)], &put);
        assert!(events.is_empty());
    }

    #[test]
    fn broken_rows_end_in_a_refusal() {
        let mut events = Events::default();
        events.open_bare(Element::find(Space::Sheet, "c").unwrap());
        events
            .0
            .extend_from_slice(&[2, 0xff, 0xff, 0xff, 0xff, 0xff]);
        assert_eq!(count(&events), None);
        events.0 = vec![1, 0xff, 0xff, 0];
        assert_eq!(count(&events), None);
        for (text, is_said) in [
            (&b"\xe7\xbe\xa9"[..], true),
            (b"\xe7\xbe", false),
            (b"a\xff", false),
        ] {
            events.0 = [&[2, u8::try_from(text.len()).unwrap()], text].concat();
            assert_eq!(count(&events).is_some(), is_said, "{text:?}");
        }
    }
}
