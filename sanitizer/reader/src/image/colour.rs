//! Colours: what an embedded profile means, said in the one colour space everybody assumes (sRGB, IEC 61966-2-1).
//!
//! The profile itself never crosses. One that cannot be understood is ignored and told; a picture is never lost
//! over its profile.

use moxcms::{
    ColorProfile, DataColorSpace, Layout as Order, Transform8BitExecutor, TransformOptions,
};
use sekisho_ir::{Code, Findings, Layout};

/// A profile larger than this is not looked at: printers' tables are below 4 MiB.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Pixels converted at a time.
const PIECE: usize = 4_096;
/// Differences of one channel that nobody sees.
const UNSEEN: u8 = 2;

/// Brings `pixels` from the colours of `profile` into sRGB.
pub(super) fn to_srgb(profile: &[u8], layout: Layout, pixels: &mut [u8], findings: &mut Findings) {
    let converted = match layout {
        Layout::Bilevel | Layout::Planes(_) => return,
        Layout::Gray => gray(profile, pixels),
        Layout::Rgb => rgb(profile, Order::Rgb, 3, pixels),
        Layout::Rgba => rgb(profile, Order::Rgba, 4, pixels),
    };
    match converted {
        Some(true) => findings.add(Code::ColoursConverted, 1),
        Some(false) => {}
        None => findings.add(Code::StructureRepaired, 1),
    }
}

/// Whether a profile of colours would change any; none where it cannot be understood.
pub(super) fn is_felt(profile: &[u8]) -> Option<bool> {
    let parsed = parse(profile, DataColorSpace::Rgb)?;
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let transform = parsed
        .create_transform_8bit(Order::Rgb, &srgb, Order::Rgb, options)
        .ok()?;
    changes_nothing(transform.as_ref(), 3).map(|nothing| !nothing)
}

/// Four inks a pixel (0 is none, 255 is full) as red, green and blue: by the profile where there is one that
/// can be understood, else as ideal inks would mix.
pub(super) fn from_inks(profile: Option<&[u8]>, inks: &[u8], findings: &mut Findings) -> Vec<u8> {
    let mut pixels = vec![0; (inks.len() / 4).saturating_mul(3)];
    let transform = profile.map(|profile| {
        let made = parse(profile, DataColorSpace::Cmyk).and_then(|profile| {
            let srgb = ColorProfile::new_srgb();
            let options = TransformOptions::default();
            profile
                .create_transform_8bit(Order::Rgba, &srgb, Order::Rgb, options)
                .ok()
        });
        findings.add(Code::StructureRepaired, usize::from(made.is_none()));
        made
    });
    findings.add(Code::ColoursConverted, 1);
    if let Some(Some(transform)) = transform {
        let pieces = inks.chunks(PIECE * 4).zip(pixels.chunks_mut(PIECE * 3));
        let done = pieces.fold(true, |done, (from, to)| {
            let whole = from.get(..to.len() / 3 * 4).unwrap_or(from);
            transform.transform(whole, to).is_ok() && done
        });
        if done {
            return pixels;
        }
        findings.add(Code::StructureRepaired, 1);
    }
    for (ink, pixel) in inks.chunks_exact(4).zip(pixels.chunks_exact_mut(3)) {
        if let ([cyan, magenta, yellow, black], [red, green, blue]) = (ink, pixel) {
            let light = |ink: u8| {
                let both = u32::from(255 - ink).saturating_mul(u32::from(255 - *black));
                u8::try_from((both.saturating_add(127)) / 255).unwrap_or(255)
            };
            (*red, *green, *blue) = (light(*cyan), light(*magenta), light(*yellow));
        }
    }
    pixels
}

fn parse(profile: &[u8], space: DataColorSpace) -> Option<ColorProfile> {
    if profile.len() > MOST_BYTES {
        return None;
    }
    let parsed = ColorProfile::new_from_slice(profile).ok()?;
    (parsed.color_space == space).then_some(parsed)
}

