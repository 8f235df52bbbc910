//! Fonts: of each only the glyphs that are shown, as a program of ours.
//!
//! ```text
//!  shown glyphs ─▶ sets of at most 65,534 ─┬▶ charstring ─▶ cff      what they look like
//!                                          ├▶ W  W2                  how far the pen goes on
//!                                          └▶ words                  what they say
//! ```
//!
//! No name, no hint and no byte of the sender's font is in it.

mod cff;
mod charstring;
mod words;

use pdf_writer::{Name, Obj, Ref, Str};
use sekisho_ir::Refusal;
use sekisho_ir::drawing::Segment;
use sekisho_ir::paper::{Font, Glyph};

use super::shelf::Shelf;
use super::spell;
use charstring::Reach;

/// Glyphs of one program beside that of what is missing.
const MOST: usize = 65_534;
/// Grids that fonts are drawn on: the classic one, that of TrueType, older ones; at last one that is fine enough.
const GRIDS: [u16; 6] = [1000, 256, 512, 1024, 2048, 2000];
/// Units beyond which the finest grid does not reach.
const REACH: f32 = 7_500.0;

/// What of a paper's fonts is shown, and where it is found.
pub(super) struct Fonts<'a> {
    sets: Vec<Set<'a>>,
    /// By font and glyph: the set, and the place in it.
    places: Vec<Vec<Option<(usize, u16)>>>,
}

/// Glyphs of one program.
pub(super) struct Set<'a> {
    font: &'a Font,
    glyphs: Vec<&'a Glyph>,
    /// Where it stands.
    pub(super) at: Ref,
}

/// A glyph that is shown.
pub(super) struct Shown<'a> {
    pub(super) set: usize,
    pub(super) code: u16,
    pub(super) glyph: &'a Glyph,
}

/// The advance of a glyph as the file says it.
pub(super) fn advance(glyph: &Glyph) -> f32 {
    spell::rounded(glyph.advance.get(), 2)
}

impl<'a> Fonts<'a> {
    /// Numbers the glyphs that are shown; `shown` has a place for each of each font.
    pub(super) fn of(fonts: &'a [Font], shown: &[Vec<bool>], shelf: &mut Shelf) -> Self {
        let mut made = Self {
            sets: Vec::new(),
            places: Vec::with_capacity(fonts.len()),
        };
        for (font, shown) in fonts.iter().zip(shown) {
            let mut places = vec![None; font.glyphs.len()];
            let mut open = None;
            for ((glyph, shown), place) in font.glyphs.iter().zip(shown).zip(&mut places) {
                if !shown {
                    continue;
                }
                let set = *open.get_or_insert_with(|| {
                    made.sets.push(Set {
                        font,
                        glyphs: Vec::new(),
                        at: shelf.reserve(),
                    });
                    made.sets.len() - 1
                });
                if let Some(found) = made.sets.get_mut(set) {
                    found.glyphs.push(glyph);
                    // The first code is that of what is missing.
                    *place = u16::try_from(found.glyphs.len())
                        .ok()
                        .map(|code| (set, code));
                    if found.glyphs.len() == MOST {
                        open = None;
                    }
                }
            }
            made.places.push(places);
        }
        made
    }

    pub(super) fn shown(&self, font: u32, glyph: u32) -> Option<Shown<'a>> {
        let places = self.places.get(usize::try_from(font).ok()?)?;
        let (set, code) = (*places.get(usize::try_from(glyph).ok()?)?)?;
        let glyphs = &self.sets.get(set)?.glyphs;
        let glyph = glyphs.get(usize::from(code).checked_sub(1)?)?;
        Some(Shown { set, code, glyph })
    }

    pub(super) fn set(&self, set: usize) -> Option<&Set<'a>> {
        self.sets.get(set)
    }

    /// True where every glyph says something.
    pub(super) fn all_say_something(&self) -> bool {
        let mut glyphs = self.sets.iter().flat_map(|set| &set.glyphs);
        glyphs.all(|glyph| !glyph.text.is_empty())
    }

    /// Writes the fonts.
    pub(super) fn write(&self, shelf: &mut Shelf) -> Result<(), Refusal> {
        for (number, set) in (1_u32..).zip(&self.sets) {
            set.write(number, shelf)?;
        }
        Ok(())
    }
}

