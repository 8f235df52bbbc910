//! Windows metafiles ([MS-WMF] 2.3): each record by its function. Most say their parameters backwards.

use std::rc::Rc;

use sekisho_ir::{Code, Reason};

use super::blit::Manner;
use super::bytes::Bytes;
use super::emf::{MOST_RECORDS, same};
use super::letters;
use super::objects::{Brush, Font, Object, Pen};
use super::player::{Arc, Player};
use super::rop::Table;
use super::text::Words;

/// Plays all records behind the header.
pub(super) fn play<'a>(player: &mut Player<'a>, records: &'a [u8]) -> Result<(), Reason> {
    let mut rest = records;
    for _ in 0..MOST_RECORDS {
        let bytes = Bytes(rest);
        let Some((words, kind)) = bytes.count(0).zip(bytes.word(4)) else {
            return Ok(());
        };
        let length = words.saturating_mul(2);
        if length < 6 || kind == 0 {
            return Ok(());
        }
        let record = Bytes(rest.get(6..length.min(rest.len())).unwrap_or_default());
        if record_of(player, kind, record).is_none() {
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

fn record_of<'a>(player: &mut Player<'a>, kind: u16, record: Bytes<'a>) -> Option<()> {
    match kind {
        0x0213
        | 0x0214
        | 0x0415..=0x041b
        | 0x0817
        | 0x081a
        | 0x0830
        | 0x061c
        | 0x0324
        | 0x0325
        | 0x0538 => shape(player, kind, record),
        0x041f => {
            let [y, x] = record.shorts(4)?;
            player.pixel((x, y), record.colour(0)?);
            Some(())
        }
        0x0102..=0x0108
        | 0x0201
        | 0x0209..=0x0211
        | 0x0410
        | 0x0412
        | 0x012e
        | 0x001e
        | 0x0127
        | 0x0220 => state(player, kind, record),
        0x02fa..=0x02fc | 0x0142 | 0x01f9 | 0x06ff | 0x00f7 | 0x012d | 0x0234 | 0x01f0 => {
            object(player, kind, record)
        }
        0x0228 | 0x0429 | 0x012a..=0x012c => region(player, kind, record),
        0x061d | 0x0940 | 0x0b41 | 0x0f43 | 0x0d33 => bitmap(player, kind, record),
        0x0521 | 0x0a32 => text(player, kind, record),
        // Words to the printer, or data of the application: never said.
        0x0626 => {
            player.findings.add_at(Code::MarkupDropped, 1, "escape");
            Some(())
        }
        // Palettes, layout: nothing that is drawn.
        0x0035 | 0x0037 | 0x0139 | 0x0149 | 0x0231 | 0x0436 => Some(()),
        _ => {
            player.skip();
            Some(())
        }
    }
}

/// Two numbers, the second one first.
fn back(record: Bytes<'_>, at: usize) -> Option<(f64, f64)> {
    let [y, x] = record.shorts(at)?;
    Some((x, y))
}

/// A rectangle, said from its bottom on.
fn back_rectangle(record: Bytes<'_>, at: usize) -> Option<[f64; 4]> {
    let [bottom, right, top, left] = record.shorts(at)?;
    Some([left, top, right, bottom])
}

fn shape(player: &mut Player<'_>, kind: u16, record: Bytes<'_>) -> Option<()> {
    match kind {
        0x0213 => {
            let to = back(record, 0)?;
            player.draw_on(Some(to), |outline, map| outline.line(map, to));
        }
        0x0214 => player.move_to(back(record, 0)?),
        0x0415 => player.clip_rectangle(back_rectangle(record, 0)?, false),
        0x0416 => player.clip_rectangle(back_rectangle(record, 0)?, true),
        0x0418 => player.ellipse(back_rectangle(record, 0)?),
        0x041b => player.rectangle(back_rectangle(record, 0)?),
        0x061c => player.round_rectangle(back_rectangle(record, 4)?, back(record, 0)?),
        0x0817 | 0x081a | 0x0830 => {
            let kind = match kind {
                0x081a => Arc::Pie,
                0x0830 => Arc::Chord,
                _ => Arc::Plain,
            };
            player.arc(
                back_rectangle(record, 8)?,
                back(record, 4)?,
                back(record, 0)?,
                kind,
            );
        }
        0x0324 | 0x0325 => {
            let points = record.points(2, usize::from(record.word(0)?), true);
            player.polygons(&[points.len()], &points, kind == 0x0324);
        }
        0x0538 => {
            let count = usize::from(record.word(0)?);
            let counts: Option<Vec<usize>> = (0..count)
                .map(|at| {
                    record
                        .word(at.checked_mul(2)?.checked_add(2)?)
                        .map(usize::from)
                })
                .collect();
            let counts = counts?;
            let start = count.checked_mul(2)?.checked_add(2)?;
            let points = record.points(start, counts.iter().sum(), true);
            player.polygons(&counts, &points, true);
        }
        _ => player.skip(),
    }
    Some(())
}

fn state(player: &mut Player<'_>, kind: u16, record: Bytes<'_>) -> Option<()> {
    let scale = || {
        let [by_y, y, by_x, x] = record.shorts(0)?;
        let (x, y): (f64, f64) = (x / by_x, y / by_y);
        (x.is_finite() && y.is_finite() && x != 0.0 && y != 0.0).then_some((x, y))
    };
    let fixed = player.fixed_view;
    let dc = &mut player.dc;
    match kind {
        0x0102 => dc.opaque = record.word(0)? != 1,
        // The page of a metafile is as large as it is shown, whatever unit it names.
        0x0103 if fixed => {}
        0x0103 => dc.mode = u32::from(record.word(0)?),
        0x0104 => dc.operation = Table::binary(u32::from(record.word(0)?)),
        0x0106 => dc.winding = record.word(0)? == 2,
        0x0107 => dc.smooth = record.word(0)? == 4,
        0x0108 => dc.extra = f64::from(record.short(0)?),
        0x0201 => dc.background = record.colour(0)?,
        0x0209 => dc.text_colour = record.colour(0)?,
        0x020a => {
            let [extra, count] = record.shorts(0)?;
            let (extra, count) = if count == 0.0 {
                (count, extra)
            } else {
                (extra, count)
            };
            let each: f64 = extra / count;
            dc.extra_blank = if each.is_finite() { each } else { 0.0 };
        }
        0x020b => dc.window = back(record, 0)?,
        0x020c => {
            dc.window_size = back(record, 0)?;
        }
        0x020d | 0x020e | 0x0211 | 0x0412 if fixed => {}
        0x020d => dc.viewport = back(record, 0)?,
        0x020e => dc.viewport_size = back(record, 0)?,
        0x020f => {
            let (x, y) = back(record, 0)?;
            dc.window = (dc.window.0 + x, dc.window.1 + y);
        }
        0x0211 => {
            let (x, y) = back(record, 0)?;
            dc.viewport = (dc.viewport.0 + x, dc.viewport.1 + y);
        }
        0x0410 => {
            let (x, y) = scale()?;
            dc.window_size = (dc.window_size.0 * x, dc.window_size.1 * y);
        }
        0x0412 => {
            let (x, y) = scale()?;
            dc.viewport_size = (dc.viewport_size.0 * x, dc.viewport_size.1 * y);
        }
        0x012e => dc.align = u32::from(record.word(0)?),
        0x001e => player.save(),
        0x0127 => player.restore(i32::from(record.short(0)?)),
        0x0220 => {
            let (x, y) = back(record, 0)?;
            player.move_clip(x, y);
        }
        _ => {}
    }
    Some(())
}

fn object<'a>(player: &mut Player<'a>, kind: u16, record: Bytes<'a>) -> Option<()> {
    let object = match kind {
        0x012d | 0x0234 => {
            player.select(u32::from(record.word(0)?));
            return Some(());
        }
        0x01f0 => {
            player.objects.remove(u32::from(record.word(0)?));
            return Some(());
        }
        // Whatever is wrong with it, an object takes its place, or all that follow are mistaken for others.
        0x02fa => pen(record),
        0x02fb => font(record).map(Object::Font),
        0x02fc => brush(record),
        0x0142 => {
            let usage = u32::from(record.word(2)?);
            let tile = player.bitmap(record.from(4), &[], usage);
            tile.map(|(tile, _)| Object::Brush(Brush::Tiled(Rc::new(tile))))
        }
        0x00f7 => Some(Object::Palette(Rc::from(super::emf::colours(record)))),
        0x06ff => scans(record).map(|scans| Object::Region(Rc::from(scans))),
        _ => None,
    };
    player.objects.add(object.unwrap_or(Object::Other));
    Some(())
}

