//! A paper of every kind of mark, and what becomes of it.

use sekisho_ir::drawing::{
    Area, Blend, Cap, Clip, ClipShape, Definition, Fill, FillRule, Gradient, Group, Image, Join,
    Linear, Mark, Mask, MaskBy, Number, Paint, Path, Pattern, Placed, Radial, Run, Sampling,
    Segment, Spread, Stencil, Stop, Stroke, Transform,
};
use sekisho_ir::paper::{Bookmark, Font, Glyph, Label, Link, Numbering, Page, Target};
use sekisho_ir::rules::{Links, TextLayer};
use sekisho_ir::{Chroma, Layout, Limits, Order, Output, Paper, RasterFrame, Rules};

fn n(value: f32) -> Number {
    Number::of(value)
}

fn square(x: f32, y: f32, edge: f32) -> Vec<Segment> {
    vec![
        Segment::Move([n(x), n(y)]),
        Segment::Line([n(x + edge), n(y)]),
        Segment::Line([n(x + edge), n(y + edge)]),
        Segment::Line([n(x), n(y + edge)]),
        Segment::Close,
    ]
}

fn filled(segments: Vec<Segment>, paint: Paint, opacity: f32) -> Mark {
    Mark::Path(Path {
        segments,
        fill: Some(Fill {
            paint,
            opacity: n(opacity),
            rule: FillRule::NonZero,
        }),
        stroke: None,
        stroke_below: false,
        crisp: false,
    })
}

fn stroke(paint: Paint) -> Stroke {
    Stroke {
        paint,
        opacity: Number::ONE,
        width: n(1.5),
        cap: Cap::Round,
        join: Join::Bevel,
        miter: n(4.0),
        dashes: vec![n(3.0), n(1.0)],
        dash_offset: Number::ZERO,
    }
}

fn group() -> Group {
    Group {
        transform: Transform::IDENTITY,
        opacity: Number::ONE,
        blend: Blend::Normal,
        isolated: false,
        clip: None,
        mask: None,
    }
}

fn gradient(spread: Spread, opacity: f32) -> Gradient {
    let stop = |offset, colour, opacity| Stop {
        offset: n(offset),
        colour,
        opacity: n(opacity),
    };
    Gradient {
        transform: Transform::IDENTITY,
        spread,
        stops: vec![
            stop(0.1, [255, 0, 0], 1.0),
            stop(0.5, [0, 255, 0], 1.0),
            stop(0.9, [0, 0, 255], opacity),
        ],
    }
}

fn glyph(text: &str, advance: f32) -> Glyph {
    Glyph {
        advance: n(advance),
        segments: vec![
            Segment::Move([n(100.0), n(0.0)]),
            Segment::Line([n(100.0), n(700.0)]),
            Segment::Quadratic([n(500.0), n(900.0), n(800.0), n(700.0)]),
            Segment::Cubic([n(800.0), n(500.0), n(800.0), n(200.0), n(800.0), n(0.0)]),
            Segment::Close,
            Segment::Move([n(300.0), n(200.0)]),
            Segment::Line([n(500.0), n(200.0)]),
            Segment::Line([n(400.0), n(300.0)]),
            Segment::Close,
        ],
        text: text.to_owned(),
    }
}

fn run(font: u32, y: f32, glyphs: &[(u32, f32, f32)], fill: bool) -> Mark {
    Mark::Glyphs(Run {
        font,
        transform: Transform([n(0.012), n(0.0), n(0.0), n(-0.012), n(60.0), n(y)]),
        glyphs: glyphs
            .iter()
            .map(|(glyph, x, y)| Placed {
                glyph: *glyph,
                x: n(*x),
                y: n(*y),
            })
            .collect(),
        fill: fill.then_some(Fill {
            paint: Paint::Colour([0; 3]),
            opacity: Number::ONE,
            rule: FillRule::NonZero,
        }),
        stroke: None,
    })
}

