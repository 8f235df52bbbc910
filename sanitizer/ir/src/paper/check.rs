//! The verifier of papers: every page by the verifier of drawings, and what only papers have.

use super::{Font, Label, Page, Paper, Target};
use crate::drawing::check::{Budget, Check, area, outline, within};
use crate::limits::Limits;
use crate::raster::size_is_allowed;
use crate::refusal::Refusal;
use crate::text::{verify_line, verify_line_within};

/// Points along the longer edge of a page, and along its shorter one: a sheet of A0 (841 mm × 1189 mm), either way.
pub const MAX_EDGE: (f32, f32) = (3371.0, 2384.0);
/// The advance of a glyph, either way, in thousandths of an em.
const MAX_ADVANCE: f32 = 100_000.0;
/// Characters that one glyph says.
const GLYPH_CHARS: usize = 32;
/// Characters of a language.
const LANGUAGE_CHARS: usize = 35;
/// Characters before a page's number.
const PREFIX_CHARS: usize = 100;
/// How deep bookmarks stand.
const OUTLINE_DEPTH: u8 = 32;

impl<P: AsRef<[u8]>> Paper<P> {
    /// Checks every number, count, reference, nesting and character.
    pub fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        verify_line(&self.title, limits, "a title")?;
        language(&self.language)?;
        if self.pages.is_empty() {
            return Err(Refusal::Inconsistent("a paper without a page"));
        }
        if self.pages.len() > limits.paper_pages {
            return Err(Refusal::TooMany("pages"));
        }
        self.verify_pictures(limits)?;
        let mut budget = Budget::of_paper(limits);
        let mut glyphs = 0_usize;
        for font in &self.fonts {
            glyphs = glyphs.saturating_add(font.glyphs.len());
            if glyphs > limits.paper_glyphs {
                return Err(Refusal::TooMany("glyphs"));
            }
            font.verify(&mut budget)?;
        }
        let mut links = 0_usize;
        for page in &self.pages {
            links = links.saturating_add(page.links.len());
            if links > limits.links {
                return Err(Refusal::TooMany("links"));
            }
            budget = self.verify_page(page, budget, limits)?;
        }
        self.verify_outline(limits)?;
        self.verify_labels()
    }

    fn verify_pictures(&self, limits: &Limits) -> Result<(), Refusal> {
        if self.pictures.len() > limits.paper_pictures {
            return Err(Refusal::TooMany("pictures"));
        }
        let mut total = 0_u64;
        for picture in &self.pictures {
            if !size_is_allowed(picture.width, picture.height, picture.layout, limits) {
                return Err(Refusal::TooLarge("an image"));
            }
            let quality = picture.packed.map_or(1, |(quality, _)| quality);
            if !(1..=100).contains(&quality) {
                return Err(Refusal::Inconsistent("a quality"));
            }
            let held = u64::try_from(picture.pixels.as_ref().len()).unwrap_or(u64::MAX);
            if held != picture.layout.frame_bytes(picture.width, picture.height) {
                return Err(Refusal::Inconsistent("an image's pixels"));
            }
            total = total.saturating_add(held);
            if total > limits.paper_picture_bytes {
                return Err(Refusal::TooLarge("the pictures of a paper"));
            }
        }
        Ok(())
    }

    fn verify_page(&self, page: &Page, budget: Budget, limits: &Limits) -> Result<Budget, Refusal> {
        let (width, height) = (page.width.get(), page.height.get());
        let (long, short) = (width.max(height), width.min(height));
        // What is no number is in no range.
        if !(width > 0.0 && height > 0.0 && long <= MAX_EDGE.0 && short <= MAX_EDGE.1) {
            return Err(Refusal::TooLarge("a page"));
        }
        for link in &page.links {
            area(&link.area)?;
            match &link.target {
                Target::Page(number) => self.page_is_there(*number)?,
                Target::Address(address) => {
                    verify_line(address, limits, "an address")?;
                    if !leads_to_the_web(address) {
                        return Err(Refusal::Vocabulary("an address"));
                    }
                }
            }
        }
        let mut check = Check::new(&self.pictures, Some(&self.fonts), limits, budget);
        check.all(&page.definitions, &page.content)?;
        Ok(check.budget)
    }

    fn verify_outline(&self, limits: &Limits) -> Result<(), Refusal> {
        if self.outline.len() > limits.links {
            return Err(Refusal::TooMany("bookmarks"));
        }
        let mut most = 0;
        for bookmark in &self.outline {
            verify_line(&bookmark.title, limits, "a bookmark")?;
            self.page_is_there(bookmark.page)?;
            if bookmark.depth > most || bookmark.depth > OUTLINE_DEPTH {
                return Err(Refusal::Inconsistent("a bookmark"));
            }
            most = bookmark.depth.saturating_add(1);
        }
        Ok(())
    }

    fn verify_labels(&self) -> Result<(), Refusal> {
        let mut before = None;
        for label in &self.labels {
            let Label { page, start, .. } = *label;
            self.page_is_there(page)?;
            verify_line_within(&label.prefix, PREFIX_CHARS, "a page's name")?;
            let rises = before.map_or(page == 0, |before| page > before);
            if !rises || !(1..=1_000_000).contains(&start) {
                return Err(Refusal::Inconsistent("a page's name"));
            }
            before = Some(page);
        }
        Ok(())
    }

    fn page_is_there(&self, number: u32) -> Result<(), Refusal> {
        let there = usize::try_from(number).is_ok_and(|number| number < self.pages.len());
        there
            .then_some(())
            .ok_or(Refusal::Inconsistent("a page that is not there"))
    }
}

impl Font {
    fn verify(&self, budget: &mut Budget) -> Result<(), Refusal> {
        for glyph in &self.glyphs {
            within(glyph.advance, -MAX_ADVANCE, MAX_ADVANCE)?;
            verify_line_within(&glyph.text, GLYPH_CHARS, "a glyph's text")?;
            if !glyph.segments.is_empty() {
                budget.segments(glyph.segments.len())?;
                outline(&glyph.segments)?;
            }
        }
        Ok(())
    }
}

/// True where an address is one that a reader may be shown as a link: pages and mail, and nothing else.
pub fn leads_to_the_web(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        ["http", "https", "mailto"]
            .iter()
            .any(|allowed| scheme.eq_ignore_ascii_case(allowed))
    }) && !address.contains(char::is_whitespace)
}

fn language(language: &str) -> Result<(), Refusal> {
    let spelt = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if language.len() <= LANGUAGE_CHARS && language.chars().all(spelt) {
        Ok(())
    } else {
        Err(Refusal::Vocabulary("a language"))
    }
}
