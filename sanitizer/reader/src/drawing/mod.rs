//! Drawings: an SVG stays shapes, a metafile is played and is pixels.
//!
//! ```text
//!  emf wmf ─▶ metafile ─┬▶ the one bitmap it holds, as it is
//!                       └▶ player ─▶ pixels
//!  svg svgz ─▶ text ─▶ tree ─┬▶ shapes
//!                            └▶ pixels, inside an Office document or where shapes do not do
//! ```
//!
//! Nothing outside the file is ever looked for: pictures inside come through our own readers, letters from the
//! fonts the program brought along. Scripts, animations and foreign markup have no meaning here; what there was
//! of them is told.

mod boxes;
mod fonts;
mod metafile;
mod paint;
mod pictures;
mod shapes;
mod told;
mod weight;

use std::io::Read;

use sekisho_ir::{Code, Document, Findings, Kind, Limits, Reason};
use usvg::{ImageHrefResolver, Options, Tree, roxmltree};

pub(crate) use fonts::face;
pub use fonts::set_fonts;

use self::boxes::Unevenness;
use self::pictures::Pictures;
use crate::{ReadHint, Reading, charset};

/// Bytes of the text of a drawing, unpacked.
const MOST_TEXT: usize = 32 * 1024 * 1024;
/// Elements of a drawing.
const MOST_NODES: u32 = 400_000;

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
    let document = match kind {
        Kind::Svg => {
            let text = charset::decode(input, None).text;
            svg(&text, hint, &mut findings)?
        }
        Kind::Emf | Kind::Wmf => {
            let raster = metafile::read(input, kind, hint, &mut findings)?;
            findings.add(Code::DrawingPictured, 1);
            Document::Raster(raster)
        }
        _ => return Err(Reason::UnsupportedType),
    };
    Ok(Reading {
        document,
        children: Vec::new(),
        findings,
        signatures: Vec::new(),
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

/// As shapes where it can be said so, else as pixels.
fn svg(text: &str, hint: &ReadHint, findings: &mut Findings) -> Result<Document, Reason> {
    let pictures = Pictures::default();
    let tree = parsed(text, &pictures, false, &hint.limits, findings)?;
    findings.merge(&pictures.findings());
    if weight::of(tree.root()) > hint.limits.drawing_drawn {
        return Err(Reason::TooMany);
    }
    // An Office document shows only plain pictures.
    if !hint.within_package
        && let Ok(drawing) = shapes::describe(&tree, &pictures, &hint.limits, findings)
    {
        return Ok(Document::Drawing(drawing));
    }
    findings.add(Code::DrawingPictured, 1);
    paint::svg(&tree, hint).map(Document::Raster)
}

/// The drawing as shapes, its text as outlines; `inner` where it stands inside another.
fn parsed(
    text: &str,
    pictures: &Pictures,
    inner: bool,
    limits: &Limits,
    findings: &mut Findings,
) -> Result<Tree, Reason> {
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
    // What is never drawn counts here too, and a gradient as often as it paints.
    weight::check_text(&document, limits.drawing_drawn.saturating_mul(10))?;
    told::left_out(&document, findings);
    let boxes = Unevenness::of(&document);
    let mut options = lettered();
    options.image_href_resolver.resolve_data =
        Box::new(move |_, bytes, _| pictures.resolve(&bytes, limits, inner, boxes));
    let tree = Tree::from_xmltree(&document, &options).map_err(|trouble| match trouble {
        usvg::Error::ElementsLimitReached => Reason::TooMany,
        _ => Reason::Malformed,
    })?;
    told::silent_text(tree.root(), findings);
    Ok(tree)
}

/// With the fonts the program brought along, and without pictures.
fn lettered<'a>() -> Options<'a> {
    Options {
        languages: vec!["ja".to_owned(), "en".to_owned()],
        font_family: "sans-serif".to_owned(),
        fontdb: fonts::database(),
        font_resolver: fonts::resolver(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            // A name of a file or an address: nobody goes there.
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

#[cfg(test)]
mod tests;
