//! Enhanced metafiles: each family of records by its pixels.

use super::made::{BLACK, BLUE, Emf, GREEN, RED, Shown, WHITE, four_pixels};

const RED_INK: i32 = 0x0000_00ff;
const GREEN_INK: i32 = 0x0000_ff00;
const BLUE_INK: i32 = 0x00ff_0000;

/// Four numbers that players do not look at.
const BOUNDS: [i32; 4] = [0; 4];

#[test]
fn a_frame_says_how_large_it_is() {
    let shown = Emf::new(400, 200)
        .solid(1, RED_INK)
        .record(43, &[0, 0, 400, 200])
        .shown();
    // A hundred millimetres at 192 dots an inch.
    assert_eq!((shown.frame.width, shown.frame.height), (756, 378));
    assert_eq!(shown.at(200, 100), RED);
}

#[test]
fn shapes_are_filled_and_edged() {
    let shown = Emf::new(400, 300)
        .bare()
        .solid(1, RED_INK)
        .record(43, &[10, 10, 90, 90])
        .solid(2, GREEN_INK)
        .record(42, &[110, 10, 190, 90])
        .solid(3, BLUE_INK)
        .record(44, &[210, 10, 290, 90, 40, 40])
        .pen(4, 0, 6, BLUE_INK)
        .record(37, &[i32::MIN | 5])
        .record(43, &[310, 10, 390, 90])
        .record(37, &[1])
        .bare()
        .record(47, &[10, 110, 90, 190, 50, 110, 10, 150])
        .record(46, &[110, 110, 190, 190, 190, 150, 110, 150])
        .shown();
    assert_eq!(shown.at(50, 50), RED);
    assert_eq!(shown.at(5, 50), WHITE);
    assert_eq!((shown.at(150, 50), shown.at(112, 12)), (GREEN, WHITE));
    assert_eq!((shown.at(250, 50), shown.at(211, 11)), (BLUE, WHITE));
    assert_eq!((shown.at(310, 50), shown.at(350, 50)), (BLUE, WHITE));
    // A pie from above, against the clock, to the left: the upper left quarter alone.
    assert_eq!((shown.at(35, 135), shown.at(65, 165)), (RED, WHITE));
    assert_eq!((shown.at(65, 135), shown.at(35, 165)), (WHITE, WHITE));
    // A chord from the right over the top to the left.
    assert_eq!((shown.at(150, 130), shown.at(150, 170)), (RED, WHITE));
}

#[test]
fn polygons_of_both_sizes_and_both_fills() {
    let star = [100, 10, 160, 190, 10, 80, 190, 80, 40, 190];
    let small: Vec<u8> = star
        .iter()
        .flat_map(|n: &i32| i16::try_from(*n + 200).unwrap().to_le_bytes())
        .collect();
    let small = [
        [BOUNDS.to_vec(), vec![5]]
            .concat()
            .iter()
            .flat_map(|n| n.to_le_bytes())
            .collect(),
        small,
    ]
    .concat();
    let shown = Emf::new(600, 400)
        .bare()
        .solid(1, RED_INK)
        .record(19, &[1])
        .record(3, &[&BOUNDS[..], &[5], &star].concat())
        .record(19, &[2])
        .raw(86, &small)
        // Two rectangles as one shape.
        .record(
            8,
            &[
                &BOUNDS[..],
                &[2, 8, 4, 4],
                &[410, 10, 450, 10, 450, 50, 410, 50],
                &[510, 10, 550, 10, 550, 50, 510, 50],
            ]
            .concat(),
        )
        .shown();
    assert_eq!(
        shown.at(100, 100),
        WHITE,
        "the middle of a star is a hole where fills alternate"
    );
    assert_eq!(shown.at(100, 40), RED);
    assert_eq!(shown.at(300, 300), RED, "and none where they wind");
    assert_eq!(
        (shown.at(430, 30), shown.at(480, 30), shown.at(530, 30)),
        (RED, WHITE, RED)
    );
}

#[test]
fn lines_and_curves_go_on_from_where_they_are() {
    let shown = Emf::new(400, 300)
        .pen(1, 0, 8, RED_INK)
        .record(27, &[20, 20])
        .record(54, &[200, 20])
        .record(6, &[&BOUNDS[..], &[2, 200, 100, 20, 100]].concat())
        .record(
            5,
            &[&BOUNDS[..], &[3, 20, 200, 200, 200, 200, 280]].concat(),
        )
        .record(4, &[&BOUNDS[..], &[2, 300, 20, 300, 280]].concat())
        .shown();
    for (x, y) in [(100, 20), (200, 60), (100, 100), (200, 270), (300, 150)] {
        assert_eq!(shown.at(x, y), RED, "{x} {y}");
    }
    assert_eq!(shown.at(250, 150), WHITE);
}

