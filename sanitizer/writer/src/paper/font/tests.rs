//! Charstrings, read back by a reader that knows nothing of how they are written.

use sekisho_ir::drawing::{Number, Segment};

use super::{charstring, usual};

/// A drawn contour: where it begins, then each line and curve by its points.
type Contour = Vec<Vec<[i32; 2]>>;

/// Reads a charstring (Adobe Technical Note 5177): the width that is said, and the contours.
fn read(bytes: &[u8]) -> (Option<i32>, Vec<Contour>) {
    let (mut stack, mut contours, mut width) = (Vec::<i32>::new(), Vec::<Contour>::new(), None);
    let (mut at, mut first) = ([0_i32; 2], true);
    let mut rest = bytes;
    while let [byte, after @ ..] = rest {
        rest = after;
        let byte = i32::from(*byte);
        if byte >= 32 || byte == 28 {
            let (value, long) = match byte {
                28 => (i32::from(i16::from_be_bytes([rest[0], rest[1]])), 2),
                32..=246 => (byte - 139, 0),
                247..=250 => ((byte - 247) * 256 + i32::from(rest[0]) + 108, 1),
                251..=254 => (-(byte - 251) * 256 - i32::from(rest[0]) - 108, 1),
                _ => panic!("a fraction"),
            };
            stack.push(value);
            assert!(stack.len() <= 49, "an interpreter holds 48, and a width");
            rest = &rest[long..];
            continue;
        }
        let moved = match byte {
            21 => Some(2),
            22 | 4 => Some(1),
            14 => Some(0),
            _ => None,
        };
        if let Some(wanted) = moved {
            if first && stack.len() > wanted {
                width = Some(stack.remove(0));
            }
            first = false;
            assert_eq!(stack.len(), wanted);
        }
        let mut step = |points: &[[i32; 2]]| {
            let points = points.iter().map(|by| {
                at = [at[0] + by[0], at[1] + by[1]];
                at
            });
            let points: Vec<_> = points.collect();
            points
        };
        let values = std::mem::take(&mut stack);
        match byte {
            14 => {
                assert!(rest.is_empty());
                return (width, contours);
            }
            21 => contours.push(vec![step(&[[values[0], values[1]]])]),
            22 => contours.push(vec![step(&[[values[0], 0]])]),
            4 => contours.push(vec![step(&[[0, values[0]]])]),
            _ => {
                let mut steps = Vec::new();
                match byte {
                    5 => steps.extend(values.chunks(2).map(|v| step(&[[v[0], v[1]]]))),
                    6 | 7 => {
                        for (turn, value) in values.iter().enumerate() {
                            let across = (turn % 2 == 0) == (byte == 6);
                            let by = if across { [*value, 0] } else { [0, *value] };
                            steps.push(step(&[by]));
                        }
                    }
                    8 => steps.extend(
                        values
                            .chunks(6)
                            .map(|v| step(&[[v[0], v[1]], [v[2], v[3]], [v[4], v[5]]])),
                    ),
                    26 => steps.extend(
                        values
                            .chunks(4)
                            .map(|v| step(&[[0, v[0]], [v[1], v[2]], [0, v[3]]])),
                    ),
                    27 => steps.extend(
                        values
                            .chunks(4)
                            .map(|v| step(&[[v[0], 0], [v[1], v[2]], [v[3], 0]])),
                    ),
                    30 | 31 => {
                        for (turn, v) in values.chunks(4).enumerate() {
                            let across = (turn % 2 == 0) == (byte == 31);
                            steps.push(if across {
                                step(&[[v[0], 0], [v[1], v[2]], [0, v[3]]])
                            } else {
                                step(&[[0, v[0]], [v[1], v[2]], [v[3], 0]])
                            });
                        }
                    }
                    other => panic!("operator {other}"),
                }
                assert!(!steps.is_empty(), "an operator without operands");
                contours.last_mut().expect("a move first").extend(steps);
            }
        }
    }
    panic!("no end");
}

