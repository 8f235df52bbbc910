//! A drawing of every kind of mark, and what becomes of it.

use sekisho_ir::drawing::{
    Blend, Cap, Clip, ClipShape, Definition, Fill, FillRule, Gradient, Group, Image, Join, Linear,
    Mark, Number, Paint, Path, Sampling, Segment, Spread, Stop, Stroke, Transform,
};
use sekisho_ir::{Drawing, Layout, Limits, RasterFrame};

fn n(value: f32) -> Number {
    Number::of(value)
}

fn drawing() -> Drawing<&'static [u8]> {
    let segments = vec![
        Segment::Move([n(0.0), n(0.1)]),
        Segment::Cubic([n(1.0), n(2.0), n(3.0), n(4.0), n(5.0), n(-6.5)]),
        Segment::Close,
    ];
    let stop = |offset, colour| Stop {
        offset: n(offset),
        colour,
        opacity: n(0.5),
    };
    Drawing {
        width: n(10.0),
        height: n(20.5),
        definitions: vec![
            Definition::Linear(Linear {
                from: [n(0.0), n(0.0)],
                to: [n(1.0), n(0.0)],
                gradient: Gradient {
                    transform: Transform::IDENTITY,
                    spread: Spread::Reflect,
                    stops: vec![stop(0.0, [255, 0, 0]), stop(1.0, [0, 0, 255])],
                },
            }),
            Definition::Clip(Clip {
                transform: Transform::IDENTITY,
                clip: None,
                shapes: vec![ClipShape {
                    transform: Transform::IDENTITY,
                    segments: segments.clone(),
                    rule: FillRule::EvenOdd,
                    crisp: true,
                    clip: None,
                }],
            }),
        ],
        pictures: vec![RasterFrame {
            pixels: &[1, 2, 3],
            ..RasterFrame::still(1, 1, Layout::Rgb)
        }],
        content: vec![
            Mark::Open(Group {
                transform: Transform([n(2.0), n(0.0), n(0.0), n(2.0), n(1e-7), n(0.0)]),
                opacity: n(0.25),
                blend: Blend::ColourBurn,
                isolated: true,
                clip: Some(1),
                mask: None,
            }),
            Mark::Path(Path {
                segments,
                fill: Some(Fill {
                    paint: Paint::Defined(0),
                    opacity: Number::ONE,
                    rule: FillRule::NonZero,
                }),
                stroke: Some(Stroke {
                    paint: Paint::Colour([1, 2, 3]),
                    opacity: Number::ONE,
                    width: n(2.0),
                    cap: Cap::Round,
                    join: Join::Bevel,
                    miter: n(4.0),
                    dashes: vec![n(1.0), n(2.0)],
                    dash_offset: Number::ZERO,
                }),
                stroke_below: false,
                crisp: false,
            }),
            Mark::Image(Image {
                picture: 0,
                sampling: Sampling::Crisp,
            }),
            Mark::Close,
        ],
    }
}

#[test]
fn every_mark_is_spelled_as_agreed() {
    let drawing = drawing();
    drawing.verify(&Limits::default()).unwrap();
    let text = String::from_utf8(super::write(&drawing).unwrap()).unwrap();
    let (head, picture) = text.split_once("base64,").unwrap();
    assert_eq!(
        head,
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1""#,
            r#" width="10" height="20.5" viewBox="0 0 10 20.5"><defs><linearGradient id="d0" x1="0" y1="0" x2="1""#,
            r#" y2="0" gradientUnits="userSpaceOnUse" spreadMethod="reflect"><stop offset="0" stop-color="#,
            "\"#ff0000\"",
            r#" stop-opacity="0.5"/><stop offset="1" stop-color="#,
            "\"#0000ff\"",
            r#" stop-opacity="0.5"/></linearGradient><clipPath id="d1"><path clip-rule="evenodd""#,
            r#" shape-rendering="crispEdges" d="M0 0.1C1 2 3 4 5 -6.5Z"/></clipPath></defs>"#,
            r#"<g transform="matrix(2 0 0 2 0.0000001 0)" opacity="0.25" clip-path="url(#d1)""#,
            r#" style="mix-blend-mode:color-burn;isolation:isolate"><path fill="url(#d0)" stroke="#,
            "\"#010203\"",
            r#" stroke-width="2" stroke-linecap="round" stroke-linejoin="bevel" stroke-miterlimit="4""#,
            r#" stroke-dasharray="1 2" stroke-dashoffset="0" d="M0 0.1C1 2 3 4 5 -6.5Z"/>"#,
            r#"<image width="1" height="1" image-rendering="optimizeSpeed" xlink:href="data:image/png;"#,
        )
    );
    assert!(picture.ends_with("\"/></g></svg>\n"));
}
