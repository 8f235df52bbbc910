//! Markup being written: tags that always close, values always escaped, never longer than allowed.

use std::collections::BTreeMap;
use std::fmt::{Display, Write};

use sekisho_ir::Reason;
use sekisho_ir::vocabulary::Space;

/// A piece of markup.
#[derive(Debug, Default)]
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
    /// The last tag still takes attributes.
    in_tag: bool,
}

impl Xml {
    pub(super) fn open(&mut self, name: &'static str) -> &mut Self {
        self.end_tag();
        self.text.push('<');
        self.text.push_str(name);
        self.open.push(name);
        self.in_tag = true;
        self
    }

    /// An attribute of the tag just opened.
    pub(super) fn attr(&mut self, name: &str, value: impl Display) -> &mut Self {
        let from = self.text.len();
        // Writing to a string cannot fail.
        let _ = write!(self.text, " {name}=\"{value}");
        let start = from.saturating_add(name.len()).saturating_add(3);
        self.escape_from(start, true);
        self.text.push('"');
        self
    }

    /// An attribute that is there only where it is true.
    pub(super) fn flag(&mut self, name: &str, value: bool) -> &mut Self {
        if value { self.attr(name, 1) } else { self }
    }

    /// An attribute whose absence means true.
    pub(super) fn unless(&mut self, name: &str, value: bool) -> &mut Self {
        if value { self } else { self.attr(name, 0) }
    }

    /// An attribute that may have no value.
    pub(super) fn maybe(&mut self, name: &str, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.end_tag();
        let from = self.text.len();
        self.text.push_str(text);
        self.escape_from(from, false);
        self
    }

    pub(super) fn close(&mut self) -> &mut Self {
        let Some(name) = self.open.pop() else {
            return self;
        };
        if std::mem::take(&mut self.in_tag) {
            self.text.push_str("/>");
        } else {
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push('>');
        }
        self
    }

    /// Closes an element, and forgets it where it said nothing.
    pub(super) fn close_if_said(&mut self) -> &mut Self {
        let Some(name) = self.open.last() else {
            return self;
        };
        let bare = self.in_tag && self.text.ends_with(name);
        let start = self.text.len().saturating_sub(name.len()).saturating_sub(1);
        if bare
            && self
                .text
                .get(start..)
                .is_some_and(|tag| tag.starts_with('<'))
        {
            self.text.truncate(start);
            self.open.pop();
            self.in_tag = false;
            return self;
        }
        self.close()
    }

    /// An element that holds text alone.
    pub(super) fn leaf(&mut self, name: &'static str, text: &str) -> &mut Self {
        self.open(name).text(text).close()
    }

    /// An element that says one value.
    pub(super) fn val(&mut self, name: &'static str, value: impl Display) -> &mut Self {
        self.open(name).attr("val", value).close()
    }

    /// Markup that was written before.
    pub(super) fn markup(&mut self, markup: &str) -> &mut Self {
        self.end_tag();
        self.text.push_str(markup);
        self
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The whole, every tag closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn end_tag(&mut self) {
        if std::mem::take(&mut self.in_tag) {
            self.text.push('>');
        }
    }

    fn escape_from(&mut self, from: usize, attribute: bool) {
        let special =
            |c: char| matches!(c, '<' | '>' | '&') || attribute && matches!(c, '"' | '\n' | '\t');
        if !self
            .text
            .get(from..)
            .is_some_and(|text| text.contains(special))
        {
            return;
        }
        let raw = self.text.split_off(from);
        for c in raw.chars() {
            match c {
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '&' => self.text.push_str("&amp;"),
                '"' if attribute => self.text.push_str("&quot;"),
                '\n' if attribute => self.text.push_str("&#10;"),
                '\t' if attribute => self.text.push_str("&#9;"),
                c => self.text.push(c),
            }
        }
    }
}

/// Pieces of a part, kept apart until each can be put where the schema wants it.
#[derive(Debug)]
pub(super) struct Pieces<P: Ord> {
    pieces: BTreeMap<P, Xml>,
    most: usize,
}

impl<P: Ord> Pieces<P> {
    /// Nothing yet; together never more than `most` bytes.
    pub(super) fn new(most: usize) -> Self {
        Self {
            pieces: BTreeMap::new(),
            most,
        }
    }

    pub(super) fn at(&mut self, place: P) -> &mut Xml {
        self.pieces.entry(place).or_default()
    }

    /// The piece, where nothing stands there yet: what a part may say once, it says once.
    pub(super) fn once(&mut self, place: P) -> Option<&mut Xml> {
        Some(self.at(place)).filter(|xml| xml.is_empty())
    }

    /// An error where it has become too much.
    pub(super) fn check(&self) -> Result<(), Reason> {
        let size: usize = self.pieces.values().map(Xml::len).sum();
        if size > self.most {
            return Err(Reason::TooLarge);
        }
        Ok(())
    }

    /// All pieces in their order within this root.
    pub(super) fn finish(self, name: &'static str) -> String {
        self.finish_in(root(name))
    }

    /// The same, where the root has attributes.
    pub(super) fn finish_in(self, mut root: Xml) -> String {
        for piece in self.pieces.into_values() {
            root.markup(&piece.finish());
        }
        root.finish()
    }
}

/// The root of a part, its tag still open for attributes.
pub(super) fn root(name: &'static str) -> Xml {
    let mut xml = Xml::default();
    xml.open(name)
        .attr("xmlns", Space::Sheet.uri())
        .attr("xmlns:r", Space::Relationship.uri());
    xml
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn tags_close_and_values_are_escaped() {
        let mut xml = Xml::default();
        xml.open("a")
            .attr("b", "\"<&\n")
            .flag("c", false)
            .flag("d", true);
        xml.leaf("e", "1<2 & \"x\"").val("f", 3).open("g").open("h");
        xml.open("i").open("j").close_if_said().close_if_said();
        assert_eq!(
            xml.finish(),
            "<a b=\"&quot;&lt;&amp;&#10;\" d=\"1\"><e>1&lt;2 &amp; \"x\"</e><f val=\"3\"/><g><h><i></i></h></g></a>"
        );
    }
}
