//! Pictures: packed anew, in the smallest of the ways that hold them.
//!
//! Ink and paper as faxes are (ITU-T T.6) or deflated, what came as JPEG as JPEG of our own, the rest as PNG packs it,
//! a palette where there are few colours. Transparency is a grey picture beside.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Dict, Name, Ref, Str};
use sekisho_ir::{Chroma, Layout, RasterFrame, Refusal};

use super::shelf::Shelf;
use crate::image;

const FAILED: Refusal = Refusal::Write("a picture of a paper");
/// How finely a picture that lost something before is quantised again, where nobody knows how finely it was.
const QUALITY: u8 = 82;
/// The finest that a photograph is quantised.
const FINEST: u8 = 95;
/// Pixels beyond which one way of packing is tried, not two.
const LARGE: u64 = 4_000_000;

/// A picture as it is packed.
struct Packed {
    bytes: Vec<u8>,
    how: How,
}

enum How {
    Fax,
    Bits,
    Jpeg,
    /// Rows with the filters of PNG: channels, and a palette.
    Rows(i32, Option<Vec<u8>>),
}

/// Puts a picture; a stencil is one whose ink is painted.
pub(super) fn put(
    frame: &RasterFrame<&[u8]>,
    stencil: bool,
    at: Ref,
    shelf: &mut Shelf,
) -> Result<(), Refusal> {
    let (opaque, veil) = apart(frame);
    let packed = match &opaque {
        Some(colours) => pack(&RasterFrame {
            pixels: colours.as_slice(),
            layout: Layout::Rgb,
            ..still(frame)
        })?,
        None => pack(frame)?,
    };
    let beside = match &veil {
        Some(alpha) => {
            let at = shelf.reserve();
            let grey = RasterFrame {
                pixels: alpha.as_slice(),
                layout: Layout::Gray,
                ..still(frame)
            };
            let rows = rows(&grey)?;
            write(&rows, &grey, false, None, at, shelf)?;
            Some(at)
        }
        None => None,
    };
    let shown = RasterFrame {
        layout: if opaque.is_some() {
            Layout::Rgb
        } else {
            frame.layout
        },
        ..still(frame)
    };
    write(&packed, &shown, stencil, beside, at, shelf)
}

fn still<'a>(frame: &RasterFrame<&'a [u8]>) -> RasterFrame<&'a [u8]> {
    RasterFrame {
        lossy: frame.lossy,
        packed: frame.packed,
        ..RasterFrame::still(frame.width, frame.height, frame.layout)
    }
}

/// Colours and opacities, where there are both; opacities only where something is to be seen through.
fn apart(frame: &RasterFrame<&[u8]>) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    if frame.layout != Layout::Rgba {
        return (None, None);
    }
    let pixels = frame.pixels.as_chunks::<4>().0;
    let colours = pixels
        .iter()
        .flat_map(|[red, green, blue, _]| [*red, *green, *blue])
        .collect();
    let alphas: Vec<u8> = pixels.iter().map(|[.., alpha]| *alpha).collect();
    let clear = alphas.iter().any(|alpha| *alpha != u8::MAX);
    (Some(colours), clear.then_some(alphas))
}

fn pack(frame: &RasterFrame<&[u8]>) -> Result<Packed, Refusal> {
    let smaller = |one: Packed, other: Packed| {
        if other.bytes.len() < one.bytes.len() {
            other
        } else {
            one
        }
    };
    match frame.layout {
        Layout::Bilevel => Ok(smaller(
            Packed {
                bytes: image::fax_of(frame)?,
                how: How::Fax,
            },
            Packed {
                bytes: bits(frame)?,
                how: How::Bits,
            },
        )),
        Layout::Planes(chroma) => jpeg(frame, chroma),
        Layout::Gray | Layout::Rgb if frame.lossy => {
            let photo = jpeg(
                frame,
                frame.packed.map_or(Chroma::Quarter, |(_, chroma)| chroma),
            )?;
            if frame.area() > LARGE {
                return Ok(photo);
            }
            Ok(smaller(photo, rows(frame)?))
        }
        _ => rows(frame),
    }
}