#[test]
fn the_page_maps_and_the_world_turns() {
    let world = |numbers: [f32; 6]| numbers.map(f32::to_le_bytes).concat();
    let shown = Emf::new(400, 400)
        .bare()
        .solid(1, RED_INK)
        .record(33, &[])
        // A thousand units from the lower left corner up.
        .record(17, &[8])
        .record(9, &[1000, -1000])
        .record(11, &[400, 400])
        .record(12, &[0, 400])
        .record(43, &[100, 100, 300, 300])
        .record(34, &[-1])
        .solid(2, BLUE_INK)
        .raw(35, &world([0.0, 1.0, -1.0, 0.0, 400.0, 0.0]))
        .record(43, &[10, 10, 50, 90])
        .shown();
    assert_eq!((shown.at(80, 320), shown.at(80, 80)), (RED, WHITE));
    assert_eq!((shown.at(350, 30), shown.at(30, 50)), (BLUE, WHITE));
}

#[test]
fn a_clip_keeps_within_and_a_state_comes_back() {
    let shown = Emf::new(400, 400)
        .bare()
        .solid(1, RED_INK)
        .record(33, &[])
        .record(30, &[100, 100, 300, 300])
        .record(29, &[150, 150, 250, 250])
        .record(43, &[0, 0, 400, 400])
        .record(34, &[-1])
        .solid(2, BLUE_INK)
        .record(43, &[0, 350, 400, 400])
        // A region of two rectangles instead of all.
        .record(
            75,
            &[
                64, 5, 32, 1, 2, 32, 0, 0, 0, 0, 10, 10, 30, 30, 50, 10, 70, 30,
            ],
        )
        .record(43, &[0, 0, 400, 60])
        .shown();
    assert_eq!(
        (shown.at(50, 200), shown.at(120, 200), shown.at(200, 200)),
        (WHITE, RED, WHITE)
    );
    assert_eq!(shown.at(200, 375), BLUE);
    assert_eq!(
        (shown.at(20, 20), shown.at(40, 20), shown.at(60, 20)),
        (BLUE, WHITE, BLUE)
    );
}

#[test]
fn a_path_is_filled_stroked_and_clips() {
    let figure = |emf: Emf| {
        emf.record(59, &[])
            .record(27, &[50, 50])
            .record(54, &[150, 50])
            .record(54, &[150, 150])
            .record(54, &[50, 150])
            .record(61, &[])
            .record(60, &[])
    };
    let emf = Emf::new(400, 400).solid(1, RED_INK).pen(2, 0, 10, BLUE_INK);
    let shown = figure(emf).record(63, &BOUNDS).shown();
    assert_eq!(
        (shown.at(100, 100), shown.at(50, 100), shown.at(200, 100)),
        (RED, BLUE, WHITE)
    );
    let emf = Emf::new(400, 400).bare().solid(1, RED_INK);
    let shown = figure(emf)
        .record(67, &[1])
        .record(43, &[0, 0, 400, 400])
        .shown();
    assert_eq!((shown.at(100, 100), shown.at(200, 100)), (RED, WHITE));
}

/// A bitmap record with the bitmap behind its numbers.
fn with_bitmap(kind: u32, fields: &[i32], places: usize, emf: Emf) -> Emf {
    let (header, pixels) = four_pixels();
    let start = i32::try_from(fields.len() * 4 + 8).unwrap();
    let mut fields = fields.to_vec();
    fields[places..places + 4].copy_from_slice(&[start, 40, start + 40, 16]);
    let mut body: Vec<u8> = fields.iter().flat_map(|n| n.to_le_bytes()).collect();
    body.extend(header);
    body.extend(pixels);
    emf.raw(kind, &body)
}

const COPY: i32 = 0x00cc_0020;

fn stretched(emf: Emf, place: [i32; 4], part: [i32; 4]) -> Emf {
    let [x, y, wide, high] = place;
    let [left, top, across, down] = part;
    let fields = [
        0, 0, 0, 0, x, y, left, top, across, down, 0, 0, 0, 0, 0, COPY, wide, high,
    ];
    with_bitmap(81, &fields, 10, emf)
}

