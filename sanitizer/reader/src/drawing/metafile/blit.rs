//! Bitmaps on the canvas: stretched, combined, masked, blended ([MS-EMF] 2.3.1).

use resvg::tiny_skia::{IntRect, Pixmap, PremultipliedColorU8};

use super::super::paint::narrow;
use super::bytes::Bytes;
use super::canvas::{Ink, Source};
use super::outline::Outline;
use super::picture::reduced;
use super::plane::{Affine, near};
use super::player::Player;
use super::rop::Table;

/// From so many times larger on, pixels are meant to be seen as squares.
const COARSE: f64 = 6.0;

/// How a bitmap is put on the canvas.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    pub(super) table: Table,
    pub(super) opacity: f32,
}

impl Manner {
    pub(super) const PLAIN: Self = Self {
        table: Table::SOURCE,
        opacity: 1.0,
    };

    /// Of a raster operation; nought is none, and means that nobody thought of one.
    pub(super) fn of(operation: u32) -> Self {
        if operation == 0 {
            return Self::PLAIN;
        }
        Self {
            table: Table::ternary(operation),
            ..Self::PLAIN
        }
    }
}

impl Player<'_> {
    /// A bitmap; one whose colours are those of the palette gets them, and is not plain then.
    pub(super) fn bitmap(
        &mut self,
        header: &[u8],
        pixels: &[u8],
        usage: u32,
    ) -> Option<(Pixmap, bool)> {
        let made = with_palette(header, pixels, usage, &self.dc.palette);
        let Some((header, pixels)) = made else {
            return Some((self.pictures.bitmap(header, pixels)?, true));
        };
        Some((self.pictures.bitmap(&header, pixels)?, false))
    }

    /// Fills a rectangle by an operation on the brush and what is there: x, y, width and height.
    pub(super) fn pattern_blit(&mut self, [x, y, width, height]: [f64; 4], operation: u32) {
        let map = self.map();
        let table = Table::ternary(operation);
        if table == Table::KEEP || width == 0.0 || height == 0.0 {
            return;
        }
        let mut outline = Outline::default();
        match snapped(&map, [x, y, width, height]) {
            Some(whole) => outline.rectangle(&Affine::SAME, whole),
            None => outline.rectangle(&map, [x, y, x + width, y + height]),
        }
        let Some(path) = outline.finish() else { return };
        let kept = self.dc.operation;
        self.dc.operation = table;
        if table == Table::PATTERN {
            self.fill(&path, true, true);
        } else {
            // Blackness, whiteness and what is turned over need no brush at all.
            let ink = self.inks().pop().unwrap_or(Ink::solid([0; 3]));
            let clip = self.dc.clip.clone();
            self.canvas.combine(&path, true, &ink, None, table, &clip);
        }
        self.dc.operation = kept;
    }

    /// Puts a part of a bitmap on a rectangle; both are x, y, width and height, and turned over where negative.
    pub(super) fn blit(&mut self, pixels: &Pixmap, part: [f64; 4], place: [f64; 4], way: Manner) {
        let map = self.map();
        let [left, top, width, height] = part;
        let [x, y, across, down] = place;
        if width == 0.0 || height == 0.0 || across == 0.0 || down == 0.0 {
            return;
        }
        // A part that is turned over and a place that is turned over are upright again.
        let from = [
            left.min(left + width),
            top.min(top + height),
            width.abs(),
            height.abs(),
        ];
        let across = across * width.signum();
        let down = down * height.signum();
        let x = if width < 0.0 { x - across } else { x };
        let y = if height < 0.0 { y - down } else { y };
        let onto = match snapped(&map, [x, y, across, down]) {
            Some([left, top, right, bottom]) => Affine {
                e: left,
                f: top,
                ..Affine::scale(right - left, bottom - top)
            },
            None => Affine {
                e: x,
                f: y,
                ..Affine::scale(across, down)
            }
            .then(&map),
        };
        self.put(pixels, from, &onto, way);
    }

    /// Puts a part of a bitmap on what the unit square becomes.
    pub(super) fn put(&mut self, pixels: &Pixmap, part: [f64; 4], onto: &Affine, way: Manner) {
        let [left, top, width, height] = part;
        if !(width > 0.0 && height > 0.0 && onto.is_finite()) {
            return;
        }
        let edge = |low: f64, size: f64, most: u32| {
            let low_edge = near(low).max(0);
            let high = near(low + size).min(i32::try_from(most).unwrap_or(i32::MAX));
            (low_edge, u32::try_from(high.saturating_sub(low_edge)).ok())
        };
        let (x, wide) = edge(left, width, pixels.width());
        let (y, high) = edge(top, height, pixels.height());
        let (Some(wide), Some(high)) = (wide, high) else {
            return;
        };
        let cut;
        let mut shown = pixels;
        if (wide, high) != (pixels.width(), pixels.height()) {
            if !self
                .canvas
                .spend(u64::from(wide).saturating_mul(u64::from(high)))
            {
                return;
            }
            let Some(rect) = IntRect::from_xywh(x, y, wide, high) else {
                return;
            };
            let Some(part) = pixels.clone_rect(rect) else {
                return;
            };
            cut = part;
            shown = &cut;
        }
        // From the pixels that are shown to the unit square of the part that was asked for.
        let unit = Affine {
            e: (f64::from(x) - left) / width,
            f: (f64::from(y) - top) / height,
            ..Affine::scale(1.0 / width, 1.0 / height)
        };
        let mut placed = unit.then(onto);
        let (across, down) = (placed.a.hypot(placed.b), placed.c.hypot(placed.d));
        let times = |scale: f64| u32::try_from(near((1.0 / scale).floor())).unwrap_or(1);
        let smaller;
        if (across < 0.5 || down < 0.5) && way.table == Table::SOURCE {
            let count = u64::from(shown.width()).saturating_mul(u64::from(shown.height()));
            if !self.canvas.spend(count.saturating_mul(2)) {
                return;
            }
            if let Some(map) = reduced(shown, times(across), times(down)) {
                let ratio = |before: u32, after: u32| f64::from(before) / f64::from(after);
                let scale = Affine::scale(
                    ratio(shown.width(), map.width()),
                    ratio(shown.height(), map.height()),
                );
                placed = scale.then(&placed);
                smaller = map;
                shown = &smaller;
            }
        }
        let source = Source {
            pixels: shown,
            placed: placed.transform(),
            smooth: way.table == Table::SOURCE
                && (self.dc.smooth || across.max(down) < COARSE || !onto.is_upright()),
            opacity: way.opacity,
        };
        let clip = self.dc.clip.clone();
        if way.table == Table::SOURCE {
            return self.canvas.picture(&source, &clip);
        }
        if way.table == Table::KEEP {
            return;
        }
        let Some(path) = source.outline() else { return };
        let ink = self.inks().pop().unwrap_or(Ink::solid([255; 3]));
        self.canvas
            .combine(&path, true, &ink, Some(&source), way.table, &clip);
    }

    /// Puts a bitmap on a parallelogram: where its upper left, upper right and lower left corners go.
    pub(super) fn put_slanted(&mut self, pixels: &Pixmap, part: [f64; 4], to: [(f64, f64); 3]) {
        let [first, right, below] = to;
        let onto = Affine {
            a: right.0 - first.0,
            b: right.1 - first.1,
            c: below.0 - first.0,
            d: below.1 - first.1,
            e: first.0,
            f: first.1,
        };
        let onto = onto.then(&self.map());
        self.put(pixels, part, &onto, Manner::PLAIN);
    }
}

