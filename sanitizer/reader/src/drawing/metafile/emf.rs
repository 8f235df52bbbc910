//! Enhanced metafiles ([MS-EMF] 2.3): each record by its number.

use std::rc::Rc;

use resvg::tiny_skia::{LineCap, Pixmap};
use sekisho_ir::{Code, Reason};

use super::blit::{self, Manner};
use super::bytes::Bytes;
use super::clip::Joined;
use super::letters;
use super::objects::{Brush, Font, Object, Pen};
use super::plane::Affine;
use super::player::{Arc, Player};
use super::rop::Table;
use super::text::Words;

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
        37..=40 | 48 | 49 | 82 | 93..=95 => object(player, kind, record),
        59..=68 => path(player, kind, record),
        71..=75 => region(player, kind, record),
        76..=81 | 114 | 116 => bitmap(player, kind, record),
        83 | 84 | 96 | 97 | 108 => text(player, kind, record),
        118 => gradient(player, record),
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

pub(super) fn xform(record: Bytes<'_>, at: usize) -> Option<Affine> {
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

fn object<'a>(player: &mut Player<'a>, kind: u32, record: Bytes<'a>) -> Option<()> {
    let place = record.dword(8)?;
    let object = match kind {
        37 | 48 => {
            player.select(place);
            return Some(());
        }
        40 => {
            player.objects.remove(place);
            return Some(());
        }
        38 => {
            let width = f64::from(record.long(16)?);
            Object::Pen(Pen::parse(record.dword(12)?, width, record.colour(24)?))
        }
        39 => Object::Brush(match record.dword(12)? {
            0 => Brush::Solid(record.colour(16)?),
            2 => Brush::Hatched(record.dword(20)?, record.colour(16)?),
            _ => Brush::Hollow,
        }),
        49 => Object::Palette(Rc::from(colours(Bytes(record.from(12))))),
        82 => Object::Font(font(Bytes(record.from(12)))?),
        93 | 94 => {
            let (header, pixels) = two_parts(record, 16)?;
            let (tile, _) = player.bitmap(header, pixels, record.dword(12)?)?;
            let tile = Rc::new(tile);
            Object::Brush(if kind == 93 {
                Brush::Stencil(tile)
            } else {
                Brush::Tiled(tile)
            })
        }
        _ => Object::Pen(long_pen(record)?),
    };
    player.objects.put(place, object);
    Some(())
}

/// The colours of a palette behind its version and its count ([MS-EMF] 2.2.17, [MS-WMF] 2.2.1.3).
pub(super) fn colours(palette: Bytes<'_>) -> Vec<[u8; 3]> {
    let count = palette.word(2).map_or(0, usize::from).min(256);
    let entries = palette.from(4).as_chunks::<4>().0.iter().take(count);
    entries
        .map(|[red, green, blue, _]| [*red, *green, *blue])
        .collect()
}

/// [MS-EMF] 2.2.20.
fn long_pen(record: Bytes<'_>) -> Option<Pen> {
    let style = record.dword(28)?;
    let width = f64::from(record.dword(32)?);
    let mut pen = Pen::parse(style, width, record.colour(40)?);
    pen.cosmetic = style & 0x000f_0000 == 0;
    if record.dword(36)? == 1 {
        pen.colour = None;
    }
    if pen.cosmetic {
        pen.cap = LineCap::Butt;
    }
    if style & 0x0f == 7 {
        let count = record.count(48)?.min(64);
        let dashes: Option<Vec<f64>> = (0..count)
            .map(|at| {
                Some(f64::from(
                    record.dword(at.checked_mul(4)?.checked_add(52)?)?,
                ))
            })
            .collect();
        pen.dashes = Rc::from(dashes?);
    }
    Some(pen)
}

