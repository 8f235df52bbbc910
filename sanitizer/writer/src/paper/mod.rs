//! Pages to a fresh PDF (ISO 32000-1): a closed list of objects, made for archiving (ISO 19005-2) as far as it goes.
//!
//! ```text
//!  pages ─▶ scene ─┬▶ outline             content streams
//!                  ├▶ paint               gradients, tiles, clips, veils
//!                  ├▶ font  cff           our own programs
//!                  └▶ picture             packed anew
//!           layer                        one stream, and what all share
//!           frame     tree, bookmarks, labels, links, what it is called
//!           shelf     objects ─▶ one file, no earlier version in it
//! ```
//!
//! There is no place in it for a script, an action that starts or sends, an attachment, a form, a film, or a font or a
//! picture of the sender's. A link leads to a page; to an address only where a rule says so. The same pages give the
//! same bytes: no clock, no machine, an identifier that is a digest.

mod colour;
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
use sekisho_ir::drawing::{Definition, Mark};
use sekisho_ir::paper::{Page, Target};
use sekisho_ir::{Paper, Refusal};

use font::Fonts;
use frame::Frame;
use layer::{Layer, Press};
use scene::Scene;
use shelf::Shelf;

/// Writes a verified paper. Addresses can be clicked where that is ordered.
pub(crate) fn write(paper: &Paper<&[u8]>, web: bool) -> Result<Vec<u8>, Refusal> {
    let mut shelf = Shelf::default();
    let frame = Frame::reserve(paper.pages.len(), &mut shelf);
    let fonts = Fonts::of(&paper.fonts, &shown(paper), &mut shelf);
    let mut press = Press::new(shelf, fonts, &paper.pictures);
    for ((page, at), parent) in paper.pages.iter().zip(&frame.pages).zip(frame.parents()) {
        let links = links(page, paper, &frame, web, &mut press.shelf);
        write_page(page, *at, parent, &links, &mut press)?;
    }
    press.finish()?;
    let Press {
        mut shelf, fonts, ..
    } = press;
    fonts.write(&mut shelf)?;
    let (catalog, information) = frame.write(paper, fonts.all_say_something(), &mut shelf)?;
    shelf.finish(catalog, information)
}

fn write_page(
    page: &Page,
    at: Ref,
    parent: Ref,
    links: &[Ref],
    press: &mut Press<'_>,
) -> Result<(), Refusal> {
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
    let mut scene = Scene {
        press,
        page,
        veils: BTreeMap::new(),
        patterns: BTreeMap::new(),
        fades: BTreeMap::new(),
    };
    scene.content(&page.content, &mut layer)?;
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
