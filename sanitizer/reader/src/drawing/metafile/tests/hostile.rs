//! What means harm: sizes, counts and depths that lie. Nothing breaks, and work stays bounded.

use proptest::prelude::{Strategy as _, any, prop};
use sekisho_ir::{Code, Kind, Reason};

use super::made::{Emf, RED, Shown, Wmf, four_pixels};

const RED_INK: i32 = 255;

fn emf(bytes: &[u8]) -> Result<Shown, Reason> {
    Shown::of(bytes, Kind::Emf, (400, 400))
}

/// A red field, so that there is something to see whatever else there is.
fn field() -> Emf {
    Emf::new(400, 400)
        .bare()
        .solid(1, RED_INK)
        .record(43, &[0, 0, 400, 400])
}

#[test]
fn records_of_no_size_or_beyond_the_end_end_the_play() {
    for size in [0_u32, 4, 7, 0xffff_fff8, 100_000] {
        let mut bytes = field().done();
        bytes.truncate(bytes.len() - 20);
        bytes.extend(3_u32.to_le_bytes());
        bytes.extend(size.to_le_bytes());
        assert_eq!(emf(&bytes).unwrap().at(200, 200), RED);
        let mut bytes = Wmf::new(400, 400)
            .solid(0, RED)
            .record(0x041b, &[400, 400, 0, 0])
            .done();
        bytes.truncate(bytes.len() - 6);
        bytes.extend(size.to_le_bytes());
        bytes.extend(0x0324_u16.to_le_bytes());
        assert_eq!(
            Shown::of(&bytes, Kind::Wmf, (400, 400))
                .unwrap()
                .at(200, 200),
            RED
        );
    }
}

#[test]
fn counts_that_lie_reach_no_further_than_the_record() {
    let most = i32::from_le_bytes([0xff; 4]);
    let mut made = field();
    for kind in (2..=8).chain(85..=92) {
        for count in [most, i32::MAX, 0x4000_0000] {
            made = made.record(kind, &[0, 0, 0, 0, count, count, 1, 2, 3, 4]);
        }
    }
    for kind in [71, 72, 73, 74, 75, 118] {
        made = made.record(
            kind,
            &[0, 5, most, most, most, most, most, most, most, 0, 0, 0],
        );
    }
    for kind in [83, 84, 96, 97, 108] {
        made = made.record(
            kind,
            &[0, 0, 0, 0, 1, 0, 0, 5, 5, most, most, 0, 0, 0, 0, 0, most],
        );
        made = made.record(
            kind,
            &[0, 0, 0, 0, 1, 0, 0, 5, 5, 2, 60, 0, 0, 0, 0, 0, most],
        );
    }
    assert!(made.shown().frame.width > 0);
}

#[test]
fn objects_that_are_not_there_select_nothing() {
    let made = field();
    let made = made
        .record(37, &[77_777])
        .record(37, &[-1])
        .record(40, &[0x7fff_ffff]);
    let made = made
        .record(37, &[i32::MIN | 0x7f])
        .record(43, &[10, 10, 20, 20]);
    assert_eq!(made.shown().at(200, 200), RED);
}

#[test]
fn states_without_end_are_counted_and_come_back() {
    let mut made = field();
    for _ in 0..20_000 {
        made = made.record(33, &[]);
    }
    made = made.solid(2, 0x00ff_0000);
    made = made.record(34, &[-20_000]).record(43, &[10, 10, 20, 20]);
    made = made.record(34, &[i32::MIN]).record(34, &[i32::MAX]);
    assert_eq!(made.shown().at(15, 15), RED);
}

#[test]
fn masks_in_saved_states_have_an_end() {
    let mut made = Emf::new(4000, 4000).bare().solid(1, RED_INK);
    for step in 0..100 {
        made = made
            .record(29, &[step, step, step + 1, step + 1])
            .record(33, &[]);
    }
    let bytes = made.record(43, &[0, 0, 400, 400]).done();
    assert_eq!(emf(&bytes).map(|_| ()).unwrap_err(), Reason::TooMany);
}

#[test]
fn bounds_and_frames_of_any_size_give_a_picture_or_none() {
    for edge in [0, -1, i32::MAX, i32::MIN] {
        for other in [1, i32::MIN] {
            let mut bytes = field().done();
            for at in [8, 12, 16, 20, 24, 28, 32, 36] {
                let value = if at % 8 == 0 { edge } else { other };
                bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
            }
            if let Ok(shown) = emf(&bytes) {
                assert!(shown.frame.width <= 4000 && shown.frame.height <= 4000);
            }
            for at in [72, 76, 80, 84] {
                bytes[at..at + 4].copy_from_slice(&other.to_le_bytes());
            }
            let _ = emf(&bytes);
        }
    }
}

