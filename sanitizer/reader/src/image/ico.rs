//! Icons: the largest picture of the file, which stands in it as PNG or as a bitmap without a file header.

use sekisho_ir::{Findings, Kind, Limits, Raster, Reason};

use super::{bmp, png};

/// Reads the largest picture; among those of one size the one with the most colours.
pub(super) fn read(
    input: &[u8],
    limits: &Limits,
    findings: &mut Findings,
) -> Result<Raster, Reason> {
    let [0, 0, 1, 0, low, high, rest @ ..] = input else {
        return Err(Reason::Malformed);
    };
    let count = usize::from(u16::from_le_bytes([*low, *high]));
    let (entries, _) = rest.as_chunks::<16>();
    let best = entries.iter().take(count).max_by_key(|entry| {
        let [width, height, _, _, _, _, b0, b1, ..] = **entry;
        // Nought stands for 256.
        let side = |edge: u8| u32::from(edge.wrapping_sub(1)).saturating_add(1);
        let area = side(width).saturating_mul(side(height));
        (area, u16::from_le_bytes([b0, b1]))
    });
    let [_, _, _, _, _, _, _, _, l0, l1, l2, l3, o0, o1, o2, o3] = best.ok_or(Reason::Malformed)?;
    let number = |bytes| usize::try_from(u32::from_le_bytes(bytes)).unwrap_or(usize::MAX);
    let start = number([*o0, *o1, *o2, *o3]);
    let end = start
        .saturating_add(number([*l0, *l1, *l2, *l3]))
        .min(input.len());
    let picture = input.get(start..end).ok_or(Reason::Malformed)?;
    let mut raster = if picture.starts_with(b"\x89PNG") {
        png::read(picture, limits, findings)?
    } else {
        bmp::read_icon(picture, limits)?
    };
    raster.format = Kind::Png;
    Ok(raster)
}
