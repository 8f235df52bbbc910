//! Any paper that verifies is written as a PDF that the re-check takes, twice as the same bytes, and that says the same
//! when it is read again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a test fails loudly"
)]

mod recheck;

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use sekisho_ir::drawing::{
    Area, Blend, Cap, Clip, ClipShape, Definition, Fill, FillRule, Gradient, Group, Image, Join,
    Linear, Mark, Mask, MaskBy, Number, Paint, Path, Pattern, Placed, Radial, Run, Sampling,
    Segment, Spread, Stencil, Stop, Stroke, Transform,
};
use sekisho_ir::paper::{Bookmark, Font, Glyph, Label, Link, Numbering, Page, Target};
use sekisho_ir::{
    Chroma, Document, Frame, FrameReader, FrameWriter, Layout, Limits, Order, Output, Paper,
    RasterFrame,
};
use sekisho_reader::{ReadHint, read};

/// What glyphs say: letters, a ligature, a character beyond the first plane, one with a variation, brackets of strings.
const SAID: [&str; 10] = [
    "関",
    "a",
    "ffi",
    "𠮷",
    "葛\u{e0100}",
    "(",
    "\\",
    ")",
    "縦",
    "1",
];

/// Choices made of bytes: fewer and smaller bytes make a smaller paper.
struct Choices<'a> {
    bytes: &'a [u8],
    /// True where numbers may be as large, small or odd as they like.
    wild: bool,
}

impl Choices<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else {
            return 0;
        };
        self.bytes = rest;
        *first
    }

    fn below(&mut self, end: u8) -> u8 {
        self.byte() % end.max(1)
    }

    fn yes(&mut self) -> bool {
        self.byte() % 2 == 1
    }

    fn index(&mut self, end: usize) -> u32 {
        u32::try_from(usize::from(self.byte()) % end.max(1)).unwrap()
    }

    fn number(&mut self) -> Number {
        let byte = self.byte();
        let usual = f32::from(byte) * 2.3;
        if !self.wild {
            return Number::of(usual);
        }
        Number::of(match self.below(12) {
            0 => 1.0e15,
            1 => -1.0e15,
            2 => 1.0e-30,
            3 => -usual,
            4 => 0.0,
            5 => usual * 1.0e6,
            6 => usual * 1.0e-6,
            _ => usual,
        })
    }

    fn positive(&mut self) -> Number {
        let number = self.number().get().abs();
        Number::of(if number > 0.0 { number } else { 1.0 })
    }

    fn share(&mut self) -> Number {
        Number::of(f32::from(self.byte()) / 255.0)
    }

    fn point(&mut self) -> [Number; 2] {
        [self.number(), self.number()]
    }

    fn transform(&mut self) -> Transform {
        if !self.wild || self.yes() {
            return Transform::IDENTITY;
        }
        Transform(std::array::from_fn(|_| self.number()))
    }

    fn colour(&mut self) -> [u8; 3] {
        [self.byte(), self.byte(), self.byte()]
    }

    fn outline(&mut self) -> Vec<Segment> {
        let mut made = vec![Segment::Move(self.point())];
        for _ in 0..self.below(5) {
            let [a, b] = self.point();
            let [c, d] = self.point();
            made.push(match self.below(4) {
                0 => Segment::Line([a, b]),
                1 => Segment::Quadratic([a, b, c, d]),
                2 => Segment::Cubic([a, b, c, d, b, a]),
                _ => Segment::Close,
            });
            if made.last() == Some(&Segment::Close) {
                made.push(Segment::Move([c, d]));
            }
        }
        made.push(Segment::Line(self.point()));
        made.push(Segment::Close);
        made
    }

    fn rule(&mut self) -> FillRule {
        if self.yes() {
            FillRule::EvenOdd
        } else {
            FillRule::NonZero
        }
    }

    fn area(&mut self) -> Area {
        Area {
            x: self.number(),
            y: self.number(),
            width: self.positive(),
            height: self.positive(),
        }
    }
}

/// What a page's marks may refer to, by their places.
#[derive(Default)]
struct Known {
    paints: Vec<u32>,
    clips: Vec<u32>,
    masks: Vec<u32>,
}

impl Known {
    fn one(all: &[u32], choices: &mut Choices<'_>) -> Option<u32> {
        (choices.yes() && !all.is_empty()).then(|| all[choices.index(all.len()) as usize])
    }

    fn paint(&self, choices: &mut Choices<'_>) -> Paint {
        Self::one(&self.paints, choices)
            .map_or_else(|| Paint::Colour(choices.colour()), Paint::Defined)
    }
}

