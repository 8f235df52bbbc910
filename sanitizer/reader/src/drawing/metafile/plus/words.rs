//! Words of GDI+ ([MS-EMFPLUS] 2.3.4.6, 2.3.4.14), drawn by the means of GDI.

use super::super::letters;
use super::super::objects::Font as Face;
use super::super::plane::{Affine, real};
use super::super::player::Player;
use super::super::text::Words;
use super::objects::{Brush, Font, Format, Object};
use super::{Record, curves};

impl Player<'_> {
    /// Draws words by the means of GDI, whose state is put back after.
    fn plus_line(
        &mut self,
        font: &Font,
        brush: &Brush,
        placed: &Affine,
        words: &[(Words, u32)],
        upright: bool,
    ) {
        let kept = self.dc.clone();
        let clip = self.plus_clip();
        self.dc.clip = clip;
        self.dc.mode = 1;
        self.dc.viewport = (0.0, 0.0);
        self.dc.window = (0.0, 0.0);
        self.dc.world = placed
            .then(&self.plus.state.world)
            .then(&self.plus.state.page);
        self.dc.opaque = false;
        self.dc.extra = 0.0;
        self.dc.extra_blank = 0.0;
        let [red, green, blue, _] = match brush {
            Brush::Plain(colour) | Brush::Hatched(_, colour, _) => *colour,
            Brush::Linear { stops, .. } => stops.first().map_or([0, 0, 0, 255], |(_, tint)| *tint),
            Brush::Tiled(..) => [0, 0, 0, 255],
        };
        self.dc.text_colour = [red, green, blue];
        let mut face = Face::plain();
        face.height = -self.plus_size(font).abs();
        face.weight = if font.style & 1 == 0 { 400 } else { 700 };
        face.italic = font.style & 2 != 0;
        face.underline = font.style & 4 != 0;
        face.struck = font.style & 8 != 0;
        face.named(&font.family);
        face.upright |= upright;
        self.dc.font = face;
        for (words, align) in words {
            self.dc.align = *align;
            self.words(words);
        }
        self.dc = kept;
    }

    /// The size of a font in units of the world ([MS-EMFPLUS] 2.1.1.33).
    fn plus_size(&self, font: &Font) -> f64 {
        let page = self.plus.state.page.size().max(1e-9);
        let pixels = match font.unit {
            3 => self.plus.dpi.1 / 72.0,
            4 => self.plus.dpi.1,
            5 => self.plus.dpi.1 / 300.0,
            6 => self.plus.dpi.1 / 25.4,
            _ => return font.size,
        };
        font.size * pixels / page
    }

    fn plus_font(&self, number: u16) -> Option<Font> {
        match self.plus.objects.get(&number)? {
            Object::Font(font) => Some(font.clone()),
            _ => None,
        }
    }

    /// Words in a frame ([MS-EMFPLUS] 2.3.4.14).
    pub(super) fn plus_words(&mut self, record: Record<'_>) -> Option<()> {
        let data = record.data;
        let font = self.plus_font(record.number())?;
        let brush = self.plus_brush(record, data.dword(0)?)?;
        let number = u16::try_from(data.dword(4)?).ok();
        let format = match number.and_then(|number| self.plus.objects.get(&number)) {
            Some(Object::Format(format)) => *format,
            _ => Format::default(),
        };
        let count = data.count(8)?;
        let [x, y, wide, high] = data.floats(12)?;
        let letters = letters::of_words(data.part(28, count.checked_mul(2)?)?);
        let size = self.plus_size(&font).abs();
        // Lines are broken where the words say so, and where the frame ends.
        let length = if format.vertical { high } else { wide };
        let lines = broken(letters, length, |letter| {
            if letters::is_wide(letter) {
                size
            } else {
                size * 0.52
            }
        });
        let step = size * 1.2;
        let all = step * real(lines.len());
        let breadth = if format.vertical { wide } else { high };
        let start = match (format.across, breadth > 0.0) {
            (1, true) => (breadth - all) / 2.0,
            (2, true) => breadth - all,
            _ => 0.0,
        };
        let (along, align) = match (format.along, length > 0.0) {
            (1, true) => (length / 2.0, 6),
            (2, true) => (length, 2),
            (1, false) => (0.0, 6),
            (2, false) => (0.0, 2),
            _ => (0.0, 0),
        };
        let said: Vec<(Words, u32)> = lines
            .into_iter()
            .enumerate()
            .map(|(at, letters)| {
                let words = Words {
                    at: (along, start + step * real(at)),
                    letters,
                    steps: Vec::new(),
                    falls: Vec::new(),
                    frame: None,
                    filled: false,
                    clipped: false,
                    advanced: true,
                };
                (words, align)
            })
            .collect();
        let placed = if format.vertical {
            // From the top right corner down.
            Affine::turned(std::f64::consts::FRAC_PI_2).then(&Affine::moved(x + wide, y))
        } else {
            Affine::moved(x, y)
        };
        self.plus_line(&font, &brush, &placed, &said, format.vertical);
        Some(())
    }

    /// Letters each at its place ([MS-EMFPLUS] 2.3.4.6).
    pub(super) fn plus_letters(&mut self, record: Record<'_>) -> Option<()> {
        let data = record.data;
        let font = self.plus_font(record.number())?;
        let brush = self.plus_brush(record, data.dword(0)?)?;
        let (options, has_map) = (data.dword(4)?, data.dword(8)? != 0);
        let count = data.count(12)?;
        let units = data.part(16, count.checked_mul(2)?)?;
        // Where they are numbers of a font's letters, they are those of Microsoft's fonts at best.
        let letters: Vec<(char, usize)> = if options & 1 == 0 {
            let known = |number: u16| match number {
                3..=97 => char::from_u32(u32::from(number).saturating_add(29)),
                _ => None,
            };
            let numbers = units
                .as_chunks()
                .0
                .iter()
                .map(|unit| u16::from_le_bytes(*unit));
            numbers
                .map(|number| (known(number).unwrap_or(' '), 1))
                .collect()
        } else {
            letters::of_words(units)
        };
        let places = count.checked_mul(2)?.checked_add(16)?;
        let placed = if has_map {
            let at = count.checked_mul(8)?.checked_add(places)?;
            Affine::parse(data.floats(at)?)
        } else {
            Affine::SAME
        };
        let realized = options & 4 != 0;
        let points = curves::floats(data.from(places), if realized { 1 } else { count });
        let words = |at: (f64, f64), letters: Vec<(char, usize)>| {
            let words = Words {
                at,
                letters,
                steps: Vec::new(),
                falls: Vec::new(),
                frame: None,
                filled: false,
                clipped: false,
                advanced: true,
            };
            (words, 0x18)
        };
        let said = if realized {
            vec![words(*points.first()?, letters)]
        } else {
            let mut unit = 0_usize;
            let each = letters.into_iter().filter_map(|(letter, length)| {
                let place = points.get(unit).copied();
                unit = unit.saturating_add(length);
                Some(words(place?, vec![(letter, length)]))
            });
            each.collect()
        };
        self.plus_line(&font, &brush, &placed, &said, options & 2 != 0);
        Some(())
    }
}

/// Letters in lines of a length, where it is above nought.
fn broken(
    letters: Vec<(char, usize)>,
    length: f64,
    wide: impl Fn(char) -> f64,
) -> Vec<Vec<(char, usize)>> {
    let mut lines = Vec::new();
    let mut line: Vec<(char, usize)> = Vec::new();
    let mut run = 0.0;
    for (letter, units) in letters {
        match letter {
            '\r' => continue,
            '\n' => {
                lines.push(std::mem::take(&mut line));
                run = 0.0;
                continue;
            }
            _ => {}
        }
        run += wide(letter);
        line.push((letter, units));
        if length > 0.0 && run > length * 1.1 {
            // Back to the last blank, or to a letter that may begin a line.
            let blank = line.iter().rposition(|(letter, _)| *letter == ' ');
            let cut = match blank {
                Some(blank) => blank.saturating_add(1),
                None => line.len().saturating_sub(1),
            };
            if cut > 0 {
                let rest = line.split_off(cut);
                run = rest.iter().map(|(letter, _)| wide(*letter)).sum();
                lines.push(std::mem::replace(&mut line, rest));
            }
        }
    }
    lines.push(line);
    lines
}
