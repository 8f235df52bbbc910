//! XML as Office writes it and no more: no document type, no entities but the five, bounded depth, names resolved.

use std::borrow::Cow;

use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use quick_xml::{XmlVersion, escape};
use sekisho_ir::Reason;
use sekisho_ir::vocabulary::Space;

/// The namespaces we tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ns {
    /// One of the vocabulary.
    Known(Space),
    /// Markup compatibility.
    Compatibility,
    /// VML shapes.
    Vml,
    /// Office's additions to VML.
    Office,
    /// Word's additions to VML.
    WordOld,
    /// `xml:`.
    Xml,
    /// No namespace.
    None,
    /// Any other.
    Other,
}

impl Ns {
    fn of(uri: &str) -> Self {
        match uri {
            "" => Self::None,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Compatibility,
            "urn:schemas-microsoft-com:vml" => Self::Vml,
            "urn:schemas-microsoft-com:office:office" => Self::Office,
            "urn:schemas-microsoft-com:office:word" => Self::WordOld,
            _ => Space::from_uri(uri).map_or(Self::Other, Self::Known),
        }
    }
}

/// A start tag, in the words of the part it stands in.
#[derive(Debug)]
pub(crate) struct Tag<'a> {
    pub(super) ns: Ns,
    pub(crate) name: &'a str,
    pub(super) attributes: Vec<Attribute<'a>>,
}

/// An attribute: its namespace, its name, its value.
pub(super) type Attribute<'a> = (Ns, &'a str, Cow<'a, str>);

impl Tag<'_> {
    /// The value of the attribute without a namespace, or of any namespace, with this name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(_, n, _)| *n == name)
            .map(|(_, _, value)| &**value)
    }

    /// The value of the attribute with this name that names a relation.
    pub(super) fn relation(&self, name: &str) -> Option<&str> {
        let of_relation =
            |(ns, n, _): &&Attribute<'_>| *ns == Ns::Known(Space::Relationship) && *n == name;
        let found = self.attributes.iter().find(of_relation);
        found.map(|(_, _, value)| &**value)
    }
}

