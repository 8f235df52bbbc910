//! The words of a paper in the order a person reads them.
//!
//! ```text
//!  runs ─▶ pieces ─▶ columns ─▶ lines ─▶ text
//! ```
//!
//! Both ways of writing are one: a piece has a place along its line and a place across the lines. Along goes right and
//! across goes down; written downwards, along goes down and across goes left, so that the right column is read first.
//! A block is cut into columns only where both sides are filled like prose. The cells of a table are short, and are read
//! row by row.

use super::{Font, Page, Paper};
use crate::drawing::{Mark, Run, Transform};

/// Pieces further apart than this, in ems, are told apart by a blank.
const GAP: f64 = 0.25;
/// The same between two characters that are as wide as high.
const WIDE_GAP: f64 = 0.7;
/// Lines that each of two columns has at least.
const COLUMN_LINES: usize = 4;
/// How much of a column its lines fill.
const FILLED: f64 = 0.55;
/// Columns within columns.
const DEEP: u8 = 6;

/// Characters that follow each other on one line.
#[derive(Clone, Debug)]
struct Piece {
    along: f64,
    end: f64,
    across: f64,
    em: f64,
    text: String,
}

/// How a run is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Across,
    Down,
    /// Turned to the left or to the right.
    Turned,
}

impl<P> Paper<P> {
    /// All words in reading order: a line is a line, pages and blocks are a blank line apart.
    pub fn to_text(&self) -> String {
        let pages = self.pages.iter().map(|page| page.to_text(&self.fonts));
        let pages: Vec<String> = pages.filter(|page| !page.is_empty()).collect();
        pages.join("\n\n")
    }
}

impl Page {
    /// The words of the page in reading order.
    pub fn to_text(&self, fonts: &[Font]) -> String {
        let mut ways: [(Way, Vec<Piece>); 3] = [
            (Way::Across, Vec::new()),
            (Way::Down, Vec::new()),
            (Way::Turned, Vec::new()),
        ];
        let mut around = vec![IDENTITY];
        for mark in &self.content {
            let now = around.last().copied().unwrap_or(IDENTITY);
            match mark {
                Mark::Open(group) => around.push(then(numbers(&group.transform), now)),
                Mark::Close => {
                    around.pop();
                }
                Mark::Glyphs(run) => {
                    let font = usize::try_from(run.font).ok().and_then(|at| fonts.get(at));
                    if let Some(font) = font {
                        pieces(run, font, then(numbers(&run.transform), now), &mut ways);
                    }
                }
                Mark::Path(_) | Mark::Image(_) | Mark::Stencil(_) => {}
            }
        }
        // What there is most of is what the page is written in.
        ways.sort_by_key(|(way, pieces)| {
            let chars: usize = pieces.iter().map(|piece| piece.text.chars().count()).sum();
            (std::cmp::Reverse(chars), *way)
        });
        let blocks = ways.into_iter().map(|(_, pieces)| {
            let mut lines = Vec::new();
            block(pieces, 0, &mut lines);
            lines.join("\n")
        });
        let blocks: Vec<String> = blocks.filter(|block| !block.is_empty()).collect();
        blocks.join("\n\n")
    }
}

/// Takes the glyphs of a run together as long as they follow each other.
#[expect(
    clippy::many_single_char_names,
    reason = "the six numbers of a matrix have no other names"
)]
fn pieces(run: &Run, font: &Font, to: Matrix, ways: &mut [(Way, Vec<Piece>); 3]) {
    let [a, b, c, d, ..] = to;
    // Written downwards, the pen goes against the glyphs' own upward axis.
    let (dx, dy) = if font.vertical { (-c, -d) } else { (a, b) };
    let step = dx.hypot(dy);
    let em = if font.vertical {
        a.hypot(b)
    } else {
        c.hypot(d)
    } * 1000.0;
    if !(step > 0.0 && em > 0.0 && em.is_finite()) {
        return;
    }
    let steep = dy.abs() > dx.abs();
    let way = match (font.vertical, steep) {
        (true, true) if dy > 0.0 => Way::Down,
        (false, false) if dx > 0.0 => Way::Across,
        _ => Way::Turned,
    };
    // Along is where the pen goes, across is to its right.
    let (ux, uy) = (dx / step, dy / step);
    let mut piece: Option<Piece> = None;
    let mut done = Vec::new();
    for placed in &run.glyphs {
        let glyph = usize::try_from(placed.glyph)
            .ok()
            .and_then(|at| font.glyphs.get(at));
        let Some(glyph) = glyph.filter(|glyph| !glyph.text.is_empty()) else {
            continue;
        };
        let [x, y] = apply(to, [placed.x.get().into(), placed.y.get().into()]);
        let (along, across) = (x * ux + y * uy, y * ux - x * uy);
        let end = along + f64::from(glyph.advance.get()).abs() * step;
        match &mut piece {
            Some(piece)
                if (across - piece.across).abs() < em * 0.1
                    && (along - piece.end).abs() < em * GAP =>
            {
                piece.text.push_str(&glyph.text);
                piece.end = end;
            }
            _ => done.extend(piece.replace(Piece {
                along,
                end,
                across,
                em,
                text: glyph.text.clone(),
            })),
        }
    }
    done.extend(piece);
    if let Some((_, pieces)) = ways.iter_mut().find(|(known, _)| *known == way) {
        pieces.append(&mut done);
    }
}