fn picture(width: u32, height: u32, layout: Layout, lossy: bool) -> RasterFrame {
    let bytes = usize::try_from(layout.frame_bytes(width, height)).unwrap();
    RasterFrame {
        lossy,
        pixels: (0..bytes)
            .map(|at| u8::try_from(at * 7 % 251).unwrap())
            .collect(),
        ..RasterFrame::still(width, height, layout)
    }
}

fn area(x: f32, y: f32, width: f32, height: f32) -> Area {
    Area {
        x: n(x),
        y: n(y),
        width: n(width),
        height: n(height),
    }
}

fn clip(shapes: Vec<ClipShape>) -> Definition {
    Definition::Clip(Clip {
        transform: Transform::IDENTITY,
        clip: None,
        shapes,
    })
}

fn shape(segments: Vec<Segment>, rule: FillRule) -> ClipShape {
    ClipShape {
        transform: Transform::IDENTITY,
        segments,
        rule,
        crisp: false,
        clip: None,
    }
}

fn definitions() -> Vec<Definition> {
    let linear = |spread, opacity| {
        Definition::Linear(Linear {
            from: [n(100.0), n(100.0)],
            to: [n(140.0), n(100.0)],
            gradient: gradient(spread, opacity),
        })
    };
    vec![
        linear(Spread::Pad, 1.0),
        linear(Spread::Reflect, 0.2),
        Definition::Radial(Radial {
            centre: [n(300.0), n(150.0)],
            radius: n(20.0),
            focus: [n(295.0), n(150.0)],
            focal_radius: n(2.0),
            gradient: gradient(Spread::Repeat, 1.0),
        }),
        Definition::Pattern(Pattern {
            transform: Transform::IDENTITY,
            tile: area(5.0, 5.0, 10.0, 10.0),
            content: vec![
                filled(square(0.0, 0.0, 5.0), Paint::Defined(0), 1.0),
                run(0, 5.0, &[(0, 0.0, 0.0)], true),
            ],
        }),
        clip(vec![shape(square(50.0, 300.0, 80.0), FillRule::EvenOdd)]),
        clip(vec![
            shape(square(50.0, 300.0, 80.0), FillRule::EvenOdd),
            shape(square(70.0, 320.0, 80.0), FillRule::EvenOdd),
        ]),
        Definition::Mask(Mask {
            area: area(40.0, 290.0, 200.0, 100.0),
            by: MaskBy::Luminance,
            mask: None,
            content: vec![filled(square(40.0, 290.0, 90.0), Paint::Defined(1), 1.0)],
        }),
        Definition::Mask(Mask {
            area: area(40.0, 290.0, 200.0, 100.0),
            by: MaskBy::Alpha,
            mask: Some(6),
            content: vec![filled(
                square(40.0, 290.0, 90.0),
                Paint::Colour([0; 3]),
                0.5,
            )],
        }),
    ]
}

