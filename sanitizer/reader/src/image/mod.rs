//! Pictures by their pixels: decode, and nothing else of the file remains.
//!
//! Sizes are asked before a single pixel is allocated; metadata, profiles, trailing bytes and whatever a
//! second reader might see in the file are never looked at.

mod bmp;
mod gif;
mod jpeg;
mod orientation;
mod png;

use sekisho_ir::rules::Animation;
use sekisho_ir::{Code, Document, Findings, Kind, Layout, Raster, RasterFrame, Reason};

use crate::{ReadHint, Reading};

/// Reads a picture of a known kind.
pub(crate) fn read<'a>(input: &[u8], kind: Kind, hint: &ReadHint) -> Result<Reading<'a>, Reason> {
    let limits = &hint.limits;
    let mut findings = Findings::new();
    let mut raster = match kind {
        Kind::Png => png::read(input, limits)?,
        Kind::Jpeg => jpeg::read(input, limits)?,
        Kind::Gif => gif::read(input, limits, &mut findings)?,
        Kind::Bmp => bmp::read(input, limits)?,
        _ => return Err(Reason::UnsupportedType),
    };
    findings.add(Code::ImagesRedrawn, 1);
    if raster.frames.len() > 1 && hint.rules.animation == Animation::First {
        raster.frames.truncate(1);
        raster.loops = None;
        findings.add(Code::AnimationStilled, 1);
    }
    if raster.frames.len() > 1 {
        findings.add(Code::AnimationKept, raster.frames.len());
    }
    Ok(Reading {
        document: Document::Raster(raster),
        children: Vec::new(),
        findings,
    })
}

/// One still picture.
fn still(format: Kind, width: u32, height: u32, layout: Layout, pixels: Vec<u8>) -> Raster {
    Raster {
        format,
        frames: vec![RasterFrame {
            width,
            height,
            delay_centis: 0,
            layout,
            pixels,
        }],
        loops: None,
        quality: 90,
    }
}

fn narrow(size: usize) -> Result<u32, Reason> {
    u32::try_from(size).map_err(|_| Reason::TooLarge)
}

#[cfg(test)]
mod tests;
