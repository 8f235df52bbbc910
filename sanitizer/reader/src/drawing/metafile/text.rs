//! Words on the canvas: where each letter stands, how large and how turned ([MS-EMF] 2.2.5, 2.3.5.8).

use std::rc::Rc;

use resvg::tiny_skia::{LineJoin, Path, PathBuilder, Stroke};
use sekisho_ir::Code;

use super::super::fonts;
use super::super::paint::narrow;
use super::canvas::{Canvas, Ink};
use super::glyphs::{EM, Glyph};
use super::letters::{self, Letter};
use super::outline::Outline;
use super::plane::Affine;
use super::player::Player;

/// Letters of one run of words.
const MOST_LETTERS: usize = 65_536;

/// Words as a record has them.
pub(super) struct Words {
    pub(super) at: (f64, f64),
    pub(super) letters: Vec<Letter>,
    /// How far it is from each unit of the text to the next, where that is said.
    pub(super) steps: Vec<f64>,
    /// How far each goes down, where that is said.
    pub(super) falls: Vec<f64>,
    /// A rectangle of the page that is filled first, and one that is a clip.
    pub(super) frame: Option<[f64; 4]>,
    pub(super) filled: bool,
    pub(super) clipped: bool,
    /// True where text follows the world in everything.
    pub(super) advanced: bool,
}

/// A letter in its place along the line.
struct Set {
    glyph: Glyph,
    letter: char,
    /// Along the line and across it, from the start of the line.
    at: (f64, f64),
    /// The room it has.
    room: f64,
}

/// Measures of a line, in units of the page.
struct Line {
    em: f64,
    ascent: f64,
    descent: f64,
    /// How much letters are widened.
    wide: f64,
    length: f64,
}

