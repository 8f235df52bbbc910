//! Enhanced metafiles ([MS-EMF] 2.3): each record by its number.

mod bitmaps;
mod objects;
mod words;

use sekisho_ir::{Code, Reason};

pub(super) use self::bitmaps::same;
pub(super) use self::objects::colours;
use super::bytes::Bytes;
use super::clip::Joined;
use super::plane::Affine;
use super::player::{Arc, Player};
use super::rop::Table;

/// Records of one metafile.
pub(super) const MOST_RECORDS: usize = 1_000_000;
/// Rectangles of one region, numbers of one list.
const MOST_LISTED: usize = 100_000;

/// Plays all records, as far as there are any.
pub(super) fn play<'a>(player: &mut Player<'a>, input: &'a [u8]) -> Result<(), Reason> {
    let mut rest = input;
    for _ in 0..MOST_RECORDS {
        let bytes = Bytes(rest);
        let Some((kind, length)) = bytes.dword(0).zip(bytes.count(4)) else {
            return Ok(());
        };
        if length < 8 || kind == 14 {
            return Ok(());
        }
        let record = Bytes(rest.get(..length.min(rest.len())).unwrap_or_default());
        if record_of(player, kind, record).is_none() {
            // It ends before what it must have: as good as not there.
            player.skip();
        }
        if !player.canvas.spend(64) {
            return Err(Reason::TooMany);
        }
        if let Some(trouble) = player.trouble() {
            return Err(trouble);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    if rest.is_empty() {
        Ok(())
    } else {
        Err(Reason::TooMany)
    }
}

fn record_of<'a>(player: &mut Player<'a>, kind: u32, record: Bytes<'a>) -> Option<()> {
    match kind {
        2..=8 | 41..=47 | 54..=56 | 85..=92 | 15 | 27 => shape(player, kind, record),
        9..=13 | 16..=26 | 28..=36 | 57 | 58 | 120 => state(player, kind, record),
        37..=40 | 48 | 49 | 82 | 93..=95 => objects::object(player, kind, record),
        59..=68 => path(player, kind, record),
        71..=75 => region(player, kind, record),
        76..=81 | 114 | 116 => bitmaps::bitmap(player, kind, record),
        83 | 84 | 96 | 97 | 108 => words::text(player, kind, record),
        118 => bitmaps::gradient(player, record),
        70 => {
            player.comment(record);
            Some(())
        }
        // Words to the printer: never said.
        105 | 106 | 110 => {
            player.findings.add_at(Code::MarkupDropped, 1, "escape");
            Some(())
        }
        // Palettes, colour management, fonts of their own, the header: nothing that is drawn.
        1 | 50..=52 | 98..=101 | 104 | 109 | 111..=113 | 115 | 117 | 119 | 121 | 122 => Some(()),
        _ => {
            player.skip();
            Some(())
        }
    }
}

fn pair(record: Bytes<'_>, at: usize) -> Option<(f64, f64)> {
    let [x, y] = record.longs(at)?;
    Some((x, y))
}

fn shape(player: &mut Player<'_>, kind: u32, record: Bytes<'_>) -> Option<()> {
    let small = kind >= 85;
    let points = || Some(record.points(28, record.count(24)?, small));
    match kind {
        2 | 85 => {
            let points = points()?;
            let (first, rest) = points.split_first()?;
            player.draw(false, true, |outline, map| {
                outline.start(map, *first);
                outline.curves(map, rest);
            });
        }
        3 | 86 => {
            let points = points()?;
            player.polygons(&[points.len()], &points, true);
        }
        4 | 87 => {
            let points = points()?;
            player.polygons(&[points.len()], &points, false);
        }
        5 | 88 => {
            let points = points()?;
            player.draw_on(points.last().copied(), |outline, map| {
                outline.curves(map, &points);
            });
        }
        6 | 89 => {
            let points = points()?;
            player.draw_on(points.last().copied(), |outline, map| {
                for point in &points {
                    outline.line(map, *point);
                }
            });
        }
        7 | 8 | 90 | 91 => {
            let count = record.count(24)?.min(record.0.len() / 4);
            let counts: Option<Vec<usize>> = (0..count)
                .map(|at| record.count(at.checked_mul(4)?.checked_add(32)?))
                .collect();
            let start = count.checked_mul(4)?.checked_add(32)?;
            let points = record.points(start, record.count(28)?, small);
            player.polygons(&counts?, &points, matches!(kind, 8 | 91));
        }
        56 | 92 => {
            let count = record.count(24)?;
            let points = record.points(28, count, small);
            let each = if small { 4 } else { 8 };
            let kinds = record.part(count.checked_mul(each)?.checked_add(28)?, count)?;
            player.poly_draw(&points, kinds);
        }
        15 => player.pixel(pair(record, 8)?, record.colour(16)?),
        27 => player.move_to(pair(record, 8)?),
        54 => {
            let to = pair(record, 8)?;
            player.draw_on(Some(to), |outline, map| outline.line(map, to));
        }
        41 => {
            let radius = f64::from(record.dword(16)?);
            let (start, sweep) = (record.float(20)?, record.float(24)?);
            player.angle_arc(pair(record, 8)?, radius, start, sweep);
        }
        42 => player.ellipse(record.longs(8)?),
        43 => player.rectangle(record.longs(8)?),
        44 => player.round_rectangle(record.longs(8)?, pair(record, 24)?),
        _ => {
            let kind = match kind {
                46 => Arc::Chord,
                47 => Arc::Pie,
                55 => Arc::Onward,
                _ => Arc::Plain,
            };
            player.arc(record.longs(8)?, pair(record, 24)?, pair(record, 32)?, kind);
        }
    }
    Some(())
}

