//! Outlines of letters, asked of the fonts that the program brought along, each once.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::rc::Rc;

use resvg::tiny_skia::{Path, PathBuilder};
use usvg::{Group, Node, Tree};

use super::super::lettered;
use super::objects::Font;

/// Letters of one metafile that differ.
const MOST_GLYPHS: usize = 20_000;
/// The size that letters are asked for in.
pub(super) const EM: f64 = 1_000.0;

/// A letter, in thousandths of its size.
#[derive(Clone)]
pub(super) struct Glyph {
    pub(super) path: Option<Rc<Path>>,
    pub(super) advance: f64,
    /// Above and below the base line, of its font.
    pub(super) ascent: f64,
    pub(super) descent: f64,
}

/// What a letter is looked for by: family, weight, slant, itself.
type Key = (Rc<str>, u16, bool, char);

/// The letters that were asked for.
#[derive(Default)]
pub(super) struct Glyphs(BTreeMap<Key, Option<Glyph>>);

impl Glyphs {
    /// A letter of a font; none where no font has it.
    pub(super) fn find(&mut self, font: &Font, letter: char) -> Option<Glyph> {
        let key = (font.face.clone(), font.weight, font.italic, letter);
        if let Some(found) = self.0.get(&key) {
            return found.clone();
        }
        if self.0.len() >= MOST_GLYPHS {
            return None;
        }
        let found = asked(font, letter);
        self.0.insert(key, found.clone());
        found
    }
}

fn asked(font: &Font, letter: char) -> Option<Glyph> {
    // A blank alone is no text; one that does not break is as wide.
    let letter = match letter {
        ' ' => '\u{a0}',
        letter if letter.is_control() => return None,
        letter => letter,
    };
    let mut text = String::from(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text xml:space='preserve' font-size='1000' font-weight='",
    );
    let _ = write!(text, "{}' ", font.weight.clamp(1, 1000));
    if font.italic {
        text.push_str("font-style='italic' ");
    }
    text.push_str("font-family='");
    let family = font
        .face
        .chars()
        .filter(|letter| letter.is_alphanumeric() || *letter == ' ');
    let family: String = family.collect();
    // A name within marks is a name, whatever stands in it.
    let _ = write!(
        text,
        "&quot;{}&quot;'>&#x{:x};</text></svg>",
        family.trim(),
        u32::from(letter)
    );
    let tree = Tree::from_str(&text, &lettered()).ok()?;
    let Some(Node::Text(shown)) = tree.root().children().first() else {
        return None;
    };
    let cell = shown.bounding_box();
    let mut path = PathBuilder::new();
    collect(shown.flattened(), &mut path);
    Some(Glyph {
        path: path.finish().map(Rc::new),
        advance: f64::from(cell.width()),
        ascent: f64::from(-cell.top()),
        descent: f64::from(cell.bottom()),
    })
}

fn collect(group: &Group, made: &mut PathBuilder) {
    for node in group.children() {
        match node {
            Node::Group(inner) => collect(inner, made),
            Node::Path(path) => {
                if let Some(path) = path.data().clone().transform(path.abs_transform()) {
                    made.push_path(&path);
                }
            }
            _ => {}
        }
    }
}
