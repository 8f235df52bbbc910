//! Windows metafiles ([MS-EMF], [MS-WMF]), played to pixels by a player of our own.
//!
//! ```text
//!  emf ─┬▶ records ─▶ player ─▶ shapes, words, bitmaps ─▶ canvas ─▶ pixels
//!  wmf ─┘              ▲  └ state: objects, mapping, clip, path
//!        plus ─────────┘
//! ```
//!
//! Total on any bytes: a record that ends early is as good as not there, what is unknown is counted and told, and the
//! work of one metafile is bounded. Escapes and embedded objects are never followed. A metafile around one bitmap is
//! that bitmap, as it is.

mod blit;
mod bytes;
mod canvas;
mod clip;
mod dc;
mod emf;
mod glyphs;
mod gradient;
mod inks;
mod letters;
mod objects;
mod outline;
mod picture;
mod plane;
mod player;
mod plus;
mod regions;
mod rop;
mod text;
mod wmf;

use resvg::tiny_skia::{Color, Pixmap};
use sekisho_ir::{Chroma, Code, Findings, Kind, Raster, Reason};

use self::bytes::Bytes;
use self::clip::Edges;
use self::dc::Device;
use self::plane::Affine;
use self::player::Player;
use super::paint;
use crate::{ReadHint, image};

/// Dots an inch of a played metafile.
pub(super) const DPI: f64 = 192.0;

/// A metafile whose header says nothing of its size is this large at least, on its longer edge.
const LEAST: f64 = 400.0;

/// What a header says.
struct Sheet {
    /// How large it is, across and down.
    inches: (f64, f64),
    /// The part of the device that is seen: left, top, width and height.
    view: [f64; 4],
    device: Device,
}

/// Reads a metafile.
pub(super) fn read(
    input: &[u8],
    kind: Kind,
    hint: &ReadHint,
    findings: &mut Findings,
) -> Result<Raster, Reason> {
    let sheet = if kind == Kind::Emf {
        emf_sheet(input).ok_or(Reason::Malformed)?
    } else {
        wmf_sheet(input).ok_or(Reason::Malformed)?
    };
    let (view, inches) = match sheet.inches {
        (width, height) if width > 0.0 && height > 0.0 => (sheet.view, sheet.inches),
        _ => measured(input, kind, &sheet, hint)?,
    };
    let (wide, high) = paint::fitting(inches.0 * DPI, inches.1 * DPI)?;
    let mut map = Pixmap::new(wide, high).ok_or(Reason::TooLarge)?;
    if !hint.within_package {
        map.fill(Color::WHITE);
    }
    let [left, top, width, height] = view;
    let scale = Affine::scale(f64::from(wide) / width, f64::from(high) / height);
    let base = Affine::moved(-left, -top).then(&scale);
    if !base.is_finite() {
        return Err(Reason::Malformed);
    }
    let mut player = Player::new(map, base, sheet.device, &hint.limits);
    play(&mut player, input, kind, view)?;
    let (sole, skipped) = (player.sole(), player.skipped);
    let told = std::mem::take(&mut player.findings);
    if !player.canvas.drawn {
        return Err(Reason::Malformed);
    }
    let pixels = player.canvas.into_pixels();
    for row in told.rows() {
        findings.add_at(
            row.code,
            usize::try_from(row.count).unwrap_or(usize::MAX),
            "metafile",
        );
    }
    if skipped > 0 {
        findings.add_at(Code::MarkupDropped, skipped, "metafile");
    }
    if let Some((header, pixels)) = sole {
        return image::bitmap(header, pixels, &hint.limits, findings);
    }
    findings.add(Code::FormatConverted, 1);
    Ok(Raster {
        format: Kind::Png,
        frames: vec![paint::frame(&pixels)],
        loops: None,
        quality: 90,
        chroma: Chroma::Full,
    })
}

fn play<'a>(
    player: &mut Player<'a>,
    input: &'a [u8],
    kind: Kind,
    view: [f64; 4],
) -> Result<(), Reason> {
    if kind == Kind::Emf {
        return emf::play(player, input);
    }
    // The window is stretched over all that is seen; until it is said, it is the view itself.
    let [left, top, width, height] = view;
    player.dc.mode = 8;
    player.dc.viewport = (left, top);
    player.dc.viewport_size = (width, height);
    player.dc.window = (left, top);
    player.dc.window_size = (width, height);
    player.fixed_view = true;
    wmf::play(player, wmf_records(input))
}

/// The size of what is drawn, where the header says none: played once without pixels.
fn measured(
    input: &[u8],
    kind: Kind,
    sheet: &Sheet,
    hint: &ReadHint,
) -> Result<([f64; 4], (f64, f64)), Reason> {
    let map = Pixmap::new(1, 1).ok_or(Reason::TooLarge)?;
    let mut player = Player::new(map, Affine::SAME, sheet.device, &hint.limits);
    if kind == Kind::Emf {
        emf::play(&mut player, input)?;
    } else {
        wmf::play(&mut player, wmf_records(input))?;
    }
    let Edges {
        left,
        top,
        right,
        bottom,
    } = player.canvas.extent.ok_or(Reason::Malformed)?;
    let (width, height) = (
        f64::from(right.saturating_sub(left).max(1)),
        f64::from(bottom.saturating_sub(top).max(1)),
    );
    let (across, down) = sheet.device.density;
    let inches = (width / across / 25.4, height / down / 25.4);
    let longer = inches.0.max(inches.1) * DPI;
    let scale = if longer < LEAST { LEAST / longer } else { 1.0 };
    Ok((
        [f64::from(left), f64::from(top), width, height],
        (inches.0 * scale, inches.1 * scale),
    ))
}