fn xform(record: Bytes<'_>, at: usize) -> Option<Affine> {
    record.floats(at).map(Affine::parse)
}

fn state(player: &mut Player<'_>, kind: u32, record: Bytes<'_>) -> Option<()> {
    let scale = || {
        let [x, by_x, y, by_y] = record.longs(8)?;
        let (x, y): (f64, f64) = (x / by_x, y / by_y);
        (x.is_finite() && y.is_finite() && x != 0.0 && y != 0.0).then_some((x, y))
    };
    let dc = &mut player.dc;
    match kind {
        9 => dc.window_size = pair(record, 8)?,
        10 => dc.window = pair(record, 8)?,
        11 => dc.viewport_size = pair(record, 8)?,
        12 => dc.viewport = pair(record, 8)?,
        13 => dc.brush_origin = pair(record, 8)?,
        17 => dc.mode = record.dword(8)?,
        18 => dc.opaque = record.dword(8)? != 1,
        19 => dc.winding = record.dword(8)? == 2,
        20 => dc.operation = Table::binary(record.dword(8)?),
        21 => dc.smooth = record.dword(8)? == 4,
        22 => dc.align = record.dword(8)?,
        24 => dc.text_colour = record.colour(8)?,
        25 => dc.background = record.colour(8)?,
        26 => {
            let (x, y) = pair(record, 8)?;
            player.move_clip(x, y);
        }
        29 => player.clip_rectangle(record.longs(8)?, false),
        30 => player.clip_rectangle(record.longs(8)?, true),
        31 => {
            let (x, y) = scale()?;
            dc.viewport_size = (dc.viewport_size.0 * x, dc.viewport_size.1 * y);
        }
        32 => {
            let (x, y) = scale()?;
            dc.window_size = (dc.window_size.0 * x, dc.window_size.1 * y);
        }
        33 => player.save(),
        34 => player.restore(record.long(8)?),
        35 => dc.world = xform(record, 8)?,
        36 => {
            let own = xform(record, 8);
            dc.world = match record.dword(32)? {
                1 => Affine::SAME,
                2 => own?.then(&dc.world),
                3 => dc.world.then(&own?),
                4 => own?,
                _ => return None,
            };
        }
        57 => dc.clockwise = record.dword(8)? == 2,
        58 => dc.miter = f64::from(record.dword(8)?),
        120 => {
            let (extra, count) = (record.long(8)?, record.long(12)?);
            let each = f64::from(extra) / f64::from(count);
            dc.extra_blank = if each.is_finite() { each } else { 0.0 };
        }
        _ => {}
    }
    Some(())
}

fn path(player: &mut Player<'_>, kind: u32, record: Bytes<'_>) -> Option<()> {
    match kind {
        59 => player.begin_path(),
        60 => player.end_path(),
        61 => player.close_figure(),
        62 => player.paint_path(true, false),
        63 => player.paint_path(true, true),
        64 => player.paint_path(false, true),
        66 => player.widen_path(),
        67 => player.clip_to_path(Joined::parse(record.dword(8)?)?),
        68 => player.abort_path(),
        // Curves are flattened when they are painted.
        _ => {}
    }
    Some(())
}

/// The rectangles of a region ([MS-EMF] 2.2.25).
fn rectangles(data: Bytes<'_>) -> Option<Vec<[f64; 4]>> {
    let count = data.count(8)?.min(MOST_LISTED);
    let start = data.count(0)?.max(32);
    let chunks = data.from(start).as_chunks::<16>().0;
    let all = chunks.iter().take(count);
    Some(all.filter_map(|bytes| Bytes(bytes).longs(0)).collect())
}

fn region(player: &mut Player<'_>, kind: u32, record: Bytes<'_>) -> Option<()> {
    let data = |at: usize| rectangles(Bytes(record.from(at)));
    match kind {
        71 => player.fill_region(&data(32)?, Some(record.dword(28)?)),
        72 => player.frame_region(&data(40)?, record.dword(28)?, pair(record, 32)?),
        73 => player.invert_region(&data(28)?),
        74 => player.fill_region(&data(28)?, None),
        _ => {
            let how = Joined::parse(record.dword(12)?)?;
            if record.count(8)? == 0 {
                if how == Joined::Alone {
                    player.clip_nothing();
                }
                return Some(());
            }
            player.clip_to(&data(16)?, how);
        }
    }
    Some(())
}