/// What stands next.
#[derive(Debug)]
pub(crate) enum Item<'a> {
    Open(Tag<'a>),
    Text(Cow<'a, str>),
    Close,
}

/// Reads a part item by item.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// (depth, prefix, namespace), innermost last.
    bindings: Vec<(usize, &'a str, Ns)>,
    /// Prefixes that were asked for since the bindings last changed.
    resolved: Vec<(&'a str, Ns)>,
    /// Room for the attributes of a tag as they stand, and as they are given away.
    raw: Vec<(&'a str, Cow<'a, str>)>,
    room: Vec<Attribute<'a>>,
    depth: usize,
    max_depth: usize,
    /// The tag that was given closes itself.
    empty: bool,
    /// The one root was closed.
    ended: bool,
    /// True where a namespace of the strict edition was declared.
    pub(super) strict: bool,
}

/// Most tags carry no more, and then looking at each pair costs least.
const FEW: usize = 8;

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str, max_depth: usize) -> Self {
        Self {
            text,
            reader: Reader::from_str(text),
            bindings: Vec::new(),
            resolved: Vec::with_capacity(FEW),
            raw: Vec::with_capacity(FEW),
            room: Vec::new(),
            depth: 0,
            max_depth,
            empty: false,
            ended: false,
            strict: false,
        }
    }

    /// The next item; none at a proper end.
    pub(crate) fn next(&mut self) -> Result<Option<Item<'a>>, Reason> {
        if std::mem::take(&mut self.empty) {
            return Ok(Some(self.close()));
        }
        loop {
            match self.reader.read_event().map_err(|_| Reason::Malformed)? {
                Event::Start(start) => return self.open(&start),
                Event::Empty(start) => {
                    self.empty = true;
                    return self.open(&start);
                }
                Event::End(_) => return Ok(Some(self.close())),
                Event::Text(text) => return Ok(Some(Item::Text(text.xml10_content()))),
                Event::CData(data) => return Ok(Some(Item::Text(data.xml10_content()))),
                Event::GeneralRef(name) => {
                    let text = match name.resolve_char_ref().map_err(|_| Reason::Malformed)? {
                        Some(c) => Cow::Owned(c.to_string()),
                        None => escape::resolve_predefined_entity(&name.into_inner())
                            .map(Cow::Borrowed)
                            .ok_or(Reason::Malformed)?,
                    };
                    return Ok(Some(Item::Text(text)));
                }
                Event::DocType(_) => return Err(Reason::Malformed),
                Event::Eof if self.depth == 0 => return Ok(None),
                Event::Eof => return Err(Reason::Malformed),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            }
        }
    }

    /// Takes a tag back that nobody needs any more: the next one has room where it stood.
    pub(super) fn reuse(&mut self, tag: Tag<'a>) {
        self.room = tag.attributes;
        self.room.clear();
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Result<Option<Item<'a>>, Reason> {
        if self.ended {
            return Err(Reason::Malformed);
        }
        self.depth = self.depth.saturating_add(1);
        if self.depth > self.max_depth {
            return Err(Reason::TooDeep);
        }
        self.tag(start).map(|tag| Some(Item::Open(tag)))
    }

    fn close(&mut self) -> Item<'a> {
        while self
            .bindings
            .last()
            .is_some_and(|(depth, ..)| *depth == self.depth)
        {
            self.bindings.pop();
            self.resolved.clear();
        }
        self.depth = self.depth.saturating_sub(1);
        self.ended = self.depth == 0;
        Item::Close
    }

    fn tag(&mut self, start: &BytesStart<'_>) -> Result<Tag<'a>, Reason> {
        let said = within(self.text, start).ok_or(Reason::Malformed)?;
        let length = start.name().0.len();
        let name = said.get(..length).ok_or(Reason::Malformed)?;
        let mut raw = std::mem::take(&mut self.raw);
        raw.clear();
        // That none stands twice is looked at below.
        for attribute in Attributes::new(said, length).with_checks(false) {
            let attribute = attribute.map_err(|_| Reason::Malformed)?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|_| Reason::Malformed)?;
            raw.push((attribute.key.0, value));
        }
        let stands_before = |(at, (key, _)): (usize, &(&str, _))| {
            raw.iter().take(at).any(|(before, _)| before == key)
        };
        let twice = match raw.len() {
            0 | 1 => false,
            2..=FEW => raw.iter().enumerate().any(stands_before),
            _ => Attributes::new(said, length).any(|attribute| attribute.is_err()),
        };
        if twice {
            return Err(Reason::Malformed);
        }
        for (key, value) in &raw {
            if let Some(prefix) = declared(key) {
                self.strict |= value.starts_with("http://purl.oclc.org/ooxml/");
                self.bindings.push((self.depth, prefix, Ns::of(value)));
                self.resolved.clear();
            }
        }
        let (ns, name) = self.resolve(name, true);
        let mut attributes = std::mem::take(&mut self.room);
        for (key, value) in raw.drain(..) {
            if declared(key).is_none() {
                let (ns, name) = self.resolve(key, false);
                attributes.push((ns, name, value));
            }
        }
        self.raw = raw;
        Ok(Tag {
            ns,
            name,
            attributes,
        })
    }

    #[inline]
    fn resolve(&mut self, name: &'a str, element: bool) -> (Ns, &'a str) {
        // Names are short: a loop is over before a search has begun.
        let colon = name.bytes().position(|byte| byte == b':');
        let parts = colon.and_then(|at| Some((name.get(..at)?, name.get(at.checked_add(1)?..)?)));
        match parts {
            Some((prefix, local)) => (self.resolve_prefix(prefix), local),
            None if element => (self.resolve_prefix(""), name),
            None => (Ns::None, name),
        }
    }

    #[inline]
    fn resolve_prefix(&mut self, prefix: &'a str) -> Ns {
        let same = |known: &str| known.len() == prefix.len() && known.bytes().eq(prefix.bytes());
        if let Some((_, ns)) = self.resolved.iter().find(|(known, _)| same(known)) {
            return *ns;
        }
        let ns = self.prefix(prefix);
        if self.resolved.len() < FEW {
            self.resolved.push((prefix, ns));
        }
        ns
    }

    /// The namespace a prefix stands for here.
    pub(super) fn prefix(&self, prefix: &str) -> Ns {
        if prefix == "xml" {
            return Ns::Xml;
        }
        let unbound = if prefix.is_empty() {
            Ns::None
        } else {
            Ns::Other
        };
        let bound = self.bindings.iter().rev().find(|(_, p, _)| *p == prefix);
        bound.map_or(unbound, |(_, _, ns)| *ns)
    }
}