/// [MS-EMF] 2.2.13.
fn font(record: Bytes<'_>) -> Option<Font> {
    let mut font = Font {
        height: f64::from(record.long(0)?),
        width: f64::from(record.long(4)?),
        angle: (f64::from(record.long(8)?) / 10.0).to_radians(),
        weight: u16::try_from(record.long(16)?.clamp(0, 1000)).ok()?,
        italic: record.byte(20)? != 0,
        underline: record.byte(21)? != 0,
        struck: record.byte(22)? != 0,
        charset: record.byte(23)?,
        ..Font::plain()
    };
    if font.weight == 0 {
        font.weight = 400;
    }
    let name = letters::of_words(record.0.get(28..92).unwrap_or(record.from(28)));
    font.named(
        &name
            .into_iter()
            .map(|(letter, _)| letter)
            .collect::<String>(),
    );
    Some(font)
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

/// The header and the pixels of a bitmap, whose four places stand one behind the other.
pub(super) fn two_parts(record: Bytes<'_>, at: usize) -> Option<(&[u8], &[u8])> {
    let part = |at: usize| record.part(record.count(at)?, record.count(at.checked_add(4)?)?);
    Some((part(at)?, part(at.checked_add(8)?)?))
}

fn bitmap<'a>(player: &mut Player<'a>, kind: u32, record: Bytes<'a>) -> Option<()> {
    let whole = |map: &Pixmap| [0.0, 0.0, f64::from(map.width()), f64::from(map.height())];
    match kind {
        80 | 81 => {
            let (header, pixels) = two_parts(record, 48)?;
            let [x, y, left, top, wide, high] = record.longs(24)?;
            let lines = record.count(72)?;
            let cut = (kind == 80).then(|| strip(header, lines)).flatten();
            let usage = record.dword(64)?;
            let (map, plain) = player.bitmap(cut.as_deref().unwrap_or(header), pixels, usage)?;
            let (size, way) = if kind == 81 {
                let [across, down] = record.longs(72)?;
                ([x, y, across, down], Manner::of(record.dword(68)?))
            } else {
                ([x, y, wide, high], Manner::PLAIN)
            };
            // The part counts from below where the bitmap does.
            let below = Bytes(header).long(8).is_some_and(|height| height > 0);
            let all = f64::from(map.height());
            let top = if below && high > 0.0 {
                all - top - high
            } else {
                top
            };
            let part = if kind == 80 && cut.is_some() {
                whole(&map)
            } else {
                [left, top, wide, high]
            };
            player.sole_bitmap(header, pixels, plain && same(part, whole(&map)));
            player.blit(&map, part, size, way);
        }
        79 => {
            let (header, pixels) = two_parts(record, 96)?;
            let map = player.pictures.bitmap(header, pixels)?;
            let points = record.points(24, 3, false);
            let [first, right, below] = *points.as_slice() else {
                return None;
            };
            player.put_slanted(&map, record.longs(48)?, [first, right, below]);
        }
        _ => {
            let [x, y, across, down] = record.longs(24)?;
            let place = [x, y, across, down];
            let operation = record.dword(40)?;
            if record.count(88)? == 0 {
                if matches!(kind, 76..=78) {
                    player.pattern_blit(place, operation);
                }
                return Some(());
            }
            let (header, pixels) = two_parts(record, 84)?;
            let [left, top] = record.longs(44)?;
            let part = match kind {
                76 | 78 => [left, top, across, down],
                _ => {
                    let [wide, high] = record.longs(100)?;
                    [left, top, wide, high]
                }
            };
            let [_, _, constant, has_alpha] = operation.to_le_bytes();
            let (mut map, plain) = if kind == 114 && has_alpha & 1 == 1 {
                (player.pictures.alpha_bitmap(header, pixels)?, false)
            } else {
                player.bitmap(header, pixels, record.dword(80)?)?
            };
            let way = match kind {
                114 => Manner {
                    opacity: blit::opacity(constant),
                    ..Manner::PLAIN
                },
                116 => {
                    blit::without_colour(&mut map, record.colour(40)?);
                    Manner::PLAIN
                }
                78 => {
                    if let Some((header, pixels)) = two_parts(record, 112)
                        && let Some(mask) = player.pictures.bitmap(header, pixels)
                    {
                        let at = (record.dword(100)?, record.dword(104)?);
                        blit::masked(&mut map, &mask, at);
                    }
                    Manner::of(operation)
                }
                _ => Manner::of(operation),
            };
            if matches!(kind, 76 | 77) && way.table == Table::SOURCE {
                player.sole_bitmap(header, pixels, plain && same(part, whole(&map)));
            }
            player.blit(&map, part, place, way);
        }
    }
    Some(())
}

/// True where two rectangles are the same to the pixel.
pub(super) fn same(one: [f64; 4], other: [f64; 4]) -> bool {
    one.iter().zip(other).all(|(a, b)| (a - b).abs() < 0.5)
}

/// A header for as many lines as a record has of its bitmap, where it has not all.
fn strip(header: &[u8], lines: usize) -> Option<Vec<u8>> {
    let height = Bytes(header).long(8)?;
    let lines = i32::try_from(lines).ok()?;
    if lines <= 0 || lines >= height.checked_abs()? {
        return None;
    }
    let lines = if height < 0 {
        lines.checked_neg()?
    } else {
        lines
    };
    let mut said = header.to_vec();
    said.get_mut(8..12)?.copy_from_slice(&lines.to_le_bytes());
    Some(said)
}

