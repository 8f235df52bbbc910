//! Where in a document something was found, as the person who opens it would say: a cell, a slide, a paragraph.
//!
//! A place crosses as one short word (`sheet:予算!B3`, `slide:4`, `paragraph:12`), readable in a record as it is; the
//! trusted side makes it a phrase. Whatever is no such word is a name and is shown as it stands.

use std::fmt;

/// A place in an Office document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// On a sheet of this name; at this cell, range, row (`5:5`) or column (`C:D`), where that is known.
    Sheet(&'a str, Option<&'a str>),
    /// On the slide of this number, from one.
    Slide(u32),
    /// In the notes of the slide of this number.
    SlideNotes(u32),
    /// On a layout of slides.
    SlideLayout,
    /// On the master of slides, notes or handouts.
    SlideMaster,
    /// In the paragraph of this number of a text, from one.
    Paragraph(u32),
    /// In a header.
    Header,
    /// In a footer.
    Footer,
    /// In a footnote.
    Footnote,
    /// In an endnote.
    Endnote,
    /// In a comment.
    Comment,
}

/// The places that have no number.
const PLAIN: &[(&str, Place<'static>)] = &[
    ("slide-layout", Place::SlideLayout),
    ("slide-master", Place::SlideMaster),
    ("header", Place::Header),
    ("footer", Place::Footer),
    ("footnote", Place::Footnote),
    ("endnote", Place::Endnote),
    ("comment", Place::Comment),
];

impl<'a> Place<'a> {
    /// The place that a word names; none where it names none.
    pub fn read(word: &'a str) -> Option<Self> {
        if let Some((_, place)) = PLAIN.iter().find(|(plain, _)| *plain == word) {
            return Some(*place);
        }
        let (sort, rest) = word.split_once(':')?;
        let number = || rest.parse().ok();
        match sort {
            "sheet" => Some(match rest.rsplit_once('!') {
                Some((name, at)) if is_reference(at) => Self::Sheet(name, Some(at)),
                _ => Self::Sheet(rest, None),
            }),
            "slide" => number().map(Self::Slide),
            "slide-notes" => number().map(Self::SlideNotes),
            "paragraph" => number().map(Self::Paragraph),
            _ => None,
        }
    }

    /// The same place of a sheet at a cell, range, row or column; elsewhere, or where it is none of these, as it was.
    pub fn at(self, reference: &'a str) -> Self {
        match self {
            Self::Sheet(name, _) if is_reference(reference) => Self::Sheet(name, Some(reference)),
            other => other,
        }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sheet(name, Some(at)) => write!(f, "sheet:{name}!{at}"),
            Self::Sheet(name, None) => write!(f, "sheet:{name}"),
            Self::Slide(number) => write!(f, "slide:{number}"),
            Self::SlideNotes(number) => write!(f, "slide-notes:{number}"),
            Self::Paragraph(number) => write!(f, "paragraph:{number}"),
            plain => {
                let known = PLAIN.iter().find(|(_, place)| place == plain);
                f.write_str(known.map_or("", |(word, _)| word))
            }
        }
    }
}

/// `B7`, `A1:C2`, `5:5`, `C:D`, and nothing else.
fn is_reference(text: &str) -> bool {
    let part = |part: &str| {
        let digits = part.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let letters = part.len().saturating_sub(digits.len());
        !part.is_empty()
            && letters <= 3
            && digits.len() <= 7
            && digits.bytes().all(|b| b.is_ascii_digit())
    };
    match text.split_once(':') {
        Some((from, to)) => part(from) && part(to),
        None => part(text) && text.ends_with(|c: char| c.is_ascii_digit()) && text.len() > 1,
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_place_is_the_same_after_it_crossed() {
        for place in [
            Place::Sheet("予算", Some("B3")),
            Place::Sheet("収支!計", None),
            Place::Sheet("a", Some("5:5")),
            Place::Slide(4),
            Place::SlideNotes(2),
            Place::Paragraph(12),
            Place::SlideMaster,
            Place::Footnote,
        ] {
            assert_eq!(Place::read(&place.to_string()), Some(place), "{place}");
        }
    }

    #[test]
    fn what_is_no_place_is_a_name() {
        for name in [
            "ThisWorkbook",
            "https://x.example/",
            "slide:x",
            "Module1",
            "heading",
        ] {
            assert_eq!(Place::read(name), None, "{name}");
        }
        let sheet = Place::Sheet("a", None);
        assert_eq!(sheet.at("B3"), Place::Sheet("a", Some("B3")));
        assert_eq!(sheet.at("javascript:x"), sheet);
        assert_eq!(Place::Slide(1).at("B3"), Place::Slide(1));
    }
}
