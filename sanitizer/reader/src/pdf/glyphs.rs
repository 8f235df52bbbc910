//! Glyphs of the document, each once: an outline, an advance and what it says.

use std::collections::BTreeMap;

use hayro_interpret::font::OutlineGlyph;
use hayro_interpret::kurbo::{Affine, BezPath, Point};
use sekisho_ir::drawing::{Number, Segment};
use sekisho_ir::paper::{Font, Glyph};
use sekisho_ir::{Limits, Reason, unicode};

use super::{ink, letters};

/// A font grows no larger; the next glyph begins another.
const GLYPHS: usize = 60_000;
/// Characters that one glyph says.
const CHARS: usize = 32;

/// A glyph by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Known {
    pub(super) font: u32,
    pub(super) glyph: u32,
}

pub(super) struct Glyphs {
    fonts: Vec<Font>,
    /// Which of our fonts is growing for a font of the input, and whether it is written downwards.
    growing: BTreeMap<(u128, bool), u32>,
    /// By the glyph of the input, whether it is written downwards, its advance, how it is widened, and what it says.
    known: BTreeMap<(u128, bool, u32, u32, String), Known>,
    left: usize,
    segments: usize,
    over: bool,
}

impl Glyphs {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            fonts: Vec::new(),
            growing: BTreeMap::new(),
            known: BTreeMap::new(),
            left: limits.paper_glyphs,
            segments: limits.paper_segments / 2,
            over: false,
        }
    }

    pub(super) fn into_fonts(self) -> Result<Vec<Font>, Reason> {
        if self.over {
            Err(Reason::TooMany)
        } else {
            Ok(self.fonts)
        }
    }

    /// The place of a glyph with an outline of its own, as much wider as it is drawn. `missing` is drawn where the font has none for a character that is
    /// said; true beside it where that was so.
    pub(super) fn outlined(
        &mut self,
        glyph: &OutlineGlyph,
        text: &str,
        vertical: bool,
        widened: f64,
    ) -> (Known, bool) {
        let advance = if vertical {
            1_000.0
        } else {
            glyph.advance_width().unwrap_or(0.0)
        };
        let key = (
            glyph.identifier().cache_key(),
            vertical,
            advance.to_bits(),
            ink::number(widened).get().to_bits(),
            text.to_owned(),
        );
        let unseen = |known: Known, glyphs: &Self| {
            let there = glyphs.glyph(known);
            there.is_some_and(|there| there.segments == geta())
        };
        if let Some(known) = self.known.get(&key) {
            let known = *known;
            return (known, unseen(known, self));
        }
        let data = glyph.font_data();
        let family = data.as_ref().map_or(0, |data| data.cache_key);
        let wide = Affine::scale_non_uniform(widened, 1.0);
        let mut segments = ink::outline(&(wide * glyph.outline()));
        let says = text.chars().any(|c| !c.is_whitespace() && !is_blank(c));
        let missing = segments.is_empty() && says && glyph.glyph_id().to_u32() == 0;
        // A blank that the house's font does not know would be whatever stands at its number there.
        let blank = !text.is_empty() && text.chars().all(char::is_whitespace);
        if blank
            && data
                .as_ref()
                .is_some_and(|data| letters::is_ours(&data.data))
        {
            segments.clear();
        }
        if missing {
            segments = geta();
        }
        let kind = Font {
            serif: data.as_ref().is_some_and(|data| data.is_serif),
            monospace: data.as_ref().is_some_and(|data| data.is_monospace),
            vertical,
            glyphs: Vec::new(),
        };
        let known = self.add(family, kind, advance, segments, text);
        self.known.insert(key, known);
        (known, missing)
    }

    /// The place of a glyph that only says something: what is seen of it is drawn otherwise.
    pub(super) fn unseen(&mut self, advance: f32, text: &str, vertical: bool) -> Known {
        let key = (1, vertical, advance.to_bits(), 0, text.to_owned());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let kind = Font {
            vertical,
            ..Font::default()
        };
        let known = self.add(1, kind, advance, Vec::new(), text);
        self.known.insert(key, known);
        known
    }

    fn add(
        &mut self,
        family: u128,
        kind: Font,
        advance: f32,
        segments: Vec<Segment>,
        text: &str,
    ) -> Known {
        let (Some(left), Some(rest)) = (
            self.left.checked_sub(1),
            self.segments.checked_sub(segments.len()),
        ) else {
            self.over = true;
            return Known { font: 0, glyph: 0 };
        };
        (self.left, self.segments) = (left, rest);
        let place = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let key = (family, kind.vertical);
        let full = |font: &u32| {
            let font = usize::try_from(*font)
                .ok()
                .and_then(|at| self.fonts.get(at));
            font.is_none_or(|font| font.glyphs.len() >= GLYPHS)
        };
        let font = match self.growing.get(&key) {
            Some(font) if !full(font) => *font,
            _ => {
                let font = place(self.fonts.len());
                self.fonts.push(kind);
                self.growing.insert(key, font);
                font
            }
        };
        let advance = if advance.is_finite() {
            advance.clamp(-20_000.0, 20_000.0)
        } else {
            0.0
        };
        let glyph = Glyph {
            advance: Number::of(advance),
            segments,
            text: text.to_owned(),
        };
        let glyphs = usize::try_from(font)
            .ok()
            .and_then(|at| self.fonts.get_mut(at))
            .map(|font| &mut font.glyphs);
        let number = glyphs.map_or(0, |glyphs| {
            glyphs.push(glyph);
            place(glyphs.len().saturating_sub(1))
        });
        Known {
            font,
            glyph: number,
        }
    }

    /// The outline of a glyph, in its own units.
    pub(super) fn path(&self, font: u32, glyph: u32) -> BezPath {
        let mut path = BezPath::new();
        let known = self.glyph(Known { font, glyph });
        for segment in known.map_or(&[][..], |known| &known.segments) {
            let at = |[x, y]: [Number; 2]| Point::new(x.get().into(), y.get().into());
            match *segment {
                Segment::Move(to) => path.move_to(at(to)),
                Segment::Line(to) => path.line_to(at(to)),
                Segment::Quadratic([one_x, one_y, x, y]) => {
                    path.quad_to(at([one_x, one_y]), at([x, y]));
                }
                Segment::Cubic([one_x, one_y, two_x, two_y, x, y]) => {
                    path.curve_to(at([one_x, one_y]), at([two_x, two_y]), at([x, y]));
                }
                Segment::Close => path.close_path(),
            }
        }
        path
    }

    fn glyph(&self, known: Known) -> Option<&Glyph> {
        let font = self.fonts.get(usize::try_from(known.font).ok()?)?;
        font.glyphs.get(usize::try_from(known.glyph).ok()?)
    }
}

/// What a glyph says, cleaned; a blank stays one blank.
pub(super) fn words(text: &str) -> String {
    if !text.is_empty() && text.chars().all(is_blank) {
        return " ".to_owned();
    }
    // U+FFFD is how a program says that it does not know.
    let known: String = text
        .chars()
        .filter(|c| *c != char::REPLACEMENT_CHARACTER)
        .collect();
    let cleaned = unicode::clean_line(&known).text;
    unicode::cut(&cleaned, CHARS).to_owned()
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{a0}')
}

/// 〓, as printers put where a letter was missing.
fn geta() -> Vec<Segment> {
    let mut path = BezPath::new();
    for low in [150.0, 550.0] {
        path.move_to((80.0, low));
        path.line_to((920.0, low));
        path.line_to((920.0, low + 220.0));
        path.line_to((80.0, low + 220.0));
        path.close_path();
    }
    ink::outline(&path)
}