/// The frame counts hundredths of a millimetre, the bounds pixels of the device it was made for ([MS-EMF] 2.2.9).
fn emf_sheet(input: &[u8]) -> Option<Sheet> {
    let header = Bytes(input);
    let bounds: [f64; 4] = header.longs(8)?;
    let frame: [f64; 4] = header.longs(24)?;
    let [across, down, wide, high] = header.longs(72)?;
    let mut density = (across / wide, down / high);
    if header.count(4)? >= 108
        && let Some([wide, high]) = header.longs(100)
        && wide > 0.0
        && high > 0.0
    {
        density = (across / wide * 1_000.0, down / high * 1_000.0);
    }
    let sane = |density: f64| density.is_finite() && density > 0.05 && density < 1_000.0;
    if !sane(density.0) || !sane(density.1) {
        density = (96.0 / 25.4, 96.0 / 25.4);
    }
    let device = Device { density };
    let [left, top, right, bottom] = frame;
    let seen = |edge: f64, density: f64| edge / 100.0 * density;
    let view = [
        seen(left, density.0),
        seen(top, density.1),
        seen(right - left, density.0),
        seen(bottom - top, density.1),
    ];
    let inches = ((right - left) / 2_540.0, (bottom - top) / 2_540.0);
    // A frame that shows nothing of what is drawn is a mistake; then the bounds are what is seen.
    let drawn = bounds[2] > bounds[0] && bounds[3] > bounds[1];
    let apart = drawn
        && (view[0] > bounds[2]
            || view[1] > bounds[3]
            || view[0] + view[2] < bounds[0]
            || view[1] + view[3] < bounds[1]);
    if inches.0 > 0.0 && inches.1 > 0.0 && !apart {
        return Some(Sheet {
            inches,
            view,
            device,
        });
    }
    let [left, top, right, bottom] = bounds;
    let (wide, high) = (right - left + 1.0, bottom - top + 1.0);
    let inches = if drawn {
        (wide / density.0 / 25.4, high / density.1 / 25.4)
    } else {
        (0.0, 0.0)
    };
    Some(Sheet {
        inches,
        view: [left, top, wide, high],
        device,
    })
}

const PLACEABLE: &[u8] = &[0xd7, 0xcd, 0xc6, 0x9a];

/// What follows the headers ([MS-WMF] 2.3.2).
fn wmf_records(input: &[u8]) -> &[u8] {
    let start = if input.starts_with(PLACEABLE) { 40 } else { 18 };
    input.get(start..).unwrap_or_default()
}

/// The size of a metafile: of its placeable header ([MS-WMF] 2.3.2.3), or of its first window.
fn wmf_sheet(input: &[u8]) -> Option<Sheet> {
    let device = Device {
        density: (96.0 / 25.4, 96.0 / 25.4),
    };
    if input.starts_with(PLACEABLE) {
        let [left, top, right, bottom] = Bytes(input).shorts(6)?;
        let inch = f64::from(Bytes(input).word(14)?).max(1.0);
        let (wide, high): (f64, f64) = (right - left, bottom - top);
        if wide != 0.0 && high != 0.0 {
            return Some(Sheet {
                inches: ((wide / inch).abs(), (high / inch).abs()),
                view: [left.min(right), top.min(bottom), wide.abs(), high.abs()],
                device,
            });
        }
    }
    let mut rest = wmf_records(input);
    let (mut origin, mut size) = ((0.0, 0.0), None);
    for _ in 0..1_000 {
        let bytes = Bytes(rest);
        let Some((words, kind)) = bytes.count(0).zip(bytes.word(4)) else {
            break;
        };
        match (kind, bytes.shorts(6)) {
            (0x020b, Some([y, x])) => origin = (x, y),
            (0x020c, Some([y, x])) if x != 0.0 && y != 0.0 => size = Some((x, y)),
            _ => {}
        }
        if size.is_some() && kind != 0x020b && kind != 0x020c || words < 3 || kind == 0 {
            break;
        }
        rest = rest.get(words.saturating_mul(2)..).unwrap_or_default();
    }
    let Some((wide, high)) = size else {
        return Some(Sheet {
            inches: (0.0, 0.0),
            view: [0.0; 4],
            device,
        });
    };
    // Units of nobody knows what: a size that shows them well.
    let (wide, high): (f64, f64) = (wide.abs(), high.abs());
    let longer = wide.max(high);
    let inches = longer.clamp(LEAST, LEAST * 4.0) / DPI / longer;
    Some(Sheet {
        inches: (wide * inches, high * inches),
        view: [origin.0, origin.1, wide, high],
        device,
    })
}

#[cfg(test)]
mod tests;