#[test]
fn bitmaps_are_stretched_cut_and_turned_over() {
    let emf = stretched(Emf::new(400, 400), [0, 0, 100, 100], [0, 0, 2, 2]);
    let emf = stretched(emf, [200, 100, 100, -100], [0, 0, 2, 2]);
    // The lower left pixel alone: parts count from below.
    let shown = stretched(emf, [0, 200, 100, 100], [0, 0, 1, 1]).shown();
    assert_eq!((shown.at(5, 5), shown.at(95, 5)), (BLUE, WHITE));
    assert_eq!((shown.at(5, 95), shown.at(95, 95)), (RED, GREEN));
    assert_eq!((shown.at(205, 5), shown.at(205, 95)), (RED, BLUE));
    assert_eq!((shown.at(50, 250), shown.at(95, 295)), (RED, RED));
}

#[test]
fn raster_operations_combine_with_what_is_there() {
    let blit = |emf: Emf, kind: u32, operation: i32, x: i32| {
        let mut fields = vec![0, 0, 0, 0, x, 0, 100, 100, operation, 0, 0];
        fields.extend([0x3f80_0000, 0, 0, 0x3f80_0000, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2]);
        with_bitmap(kind, &fields, 19, emf)
    };
    let emf = Emf::new(400, 200)
        .bare()
        .solid(1, RED_INK)
        .record(43, &[0, 0, 400, 100]);
    let emf = blit(emf, 77, 0x0088_00c6, 0);
    let emf = blit(emf, 77, 0x00ee_0086, 100);
    let emf = blit(emf, 77, 0x0066_0046, 200);
    let shown = emf
        .record(
            76,
            &[
                0,
                0,
                0,
                0,
                300,
                0,
                50,
                100,
                0x0055_0009,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
            ],
        )
        .shown();
    // And: blue on red is black, red stays.
    assert_eq!((shown.at(5, 5), shown.at(5, 95)), (BLACK, RED));
    assert_eq!(
        (shown.at(105, 5), shown.at(195, 95)),
        ([255, 0, 255], [255, 255, 0])
    );
    assert_eq!(
        (shown.at(205, 95), shown.at(205, 5)),
        (BLACK, [255, 0, 255])
    );
    assert_eq!((shown.at(320, 50), shown.at(370, 50)), ([0, 255, 255], RED));
}

#[test]
fn alpha_lets_what_is_below_through() {
    let mut fields = vec![0, 0, 0, 0, 0, 0, 100, 100, 0x0080_0000, 0, 0];
    fields.extend([0x3f80_0000, 0, 0, 0x3f80_0000, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2]);
    let emf = Emf::new(400, 400)
        .bare()
        .solid(1, 0)
        .record(43, &[0, 0, 400, 400]);
    let shown = with_bitmap(114, &fields, 19, emf).shown();
    let [red, green, blue] = shown.at(5, 95);
    assert!((120..=135).contains(&red) && green < 5 && blue < 5);
    assert_eq!(shown.at(200, 200), BLACK);
}

#[test]
fn hatches_gradients_and_regions() {
    let vertex = |x: i32, y: i32, red: i32, blue: i32| [x, y, red << 8, blue << 8];
    let shown = Emf::new(400, 400)
        .bare()
        .record(39, &[1, 2, RED_INK, 4])
        .record(37, &[1])
        .record(43, &[0, 0, 100, 100])
        .record(
            118,
            &[
                &BOUNDS[..],
                &[2, 1, 0],
                &vertex(200, 0, 0xff, 0),
                &vertex(300, 100, 0, 0xff),
                &[0, 1],
            ]
            .concat(),
        )
        .solid(2, BLUE_INK)
        .record(
            71,
            &[
                &BOUNDS[..],
                &[48, 2, 32, 1, 1, 16, 0, 0, 0, 0, 10, 210, 90, 290],
            ]
            .concat(),
        )
        .record(15, &[300, 300, GREEN_INK])
        .shown();
    let hatched = (0..100).filter(|x| shown.at(*x, 50) != WHITE).count();
    assert!((8..60).contains(&hatched), "{hatched}");
    let ([left, _, low], [right, _, high]) = (shown.at(205, 50), shown.at(295, 50));
    assert!(left > 220 && low < 40 && right < 40 && high > 220);
    assert_eq!(shown.at(50, 250), BLUE);
    assert_eq!(shown.at(300, 300), GREEN);
}

#[test]
fn a_bitmap_that_is_not_all_there_is_stays_where_it_is() {
    let shown = stretched(Emf::new(400, 400), [0, 0, 100, 100], [0, 0, 2, 2]).shown();
    assert_eq!(shown.frame.width, 756);
    let shown: Shown = stretched(Emf::new(400, 400), [0, 0, 400, 400], [0, 0, 2, 2]).shown();
    assert_eq!(
        (shown.frame.width, shown.frame.height),
        (2, 2),
        "all of it is the bitmap itself"
    );
}
