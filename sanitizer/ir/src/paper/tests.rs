//! Papers a reader that was taken over might give, and the one it should.

use super::{Bookmark, Font, Glyph, Label, Link, Numbering, Page, Paper, Target};
use crate::document::Document;
use crate::drawing::{
    Area, Drawing, Fill, FillRule, Mark, Number, Paint, Placed, Run, Sampling, Segment, Stencil,
    Transform,
};
use crate::limits::Limits;
use crate::raster::{Layout, RasterFrame};
use crate::refusal::Refusal;

fn n(value: f32) -> Number {
    Number::of(value)
}

fn glyph(text: &str) -> Glyph {
    Glyph {
        advance: n(1_000.0),
        segments: vec![
            Segment::Move([n(0.0), n(0.0)]),
            Segment::Line([n(900.0), n(0.0)]),
            Segment::Line([n(900.0), n(900.0)]),
            Segment::Close,
        ],
        text: text.to_owned(),
    }
}

fn run(font: u32, glyph: u32) -> Mark {
    Mark::Glyphs(Run {
        font,
        transform: Transform::IDENTITY,
        glyphs: vec![Placed {
            glyph,
            x: n(0.0),
            y: n(0.0),
        }],
        fill: Some(Fill {
            paint: Paint::Colour([0; 3]),
            opacity: Number::ONE,
            rule: FillRule::NonZero,
        }),
        stroke: None,
    })
}

fn stencil(picture: u32) -> Mark {
    Mark::Stencil(Stencil {
        picture,
        sampling: Sampling::Quality,
        paint: Paint::Colour([0; 3]),
        opacity: Number::ONE,
    })
}

fn link(target: Target) -> Link {
    Link {
        area: Area {
            x: n(1.0),
            y: n(1.0),
            width: n(20.0),
            height: n(10.0),
        },
        target,
    }
}

fn paper(content: Vec<Mark>) -> Paper {
    let still = |layout, bytes| RasterFrame {
        pixels: vec![0; bytes],
        ..RasterFrame::still(8, 1, layout)
    };
    let blank = Glyph {
        segments: Vec::new(),
        ..glyph(" ")
    };
    Paper {
        title: "議案書".to_owned(),
        language: "ja".to_owned(),
        fonts: vec![Font {
            glyphs: vec![glyph("𠮷"), blank],
            ..Font::default()
        }],
        pictures: vec![still(Layout::Bilevel, 1), still(Layout::Gray, 8)],
        pages: vec![Page {
            width: n(595.0),
            height: n(842.0),
            content,
            ..Page::default()
        }],
        outline: Vec::new(),
        labels: Vec::new(),
    }
}

fn verdict(paper: &Paper) -> Result<(), Refusal> {
    paper.verify(&Limits::default())
}

#[test]
fn a_paper_of_every_kind_of_mark_is_taken_and_arrives_as_it_was_sent() {
    let mut whole = paper(vec![run(0, 0), run(0, 1), stencil(0)]);
    whole.pages[0].links = vec![
        link(Target::Page(0)),
        link(Target::Address("https://www.town.example.lg.jp/".into())),
    ];
    let bookmark = |depth| Bookmark {
        depth,
        title: "第一章".to_owned(),
        page: 0,
    };
    whole.outline = vec![bookmark(0), bookmark(1), bookmark(0)];
    whole.labels = vec![Label {
        page: 0,
        style: Numbering::LowerRoman,
        prefix: "資料".to_owned(),
        start: 1,
    }];
    assert_eq!(verdict(&whole), Ok(()));
    let document = Document::Paper(whole);
    let said = postcard::to_stdvec(&document).unwrap();
    assert_eq!(postcard::from_bytes::<Document>(&said).unwrap(), document);
}

#[test]
fn a_drawing_has_no_words_and_no_stencils() {
    for mark in [run(0, 0), stencil(0)] {
        let drawing = Drawing {
            width: n(10.0),
            height: n(10.0),
            content: vec![mark],
            ..Drawing::<Vec<u8>>::default()
        };
        assert!(matches!(
            drawing.verify(&Limits::default()),
            Err(Refusal::Vocabulary(_))
        ));
    }
}