fn fill(choices: &mut Choices<'_>, known: &Known) -> Fill {
    Fill {
        paint: known.paint(choices),
        opacity: choices.share(),
        rule: choices.rule(),
    }
}

fn stroke(choices: &mut Choices<'_>, known: &Known) -> Stroke {
    let dashes = (0..choices.below(4)).map(|_| choices.positive()).collect();
    Stroke {
        paint: known.paint(choices),
        opacity: choices.share(),
        width: choices.positive(),
        cap: [Cap::Butt, Cap::Round, Cap::Square][usize::from(choices.below(3))],
        join: [Join::Miter, Join::MiterClip, Join::Round, Join::Bevel]
            [usize::from(choices.below(4))],
        miter: Number::of(1.0 + f32::from(choices.below(20))),
        dashes,
        dash_offset: choices.number(),
    }
}

fn marks(
    choices: &mut Choices<'_>,
    known: &Known,
    fonts: &[Font],
    pictures: &[RasterFrame],
) -> Vec<Mark> {
    let mut made = Vec::new();
    let mut open = 0;
    for _ in 0..choices.below(7) {
        match choices.below(7) {
            0 => {
                open += 1;
                let blends = [
                    Blend::Normal,
                    Blend::Multiply,
                    Blend::PlusLighter,
                    Blend::Luminosity,
                    Blend::ColourDodge,
                ];
                made.push(Mark::Open(Group {
                    transform: choices.transform(),
                    opacity: choices.share(),
                    blend: blends[usize::from(choices.below(5))],
                    isolated: choices.yes(),
                    clip: Known::one(&known.clips, choices),
                    mask: Known::one(&known.masks, choices),
                }));
            }
            1 if open > 0 => {
                open -= 1;
                made.push(Mark::Close);
            }
            2 if !pictures.is_empty() => {
                let picture = choices.index(pictures.len());
                let sampling = [Sampling::Quality, Sampling::Smooth, Sampling::Crisp];
                let sampling = sampling[usize::from(choices.below(3))];
                let ink = pictures[picture as usize].layout == Layout::Bilevel;
                made.push(if ink && choices.yes() {
                    Mark::Stencil(Stencil {
                        picture,
                        sampling,
                        paint: known.paint(choices),
                        opacity: choices.share(),
                    })
                } else {
                    Mark::Image(Image { picture, sampling })
                });
            }
            3 if !fonts.is_empty() => {
                let font = choices.index(fonts.len());
                let glyphs = fonts[font as usize].glyphs.len();
                let placed = (0..choices.below(6)).map(|_| Placed {
                    glyph: choices.index(glyphs),
                    x: choices.number(),
                    y: choices.number(),
                });
                let glyphs = placed.collect();
                made.push(Mark::Glyphs(Run {
                    font,
                    transform: choices.transform(),
                    glyphs,
                    fill: choices.yes().then(|| fill(choices, known)),
                    stroke: choices.yes().then(|| stroke(choices, known)),
                }));
            }
            _ => made.push(Mark::Path(Path {
                segments: choices.outline(),
                fill: choices.yes().then(|| fill(choices, known)),
                stroke: choices.yes().then(|| stroke(choices, known)),
                stroke_below: choices.yes(),
                crisp: choices.yes(),
            })),
        }
    }
    made.extend((0..open).map(|_| Mark::Close));
    made
}

fn gradient(choices: &mut Choices<'_>) -> Gradient {
    let mut offsets: Vec<Number> = (0..2 + choices.below(3)).map(|_| choices.share()).collect();
    offsets.sort_by(|a, b| a.get().total_cmp(&b.get()));
    Gradient {
        transform: choices.transform(),
        spread: [Spread::Pad, Spread::Reflect, Spread::Repeat][usize::from(choices.below(3))],
        stops: offsets
            .into_iter()
            .map(|offset| Stop {
                offset,
                colour: choices.colour(),
                opacity: choices.share(),
            })
            .collect(),
    }
}