fn pen(record: Bytes<'_>) -> Option<Object> {
    let width = f64::from(record.short(2)?);
    let style = u32::from(record.word(0)?);
    Some(Object::Pen(Pen::parse(style, width, record.colour(6)?)))
}

fn brush(record: Bytes<'_>) -> Option<Object> {
    Some(Object::Brush(match record.word(0)? {
        0 => Brush::Solid(record.colour(2)?),
        2 => Brush::Hatched(u32::from(record.word(6)?), record.colour(2)?),
        _ => Brush::Hollow,
    }))
}

/// [MS-WMF] 2.2.1.2.
fn font(record: Bytes<'_>) -> Option<Font> {
    let charset = record.byte(13)?;
    let mut font = Font {
        height: f64::from(record.short(0)?),
        width: f64::from(record.short(2)?),
        angle: (f64::from(record.short(4)?) / 10.0).to_radians(),
        weight: record.word(8)?.clamp(1, 1000),
        italic: record.byte(10)? != 0,
        underline: record.byte(11)? != 0,
        struck: record.byte(12)? != 0,
        charset,
        ..Font::plain()
    };
    if font.weight < 100 {
        font.weight = 400;
    }
    let name = record.from(18);
    font.named(&letters::name(name.get(..32).unwrap_or(name), charset));
    Some(font)
}

