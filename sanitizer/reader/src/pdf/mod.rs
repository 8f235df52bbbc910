//! PDF: interpreted page by page, and described as pages of marks, glyphs and pictures.
//!
//! ```text
//!  lock     no password, the owner's, or one that was given; boxes are looked at before anything is drawn
//!  effort   how much work each page asks for: counted, and too much is never begun
//!  sign     signatures, verified while there is something to verify: what is written anew carries none
//!  told     what runs, submits, loads or plays: counted over all objects, never followed
//!  attached files inside the file: children that go their own way
//!  device   hayro's interpreter ─▶ marks            ink      colours, gradients, tiles, meshes
//!             ├ glyphs    outlines by number, words   pictures decoded once, bilevel kept bilevel
//!             └ layers    what is seen when nobody has touched a switch
//!  appearance  what a file leaves to its viewer to draw: a small PDF of ours, read by the same interpreter
//!  guide    links, bookmarks, names of pages
//! ```
//!
//! Nothing of the file is copied: no object, no font program, no stream, no name. Annotations and fields of forms are
//! drawn by their appearance, or by one of ours where they have none, and become part of the page.

mod appearance;
mod attached;
mod device;
mod effort;
mod glyphs;
mod guide;
mod ink;
mod layers;
mod letters;
mod lock;
mod pictures;
mod sign;
mod told;

use std::sync::Arc;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::page::Page as SourcePage;
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};
use sekisho_ir::drawing::Number;
use sekisho_ir::paper::{MAX_EDGE, Page, Paper};
use sekisho_ir::{Code, Document, Findings, Limits, Reason};

use crate::{Held, ReadHint, Reading};
use device::Marks;
use effort::Effort;
use glyphs::Glyphs;
use layers::Layers;
use pictures::Pictures;
pub use sign::{Anchors, NoCertificate};

/// What all pages share.
struct Book {
    /// Whether groups see nothing of what lies below them.
    isolates: bool,
    glyphs: Glyphs,
    pictures: Pictures,
    findings: Findings,
}

/// Reads a PDF.
pub(crate) fn read(input: &[u8], hint: &ReadHint) -> Result<Reading<'static>, Held> {
    let (pdf, opened) = lock::open(input, hint)?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(Reason::Malformed.into());
    }
    if pages.len() > hint.limits.paper_pages {
        return Err(Reason::TooMany.into());
    }
    bounded(pages, &hint.limits)?;
    let signatures = sign::look(&pdf, &hint.anchors);
    let looked = told::look(&pdf, lock::is_on_attached(input), &hint.limits);
    let mut book = Book {
        glyphs: Glyphs::new(&hint.limits),
        pictures: Pictures::new(&hint.limits),
        findings: looked.findings,
        isolates: looked.isolates,
    };
    if opened {
        book.findings.add(Code::LockOpened, 1);
    }
    let settings = settings();
    let cache = InterpreterCache::new();
    let layers = Layers::of(&pdf);
    let mut described = Vec::with_capacity(pages.len());
    let mut left = device::Budget::of(&hint.limits);
    for (number, page) in pages.iter().enumerate() {
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, width.into(), height.into());
        let upright = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(upright, area, &cache, page.xref(), settings.clone());
        let codes = letters::Codes::of(page);
        let comments = hint.rules.comments;
        let sheet = appearance::sheet(&pdf, page, &layers, comments, &mut book.findings);
        let mut marks = Marks::new(&mut book, area, codes, &layers, number, left);
        interpret_page(page, &mut context, &mut marks);
        if let Some(sheet) = sheet {
            draw(sheet, upright, area, &settings, &mut marks);
        }
        let (definitions, content, rest) = marks
            .finish()
            .map_err(|reason| Held::at(reason, Code::PageTooIntricate, &place(number)))?;
        left = rest;
        let page = Page {
            width: Number::of(width),
            height: Number::of(height),
            definitions,
            content,
            links: guide::links(&pdf, page, upright, area, &mut book.findings),
        };
        if page.is_heavy() {
            if page.is_overpainted() {
                let reason = Reason::TooMany;
                return Err(Held::at(reason, Code::PageTooIntricate, &place(number)));
            }
            book.findings.add_at(Code::PagePictured, 1, &place(number));
        }
        described.push(page);
    }
    let shown = book.pictures.len();
    book.findings.add(Code::PagesKept, described.len());
    book.findings.add(Code::ImagesRedrawn, shown);
    let outline = guide::outline(&pdf);
    let labels = guide::labels(&pdf);
    let title = guide::title(&pdf, hint.rules.properties);
    let paper = Paper {
        title,
        language: guide::language(&pdf),
        fonts: book.glyphs.into_fonts()?,
        pictures: book.pictures.into_frames()?,
        pages: described,
        outline,
        labels,
    };
    Ok(Reading {
        findings: book.findings,
        signatures,
        children: looked.children,
        ..Reading::of(Document::Paper(paper))
    })
}

/// Looks at all pages before anything is drawn: one larger than any sheet, or one that asks for too much, is work
/// without end.
fn bounded(pages: &[SourcePage<'_>], limits: &Limits) -> Result<(), Held> {
    for (number, page) in pages.iter().enumerate() {
        let (width, height) = page.render_dimensions();
        let (long, short) = (width.max(height), width.min(height));
        if !(short > 0.0 && long <= MAX_EDGE.0 && short <= MAX_EDGE.1) {
            return Err(Held::at(
                Reason::TooLarge,
                Code::PageTooLarge,
                &place(number),
            ));
        }
    }
    let (together, each) = limits.paper_steps;
    let count = u64::try_from(pages.len()).unwrap_or(u64::MAX);
    let mut left = each.saturating_mul(count).saturating_add(together);
    let mut effort = Effort::new();
    for (number, page) in pages.iter().enumerate() {
        let most = limits.paper_page_steps.min(left);
        let steps = effort.of(page, most);
        if steps > most {
            return Err(Held::at(
                Reason::TooMany,
                Code::PageTooIntricate,
                &place(number),
            ));
        }
        left = left.saturating_sub(steps);
    }
    Ok(())
}

/// What a page is called where it is told of.
fn place(number: usize) -> String {
    number.saturating_add(1).to_string()
}

/// Draws the one page of a PDF of ours over what is there.
fn draw(
    sheet: Vec<u8>,
    upright: Affine,
    area: Rect,
    settings: &InterpreterSettings,
    marks: &mut Marks<'_>,
) {
    let Ok(pdf) = Pdf::new(Arc::new(sheet)) else {
        return;
    };
    let Some(page) = pdf.pages().first() else {
        return;
    };
    let cache = InterpreterCache::new();
    let mut context = Context::new(upright, area, &cache, page.xref(), settings.clone());
    marks.explained_by(letters::Codes::of(page));
    interpret_page(page, &mut context, marks);
}

fn settings() -> InterpreterSettings {
    InterpreterSettings {
        font_resolver: Arc::new(letters::resolve),
        ..InterpreterSettings::default()
    }
}

#[cfg(test)]
pub(crate) mod tests;
