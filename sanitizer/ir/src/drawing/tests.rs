//! Descriptions a reader that was taken over might give, and the one it should.

use super::{
    Area, Blend, Cap, Clip, ClipShape, Definition, Drawing, Fill, FillRule, Gradient, Group, Image,
    Join, Linear, Mark, Mask, MaskBy, Number, Paint, Path, Pattern, Sampling, Segment, Spread,
    Stop, Stroke, Transform,
};
use crate::limits::Limits;
use crate::raster::{Layout, RasterFrame};
use crate::refusal::Refusal;

fn n(value: f32) -> Number {
    Number::of(value)
}

fn outline() -> Vec<Segment> {
    vec![
        Segment::Move([n(0.0), n(0.0)]),
        Segment::Line([n(5.0), n(5.0)]),
        Segment::Close,
    ]
}

fn painted(paint: Paint) -> Path {
    Path {
        segments: outline(),
        fill: Some(Fill {
            paint,
            opacity: Number::ONE,
            rule: FillRule::NonZero,
        }),
        stroke: None,
        stroke_below: false,
        crisp: false,
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

fn area() -> Area {
    Area {
        x: Number::ZERO,
        y: Number::ZERO,
        width: n(5.0),
        height: n(5.0),
    }
}

fn tile(content: Vec<Mark>) -> Definition {
    Definition::Pattern(Pattern {
        transform: Transform::IDENTITY,
        tile: area(),
        content,
    })
}

fn linear(stops: Vec<Stop>) -> Definition {
    Definition::Linear(Linear {
        from: [Number::ZERO; 2],
        to: [Number::ONE; 2],
        gradient: Gradient {
            transform: Transform::IDENTITY,
            spread: Spread::Pad,
            stops,
        },
    })
}

fn stop(offset: f32) -> Stop {
    Stop {
        offset: n(offset),
        colour: [0; 3],
        opacity: Number::ONE,
    }
}

fn of(definitions: Vec<Definition>, content: Vec<Mark>) -> Drawing {
    Drawing {
        width: n(10.0),
        height: n(10.0),
        definitions,
        pictures: vec![RasterFrame {
            pixels: vec![0; 3],
            ..RasterFrame::still(1, 1, Layout::Rgb)
        }],
        content,
    }
}

fn verdict(drawing: &Drawing) -> Result<(), Refusal> {
    drawing.verify(&Limits::default())
}

#[test]
fn a_drawing_of_every_kind_of_mark_is_taken() {
    let clip = |clip| {
        Definition::Clip(Clip {
            transform: Transform::IDENTITY,
            clip,
            shapes: vec![ClipShape {
                transform: Transform::IDENTITY,
                segments: outline(),
                rule: FillRule::EvenOdd,
                crisp: false,
                clip,
            }],
        })
    };
    let image = Mark::Image(Image {
        picture: 0,
        sampling: Sampling::Quality,
    });
    let definitions = vec![
        linear(vec![stop(0.0), stop(1.0)]),
        tile(vec![Mark::Path(painted(Paint::Defined(0)))]),
        clip(None),
        clip(Some(2)),
        Definition::Mask(Mask {
            area: area(),
            by: MaskBy::Alpha,
            mask: None,
            content: vec![image.clone()],
        }),
    ];
    let content = vec![
        Mark::Open(Group {
            clip: Some(3),
            mask: Some(4),
            ..group()
        }),
        Mark::Path(painted(Paint::Defined(1))),
        image,
        Mark::Close,
    ];
    let drawing = of(definitions, content);
    assert_eq!(verdict(&drawing), Ok(()));
    let said = postcard::to_stdvec(&drawing).unwrap();
    assert_eq!(postcard::from_bytes::<Drawing>(&said).unwrap(), drawing);
}

#[test]
fn references_lead_back_to_their_own_kind_only() {
    let red = || Mark::Path(painted(Paint::Colour([255, 0, 0])));
    let by = |index| Mark::Path(painted(Paint::Defined(index)));
    let veiled = |clip, mask| {
        vec![
            Mark::Open(Group {
                clip,
                mask,
                ..group()
            }),
            red(),
            Mark::Close,
        ]
    };
    for (what, drawing) in [
        ("itself", of(vec![tile(vec![by(0)])], vec![])),
        (
            "a later one",
            of(vec![tile(vec![by(1)]), tile(vec![red()])], vec![]),
        ),
        ("one that is not there", of(vec![], vec![by(7)])),
        (
            "a pattern as a clip",
            of(vec![tile(vec![red()])], veiled(Some(0), None)),
        ),
        (
            "a pattern as a mask",
            of(vec![tile(vec![red()])], veiled(None, Some(0))),
        ),
        (
            "a picture that is not there",
            of(
                vec![],
                vec![Mark::Image(Image {
                    picture: 1,
                    sampling: Sampling::Quality,
                })],
            ),
        ),
    ] {
        assert!(
            matches!(verdict(&drawing), Err(Refusal::Inconsistent(_))),
            "{what}"
        );
    }
}

#[test]
fn numbers_out_of_their_range_are_refused() {
    let stroke = |width, dashes: &[f32], miter, opacity| {
        let mut path = painted(Paint::Colour([0; 3]));
        path.stroke = Some(Stroke {
            paint: Paint::Colour([0; 3]),
            opacity: n(opacity),
            width: n(width),
            cap: Cap::Butt,
            join: Join::Miter,
            miter: n(miter),
            dashes: dashes.iter().map(|dash| n(*dash)).collect(),
            dash_offset: Number::ZERO,
        });
        of(vec![], vec![Mark::Path(path)])
    };
    assert_eq!(verdict(&stroke(1.0, &[1.0, 0.0], 4.0, 0.5)), Ok(()));
    let placed = |x: f32| {
        let mut path = painted(Paint::Colour([0; 3]));
        path.segments.insert(1, Segment::Line([n(x), n(0.0)]));
        of(vec![], vec![Mark::Path(path)])
    };
    let sized = |width: f32| Drawing {
        width: n(width),
        ..of(vec![], vec![])
    };
    for drawing in [
        stroke(0.0, &[], 4.0, 1.0),
        stroke(f32::NAN, &[], 4.0, 1.0),
        stroke(1.0, &[0.0, 0.0], 4.0, 1.0),
        stroke(1.0, &[-1.0], 4.0, 1.0),
        stroke(1.0, &[], 0.5, 1.0),
        stroke(1.0, &[], 4.0, 1.1),
        placed(f32::NAN),
        placed(f32::INFINITY),
        placed(-2.0e15),
        sized(0.0),
        sized(f32::NAN),
        sized(1.0e6),
        of(vec![linear(vec![stop(0.0)])], vec![]),
        of(vec![linear(vec![stop(0.5), stop(0.4)])], vec![]),
        of(vec![linear(vec![stop(0.0), stop(f32::NAN)])], vec![]),
    ] {
        assert!(verdict(&drawing).is_err(), "{drawing:?}");
    }
}

#[test]
fn groups_and_outlines_are_whole() {
    let open = || Mark::Open(group());
    let path = |segments| {
        vec![Mark::Path(Path {
            segments,
            ..painted(Paint::Colour([0; 3]))
        })]
    };
    let line = Segment::Line([n(1.0), n(1.0)]);
    let begun = Segment::Move([n(1.0), n(1.0)]);
    for content in [
        vec![open()],
        vec![Mark::Close],
        vec![Mark::Close, open()],
        path(vec![]),
        path(vec![begun]),
        path(vec![line, line]),
        path(vec![begun, Segment::Close, line]),
        path(vec![begun, Segment::Close, Segment::Close]),
    ] {
        assert!(
            verdict(&of(vec![], content.clone())).is_err(),
            "{content:?}"
        );
    }
    let depth = Limits::default().drawing_depth;
    let deep = |depth: usize| {
        let marks = std::iter::repeat_with(open).take(depth);
        of(vec![], marks.chain(vec![Mark::Close; depth]).collect())
    };
    assert_eq!(verdict(&deep(depth)), Ok(()));
    assert!(verdict(&deep(depth + 1)).is_err());
}

#[test]
fn few_bytes_cannot_ask_for_work_or_pixels_without_end() {
    let mut definitions = vec![tile(vec![Mark::Path(painted(Paint::Colour([0; 3])))])];
    for before in 0..30 {
        definitions.push(tile(vec![Mark::Path(painted(Paint::Defined(before))); 10]));
    }
    assert_eq!(
        verdict(&of(definitions, vec![])),
        Err(Refusal::TooMany("marks drawn"))
    );
    let image = Mark::Image(Image {
        picture: 0,
        sampling: Sampling::Quality,
    });
    let mut shown = of(vec![], vec![image; 1_000]);
    let edge = 500;
    shown.pictures = vec![RasterFrame {
        pixels: vec![0; 3 * 500 * 500],
        ..RasterFrame::still(edge, edge, Layout::Rgb)
    }];
    assert_eq!(
        verdict(&shown),
        Err(Refusal::TooLarge("the pictures of a drawing"))
    );
    let tight = Limits {
        drawing_segments: 5,
        drawing_marks: 3,
        ..Limits::default()
    };
    let path = || Mark::Path(painted(Paint::Colour([0; 3])));
    assert!(of(vec![], vec![path()]).verify(&tight).is_ok());
    assert!(of(vec![], vec![path(); 2]).verify(&tight).is_err());
}
