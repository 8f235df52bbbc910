//! What Word needs beyond the vocabulary: fields, links made text, and the text and pictures of old VML shapes.

use sekisho_ir::package::{EMBEDDED, field_is_inert};
use sekisho_ir::vocabulary::{Attribute, Element, Space};
use sekisho_ir::{Code, PartKind};

use super::field::{Marked, tell};
use super::filter::{Filter, Frame, Mode, Verdict, relation_id};
use super::xml::{Ns, Tag};

/// The picture an object is shown by: the position of its relation, width and height in EMU.
pub(super) type Face = (usize, u32, u32);

impl Filter<'_, '_> {
    /// Elements that are seen through or left out before the vocabulary is asked.
    pub(super) fn special_word(&mut self, tag: &Tag) -> Option<Verdict> {
        Some(match tag.name.as_str() {
            "object" => {
                self.object = Some((self.out.size(), None));
                Verdict::As(Mode::Through)
            }
            "smartTag" | "customXml" | "pict" => {
                self.object = None;
                Verdict::As(Mode::Through)
            }
            "hyperlink" => return self.word_link(tag),
            "fldSimple" => {
                let instruction = tag.value("instr").unwrap_or_default();
                if field_is_inert(instruction) {
                    return None;
                }
                tell(instruction, self.findings, self.setting.name);
                Verdict::As(Mode::Through)
            }
            "txbxContent" if !self.frames.iter().any(|frame| is_text_box(frame.mode)) => {
                Verdict::Skip
            }
            _ => return None,
        })
    }