/// The rectangles of a region: lines with their beginnings and ends ([MS-WMF] 2.2.1.3, 2.2.2.21).
fn scans(record: Bytes<'_>) -> Option<Vec<[f64; 4]>> {
    let count = usize::from(record.word(10)?);
    let mut at = 22_usize;
    let mut rectangles = Vec::new();
    for _ in 0..count {
        let ends = usize::from(record.word(at)?);
        let [top, bottom] = record.shorts(at.checked_add(2)?)?;
        for pair in 0..ends / 2 {
            let place = at.checked_add(6)?.checked_add(pair.checked_mul(4)?)?;
            let [left, right] = record.shorts(place)?;
            rectangles.push([left, top, right, bottom]);
        }
        at = at.checked_add(8)?.checked_add(ends.checked_mul(2)?)?;
    }
    Some(rectangles)
}

fn region(player: &mut Player<'_>, kind: u16, record: Bytes<'_>) -> Option<()> {
    let number = u32::from(record.word(0)?);
    let Some(Object::Region(rectangles)) = player.object(number) else {
        return None;
    };
    match kind {
        0x0228 => player.fill_region(&rectangles, Some(u32::from(record.word(2)?))),
        0x0429 => {
            let brush = u32::from(record.word(2)?);
            player.frame_region(&rectangles, brush, back(record, 4)?);
        }
        0x012a => player.invert_region(&rectangles),
        0x012b => player.fill_region(&rectangles, None),
        _ => player.select(number),
    }
    Some(())
}