#[test]
fn references_lead_to_what_is_there() {
    for content in [
        vec![run(1, 0)],
        vec![run(0, 2)],
        vec![stencil(1)],
        vec![stencil(2)],
    ] {
        assert!(
            matches!(
                verdict(&paper(content.clone())),
                Err(Refusal::Inconsistent(_))
            ),
            "{content:?}"
        );
    }
    let mut lost = paper(vec![]);
    lost.pages[0].links = vec![link(Target::Page(1))];
    assert!(verdict(&lost).is_err());
    let mut deep = paper(vec![]);
    deep.outline = vec![Bookmark {
        depth: 1,
        title: String::new(),
        page: 0,
    }];
    assert!(verdict(&deep).is_err());
    let mut late = paper(vec![]);
    late.pages.push(late.pages[0].clone());
    late.labels = vec![Label {
        page: 1,
        style: Numbering::Decimal,
        prefix: String::new(),
        start: 1,
    }];
    assert!(verdict(&late).is_err());
    assert!(verdict(&Paper::<Vec<u8>>::default()).is_err());
}

#[test]
fn addresses_lead_to_pages_and_mail_only() {
    let to = |address: &str| {
        let mut paper = paper(vec![]);
        paper.pages[0].links = vec![link(Target::Address(address.to_owned()))];
        verdict(&paper)
    };
    for good in [
        "http://a.example/",
        "HTTPS://a.example",
        "mailto:a@b.example",
    ] {
        assert_eq!(to(good), Ok(()), "{good}");
    }
    for bad in [
        "javascript:alert(1)",
        "file:///c:/x",
        "\\\\host\\share",
        "ms-word:x",
        "http",
        "https://a.example/ b",
        "https://a.example/\u{202e}fdp",
    ] {
        assert!(to(bad).is_err(), "{bad}");
    }
}

#[test]
fn pages_glyphs_and_words_stay_within_their_limits() {
    let sized = |width: f32, height: f32| {
        let mut paper = paper(vec![]);
        paper.pages[0].width = n(width);
        paper.pages[0].height = n(height);
        verdict(&paper)
    };
    assert_eq!(sized(3370.0, 2384.0), Ok(()));
    assert_eq!(sized(2384.0, 3370.0), Ok(()));
    for (width, height) in [
        (3370.0, 3370.0),
        (14_400.0, 10.0),
        (0.0, 10.0),
        (f32::NAN, 10.0),
        (-5.0, 10.0),
    ] {
        assert!(sized(width, height).is_err(), "{width} × {height}");
    }
    let font = |glyph: Glyph| {
        let mut paper = paper(vec![]);
        paper.fonts[0].glyphs = vec![glyph];
        verdict(&paper)
    };
    assert_eq!(font(glyph("ffi")), Ok(()));
    assert!(font(glyph("a\u{202e}b")).is_err());
    assert!(font(glyph(&"あ".repeat(33))).is_err());
    let mut wide = glyph("a");
    wide.advance = n(f32::INFINITY);
    assert!(font(wide).is_err());
    let tight = |limits: Limits| paper(vec![run(0, 0), run(0, 0)]).verify(&limits);
    let whole = Limits::default;
    assert!(
        tight(Limits {
            paper_placed: 1,
            ..whole()
        })
        .is_err()
    );
    assert!(
        tight(Limits {
            paper_marks: 1,
            ..whole()
        })
        .is_err()
    );
    assert!(
        tight(Limits {
            paper_glyphs: 1,
            ..whole()
        })
        .is_err()
    );
    assert!(
        tight(Limits {
            paper_segments: 3,
            ..whole()
        })
        .is_err()
    );
    assert!(
        tight(Limits {
            paper_pages: 0,
            ..whole()
        })
        .is_err()
    );
    assert!(
        tight(Limits {
            paper_picture_bytes: 8,
            ..whole()
        })
        .is_err()
    );
    assert!(
        tight(Limits {
            paper_picture_bytes: 9,
            ..whole()
        })
        .is_ok()
    );
}