impl Player<'_> {
    /// Draws words.
    pub(super) fn words(&mut self, words: &Words) {
        let kept = self.dc.clip.clone();
        if let Some(frame) = words.frame {
            if words.filled {
                self.fill_frame(frame);
            }
            if words.clipped {
                self.clip_rectangle(frame, true);
            }
        }
        self.line_of(words);
        self.dc.clip = kept;
    }

    fn fill_frame(&mut self, [left, top, right, bottom]: [f64; 4]) {
        let map = self.map();
        let mut outline = Outline::default();
        outline.rectangle(&map, [left, top, right, bottom]);
        let Some(path) = outline.finish() else { return };
        let ink = Ink::solid(self.dc.background);
        self.canvas
            .fill(&path, true, &ink, map.is_upright(), &self.dc.clip);
    }

    /// From units of the page along and below the line to the canvas, without where the line starts.
    fn turned(&self, advanced: bool) -> Affine {
        let map = self.map();
        let (across, down) = (map.a.hypot(map.b), map.c.hypot(map.d));
        let straight = if advanced {
            // Words are never seen in a mirror.
            if map.a * map.d - map.b * map.c >= 0.0 {
                map
            } else if map.d < 0.0 {
                Affine::scale(1.0, -1.0).then(&map)
            } else {
                Affine::scale(-1.0, 1.0).then(&map)
            }
        } else {
            Affine::scale(across, down)
        };
        let turned = Affine::turned(-self.dc.font.angle).then(&straight);
        Affine {
            e: 0.0,
            f: 0.0,
            ..turned
        }
    }

    fn line_of(&mut self, words: &Words) {
        if words.letters.is_empty() {
            return;
        }
        let (sets, line) = self.set(words);
        if sets.is_empty() {
            self.findings.add_at(Code::MarkupDropped, 1, "text");
            return;
        }
        let follows = self.dc.align & 1 != 0;
        let at = if follows { self.dc.position } else { words.at };
        let mut turned = self.turned(words.advanced);
        let along = match self.dc.align & 6 {
            2 => -line.length,
            6 => -line.length / 2.0,
            _ => 0.0,
        };
        let below = match self.dc.align & 0x18 {
            0x08 => -line.descent,
            0x18 => 0.0,
            _ => line.ascent,
        };
        let start = self.map().point(at.0, at.1);
        let moved = turned.way(along, below);
        (turned.e, turned.f) = (start.0 + moved.0, start.1 + moved.1);
        if !turned.is_finite() {
            return;
        }
        if self.dc.opaque && !words.filled {
            let mut outline = Outline::default();
            outline.rectangle(&turned, [0.0, -line.ascent, line.length, line.descent]);
            if let Some(path) = outline.finish() {
                let ink = Ink::solid(self.dc.background);
                self.canvas.fill(&path, true, &ink, false, &self.dc.clip);
            }
        }
        self.letters(&sets, &line, &turned);
        if follows && let Some(back) = self.map().inverse() {
            // The current position goes along, also where words are set to its left.
            let way = if self.dc.align & 6 == 2 { -1.0 } else { 1.0 };
            let ahead = turned.way(line.length * way, 0.0);
            let (x, y) = back.way(ahead.0, ahead.1);
            self.dc.position = (at.0 + x, at.1 + y);
        }
    }

    /// Finds the letters and says where each stands.
    fn set(&mut self, words: &Words) -> (Vec<Set>, Line) {
        let font = self.dc.font.clone();
        let here = fonts::has(&font.face);
        let mut sets: Vec<Set> = Vec::new();
        let mut reach = letters::reach(&font.face).filter(|_| !here);
        for (letter, _) in words.letters.iter().take(MOST_LETTERS) {
            let mut letter = letters::symbol(&font, *letter);
            if font.upright {
                letter = letters::vertical(letter);
            }
            // A letter is a question to the fonts, at least the first time.
            if !self.canvas.spend(2_000) {
                break;
            }
            let found = self.glyphs.find(&font, letter);
            if let (None, Some(glyph)) = (reach, &found) {
                reach = Some((glyph.ascent / EM, glyph.descent / EM));
            }
            let glyph = found.unwrap_or(Glyph {
                path: None,
                advance: if letter.is_control() { 0.0 } else { EM / 2.0 },
                ascent: 0.0,
                descent: 0.0,
            });
            sets.push(Set {
                glyph,
                letter,
                at: (0.0, 0.0),
                room: 0.0,
            });
        }
        let (above, below) = reach.unwrap_or((0.88, 0.12));
        let em = if font.height < 0.0 {
            -font.height
        } else if font.height > 0.0 {
            font.height / (above + below).max(0.1)
        } else {
            // Twelve points, as the device has them.
            let page = self.dc.page(&self.device);
            12.0 * 25.4 / 72.0 * self.device.density.1 / page.d.abs().max(1e-9)
        };
        let wide = if font.width == 0.0 {
            1.0
        } else {
            (font.width.abs() / (em * letters::average(&font))).clamp(0.1, 10.0)
        };
        let (mut along, mut across) = (0.0, 0.0);
        let mut unit = 0_usize;
        for (set, (letter, units)) in sets.iter_mut().zip(&words.letters) {
            let end = unit.saturating_add(*units);
            let own = set.glyph.advance / EM * em * wide;
            let said = words.steps.get(unit..end);
            set.room = match said {
                Some(steps) => steps.iter().sum(),
                None => {
                    let blank = if *letter == ' ' {
                        self.dc.extra_blank
                    } else {
                        0.0
                    };
                    own + self.dc.extra + blank
                }
            };
            set.at = (along, across);
            along += set.room;
            across += words
                .falls
                .get(unit..end)
                .map_or(0.0, |falls| falls.iter().sum());
            unit = end;
        }
        if !here && !words.steps.is_empty() {
            part(&mut sets);
            fit(&mut sets, em * wide);
        }
        let line = Line {
            em,
            ascent: above * em,
            descent: below * em,
            wide,
            length: along,
        };
        (sets, line)
    }

    /// Puts letters on the canvas, all of a line at once; and the lines under or through them.
    fn letters(&mut self, sets: &[Set], line: &Line, turned: &Affine) {
        let font = self.dc.font.clone();
        let size = line.em / EM;
        let mut path = PathBuilder::new();
        let last = sets.len().saturating_sub(1);
        for (at, set) in sets.iter().enumerate() {
            let Some(outline) = &set.glyph.path else {
                continue;
            };
            if !self.canvas.spend(work(outline)) {
                return;
            }
            let own = set.glyph.advance * size * line.wide;
            let mut placed = Affine::scale(size * line.wide, size);
            // Behind the last letter there is nothing that one as wide as high could be in the way of.
            let alone = at == last && letters::is_wide(set.letter);
            if !alone && !here_room(own, set.room) {
                placed.a *= (set.room / own).clamp(0.3, 1.0);
            }
            if font.italic && !fonts::is_slanted(&font.face) {
                placed = Affine {
                    c: -0.2 * size,
                    ..placed
                };
            }
            if font.upright && letters::is_wide(set.letter) && !letters::turns(set.letter) {
                // On its side around the middle of its cell.
                let middle = (own / 2.0, -line.em * 0.38);
                placed = placed
                    .then(&Affine::moved(-middle.0, -middle.1))
                    .then(&Affine::turned(-std::f64::consts::FRAC_PI_2))
                    .then(&Affine::moved(middle.0, middle.1));
            }
            let placed = placed
                .then(&Affine::moved(set.at.0, -set.at.1))
                .then(turned);
            if let Some(outline) = whole(outline, &placed) {
                path.push_path(&outline);
            }
        }
        let thick = line.em * 0.05;
        for (wanted, below) in [(font.underline, 0.10), (font.struck, -0.28)] {
            if wanted {
                let top = line.em * below;
                let mut bar = Outline::default();
                bar.rectangle(turned, [0.0, top, line.length, top + thick]);
                if let Some(bar) = bar.finish() {
                    path.push_path(&bar);
                }
            }
        }
        let Some(path) = path.finish() else { return };
        let bold = font.weight >= 600 && !fonts::is_bold(&font.face);
        let width = line.em * turned.size() / 28.0;
        let stroke = Stroke {
            width: narrow(width),
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        if self.draws_into_path(&path) {
            return;
        }
        let ink = Ink::solid(self.dc.text_colour);
        self.canvas.fill(&path, true, &ink, false, &self.dc.clip);
        if bold && let Some(wide) = Canvas::widened(&path, &stroke) {
            self.canvas.fill(&wide, true, &ink, false, &self.dc.clip);
        }
    }
}

