//! Pages drawn, and what their pixels are.

use sekisho_ir::drawing::{
    Blend, Clip, ClipShape, Definition, Fill, FillRule, Group, Image, Mark, Number, Paint, Path,
    Sampling, Segment, Transform,
};
use sekisho_ir::paper::Page;
use sekisho_ir::{Layout, RasterFrame, Refusal};

use super::Flat;

fn n(value: f32) -> Number {
    Number::of(value)
}

fn square([x, y, width, height]: [f32; 4]) -> Vec<Segment> {
    vec![
        Segment::Move([n(x), n(y)]),
        Segment::Line([n(x + width), n(y)]),
        Segment::Line([n(x + width), n(y + height)]),
        Segment::Line([n(x), n(y + height)]),
        Segment::Close,
    ]
}

fn filled(area: [f32; 4], colour: [u8; 3], opacity: f32) -> Mark {
    Mark::Path(Path {
        segments: square(area),
        fill: Some(Fill {
            paint: Paint::Colour(colour),
            opacity: n(opacity),
            rule: FillRule::NonZero,
        }),
        stroke: None,
        stroke_below: false,
        crisp: false,
    })
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

/// An inch across and down.
fn page(definitions: Vec<Definition>, content: Vec<Mark>) -> Page {
    Page {
        width: n(72.0),
        height: n(72.0),
        definitions,
        content,
        links: Vec::new(),
    }
}

fn drawn(page: &Page, pictures: &[RasterFrame<&[u8]>]) -> RasterFrame<Vec<u8>> {
    Flat::new(&[], pictures).draw(page, 150).unwrap()
}

fn at(frame: &RasterFrame<Vec<u8>>, x: usize, y: usize) -> [u8; 3] {
    assert_eq!(frame.layout, Layout::Rgb);
    let place = (y * usize::try_from(frame.width).unwrap() + x) * 3;
    frame.pixels[place..place + 3].try_into().unwrap()
}

#[test]
fn ink_and_paper_is_drawn_twice_as_finely_and_stays_so() {
    let half = drawn(
        &page(vec![], vec![filled([0.0, 0.0, 36.0, 72.0], [0; 3], 1.0)]),
        &[],
    );
    assert_eq!(
        (half.layout, half.width, half.height),
        (Layout::Bilevel, 300, 300)
    );
    let ink: u32 = half.pixels.iter().map(|byte| byte.count_ones()).sum();
    assert_eq!(ink, 150 * 300);
    let grey = drawn(
        &page(vec![], vec![filled([0.0, 0.0, 36.0, 72.0], [9; 3], 1.0)]),
        &[],
    );
    assert_eq!(
        (grey.layout, grey.width, grey.pixels[0]),
        (Layout::Gray, 150, 9)
    );
}

#[test]
fn what_is_cut_off_or_seen_through_is_drawn_so() {
    let clip = Definition::Clip(Clip {
        transform: Transform::IDENTITY,
        clip: None,
        shapes: vec![ClipShape {
            transform: Transform::IDENTITY,
            segments: square([0.0, 0.0, 36.0, 36.0]),
            rule: FillRule::NonZero,
            crisp: false,
            clip: None,
        }],
    });
    let content = vec![
        filled([0.0, 0.0, 72.0, 72.0], [0, 0, 200], 1.0),
        Mark::Open(Group {
            clip: Some(0),
            opacity: n(0.5),
            ..group()
        }),
        filled([0.0, 0.0, 72.0, 72.0], [200, 0, 0], 1.0),
        Mark::Close,
        Mark::Open(Group {
            blend: Blend::Multiply,
            ..group()
        }),
        filled([54.0, 54.0, 9.0, 9.0], [255, 255, 0], 1.0),
        Mark::Close,
    ];
    let frame = drawn(&page(vec![clip], content), &[]);
    let [red, green, blue] = at(&frame, 20, 20);
    assert!((98..=102).contains(&red) && green == 0 && (98..=102).contains(&blue));
    assert_eq!(at(&frame, 80, 20), [0, 0, 200]);
    assert_eq!(at(&frame, 120, 120), [0, 0, 0]);
}

#[test]
fn pictures_are_brought_down_to_what_is_seen_of_them() {
    // Four columns of four colours, a hundred pixels wide each, on an inch.
    let row: Vec<u8> = [[255_u8, 0, 0], [0, 255, 0], [0, 0, 255], [9, 9, 9]]
        .iter()
        .flat_map(|colour| colour.repeat(100))
        .collect();
    let pixels = row.repeat(400);
    let frame = RasterFrame {
        pixels: pixels.as_slice(),
        ..RasterFrame::still(400, 400, Layout::Rgb)
    };
    let content = vec![
        Mark::Open(Group {
            transform: Transform([n(0.18), n(0.0), n(0.0), n(0.18), n(0.0), n(0.0)]),
            ..group()
        }),
        Mark::Image(Image {
            picture: 0,
            sampling: Sampling::Quality,
        }),
        Mark::Close,
    ];
    let made = drawn(&page(vec![], content), &[frame]);
    assert!(made.lossy);
    assert_eq!(at(&made, 10, 75), [255, 0, 0]);
    assert_eq!(at(&made, 55, 75), [0, 255, 0]);
    assert_eq!(at(&made, 95, 75), [0, 0, 255]);
    assert_eq!(at(&made, 140, 140), [9, 9, 9]);
}

#[test]
fn a_page_painted_over_without_end_is_refused_and_one_covered_at_last_is_not() {
    let veils = vec![filled([0.0, 0.0, 72.0, 72.0], [9, 0, 0], 0.5); 500];
    let refused = Flat::new(&[], &[]).draw(&page(vec![], veils.clone()), 150);
    assert_eq!(refused.unwrap_err(), Refusal::TooMany("painting"));
    let mut covered = veils;
    covered.push(filled([0.0, 0.0, 72.0, 72.0], [1, 2, 3], 1.0));
    assert_eq!(at(&drawn(&page(vec![], covered), &[]), 5, 5), [1, 2, 3]);
}