    /// Decides what remains of a Word element that closes.
    pub(super) fn finish_word(&mut self, element: Element, frame: &Frame) -> bool {
        let range = (frame.start, self.out.size());
        match element.name() {
            "fldChar" => {
                let kind = self.field_kind.take().unwrap_or_default();
                let place = self.setting.name;
                match self.fields.mark(&kind, range, self.findings, place) {
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
            "instrText" => return self.fields.instruction(&frame.text, range),
            "t" | "drawing" if element.name() == "t" || !frame.doomed => {
                self.fields.shown(range, &frame.text);
                for link in &mut self.links {
                    link.shows(&frame.text);
                }
            }
            "drawing" => return false,
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
            // A paragraph whose mark was deleted, and all it held.
            "p" if frame.doomed && frame.children <= 1 => return false,
            "r" | "tr" if frame.doomed => return false,
            "p" | "sdt" => self.last_block(true),
            "tbl" => self.last_block(false),
            _ => {}
        }
        true
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
        self.out.open(paragraph, &[]);
        self.out.close();
        self.out.close();
    }

    pub(super) fn fields_end(&mut self) {
        let left = self.fields.end();
        self.dead.extend(left);
    }

    /// VML: shapes are seen through, text boxes and pictures in them are said in today's words.
    pub(super) fn vml(&mut self, tag: &Tag) -> Verdict {
        let in_word = matches!(
            self.setting.kind,
            PartKind::WordDocument
                | PartKind::WordHeader
                | PartKind::WordFooter
                | PartKind::WordFootnotes
                | PartKind::WordEndnotes
                | PartKind::WordComments
                | PartKind::WordNumbering
        );
        if !in_word
            || !self
                .frames
                .iter()
                .any(|frame| matches!(frame.mode, Mode::Through))
        {
            return Verdict::Skip;
        }
        match (tag.ns, tag.name.as_str()) {
            (
                Ns::Vml,
                "group" | "shape" | "rect" | "roundrect" | "oval" | "line" | "polyline" | "arc",
            ) => {
                let (width, height) = size(tag.value("style").unwrap_or_default());
                Verdict::As(Mode::Shape(width, height))
            }
            (Ns::Vml, "textbox") if !self.frames.iter().any(|frame| is_text_box(frame.mode)) => {
                let (width, height) = self.shape_size();
                self.begin_text_box(width, height);
                Verdict::As(Mode::TextBox)
            }
            (Ns::Vml, "imagedata") => {
                let id = tag.attributes.iter().find(|(ns, name, _)| {
                    *ns == Ns::Known(Space::Relationship) && (name == "id" || name == "pict")
                });
                let position =
                    id.and_then(|(_, _, id)| self.setting.leads.get(id.as_str()).copied());
                if let Some(position) = position {
                    let (width, height) = self.shape_size();
                    self.picture(position, width, height);
                    if let Some((_, picture)) = &mut self.object {
                        *picture = Some((position, width, height));
                    }
                }
                Verdict::Skip
            }
            (Ns::Office, "OLEObject") => {
                if self.word_object(tag) {
                    return Verdict::Skip;
                }
                let shown = matches!(self.object, Some((_, Some(_))));
                self.findings
                    .add(Code::EmbeddedPictured, usize::from(shown));
                if self.setting.lost.is_empty() {
                    self.findings
                        .add_at(Code::EmbeddedObjectRemoved, 1, self.setting.name);
                }
                Verdict::Skip
            }
            _ => Verdict::Skip,
        }
    }

    /// An object whose document goes its own way: the picture just said becomes the face one opens it by.
    fn word_object(&mut self, tag: &Tag) -> bool {
        let id = tag
            .attributes
            .iter()
            .find(|(ns, name, _)| *ns == Ns::Known(Space::Relationship) && name == "id");
        let found = id.and_then(|(_, _, id)| {
            let kind = self.setting.embedded.get(id.as_str())?;
            let (_, program) = EMBEDDED.iter().find(|(of, _)| of == kind)?;
            Some((*self.setting.leads.get(id.as_str())?, *program))
        });
        let (Some((document, program)), Some((start, picture))) = (found, self.object) else {
            return false;
        };
        self.cut(start);
        self.drawings = self.drawings.saturating_add(1);
        let (face, object) = (
            format!("_x0000_i{}", self.drawings),
            format!("_{}", self.drawings),
        );
        let (width, height) = picture.map_or((1_800_000, 900_000), |(_, w, h)| (w, h));
        let style = format!("width:{}pt;height:{}pt", width / 12_700, height / 12_700);
        let aspect = tag.value("DrawAspect").filter(|aspect| *aspect == "Icon");
        self.say(Space::Word, "object", &[]);
        self.say(
            Space::Vml,
            "shape",
            &[("id", &face), ("style", &style), ("ole", "")],
        );
        if let Some((position, ..)) = picture {
            self.say_empty(Space::Vml, "imagedata", &[("id", &relation_id(position))]);
        }
        self.out.close();
        self.say_empty(
            Space::Office,
            "OLEObject",
            &[
                ("Type", "Embed"),
                ("ProgID", program),
                ("ShapeID", &face),
                ("DrawAspect", aspect.unwrap_or("Content")),
                ("ObjectID", &object),
                ("id", &relation_id(document)),
            ],
        );
        self.out.close();
        self.fields.shown((start, self.out.size()), "");
        self.count_child();
        true
    }

    fn shape_size(&self) -> (u32, u32) {
        let found = self.frames.iter().rev().find_map(|frame| match frame.mode {
            Mode::Shape(width, height) if width > 0 && height > 0 => Some((width, height)),
            _ => None,
        });
        found.unwrap_or((1_800_000, 900_000))
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

    /// Opens a drawing in the line of text, up to its graphic data.
    fn begin_drawing(&mut self, width: u32, height: u32, uri: Space) -> (String, String, String) {
        self.drawings = self.drawings.saturating_add(1);
        let (cx, cy, id) = (
            width.to_string(),
            height.to_string(),
            self.drawings.to_string(),
        );
        self.say(Space::Word, "drawing", &[]);
        self.say(
            Space::WordDrawing,
            "inline",
            &[
                ("distT", "0"),
                ("distB", "0"),
                ("distL", "0"),
                ("distR", "0"),
            ],
        );
        self.say_empty(Space::WordDrawing, "extent", &[("cx", &cx), ("cy", &cy)]);
        self.say_empty(Space::WordDrawing, "docPr", &[("id", &id), ("name", "")]);
        self.say(Space::Drawing, "graphic", &[]);
        self.say(Space::Drawing, "graphicData", &[("uri", uri.uri())]);
        (cx, cy, id)
    }

    fn say_box(&mut self, cx: &str, cy: &str) {
        self.say(Space::Drawing, "xfrm", &[]);
        self.say_empty(Space::Drawing, "off", &[("x", "0"), ("y", "0")]);
        self.say_empty(Space::Drawing, "ext", &[("cx", cx), ("cy", cy)]);
        self.out.close();
        self.say(Space::Drawing, "prstGeom", &[("prst", "rect")]);
        self.say_empty(Space::Drawing, "avLst", &[]);
        self.out.close();
    }

    fn begin_text_box(&mut self, width: u32, height: u32) {
        let (cx, cy, _) = self.begin_drawing(width, height, Space::WordShape);
        self.say(Space::WordShape, "wsp", &[]);
        self.say_empty(Space::WordShape, "cNvSpPr", &[("txBox", "1")]);
        self.say(Space::WordShape, "spPr", &[]);
        self.say_box(&cx, &cy);
        self.out.close();
        self.say(Space::WordShape, "txbx", &[]);
    }

    /// Closes what [`Filter::begin_text_box`] opened.
    pub(super) fn end_text_box(&mut self) {
        self.out.close();
        self.say_empty(Space::WordShape, "bodyPr", &[]);
        for _ in 0..5 {
            self.out.close();
        }
    }

    fn picture(&mut self, position: usize, width: u32, height: u32) {
        let start = self.out.size();
        let (cx, cy, id) = self.begin_drawing(width, height, Space::Picture);
        self.say(Space::Picture, "pic", &[]);
        self.say(Space::Picture, "nvPicPr", &[]);
        self.say_empty(Space::Picture, "cNvPr", &[("id", &id), ("name", "")]);
        self.say_empty(Space::Picture, "cNvPicPr", &[]);
        self.out.close();
        self.say(Space::Picture, "blipFill", &[]);
        let relation = relation_id(position);
        self.say_empty(Space::Drawing, "blip", &[("embed", &relation)]);
        self.say(Space::Drawing, "stretch", &[]);
        self.say_empty(Space::Drawing, "fillRect", &[]);
        self.out.close();
        self.out.close();
        self.say(Space::Picture, "spPr", &[]);
        self.say_box(&cx, &cy);
        // spPr, pic, graphicData, graphic, inline, drawing.
        for _ in 0..6 {
            self.out.close();
        }
        self.fields.shown((start, self.out.size()), "");
        self.count_child();
    }
}

fn is_text_box(mode: Mode) -> bool {
    match mode {
        Mode::TextBox => true,
        Mode::Kept(element) => element.is(Space::WordShape, "txbx"),
        _ => false,
    }
}

/// Width and height of a shape's style in EMU, within a page; zero where it does not say.
fn size(style: &str) -> (u32, u32) {
    let find = |wanted: &str| {
        style
            .split(';')
            .filter_map(|rule| rule.split_once(':'))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))
            .and_then(|(_, value)| emu(value.trim()))
            .unwrap_or(0)
    };
    (find("width"), find("height"))
}

fn emu(length: &str) -> Option<u32> {
    let end = length
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(length.len());
    let (number, unit) = length.split_at(end);
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let hundredths: String = part.chars().chain("00".chars()).take(2).collect();
    let hundredths: u64 = format!("{}{hundredths}", whole.get(..whole.len().min(6))?)
        .parse()
        .ok()?;
    let each: u64 = match unit.trim() {
        "pt" => 12_700,
        "in" => 914_400,
        "cm" => 360_000,
        "mm" => 36_000,
        "px" => 9_525,
        "pc" => 152_400,
        _ => return None,
    };
    let emu = hundredths.saturating_mul(each) / 100;
    u32::try_from(emu.min(20_000_000)).ok()
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn the_size_of_an_old_shape_is_read_from_its_style() {
        assert_eq!(
            size("position:absolute;width:100.5pt; height:1in"),
            (1_276_350, 914_400)
        );
        assert_eq!(size("width:50%"), (0, 0));
    }
}