/// Numbers that are the same at every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % most
    }

    fn place(&mut self) -> i32 {
        // Often the same place again, so that straight and flat steps come.
        let far = [3, 200, 3_000, 32_000][usize::try_from(self.below(4)).unwrap()];
        i32::try_from(self.below(far)).unwrap() - i32::try_from(far / 2).unwrap()
    }
}

fn n(value: i32) -> Number {
    Number::of(f32::from(i16::try_from(value).unwrap()))
}

#[test]
fn every_outline_is_read_back_as_it_was_drawn() {
    let mut dice = Dice(20_261_128);
    for _ in 0..4_000 {
        let (mut segments, mut wanted) = (Vec::new(), Vec::<Contour>::new());
        for _ in 0..=dice.below(4) {
            let mut at = [dice.place(), dice.place()];
            let start = at;
            segments.push(Segment::Move([n(at[0]), n(at[1])]));
            let mut contour = vec![vec![at]];
            for _ in 0..=dice.below(60) {
                let mut to = [dice.place(), dice.place()];
                let side = usize::try_from(dice.below(4)).unwrap();
                if side < 2 {
                    to[side] = at[side];
                }
                if dice.below(2) == 0 {
                    segments.push(Segment::Line([n(to[0]), n(to[1])]));
                    if to != at {
                        contour.push(vec![to]);
                    }
                } else {
                    let mut one = [dice.place(), dice.place()];
                    let mut two = [dice.place(), dice.place()];
                    let (begin, end) = (dice.below(3), dice.below(3));
                    if let Ok(side @ 0..=1) = usize::try_from(begin) {
                        one[side] = at[side];
                    }
                    if let Ok(side @ 0..=1) = usize::try_from(end) {
                        two[side] = to[side];
                    }
                    let [a, b, c] = [one, two, to].map(|[x, y]| [n(x), n(y)]);
                    segments.push(Segment::Cubic([a[0], a[1], b[0], b[1], c[0], c[1]]));
                    // A curve whose handles lie on its ends is a line, and none where it goes nowhere.
                    if one != at || two != to {
                        contour.push(vec![one, two, to]);
                    } else if to != at {
                        contour.push(vec![to]);
                    }
                }
                at = to;
            }
            segments.push(Segment::Close);
            // The line back to the start is understood.
            let back = contour
                .last()
                .is_some_and(|last| last.len() == 1 && *last == [start]);
            if back && contour.len() > 2 {
                contour.pop();
            }
            wanted.push(contour);
        }
        let said = (dice.below(2) == 0).then(|| dice.place());
        let (bytes, reach) = charstring::of(&segments, 1.0, said);
        let (width, contours) = read(&bytes);
        assert_eq!(width, said);
        // A contour that goes nowhere draws nothing.
        wanted.retain(|contour| contour.len() > 1);
        let drawn: Vec<_> = contours.into_iter().filter(|one| one.len() > 1).collect();
        assert_eq!(drawn, wanted);
        let points = drawn.iter().flatten().flatten();
        let [left, bottom, right, top] = reach.expect("something is drawn");
        for [x, y] in points {
            assert!((left..=right).contains(x) && (bottom..=top).contains(y));
        }
    }
}

#[test]
fn what_is_blank_says_its_width_and_ends() {
    assert_eq!(read(&charstring::of(&[], 1.0, None).0), (None, Vec::new()));
    let (bytes, reach) = charstring::of(&[], 1.0, Some(-500));
    assert_eq!((read(&bytes), reach), ((Some(-500), Vec::new()), None));
}

#[test]
fn the_width_that_is_said_once_for_all_is_whole() {
    let of = |advances: &[f32]| usual(advances.iter().copied()).to_bits();
    assert_eq!(
        of(&[514.2, 514.2, 514.2, 600.0, 250.0, 600.0]),
        600_f32.to_bits()
    );
    assert_eq!(of(&[514.2, 285.5]), 1000_f32.to_bits());
}