/// True where a letter has about as much room as it takes, or more.
fn here_room(own: f64, room: f64) -> bool {
    own <= 0.0 || room <= 0.0 || room >= own * 0.97
}

/// Parts the room of two letters that were one in the font they were set in, and all of it the first one's.
fn part(sets: &mut [Set]) {
    let mut rest = sets;
    while let [first, second, ..] = rest {
        let both = first.glyph.advance + second.glyph.advance;
        if second.room == 0.0
            && second.letter.is_alphabetic()
            && first.letter.is_alphabetic()
            && first.room > 0.0
            && second.glyph.path.is_some()
            && both > 0.0
        {
            let all = first.room;
            first.room = all * first.glyph.advance / both;
            second.room = all - first.room;
            second.at.0 = first.at.0 + first.room;
        }
        rest = rest.get_mut(1..).unwrap_or_default();
    }
}

/// Lets letters of a font that is not here sit in the middle of rooms that were made for others.
fn fit(sets: &mut [Set], em: f64) {
    for set in sets {
        let own = set.glyph.advance / EM * em;
        if set.room > own && !letters::is_wide(set.letter) && set.room < own * 3.0 {
            set.at.0 += (set.room - own) / 2.0;
        }
    }
}

fn whole(outline: &Rc<Path>, placed: &Affine) -> Option<Path> {
    let far = 100_000.0;
    let near = placed.e.abs() < far && placed.f.abs() < far && placed.size() < far;
    near.then(|| (**outline).clone().transform(placed.transform()))?
}

fn work(outline: &Path) -> u64 {
    u64::try_from(outline.len())
        .unwrap_or(u64::MAX)
        .saturating_mul(8)
}
