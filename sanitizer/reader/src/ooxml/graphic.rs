//! Graphic frames, which stand or fall with what is in them; and what is told of words that have no place here.

use std::borrow::Cow;

use sekisho_ir::Code;
use sekisho_ir::package::EMBEDDED;
use sekisho_ir::vocabulary::{Element, Space};

use super::embed::{MADE_DRAWING, id_of_old};
use super::filter::{Filter, relation_id};
use super::frame::{Frame, Mode, Verdict};
use super::xml::Tag;

/// The names of drawings and slides that are decided about before the vocabulary is asked.
pub(super) fn heeds(space: Space, name: &str) -> bool {
    match space {
        Space::Drawing => {
            matches!(
                name,
                "hlinkClick" | "hlinkHover" | "graphicData" | "off" | "ext"
            )
        }
        Space::Slide => matches!(name, "oleObj" | "custShowLst" | "custShow" | "embed"),
        _ => false,
    }
}

/// The names of drawings, slides, diagrams and charts of which something is decided when they end.
pub(super) fn heeds_end(space: Space, name: &str) -> bool {
    match space {
        Space::Diagram => name == "extLst",
        Space::Drawing => matches!(name, "ext" | "graphicData"),
        Space::Chart => name == "f",
        Space::Slide => matches!(name, "oleObj" | "graphicFrame"),
        Space::WordGroup => name == "graphicFrame",
        Space::SheetDrawing => name == "graphicFrame" || name.ends_with("Anchor"),
        _ => false,
    }
}

