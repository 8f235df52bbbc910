//! Bitmaps and gradients of enhanced metafiles ([MS-EMF] 2.3.1, 2.3.5.12).

use resvg::tiny_skia::Pixmap;

use super::super::blit::{self, Manner};
use super::super::bytes::Bytes;
use super::super::player::Player;
use super::super::rop::Table;
use super::{MOST_LISTED, pair};

/// The header and the pixels of a bitmap, whose four places stand one behind the other.
pub(super) fn two_parts(record: Bytes<'_>, at: usize) -> Option<(&[u8], &[u8])> {
    let part = |at: usize| record.part(record.count(at)?, record.count(at.checked_add(4)?)?);
    Some((part(at)?, part(at.checked_add(8)?)?))
}

pub(super) fn bitmap<'a>(player: &mut Player<'a>, kind: u32, record: Bytes<'a>) -> Option<()> {
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
pub(in super::super) fn same(one: [f64; 4], other: [f64; 4]) -> bool {
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

/// [MS-EMF] 2.3.5.12: rectangles or triangles whose corners have colours.
pub(super) fn gradient(player: &mut Player<'_>, record: Bytes<'_>) -> Option<()> {
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
