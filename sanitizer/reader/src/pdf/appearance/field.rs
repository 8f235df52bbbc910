//! Fields of forms by their visible values (ISO 32000-2, 12.7): text, combs, lists, ticks, and the faces of buttons.

use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, String as Text};

use super::pen::{Pen, colour};
use super::words::Face;
use super::{Own, Place};
use crate::pdf::guide;

/// How deep fields stand in fields.
const DEPTH: u8 = 16;
/// Lines of one field.
const LINES: usize = 400;
/// Sizes that are chosen where the form leaves it to the viewer: the smallest, and that of several lines.
const SIZES: (f64, f64) = (4.0, 12.0);
/// The largest that is chosen for a single line.
const LARGEST: f64 = 144.0;

/// Bits of a field (ISO 32000-2, tables 228, 230 and 233).
const MULTILINE: u32 = 1 << 12;
const PASSWORD: u32 = 1 << 13;
const COMB: u32 = 1 << 24;
const RADIO: u32 = 1 << 15;
const PUSHED: u32 = 1 << 16;
const COMBO: u32 = 1 << 17;

/// A field of a form, and the box it is shown in.
struct Field<'d, 'a> {
    dict: &'d Dict<'a>,
    form: Option<&'d Dict<'a>>,
    flags: u32,
    size: [f64; 2],
    /// How wide the frame is.
    frame: f64,
}

