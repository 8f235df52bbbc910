//! XML as Office writes it and no more: no document type, no entities but the five, bounded depth, names resolved.

use std::borrow::Cow;

use quick_xml::events::Event;
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

/// A start tag.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(super) ns: Ns,
    pub(crate) name: String,
    pub(super) attributes: Vec<(Ns, String, String)>,
}

impl Tag {
    /// The value of the attribute without a namespace, or of any namespace, with this name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(_, n, _)| n == name)
            .map(|(_, _, value)| value.as_str())
    }
}

/// What stands next.
#[derive(Debug)]
pub(crate) enum Item<'a> {
    Open(Tag),
    Text(Cow<'a, str>),
    Close,
}

/// Reads a part item by item.
pub(crate) struct Scanner<'a> {
    reader: Reader<&'a [u8]>,
    /// (depth, prefix, namespace), innermost last.
    bindings: Vec<(usize, String, Ns)>,
    depth: usize,
    max_depth: usize,
    /// The one root was closed.
    ended: bool,
    /// True where a namespace of the strict edition was declared.
    pub(super) strict: bool,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str, max_depth: usize) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            bindings: Vec::new(),
            depth: 0,
            max_depth,
            ended: false,
            strict: false,
        }
    }

    /// The next item; none at a proper end.
    pub(crate) fn next(&mut self) -> Result<Option<Item<'a>>, Reason> {
        loop {
            match self.reader.read_event().map_err(|_| Reason::Malformed)? {
                Event::Start(_) if self.ended => return Err(Reason::Malformed),
                Event::Start(start) => {
                    self.depth = self.depth.saturating_add(1);
                    if self.depth > self.max_depth {
                        return Err(Reason::TooDeep);
                    }
                    return self.tag(&start).map(|tag| Some(Item::Open(tag)));
                }
                Event::End(_) => {
                    while self
                        .bindings
                        .last()
                        .is_some_and(|(depth, ..)| *depth == self.depth)
                    {
                        self.bindings.pop();
                    }
                    self.depth = self.depth.saturating_sub(1);
                    self.ended = self.depth == 0;
                    return Ok(Some(Item::Close));
                }
                Event::Text(text) => return Ok(Some(Item::Text(text.xml10_content()))),
                Event::CData(data) => return Ok(Some(Item::Text(data.xml10_content()))),
                Event::GeneralRef(name) => {
                    let text = match name.resolve_char_ref().map_err(|_| Reason::Malformed)? {
                        Some(c) => c.to_string(),
                        None => escape::resolve_predefined_entity(&name.into_inner())
                            .ok_or(Reason::Malformed)?
                            .to_owned(),
                    };
                    return Ok(Some(Item::Text(Cow::Owned(text))));
                }
                Event::DocType(_) => return Err(Reason::Malformed),
                Event::Eof if self.depth == 0 => return Ok(None),
                Event::Eof => return Err(Reason::Malformed),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::Empty(_) => {}
            }
        }
    }

    fn tag(&mut self, start: &quick_xml::events::BytesStart<'_>) -> Result<Tag, Reason> {
        let mut raw: Vec<(&str, String)> = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| Reason::Malformed)?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|_| Reason::Malformed)?;
            let key: &str = attribute.key.0;
            if key == "xmlns" || key.starts_with("xmlns:") {
                let prefix = key.strip_prefix("xmlns:").unwrap_or("");
                self.strict |= value.starts_with("http://purl.oclc.org/ooxml/");
                self.bindings
                    .push((self.depth, prefix.to_owned(), Ns::of(&value)));
            } else {
                raw.push((key, value.into_owned()));
            }
        }
        let (ns, name) = self.resolve(start.name().0, true);
        let attributes = raw
            .into_iter()
            .map(|(key, value)| {
                let (ns, name) = self.resolve(key, false);
                (ns, name, value)
            })
            .collect();
        Ok(Tag {
            ns,
            name,
            attributes,
        })
    }

    fn resolve(&self, name: &str, element: bool) -> (Ns, String) {
        match name.split_once(':') {
            Some((prefix, local)) => (self.prefix(prefix), local.to_owned()),
            None if element => (self.prefix(""), name.to_owned()),
            None => (Ns::None, name.to_owned()),
        }
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
        let bound = self.bindings.iter().rev().find(|(_, p, _)| p == prefix);
        bound.map_or(unbound, |(_, _, ns)| *ns)
    }
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
    }
}
