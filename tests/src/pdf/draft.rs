//! A file that is being made: its objects by number, with one page that says something.

use std::collections::BTreeMap;

use super::syntax::{self, Value};

/// The catalogue.
pub const CATALOG: u32 = 1;
/// The page.
pub const PAGE: u32 = 3;
/// What the page says: seen by who reads it, and kept by whoever writes it anew.
pub const WORDS: &str = "Yakuba 2026";

/// An object: a value, and the bytes of a stream.
#[derive(Debug, Clone)]
pub struct Object {
    /// What it is, or says of its stream.
    pub value: Value,
    /// The bytes of its stream.
    pub data: Option<Vec<u8>>,
    /// True where its stream has filters of its own, and gets no others.
    pub filtered: bool,
}

/// A file that is being made.
#[derive(Debug, Clone)]
pub struct Draft {
    /// By number.
    pub objects: BTreeMap<u32, Object>,
    /// What the trailer says beside size and root.
    pub trailer: Vec<(String, Value)>,
    /// What stands before the header.
    pub before: Vec<u8>,
    /// What stands after the end.
    pub after: Vec<u8>,
    /// What the page tells of itself.
    content: String,
}

impl Default for Draft {
    fn default() -> Self {
        let mut draft = Self {
            objects: BTreeMap::new(),
            trailer: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
            content: format!("BT /F1 24 Tf 72 700 Td ({WORDS}) Tj ET"),
        };
        draft.put(CATALOG, "<</Type/Catalog/Pages 2 0 R>>");
        draft.put(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
        draft.put(
            PAGE,
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 6 0 R>>",
        );
        draft.put(
            5,
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        );
        draft.put(6, "<</Font<</F1 5 0 R>>>>");
        draft.content("");
        draft
    }
}

impl Draft {
    /// Puts an object.
    pub fn put(&mut self, number: u32, value: &str) -> &mut Self {
        let object = Object {
            value: syntax::read(value),
            data: None,
            filtered: false,
        };
        self.objects.insert(number, object);
        self
    }

    /// Puts a stream; its length is said when it is written.
    pub fn stream(&mut self, number: u32, dict: &str, data: &[u8]) -> &mut Self {
        let value = Value::Dict(syntax::entries(dict));
        let object = Object {
            filtered: dict.contains("/Filter") || dict.contains("/F(") || dict.contains("/F<<"),
            value,
            data: Some(data.to_vec()),
        };
        self.objects.insert(number, object);
        self
    }

    /// Adds entries to the dictionary of an object.
    ///
    /// # Panics
    /// When there is no such dictionary.
    pub fn add(&mut self, number: u32, more: &str) -> &mut Self {
        match self
            .objects
            .get_mut(&number)
            .map(|object| &mut object.value)
        {
            Some(Value::Dict(all)) => all.extend(syntax::entries(more)),
            other => panic!("{number} is {other:?}"),
        }
        self
    }

    /// Adds to the catalogue.
    pub fn catalog(&mut self, more: &str) -> &mut Self {
        self.add(CATALOG, more)
    }

    /// Adds to the page.
    pub fn page(&mut self, more: &str) -> &mut Self {
        self.add(PAGE, more)
    }

    /// Adds to the resources of the page.
    pub fn resources(&mut self, more: &str) -> &mut Self {
        self.add(6, more)
    }

    /// Draws something after the words.
    pub fn content(&mut self, more: &str) -> &mut Self {
        self.content = format!("{}\n{more}", self.content);
        let content = self.content.clone();
        self.stream(4, "", content.as_bytes())
    }

    /// Draws something before the words.
    pub fn below(&mut self, more: &str) -> &mut Self {
        self.content = format!("{more}\n{}", self.content);
        self.content("")
    }

    /// Adds to the trailer.
    pub fn trailer(&mut self, more: &str) -> &mut Self {
        self.trailer.extend(syntax::entries(more));
        self
    }

    /// An annotation of the page, with these entries.
    pub fn annotation(&mut self, entries: &str) -> &mut Self {
        self.put(
            10,
            &format!("<</Type/Annot/Rect[50 50 150 90]/F 4{entries}>>"),
        );
        self.page("/Annots[10 0 R]")
    }

    /// An action that is done when the file is opened.
    pub fn opens(&mut self, action: &str) -> &mut Self {
        self.catalog(&format!("/OpenAction<<{action}>>"))
    }
}
