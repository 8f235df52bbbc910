//! GDI+ inside comments: played where it is alone, passed over where GDI draws the same.

use super::made::{BLUE, Emf, GREEN, RED, Shown, WHITE};

const RED_INK: u32 = 0xffff_0000;
const BLUE_INK: u32 = 0xff00_00ff;
const GREEN_INK: u32 = 0xff00_ff00;

/// Records of GDI+, of whole numbers of four bytes.
#[derive(Default)]
struct Plus(Vec<u8>);

impl Plus {
    fn new(dual: u16) -> Self {
        Self::default().add(0x4001, dual, &[0xdbc0_1002, 1, 96, 96])
    }

    fn add(mut self, kind: u16, flags: u16, numbers: &[u32]) -> Self {
        let length = u32::try_from(numbers.len() * 4).unwrap();
        self.0.extend(kind.to_le_bytes());
        self.0.extend(flags.to_le_bytes());
        self.0.extend((length + 12).to_le_bytes());
        self.0.extend(length.to_le_bytes());
        self.0
            .extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        self
    }

    fn comment(self, emf: Emf) -> Emf {
        let length = u32::try_from(self.0.len() + 4).unwrap();
        let body = [&length.to_le_bytes()[..], b"EMF+", &self.0].concat();
        emf.raw(70, &body)
    }

    fn shown(self) -> Shown {
        self.comment(Emf::new(400, 400)).shown()
    }
}

fn floats<const N: usize>(numbers: [f32; N]) -> [u32; N] {
    numbers.map(f32::to_bits)
}

/// A rectangle of one colour.
fn fill(plus: Plus, colour: u32, frame: [f32; 4]) -> Plus {
    plus.add(0x400a, 0x8000, &[&[colour, 1][..], &floats(frame)].concat())
}

#[test]
fn rectangles_polygons_and_ellipses_of_one_colour() {
    let plus = fill(Plus::new(0), RED_INK, [10.0, 10.0, 80.0, 80.0]);
    let triangle = floats([210.0, 10.0, 290.0, 10.0, 210.0, 90.0]);
    let shown = plus
        .add(
            0x400e,
            0x8000,
            &[&[GREEN_INK][..], &floats([110.0, 10.0, 80.0, 80.0])].concat(),
        )
        .add(0x400c, 0x8000, &[&[BLUE_INK, 3][..], &triangle].concat())
        // Half of a colour on white.
        .add(0x400a, 0xc000, &[0x80ff_0000, 1, 0x006e_000a, 0x0050_0050])
        .shown();
    assert_eq!(
        (shown.at(50, 50), shown.at(150, 50), shown.at(112, 12)),
        (RED, GREEN, WHITE)
    );
    assert_eq!((shown.at(230, 25), shown.at(280, 80)), (BLUE, WHITE));
    let [red, green, _] = shown.at(50, 150);
    assert!(red == 255 && (120..=135).contains(&green));
}

#[test]
fn pens_paths_and_brushes_from_the_table() {
    let pen = [
        &[0xdbc0_1002, 0, 0, 0][..],
        &floats([10.0]),
        &[0xdbc0_1002, 0, RED_INK],
    ]
    .concat();
    let corners = floats([20.0, 220.0, 120.0, 220.0, 120.0, 320.0, 20.0, 320.0]);
    // Kinds of points: a start, three lines, the last one closes.
    let path = [&[0xdbc0_1002, 4, 0][..], &corners, &[0x8101_0100]].concat();
    let frame = floats([200.0, 200.0, 100.0, 100.0]);
    let blend = [
        &[0xdbc0_1002, 4, 0, 0][..],
        &frame,
        &[RED_INK, BLUE_INK, 0, 0],
    ]
    .concat();
    let shown = Plus::new(0)
        .add(0x4008, 0x0200, &pen)
        .add(0x4008, 0x0301, &path)
        .add(0x4008, 0x0102, &blend)
        .add(
            0x400d,
            0,
            &[&[2][..], &floats([20.0, 20.0, 200.0, 20.0])].concat(),
        )
        .add(0x4014, 0x8001, &[GREEN_INK])
        .add(0x4015, 0x0001, &[0])
        .add(0x400a, 0, &[&[2, 1][..], &frame].concat())
        .shown();
    assert_eq!((shown.at(100, 20), shown.at(100, 40)), (RED, WHITE));
    assert_eq!((shown.at(70, 270), shown.at(20, 270)), (GREEN, RED));
    let ([left, _, low], [right, _, high]) = (shown.at(203, 250), shown.at(296, 250));
    assert!(left > 220 && low < 40 && right < 40 && high > 220);
}