#[test]
fn points_at_the_end_of_the_world_are_lines_like_others() {
    let far = [
        i32::MIN,
        i32::MAX,
        i32::MAX,
        i32::MIN,
        0,
        i32::MAX,
        i32::MIN,
        0,
    ];
    let made = field()
        .pen(2, 1, i32::MAX, 0)
        .record(4, &[&[0, 0, 0, 0, 4], &far[..]].concat())
        .pen(3, 2, 1, 0)
        .record(3, &[&[0, 0, 0, 0, 4], &far[..]].concat())
        .record(2, &[&[0, 0, 0, 0, 4], &far[..]].concat())
        .record(42, &far[..4])
        .record(45, &far)
        .record(44, &far[..6]);
    assert!(made.shown().frame.width > 0);
}

#[test]
fn bitmaps_that_claim_to_be_giants_are_not_drawn() {
    let (mut header, pixels) = four_pixels();
    let mut made = field();
    for edge in [i32::MAX, i32::MIN, 100_000, 0] {
        header[4..8].copy_from_slice(&edge.to_le_bytes());
        header[8..12].copy_from_slice(&edge.to_le_bytes());
        let fields = [
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            2,
            2,
            80,
            40,
            120,
            16,
            0,
            0x00cc_0020,
            400,
            400,
        ];
        let mut body: Vec<u8> = fields.iter().flat_map(|n: &i32| n.to_le_bytes()).collect();
        body.extend(&header);
        body.extend(&pixels);
        made = made.raw(81, &body);
    }
    assert_eq!(made.shown().at(200, 200), RED);
}

#[test]
fn more_work_than_a_page_is_worth_is_refused() {
    let mut bytes = Emf::new(4000, 4000).bare().solid(1, RED_INK).done();
    bytes.truncate(bytes.len() - 20);
    let record: Vec<u8> = [43, 24, 0, 0, 4000, 4000]
        .iter()
        .flat_map(|n: &i32| n.to_le_bytes())
        .collect();
    // Outside of what is seen at first, or the test would take as long as the work it is about.
    for _ in 0..1_100_000 {
        bytes.extend([28_u32.to_le_bytes(), 8_u32.to_le_bytes()].concat());
    }
    bytes.extend(&record);
    assert_eq!(emf(&bytes).map(|_| ()).unwrap_err(), Reason::TooMany);
}

#[test]
fn escapes_are_told_and_never_followed() {
    let escape: Vec<u8> = [8_u32.to_le_bytes(), *b"MSHT", [0x21; 4]].concat();
    let made = field()
        .raw(105, &escape)
        .raw(106, &escape)
        .raw(110, &escape)
        .raw(200, &escape);
    let shown = made.raw(102, b"a record of another world...").shown();
    assert_eq!(
        (shown.at(200, 200), shown.told(Code::MarkupDropped)),
        (RED, 5)
    );
    let made = Wmf::new(400, 400)
        .record(0x0626, &[9, 4, 1, 2])
        .solid(0, RED);
    let shown = made.record(0x041b, &[400, 400, 0, 0]).shown();
    assert_eq!(
        (shown.at(200, 200), shown.told(Code::MarkupDropped)),
        (RED, 1)
    );
}

#[test]
fn nothing_drawn_is_nothing_shown() {
    let bytes = Emf::new(400, 400).record(24, &[0]).done();
    assert_eq!(emf(&bytes).map(|_| ()).unwrap_err(), Reason::Malformed);
    let bytes = Wmf::new(40, 40).record(0x0626, &[15, 4, 1, 2]).done();
    assert!(Shown::of(&bytes, Kind::Wmf, (40, 40)).is_err());
}

/// Records of any kind whose sizes are right and whose contents are anything.
fn records() -> impl proptest::strategy::Strategy<Value = Vec<(u32, Vec<i32>)>> {
    let number = proptest::prop_oneof![-20..420_i32, any::<i32>(), 0..4_i32];
    let record = (1..123_u32, prop::collection::vec(number, 0..40));
    prop::collection::vec(record.prop_map(|(kind, body)| (kind, body)), 0..40)
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn no_records_make_it_panic(list in records()) {
        let mut made = Emf::new(100, 100);
        for (kind, numbers) in list {
            made = made.record(kind, &numbers);
        }
        let _ = emf(&made.done());
    }

    #[test]
    fn no_words_make_it_panic(list in prop::collection::vec((any::<u16>(), prop::collection::vec(any::<i16>(), 0..40)), 0..40)) {
        const KINDS: [u16; 24] = [0x0103, 0x020b, 0x020c, 0x020d, 0x0213, 0x0214, 0x0415, 0x0416, 0x0418, 0x041b, 0x061c, 0x0817,
            0x081a, 0x0830, 0x0324, 0x0325, 0x0538, 0x0521, 0x0a32, 0x02fa, 0x02fb, 0x02fc, 0x0940, 0x06ff];
        let mut made = Wmf::new(100, 100);
        for (kind, numbers) in list {
            let known = KINDS[usize::from(kind) % KINDS.len()];
            made = made.record(if kind < 0x4000 { kind } else { known }, &numbers).record(0x012d, &[0]);
        }
        let _ = Shown::of(&made.done(), Kind::Wmf, (100, 100));
    }

    #[test]
    fn no_bytes_behind_a_good_header_make_it_panic(bytes: Vec<u8>) {
        let mut made = Emf::new(100, 100).done();
        made.truncate(88);
        made.extend(&bytes);
        let _ = emf(&made);
    }
}