impl Set<'_> {
    pub(super) const fn is_vertical(&self) -> bool {
        self.font.vertical
    }

    fn write(&self, number: u32, shelf: &mut Shelf) -> Result<(), Refusal> {
        let name = format!("Sekisho-{number:04}");
        let base = format!("{}+{name}", tag(number));
        let (program, reach) = self.program(&base);
        let [program_at, descriptor_at, descendant_at, words_at] =
            std::array::from_fn(|_| shelf.reserve());
        shelf.deflated(program_at, &program, |dict| {
            dict.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
        })?;
        shelf.put(descriptor_at, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"FontDescriptor"));
            dict.pair(Name(b"FontName"), Name(base.as_bytes()));
            // Symbolic, since its characters are no code page's.
            let flags = 4 + i32::from(self.font.monospace) + 2 * i32::from(self.font.serif);
            dict.pair(Name(b"Flags"), flags);
            dict.insert(Name(b"FontBBox")).array().items(reach);
            dict.pair(Name(b"ItalicAngle"), 0);
            dict.pair(Name(b"Ascent"), reach[3].max(0));
            dict.pair(Name(b"Descent"), reach[1].min(0));
            dict.pair(Name(b"CapHeight"), reach[3].clamp(0, 1000));
            dict.pair(Name(b"StemV"), 80);
            dict.pair(Name(b"FontFile3"), program_at);
        });
        shelf.put(descendant_at, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"Font"));
            dict.pair(Name(b"Subtype"), Name(b"CIDFontType0"));
            dict.pair(Name(b"BaseFont"), Name(base.as_bytes()));
            let mut info = dict.insert(Name(b"CIDSystemInfo")).dict();
            info.pair(Name(b"Registry"), Str(b"Adobe"));
            info.pair(Name(b"Ordering"), Str(b"Identity"));
            info.pair(Name(b"Supplement"), 0);
            drop(info);
            dict.pair(Name(b"FontDescriptor"), descriptor_at);
            if self.is_vertical() {
                self.downward(dict.insert(Name(b"W2")));
                dict.insert(Name(b"DW2")).array().items([0, -1000]);
                dict.pair(Name(b"DW"), 1000);
            } else {
                let usual = self.usual_advance();
                dict.pair(Name(b"DW"), usual);
                self.across(usual, dict.insert(Name(b"W")));
            }
        });
        shelf.deflated(
            words_at,
            &words::of(&self.glyphs, self.is_vertical()),
            |_| {},
        )?;
        let (encoding, suffix): (&[u8], _) = if self.is_vertical() {
            (b"Identity-V", "-Identity-V")
        } else {
            (b"Identity-H", "-Identity-H")
        };
        shelf.put(self.at, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"Font"));
            dict.pair(Name(b"Subtype"), Name(b"Type0"));
            dict.pair(
                Name(b"BaseFont"),
                Name(format!("{base}{suffix}").as_bytes()),
            );
            dict.pair(Name(b"Encoding"), Name(encoding));
            dict.insert(Name(b"DescendantFonts"))
                .array()
                .item(descendant_at);
            dict.pair(Name(b"ToUnicode"), words_at);
        });
        Ok(())
    }

    /// The program, and the box around its outlines in thousandths of an em.
    fn program(&self, name: &str) -> (Vec<u8>, Reach) {
        let em = self.grid();
        let scale = f32::from(em) / 1000.0;
        let width = |advance: f32| charstring::grid(advance * scale);
        let (usual, vertical) = (self.usual_advance(), self.is_vertical());
        let usual_width = width(if vertical { 1000.0 } else { usual });
        let mut charstrings = Vec::with_capacity(self.glyphs.len() + 1);
        charstrings.push(charstring::of(&[], scale, None).0);
        let mut all: Option<Reach> = None;
        for glyph in &self.glyphs {
            let own = if vertical {
                usual_width
            } else {
                width(advance(glyph))
            };
            let said = (own != usual_width).then(|| own - usual_width);
            let (string, reach) = charstring::of(&glyph.segments, scale, said);
            charstrings.push(string);
            if let Some([left, bottom, right, top]) = reach {
                let [l, b, r, t] = all.unwrap_or([left, bottom, right, top]);
                all = Some([l.min(left), b.min(bottom), r.max(right), t.max(top)]);
            }
        }
        let reach = all.unwrap_or_default();
        let program = cff::write(&cff::Program {
            name,
            em,
            reach,
            usual_width,
            charstrings: &charstrings,
        });
        let em = i32::from(em);
        let [left, bottom, right, top] = reach;
        let low = |value: i32| (value * 1000).div_euclid(em);
        let high = |value: i32| -(-value * 1000).div_euclid(em);
        (program, [low(left), low(bottom), high(right), high(top)])
    }

    /// The coarsest grid that all points lie on.
    fn grid(&self) -> u16 {
        let points = || self.glyphs.iter().flat_map(|glyph| points(&glyph.segments));
        if points().any(|value| value.abs() > REACH) {
            return 1000;
        }
        let lies_on = |em: u16| {
            let scale = f32::from(em) / 1000.0;
            points().all(|value| {
                let place = value * scale;
                (place - place.round()).abs() < 0.02
            })
        };
        // A program's widths and the file's may differ by a thousandth of an em, no more (ISO 19005-2, 6.2.11.5).
        let widths_fit = |em: u16| {
            let scale = f32::from(em) / 1000.0;
            self.glyphs.iter().all(|glyph| {
                let place = advance(glyph) * scale;
                self.is_vertical() || (place - place.round()).abs() / scale < 0.9
            })
        };
        let found = GRIDS.into_iter().find(|em| lies_on(*em) && widths_fit(*em));
        found.unwrap_or(2000)
    }

    fn usual_advance(&self) -> f32 {
        usual(self.glyphs.iter().map(|glyph| advance(glyph)))
    }

    /// A glyph stands where it is placed: its two origins are one. Each is said by itself, since Ghostscript does not
    /// move on where a run of glyphs shares its figures.
    fn downward(&self, obj: Obj<'_>) {
        let mut all = obj.array();
        all.item(1);
        let mut row = all.push().array();
        for glyph in &self.glyphs {
            row.item(-advance(glyph)).items([0, 0]);
        }
    }

    /// Rows of advances that are not the usual one, each with the code it begins at.
    fn across(&self, usual: f32, obj: Obj<'_>) {
        let mut all = obj.array();
        let mut glyphs = (1_i32..).zip(&self.glyphs).peekable();
        while let Some((code, glyph)) = glyphs.next() {
            let is_usual = |glyph: &Glyph| advance(glyph).to_bits() == usual.to_bits();
            if is_usual(glyph) {
                continue;
            }
            all.item(code);
            let mut row = all.push().array();
            row.item(advance(glyph));
            while let Some((_, next)) = glyphs.next_if(|(_, next)| !is_usual(next)) {
                row.item(advance(next));
            }
        }
    }
}

