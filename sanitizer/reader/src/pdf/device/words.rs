//! Words: runs of glyphs of one font that lie alike, and what of them cannot be shown by glyphs.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, Point};
use hayro_interpret::{DrawMode, DrawProps, FillRule as Rule};
use sekisho_ir::Code;
use sekisho_ir::drawing::{Fill, FillRule, Mark, Placed, Run};

use super::Marks;
use super::parts::{first, pen, scale_of};
use crate::pdf::{glyphs, ink};

impl Marks<'_> {
    pub(super) fn glyph_runs<'a>(
        &mut self,
        run: &GlyphRun<'_, 'a>,
        props: &DrawProps<'a>,
        mode: &DrawMode,
    ) {
        let vertical = run.writing_mode() == WritingMode::Vertical;
        let mut line = Line::default();
        let uneven = is_uneven(run);
        for positioned in run.glyphs() {
            if self.over.is_some() {
                return;
            }
            let widened = if uneven {
                widened(positioned.transform())
            } else {
                1.0
            };
            let upright = Affine::scale_non_uniform(1.0 / widened, 1.0);
            let to = props.transform * positioned.transform() * upright;
            let text = match positioned.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => match &**positioned {
                    Glyph::Outline(glyph) => self.codes.say(glyph.char_code()).unwrap_or_default(),
                    Glyph::Type3(_) => String::new(),
                },
            };
            let text = glyphs::words(&text);
            let known = match &**positioned {
                Glyph::Outline(glyph) => {
                    let (known, missing) =
                        self.book.glyphs.outlined(glyph, &text, vertical, widened);
                    if missing {
                        let place = format!("{} U+{:04X}", self.number, first(&text));
                        self.book
                            .findings
                            .add_at(Code::BytesNotRepresented, 1, &place);
                    }
                    known
                }
                Glyph::Type3(glyph) => {
                    if !matches!(mode, DrawMode::Invisible) {
                        self.show(&mut line, props, mode);
                        glyph.interpret(
                            self,
                            props.transform,
                            positioned.transform(),
                            &props.paint,
                        );
                    }
                    if text.is_empty() {
                        continue;
                    }
                    let advance = glyph.advance_width().unwrap_or(0.0);
                    let known = self.book.glyphs.unseen(advance, &text, vertical);
                    self.one(&mut line, known, to, props, &DrawMode::Invisible);
                    self.show(&mut line, props, &DrawMode::Invisible);
                    continue;
                }
            };
            self.one(&mut line, known, to, props, mode);
        }
        self.show(&mut line, props, mode);
    }

    /// Adds a glyph to a line, or begins a new one where it does not fit.
    fn one(
        &mut self,
        line: &mut Line,
        known: glyphs::Known,
        to: Affine,
        props: &DrawProps<'_>,
        mode: &DrawMode,
    ) {
        if !line.takes(known.font, to) {
            self.show(line, props, mode);
            *line = Line::begin(known.font, to);
        }
        if let Some(back) = line.back {
            let at = back * (to * Point::ZERO);
            line.glyphs.push(Placed {
                glyph: known.glyph,
                x: ink::number(at.x),
                y: ink::number(at.y),
            });
        }
    }

    fn show(&mut self, line: &mut Line, props: &DrawProps<'_>, mode: &DrawMode) {
        let glyphs = std::mem::take(&mut line.glyphs);
        if glyphs.is_empty() {
            return;
        }
        let transform = ink::transform(line.to);
        let mut run = Run {
            font: line.font,
            transform,
            glyphs,
            fill: None,
            stroke: None,
        };
        let (filled, stroked) = match mode {
            DrawMode::Fill(_) => (true, None),
            DrawMode::Stroke(pen) => (false, Some(pen)),
            DrawMode::FillAndStroke(_, pen) => (true, Some(pen)),
            DrawMode::Invisible => (false, None),
        };
        // What a gradient has to cover is the page: words are drawn one by one.
        let paint = match mode {
            DrawMode::Invisible => None,
            _ => self.paint(&props.paint, self.area, stroked.is_some()),
        };
        if let Some((paint, opacity)) = paint {
            if filled {
                run.fill = Some(Fill {
                    paint,
                    opacity,
                    rule: FillRule::NonZero,
                });
            }
            run.stroke =
                stroked.map(|props_of| pen(paint, opacity, props_of, scale_of(props.transform)));
        } else if filled {
            // Drawn as pixels within the outlines; the words stay to be searched for.
            let outlines = self.outlines(&run, line.to);
            self.textured(&props.paint, &outlines, Rule::NonZero);
        }
        // Words that are filled and then outlined are said once.
        if let (Some(Mark::Glyphs(before)), None) = (self.content.last_mut(), &run.fill)
            && before.fill.is_some()
            && before.stroke.is_none()
            && run.stroke.is_some()
            && (before.font, before.transform) == (run.font, run.transform)
            && before.glyphs == run.glyphs
        {
            before.stroke = run.stroke;
            return;
        }
        self.push(Mark::Glyphs(run));
    }

    pub(super) fn outlines(&self, run: &Run, to: Affine) -> BezPath {
        let mut all = BezPath::new();
        for placed in &run.glyphs {
            let at = Affine::translate((placed.x.get().into(), placed.y.get().into()));
            all.extend(to * at * self.book.glyphs.path(run.font, placed.glyph));
        }
        all
    }
}

/// True where glyphs of a run are widened each by its own measure: those of a font that stands for another are, so that
/// they are as wide as the other's. They become glyphs of their own, and the words stay together.
fn is_uneven(run: &GlyphRun<'_, '_>) -> bool {
    let outlines = run
        .glyphs()
        .iter()
        .filter(|glyph| matches!(***glyph, Glyph::Outline(_)));
    let mut all = outlines.map(|glyph| widened(glyph.transform()));
    let first = all.next().unwrap_or(1.0);
    all.any(|other| (other - first).abs() > 1.0e-3)
}

/// How much wider than high a glyph is drawn.
fn widened(to: Affine) -> f64 {
    let [a, b, c, d, _, _] = to.as_coeffs();
    let share = a.hypot(b) / c.hypot(d);
    if (0.05..=20.0).contains(&share) {
        // One measure for what differs by a rounding only; finer than what tells two lines apart.
        (share * 1.0e6).round() / 1.0e6
    } else {
        1.0
    }
}

/// Glyphs that follow each other in one font and one size.
#[derive(Default)]
struct Line {
    font: u32,
    to: Affine,
    /// From the page to the units of glyphs; none before the first glyph, or where nothing could be seen.
    back: Option<Affine>,
    glyphs: Vec<Placed>,
}

impl Line {
    fn begin(font: u32, to: Affine) -> Self {
        let known = to.determinant().abs() > 1.0e-12 && to.is_finite();
        Self {
            font,
            to,
            back: known.then(|| to.inverse()),
            glyphs: Vec::new(),
        }
    }

    fn takes(&self, font: u32, to: Affine) -> bool {
        let (mine, theirs) = (self.to.as_coeffs(), to.as_coeffs());
        let near = |one: f64, other: f64| (one - other).abs() <= 1.0e-6 + one.abs() * 1.0e-4;
        // Where they stand may differ, how they lie may not.
        let mut pairs = mine.into_iter().zip(theirs).take(4);
        self.back.is_some() && self.font == font && pairs.all(|(one, other)| near(one, other))
    }
}
