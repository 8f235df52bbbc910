//! Pens, brushes and fonts, and the table that metafiles keep them in ([MS-EMF] 3.1.1.1, [MS-WMF] 3.1.4.1).

use std::collections::BTreeMap;
use std::rc::Rc;

use resvg::tiny_skia::{LineCap, LineJoin, Pixmap};

/// Objects of one metafile at once; what asks for more has none.
const MOST_OBJECTS: usize = 20_000;

/// What lines are drawn with ([MS-EMF] 2.2.19, 2.2.20).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pen {
    /// None draws nothing.
    pub(super) colour: Option<[u8; 3]>,
    /// In units of the page; of the device where it is cosmetic.
    pub(super) width: f64,
    pub(super) cosmetic: bool,
    /// 1 dash, 2 dot, 3 dash dot, 4 dash dot dot, 7 `dashes`; all else is solid.
    pub(super) style: u32,
    /// The whole line stays inside the frame of a closed shape.
    pub(super) inside: bool,
    pub(super) dashes: Rc<[f64]>,
    pub(super) cap: LineCap,
    pub(super) join: LineJoin,
}

impl Pen {
    /// Of a style, a width and a colour ([MS-EMF] 2.1.25).
    pub(super) fn parse(style: u32, width: f64, colour: [u8; 3]) -> Self {
        let line = style & 0x0f;
        Self {
            colour: (line != 5).then_some(colour),
            width: width.abs(),
            cosmetic: false,
            style: line,
            inside: line == 6,
            dashes: Rc::from([]),
            cap: match style & 0x0f00 {
                0x0100 => LineCap::Square,
                0x0200 => LineCap::Butt,
                _ => LineCap::Round,
            },
            join: match style & 0xf000 {
                0x1000 => LineJoin::Bevel,
                0x2000 => LineJoin::Miter,
                _ => LineJoin::Round,
            },
        }
    }
}

/// What areas are filled with ([MS-WMF] 2.2.2.10 and on).
#[derive(Clone, Debug)]
pub(super) enum Brush {
    Hollow,
    Solid([u8; 3]),
    /// One of six hatches ([MS-WMF] 2.1.1.12) and its colour.
    Hatched(u32, [u8; 3]),
    /// A bitmap over and over.
    Tiled(Rc<Pixmap>),
    /// A bitmap of two colours, which are those of text and of its background.
    Stencil(Rc<Pixmap>),
}

/// What words are set in ([MS-EMF] 2.2.13).
#[derive(Clone, Debug)]
pub(super) struct Font {
    /// Of the cell where it is above nought, of the letter where it is below.
    pub(super) height: f64,
    /// Of an average letter, where it is not nought.
    pub(super) width: f64,
    /// Of the line of words, in radians, against the clock.
    pub(super) angle: f64,
    pub(super) weight: u16,
    pub(super) italic: bool,
    pub(super) underline: bool,
    pub(super) struck: bool,
    pub(super) charset: u8,
    pub(super) face: Rc<str>,
    /// Set from top to bottom: letters that are as wide as high lie on their side.
    pub(super) upright: bool,
}

impl Font {
    pub(super) fn plain() -> Self {
        Self {
            height: 0.0,
            width: 0.0,
            angle: 0.0,
            weight: 400,
            italic: false,
            underline: false,
            struck: false,
            charset: 0,
            face: Rc::from(""),
            upright: false,
        }
    }

    /// Takes a family name, whose `@` says that it is set from top to bottom.
    pub(super) fn named(&mut self, name: &str) {
        let name = name.split('\0').next().unwrap_or_default().trim();
        self.upright = name.starts_with('@');
        self.face = Rc::from(name.trim_start_matches('@'));
    }
}

/// What a table holds.
#[derive(Clone, Debug)]
pub(super) enum Object {
    Pen(Pen),
    Brush(Brush),
    Font(Font),
    /// Selected without any effect, such as colour spaces.
    Other,
    /// Colours that bitmaps count in ([MS-WMF] 2.2.1.3).
    Palette(Rc<[[u8; 3]]>),
    /// Rectangles of device units ([MS-WMF] 2.2.1.5).
    Region(Rc<[[f64; 4]]>),
}

/// The table of objects.
#[derive(Default)]
pub(super) struct Objects(BTreeMap<u32, Object>);

impl Objects {
    /// Puts an object at a place.
    pub(super) fn put(&mut self, place: u32, object: Object) {
        if self.0.len() < MOST_OBJECTS || self.0.contains_key(&place) {
            self.0.insert(place, object);
        }
    }

    /// Puts an object at the first free place ([MS-WMF] 3.1.4.1).
    pub(super) fn add(&mut self, object: Object) {
        let mut place = 0;
        for taken in self.0.keys() {
            if *taken != place {
                break;
            }
            place = place.saturating_add(1);
        }
        self.put(place, object);
    }

    pub(super) fn remove(&mut self, place: u32) {
        self.0.remove(&place);
    }

    pub(super) fn at(&self, place: u32) -> Option<Object> {
        self.0.get(&place).cloned()
    }
}

/// The objects that every system has ([MS-EMF] 2.1.31).
pub(super) fn stock(number: u32) -> Option<Object> {
    let grey = |value: u8| Object::Brush(Brush::Solid([value; 3]));
    Some(match number {
        0 | 18 => grey(255),
        1 => grey(192),
        2 => grey(128),
        3 => grey(64),
        4 => grey(0),
        5 => Object::Brush(Brush::Hollow),
        6 => Object::Pen(Pen::parse(0, 0.0, [255; 3])),
        7 | 19 => Object::Pen(Pen::parse(0, 0.0, [0; 3])),
        8 => Object::Pen(Pen::parse(5, 0.0, [0; 3])),
        10..=14 | 16 | 17 => Object::Font(Font {
            height: -13.0,
            ..Font::plain()
        }),
        _ => return None,
    })
}
