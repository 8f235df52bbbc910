//! Pages to a fresh PDF (ISO 32000-1): a closed list of objects, made for archiving (ISO 19005-2) as far as it goes.
//!
//! ```text
//!  pages ─▶ scene ─┬▶ outline             content streams
//!                  ├▶ paint               gradients, tiles, clips, veils
//!                  ├▶ font  cff           our own programs
//!                  └▶ picture             packed anew
//!           layer                        one stream, and what all share
//!           flat      a page as pixels, its words unseen over it
//!           frame     tree, bookmarks, labels, links, what it is called
//!           shelf     objects ─▶ one file, no earlier version in it
//! ```
//!
//! There is no place in it for a script, an action that starts or sends, an attachment, a form, a film, or a font or a
//! picture of the sender's. A link leads to a page; to an address only where a rule says so. The same pages give the
//! same bytes: no clock, no machine, an identifier that is a digest.

mod colour;
mod flat;
mod font;
mod frame;
mod layer;
mod outline;
mod paint;
mod picture;
mod scene;
mod shelf;
mod spell;

use std::collections::BTreeMap;
use std::fmt::Write;

use pdf_writer::{Name, Ref};
use sekisho_ir::drawing::{Definition, Mark, Run};
use sekisho_ir::paper::{Font, Page, Target};
use sekisho_ir::rules::{Links, TextLayer};
use sekisho_ir::{Order, Output, Paper, RasterFrame, Refusal};

use flat::Flat;
use font::Fonts;
use frame::Frame;
use layer::{Layer, Press};
use scene::Scene;
use shelf::Shelf;

/// Writes a verified paper: all pages as pixels where that is ordered, and those that are too intricate for their reader
/// in any case. Addresses can be clicked where the rules say so.
pub(crate) fn write(paper: &Paper<&[u8]>, order: Order) -> Result<Vec<u8>, Refusal> {
    let web = order.rules.links == Links::Web;
    let all = order.output == Output::Pixels;
    let words = !all || order.rules.text_layer == TextLayer::Keep;
    let mut shelf = Shelf::default();
    let frame = Frame::reserve(paper.pages.len(), &mut shelf);
    let blank: Vec<Font>;
    // What is never seen needs no shape.
    let given = if all {
        blank = paper.fonts.iter().map(unseen).collect();
        &blank
    } else {
        &paper.fonts
    };
    let shown = if words { shown(paper) } else { Vec::new() };
    let fonts = Fonts::of(given, &shown, &mut shelf);
    let mut press = Press::new(shelf, fonts, &paper.pictures);
    let mut flat = Flat::new(&paper.fonts, &paper.pictures);
    for ((page, at), parent) in paper.pages.iter().zip(&frame.pages).zip(frame.parents()) {
        let links = links(page, paper, &frame, web, &mut press.shelf);
        let layer = if all || page.is_heavy() {
            let pixels = flat.draw(page, order.rules.dots.an_inch())?;
            pixels_of(page, &pixels, words, &mut press)?
        } else {
            marks_of(page, &mut press)?
        };
        write_page(page, *at, parent, &links, &layer, &mut press)?;
    }
    press.finish()?;
    let Press {
        mut shelf, fonts, ..
    } = press;
    fonts.write(&mut shelf)?;
    let (catalog, information) = frame.write(paper, fonts.all_say_something(), &mut shelf)?;
    shelf.finish(catalog, information)
}

fn layer_of(page: &Page) -> Layer {
    let (width, height) = (page.width.get(), page.height.get());
    let seen = [0.0, 0.0, f64::from(width), f64::from(height)];
    let mut layer = Layer::new(seen);
    // Pages are measured from their upper edge, downwards.
    layer.transform([
        1.0,
        0.0,
        0.0,
        -1.0,
        0.0,
        f64::from(spell::rounded(height, 4)),
    ]);
    layer
}

fn scene_of<'p, 'a>(page: &'p Page, press: &'p mut Press<'a>) -> Scene<'p, 'a> {
    Scene {
        press,
        page,
        veils: BTreeMap::new(),
        patterns: BTreeMap::new(),
        fades: BTreeMap::new(),
    }
}

/// A page as it is described.
fn marks_of(page: &Page, press: &mut Press<'_>) -> Result<Layer, Refusal> {
    let mut layer = layer_of(page);
    scene_of(page, press).content(&page.content, &mut layer)?;
    Ok(layer)
}

