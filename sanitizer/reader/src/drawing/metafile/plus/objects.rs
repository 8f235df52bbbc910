//! Objects of GDI+: brushes, pens, paths, regions, images, fonts ([MS-EMFPLUS] 2.2.1).

use std::rc::Rc;

use resvg::tiny_skia::{IntSize, LineCap, LineJoin, Pixmap};

use super::super::bytes::Bytes;
use super::super::clip::Joined;
use super::super::letters;
use super::super::picture::Pictures;
use super::super::plane::Affine;
use super::curves::Path;

/// A colour with its alpha, red first.
pub(super) type Colour = [u8; 4];

#[derive(Clone, Debug)]
pub(super) enum Brush {
    Plain(Colour),
    Hatched(u32, Colour, Colour),
    Tiled(Rc<Pixmap>, Affine),
    /// Colours along the width of a rectangle, which a map puts where it is.
    Linear {
        frame: [f64; 4],
        map: Affine,
        stops: Rc<[(f64, Colour)]>,
        /// True where it starts anew at its end.
        repeats: bool,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Pen {
    pub(super) brush: Brush,
    pub(super) width: f64,
    /// [MS-EMFPLUS] 2.1.1.33.
    pub(super) unit: u32,
    pub(super) cap: LineCap,
    pub(super) join: LineJoin,
    pub(super) miter: f64,
    /// In widths of the line.
    pub(super) dashes: Rc<[f64]>,
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    Rectangle([f64; 4]),
    Path(Path),
    Nothing,
    All,
    /// Two nodes that follow; the second one first where the flag is set.
    Joined(Joined, bool),
}

#[derive(Clone, Debug)]
pub(super) struct Region(pub(super) Vec<Node>);

#[derive(Clone, Debug)]
pub(super) struct Font {
    pub(super) size: f64,
    pub(super) unit: u32,
    pub(super) style: u32,
    pub(super) family: Rc<str>,
}

/// How words stand in their frame ([MS-EMFPLUS] 2.2.1.9).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Format {
    pub(super) vertical: bool,
    /// 0 before, 1 in the middle, 2 behind.
    pub(super) along: u32,
    pub(super) across: u32,
}

#[derive(Clone, Debug)]
pub(super) enum Object {
    Brush(Brush),
    Pen(Pen),
    Path(Path),
    Region(Region),
    Image(Rc<Pixmap>),
    Font(Font),
    Format(Format),
    /// Without any effect here.
    Other,
}

pub(super) fn parse(kind: u16, data: Bytes<'_>, pictures: &mut Pictures<'_>) -> Option<Object> {
    Some(match kind {
        1 => Object::Brush(brush(data, pictures)?),
        2 => Object::Pen(pen(data, pictures)?),
        3 => Object::Path(Path::parse(data)?),
        4 => Object::Region(region(data)?),
        5 => Object::Image(Rc::new(image(data, pictures)?)),
        6 => {
            let count = data.count(20)?;
            let name = data.part(24, count.checked_mul(2)?)?;
            let name: String = letters::of_words(name)
                .into_iter()
                .map(|(letter, _)| letter)
                .collect();
            Object::Font(Font {
                size: data.float(4)?,
                unit: data.dword(8)?,
                style: data.dword(12)?,
                family: Rc::from(name),
            })
        }
        7 => Object::Format(Format {
            vertical: data.dword(4)? & 2 != 0,
            along: data.dword(12)?,
            across: data.dword(16)?,
        }),
        8 | 9 => Object::Other,
        _ => return None,
    })
}

/// Blue, green, red and alpha.
pub(super) fn colour(value: u32) -> Colour {
    let [blue, green, red, alpha] = value.to_le_bytes();
    [red, green, blue, alpha]
}

fn brush(data: Bytes<'_>, pictures: &mut Pictures<'_>) -> Option<Brush> {
    let tint = |at: usize| data.dword(at).map(colour);
    Some(match data.dword(4)? {
        0 => Brush::Plain(tint(8)?),
        1 => Brush::Hatched(data.dword(8)?, tint(12)?, tint(16)?),
        2 => {
            let placed = data.dword(8)? & 2 != 0;
            let map = if placed {
                Affine::parse(data.floats(16)?)
            } else {
                Affine::SAME
            };
            let start = if placed { 40 } else { 16 };
            Brush::Tiled(Rc::new(image(Bytes(data.from(start)), pictures)?), map)
        }
        // From a middle to an edge: something between the two.
        3 => {
            let (middle, edge) = (tint(16)?, tint(32)?);
            let mut mixed = [0_u8; 4];
            for (part, (one, other)) in mixed.iter_mut().zip(middle.into_iter().zip(edge)) {
                *part = u8::midpoint(one, other);
            }
            Brush::Plain(mixed)
        }
        4 => {
            let flags = data.dword(8)?;
            let mut at = 48_usize;
            let map = if flags & 2 == 0 {
                Affine::SAME
            } else {
                at = 72;
                Affine::parse(data.floats(48)?)
            };
            let (first, last) = (tint(32)?, tint(36)?);
            let count = if flags & 0x0c == 0 {
                0
            } else {
                data.count(at)?
            };
            let start = at.checked_add(4)?;
            let list = |at: usize| data.part(at, count.checked_mul(4)?);
            let mut stops = vec![(0.0, first), (1.0, last)];
            if count > 1 && count < 1_000 {
                let places = list(start)?;
                let values = list(start.checked_add(count.checked_mul(4)?)?)?;
                stops.clear();
                for at in (0..count).filter_map(|at| at.checked_mul(4)) {
                    let place = Bytes(places).float(at)?;
                    let tint = if flags & 4 != 0 {
                        colour(Bytes(values).dword(at)?)
                    } else {
                        mixed(first, last, Bytes(values).float(at)?)
                    };
                    stops.push((place, tint));
                }
            }
            Brush::Linear {
                frame: data.floats(16)?,
                map,
                stops: Rc::from(stops),
                repeats: data.dword(12)? == 0,
            }
        }
        _ => return None,
    })
}

fn mixed(first: Colour, last: Colour, part: f64) -> Colour {
    let mut tint = [0_u8; 4];
    for (part_of, (one, other)) in tint.iter_mut().zip(first.into_iter().zip(last)) {
        let value = f64::from(one) + (f64::from(other) - f64::from(one)) * part;
        *part_of = u8::try_from(super::super::plane::near(value).clamp(0, 255)).unwrap_or(255);
    }
    tint
}

/// [MS-EMFPLUS] 2.2.1.7, 2.2.2.33.
fn pen(data: Bytes<'_>, pictures: &mut Pictures<'_>) -> Option<Pen> {
    let flags = data.dword(8)?;
    let mut made = Pen {
        brush: Brush::Plain([0, 0, 0, 255]),
        width: data.float(16)?,
        unit: data.dword(12)?,
        cap: LineCap::Butt,
        join: LineJoin::Miter,
        miter: 10.0,
        dashes: Rc::from([]),
    };
    let mut at = 20_usize;
    for bit in 0..13_u32 {
        if flags >> bit & 1 == 0 {
            continue;
        }
        let length = match bit {
            0 => 24,
            8 | 10 => data.count(at)?.checked_mul(4)?.checked_add(4)?,
            11 | 12 => data.count(at)?.checked_add(4)?,
            _ => 4,
        };
        match bit {
            1 | 2 => {
                made.cap = match data.dword(at)? {
                    1 => LineCap::Square,
                    2 => LineCap::Round,
                    _ => made.cap,
                }
            }
            3 => {
                made.join = match data.dword(at)? {
                    1 => LineJoin::Bevel,
                    2 => LineJoin::Round,
                    _ => LineJoin::Miter,
                }
            }
            4 => made.miter = data.float(at)?,
            5 => {
                made.dashes = match data.dword(at)? {
                    1 => Rc::from([3.0, 1.0]),
                    2 => Rc::from([1.0, 1.0]),
                    3 => Rc::from([3.0, 1.0, 1.0, 1.0]),
                    4 => Rc::from([3.0, 1.0, 1.0, 1.0, 1.0, 1.0]),
                    _ => made.dashes,
                }
            }
            8 => {
                let count = data.count(at)?.min(64);
                let own = (1..=count).map(|which| {
                    let value = data.float(at.checked_add(which.checked_mul(4)?)?)?;
                    (value >= 0.0).then_some(value)
                });
                made.dashes = Rc::from(own.collect::<Option<Vec<f64>>>()?);
            }
            _ => {}
        }
        at = at.checked_add(length)?;
    }
    made.brush = brush(Bytes(data.from(at)), pictures)?;
    Some(made)
}

/// [MS-EMFPLUS] 2.2.1.8.
fn region(data: Bytes<'_>) -> Option<Region> {
    const MOST_NODES: usize = 4_096;
    let mut nodes = Vec::new();
    let mut at = 8_usize;
    // How many nodes are still to come: each that joins asks for two.
    let mut wanted = 1_usize;
    while wanted > 0 && nodes.len() < MOST_NODES {
        wanted = wanted.saturating_sub(1);
        let kind = data.dword(at)?;
        at = at.checked_add(4)?;
        let node = match kind {
            0x1000_0000 => {
                let frame = data.floats(at)?;
                at = at.checked_add(16)?;
                Node::Rectangle(frame)
            }
            0x1000_0001 => {
                let length = data.count(at)?;
                let path = Path::parse(Bytes(data.part(at.checked_add(4)?, length)?))?;
                at = at.checked_add(4)?.checked_add(length)?;
                Node::Path(path)
            }
            0x1000_0002 => Node::Nothing,
            0x1000_0003 => Node::All,
            1..=5 => {
                wanted = wanted.saturating_add(2);
                Node::Joined(
                    match kind {
                        1 => Joined::And,
                        2 => Joined::Or,
                        3 => Joined::Xor,
                        _ => Joined::Without,
                    },
                    kind == 5,
                )
            }
            _ => return None,
        };
        nodes.push(node);
    }
    (wanted == 0).then_some(Region(nodes))
}

/// [MS-EMFPLUS] 2.2.1.4, 2.2.2.2. A metafile inside is not followed.
fn image(data: Bytes<'_>, pictures: &mut Pictures<'_>) -> Option<Pixmap> {
    if data.dword(4)? != 1 {
        return None;
    }
    let pixels = data.from(28);
    if data.dword(24)? == 1 {
        return pictures.file(pixels);
    }
    let (width, height) = (data.long(8)?, data.long(12)?);
    let stride = data.long(16)?;
    let format = data.dword(20)?;
    let bits = (format >> 8) & 0xff;
    if format == 0x000e_200b || format == 0x0026_200a {
        return straight(data, pictures, format == 0x0026_200a);
    }
    // What is left is a bitmap as GDI has it.
    let high = if stride < 0 {
        height
    } else {
        height.checked_neg()?
    };
    let (packing, masks): (u32, &[u32]) = match format {
        0x0002_1006 => (3, &[0xf800, 0x07e0, 0x001f]),
        _ => (0, &[]),
    };
    let mut header = Vec::new();
    for value in [
        40,
        width.cast_unsigned(),
        high.cast_unsigned(),
        1 | bits << 16,
        packing,
    ] {
        header.extend_from_slice(&value.to_le_bytes());
    }
    header.extend_from_slice(&[0; 20]);
    for mask in masks {
        header.extend_from_slice(&mask.to_le_bytes());
    }
    let mut body = pixels;
    if bits <= 8 {
        let colours = Bytes(pixels).count(4)?.min(256);
        let table = colours.checked_mul(4)?;
        header.extend_from_slice(Bytes(pixels).part(8, table)?);
        let used = u32::try_from(colours).ok()?;
        header.get_mut(32..36)?.copy_from_slice(&used.to_le_bytes());
        body = Bytes(pixels).from(table.checked_add(8)?);
    }
    pictures.bitmap(&header, body)
}

/// Pixels of four bytes with alpha; with `plain` their colours are still to be multiplied with it.
fn straight(data: Bytes<'_>, pictures: &mut Pictures<'_>, plain: bool) -> Option<Pixmap> {
    let width = u32::try_from(data.long(8)?).ok()?;
    let height = u32::try_from(data.long(12)?).ok()?;
    let row = usize::try_from(data.long(16)?.unsigned_abs()).ok()?;
    let wide = usize::try_from(width).ok()?.checked_mul(4)?;
    let high = usize::try_from(height).ok()?;
    let pixels = data.from(28);
    // Nothing is made that is not there.
    if row < wide || pixels.len() < row.checked_mul(high)? || !pictures.take(width, height) {
        return None;
    }
    let mut bytes = Vec::with_capacity(wide.checked_mul(high)?);
    for line in pixels.chunks(row).take(high) {
        for [blue, green, red, alpha] in line.get(..wide)?.as_chunks::<4>().0 {
            let part = |value: u8| {
                let value = u16::from(value);
                let value = if plain {
                    value.saturating_mul(u16::from(*alpha)) / 255
                } else {
                    value
                };
                u8::try_from(value).unwrap_or(255).min(*alpha)
            };
            bytes.extend_from_slice(&[part(*red), part(*green), part(*blue), *alpha]);
        }
    }
    Pixmap::from_vec(bytes, IntSize::from_wh(width, height)?)
}
