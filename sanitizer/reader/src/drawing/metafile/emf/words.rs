//! Words of enhanced metafiles ([MS-EMF] 2.3.5.7 and on).

use super::super::bytes::Bytes;
use super::super::letters;
use super::super::player::Player;
use super::super::text::Words;
use super::pair;

pub(super) fn text(player: &mut Player<'_>, kind: u32, record: Bytes<'_>) -> Option<()> {
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
