//! Pens, brushes, fonts and palettes of enhanced metafiles ([MS-EMF] 2.3.7, 2.3.8).

use std::rc::Rc;

use resvg::tiny_skia::LineCap;

use super::super::bytes::Bytes;
use super::super::letters;
use super::super::objects::{Brush, Font, Object, Pen};
use super::super::player::Player;
use super::bitmaps::two_parts;

pub(super) fn object<'a>(player: &mut Player<'a>, kind: u32, record: Bytes<'a>) -> Option<()> {
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
pub(in super::super) fn colours(palette: Bytes<'_>) -> Vec<[u8; 3]> {
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
