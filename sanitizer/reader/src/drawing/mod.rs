//! Drawings: SVG simplified to shapes, metafiles played; what is drawn is pixels in the end.
//!
//! ```text
//!  emf wmf ─▶ metafile ─┬▶ the one bitmap it holds, as it is
//!                       └▶ player ─────────────────▶ pixels
//!  svg svgz ─▶ text ─▶ tree ─▶ shapes ─▶ pixels
//! ```
//!
//! Nothing outside the file is ever looked for: pictures inside come through our own readers, letters from the
//! fonts the program brought along. Scripts, animations and foreign markup have no meaning here; what there was
//! of them is told.

mod fonts;
mod metafile;
mod paint;
mod told;

use std::io::Read;
use std::sync::Arc;

use sekisho_ir::{Code, Document, Findings, Kind, Limits, Raster, Reason};
use usvg::{ImageHrefResolver, ImageKind, Options, Tree, roxmltree};

pub use fonts::set_fonts;

use crate::{ReadHint, Reading, charset, image};

/// Bytes of the text of a drawing, unpacked.
const MOST_TEXT: usize = 32 * 1024 * 1024;
/// Elements of a drawing.
const MOST_NODES: u32 = 400_000;
/// Pictures inside a drawing may be so large together.
const MOST_PICTURE_BYTES: u64 = 100_000_000;

/// Reads a drawing of a known kind.
pub(crate) fn read<'a>(input: &[u8], kind: Kind, hint: &ReadHint) -> Result<Reading<'a>, Reason> {
    let mut findings = Findings::new();
    let unpacked;
    let input = if input.starts_with(&[0x1f, 0x8b]) {
        unpacked = inflate(input)?;
        &unpacked
    } else {
        input
    };
    let raster = match kind {
        Kind::Svg => {
            let text = charset::decode(input, None).text;
            let tree = tree(&text, &hint.limits, &mut findings)?;
            paint::svg(&tree, hint)?
        }
        Kind::Emf | Kind::Wmf => metafile::read(input, kind, hint, &mut findings)?,
        _ => return Err(Reason::UnsupportedType),
    };
    findings.add(Code::DrawingPictured, 1);
    Ok(Reading {
        document: Document::Raster(raster),
        children: Vec::new(),
        findings,
    })
}

fn inflate(packed: &[u8]) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::new();
    let most = u64::try_from(MOST_TEXT).unwrap_or(u64::MAX);
    flate2::read::MultiGzDecoder::new(packed)
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|_| Reason::Malformed)?;
    if bytes.len() > MOST_TEXT {
        Err(Reason::TooLarge)
    } else {
        Ok(bytes)
    }
}

/// The drawing as shapes, its text as outlines.
fn tree(text: &str, limits: &Limits, findings: &mut Findings) -> Result<Tree, Reason> {
    if text.len() > MOST_TEXT {
        return Err(Reason::TooLarge);
    }
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        nodes_limit: MOST_NODES,
        ..roxmltree::ParsingOptions::default()
    };
    let document =
        roxmltree::Document::parse_with_options(text, options).map_err(
            |trouble| match trouble {
                roxmltree::Error::NodesLimitReached => Reason::TooMany,
                _ => Reason::Malformed,
            },
        )?;
    told::left_out(&document, findings);
    let options = options_with(limits);
    let tree = Tree::from_xmltree(&document, &options).map_err(|trouble| match trouble {
        usvg::Error::ElementsLimitReached => Reason::TooMany,
        _ => Reason::Malformed,
    })?;
    told::silent_text(tree.root(), findings);
    Ok(tree)
}

fn options_with(limits: &Limits) -> Options<'_> {
    let left = std::sync::atomic::AtomicU64::new(MOST_PICTURE_BYTES);
    Options {
        languages: vec!["ja".to_owned(), "en".to_owned()],
        font_family: "sans-serif".to_owned(),
        fontdb: fonts::database(),
        font_resolver: fonts::resolver(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(move |_, bytes, _| picture(&bytes, limits, &left)),
            // A name of a file or an address: nobody goes there.
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

/// A picture inside a drawing, read by our own readers and said again as the plainest PNG.
fn picture(
    bytes: &Arc<Vec<u8>>,
    limits: &Limits,
    left: &std::sync::atomic::AtomicU64,
) -> Option<ImageKind> {
    use std::sync::atomic::Ordering::Relaxed;
    let kind = crate::detect::detect(bytes, None);
    let hint = ReadHint {
        within_package: true,
        limits: Limits {
            raster_bytes: left.load(Relaxed).min(limits.raster_bytes),
            ..limits.clone()
        },
        ..ReadHint::default()
    };
    let reading = match kind {
        Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Bmp | Kind::Webp | Kind::Tiff => {
            image::read(bytes, kind, &hint).ok()?
        }
        _ => return None,
    };
    let Document::Raster(Raster { frames, .. }) = reading.document else {
        return None;
    };
    let frame = frames.into_iter().next()?;
    let held = u64::try_from(frame.pixels.len()).unwrap_or(u64::MAX);
    left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(held))
        .ok()?;
    paint::plain_png(&frame).map(|bytes| ImageKind::PNG(Arc::new(bytes)))
}

#[cfg(test)]
mod tests;