#[test]
fn transforms_clips_and_saved_states() {
    let plus = Plus::new(0)
        .add(0x4025, 0, &[7])
        .add(0x402d, 0, &floats([100.0, 100.0]))
        .add(0x402e, 0, &floats([2.0, 2.0]))
        .add(0x4032, 0, &floats([0.0, 0.0, 50.0, 50.0]));
    let plus = fill(plus, RED_INK, [25.0, 25.0, 100.0, 100.0]).add(0x4026, 0, &[7]);
    let plus = fill(plus, BLUE_INK, [0.0, 0.0, 20.0, 20.0]);
    // All but a rectangle, by a region that is joined of two.
    let frame = floats([300.0, 300.0, 50.0, 50.0]);
    let region = [&[0xdbc0_1002, 3, 4, 0x1000_0003, 0x1000_0000][..], &frame].concat();
    let plus = plus.add(0x4008, 0x0405, &region).add(0x4034, 0x0005, &[]);
    let shown = fill(plus, GREEN_INK, [260.0, 260.0, 140.0, 140.0]).shown();
    assert_eq!(
        (shown.at(120, 120), shown.at(180, 180), shown.at(230, 180)),
        (WHITE, RED, WHITE)
    );
    assert_eq!(shown.at(10, 10), BLUE);
    assert_eq!(
        (shown.at(270, 270), shown.at(325, 325), shown.at(380, 380)),
        (GREEN, WHITE, GREEN)
    );
}

#[test]
fn bitmaps_on_rectangles_and_parallelograms_whole_or_in_parts() {
    let pixels = [RED_INK, GREEN_INK, BLUE_INK, 0];
    let image = [&[0xdbc0_1002, 1, 2, 2, 8, 0x0026_200a, 0][..], &pixels].concat();
    let (first, rest) = image.split_at(6);
    let whole = u32::try_from(image.len() * 4).unwrap();
    let part = floats([0.0, 0.0, 2.0, 2.0]);
    let shown = Plus::new(0)
        .add(0x4008, 0x8500, &[&[whole][..], first].concat())
        .add(0x4008, 0x0500, rest)
        .add(
            0x401a,
            0,
            &[&[9, 2][..], &part, &floats([0.0, 0.0, 200.0, 200.0])].concat(),
        )
        .add(
            0x401b,
            0,
            &[
                &[9, 2][..],
                &part,
                &[3],
                &floats([400.0, 200.0, 400.0, 400.0, 200.0, 200.0]),
            ]
            .concat(),
        )
        .shown();
    assert_eq!((shown.at(5, 5), shown.at(195, 5)), (RED, GREEN));
    assert_eq!((shown.at(5, 195), shown.at(195, 195)), (BLUE, WHITE));
    // Turned by a quarter: what was on the right is below.
    assert_eq!((shown.at(395, 205), shown.at(395, 395)), (RED, GREEN));
}

#[test]
fn what_gdi_draws_as_well_is_drawn_once() {
    let plus = fill(Plus::new(1), BLUE_INK, [0.0, 0.0, 400.0, 400.0]);
    let emf = Emf::new(400, 400).bare().solid(1, 255);
    let shown = plus.comment(emf.record(43, &[0, 0, 400, 400])).shown();
    assert_eq!(shown.at(200, 200), RED);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn no_records_make_it_panic(list in proptest::collection::vec(
        (0x4000_u16..0x403c, proptest::prelude::any::<u16>(), proptest::collection::vec(proptest::prop_oneof![
            0..6_u32, proptest::prelude::any::<u32>(), 0x4200_0000..0x4400_0000_u32, proptest::prelude::Just(0x1000_0000)], 0..30)),
        0..40,
    )) {
        let mut plus = Plus::new(0);
        for (kind, flags, numbers) in list {
            let flags = if kind == 0x4008 { flags & 0x0f03 } else { flags & 0xff03 };
            plus = plus.add(kind, flags, &numbers);
        }
        let _ = Shown::of(&plus.comment(Emf::new(100, 100)).done(), sekisho_ir::Kind::Emf, (100, 100));
    }
}