/// Draws a field as far as it does not do so itself.
pub(super) fn draw(
    dict: &Dict<'_>,
    form: Option<&Dict<'_>>,
    [left, bottom, right, top]: Place,
    own: Own,
    pen: &mut Pen,
) {
    let asked = form.and_then(|form| form.get::<bool>(b"NeedAppearances"));
    if own == Own::Drawn || (own == Own::Wordless && asked != Some(true)) {
        return;
    }
    let (width, height) = (right - left, top - bottom);
    if width < 1.0 || height < 1.0 {
        return;
    }
    let looks = dict.get::<Dict<'_>>(b"MK").unwrap_or_else(Dict::empty);
    let turned = looks.get::<i32>(b"R").unwrap_or(0).rem_euclid(360);
    let (to, size) = match turned {
        90 => ([0.0, 1.0, -1.0, 0.0, right, bottom], [height, width]),
        180 => ([-1.0, 0.0, 0.0, -1.0, right, top], [width, height]),
        270 => ([0.0, -1.0, 1.0, 0.0, left, top], [height, width]),
        _ => ([1.0, 0.0, 0.0, 1.0, left, bottom], [width, height]),
    };
    let style = dict.get::<Dict<'_>>(b"BS");
    let frame = style.as_ref().and_then(|style| style.get::<f64>(b"W"));
    let field = Field {
        dict,
        form,
        flags: inherited(dict, |dict| dict.get::<u32>(b"Ff")).unwrap_or(0),
        size,
        frame: frame.unwrap_or(1.0).clamp(0.0, 20.0),
    };
    pen.save();
    pen.say(&to, "cm");
    if own == Own::Nothing {
        field.ground(&looks, pen);
    }
    let sort = inherited(dict, |dict| dict.get::<Name<'_>>(b"FT"));
    match sort.as_ref().map(AsRef::<[u8]>::as_ref) {
        Some(b"Tx") => field.text(&field.value(), pen),
        Some(b"Ch") if field.flags & COMBO == 0 => field.list(pen),
        Some(b"Ch") => field.text(&field.chosen(), pen),
        Some(b"Btn") if own == Own::Nothing => field.button(&looks, pen),
        _ => {}
    }
    pen.restore();
}

impl<'a> Field<'_, 'a> {
    /// What lies below a field, and its frame.
    fn ground(&self, looks: &Dict<'a>, pen: &mut Pen) {
        let [width, height] = self.size;
        let round = self.is_round(looks);
        let half = self.frame / 2.0;
        let inside = [half, half, width - half, height - half];
        let shape = |pen: &mut Pen, place: Place| {
            if round {
                pen.ellipse(circle(place));
            } else {
                pen.rectangle(place);
            }
        };
        if let Some((shares, step)) = colour(looks, b"BG", false) {
            pen.say(&shares, step);
            shape(
                pen,
                if round {
                    inside
                } else {
                    [0.0, 0.0, width, height]
                },
            );
            pen.say(&[], "f");
        }
        if let Some((shares, step)) = colour(looks, b"BC", true).filter(|_| self.frame > 0.0) {
            pen.say(&shares, step);
            pen.say(&[self.frame], "w");
            shape(pen, inside);
            pen.say(&[], "S");
            let every = inherited(self.dict, |dict| dict.get::<u32>(b"MaxLen")).unwrap_or(0);
            if self.flags & COMB != 0 && (2..=200).contains(&every) && !round {
                for line in 1..every {
                    let x = width * f64::from(line) / f64::from(every);
                    pen.say(&[x, 0.0], "m");
                    pen.say(&[x, height], "l");
                }
                pen.say(&[], "S");
            }
        }
    }

    fn is_round(&self, looks: &Dict<'a>) -> bool {
        self.flags & RADIO != 0 && matches!(mark(looks), None | Some('l'))
    }

    /// What was written into a text field.
    fn value(&self) -> String {
        match inherited(self.dict, |dict| dict.get::<Object<'a>>(b"V")) {
            Some(Object::String(text)) => guide::said(text.as_bytes()),
            Some(Object::Stream(stream)) => stream
                .decoded_data()
                .map(|bytes| guide::said(&bytes))
                .unwrap_or_default(),
            Some(Object::Name(name)) => name.as_str().to_owned(),
            _ => String::new(),
        }
    }

    /// What was chosen, as it is shown and not as it is sent.
    fn chosen(&self) -> String {
        let value = self.value();
        let options = self.options();
        let shown = options.into_iter().find(|(sent, _)| *sent == value);
        shown.map_or(value, |(_, shown)| shown)
    }

    /// What can be chosen: as it is sent, as it is shown.
    fn options(&self) -> Vec<(String, String)> {
        let Some(all) = inherited(self.dict, |dict| dict.get::<Array<'a>>(b"Opt")) else {
            return Vec::new();
        };
        let said = |text: &Text<'_>| guide::said(text.as_bytes());
        all.iter::<Object<'a>>()
            .take(LINES)
            .filter_map(|option| match option {
                Object::String(text) => Some((said(&text), said(&text))),
                Object::Array(pair) => {
                    let mut pair = pair.iter::<Text<'a>>();
                    let (sent, shown) = (pair.next()?, pair.next()?);
                    Some((said(&sent), said(&shown)))
                }
                _ => None,
            })
            .collect()
    }

    /// The face, its size (nought where the viewer is to choose), and the colour of words.
    fn manner(&self) -> (Face, f64, String) {
        let said = inherited(self.dict, |dict| dict.get::<Text<'a>>(b"DA"))
            .or_else(|| self.form?.get(b"DA"));
        let said = said.map(|said| guide::said(said.as_bytes()));
        let manner = Manner::of(said.as_deref().unwrap_or_default());
        let base = self
            .form
            .and_then(|form| form.get::<Dict<'a>>(b"DR"))
            .and_then(|shared| shared.get::<Dict<'a>>(b"Font"))
            .and_then(|fonts| fonts.get::<Dict<'a>>(manner.face.as_bytes()))
            .and_then(|font| font.get::<Name<'a>>(b"BaseFont"))
            .map(|name| name.as_str().to_owned());
        let face = Face::named(base.as_deref().unwrap_or(&manner.face));
        (face, manner.size, manner.colour)
    }

    fn text(&self, value: &str, pen: &mut Pen) {
        let mut value: String = value
            .replace("\r\n", "\n")
            .chars()
            .map(|c| if c == '\r' { '\n' } else { c })
            .filter(|c| *c == '\n' || !c.is_control())
            .take(20_000)
            .collect();
        if value.trim().is_empty() {
            return;
        }
        if self.flags & PASSWORD != 0 {
            value = "*".repeat(value.chars().count());
        }
        let (face, size, colour) = self.manner();
        let [width, height] = self.size;
        // Two points stay free within the frame on either side, as viewers have it.
        let edge = self.frame.max(1.0) * 2.0;
        pen.rectangle([
            self.frame,
            self.frame,
            width - self.frame,
            height - self.frame,
        ]);
        pen.say(&[], "W n");
        pen.say(&[], &colour);
        let every = inherited(self.dict, |dict| dict.get::<u32>(b"MaxLen")).unwrap_or(0);
        if self.flags & COMB != 0 && self.flags & MULTILINE == 0 && (1..=1000).contains(&every) {
            let size = if size > 0.0 {
                size
            } else {
                fit(height - edge, 1.0)
            };
            let cell = width / f64::from(every);
            for (place, c) in (0..every).zip(value.chars()) {
                let x = cell * f64::from(place) + (cell - face.width(c) * size) / 2.0;
                face.show(&c.to_string(), size, [x, base(height, size)], pen);
            }
            return;
        }
        let room = (width - 2.0 * edge).max(1.0);
        if self.flags & MULTILINE == 0 {
            let value = value.replace('\n', " ");
            let across = face.measure(&value).max(0.1);
            let size = if size > 0.0 {
                size
            } else {
                fit(height - edge, room / across)
            };
            let x = self.begin(edge, across * size);
            face.show(&value, size, [x, base(height, size)], pen);
            return;
        }
        let mut size = if size > 0.0 { size } else { SIZES.1 };
        let mut lines = face.lines(&value, room / size);
        let chosen = self.manner().1 <= 0.0;
        while chosen && size > SIZES.0 && tall(lines.len()) * size * 1.15 > height - edge {
            size -= 0.5;
            lines = face.lines(&value, room / size);
        }
        let mut y = height - edge - size * 0.9;
        for line in lines.iter().take(LINES) {
            let x = self.begin(edge, face.measure(line.trim_end()) * size);
            face.show(line, size, [x, y], pen);
            y -= size * 1.15;
        }
    }

    /// Where a line of that width begins.
    fn begin(&self, edge: f64, across: f64) -> f64 {
        let [width, _] = self.size;
        let side =
            inherited(self.dict, |dict| dict.get::<u32>(b"Q")).or_else(|| self.form?.get(b"Q"));
        match side {
            Some(1) => ((width - across) / 2.0).max(edge),
            Some(2) => (width - edge - across).max(edge),
            _ => edge,
        }
    }

    fn list(&self, pen: &mut Pen) {
        let (face, size, colour) = self.manner();
        let size = if size > 0.0 { size } else { SIZES.1 };
        let [width, height] = self.size;
        let chosen: Vec<String> = match inherited(self.dict, |dict| dict.get::<Object<'a>>(b"V")) {
            Some(Object::Array(all)) => all
                .iter::<Text<'a>>()
                .take(LINES)
                .map(|text| guide::said(text.as_bytes()))
                .collect(),
            _ => vec![self.value()],
        };
        let first = inherited(self.dict, |dict| dict.get::<u32>(b"TI")).unwrap_or(0);
        let first = usize::try_from(first).unwrap_or(0);
        let step = size * 1.15;
        let mut y = height - self.frame - step;
        pen.rectangle([
            self.frame,
            self.frame,
            width - self.frame,
            height - self.frame,
        ]);
        pen.say(&[], "W n");
        for (sent, shown) in self.options().iter().skip(first) {
            if y < -step {
                break;
            }
            if chosen.contains(sent) {
                pen.say(&[0.6, 0.757, 0.855], "rg");
                pen.rectangle([self.frame, y, width - self.frame, y + step]);
                pen.say(&[], "f");
            }
            pen.say(&[], &colour);
            face.show(shown, size, [self.frame + 2.0, y + size * 0.27], pen);
            y -= step;
        }
    }

    fn button(&self, looks: &Dict<'a>, pen: &mut Pen) {
        let [width, height] = self.size;
        let (face, size, colour) = self.manner();
        if self.flags & PUSHED != 0 {
            let words = guide::text(looks, b"CA");
            let across = face.measure(&words);
            if across > 0.0 {
                let size = if size > 0.0 {
                    size
                } else {
                    fit(height, width / across)
                };
                pen.say(&[], &colour);
                let x = (width - across * size) / 2.0;
                face.show(&words, size, [x, base(height, size)], pen);
            }
            return;
        }
        let is_on = |name: Option<Name<'a>>| name.map(|name| name.as_ref() != b"Off");
        let on = is_on(self.dict.get(b"AS"))
            .or_else(|| is_on(inherited(self.dict, |dict| dict.get(b"V"))));
        if on != Some(true) {
            return;
        }
        let usual = if self.flags & RADIO != 0 { 'l' } else { '4' };
        let (sign, advance) = sign(mark(looks).unwrap_or(usual));
        let size = if size > 0.0 {
            size
        } else {
            width.min(height) * 0.8
        };
        let x = (width - advance * size) / 2.0;
        pen.say(&[], &colour);
        pen.say(&[], "BT");
        pen.face("Z", size);
        pen.say(&[1.0, 0.0, 0.0, 1.0, x, height / 2.0 - size * 0.35], "Tm");
        pen.show(&[sign]);
        pen.say(&[], "ET");
    }
}

/// How words are to look: what a default appearance says of it.
pub(super) struct Manner {
    pub(super) face: String,
    /// Nought where the viewer is to choose.
    pub(super) size: f64,
    /// The step that sets the colour.
    pub(super) colour: String,
}

impl Manner {
    pub(super) fn of(said: &str) -> Self {
        let mut manner = Self {
            face: String::new(),
            size: 0.0,
            colour: "0 g".to_owned(),
        };
        let words: Vec<&str> = said.split_ascii_whitespace().collect();
        for (place, word) in words.iter().enumerate() {
            let before = |count: usize| {
                let from = place.checked_sub(count)?;
                words.get(from..place)
            };
            let shares = match *word {
                "Tf" => {
                    if let Some([face, size]) = before(2) {
                        face.trim_start_matches('/').clone_into(&mut manner.face);
                        manner.size = size.parse().unwrap_or(0.0);
                    }
                    continue;
                }
                "g" => 1,
                "rg" => 3,
                "k" => 4,
                _ => continue,
            };
            let numbers = before(shares).into_iter().flatten();
            let numbers: Vec<f64> = numbers.filter_map(|share| share.parse().ok()).collect();
            if numbers.len() == shares && numbers.iter().all(|share| share.is_finite()) {
                let spelt: Vec<String> =
                    numbers.iter().map(|share| format!("{share:.3}")).collect();
                manner.colour = format!("{} {word}", spelt.join(" "));
            }
        }
        if !(0.0..=300.0).contains(&manner.size) {
            manner.size = 0.0;
        }
        manner
    }
}

/// Where the letters of a single line stand, half way up.
fn base(height: f64, size: f64) -> f64 {
    height / 2.0 - size * 0.256
}

/// The size of letters in a line so high, no larger than what its width bears.
fn fit(height: f64, widest: f64) -> f64 {
    (height / 1.16).min(widest).clamp(SIZES.0, LARGEST)
}

fn tall(lines: usize) -> f64 {
    f64::from(u32::try_from(lines).unwrap_or(u32::MAX))
}

/// The largest circle within a rectangle.
fn circle([left, bottom, right, top]: Place) -> Place {
    let radius = (right - left).min(top - bottom) / 2.0;
    let (x, y) = (f64::midpoint(left, right), f64::midpoint(bottom, top));
    [x - radius, y - radius, x + radius, y + radius]
}

/// The sign of a box that is ticked, as the form names it.
fn mark(looks: &Dict<'_>) -> Option<char> {
    let said = looks.get::<Text<'_>>(b"CA")?;
    guide::said(said.as_bytes()).chars().next()
}

/// A sign of Zapf Dingbats, and its advance for a size of one.
const fn sign(mark: char) -> (u8, f64) {
    match mark {
        '8' => (b'8', 0.76),
        'H' => (b'H', 0.816),
        'l' => (b'l', 0.791),
        'n' => (b'n', 0.761),
        'u' => (b'u', 0.788),
        _ => (b'4', 0.846),
    }
}

/// What a field or one above it says.
fn inherited<'a, T>(dict: &Dict<'a>, says: impl Fn(&Dict<'a>) -> Option<T>) -> Option<T> {
    let mut at = dict.clone();
    for _ in 0..DEPTH {
        if let Some(found) = says(&at) {
            return Some(found);
        }
        at = at.get::<Dict<'a>>(b"Parent")?;
    }
    None
}