fn points(segments: &[Segment]) -> impl Iterator<Item = f32> {
    segments.iter().flat_map(|segment| {
        let numbers: &[_] = match segment {
            Segment::Move(point) | Segment::Line(point) => point,
            Segment::Quadratic(points) => points,
            Segment::Cubic(points) => points,
            Segment::Close => &[],
        };
        numbers.iter().map(|number| number.get())
    })
}

/// Six letters that say that not all of a font is there, and which it is.
fn tag(number: u32) -> String {
    let mut left = number;
    let mut letters = [b'A'; 6];
    for letter in letters.iter_mut().rev() {
        *letter += u8::try_from(left % 26).unwrap_or(0);
        left /= 26;
    }
    String::from_utf8_lossy(&letters).into_owned()
}

/// The advance that most have, of those that are whole: Poppler takes no other for `DW`.
fn usual(advances: impl Iterator<Item = f32>) -> f32 {
    let mut all: Vec<f32> = advances.filter(|width| width.fract() == 0.0).collect();
    all.sort_by(f32::total_cmp);
    let runs = all.chunk_by(|one, next| one.to_bits() == next.to_bits());
    let most = runs.max_by_key(|run| run.len());
    most.and_then(|run| run.first()).copied().unwrap_or(1000.0)
}

#[cfg(test)]
mod tests;
