//! Words of an appearance: which face shows which character, and how wide it is.

use super::pen::Pen;

/// Advances of Helvetica and of Times from the blank to the tilde, in thousandths of an em (Adobe's metrics).
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/// A face of Latin letters, and the one beside it for all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Face {
    latin: &'static str,
    others: &'static str,
}

impl Face {
    /// The face that is nearest to one of that name.
    pub(super) fn named(name: &str) -> Self {
        let name = name.to_lowercase();
        let any = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let bold = any(&["bold", "hebo", "tibo", "cobo", "black"]);
        let serif = any(&[
            "times",
            "tiro",
            "tibo",
            "mincho",
            "明朝",
            "serif",
            "ryumin",
            "heiseimin",
            "roman",
        ]) && !name.contains("sans");
        let (latin, others) = if any(&["cour", "mono"]) {
            (["C", "CB"], "G")
        } else if serif {
            (["T", "TB"], "M")
        } else {
            (["H", "HB"], "G")
        };
        let [plain, heavy] = latin;
        Self {
            latin: if bold { heavy } else { plain },
            others,
        }
    }

    /// How wide a character is, for a size of one.
    pub(super) fn width(self, c: char) -> f64 {
        let Some(code) = latin(c) else {
            return if matches!(c, '\u{ff61}'..='\u{ff9f}') {
                0.5
            } else {
                1.0
            };
        };
        let table = match self.latin {
            "C" | "CB" => return 0.6,
            "T" | "TB" => &TIMES,
            _ => &HELVETICA,
        };
        let place = usize::from(code.saturating_sub(0x20));
        // Letters with accents are about as wide as a small one.
        f64::from(table.get(place).copied().unwrap_or(556)) / 1000.0
    }

    pub(super) fn measure(self, text: &str) -> f64 {
        text.chars().map(|c| self.width(c)).sum()
    }

    /// Shows words from a place on.
    pub(super) fn show(self, text: &str, size: f64, [x, y]: [f64; 2], pen: &mut Pen) {
        pen.say(&[], "BT");
        pen.say(&[1.0, 0.0, 0.0, 1.0, x, y], "Tm");
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let is_latin = latin(first).is_some();
            let end = rest
                .char_indices()
                .find(|(_, c)| latin(*c).is_some() != is_latin)
                .map_or(rest.len(), |(place, _)| place);
            let (part, after) = rest.split_at(end);
            rest = after;
            let codes: Vec<u8> = if is_latin {
                part.chars().filter_map(latin).collect()
            } else {
                part.encode_utf16().flat_map(u16::to_be_bytes).collect()
            };
            pen.face(if is_latin { self.latin } else { self.others }, size);
            pen.show(&codes);
        }
        pen.say(&[], "ET");
    }

    /// Lines no wider than that, for a size of one: broken at blanks, and between characters that need none.
    pub(super) fn lines(self, text: &str, width: f64) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.split('\n') {
            let mut line = String::new();
            let mut across = 0.0;
            for piece in pieces(paragraph) {
                let more = self.measure(piece);
                if across + self.measure(piece.trim_end()) > width && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    across = 0.0;
                }
                line.push_str(piece);
                across += more;
            }
            lines.push(line);
        }
        lines
    }
}

/// A word with the blanks after it, or a single character that may stand at any line's end.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut begin = 0;
    let mut before: Option<char> = None;
    for (place, c) in text.char_indices() {
        let breaks = before.is_some_and(|before| {
            c != ' ' && (before == ' ' || latin(c).is_none() || latin(before).is_none())
        });
        // What ends a sentence does not begin a line.
        if breaks
            && !matches!(
                c,
                '、' | '。' | '，' | '．' | '」' | '）' | 'ー' | 'っ' | 'ッ'
            )
        {
            pieces.extend(text.get(begin..place));
            begin = place;
        }
        before = Some(c);
    }
    pieces.extend(text.get(begin..).filter(|piece| !piece.is_empty()));
    pieces
}

/// The code of a character in Windows' Latin, where that is also its number.
fn latin(c: char) -> Option<u8> {
    let code = u8::try_from(u32::from(c)).ok()?;
    matches!(code, 0x20..=0x7e | 0xa0..=0xff).then_some(code)
}