fn definitions(
    choices: &mut Choices<'_>,
    fonts: &[Font],
    pictures: &[RasterFrame],
) -> (Vec<Definition>, Known) {
    let mut made = Vec::new();
    let mut known = Known::default();
    for place in 0..u32::from(choices.below(6)) {
        let definition = match choices.below(5) {
            0 => Definition::Linear(Linear {
                from: choices.point(),
                to: choices.point(),
                gradient: gradient(choices),
            }),
            1 => Definition::Radial(Radial {
                centre: choices.point(),
                radius: choices.positive(),
                focus: choices.point(),
                focal_radius: choices.positive(),
                gradient: gradient(choices),
            }),
            2 => Definition::Pattern(Pattern {
                transform: choices.transform(),
                tile: choices.area(),
                content: marks(choices, &known, fonts, pictures),
            }),
            3 => {
                let shapes = (0..choices.below(3)).map(|_| ClipShape {
                    transform: choices.transform(),
                    segments: choices.outline(),
                    rule: choices.rule(),
                    crisp: choices.yes(),
                    clip: Known::one(&known.clips, choices),
                });
                let shapes = shapes.collect();
                Definition::Clip(Clip {
                    transform: choices.transform(),
                    clip: Known::one(&known.clips, choices),
                    shapes,
                })
            }
            _ => Definition::Mask(Mask {
                area: choices.area(),
                by: if choices.yes() {
                    MaskBy::Alpha
                } else {
                    MaskBy::Luminance
                },
                mask: Known::one(&known.masks, choices),
                content: marks(choices, &known, fonts, pictures),
            }),
        };
        match &definition {
            Definition::Clip(_) => known.clips.push(place),
            Definition::Mask(_) => known.masks.push(place),
            _ => known.paints.push(place),
        }
        made.push(definition);
    }
    (made, known)
}

fn fonts(choices: &mut Choices<'_>) -> Vec<Font> {
    // The first is the one whose words are read back.
    let words = Font {
        glyphs: SAID
            .map(|said| Glyph {
                advance: Number::of(1_000.0),
                segments: choices.outline(),
                text: said.to_owned(),
            })
            .into(),
        ..Font::default()
    };
    let others = (0..choices.below(3)).map(|_| Font {
        serif: choices.yes(),
        monospace: choices.yes(),
        vertical: choices.yes(),
        glyphs: (0..=choices.below(4))
            .map(|place| Glyph {
                advance: Number::of(f32::from(choices.byte()) * 8.0 - 500.0),
                segments: if choices.yes() {
                    choices.outline()
                } else {
                    Vec::new()
                },
                text: SAID[usize::from(place)].repeat(usize::from(choices.below(3))),
            })
            .collect(),
    });
    std::iter::once(words).chain(others).collect()
}

fn pictures(choices: &mut Choices<'_>) -> Vec<RasterFrame> {
    let layouts = [
        Layout::Bilevel,
        Layout::Gray,
        Layout::Rgb,
        Layout::Rgba,
        Layout::Planes(Chroma::Quarter),
    ];
    let one = |_| {
        let layout = layouts[usize::from(choices.below(5))];
        let (width, height) = (
            1 + u32::from(choices.below(40)),
            1 + u32::from(choices.below(40)),
        );
        let bytes = usize::try_from(layout.frame_bytes(width, height)).unwrap();
        let seed = choices.byte();
        RasterFrame {
            lossy: matches!(layout, Layout::Planes(_)) || choices.yes(),
            pixels: (0..bytes).map(|at| (at as u8).wrapping_mul(seed)).collect(),
            ..RasterFrame::still(width, height, layout)
        }
    };
    (0..3).map(one).collect()
}

/// A row of words at a place where they can be read.
fn words(choices: &mut Choices<'_>, line: usize) -> (Mark, String) {
    let glyphs: Vec<u32> = (0..=choices.below(8))
        .map(|_| choices.index(SAID.len()))
        .collect();
    let said = glyphs.iter().map(|glyph| SAID[*glyph as usize]).collect();
    let down = 40.0 + 30.0 * line as f32;
    let run = Run {
        font: 0,
        transform: Transform([0.012, 0.0, 0.0, -0.012, 60.0, down].map(Number::of)),
        glyphs: (0_u8..)
            .zip(&glyphs)
            .map(|(place, glyph)| Placed {
                glyph: *glyph,
                x: Number::of(f32::from(place) * 1_000.0),
                y: Number::ZERO,
            })
            .collect(),
        fill: Some(Fill {
            paint: Paint::Colour([0; 3]),
            opacity: Number::ONE,
            rule: FillRule::NonZero,
        }),
        stroke: None,
    };
    (Mark::Glyphs(run), said)
}

