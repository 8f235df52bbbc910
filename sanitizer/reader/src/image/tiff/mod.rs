//! TIFF (6.0, with the supplements for JPEG and deflate, and BigTIFF): every page that a scanner or a fax machine makes.
//!
//! ```text
//!  bytes ─▶ directory  the chain of directories, each visited once
//!               └▶ page     what a directory says of a picture, and whether that can be held
//!                    └▶ packed   strips and tiles unpacked, never more than they may hold
//!                         └▶ samples  rows of values of any width to rows of pixels
//! ```
//!
//! Previews and masks are left out. A page that cannot be read is left out and told, unless none is left.

mod directory;
mod packed;
mod page;
mod samples;

use std::collections::BTreeSet;

use sekisho_ir::{Chroma, Code, Findings, Kind, Raster, Reason};

use self::directory::File;
use self::page::Page;
use crate::ReadHint;

/// Reads the pages. Within an Office document, which shows no TIFF, the first one becomes a PNG.
pub(super) fn read(
    input: &[u8],
    hint: &ReadHint,
    findings: &mut Findings,
) -> Result<Raster, Reason> {
    let limits = &hint.limits;
    let file = File::open(input).ok_or(Reason::Malformed)?;
    let mut seen = BTreeSet::new();
    let mut next = file.first();
    let mut frames = Vec::new();
    let (mut quality, mut chroma) = (90, Chroma::Full);
    let mut held = 0_u64;
    // Strips may lie over each other; unpacking them all must not cost more than the file is worth.
    let mut work = u64::try_from(input.len())
        .unwrap_or(u64::MAX)
        .saturating_mul(4);
    let mut trouble = None;
    while let Some(place) = next {
        if !seen.insert(place) {
            findings.add(Code::StructureRepaired, 1);
            break;
        }
        let Some((directory, after)) = file.directory(place) else {
            findings.add(Code::StructureRepaired, 1);
            break;
        };
        next = after;
        if directory.is_preview() {
            findings.add(Code::MetadataRemoved, 1);
            continue;
        }
        if frames.len() >= limits.frames || seen.len() > limits.frames.saturating_mul(2) {
            findings.add(Code::PartsBeyondLimit, 1);
            break;
        }
        let read = Page::of(&directory, limits)
            .and_then(|page| page.frame(&file, limits, held, &mut work, findings));
        match read {
            Ok((frame, coarse)) => {
                held = held.saturating_add(u64::try_from(frame.pixels.len()).unwrap_or(u64::MAX));
                if let Some(coarse) = coarse {
                    (quality, chroma) = coarse;
                }
                frames.push(frame);
            }
            Err(reason) => {
                findings.add(Code::PartDropped, 1);
                trouble.get_or_insert(reason);
            }
        }
        if hint.within_package && !frames.is_empty() {
            break;
        }
    }
    if frames.is_empty() {
        return Err(trouble.unwrap_or(Reason::Malformed));
    }
    let format = if hint.within_package {
        Kind::Png
    } else {
        Kind::Tiff
    };
    Ok(Raster {
        format,
        frames,
        loops: None,
        quality,
        chroma,
    })
}

#[cfg(test)]
mod tests;