/// Reads a block: by columns where it has some, else line by line.
fn block(pieces: Vec<Piece>, depth: u8, out: &mut Vec<String>) {
    if depth < DEEP
        && let Some(cut) = column(&pieces)
    {
        let (first, second): (Vec<_>, Vec<_>) =
            pieces.into_iter().partition(|piece| piece.end <= cut);
        block(first, depth.saturating_add(1), out);
        block(second, depth.saturating_add(1), out);
        return;
    }
    for line in lines(pieces) {
        let text = joined(line);
        if !text.trim().is_empty() {
            out.push(text.trim_end().to_owned());
        }
    }
}

/// Where a block falls into two columns of prose, if it does.
fn column(pieces: &[Piece]) -> Option<f64> {
    let mut spans: Vec<(f64, f64, f64)> = pieces
        .iter()
        .filter(|piece| !piece.text.trim().is_empty())
        .map(|piece| (piece.along, piece.end, piece.em))
        .collect();
    spans.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut ems: Vec<f64> = spans.iter().map(|(.., em)| *em).collect();
    ems.sort_by(f64::total_cmp);
    let em = ems.get(ems.len() / 2).copied()?;
    let mut reached = spans.first()?.1;
    let mut best: Option<(f64, f64)> = None;
    for (along, end, _) in &spans {
        let gap = along - reached;
        if gap > em && best.is_none_or(|(widest, _)| gap > widest) {
            best = Some((gap, reached + gap / 2.0));
        }
        reached = reached.max(*end);
    }
    let (_, cut) = best?;
    let (first, second): (Vec<&Piece>, Vec<&Piece>) =
        pieces.iter().partition(|piece| piece.end <= cut);
    (is_prose(&first) && is_prose(&second)).then_some(cut)
}

/// True where most lines fill the width they have.
fn is_prose(pieces: &[&Piece]) -> bool {
    let left = pieces
        .iter()
        .map(|piece| piece.along)
        .fold(f64::MAX, f64::min);
    let right = pieces
        .iter()
        .map(|piece| piece.end)
        .fold(f64::MIN, f64::max);
    let width = right - left;
    let lines = lines(pieces.iter().map(|piece| (*piece).clone()).collect());
    let full = lines.iter().filter(|line| {
        let covered: f64 = line.iter().map(|piece| piece.end - piece.along).sum();
        covered >= width * FILLED
    });
    let full = full.count();
    lines.len() >= COLUMN_LINES && full.saturating_mul(2) > lines.len()
}

/// Pieces on one height, in order; lines from the first to the last.
fn lines(mut pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    pieces.sort_by(|one, other| one.across.total_cmp(&other.across));
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        let near = lines
            .last()
            .and_then(|line| line.first())
            .is_some_and(|first| {
                (piece.across - first.across).abs() < first.em.min(piece.em) * 0.5
            });
        match lines.last_mut().filter(|_| near) {
            Some(line) => line.push(piece),
            None => lines.push(vec![piece]),
        }
    }
    for line in &mut lines {
        line.sort_by(|one, other| one.along.total_cmp(&other.along));
    }
    lines
}

fn joined(line: Vec<Piece>) -> String {
    let mut text = String::new();
    let mut before: Option<Piece> = None;
    for piece in line {
        if let Some(before) = &before {
            // Fat letters are letters shown twice.
            let again =
                piece.text == before.text && (piece.along - before.along).abs() < piece.em * 0.1;
            if again {
                continue;
            }
            let wide = |c: Option<char>| c.is_some_and(|c| u32::from(c) >= 0x2e80);
            let both = wide(text.chars().next_back()) && wide(piece.text.chars().next());
            let gap = piece.along - before.end;
            let seen = gap > piece.em.min(before.em) * if both { WIDE_GAP } else { GAP };
            if seen && !text.ends_with(' ') && !piece.text.starts_with(' ') {
                text.push(' ');
            }
        }
        text.push_str(&piece.text);
        before = Some(piece);
    }
    text
}

type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn numbers(transform: &Transform) -> Matrix {
    transform.0.map(|number| number.get().into())
}