fn text(player: &mut Player<'_>, kind: u32, record: Bytes<'_>) -> Option<()> {
    match kind {
        83 | 84 => {
            let words = words(player, record, 36, kind == 84)?;
            player.words(&words);
        }
        96 | 97 => {
            let count = record.count(36)?.min(record.0.len() / 40);
            for at in 0..count {
                let at = at.checked_mul(40)?.checked_add(40)?;
                let words = words(player, record, at, kind == 97)?;
                player.words(&words);
            }
        }
        _ => {
            let (count, options) = (record.count(16)?, record.dword(20)?);
            let start = if options & 0x100 == 0 { 52 } else { 36 };
            let small = options & 0x200 != 0;
            let letters = if small {
                let bytes = record.part(start, count)?;
                bytes.iter().map(|byte| (char::from(*byte), 1)).collect()
            } else {
                letters::of_words(record.part(start, count.checked_mul(2)?)?)
            };
            let frame = if options & 0x100 == 0 {
                record.longs(36)
            } else {
                None
            };
            player.words(&Words {
                at: pair(record, 8)?,
                letters,
                steps: Vec::new(),
                falls: Vec::new(),
                frame,
                filled: options & 2 != 0 && frame.is_some(),
                clipped: options & 4 != 0 && frame.is_some(),
                advanced: record.dword(24)? == 2,
            });
        }
    }
    Some(())
}

/// [MS-EMF] 2.2.5.
fn words(player: &Player<'_>, record: Bytes<'_>, at: usize, wide: bool) -> Option<Words> {
    let field = |offset: usize| at.checked_add(offset);
    let count = record.count(field(8)?)?;
    let start = record.count(field(12)?)?;
    let options = record.dword(field(16)?)?;
    let bytes = record.part(start, if wide { count.checked_mul(2)? } else { count })?;
    let glyphs = options & 0x10 != 0;
    let letters = if !wide {
        letters::of_bytes(bytes, player.dc.font.charset)
    } else if glyphs {
        // Numbers of a font that is not here; those of Microsoft's number their letters alike.
        let numbers = bytes
            .as_chunks()
            .0
            .iter()
            .map(|unit| u16::from_le_bytes(*unit));
        let known = |number: u16| match number {
            3..=97 => char::from_u32(u32::from(number).saturating_add(29)),
            _ => None,
        };
        numbers
            .map(|number| (known(number).unwrap_or(' '), 1))
            .collect()
    } else {
        letters::of_words(bytes)
    };
    let each = if options & 0x2000 == 0 { 1 } else { 2 };
    let spaced = record.count(field(36)?).filter(|start| *start > 0);
    let distances: Vec<f64> = spaced
        .and_then(|start| record.part(start, count.checked_mul(4)?.checked_mul(each)?))
        .map(|bytes| {
            let longs = bytes.as_chunks().0.iter();
            longs
                .map(|long| f64::from(i32::from_le_bytes(*long)))
                .collect()
        })
        .unwrap_or_default();
    let (steps, falls) = if each == 1 {
        (distances, Vec::new())
    } else {
        let pairs = distances.as_chunks::<2>().0;
        pairs.iter().map(|[x, y]| (*x, *y)).unzip()
    };
    let frame = record.longs(field(20)?);
    Some(Words {
        at: pair(record, at)?,
        letters,
        steps,
        falls,
        frame,
        filled: options & 2 != 0,
        clipped: options & 4 != 0,
        advanced: record.dword(24)? == 2,
    })
}

/// [MS-EMF] 2.3.5.12: rectangles or triangles whose corners have colours.
fn gradient(player: &mut Player<'_>, record: Bytes<'_>) -> Option<()> {
    let (corners, count, mode) = (record.count(24)?, record.count(28)?, record.dword(32)?);
    let corner = |number: usize| {
        if number >= corners {
            return None;
        }
        let at = number.checked_mul(16)?.checked_add(36)?;
        let part = |at: usize| Some(record.word(at)?.to_le_bytes()[1]);
        let colour = [
            part(at.checked_add(8)?)?,
            part(at.checked_add(10)?)?,
            part(at.checked_add(12)?)?,
        ];
        Some((pair(record, at)?, colour))
    };
    let start = corners.checked_mul(16)?.checked_add(36)?;
    for at in 0..count.min(MOST_LISTED) {
        let number = |which: usize| {
            let each = if mode == 2 { 12 } else { 8 };
            let at = at.checked_mul(each)?.checked_add(which.checked_mul(4)?)?;
            corner(record.count(start.checked_add(at)?)?)
        };
        let (a, b) = (number(0)?, number(1)?);
        if mode == 2 {
            player.colour_triangle([a, b, number(2)?]);
        } else {
            player.colour_rectangle(a, b, mode == 1);
        }
    }
    Some(())
}
