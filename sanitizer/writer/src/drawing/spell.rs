//! The spelling of elements, attributes, numbers and outlines.

use std::fmt::{self, Write};

use sekisho_ir::drawing::{Number, Segment, Transform};

/// A page that grows. Writing to it cannot fail.
pub(super) struct Page(String);

impl Write for Page {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.push_str(text);
        Ok(())
    }
}

impl Page {
    pub(super) fn new(head: &str) -> Self {
        Self(head.to_owned())
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    /// Markup of ours.
    pub(super) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Begins an element.
    pub(super) fn open(&mut self, element: &str) {
        self.0.push('<');
        self.0.push_str(element);
    }

    /// An attribute of a word of ours.
    pub(super) fn attribute(&mut self, name: &str, word: &str) {
        let _ = write!(self.0, r#" {name}="{word}""#);
    }

    pub(super) fn id(&mut self, index: u32) {
        let _ = write!(self.0, r#" id="d{index}""#);
    }

    pub(super) fn reference(&mut self, name: &str, index: Option<u32>) {
        if let Some(index) = index {
            let _ = write!(self.0, r#" {name}="url(#d{index})""#);
        }
    }

    pub(super) fn colour(&mut self, name: &str, [red, green, blue]: [u8; 3]) {
        let _ = write!(self.0, r##" {name}="#{red:02x}{green:02x}{blue:02x}""##);
    }

    pub(super) fn number(&mut self, name: &str, number: Number) {
        self.numbers(name, &[number]);
    }

    /// A number from 0 to 1, said where it is not 1.
    pub(super) fn share(&mut self, name: &str, number: Number) {
        if number != Number::ONE {
            self.number(name, number);
        }
    }

    pub(super) fn numbers(&mut self, name: &str, numbers: &[Number]) {
        let _ = write!(self.0, r#" {name}=""#);
        self.row(numbers);
        self.0.push('"');
    }

    pub(super) fn transform(&mut self, name: &str, transform: &Transform) {
        if !transform.is_identity() {
            let _ = write!(self.0, r#" {name}="matrix("#);
            self.row(&transform.0);
            self.0.push_str(")\"");
        }
    }

    pub(super) fn outline(&mut self, segments: &[Segment]) {
        self.0.push_str(r#" d=""#);
        for segment in segments {
            let (letter, numbers): (char, &[Number]) = match segment {
                Segment::Move(point) => ('M', point),
                Segment::Line(point) => ('L', point),
                Segment::Quadratic(points) => ('Q', points),
                Segment::Cubic(points) => ('C', points),
                Segment::Close => ('Z', &[]),
            };
            self.0.push(letter);
            self.row(numbers);
        }
        self.0.push('"');
    }

    /// Numbers with a blank between; the shortest decimals that are read as the same value, never with an exponent.
    fn row(&mut self, numbers: &[Number]) {
        for (at, number) in numbers.iter().enumerate() {
            if at > 0 {
                self.0.push(' ');
            }
            let _ = write!(self.0, "{}", number.get());
        }
    }
}
