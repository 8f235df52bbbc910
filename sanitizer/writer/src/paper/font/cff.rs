//! A font program: a CID-keyed Compact Font Format (Adobe Technical Note 5176), one font, one private dictionary.
//!
//! ```text
//!  header · name · top · strings · no subroutines · charset · selection · charstrings · fonts · private
//! ```
//!
//! Everything in it is counted or drawn by us: there are no names but ours, no hints and no subroutines.

use super::charstring::Reach;

/// What a program is made of.
pub(super) struct Program<'a> {
    /// `Sekisho-0001`.
    pub(super) name: &'a str,
    /// Units of an em.
    pub(super) em: u16,
    /// The box around all outlines.
    pub(super) reach: Reach,
    /// The width that is not said.
    pub(super) usual_width: i32,
    /// Charstrings by their character identifier; the first is that of what is missing.
    pub(super) charstrings: &'a [Vec<u8>],
}

/// Strings of the specification stand before ours.
const OUR_STRINGS: i32 = 391;

/// The bytes of the program.
pub(super) fn write(program: &Program<'_>) -> Vec<u8> {
    let count = program.charstrings.len();
    let mut out = vec![1, 0, 4, 4];
    index(&[program.name.as_bytes()], &mut out);
    let strings = {
        let mut strings = Vec::new();
        index(&[b"Adobe".as_slice(), b"Identity".as_slice()], &mut strings);
        // No global subroutines.
        strings.extend([0, 0]);
        strings
    };
    let charset = charset(count);
    let selection = {
        let [high, low] = short(count);
        [3, 0, 1, 0, 0, 0, high, low]
    };
    let mut glyphs = Vec::new();
    index(program.charstrings, &mut glyphs);
    let private = {
        let mut private = Dictionary::default();
        private.entry(&[program.usual_width], &[20]);
        private.entry(&[program.usual_width], &[21]);
        private.0
    };
    // Offsets are spelled in five bytes whatever they are, so that the lengths are known before them.
    let top_at = out.len();
    let top_length = top(program, [0; 4]).len();
    let after_top = top_at + top_length + strings.len();
    let selection_at = after_top + charset.len();
    let glyphs_at = selection_at + selection.len();
    let fonts_at = glyphs_at + glyphs.len();
    let fonts_length = fonts(private.len(), 0).len();
    let private_at = fonts_at + fonts_length;
    out.extend(top(program, [after_top, selection_at, glyphs_at, fonts_at]));
    out.extend(strings);
    out.extend(charset);
    out.extend(selection);
    out.extend(glyphs);
    out.extend(fonts(private.len(), private_at));
    out.extend(private);
    out
}

fn top(program: &Program<'_>, places: [usize; 4]) -> Vec<u8> {
    let mut top = Dictionary::default();
    top.entry(&[OUR_STRINGS, OUR_STRINGS + 1, 0], &[12, 30]);
    top.matrix(&["1", "0", "0", "1", "0", "0"], Some(program.em));
    top.entry(&program.reach, &[5]);
    let count = i32::try_from(program.charstrings.len()).unwrap_or(i32::MAX);
    top.entry(&[count], &[12, 34]);
    let operators: [&[u8]; 4] = [&[15], &[12, 37], &[17], &[12, 36]];
    for (place, operator) in places.into_iter().zip(operators) {
        top.place(place);
        top.0.extend(operator);
    }
    let mut out = Vec::new();
    index(&[top.0], &mut out);
    out
}

fn fonts(private_length: usize, private_at: usize) -> Vec<u8> {
    let mut font = Dictionary::default();
    // The whole matrix stands above; the two are multiplied.
    font.matrix(&["1", "0", "0", "1", "0", "0"], None);
    font.place(private_length);
    font.place(private_at);
    font.0.push(18);
    let mut out = Vec::new();
    index(&[font.0], &mut out);
    out
}

/// Character identifiers are the places of their charstrings.
fn charset(count: usize) -> Vec<u8> {
    if count <= 1 {
        return vec![0];
    }
    let [high, low] = short(count - 2);
    vec![2, 0, 1, high, low]
}

fn short(value: usize) -> [u8; 2] {
    u16::try_from(value).unwrap_or(u16::MAX).to_be_bytes()
}

/// A row of things with their offsets.
fn index<T: AsRef<[u8]>>(items: &[T], out: &mut Vec<u8>) {
    out.extend(short(items.len()));
    if items.is_empty() {
        return;
    }
    let total: usize = items.iter().map(|item| item.as_ref().len()).sum();
    let bytes = match total + 1 {
        0..=0xff => 1_usize,
        0x100..=0xffff => 2,
        0x1_0000..=0xff_ffff => 3,
        _ => 4,
    };
    out.extend(short(bytes).get(1));
    let mut place = 1_usize;
    let offset = |place: usize, out: &mut Vec<u8>| {
        let spelled = u32::try_from(place).unwrap_or(u32::MAX).to_be_bytes();
        out.extend(spelled.iter().skip(4 - bytes));
    };
    offset(place, out);
    for item in items {
        place += item.as_ref().len();
        offset(place, out);
    }
    for item in items {
        out.extend(item.as_ref());
    }
}

/// Operands, each row followed by its operator.
#[derive(Default)]
struct Dictionary(Vec<u8>);

impl Dictionary {
    fn entry(&mut self, operands: &[i32], operator: &[u8]) {
        for operand in operands {
            self.number(*operand);
        }
        self.0.extend(operator);
    }

    fn number(&mut self, value: i32) {
        let low = |value: i32| value.to_le_bytes()[0];
        match value {
            -107..=107 => self.0.push(low(value + 139)),
            108..=1131 => {
                let rest = value - 108;
                self.0.extend([low((rest >> 8) + 247), low(rest)]);
            }
            -1131..=-108 => {
                let rest = -value - 108;
                self.0.extend([low((rest >> 8) + 251), low(rest)]);
            }
            _ => {
                self.0.push(29);
                self.0.extend(value.to_be_bytes());
            }
        }
    }

    fn place(&mut self, value: usize) {
        self.0.push(29);
        let value = u32::try_from(value).unwrap_or(u32::MAX);
        self.0.extend(value.to_be_bytes());
    }

    /// A matrix, its ones divided by the units of an em.
    fn matrix(&mut self, numbers: &[&str; 6], em: Option<u16>) {
        let small = em.map(|em| format!("{:.9}", 1.0 / f32::from(em)));
        for number in numbers {
            match (*number, &small) {
                ("1", Some(small)) => self.real(small.trim_end_matches('0')),
                ("1", None) => self.number(1),
                _ => self.number(0),
            }
        }
        self.0.extend([12, 7]);
    }

    /// A number with a point, as half bytes.
    fn real(&mut self, spelled: &str) {
        let spelled = spelled.trim_start_matches('0');
        let mut halves: Vec<u8> = spelled
            .bytes()
            .map(|letter| if letter == b'.' { 0xa } else { letter & 0xf })
            .collect();
        halves.push(0xf);
        if halves.len() % 2 == 1 {
            halves.push(0xf);
        }
        self.0.push(30);
        let pairs = halves.as_chunks::<2>().0.iter();
        self.0.extend(pairs.map(|[high, low]| high << 4 | low));
    }
}
