//! What Word needs beyond the vocabulary: fields, links made text, old drawings, and the objects they show.

use std::borrow::Cow;

use sekisho_ir::package::{EMBEDDED, Events, field_is_inert};
use sekisho_ir::vocabulary::{Attribute, Element, Space};
use sekisho_ir::{Code, PartKind};

use super::field::{Marked, tell};
use super::filter::{Filter, relation_id};
use super::frame::{Frame, Mode, Verdict};
use super::xml::{Ns, Tag};

/// The names of Word that are decided about before the vocabulary is asked.
pub(super) fn heeds(space: Space, name: &str) -> bool {
    space == Space::Word
        && matches!(
            name,
            "object" | "smartTag" | "customXml" | "hyperlink" | "fldSimple" | "txbxContent"
        )
}

/// The names of Word of which something is decided when they end.
pub(super) fn heeds_end(space: Space, name: &str) -> bool {
    space == Space::Word
        && matches!(
            name,
            "fldChar"
                | "rPr"
                | "instrText"
                | "t"
                | "drawing"
                | "pict"
                | "object"
                | "tc"
                | "hdr"
                | "ftr"
                | "comment"
                | "footnote"
                | "endnote"
                | "txbxContent"
                | "placeholder"
                | "numPicBullet"
                | "lvlPicBulletId"
                | "p"
                | "pPr"
                | "r"
                | "tr"
                | "tbl"
                | "sdt"
        )
}

