//! Windows metafiles: each family of records by its pixels.

use sekisho_ir::Kind;

use super::made::{BLUE, GREEN, RED, Shown, WHITE, Wmf, four_pixels};

#[test]
fn shapes_and_polygons() {
    let shown = Wmf::new(400, 400)
        // The first pen draws nothing.
        .raw(0x02fa, &[5, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        .record(0x012d, &[0])
        .solid(1, RED)
        .record(0x041b, &[90, 90, 10, 10])
        .solid(2, GREEN)
        .record(0x0418, &[90, 190, 10, 110])
        .solid(3, BLUE)
        .record(0x0324, &[3, 210, 10, 290, 10, 210, 90])
        .record(
            0x0538,
            &[
                2, 3, 3, 10, 110, 90, 110, 10, 190, 110, 110, 190, 110, 110, 190,
            ],
        )
        .record(0x012d, &[1])
        // A pie from above, against the clock, to the left.
        .record(0x081a, &[250, 10, 210, 50, 290, 90, 210, 10])
        .shown();
    assert_eq!(
        (shown.at(50, 50), shown.at(150, 50), shown.at(230, 25)),
        (RED, GREEN, BLUE)
    );
    assert_eq!(
        (shown.at(25, 125), shown.at(80, 180), shown.at(125, 125)),
        (BLUE, WHITE, BLUE)
    );
    assert_eq!((shown.at(35, 235), shown.at(65, 265)), (RED, WHITE));
}

#[test]
fn lines_windows_and_clips() {
    let shown = Wmf::new(400, 400)
        .raw(0x02fa, &[0, 0, 8, 0, 0, 0, 255, 0, 0, 0])
        .record(0x012d, &[0])
        .record(0x0214, &[20, 20])
        .record(0x0213, &[20, 200])
        .record(0x0325, &[2, 300, 20, 300, 380])
        .record(0x001e, &[])
        .record(0x0416, &[300, 200, 200, 100])
        .solid(1, BLUE)
        .record(0x041b, &[400, 400, 0, 0])
        .record(0x0127, &[-1])
        // A window of half the size shows all twice as large.
        .record(0x020c, &[200, 200])
        .solid(2, GREEN)
        .record(0x041b, &[200, 200, 180, 180])
        .shown();
    assert_eq!((shown.at(100, 20), shown.at(300, 200)), (RED, RED));
    assert_eq!((shown.at(150, 250), shown.at(250, 250)), (BLUE, WHITE));
    assert_eq!((shown.at(380, 380), shown.at(350, 350)), (GREEN, WHITE));
}

#[test]
fn bitmaps_and_pattern_fills() {
    let (header, pixels) = four_pixels();
    let dib = [header, pixels].concat();
    let numbers = |list: &[i16]| {
        list.iter()
            .flat_map(|n| n.to_le_bytes())
            .collect::<Vec<_>>()
    };
    let stretch = [
        numbers(&[0x20, 0xcc, 0, 2, 2, 0, 0, 100, 100, 0, 0]),
        dib.clone(),
    ]
    .concat();
    let stretch_of_blit = [numbers(&[0x20, 0xcc, 2, 2, 0, 0, 100, 100, 0, 200]), dib].concat();
    let shown = Wmf::new(400, 400)
        .raw(0x0f43, &stretch)
        .raw(0x0b41, &stretch_of_blit)
        .solid(0, GREEN)
        .record(0x061d, &[0x21, 0xf0, 100, 100, 200, 0])
        .shown();
    assert_eq!(
        (shown.at(5, 5), shown.at(5, 95), shown.at(95, 95)),
        (BLUE, RED, GREEN)
    );
    assert_eq!((shown.at(205, 5), shown.at(205, 95)), (BLUE, RED));
    assert_eq!((shown.at(50, 250), shown.at(150, 250)), (GREEN, WHITE));
}

#[test]
fn a_bitmap_without_colours_has_those_of_the_palette() {
    let palette = [0, 3, 2, 0, 255, 0, 0, 0, 0, 0, 255, 0];
    let header = [40, 2, 1, 1 | 8 << 16, 0, 4, 0, 0, 0, 0]
        .map(i32::to_le_bytes)
        .concat();
    let numbers = [0x20_i16, 0xcc, 1, 2, 0, 0, 200, 200, 0, 0]
        .map(i16::to_le_bytes)
        .concat();
    let blit = [numbers, header, vec![0, 1, 0, 0]].concat();
    let shown = Wmf::new(400, 400)
        .raw(0x00f7, &palette)
        .record(0x0234, &[0])
        .raw(0x0b41, &blit)
        .shown();
    assert_eq!(
        (shown.at(5, 100), shown.at(195, 100), shown.at(300, 100)),
        (RED, BLUE, WHITE)
    );
}

#[test]
fn objects_keep_their_numbers_whatever_they_are() {
    let shown = Wmf::new(400, 400)
        .raw(0x00f7, &[0, 3, 0, 0])
        .solid(1, RED)
        .record(0x01f0, &[0])
        // The first free number is nought again.
        .solid(0, BLUE)
        .record(0x041b, &[90, 90, 10, 10])
        .record(0x012d, &[1])
        .record(0x041b, &[190, 190, 110, 110])
        .shown();
    assert_eq!((shown.at(50, 50), shown.at(150, 150)), (BLUE, RED));
}

#[test]
fn a_metafile_without_a_header_of_its_size_is_as_large_as_its_window() {
    let file = Wmf::new(300, 150)
        .solid(0, RED)
        .record(0x041b, &[150, 300, 0, 0])
        .done();
    let shown = Shown::of(&file[22..], Kind::Wmf, (300, 150)).unwrap();
    assert_eq!((shown.frame.width, shown.frame.height), (400, 200));
    assert_eq!(shown.at(150, 75), RED);
}