/// A page as one picture, its words unseen over it.
fn pixels_of(
    page: &Page,
    pixels: &RasterFrame<Vec<u8>>,
    words: bool,
    press: &mut Press<'_>,
) -> Result<Layer, Refusal> {
    let mut layer = layer_of(page);
    let at = press.shelf.reserve();
    let shown = RasterFrame {
        lossy: pixels.lossy,
        pixels: pixels.pixels.as_slice(),
        ..RasterFrame::still(pixels.width, pixels.height, pixels.layout)
    };
    picture::put(&shown, false, at, &mut press.shelf)?;
    let (width, height) = (f64::from(page.width.get()), f64::from(page.height.get()));
    layer.push();
    layer.transform([width, 0.0, 0.0, -height, 0.0, height]);
    layer.show(at);
    layer.pop();
    if words {
        let mut scene = scene_of(page, press);
        let mut around = vec![spell::IDENTITY];
        for mark in &page.content {
            let now = around.last().copied().unwrap_or(spell::IDENTITY);
            match mark {
                Mark::Open(group) => {
                    around.push(spell::then(spell::matrix(&group.transform), now));
                }
                Mark::Close => {
                    around.pop();
                }
                Mark::Glyphs(run) => {
                    let unseen = Run {
                        fill: None,
                        stroke: None,
                        ..run.clone()
                    };
                    layer.push();
                    layer.transform(now);
                    scene.content(&[Mark::Glyphs(unseen)], &mut layer)?;
                    layer.pop();
                }
                Mark::Path(_) | Mark::Image(_) | Mark::Stencil(_) => {}
            }
        }
    }
    Ok(layer)
}

/// The same font without a shape.
fn unseen(font: &Font) -> Font {
    let mut font = font.clone();
    for glyph in &mut font.glyphs {
        glyph.segments = Vec::new();
    }
    font
}

fn write_page(
    page: &Page,
    at: Ref,
    parent: Ref,
    links: &[Ref],
    layer: &Layer,
    press: &mut Press<'_>,
) -> Result<(), Refusal> {
    let (width, height) = (page.width.get(), page.height.get());
    let content = press.shelf.reserve();
    press
        .shelf
        .deflated(content, layer.content.as_bytes(), |_| {})?;
    press.shelf.put(at, |obj| {
        let mut dict = obj.dict();
        dict.pair(Name(b"Type"), Name(b"Page"));
        dict.pair(Name(b"Parent"), parent);
        let size = [
            0.0,
            0.0,
            spell::rounded(width, 4),
            spell::rounded(height, 4),
        ];
        dict.insert(Name(b"MediaBox")).array().items(size);
        dict.pair(Name(b"Contents"), content);
        if layer.transparent {
            let mut group = dict.insert(Name(b"Group")).dict();
            group.pair(Name(b"S"), Name(b"Transparency"));
            group.pair(Name(b"CS"), Name(b"DeviceRGB"));
        }
        if !links.is_empty() {
            dict.insert(Name(b"Annots")).array().items(links);
        }
        layer.resources(&mut dict);
    });
    Ok(())
}

/// The links of a page.
fn links(
    page: &Page,
    paper: &Paper<&[u8]>,
    frame: &Frame,
    web: bool,
    shelf: &mut Shelf,
) -> Vec<Ref> {
    let mut made = Vec::new();
    for link in &page.links {
        if matches!(link.target, Target::Address(_)) && !web {
            continue;
        }
        made.push(shelf.add(|obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"Annot"));
            dict.pair(Name(b"Subtype"), Name(b"Link"));
            let area = &link.area;
            let (left, top) = (area.x.get(), page.height.get() - area.y.get());
            let (right, bottom) = (left + area.width.get(), top - area.height.get());
            let area = [left, bottom, right, top].map(|edge| spell::rounded(edge, 2));
            dict.insert(Name(b"Rect")).array().items(area);
            dict.insert(Name(b"Border")).array().items([0, 0, 0]);
            // It is printed, which is nothing; archives ask for it.
            dict.pair(Name(b"F"), 4);
            match &link.target {
                Target::Page(number) => frame.destination(*number, paper, &mut dict),
                Target::Address(address) => {
                    let mut action = dict.insert(Name(b"A")).dict();
                    action.pair(Name(b"S"), Name(b"URI"));
                    action.pair(Name(b"URI"), pdf_writer::Str(plain(address).as_bytes()));
                }
            }
        }));
    }
    made
}

/// An address in ASCII, what is not as its bytes in hexadecimal.
fn plain(address: &str) -> String {
    let mut plain = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            plain.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(plain, "%{byte:02X}");
        }
    }
    plain
}

/// The glyphs of each font that are shown.
fn shown(paper: &Paper<&[u8]>) -> Vec<Vec<bool>> {
    let mut shown: Vec<Vec<bool>> = paper
        .fonts
        .iter()
        .map(|font| vec![false; font.glyphs.len()])
        .collect();
    for page in &paper.pages {
        see(&page.content, &mut shown);
        for definition in &page.definitions {
            match definition {
                Definition::Pattern(pattern) => see(&pattern.content, &mut shown),
                Definition::Mask(mask) => see(&mask.content, &mut shown),
                Definition::Linear(_) | Definition::Radial(_) | Definition::Clip(_) => {}
            }
        }
    }
    shown
}

fn see(content: &[Mark], shown: &mut [Vec<bool>]) {
    for mark in content {
        let Mark::Glyphs(run) = mark else { continue };
        let font = usize::try_from(run.font).ok();
        let Some(font) = font.and_then(|font| shown.get_mut(font)) else {
            continue;
        };
        for placed in &run.glyphs {
            let place = usize::try_from(placed.glyph).ok();
            if let Some(place) = place.and_then(|place| font.get_mut(place)) {
                *place = true;
            }
        }
    }
}

#[cfg(test)]
mod tests;