/// The header of a bitmap with colours of the palette: it names them by their numbers, or has none at all.
fn with_palette<'a>(
    header: &'a [u8],
    pixels: &'a [u8],
    usage: u32,
    palette: &[[u8; 3]],
) -> Option<(Vec<u8>, &'a [u8])> {
    let fields = Bytes(header);
    let bits = fields.word(14)?;
    if fields.count(0)? != 40 || !matches!(bits, 1 | 2 | 4 | 8) || palette.is_empty() {
        return None;
    }
    let used = fields.count(32)?;
    let count = if used == 0 {
        1_usize << bits
    } else {
        used.min(1 << bits)
    };
    let row = fields
        .count(4)?
        .checked_mul(usize::from(bits))?
        .div_ceil(32)
        .checked_mul(4)?;
    let high = usize::try_from(fields.long(8)?.unsigned_abs()).ok()?;
    let packed = fields.dword(16)? != 0;
    let all = header.len().saturating_sub(40);
    // So short that there is no room for a table before the pixels.
    let bare = pixels.is_empty() && !packed && all <= row.checked_mul(high)?.checked_add(2)?;
    let length = match usage {
        1 if !bare => count.checked_mul(2)?,
        _ if bare => 0,
        _ => return None,
    };
    let mut said = header.get(..40)?.to_vec();
    let number = u32::try_from(count).ok()?;
    said.get_mut(32..36)?.copy_from_slice(&number.to_le_bytes());
    for at in 0..count {
        let place = match length {
            0 => at,
            _ => usize::from(fields.word(at.checked_mul(2)?.checked_add(40)?)?),
        };
        let [red, green, blue] = palette.get(place).copied().unwrap_or_default();
        said.extend_from_slice(&[blue, green, red, 0]);
    }
    let behind = fields.from(length.checked_add(40)?);
    Some((said, if pixels.is_empty() { behind } else { pixels }))
}

/// Makes every pixel of a colour clear.
pub(super) fn without_colour(pixels: &mut Pixmap, [red, green, blue]: [u8; 3]) {
    for pixel in pixels.pixels_mut() {
        if (pixel.red(), pixel.green(), pixel.blue()) == (red, green, blue) {
            *pixel = PremultipliedColorU8::TRANSPARENT;
        }
    }
}

/// Makes every pixel clear that is dark in a mask.
pub(super) fn masked(pixels: &mut Pixmap, mask: &Pixmap, (x, y): (u32, u32)) {
    let width = pixels.width().max(1);
    let mut at = 0_u32;
    for pixel in pixels.pixels_mut() {
        let (across, down) = (at % width, at / width);
        let over = mask.pixel(across.saturating_add(x), down.saturating_add(y));
        if over.is_none_or(|over| over.green() < 128) {
            *pixel = PremultipliedColorU8::TRANSPARENT;
        }
        at = at.saturating_add(1);
    }
}

/// The edges of a rectangle on whole pixels, where it is upright: left, top, right, bottom, turned over as it is.
fn snapped(map: &Affine, [x, y, width, height]: [f64; 4]) -> Option<[f64; 4]> {
    if !map.is_upright() || map.b.abs() > map.a.abs() {
        return None;
    }
    let (a, b) = (map.point(x, y), map.point(x + width, y + height));
    let far = 100_000.0;
    if [a.0, a.1, b.0, b.1]
        .into_iter()
        .any(|edge| edge.abs() > far)
    {
        return None;
    }
    let pair = |low: f64, high: f64| {
        let (first, last) = (low.round(), high.round());
        if (first - last).abs() < 0.5 {
            (first, first + 1.0_f64.copysign(high - low))
        } else {
            (first, last)
        }
    };
    let ((left, right), (top, bottom)) = (pair(a.0, b.0), pair(a.1, b.1));
    Some([left, top, right, bottom])
}

/// An opacity of 255 parts.
pub(super) fn opacity(constant: u8) -> f32 {
    narrow(f64::from(constant) / 255.0)
}
