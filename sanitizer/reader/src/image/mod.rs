//! Pictures by their pixels: decode, and nothing else of the file remains.
//!
//! ```text
//!  png jpeg gif bmp ico webp tiff ─▶ pixels ─▶ colour       a profile becomes sRGB
//!                                          ├▶ orientation  upright, as the camera's notes say
//!                                          ├▶ crop         square, where the site wants them so
//!                                          └▶ shrink       no larger than the site wants them
//! ```
//!
//! Sizes are asked before a single pixel is allocated; metadata, trailing bytes and whatever a second reader
//! might see in the file are never looked at.

mod bmp;
mod colour;
mod crop;
mod gif;
mod ico;
pub(crate) mod jpeg;
mod orientation;
mod planes;
mod png;
mod shrink;
mod tiff;
mod webp;

use sekisho_ir::rules::{Animation, Pictures};
use sekisho_ir::{
    Chroma, Code, Document, Findings, Kind, Layout, Limits, Raster, RasterFrame, Reason,
};

use crate::{ReadHint, Reading};
use jpeg::Meaning;

/// Reads a picture of a known kind, to be written anew.
pub(crate) fn read<'a>(input: &[u8], kind: Kind, hint: &ReadHint) -> Result<Reading<'a>, Reason> {
    read_as(input, kind, Meaning::Planes, hint)
}

/// As [`read`], its pixels as a painter has them: never [`sekisho_ir::Layout::Planes`].
pub(crate) fn read_to_paint<'a>(
    input: &[u8],
    kind: Kind,
    hint: &ReadHint,
) -> Result<Reading<'a>, Reason> {
    read_as(input, kind, Meaning::Own, hint)
}

fn read_as<'a>(
    input: &[u8],
    kind: Kind,
    photo: Meaning,
    hint: &ReadHint,
) -> Result<Reading<'a>, Reason> {
    let limits = &hint.limits;
    let mut findings = Findings::new();
    let mut raster = match kind {
        Kind::Png => png::read(input, limits, &mut findings)?,
        Kind::Jpeg => jpeg::read(input, photo, limits, &mut findings)?,
        Kind::Gif => gif::read(input, limits, &mut findings)?,
        Kind::Bmp => bmp::read(input, limits)?,
        Kind::Ico => ico::read(input, limits, &mut findings)?,
        Kind::Webp => webp::read(input, hint, &mut findings)?,
        Kind::Tiff => tiff::read(input, hint, &mut findings)?,
        _ => return Err(Reason::UnsupportedType),
    };
    findings.add(Code::ImagesRedrawn, 1);
    if raster.format != kind {
        findings.add(Code::FormatConverted, 1);
    }
    if raster.format == Kind::Tiff {
        findings.add(Code::PagesKept, raster.frames.len());
    }
    if raster.format == Kind::Gif
        && raster.frames.len() > 1
        && hint.rules.animation == Animation::First
    {
        raster.frames.truncate(1);
        raster.loops = None;
        findings.add(Code::AnimationStilled, 1);
    }
    if raster.format == Kind::Gif && raster.frames.len() > 1 {
        findings.add(Code::AnimationKept, raster.frames.len());
    }
    if !hint.within_package {
        let reduced = reduce(&mut raster, hint.rules.pictures);
        findings.add(Code::PicturesReduced, reduced);
    }
    Ok(Reading {
        document: Document::Raster(raster),
        children: Vec::new(),
        findings,
        signatures: Vec::new(),
    })
}

/// As large as the site wants them; gives how many are not what they were.
fn reduce(raster: &mut Raster, pictures: Pictures) -> usize {
    match pictures {
        Pictures::Keep => 0,
        Pictures::AtMost(edge) => shrink::shrink(raster, edge),
        // All frames of a picture are of one size, so what happens to one happens to all.
        Pictures::Square(edge) => crop::square(raster).max(shrink::shrink(raster, edge)),
    }
}

/// One still picture.
fn still(format: Kind, width: u32, height: u32, layout: Layout, pixels: Vec<u8>) -> Raster {
    Raster {
        format,
        frames: vec![RasterFrame {
            pixels,
            ..RasterFrame::still(width, height, layout)
        }],
        loops: None,
        quality: 90,
        chroma: Chroma::Full,
    }
}

/// Turns every value into what it lacks.
fn invert(values: &mut [u8]) {
    for value in values {
        *value = !*value;
    }
}

fn narrow(size: usize) -> Result<u32, Reason> {
    u32::try_from(size).map_err(|_| Reason::TooLarge)
}

/// A bitmap as metafiles carry it: its header with masks and colours, then its pixels. Crosses as PNG.
pub(crate) fn bitmap(
    header: &[u8],
    pixels: &[u8],
    limits: &Limits,
    findings: &mut Findings,
) -> Result<Raster, Reason> {
    let mut raster = match bmp::packing(header) {
        Some(4) => jpeg::read(pixels, Meaning::Own, limits, findings)?,
        Some(5) => png::read(pixels, limits, findings)?,
        _ => bmp::read_parts(header, pixels, limits)?,
    };
    findings.add(Code::ImagesRedrawn, 1);
    raster.format = if raster.format == Kind::Jpeg {
        Kind::Jpeg
    } else {
        Kind::Png
    };
    Ok(raster)
}

#[cfg(test)]
mod tests;