/// A paper, and the rows of words on each page.
fn paper(choices: &mut Choices<'_>) -> (Paper, Vec<Vec<String>>) {
    let (fonts, pictures) = (fonts(choices), pictures(choices));
    let count = 1 + usize::from(choices.below(3));
    let mut said = Vec::new();
    let mut pages = Vec::new();
    for _ in 0..count {
        let (definitions, known) = definitions(choices, &fonts, &pictures);
        let mut content = marks(choices, &known, &fonts, &pictures);
        let (rows, lines): (Vec<Mark>, Vec<String>) =
            (0..3).map(|line| words(choices, line)).unzip();
        content.extend(rows);
        said.push(lines);
        let links = (0..choices.below(3)).map(|_| Link {
            area: Area {
                x: Number::of(5.0),
                y: Number::of(5.0),
                width: Number::of(9.0),
                height: Number::of(9.0),
            },
            target: if choices.yes() {
                Target::Page(choices.index(count))
            } else {
                Target::Address("https://town.example.lg.jp/(議会)\\".to_owned())
            },
        });
        let links = links.collect();
        pages.push(Page {
            width: Number::of(595.0),
            height: Number::of(842.0),
            definitions,
            content,
            links,
        });
    }
    let mut most = 0;
    let outline = (0..choices.below(5)).map(|_| {
        let depth = choices.below(most + 1);
        most = depth + 1;
        Bookmark {
            depth,
            title: "第一章 (総則) \\".to_owned(),
            page: choices.index(count),
        }
    });
    let outline = outline.collect();
    let labels = if choices.yes() {
        vec![Label {
            page: 0,
            style: Numbering::UpperRoman,
            prefix: "資料)".to_owned(),
            start: 1 + u32::from(choices.byte()),
        }]
    } else {
        Vec::new()
    };
    let made = Paper {
        title: if choices.yes() {
            "議案 <第1号> & ]]>".to_owned()
        } else {
            String::new()
        },
        language: "ja".to_owned(),
        fonts,
        pictures,
        pages,
        outline,
        labels,
    };
    (made, said)
}

fn written(paper: &Paper) -> Vec<u8> {
    let mut order = Vec::new();
    let mut frames = FrameWriter::new(&mut order);
    frames.order(Order::of(Output::File)).unwrap();
    frames.document(&Document::Paper(paper.clone())).unwrap();
    frames.end().unwrap();
    let mut out = Vec::new();
    sekisho_writer::write(&order, &mut out).unwrap();
    out
}

fn read_back(bytes: &[u8]) -> Option<Paper> {
    let mut stream = Vec::new();
    read(bytes, &ReadHint::default(), &mut stream).unwrap();
    let limits = Limits::default();
    let mut frames = FrameReader::new(&stream, &limits);
    while let Some(frame) = frames.next().unwrap() {
        if let Frame::Document(document) = frame
            && let Document::Paper(paper) = *document
        {
            return Some(paper);
        }
    }
    None
}

/// All that a page says, in its order.
fn says(paper: &Paper, page: usize) -> String {
    let runs = paper.pages[page]
        .content
        .iter()
        .filter_map(|mark| match mark {
            Mark::Glyphs(run) => Some(run),
            _ => None,
        });
    let texts = runs.flat_map(|run| {
        let glyphs = &paper.fonts[run.font as usize].glyphs;
        run.glyphs
            .iter()
            .map(|placed| &*glyphs[placed.glyph as usize].text)
    });
    texts.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_verifies_is_written_and_recognised(bytes in vec(any::<u8>(), 0..1500)) {
        let (paper, _) = paper(&mut Choices { bytes: &bytes, wild: true });
        prop_assert_eq!(paper.verify(&Limits::default()), Ok(()));
        let once = written(&paper);
        prop_assert!(recheck::is_paper(&once));
        prop_assert_eq!(once, written(&paper));
    }

    #[test]
    fn what_is_written_says_the_same_when_it_is_read(bytes in vec(any::<u8>(), 0..1500)) {
        let (paper, said) = paper(&mut Choices { bytes: &bytes, wild: false });
        prop_assert_eq!(paper.verify(&Limits::default()), Ok(()));
        let again = read_back(&written(&paper));
        let again = again.ok_or_else(|| proptest::test_runner::TestCaseError::fail("not read"))?;
        prop_assert_eq!(again.pages.len(), paper.pages.len());
        prop_assert_eq!(&again.outline, &paper.outline);
        prop_assert_eq!(&again.labels, &paper.labels);
        prop_assert_eq!(again.language.as_str(), paper.language.as_str());
        for (page, lines) in said.iter().enumerate() {
            prop_assert_eq!(again.pages[page].width, paper.pages[page].width);
            let words = says(&again, page);
            for line in lines {
                prop_assert!(words.contains(line), "{line:?} is not in {words:?}");
            }
        }
    }
}