impl<'s> Filter<'s, '_> {
    /// An embedded object on a slide: its picture may stand in place of the whole frame.
    pub(super) fn special_drawing(&mut self, tag: &Tag<'s>) -> Option<Verdict<'s>> {
        if matches!(tag.name, "hlinkClick" | "hlinkHover") {
            return self.drawing_link(tag);
        }
        let is_object = tag.name == "graphicData"
            && tag.value("uri").is_some_and(|uri| {
                uri.ends_with("presentationml/2006/ole") || uri.ends_with("presentationml/ole")
            });
        if is_object {
            let element = Element::find(Space::Drawing, "graphicData")?;
            let uri = element.attribute(None, "uri")?;
            return Some(Verdict::made(element, vec![(uri, Cow::Borrowed(OLE))]));
        }
        self.note_box(tag);
        None
    }

    /// Remembers where a graphic frame on a slide stands.
    fn note_box(&mut self, tag: &Tag<'_>) {
        let in_frame = matches!(
            self.frames.last().map(|frame| frame.mode),
            Some(Mode::Kept(e)) if e.is(Space::Slide, "xfrm")
        );
        if !in_frame {
            return;
        }
        let value = |name: &str| tag.value(name).unwrap_or_default().to_owned();
        let [x, y, width, height] = &mut self.frame_box;
        match tag.name {
            "off" => (*x, *y) = (value("x"), value("y")),
            "ext" => (*width, *height) = (value("cx"), value("cy")),
            _ => {}
        }
    }

    /// Elements of a slide that are seen through or left out before the vocabulary is asked.
    pub(super) fn special_slide(&mut self, tag: &Tag<'s>) -> Option<Verdict<'s>> {
        match tag.name {
            "oleObj" => Some(self.slide_object(tag)),
            "custShowLst" | "custShow" => Some(Verdict::Skip),
            // Of an object that does not stay, nothing but its picture may stand in its place.
            "embed" if self.frames.iter().any(|frame| frame.mode == Mode::Object) => {
                Some(Verdict::Skip)
            }
            _ => None,
        }
    }

    /// An embedded object on a slide: it stays where its document goes its own way, else its picture stands.
    fn slide_object(&mut self, tag: &Tag<'s>) -> Verdict<'s> {
        self.old_shape = tag
            .value("spid")
            .and_then(|id| self.setting.leads.get(id_of_old(id).as_str()).copied());
        let kept = tag.relation("id").and_then(|id| {
            let kind = self.setting.embedded.get(id)?;
            let position = self.setting.leads.get(id)?;
            let (_, program) = EMBEDDED.iter().find(|(of, _)| of == kind)?;
            let element = Element::find(Space::Slide, "oleObj")?;
            let mut attributes = vec![
                (
                    element.attribute(Some(Space::Relationship), "id")?,
                    Cow::Owned(relation_id(*position)),
                ),
                (element.attribute(None, "progId")?, Cow::Borrowed(*program)),
            ];
            for name in ["imgW", "imgH"] {
                if let (Some(attribute), Some(value)) =
                    (element.attribute(None, name), tag.value(name))
                    && value.bytes().all(|b| b.is_ascii_digit())
                {
                    attributes.push((attribute, Cow::Owned(value.to_owned())));
                }
            }
            Some(Verdict::made(element, attributes))
        });
        kept.unwrap_or_else(|| {
            self.doom(is_graphic_frame);
            Verdict::As(Mode::Object)
        })
    }

    /// An object on a slide that stays must be shown by a picture.
    pub(super) fn finish_object(&mut self, frame: &Frame<'_>) -> bool {
        // One child says that it is embedded; the other is its picture.
        if frame.children >= 2 {
            return true;
        }
        self.doom(is_graphic_frame);
        self.cut(frame.start);
        self.stand_instead(frame);
        self.count_child();
        true
    }

    /// What an object is shown by stands in place of the whole frame around it.
    pub(super) fn stand_instead(&mut self, frame: &Frame<'_>) {
        self.picture_of_object(frame);
        let size = self.out.size();
        if size > frame.start
            && let Some(holder) = self
                .frames
                .iter_mut()
                .rev()
                .find(|f| is_graphic_frame(f.mode))
        {
            holder.instead = Some((frame.start, size));
            let place = self.place();
            self.findings.add_at(Code::EmbeddedPictured, 1, &place);
        }
    }

    /// The picture of the old shape of an object, where it brings none itself.
    fn picture_of_object(&mut self, frame: &Frame<'_>) {
        let Some(position) = self.old_shape.take() else {
            return;
        };
        if self.out.size() > frame.start {
            return;
        }
        let [x, y, width, height] = self.frame_box.clone();
        let digits = |text: &String| {
            !text.is_empty() && text.len() < 12 && text.bytes().all(|b| b.is_ascii_digit())
        };
        if ![&x, &y, &width, &height].into_iter().all(digits) {
            return;
        }
        self.drawings = self.drawings.saturating_add(1);
        let id = self.drawings.to_string();
        let relation = relation_id(position);
        self.say(Space::Slide, "pic", &[]);
        self.say(Space::Slide, "nvPicPr", &[]);
        self.say_empty(Space::Slide, "cNvPr", &[("id", &id), ("name", "")]);
        self.say_empty(Space::Slide, "cNvPicPr", &[]);
        self.say_empty(Space::Slide, "nvPr", &[]);
        self.out.close();
        self.say(Space::Slide, "blipFill", &[]);
        self.say_empty(Space::Drawing, "blip", &[("embed", &relation)]);
        self.say(Space::Drawing, "stretch", &[]);
        self.say_empty(Space::Drawing, "fillRect", &[]);
        self.out.close();
        self.out.close();
        self.say(Space::Slide, "spPr", &[]);
        self.say(Space::Drawing, "xfrm", &[]);
        self.say_empty(Space::Drawing, "off", &[("x", &x), ("y", &y)]);
        self.say_empty(Space::Drawing, "ext", &[("cx", &width), ("cy", &height)]);
        self.out.close();
        self.say(Space::Drawing, "prstGeom", &[("prst", "rect")]);
        self.say_empty(Space::Drawing, "avLst", &[]);
        // prstGeom, spPr, pic.
        for _ in 0..3 {
            self.out.close();
        }
    }

    /// The drawing that was made for the objects and controls of a sheet stands before its old drawing.
    pub(super) fn say_made_drawing(&mut self) {
        if let Some(position) = self.setting.leads.get(MADE_DRAWING) {
            let relation = relation_id(*position);
            self.say_empty(Space::Sheet, "drawing", &[("id", &relation)]);
            self.count_child();
        }
    }

    /// A frame whose graphic did not remain: a picture of it stands instead, or nothing.
    pub(super) fn finish_graphic_frame(&mut self, frame: &Frame<'_>) -> bool {
        if let Some((from, to)) = frame.instead {
            let mut picture = self.out.split_off(from);
            picture.truncate(to.saturating_sub(from));
            self.cut(frame.start);
            self.out.append(&picture);
            return true;
        }
        if frame.doomed {
            self.doom(|mode| {
                matches!(mode, Mode::Kept(e) if e.space() == Space::SheetDrawing && e.name().ends_with("Anchor"))
            });
        }
        !frame.doomed
    }

    /// Marks the innermost open element of a sort as void.
    pub(super) fn doom(&mut self, of: impl Fn(Mode) -> bool) {
        if let Some(frame) = self.frames.iter_mut().rev().find(|frame| of(frame.mode)) {
            frame.doomed = true;
        }
    }

    pub(super) fn tell_unknown(&mut self, space: Space, name: &str) {
        let code = match (space, name) {
            (Space::Word, "altChunk") | (Space::Sheet, "oleObject") | (Space::Slide, "oleObj") => {
                Code::EmbeddedObjectRemoved
            }
            (Space::Word | Space::Sheet | Space::Slide, "control") => Code::ActiveXRemoved,
            (Space::Word, "attachedTemplate" | "mailMerge" | "subDoc") => Code::ExternalLinkRemoved,
            (Space::Sheet, "ddeLink") => Code::DdeRemoved,
            (Space::Slide, "timing") => {
                let place = self.place();
                self.findings.add_at(Code::MarkupDropped, 1, &place);
                return;
            }
            _ => return,
        };
        // Where a relation tells it already, it is not told twice.
        if self.setting.lost.is_empty() {
            let place = self.place();
            self.findings.add_at(code, 1, &place);
        }
    }
}

/// What a graphic frame says that holds an embedded object.
const OLE: &str = "http://schemas.openxmlformats.org/presentationml/2006/ole";

pub(super) fn is_graphic_frame(mode: Mode) -> bool {
    matches!(mode, Mode::Kept(e) if e.name() == "graphicFrame")
}

pub(super) fn is_word_drawing(mode: Mode) -> bool {
    matches!(mode, Mode::Kept(e) if e.is(Space::Word, "drawing"))
}

/// Percentages of the strict edition as the thousandths the transitional one writes.
pub(super) fn loosen(element: Element, value: Cow<'_, str>) -> Cow<'_, str> {
    if element.space() == Space::Word {
        return value;
    }
    let Some(number) = value.strip_suffix('%') else {
        return value;
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (sign, whole) = whole
        .strip_prefix('-')
        .map_or(("", whole), |rest| ("-", rest));
    if whole.is_empty() || whole.len() > 9 || !digits(whole) || !digits(part) {
        return value;
    }
    let thousandths: String = part.chars().chain("000".chars()).take(3).collect();
    let joined = format!("{whole}{thousandths}");
    let plain = joined.trim_start_matches('0');
    if plain.is_empty() {
        Cow::Borrowed("0")
    } else {
        Cow::Owned(format!("{sign}{plain}"))
    }
}
