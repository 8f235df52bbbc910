//! What a file leaves to its viewer to draw: fields whose values have no picture, marks of people without one, the
//! frames of links.
//!
//! ```text
//!  annotations ─┬▶ field   text, combs, lists, ticks       ┐
//!               └▶ shape   highlights, lines, ink, notes    ┴▶ pen ─▶ a small PDF of ours
//!                           words   faces and their widths
//! ```
//!
//! The small PDF has one page in the units of the page at hand and is drawn by the same interpreter, after all that has
//! an appearance of its own. Nothing of the file stands in it but numbers, and words spelt in hexadecimal.

mod field;
mod pen;
mod shape;
mod words;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::content::ops::TypedInstruction;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Rect as Given, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use sekisho_ir::rules::Traces;
use sekisho_ir::{Code, Findings};

use super::guide;
use super::layers::Layers;
use pen::Pen;

/// Annotations of one page.
const ANNOTATIONS: usize = 5_000;
/// Hidden, and not for the screen (ISO 32000-2, table 167).
const UNSEEN: u32 = 1 << 1 | 1 << 5;

/// What there is of an annotation's own appearance.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Own {
    Nothing,
    /// A picture without a single letter.
    Wordless,
    Drawn,
}

/// A PDF that draws what a page leaves to its viewer; none where it leaves nothing. What notes say is told, where the
/// rules let comments stand.
pub(super) fn sheet(
    pdf: &Pdf,
    page: &Page<'_>,
    layers: &Layers,
    comments: Traces,
    findings: &mut Findings,
) -> Option<Vec<u8>> {
    let all = page.raw().get::<Array<'_>>(b"Annots")?;
    let form = guide::root(pdf).and_then(|root| root.get::<Dict<'_>>(b"AcroForm"));
    let mut pen = Pen::default();
    for annotation in all.iter::<Dict<'_>>().take(ANNOTATIONS) {
        let flags = annotation.get::<u32>(b"F").unwrap_or(0);
        let subtype = annotation.get::<Name<'_>>(b"Subtype");
        let Some(subtype) = subtype.as_ref().map(AsRef::<[u8]>::as_ref) else {
            continue;
        };
        if comments == Traces::Keep && subtype == b"Text" {
            let said = guide::text(&annotation, b"Contents");
            if !said.is_empty() {
                findings.place(Code::CommentRemoved, &said);
            }
        }
        if flags & UNSEEN != 0 || !layers.shows(&annotation) {
            continue;
        }
        let Some(place) = annotation.get::<Given>(b"Rect").and_then(upright) else {
            continue;
        };
        let own = own(&annotation);
        match subtype {
            b"Widget" => field::draw(&annotation, form.as_ref(), place, own, &mut pen),
            b"Text" if comments == Traces::Remove => {}
            _ if own == Own::Nothing => {
                shape::draw(subtype, &annotation, form.as_ref(), place, &mut pen);
            }
            _ => {}
        }
    }
    pen.into_sheet()
}

/// Left, bottom, right, top, in order.
type Place = [f64; 4];

fn upright(given: Given) -> Option<Place> {
    let [x0, y0, x1, y1] = [given.x0, given.y0, given.x1, given.y1];
    let place = [x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)];
    let sound = |edge: &f64| edge.is_finite() && edge.abs() < 1.0e6;
    place.iter().all(sound).then_some(place)
}

fn own(annotation: &Dict<'_>) -> Own {
    let normal = annotation
        .get::<Dict<'_>>(b"AP")
        .and_then(|appearance| appearance.get::<Object<'_>>(b"N"));
    match normal {
        Some(Object::Stream(stream)) if speaks(&stream) => Own::Drawn,
        Some(Object::Stream(_)) => Own::Wordless,
        Some(Object::Dict(_)) => Own::Drawn,
        _ => Own::Nothing,
    }
}

/// True where an appearance shows a letter, or anything that may hold one.
fn speaks(stream: &Stream<'_>) -> bool {
    let Ok(content) = stream.decoded_data() else {
        return false;
    };
    let mut steps = TypedIter::new(&content);
    while let Some(step) = steps.next() {
        if matches!(
            step,
            TypedInstruction::ShowText(_)
                | TypedInstruction::ShowTexts(_)
                | TypedInstruction::NextLineAndShowText(_)
                | TypedInstruction::ShowTextWithParameters(_)
                | TypedInstruction::XObject(_)
                | TypedInstruction::InlineImage(_)
        ) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests;