/// Grey has 256 values: each is asked once. True where something changed, none where the profile says nothing.
fn gray(profile: &[u8], pixels: &mut [u8]) -> Option<bool> {
    let parsed = parse(profile, DataColorSpace::Gray)?;
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let transform = parsed
        .create_transform_8bit(Order::Gray, &srgb, Order::Rgb, options)
        .ok()?;
    let values: Vec<u8> = (0..=255).collect();
    let mut colours = [0; 768];
    transform.transform(&values, &mut colours).ok()?;
    let table: Vec<u8> = colours
        .chunks_exact(3)
        .filter_map(|c| c.get(1).copied())
        .collect();
    if values
        .iter()
        .zip(&table)
        .all(|(from, to)| from.abs_diff(*to) <= UNSEEN)
    {
        return Some(false);
    }
    for pixel in pixels {
        if let Some(value) = table.get(usize::from(*pixel)) {
            *pixel = *value;
        }
    }
    Some(true)
}

fn rgb(profile: &[u8], order: Order, step: usize, pixels: &mut [u8]) -> Option<bool> {
    let parsed = parse(profile, DataColorSpace::Rgb)?;
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let transform = parsed
        .create_transform_8bit(order, &srgb, order, options)
        .ok()?;
    if changes_nothing(transform.as_ref(), step)? {
        return Some(false);
    }
    let mut from = vec![0; PIECE.saturating_mul(step)];
    for piece in pixels.chunks_mut(PIECE.saturating_mul(step)) {
        let from = from.get_mut(..piece.len())?;
        from.copy_from_slice(piece);
        transform.transform(from, piece).ok()?;
    }
    Some(true)
}

/// Most profiles are sRGB under some name: a grid of colours tells.
fn changes_nothing(transform: &Transform8BitExecutor, step: usize) -> Option<bool> {
    let levels = [0_u8, 32, 96, 160, 224, 255];
    let mut from = Vec::new();
    for red in levels {
        for green in levels {
            for blue in levels {
                from.extend_from_slice([red, green, blue, 255].get(..step)?);
            }
        }
    }
    let mut to = vec![0; from.len()];
    transform.transform(&from, &mut to).ok()?;
    Some(
        from.iter()
            .zip(&to)
            .all(|(from, to)| from.abs_diff(*to) <= UNSEEN),
    )
}

#[cfg(test)]
mod tests {
    use super::{from_inks, to_srgb};
    use moxcms::ColorProfile;
    use sekisho_ir::{Code, Findings, Layout};

    #[test]
    fn a_wide_profile_is_brought_home_and_srgb_is_left_alone() {
        let mut findings = Findings::new();
        let mut pixels = vec![200, 30, 30, 10, 200, 40];
        let srgb = ColorProfile::new_srgb().encode().unwrap();
        to_srgb(&srgb, Layout::Rgb, &mut pixels, &mut findings);
        assert_eq!(pixels, [200, 30, 30, 10, 200, 40]);
        assert!(findings.rows().is_empty());
        let wide = ColorProfile::new_display_p3().encode().unwrap();
        to_srgb(&wide, Layout::Rgb, &mut pixels, &mut findings);
        assert!(
            pixels[0] > 210,
            "a P3 red is redder than sRGB says: {pixels:?}"
        );
        assert_eq!(findings.rows()[0].code, Code::ColoursConverted);
    }

    #[test]
    fn a_broken_profile_is_ignored_and_told() {
        let mut findings = Findings::new();
        let mut pixels = vec![1, 2, 3];
        to_srgb(b"not a profile", Layout::Rgb, &mut pixels, &mut findings);
        assert_eq!(pixels, [1, 2, 3]);
        assert_eq!(findings.rows()[0].code, Code::StructureRepaired);
    }

    #[test]
    fn inks_mix_to_light() {
        let mut findings = Findings::new();
        let inks = [0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 0, 255, 255, 0];
        let pixels = from_inks(None, &inks, &mut findings);
        assert_eq!(pixels, [255, 255, 255, 0, 255, 255, 0, 0, 0, 255, 0, 0]);
    }
}