fn jpeg(frame: &RasterFrame<&[u8]>, chroma: Chroma) -> Result<Packed, Refusal> {
    // No finer than it came: what was lost does not come back, and takes room.
    let quality = frame
        .packed
        .map_or(QUALITY, |(quality, _)| quality.min(FINEST));
    let bytes = image::jpeg_of(frame, quality, chroma)?;
    Ok(Packed {
        bytes,
        how: How::Jpeg,
    })
}

/// Ink is nought, as black is.
fn bits(frame: &RasterFrame<&[u8]>) -> Result<Vec<u8>, Refusal> {
    let light: Vec<u8> = frame.pixels.iter().map(|byte| !*byte).collect();
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(&light).map_err(|_| FAILED)?;
    encoder.finish().map_err(|_| FAILED)
}

/// What our own PNG holds: its rows, and its palette.
fn rows(frame: &RasterFrame<&[u8]>) -> Result<Packed, Refusal> {
    let png = image::png_of(frame)?;
    let mut rest = png.get(8..).ok_or(FAILED)?;
    let (mut bytes, mut palette) = (Vec::new(), None);
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| FAILED)?;
        let (kind, after) = after.split_first_chunk::<4>().ok_or(FAILED)?;
        let (data, after) = after.split_at_checked(length).ok_or(FAILED)?;
        match kind {
            b"IDAT" => bytes.extend(data),
            b"PLTE" => palette = Some(data.to_vec()),
            _ => {}
        }
        rest = after.get(4..).ok_or(FAILED)?;
    }
    let channels = if palette.is_some() {
        1
    } else {
        i32::from(frame.layout.samples())
    };
    Ok(Packed {
        bytes,
        how: How::Rows(channels, palette),
    })
}

fn write(
    packed: &Packed,
    frame: &RasterFrame<&[u8]>,
    stencil: bool,
    veil: Option<Ref>,
    at: Ref,
    shelf: &mut Shelf,
) -> Result<(), Refusal> {
    let edge = |edge: u32| i32::try_from(edge).map_err(|_| FAILED);
    let (width, height) = (edge(frame.width)?, edge(frame.height)?);
    shelf.stream(at, &packed.bytes, |dict| {
        dict.pair(Name(b"Type"), Name(b"XObject"));
        dict.pair(Name(b"Subtype"), Name(b"Image"));
        dict.pair(Name(b"Width"), width);
        dict.pair(Name(b"Height"), height);
        if stencil {
            dict.pair(Name(b"ImageMask"), true);
        }
        if let Some(veil) = veil {
            dict.pair(Name(b"SMask"), veil);
        }
        let ink = frame.layout == Layout::Bilevel;
        dict.pair(Name(b"BitsPerComponent"), if ink { 1 } else { 8 });
        match &packed.how {
            How::Rows(_, Some(palette)) => {
                let last = i32::try_from(palette.len() / 3).unwrap_or(1) - 1;
                let mut space = dict.insert(Name(b"ColorSpace")).array();
                space.item(Name(b"Indexed")).item(Name(b"DeviceRGB"));
                space.item(last).item(Str(palette));
            }
            _ if stencil => {}
            _ => {
                let grey = ink || frame.layout == Layout::Gray;
                let space: &[u8] = if grey { b"DeviceGray" } else { b"DeviceRGB" };
                dict.pair(Name(b"ColorSpace"), Name(space));
            }
        }
        filter(&packed.how, width, height, dict);
    });
    Ok(())
}

fn filter(how: &How, width: i32, height: i32, dict: &mut Dict<'_>) {
    let name: &[u8] = match how {
        How::Fax => b"CCITTFaxDecode",
        How::Jpeg => b"DCTDecode",
        How::Bits | How::Rows(..) => b"FlateDecode",
    };
    dict.pair(Name(b"Filter"), Name(name));
    match how {
        How::Fax => {
            let mut parameters = dict.insert(Name(b"DecodeParms")).dict();
            parameters.pair(Name(b"K"), -1);
            parameters.pair(Name(b"Columns"), width);
            parameters.pair(Name(b"Rows"), height);
        }
        How::Rows(channels, _) => {
            let mut parameters = dict.insert(Name(b"DecodeParms")).dict();
            parameters.pair(Name(b"Predictor"), 15);
            parameters.pair(Name(b"Colors"), *channels);
            parameters.pair(Name(b"Columns"), width);
        }
        How::Jpeg | How::Bits => {}
    }
}