/// The prefix an attribute declares; none where it declares none.
#[inline]
fn declared(key: &str) -> Option<&str> {
    match key.strip_prefix("xmlns")? {
        "" => Some(""),
        rest => rest.strip_prefix(':'),
    }
}

/// The same part of a text, borrowed from the text itself.
fn within<'a>(text: &'a str, part: &str) -> Option<&'a str> {
    let start = part.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    text.get(start..start.checked_add(part.len())?)
}

/// The text of a part, by its byte order mark or its declaration.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Reason> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        let (text, wrong) = encoding.decode_without_bom_handling(rest);
        return if wrong {
            Err(Reason::Malformed)
        } else {
            Ok(text)
        };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default());
    let label = head
        .split_once("encoding=")
        .and_then(|(_, rest)| rest.split(['"', '\'']).nth(1).map(str::to_owned))
        .ok_or(Reason::Malformed)?;
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).ok_or(Reason::Malformed)?;
    let (text, wrong) = encoding.decode_without_bom_handling(bytes);
    if wrong {
        Err(Reason::Malformed)
    } else {
        Ok(text)
    }
}

/// As [`decode`], without a copy of what is UTF-8 already.
pub(super) fn decode_whole(bytes: Vec<u8>) -> Result<String, Reason> {
    if encoding_rs::Encoding::for_bom(&bytes).is_some() {
        return decode(&bytes).map(Cow::into_owned);
    }
    String::from_utf8(bytes).or_else(|error| decode(error.as_bytes()).map(Cow::into_owned))
}

#[cfg(test)]
mod tests {
    use super::{Item, Scanner};
    use sekisho_ir::Reason;

    fn all(text: &str) -> Result<String, Reason> {
        let mut scanner = Scanner::new(text, 20);
        let mut said = String::new();
        while let Some(item) = scanner.next()? {
            match item {
                Item::Open(tag) => said.extend([format!("<{:?}:{}", tag.ns, tag.name)]),
                Item::Text(text) => said.push_str(&text),
                Item::Close => said.push('>'),
            }
        }
        Ok(said)
    }

    #[test]
    fn the_five_entities_and_characters_by_number_are_read() {
        let text = "<a>&lt;&amp;&gt;&quot;&apos;&#x20BB7;<b/><![CDATA[<x>]]></a>";
        assert_eq!(all(text).unwrap(), "<None:a<&>\"'𠮷<None:b><x>>");
    }

    #[test]
    fn document_types_and_entities_are_refused() {
        let laughs = "<!DOCTYPE a [<!ENTITY b \"lol\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        assert_eq!(all(laughs), Err(Reason::Malformed));
        let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
        assert_eq!(all(outside), Err(Reason::Malformed));
        assert_eq!(all("<a>&x;</a>"), Err(Reason::Malformed));
        assert_eq!(all("<a b=\"&x;\"/>"), Err(Reason::Malformed));
    }

    #[test]
    fn depth_is_bounded_and_ends_must_meet() {
        assert_eq!(all(&"<a>".repeat(10_000)), Err(Reason::TooDeep));
        assert_eq!(all("<a><b></a>"), Err(Reason::Malformed));
        assert_eq!(all("<a>"), Err(Reason::Malformed));
        assert_eq!(all("<a b=\"1\" b=\"2\"/>"), Err(Reason::Malformed));
        let many: Vec<String> = (0..20).map(|n| format!(" a{n}=\"\"")).collect();
        let many = many.concat();
        assert!(all(&format!("<a{many}/>")).is_ok());
        assert_eq!(all(&format!("<a{many} a7=\"\"/>")), Err(Reason::Malformed));
        assert_eq!(all("<a/><b/>"), Err(Reason::Malformed));
        assert_eq!(all("<a/></a>"), Err(Reason::Malformed));
    }

    #[test]
    fn a_prefix_stands_for_what_the_nearest_tag_around_it_says() {
        let text = "<p:a xmlns:p=\"urn:schemas-microsoft-com:vml\"><p:b xmlns:p=\"x\"><p:c/></p:b><p:d/><q:e/>\
             <f xmlns=\"urn:schemas-microsoft-com:office:office\"/><g/></p:a>";
        assert_eq!(
            all(text).unwrap(),
            "<Vml:a<Other:b<Other:c>><Vml:d><Other:e><Office:f><None:g>>"
        );
    }
}