fn everything() -> Paper {
    let image = |picture, x: f32| {
        let at = Transform([n(2.0), n(0.0), n(0.0), n(2.0), n(x), n(450.0)]);
        vec![
            Mark::Open(Group {
                transform: at,
                ..group()
            }),
            Mark::Image(Image {
                picture,
                sampling: Sampling::Quality,
            }),
            Mark::Close,
        ]
    };
    let red = || filled(square(50.0, 300.0, 100.0), Paint::Colour([200, 0, 0]), 0.5);
    let mut content = vec![
        filled(square(100.0, 100.0, 80.0), Paint::Defined(0), 1.0),
        filled(square(200.0, 100.0, 80.0), Paint::Defined(1), 0.5),
        filled(square(300.0, 100.0, 80.0), Paint::Defined(2), 1.0),
        filled(square(400.0, 100.0, 80.0), Paint::Defined(3), 1.0),
        Mark::Path(Path {
            segments: square(100.0, 200.0, 30.0),
            fill: Some(Fill {
                paint: Paint::Colour([10, 20, 30]),
                opacity: Number::ONE,
                rule: FillRule::EvenOdd,
            }),
            stroke: Some(stroke(Paint::Defined(2))),
            stroke_below: false,
            crisp: false,
        }),
    ];
    for (clip, mask) in [(Some(4), None), (Some(5), None), (Some(5), Some(7))] {
        content.push(Mark::Open(Group {
            clip,
            mask,
            opacity: n(0.75),
            blend: Blend::Multiply,
            ..group()
        }));
        content.push(red());
        content.push(Mark::Close);
    }
    for (picture, x) in [(0, 50.0), (1, 120.0), (2, 190.0), (3, 260.0), (4, 330.0)] {
        content.extend(image(picture, x));
    }
    content.push(Mark::Stencil(Stencil {
        picture: 0,
        sampling: Sampling::Quality,
        paint: Paint::Defined(3),
        opacity: n(0.5),
    }));
    content.push(run(
        0,
        600.0,
        &[
            (0, 0.0, 0.0),
            (1, 1000.0, 0.0),
            (2, 1900.0, 0.0),
            (0, 0.0, -1500.0),
        ],
        true,
    ));
    content.push(run(0, 650.0, &[(1, 0.0, 0.0), (3, 600.0, 0.0)], false));
    content.push(run(1, 500.0, &[(0, 0.0, 0.0), (1, 0.0, -1000.0)], true));
    let link = |target| Link {
        area: area(50.0, 50.0, 100.0, 20.0),
        target,
    };
    let bookmark = |depth, page| Bookmark {
        depth,
        title: "第一章 (総則)".to_owned(),
        page,
    };
    Paper {
        title: "議案 <第1号> & 𠮷田".to_owned(),
        language: "ja".to_owned(),
        fonts: vec![
            Font {
                serif: true,
                glyphs: vec![
                    glyph("関", 1000.0),
                    glyph("ffi", 850.5),
                    glyph("𠮷", 1000.0),
                    glyph("葛\u{e0100}", 1000.0),
                    glyph("unused", 1000.0),
                ],
                ..Font::default()
            },
            Font {
                vertical: true,
                glyphs: vec![glyph("縦", 1000.0), glyph("書", 1000.0)],
                ..Font::default()
            },
        ],
        pictures: vec![
            picture(30, 20, Layout::Bilevel, false),
            picture(30, 20, Layout::Gray, true),
            picture(30, 20, Layout::Rgb, false),
            picture(30, 20, Layout::Rgba, false),
            picture(31, 21, Layout::Planes(Chroma::Quarter), true),
        ],
        pages: vec![
            Page {
                width: n(595.28),
                height: n(841.89),
                definitions: definitions(),
                content,
                links: vec![
                    link(Target::Page(1)),
                    link(Target::Address(
                        "https://town.example.lg.jp/議会".to_owned(),
                    )),
                ],
            },
            Page {
                width: n(200.0),
                height: n(100.0),
                ..Page::default()
            },
        ],
        outline: vec![
            bookmark(0, 0),
            bookmark(1, 1),
            bookmark(1, 0),
            bookmark(0, 1),
        ],
        labels: vec![
            Label {
                page: 0,
                style: Numbering::LowerRoman,
                prefix: "資料".to_owned(),
                start: 1,
            },
            Label {
                page: 1,
                style: Numbering::Decimal,
                prefix: String::new(),
                start: 5,
            },
        ],
    }
}

fn written(paper: &Paper, web: bool) -> Vec<u8> {
    let links = if web { Links::Web } else { Links::Text };
    let rules = Rules {
        links,
        ..Rules::default()
    };
    ordered(
        paper,
        Order {
            output: Output::File,
            rules,
        },
    )
}

