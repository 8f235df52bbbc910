//! XML as a row of typed events, packed tightly: a large sheet is millions of them.
//!
//! `1 element:u16 count:varint (attribute:u16 length:varint bytes)*` opens, `2 length:varint bytes` is text, `3` closes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::vocabulary::{Attribute, Element};

/// One XML event; names are numbers of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XmlEvent<'a> {
    /// An element begins.
    Open {
        /// Which.
        element: Element,
        /// What it carries.
        attributes: Vec<(Attribute, &'a str)>,
    },
    /// Text within the innermost element.
    Text(&'a str),
    /// The innermost element ends.
    Close,
}

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
    pub fn open(&mut self, element: Element, attributes: &[(Attribute, &str)]) {
        self.0.push(OPEN);
        self.0.extend_from_slice(&element.number().to_le_bytes());
        self.length(attributes.len());
        for (attribute, value) in attributes {
            self.0.extend_from_slice(&attribute.number().to_le_bytes());
            self.string(value);
        }
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
    pub fn iter(&self) -> EventIter<'_> {
        EventIter { rest: &self.0 }
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

impl<'a> IntoIterator for &'a Events {
    type Item = Result<XmlEvent<'a>, Refusal>;
    type IntoIter = EventIter<'a>;

    fn into_iter(self) -> EventIter<'a> {
        self.iter()
    }
}

/// Reads events; ends after the first refusal.
#[derive(Debug)]
pub struct EventIter<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for EventIter<'a> {
    type Item = Result<XmlEvent<'a>, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        let tag = self.byte()?;
        let read = self.event(tag);
        if read.is_none() {
            self.rest = &[];
        }
        Some(read.ok_or(Refusal::Vocabulary("an XML event")))
    }
}

impl<'a> EventIter<'a> {
    /// Bytes not yet read.
    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    fn event(&mut self, tag: u8) -> Option<XmlEvent<'a>> {
        match tag {
            OPEN => {
                let element = Element::from_number(self.number()?)?;
                let count = self.length()?;
                let mut attributes = Vec::with_capacity(count.min(64));
                for _ in 0..count {
                    let attribute = Attribute::from_number(self.number()?)?;
                    attributes.push((attribute, self.string()?));
                }
                Some(XmlEvent::Open {
                    element,
                    attributes,
                })
            }
            TEXT => self.string().map(XmlEvent::Text),
            CLOSE => Some(XmlEvent::Close),
            _ => None,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

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

    fn string(&mut self) -> Option<&'a str> {
        let length = self.length()?;
        let (head, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        std::str::from_utf8(head).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Events, XmlEvent};
    use crate::vocabulary::{Element, Space};

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
        let read: Result<Vec<_>, _> = events.iter().collect();
        let read = read.unwrap();
        assert_eq!(read.len(), 3);
        assert_eq!(
            read[0],
            XmlEvent::Open {
                element: cell,
                attributes: vec![(at, "A1")]
            }
        );
        events.edit(vec![(before, after)], &BTreeMap::new());
        assert_eq!(events.iter().count(), 2);
    }

    #[test]
    fn what_is_put_in_stands_unless_the_part_around_it_is_left_out() {
        let cell = Element::find(Space::Sheet, "c").unwrap();
        let (mut events, mut piece) = (Events::default(), Events::default());
        events.open(cell, &[]);
        let inner = events.size();
        events.close();
        let end = events.size();
        piece.open(Element::find(Space::Sheet, "v").unwrap(), &[]);
        let put = BTreeMap::from([(inner, piece)]);
        let mut renamed = events.clone();
        renamed.edit(vec![(0, inner)], &put);
        assert_eq!(renamed.iter().count(), 2);
        events.edit(vec![(0, inner), (0, end)], &put);
        assert!(events.is_empty());
    }

    #[test]
    fn broken_rows_end_in_a_refusal() {
        let mut events = Events::default();
        events.open(Element::find(Space::Sheet, "c").unwrap(), &[]);
        events
            .0
            .extend_from_slice(&[2, 0xff, 0xff, 0xff, 0xff, 0xff]);
        assert!(events.iter().any(|event| event.is_err()));
        events.0 = vec![1, 0xff, 0xff, 0];
        assert!(events.iter().next().unwrap().is_err());
    }
}