fn bitmap<'a>(player: &mut Player<'a>, kind: u16, record: Bytes<'a>) -> Option<()> {
    let operation = record.dword(0)?;
    // Where the place and the part are said, and where the bitmap begins.
    let (place, part, start) = match kind {
        0x061d => {
            let [height, width, y, x] = record.shorts(4)?;
            player.pattern_blit([x, y, width, height], operation);
            return Some(());
        }
        0x0940 if record.0.len() < 24 => {
            let [height, width, y, x] = record.shorts(10)?;
            player.pattern_blit([x, y, width, height], operation);
            return Some(());
        }
        0x0940 => {
            let [top, left, height, width, y, x] = record.shorts(4)?;
            ([x, y, width, height], [left, top, width, height], 16)
        }
        0x0b41 if record.0.len() < 28 => {
            let [height, width, y, x] = record.shorts(14)?;
            player.pattern_blit([x, y, width, height], operation);
            return Some(());
        }
        0x0b41 | 0x0f43 => {
            let at = if kind == 0x0b41 { 4 } else { 6 };
            let [high, wide, top, left, height, width, y, x] = record.shorts(at)?;
            let start = at.checked_add(16)?;
            ([x, y, width, height], [left, top, wide, high], start)
        }
        _ => {
            let [top, left, height, width, y, x] = record.shorts(6)?;
            ([x, y, width, height], [left, top, width, height], 18)
        }
    };
    let bitmap = record.from(start);
    let usage = match kind {
        0x0f43 => record.word(4)?,
        0x0d33 => record.word(0)?,
        _ => 0,
    };
    let (map, plain) = player.bitmap(bitmap, &[], u32::from(usage))?;
    let way = if kind == 0x0d33 {
        Manner::PLAIN
    } else {
        Manner::of(operation)
    };
    let [left, top, wide, high] = part;
    let size = (f64::from(map.width()), f64::from(map.height()));
    let below = Bytes(bitmap).long(8).is_some_and(|height| height > 0);
    let top = if matches!(kind, 0x0f43 | 0x0d33) && below && high > 0.0 {
        size.1 - top - high
    } else {
        top
    };
    let part = [left, top, wide, high];
    if way.table == Table::SOURCE {
        player.sole_bitmap(bitmap, &[], plain && same(part, [0.0, 0.0, size.0, size.1]));
    }
    player.blit(&map, part, place, way);
    Some(())
}

fn text(player: &mut Player<'_>, kind: u16, record: Bytes<'_>) -> Option<()> {
    let charset = player.dc.font.charset;
    if kind == 0x0521 {
        let length = usize::from(record.word(0)?);
        let bytes = record.part(2, length)?;
        let after = length.checked_next_multiple_of(2)?.checked_add(2)?;
        player.words(&Words {
            at: back(record, after)?,
            letters: letters::of_bytes(bytes, charset),
            steps: Vec::new(),
            falls: Vec::new(),
            frame: None,
            filled: false,
            clipped: false,
            advanced: false,
        });
        return Some(());
    }
    let length = usize::from(record.word(4)?);
    let options = record.word(6)?;
    let framed = options & 6 != 0;
    let start = if framed { 16 } else { 8 };
    let bytes = record.part(start, length)?;
    let after = length.checked_next_multiple_of(2)?.checked_add(start)?;
    let steps = record.from(after).as_chunks::<2>().0.iter().take(length);
    let steps: Vec<f64> = steps
        .map(|step| f64::from(i16::from_le_bytes(*step)))
        .collect();
    player.words(&Words {
        at: back(record, 0)?,
        letters: letters::of_bytes(bytes, charset),
        // Half a list says nothing.
        steps: if steps.len() == length {
            steps
        } else {
            Vec::new()
        },
        falls: Vec::new(),
        frame: if framed { record.shorts(8) } else { None },
        filled: options & 2 != 0,
        clipped: options & 4 != 0,
        advanced: false,
    });
    Some(())
}