fn ordered(paper: &Paper, order: Order) -> Vec<u8> {
    paper.verify(&Limits::default()).unwrap();
    let frames = paper.pictures.iter().map(|frame| RasterFrame {
        width: frame.width,
        height: frame.height,
        delay_centis: 0,
        dpi: None,
        lossy: frame.lossy,
        packed: frame.packed,
        layout: frame.layout,
        pixels: frame.pixels.as_slice(),
    });
    let paper = Paper {
        title: paper.title.clone(),
        language: paper.language.clone(),
        fonts: paper.fonts.clone(),
        pictures: frames.collect(),
        pages: paper.pages.clone(),
        outline: paper.outline.clone(),
        labels: paper.labels.clone(),
    };
    super::write(&paper, order).unwrap()
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let paper = everything();
    let bytes = written(&paper, false);
    assert_eq!(bytes, written(&paper, false));
    assert!(bytes.starts_with(b"%PDF-1.7\n"));
    assert!(bytes.ends_with(b"%%EOF\n"));
}

#[test]
fn addresses_can_be_clicked_only_where_that_is_ordered() {
    let paper = everything();
    let (without, with) = (written(&paper, false), written(&paper, true));
    assert!(with.len() > without.len());
}

fn page_of(content: Vec<Mark>, pictures: Vec<RasterFrame>) -> String {
    let paper = Paper {
        pictures,
        pages: vec![Page {
            width: n(200.0),
            height: n(200.0),
            content,
            ..Page::default()
        }],
        ..Paper::default()
    };
    String::from_utf8_lossy(&written(&paper, false)).into_owned()
}

#[test]
fn a_group_of_one_needs_no_form() {
    let faint = Group {
        opacity: n(0.5),
        isolated: true,
        ..group()
    };
    let one = |marks: usize| {
        let mut content = vec![Mark::Open(faint.clone())];
        for _ in 0..marks {
            content.push(filled(
                square(10.0, 10.0, 50.0),
                Paint::Colour([9, 9, 9]),
                1.0,
            ));
        }
        content.push(Mark::Close);
        page_of(content, Vec::new())
    };
    assert!(!one(1).contains("/Form"));
    // Two that overlap are faint together, and not each.
    assert!(one(2).contains("/Form"));
}

#[test]
fn a_picture_is_packed_no_finer_than_it_came() {
    // Grain, as in a photo: rows of a pattern would be packed as rows.
    let mut grain = 7_u32;
    let pixels: Vec<u8> = (0..64 * 64 * 3)
        .map(|_| {
            grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [top, ..] = grain.to_be_bytes();
            top
        })
        .collect();
    let came = |quality| RasterFrame {
        packed: Some((quality, Chroma::Full)),
        pixels: pixels.clone(),
        ..picture(64, 64, Layout::Rgb, true)
    };
    let length = |quality| {
        let image = Mark::Image(Image {
            picture: 0,
            sampling: Sampling::Quality,
        });
        page_of(vec![image], vec![came(quality)]).len()
    };
    assert!(length(40) < length(90));
}

#[test]
fn pages_become_pixels_and_their_words_lie_over_them_only_where_that_is_ordered() {
    let paper = everything();
    let order = |text_layer| Order {
        output: Output::Pixels,
        rules: Rules {
            text_layer,
            ..Rules::default()
        },
    };
    let with = ordered(&paper, order(TextLayer::Keep));
    let without = ordered(&paper, order(TextLayer::Remove));
    assert_eq!(with, ordered(&paper, order(TextLayer::Keep)));
    let count = |bytes: &[u8], word: &[u8]| {
        bytes
            .windows(word.len())
            .filter(|part| *part == word)
            .count()
    };
    for bytes in [&with, &without] {
        assert_eq!(count(bytes, b"/Subtype/Image"), paper.pages.len());
        assert_eq!(count(bytes, b"/Subtype/Form"), 0);
    }
    // The programs of fonts are streams of their own.
    assert!(count(&with, b"CIDFontType0C") > 0);
    assert_eq!(count(&without, b"CIDFontType0C"), 0);
}