impl<'s> Filter<'s, '_> {
    /// Elements that are seen through or left out before the vocabulary is asked.
    pub(super) fn special_word(&mut self, tag: &Tag<'_>) -> Option<Verdict<'s>> {
        Some(match tag.name {
            "object" => {
                self.object_stays = false;
                return None;
            }
            "smartTag" | "customXml" => Verdict::As(Mode::Through),
            "hyperlink" => return self.word_link(tag),
            "fldSimple" => {
                let instruction = tag.value("instr").unwrap_or_default();
                if field_is_inert(instruction) {
                    return None;
                }
                let place = self.place();
                tell(instruction, self.findings, &place);
                Verdict::As(Mode::Through)
            }
            "txbxContent" if !self.frames.iter().any(|frame| is_text_box(frame.mode)) => {
                Verdict::Skip
            }
            _ => return None,
        })
    }

    /// Decides what remains of a Word element that closes.
    pub(super) fn finish_word(&mut self, element: Element, frame: &Frame<'_>) -> bool {
        let range = (frame.start, self.out.size());
        match element.name() {
            "fldChar" => {
                let kind = self.field_kind.take().unwrap_or_default();
                let place = self.place();
                match self.fields.mark(&kind, range, self.findings, &place) {
                    Marked::Open => {}
                    Marked::Leave(ranges, told) => {
                        self.dead.extend(ranges);
                        self.findings
                            .add(Code::LinkDiffers, usize::from(told.deceives()));
                        if let Some(beside) = told.beside() {
                            let from = self.out.size();
                            self.say_words(&beside);
                            self.fields.shown((from, self.out.size()), "");
                        }
                    }
                }
            }
            "rPr" => {
                let of_run = matches!(
                    self.frames.last().map(|frame| frame.mode),
                    Some(Mode::Kept(e)) if e.is(Space::Word, "r")
                );
                if let Some(link) = self.links.last_mut()
                    && of_run
                {
                    link.looks = Some(range);
                }
            }
            "instrText" => return self.fields.instruction(&frame.text, range),
            "t" | "drawing" if element.name() == "t" || !frame.doomed => {
                self.fields.shown(range, &frame.text);
                for link in &mut self.links {
                    link.shows(&frame.text);
                }
            }
            "drawing" => return false,
            "pict" | "object" if frame.children == 0 => return false,
            "pict" => self.fields.shown(range, ""),
            "object" => {
                // What is no object any more is a picture.
                if !self.object_stays
                    && let Some(picture) = Element::find(Space::Word, "pict")
                {
                    let mut open = Events::default();
                    open.open_bare(picture);
                    self.dead.push((frame.start, frame.inner));
                    self.again.insert(frame.inner, open);
                }
                self.object_stays = false;
                self.fields.shown(range, "");
            }
            // A cell, a note or a comment ends with a paragraph, or Word calls the file broken.
            // Settings name notes too, by number only.
            "tc" | "hdr" | "ftr" | "comment" | "footnote" | "endnote" | "txbxContent"
                if !frame.paragraph && self.setting.kind != PartKind::WordSettings =>
            {
                self.reopen_with_paragraph();
            }
            "placeholder" => return frame.children > 0,
            "numPicBullet" => {
                self.bullets_lost |= frame.children == 0;
                return frame.children > 0;
            }
            "lvlPicBulletId" => return !self.bullets_lost,
            "p" if frame.doomed => {
                let stays = self.wait_for_next(frame);
                if stays {
                    self.last_block(true);
                }
                return stays;
            }
            "pPr" => self.looks_said(frame.start),
            "r" | "tr" | "tc" if frame.doomed => return false,
            // A table without rows and a row without cells are no more.
            "tbl" | "tr" if !frame.filled => return false,
            "tr" => self.fill("tbl"),
            "p" | "sdt" => self.last_block(true),
            "tbl" => self.last_block(false),
            _ => {}
        }
        if element.name() == "tc" {
            self.fill("tr");
        }
        true
    }

    /// The table or row around something is not empty.
    fn fill(&mut self, name: &str) {
        let around =
            |frame: &&mut Frame| matches!(frame.mode, Mode::Kept(e) if e.is(Space::Word, name));
        if let Some(frame) = self.frames.iter_mut().rev().find(around) {
            frame.filled = true;
        }
    }

    fn last_block(&mut self, paragraph: bool) {
        if let Some(outer) = self.frames.last_mut() {
            outer.paragraph = paragraph;
        }
    }

    /// Puts an empty paragraph before the end that was just written.
    fn reopen_with_paragraph(&mut self) {
        let Some(paragraph) = Element::find(Space::Word, "p") else {
            return;
        };
        let end = self.out.size().saturating_sub(1);
        self.out.truncate(end);
        self.out.open_bare(paragraph);
        self.out.close();
        self.out.close();
    }

    pub(super) fn fields_end(&mut self) {
        let left = self.fields.end();
        self.dead.extend(left);
    }

    /// Old drawings: by their own words of the vocabulary, within Word text.
    pub(super) fn vml(&mut self, tag: &mut Tag<'s>) -> Verdict<'s> {
        let holds = |frame: &Frame| matches!(frame.mode, Mode::Kept(e) if e.is(Space::Word, "pict") || e.is(Space::Word, "object"));
        if !self.frames.iter().any(holds) {
            return Verdict::Skip;
        }
        match (tag.ns, tag.name) {
            (Ns::Office, "OLEObject") => self.word_object(tag),
            (Ns::Vml, _) => self.known(Space::Vml, tag),
            (Ns::Office, _) => self.known(Space::Office, tag),
            _ => self.known(Space::WordOld, tag),
        }
    }

    /// An object in Word text: it stays where its document goes its own way, else the picture it is shown by.
    fn word_object(&mut self, tag: &Tag<'_>) -> Verdict<'s> {
        let kept = tag.relation("id").and_then(|id| {
            let kind = self.setting.embedded.get(id)?;
            let (_, program) = EMBEDDED.iter().find(|(of, _)| of == kind)?;
            let position = self.setting.leads.get(id)?;
            let element = Element::find(Space::Office, "OLEObject")?;
            let shape = tag.value("ShapeID").unwrap_or_default();
            let aspect = tag.value("DrawAspect").filter(|aspect| *aspect == "Icon");
            self.drawings = self.drawings.saturating_add(1);
            let mut attributes = Vec::new();
            for (name, value) in [
                ("Type", "Embed"),
                ("ProgID", program),
                ("ShapeID", shape),
                ("DrawAspect", aspect.unwrap_or("Content")),
                ("ObjectID", &format!("_{}", self.drawings)),
            ] {
                let value = Cow::Owned(value.to_owned());
                attributes.push((element.attribute(None, name)?, value));
            }
            let relation = element.attribute(Some(Space::Relationship), "id")?;
            attributes.push((relation, Cow::Owned(relation_id(*position))));
            match Verdict::made(element, attributes) {
                Verdict::Skip => None,
                kept => Some(kept),
            }
        });
        if let Some(kept) = kept {
            self.object_stays = true;
            return kept;
        }
        let place = self.place();
        self.findings.add_at(Code::EmbeddedPictured, 1, &place);
        if self.setting.lost.is_empty() {
            self.findings.add_at(Code::EmbeddedObjectRemoved, 1, &place);
        }
        Verdict::Skip
    }

    pub(super) fn say(&mut self, space: Space, name: &str, values: &[(&str, &str)]) {
        let Some(element) = Element::find(space, name) else {
            return;
        };
        let attributes: Vec<(Attribute, &str)> = values
            .iter()
            .filter_map(|(name, value)| {
                let spaces = [None, Some(Space::Relationship), Some(Space::Office)];
                let attribute = spaces
                    .into_iter()
                    .find_map(|space| element.attribute(space, name));
                attribute.map(|attribute| (attribute, *value))
            })
            .collect();
        self.out.open(element, &attributes);
    }

    pub(super) fn say_empty(&mut self, space: Space, name: &str, values: &[(&str, &str)]) {
        self.say(space, name, values);
        self.out.close();
    }
}

fn is_text_box(mode: Mode) -> bool {
    matches!(mode, Mode::Kept(e) if e.is(Space::WordShape, "txbx") || e.is(Space::Vml, "textbox"))
}