#[expect(
    clippy::many_single_char_names,
    reason = "the six numbers of a matrix have no other names"
)]
fn then(one: Matrix, next: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = one;
    let [e, f] = apply(next, [e, f]);
    let [na, nb, nc, nd, ..] = next;
    [
        a * na + b * nc,
        a * nb + b * nd,
        c * na + d * nc,
        c * nb + d * nd,
        e,
        f,
    ]
}

#[expect(
    clippy::many_single_char_names,
    reason = "the six numbers of a matrix have no other names"
)]
fn apply(matrix: Matrix, [x, y]: [f64; 2]) -> [f64; 2] {
    let [a, b, c, d, e, f] = matrix;
    [a * x + c * y + e, b * x + d * y + f]
}

#[cfg(test)]
mod tests {
    use super::super::{Font, Glyph, Page, Paper};
    use crate::drawing::{Mark, Number, Placed, Run, Transform};

    fn font(chars: &str, vertical: bool) -> Font {
        let glyphs = chars.chars().map(|c| Glyph {
            advance: Number::of(1000.0),
            segments: Vec::new(),
            text: c.to_string(),
        });
        Font {
            vertical,
            glyphs: glyphs.collect(),
            ..Font::default()
        }
    }

    /// A row of characters of the font, ten points an em, from a place.
    fn row(chars: &str, text: &str, [x, y]: [f32; 2], vertical: bool) -> Mark {
        let at = |c| chars.chars().position(|known| known == c).unwrap();
        let glyphs = (0_u16..).zip(text.chars()).map(|(place, c)| {
            let pen = f32::from(place) * 1000.0;
            let (x, y) = if vertical { (0.0, -pen) } else { (pen, 0.0) };
            Placed {
                glyph: u32::try_from(at(c)).unwrap(),
                x: Number::of(x),
                y: Number::of(y),
            }
        });
        let glyphs = glyphs.collect();
        Mark::Glyphs(Run {
            font: 0,
            transform: Transform([0.01, 0.0, 0.0, -0.01, x, y].map(Number::of)),
            glyphs,
            fill: None,
            stroke: None,
        })
    }

    fn read(chars: &str, vertical: bool, rows: &[(&str, [f32; 2])]) -> String {
        let content = rows
            .iter()
            .map(|(text, at)| row(chars, text, *at, vertical));
        let paper: Paper = Paper {
            fonts: vec![font(chars, vertical)],
            pages: vec![Page {
                content: content.collect(),
                ..Page::default()
            }],
            ..Paper::default()
        };
        paper.to_text()
    }

    #[test]
    fn lines_are_read_downwards_whatever_the_order_they_were_drawn_in() {
        let chars = "ABCDEF";
        let text = read(
            chars,
            false,
            &[
                ("CD", [10.0, 50.0]),
                ("EF", [60.0, 20.0]),
                ("AB", [10.0, 20.0]),
            ],
        );
        assert_eq!(text, "AB EF\nCD");
    }

    #[test]
    fn downward_columns_are_read_from_the_right() {
        let chars = "春はあけぼの夏夜";
        let text = read(
            chars,
            true,
            &[
                ("夏は夜", [20.0, 10.0]),
                ("あけぼの", [40.0, 10.0]),
                ("春は", [60.0, 10.0]),
            ],
        );
        assert_eq!(text, "春は\nあけぼの\n夏は夜");
    }

    #[test]
    fn prose_in_two_columns_is_read_by_columns_and_a_table_by_rows() {
        let chars = "abcdefghijklm12345";
        let line = |letter: &str| letter.repeat(12);
        let (left, right) = (["a", "b", "c", "d", "e"], ["f", "g", "h", "i", "j"]);
        let mut rows = Vec::new();
        let texts: Vec<String> = left.iter().chain(&right).map(|one| line(one)).collect();
        for (place, text) in (0_u8..).zip(&texts) {
            let x = if place < 5 { 10.0 } else { 200.0 };
            rows.push((text.as_str(), [x, 20.0 + f32::from(place % 5) * 14.0]));
        }
        // Drawn line by line over both columns.
        rows.sort_by(|one, other| one.1[1].total_cmp(&other.1[1]));
        assert_eq!(read(chars, false, &rows), texts.join("\n"));
        let mut cells = Vec::new();
        for (place, name) in (0_u8..).zip(["a", "b", "cccc", "d", "eeeeeeee"]) {
            cells.push((name, [10.0, 20.0 + f32::from(place) * 14.0]));
        }
        for (place, value) in (0_u8..).zip(["1", "2", "3", "4", "5"]) {
            cells.push((value, [200.0, 20.0 + f32::from(place) * 14.0]));
        }
        assert_eq!(
            read(chars, false, &cells),
            "a 1\nb 2\ncccc 3\nd 4\neeeeeeee 5"
        );
    }
}
