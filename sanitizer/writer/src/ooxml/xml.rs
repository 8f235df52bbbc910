//! Typed events to XML text: prefixes of ours, declared once at the root, everything escaped.

use std::collections::BTreeSet;

use sekisho_ir::Refusal;
use sekisho_ir::package::{Events, PartKind, Said, XmlEvent};
use sekisho_ir::vocabulary::{Attribute, Element, Space};

/// Serialises the events of one part.
pub(super) fn serialise(kind: PartKind, events: &Events) -> Result<Vec<u8>, Refusal> {
    let (bare, _) = kind.root();
    let mut page = Page {
        // Names are longer than their numbers, and most values are as they were.
        text: Vec::with_capacity(events.size().saturating_mul(2)),
        bare: Some(bare).filter(|s| *s == Space::Sheet),
        spaces: BTreeSet::new(),
        last: None,
    };
    page.text.extend_from_slice(super::HEAD.as_bytes());
    let mut open: Vec<Element> = Vec::new();
    // A start tag is finished when it is known whether anything stands within it.
    let mut pending = false;
    // Where in the first start tag the namespaces are declared; which they are is known at the end.
    let mut declared = None;
    let mut events = events.reader();
    while let Some(event) = events.read() {
        match event? {
            XmlEvent::Open {
                element,
                attributes,
            } => {
                if std::mem::take(&mut pending) {
                    page.text.push(b'>');
                }
                page.start(element, attributes);
                declared.get_or_insert(page.text.len());
                open.push(element);
                pending = true;
            }
            XmlEvent::Text(text) => {
                if std::mem::take(&mut pending) {
                    if open.last().is_some_and(|element| keeps_blanks(*element))
                        && has_outer_blanks(text)?
                    {
                        page.say(" xml:space=\"preserve\"");
                    }
                    page.text.push(b'>');
                }
                page.escape(text, false);
            }
            XmlEvent::Close => {
                let element = open.pop().ok_or(Refusal::Inconsistent("an end"))?;
                if std::mem::take(&mut pending) {
                    page.say("/>");
                } else {
                    page.say("</");
                    page.name(element);
                    page.text.push(b'>');
                }
            }
        }
    }
    if let Some(at) = declared {
        let declarations = declarations(&page.spaces, page.bare);
        page.text.splice(at..at, declarations.into_bytes());
    }
    Ok(page.text)
}

/// Elements whose blanks at either end count, and which may say so.
fn keeps_blanks(element: Element) -> bool {
    match element.space() {
        Space::Word => matches!(element.name(), "t" | "instrText" | "delText"),
        Space::Sheet | Space::Math => element.name() == "t",
        _ => false,
    }
}

fn has_outer_blanks(said: Said<'_>) -> Result<bool, Refusal> {
    let bytes = said.bytes();
    if let (Some(first), Some(last)) = (bytes.first(), bytes.last())
        && first.is_ascii()
        && last.is_ascii()
    {
        let is_blank = |byte: u8| char::from(byte).is_whitespace();
        return Ok(is_blank(*first) || is_blank(*last) || bytes.contains(&b'\n'));
    }
    let text = said.text()?;
    Ok(text.starts_with(char::is_whitespace)
        || text.ends_with(char::is_whitespace)
        || text.contains('\n'))
}

/// Markup compatibility (ECMA-376 Part 3).
const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

struct Page {
    text: Vec<u8>,
    /// The namespace that is written without a prefix.
    bare: Option<Space>,
    /// The namespaces of all names so far.
    spaces: BTreeSet<Space>,
    /// That of the name before: almost every name is in the same.
    last: Option<Space>,
}

impl Page {
    fn start(&mut self, element: Element, attributes: &[(Attribute, Said<'_>)]) {
        self.text.push(b'<');
        self.meet(element.space());
        self.name(element);
        for (attribute, value) in attributes {
            self.text.push(b' ');
            if let Some(space) = attribute.space() {
                self.meet(space);
                self.say(space.code());
                self.text.push(b':');
            }
            self.say(attribute.name());
            self.say("=\"");
            self.escape(*value, true);
            self.text.push(b'"');
        }
    }

    #[inline]
    fn meet(&mut self, space: Space) {
        if self.last != Some(space) {
            self.spaces.insert(space);
            self.last = Some(space);
        }
    }

    #[inline]
    fn say(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
    }

    fn name(&mut self, element: Element) {
        if self.bare != Some(element.space()) {
            self.say(element.space().code());
            self.text.push(b':');
        }
        self.say(element.name());
    }

    #[inline]
    fn escape(&mut self, said: Said<'_>, in_attribute: bool) {
        if said.marks().is_said_as_it_is() {
            self.text.extend_from_slice(said.bytes());
        } else {
            self.escape_each(said.bytes(), in_attribute);
        }
    }

    fn escape_each(&mut self, bytes: &[u8], in_attribute: bool) {
        let is_special = |byte: &u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\n' | b'\t');
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(is_special)
            && let Some((plain, [special, after @ ..])) = rest.split_at_checked(at)
        {
            self.text.extend_from_slice(plain);
            match special {
                b'&' => self.say("&amp;"),
                b'<' => self.say("&lt;"),
                b'>' => self.say("&gt;"),
                b'"' if in_attribute => self.say("&quot;"),
                b'\n' if in_attribute => self.say("&#10;"),
                b'\t' if in_attribute => self.say("&#9;"),
                byte => self.text.push(*byte),
            }
            rest = after;
        }
        self.text.extend_from_slice(rest);
    }
}

/// Declares every namespace that is used.
fn declarations(spaces: &BTreeSet<Space>, bare: Option<Space>) -> String {
    let mut text = String::new();
    for space in spaces {
        if bare == Some(*space) {
            text.push_str(" xmlns=\"");
        } else {
            text.push_str(" xmlns:");
            text.push_str(space.code());
            text.push_str("=\"");
        }
        text.push_str(space.uri());
        text.push('"');
    }
    let ignorable: Vec<&str> = spaces
        .iter()
        .filter(|space| space.is_ignorable())
        .map(|space| space.code())
        .collect();
    if !ignorable.is_empty() {
        text.push_str(" xmlns:mc=\"");
        text.push_str(COMPATIBILITY);
        text.push_str("\" mc:Ignorable=\"");
        text.push_str(&ignorable.join(" "));
        text.push('"');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::serialise;
    use sekisho_ir::package::{Events, PartKind};
    use sekisho_ir::vocabulary::{Element, Space};

    #[test]
    fn events_become_text_that_says_the_same() {
        let element = |name| Element::find(Space::Word, name).unwrap();
        let mut events = Events::default();
        events.open_bare(element("document"));
        events.open_bare(element("body"));
        let bold = element("b");
        events.open(
            bold,
            &[(bold.attribute(Some(Space::Word), "val").unwrap(), "a\"<\n")],
        );
        events.close();
        events.open_bare(element("t"));
        events.text(" 𠮷 & < ");
        for _ in 0..3 {
            events.close();
        }
        let text = String::from_utf8(serialise(PartKind::WordDocument, &events).unwrap()).unwrap();
        assert!(text.ends_with(
            "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\
             <w:b w:val=\"a&quot;&lt;&#10;\"/><w:t xml:space=\"preserve\"> 𠮷 &amp; &lt; </w:t></w:body></w:document>"
        ));
    }
}
