//! Typed events to XML text: prefixes of ours, declared once at the root, everything escaped.

use std::collections::BTreeSet;

use sekisho_ir::Refusal;
use sekisho_ir::package::{Events, PartKind, XmlEvent};
use sekisho_ir::vocabulary::{Attribute, Element, Space};

/// Serialises the events of one part.
pub(super) fn serialise(kind: PartKind, events: &Events) -> Result<String, Refusal> {
    let spaces = spaces(events)?;
    let (bare, _) = kind.root();
    let mut page = Page {
        text: String::from(super::HEAD),
        bare: Some(bare).filter(|s| *s == Space::Sheet),
    };
    let mut open: Vec<Element> = Vec::new();
    // A start tag is finished when it is known whether anything stands within it.
    let mut pending = false;
    for event in events {
        match event? {
            XmlEvent::Open {
                element,
                attributes,
            } => {
                if std::mem::take(&mut pending) {
                    page.text.push('>');
                }
                page.start(element, &attributes);
                if open.is_empty() {
                    page.declare(&spaces);
                }
                open.push(element);
                pending = true;
            }
            XmlEvent::Text(text) => {
                if std::mem::take(&mut pending) {
                    if open.last().is_some_and(|element| keeps_blanks(*element))
                        && has_outer_blanks(text)
                    {
                        page.text.push_str(" xml:space=\"preserve\"");
                    }
                    page.text.push('>');
                }
                page.escape(text, false);
            }
            XmlEvent::Close => {
                let element = open.pop().ok_or(Refusal::Inconsistent("an end"))?;
                if std::mem::take(&mut pending) {
                    page.text.push_str("/>");
                } else {
                    page.text.push_str("</");
                    page.name(element);
                    page.text.push('>');
                }
            }
        }
    }
    Ok(page.text)
}

fn spaces(events: &Events) -> Result<BTreeSet<Space>, Refusal> {
    let mut spaces = BTreeSet::new();
    // Almost every name is in the namespace of the one before.
    let mut last = None;
    for event in events {
        if let XmlEvent::Open {
            element,
            attributes,
        } = event?
        {
            let attributes = attributes.iter().map(|(attribute, _)| attribute.space());
            for space in [Some(element.space())].into_iter().chain(attributes) {
                if space != last
                    && let Some(space) = space
                {
                    spaces.insert(space);
                    last = Some(space);
                }
            }
        }
    }
    Ok(spaces)
}

/// Elements whose blanks at either end count, and which may say so.
fn keeps_blanks(element: Element) -> bool {
    match element.space() {
        Space::Word => matches!(element.name(), "t" | "instrText" | "delText"),
        Space::Sheet | Space::Math => element.name() == "t",
        _ => false,
    }
}

fn has_outer_blanks(text: &str) -> bool {
    text.starts_with(char::is_whitespace)
        || text.ends_with(char::is_whitespace)
        || text.contains('\n')
}

/// Markup compatibility (ECMA-376 Part 3).
const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

struct Page {
    text: String,
    /// The namespace that is written without a prefix.
    bare: Option<Space>,
}

impl Page {
    fn start(&mut self, element: Element, attributes: &[(Attribute, &str)]) {
        self.text.push('<');
        self.name(element);
        for (attribute, value) in attributes {
            self.text.push(' ');
            if let Some(space) = attribute.space() {
                self.text.push_str(space.code());
                self.text.push(':');
            }
            self.text.push_str(attribute.name());
            self.text.push_str("=\"");
            self.escape(value, true);
            self.text.push('"');
        }
    }

    fn declare(&mut self, spaces: &BTreeSet<Space>) {
        for space in spaces {
            if self.bare == Some(*space) {
                self.text.push_str(" xmlns=\"");
            } else {
                self.text.push_str(" xmlns:");
                self.text.push_str(space.code());
                self.text.push_str("=\"");
            }
            self.text.push_str(space.uri());
            self.text.push('"');
        }
        let ignorable: Vec<&str> = spaces
            .iter()
            .filter(|space| space.is_ignorable())
            .map(|space| space.code())
            .collect();
        if !ignorable.is_empty() {
            self.text.push_str(" xmlns:mc=\"");
            self.text.push_str(COMPATIBILITY);
            self.text.push_str("\" mc:Ignorable=\"");
            self.text.push_str(&ignorable.join(" "));
            self.text.push('"');
        }
    }

    fn name(&mut self, element: Element) {
        if self.bare != Some(element.space()) {
            self.text.push_str(element.space().code());
            self.text.push(':');
        }
        self.text.push_str(element.name());
    }

    fn escape(&mut self, text: &str, in_attribute: bool) {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\n', '\t']) {
            let (plain, tail) = rest.split_at(at);
            self.text.push_str(plain);
            let mut chars = tail.chars();
            match chars.next() {
                Some('&') => self.text.push_str("&amp;"),
                Some('<') => self.text.push_str("&lt;"),
                Some('>') => self.text.push_str("&gt;"),
                Some('"') if in_attribute => self.text.push_str("&quot;"),
                Some('\n') if in_attribute => self.text.push_str("&#10;"),
                Some('\t') if in_attribute => self.text.push_str("&#9;"),
                Some(c) => self.text.push(c),
                None => {}
            }
            rest = chars.as_str();
        }
        self.text.push_str(rest);
    }
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
        events.open(element("document"), &[]);
        events.open(element("body"), &[]);
        let bold = element("b");
        events.open(
            bold,
            &[(bold.attribute(Some(Space::Word), "val").unwrap(), "a\"<\n")],
        );
        events.close();
        events.open(element("t"), &[]);
        events.text(" 𠮷 & < ");
        for _ in 0..3 {
            events.close();
        }
        let text = serialise(PartKind::WordDocument, &events).unwrap();
        assert!(text.ends_with(
            "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\
             <w:b w:val=\"a&quot;&lt;&#10;\"/><w:t xml:space=\"preserve\"> 𠮷 &amp; &lt; </w:t></w:body></w:document>"
        ));
    }
}
